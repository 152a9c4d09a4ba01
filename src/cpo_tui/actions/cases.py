"""The verbs on cases: make, edit, assign, move to a stage, hold, wake, close, reopen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cpo_tui.actions.context import Context, Outcome, change_set, over_cases
from cpo_tui.domain.cases import STAGES, WAITING_ON, CaseRow
from cpo_tui.domain.fields import FIELDS, field_named, parse_choice, parse_day, parse_field, parse_text
from cpo_tui.domain.times import parse_step
from cpo_tui.errors import Conflict, NotFound, UsageError
from cpo_tui.store import lookups, reader
from cpo_tui.store.changes import Recorder


def add_case(context: Context, values: Mapping[str, str], *, reason: str | None = None) -> Outcome:
    """Make a case and its person from typed values by field name (`domain.fields`); `reference` is required.

    Raises `UsageError` for a field or value that is wrong, `Conflict` where the reference is taken.
    """
    fields = {name: parse_field(name, text) for name, text in values.items()}
    reference = fields.get("reference")
    if not reference:
        raise UsageError("A case needs a reference.", hint="Give --reference, the case's name in the system of record.")
    fields.setdefault("full_name", reference)
    with change_set(context, "add case", reason=reason) as sealed:
        if lookups.reference_taken(context.connection, str(reference)):
            raise Conflict(f"There is a case {reference} already.", hint=f"See it: cpo show {reference}.")
        recorder = sealed.recorder
        person = {name: value for name, value in fields.items() if FIELDS[name].table == "persons"}
        case = {name: value for name, value in fields.items() if FIELDS[name].table == "cases"}
        if case.get("officer"):
            case["assigned_at"] = context.at
        if case.get("stage"):
            case["stage_since"] = case.get("opened_on") or context.at
        person_id = recorder.insert("persons", person)
        case_id = recorder.insert(
            "cases", {**case, "person_id": person_id, "opened_on": case.get("opened_on") or context.today}
        )
        _set_hearing(recorder, case_id, fields.get("next_hearing_on"))
        sealed.summary = f"added case {reference}"
    return Outcome(sealed.change_set, (case_id,), (str(reference),), (), sealed.summary, case_id)


def edit_case(
    context: Context, case_id: int, values: Mapping[str, str], *, version: int | None = None, reason: str | None = None
) -> Outcome:
    """Set fields of one case from typed values; with `version`, a case that changed since is a `Conflict`."""
    for name in values:
        if name in {"closed_on", "closure_reason"}:
            raise UsageError(f"{name} is set by closing the case.", hint="cpo close CASE --reason R")
    fields = {field_named(name).name: parse_field(name, text) for name, text in values.items()}
    with change_set(context, "edit", reason=reason) as sealed:
        connection = context.connection
        row = reader.case_row(connection, case_id)
        _check_reference(context, case_id, fields.get("reference"))
        case = {name: value for name, value in fields.items() if FIELDS[name].table == "cases"}
        person = {name: value for name, value in fields.items() if FIELDS[name].table == "persons"}
        if "stage" in case and case["stage"] != row.stage:
            case["stage_since"] = context.at
        if "officer" in case and case["officer"] != row.officer:
            case["assigned_at"] = context.at
        if case:
            sealed.recorder.update("cases", case_id, case, version=version)
        if person:
            person_id = reader.person_of(connection, case_id)["person_id"]
            sealed.recorder.update("persons", person_id, person, case_id=case_id)
        if "next_hearing_on" in fields:
            _set_hearing(sealed.recorder, case_id, fields["next_hearing_on"])
        sealed.summary = f"edited {', '.join(FIELDS[name].label for name in fields)} of {row.reference}"
    changed = sealed.change_set is not None
    return Outcome(
        sealed.change_set, (case_id,), (row.reference,), (), sealed.summary if changed else "nothing changed"
    )


def _check_reference(context: Context, case_id: int, reference: object) -> None:
    if reference is not None and lookups.reference_taken(context.connection, str(reference), except_id=case_id):
        raise Conflict(f"There is another case {reference} already.", hint="References are unique.")


def _set_hearing(recorder: Recorder, case_id: int, day: object) -> None:
    """Give the case's open hearing that day; make one where there is none; an empty day takes an open hearing back."""
    hearing_id = lookups.next_hearing(recorder.connection, case_id)
    if hearing_id is not None:
        fields = {"starts_at": day} if day else {"outcome": "vacated"}
        recorder.update("hearings", hearing_id, fields, case_id=case_id)
    elif day:
        recorder.insert("hearings", {"case_id": case_id, "starts_at": day, "kind": "hearing"}, case_id=case_id)


def assign_cases(context: Context, case_ids: Sequence[int], officer: str, *, reason: str | None = None) -> Outcome:
    """Give cases to an officer (a login); an empty login leaves them with nobody. Closed cases are left alone."""
    login = parse_text("officer", officer.strip()) or None

    def apply(_recorder: Recorder, row: CaseRow) -> str | Mapping[str, Any]:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        if row.officer == login:
            return f"{login or 'nobody'} has it already"
        return {"officer": login, "assigned_at": context.at}

    return over_cases(context, "assign", case_ids, apply, reason=reason, words=f"assigned {{n}} to {login or 'nobody'}")


