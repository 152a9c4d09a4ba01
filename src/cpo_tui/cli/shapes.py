"""The JSON forms of cases and of what hangs on them; the names of the keys are a contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.cli.output import duration
from cpo_tui.domain.demands import Demand, is_late, is_now

if TYPE_CHECKING:
    from cpo_tui.domain.cases import CaseRow
    from cpo_tui.store.deadlines import StoredDeadline


def case_json(row: CaseRow, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """A case as `cpo list` gives it; *late*: the due date has passed; *act_now*: `act_by` has come and it has not."""
    late = now_ = False
    if row.act_by is not None and row.due_at is not None:
        late, now_ = is_late(row.due_at, now, zone), is_now(row.act_by, row.due_at, now, zone)
    return {
        "reference": row.reference,
        "a_number": row.a_number,
        "full_name": row.full_name,
        "lifecycle": row.lifecycle,
        "stage": row.stage,
        "docket": row.docket,
        "custody_status": row.custody_status,
        "facility": row.facility,
        "officer": row.officer,
        "team": row.team,
        "waiting_on": row.waiting_on,
        "act_by": row.act_by,
        "due_at": row.due_at,
        "demand": row.demand or None,
        "demand_kind": row.demand_kind or None,
        "severity": row.severity or None,
        "citation": row.citation or None,
        "rule": row.rule,
        "late": late,
        "act_now": now_,
        "held_until": row.held_until,
        "missing_documents": row.missing_documents,
        "open_inquiries": row.open_inquiries,
        "safeguards": list(row.safeguards),
        "next_hearing_at": row.next_hearing_at,
        "nationality": row.nationality,
        "language": row.language,
        "interpreter_needed": row.interpreter_needed,
        "opened_on": row.opened_on,
        "stage_since": row.stage_since,
        "assigned_at": row.assigned_at,
        "last_touched_at": row.last_touched_at,
        "id": row.id,
        "version": row.version,
    }


def person_json(person: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a case that the list does not show; `remarks` is what came with it, `notes` are written here."""
    shown = ("birth_date", "birth_precision", "closed_on", "closure_reason", "batch_id", "source_line")
    return {name: person[name] for name in shown} | {"remarks": person["notes"]}


def records_json(found: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows that hang on a case, without the column that only ties them to it."""
    return [{name: value for name, value in asdict(item).items() if name != "case_id"} for item in found]


def demand_json(demand: Demand, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """One demand with its arithmetic."""
    return {
        "kind": demand.kind,
        "title": demand.title,
        "due_at": demand.due_at,
        "lead": duration(demand.lead),
        "act_by": demand.act_by,
        "severity": demand.severity.value,
        "rule": demand.rule,
        "pack_version": demand.pack_version,
        "citation": demand.citation or None,
        "status": demand.status,
        "late": is_late(demand.due_at, now, zone),
        "act_now": is_now(demand.act_by, demand.due_at, now, zone),
        "source": demand.source or None,
        "steps": [{"date": step.on, "text": step.text} for step in demand.steps],
    }


def deadline_json(one: StoredDeadline, now: datetime, zone: tzinfo) -> dict[str, Any]:
    """A stored deadline in the command line's form."""
    return {
        "rule": one.rule,
        "title": one.title,
        "kind": one.kind,
        "severity": one.severity,
        "status": one.status,
        "due_at": one.due_at,
        "due_latest": one.due_latest,
        "act_by": one.act_by,
        "late": one.is_open and one.due_at is not None and is_late(one.due_at, now, zone),
        "applies": one.applies,
        "missing": list(one.missing),
        "warnings": list(one.warnings),
        "citation": one.citation,
        "caution": one.caution,
        "pack": one.pack,
        "pack_version": one.pack_version,
        "trigger": one.trigger_kind,
        "trigger_at": one.trigger_at,
        "round": one.round,
        "closed_at": one.closed_at,
    }
