"""Legal holds: while one stands on a case, its record must stay as it is, whatever a retention period says."""

from __future__ import annotations

from collections.abc import Sequence

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Outcome, over_cases
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import UsageError
from cpo_tui.store import legal_holds
from cpo_tui.store.changes import Recorder


def place_hold(context: Context, case_ids: Sequence[int], reason: str) -> Outcome:
    """Place a legal hold on cases, for those who may; a case that has one already is refused."""
    permissions.require(context, Permission.LEGAL_HOLD)
    words = _needed(reason)

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if legal_holds.standing(context.connection, row.id):
            return "there is a legal hold on it already"
        values = {"case_id": row.id, "reason": words, "placed_at": context.at, "placed_by": context.actor.officer}
        recorder.insert("legal_holds", values, case_id=row.id)
        return None

    return over_cases(context, "place legal hold", case_ids, apply, reason=words, words="placed a legal hold on {n}")


def lift_hold(context: Context, case_ids: Sequence[int], reason: str) -> Outcome:
    """Lift the legal holds of cases, with a reason; what was held stays in the record."""
    permissions.require(context, Permission.LEGAL_HOLD)
    words = _needed(reason)

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        found = legal_holds.standing(context.connection, row.id)
        for hold in found:
            recorder.update(
                "legal_holds", hold, {"lifted_at": context.at, "lifted_by": context.actor.officer}, case_id=row.id
            )
        return None if found else "there is no legal hold on it"

    return over_cases(context, "lift legal hold", case_ids, apply, reason=words, words="lifted the legal hold on {n}")


def _needed(reason: str) -> str:
    if not reason.strip():
        raise UsageError("A legal hold is placed and lifted with a reason.", hint="Give --reason.")
    return reason.strip()
