"""What the report of one case holds, read from one state of the store."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from cpo_tui.actions import custody
from cpo_tui.actions.context import Context
from cpo_tui.actions.left_out import Keep, keep_for
from cpo_tui.domain import records
from cpo_tui.domain.demands import is_late
from cpo_tui.domain.numbers import format_a_number
from cpo_tui.domain.times import parse_until
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import asof, commitments, deadlines, disclosing, reader
from cpo_tui.store.connect import Connection

DENSITIES = ("pinned", "all")
MOST_DECISIONS = 100_000
_CUSTODY = "custody"
_NEXT = ("demand", "citation")
"""The columns of a case that say in words what is to be done next."""
_KINDS: dict[str, type] = {
    "hearings": records.Hearing, "representations": records.Representation, "consents": records.Consent,
    "documents": records.Document, "inquiries": records.Inquiry, "tasks": records.Task, "notes": records.Note,
    "holds": records.Hold, "safeguard_records": records.Safeguard,
}  # fmt: skip


def case_file(
    context: Context,
    connection: Connection,
    case_id: int,
    *,
    density: str = "pinned",
    as_of: str = "",
    include_protected: bool = False,
    on_screen: bool = False,
) -> dict[str, Any]:
    """Everything on file about a case, newest first where time orders it; without what is protected unless asked for.

    Another case that is protected is no part of it, even where what is protected was asked for, and neither is what
    names it. `on_screen` is for the officer who has the case open: everything is told, and of such a case its reference.

    `as_of` is a day, at whose end the file is shown as it was known then, or a moment. Raises `Refused` for a case
    whose safeguards protect the whole of it, `UsageError` for an unknown density or day, `NotFound` for a day on which
    the case was not known yet.
    """
    if density not in DENSITIES:
        raise UsageError(f"There is no timeline {density!r}.", hint=f"One of: {', '.join(DENSITIES)}.")
    # What is protected today is protected in every file that leaves, of whatever day it is.
    flags = set(reader.case_row(connection, case_id).safeguards)
    keep = keep_for(connection, asked=include_protected or on_screen, about=None if on_screen else case_id)
    if not as_of:
        return _content(context, connection, case_id, keep, flags, density, on_screen=on_screen) | {"as_of": None}
    moment = parse_until(as_of, context.zone)
    with asof.as_of(connection, case_id, moment, context.office) as past:
        then = replace(context, now=moment)
        return _content(then, past, case_id, keep, flags, density, on_screen=on_screen) | {"as_of": moment}


def _content(
    context: Context,
    connection: Connection,
    case_id: int,
    keep: Keep,
    flags: AbstractSet[str],
    density: str,
    *,
    on_screen: bool,
) -> dict[str, Any]:
    row = reader.case_row(connection, case_id)
    if keep.whole(flags | set(row.safeguards)):
        raise Refused(
            f"The whole of {row.reference} is protected.",
            hint="With --include-protected --reason TEXT it is written, by those who may.",
            kind="protected",
        )
    pack = deadlines.pack_in_use(connection)
    on_file: tuple[records.Event, ...] = reader.of_case(connection, records.Event, case_id)
    events = keep.of("events", [asdict(one) for one in on_file if one.superseded_by is None])
    declared = {one["kind"]: pack.events.get(one["kind"]) for one in events}
    person = reader.person_of(connection, case_id)
    case = asdict(row) | {name: person[name] for name in ("birth_date", "closed_on", "closure_reason")}
    case["a_number"] = format_a_number(row.a_number)
    next_one = {name: case[name] for name in _NEXT}
    if not keep.of("cases", [next_one]):
        case |= dict.fromkeys(_NEXT, "")  # that something is due, and when, stays
    promised = [asdict(one) for one in commitments.promises(connection, case_id=case_id)]
    content: dict[str, Any] = {
        "case": case, "today": context.now.astimezone(context.zone).date(),
        "custody_events": [one for one in events if (known := declared[one["kind"]]) and known.category == _CUSTODY],
        "stays": custody.stays_of(context, events, pack.events),
        "other_cases": custody.in_other_cases(context, connection, row, pack, keep, on_screen=on_screen),
        "clocks": keep.of("clocks", _clocks(context, connection, case_id)),
        "disclosures": keep.of("disclosures", [asdict(one) for one in disclosing.disclosed_from(connection, case_id)]),
        "decisions": keep.of("decisions", _decisions(connection, case_id)),
        "promises": keep.of("promises", promised), "density": density, "events": len(events),
        "timeline": [one for one in events if one["pinned"]] if density == "pinned" else events,
    }  # fmt: skip
    for key, kind in _KINDS.items():
        found: tuple[Any, ...] = reader.of_case(connection, kind, case_id)
        content[key] = keep.of(key, [asdict(one) for one in found])
    content["left_out"] = keep.left_out
    return content


def _decisions(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    """What officers did to the case and gave a reason for."""
    return [
        {"at": one.at, "officer": one.officer, "verb": one.verb, "summary": one.summary, "reason": one.reason, "undone": one.undone}
        for one in reader.history(connection, case_id, limit=MOST_DECISIONS)
        if one.reason
    ]  # fmt: skip


def _clocks(context: Context, connection: Connection, case_id: int) -> list[dict[str, Any]]:
    """Every deadline of the case with its replay, open ones first, each by its date."""
    reasons = deadlines.late_reasons(connection, case_id)
    found: list[dict[str, Any]] = []
    for one in deadlines.explained(connection, case_id, context.zone):
        late = one.is_open and is_late(one.due_at, context.now, context.zone)
        why = reasons.get((one.rule.id, str(one.trigger.id))) or reasons.get((one.rule.id, None))
        found.append(
            {
                "title": one.title, "rule": one.rule.id, "status": one.status, "open": one.is_open, "late": late,
                "from": one.trigger.occurred_at, "due_at": one.due_at, "due_latest": one.due_latest, "act_by": one.act_by,
                "closed_at": one.closer.occurred_at if one.closer is not None else None,
                "severity": one.rule.severity.value, "citation": one.rule.source.citation, "pack_version": one.pack_version,
                "missing": one.missing, "warnings": one.warnings, "late_reason": why,
                "steps": [{"date": step.on, "text": step.text} for step in one.steps],
            }
        )  # fmt: skip
    far = date.max.isoformat()
    return sorted(found, key=lambda one: (not one["open"], str(one["due_at"] or far), one["rule"]))