def stage_cases(context: Context, case_ids: Sequence[int], stage: str, *, reason: str | None = None) -> Outcome:
    """Move cases to a stage of the process."""
    wanted = parse_choice("stage", stage, STAGES)

    def apply(_recorder: Recorder, row: CaseRow) -> str | Mapping[str, Any]:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        if row.stage == wanted:
            return f"it is at {STAGES[wanted]} already"
        return {"stage": wanted, "stage_since": context.at}

    return over_cases(context, "stage", case_ids, apply, reason=reason, words=f"moved {{n}} to {STAGES[wanted]}")


def wait_on(context: Context, case_ids: Sequence[int], whom: str, *, reason: str | None = None) -> Outcome:
    """Say whose move it is; an empty text says that nobody knows."""
    wanted = parse_choice("waiting_on", whom, WAITING_ON) if whom.strip() else None

    def apply(_recorder: Recorder, row: CaseRow) -> str | Mapping[str, Any]:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        if row.waiting_on == wanted:
            return "it says so already"
        return {"waiting_on": wanted}

    label = WAITING_ON[wanted] if wanted else "nobody named"
    return over_cases(context, "wait", case_ids, apply, reason=reason, words=f"{{n}}: waiting on {label}")


def hold_cases(
    context: Context, case_ids: Sequence[int], until: str, *, wake_on: str | None = None, reason: str | None = None
) -> Outcome:
    """Set cases aside until a day (and, where given, until a kind of event); a hold never hides a case.

    `until` is a day, or a step from today such as `+7d`.
    """
    today = date.fromisoformat(context.today)
    day = parse_step(until, today) or parse_day("until", until.strip())
    if day <= today:
        raise UsageError(f"A hold until {day} would have ended already.", hint="Give a day after today.")
    event = parse_text("wake-on", wake_on.strip()) if wake_on else None

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        for row_id in lookups.open_holds(recorder.connection, row.id):
            recorder.update("holds", row_id, {"ended_at": context.at}, case_id=row.id)
        values: dict[str, Any] = {
            "case_id": row.id, "until": day.isoformat(), "wake_on": event, "reason": reason,
            "set_by": context.actor.officer, "set_at": context.at,
        }  # fmt: skip
        recorder.insert("holds", values, case_id=row.id)
        return None

    return over_cases(context, "hold", case_ids, apply, reason=reason, words=f"held {{n}} until {day}")


def wake_cases(context: Context, case_ids: Sequence[int], *, reason: str | None = None) -> Outcome:
    """End the holds of cases."""

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        holds = lookups.open_holds(recorder.connection, row.id)
        for row_id in holds:
            recorder.update("holds", row_id, {"ended_at": context.at}, case_id=row.id)
        return None if holds else "it is not held"

    return over_cases(context, "wake", case_ids, apply, reason=reason, words="woke {n}")


def close_cases(context: Context, case_ids: Sequence[int], reason: str) -> Outcome:
    """Close cases, with the reason; a case with open tasks or inquiries is left alone, so that none is lost with it."""
    why = parse_text("reason", reason.strip())
    if not why:
        raise UsageError("A case is closed with a reason.", hint="Give --reason.")

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        tasks = lookups.open_tasks(recorder.connection, row.id)
        if tasks or row.open_inquiries:
            parts = [
                f"{count} open {_counted(noun, count)}"
                for noun, count in (("task", tasks), ("inquiry", row.open_inquiries))
                if count
            ]
            return f"it has {' and '.join(parts)}"
        recorder.update("cases", row.id, {"lifecycle": "closed", "closed_on": context.today, "closure_reason": why})
        for row_id in lookups.open_holds(recorder.connection, row.id):
            recorder.update("holds", row_id, {"ended_at": context.at}, case_id=row.id)
        return None

    return over_cases(context, "close", case_ids, apply, reason=why, words="closed {n}")


def _counted(noun: str, count: int) -> str:
    if count == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def reopen_cases(context: Context, case_ids: Sequence[int], reason: str) -> Outcome:
    """Open closed or transferred cases again, with the reason."""
    why = parse_text("reason", reason.strip())
    if not why:
        raise UsageError("A case is reopened with a reason.", hint="Give --reason.")

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if row.is_open:
            return "the case is open"
        recorder.update("cases", row.id, {"lifecycle": "reopened", "closed_on": None, "closure_reason": None})
        return None

    return over_cases(context, "reopen", case_ids, apply, reason=why, words="reopened {n}")


def one_case(context: Context, case_id: int) -> CaseRow:
    """The row of a case that a verb is about; raises `NotFound`."""
    row = reader.case_rows(context.connection, (case_id,)).get(case_id)
    if row is None:
        raise NotFound(f"There is no case @{case_id}.", hint="See the caseload: cpo list.")
    return row
