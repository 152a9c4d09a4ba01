"""The verbs on what hangs on a case: events, notes, tasks, hearings, flags, representation and consent.

Every one takes a list of cases where that makes sense, so that one note can be put on forty marked cases at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set, over_cases
from cpo_tui.actions.event_checks import check_facts, notes_on
from cpo_tui.domain.cases import CaseRow, When
from cpo_tui.domain.fields import parse_day, parse_text
from cpo_tui.domain.times import parse_step
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import reader
from cpo_tui.store.changes import Recorder
from cpo_tui.store.worklist import stored

OLDEST_YEAR, NEWEST_YEAR = 1900, 2199


def parse_when(context: Context, name: str, text: str) -> When:
    """A day or a moment as typed (ISO 8601); a moment without an offset is in the office's zone.

    Raises `UsageError`. A moment that the office's clock skipped or showed twice is refused unless it has an offset.
    """
    value = text.strip()
    if value == "now":
        return context.now.astimezone(context.zone)
    if value == "today":
        return date.fromisoformat(context.today)
    if len(value) == 10:  # noqa: PLR2004 - the length of an ISO day
        return parse_day(name, value)
    try:
        moment = datetime.fromisoformat(value) if value.isascii() else None
    except ValueError:
        moment = None
    if moment is None:
        raise UsageError(f"{name}: {text!r} is not a date or time.", hint="Write 2026-03-02 or 2026-03-02T14:00-05:00.")
    if not OLDEST_YEAR <= moment.year <= NEWEST_YEAR:
        raise UsageError(f"{name}: {text} is not plausible.", hint=f"Years from {OLDEST_YEAR} to {NEWEST_YEAR}.")
    if moment.tzinfo is not None:
        return moment
    return _in_office(context, name, moment)


def _in_office(context: Context, name: str, moment: datetime) -> datetime:
    early, late = (moment.replace(tzinfo=context.zone, fold=fold) for fold in (0, 1))
    if early.utcoffset() != late.utcoffset():
        raise UsageError(
            f"{name}: the office's clock was changed at {moment:%Y-%m-%d %H:%M}.",
            hint=f"Say which hour is meant: {early.isoformat(timespec='minutes')} or {late.isoformat(timespec='minutes')}.",
        )
    return early


def add_event(
    context: Context, case_ids: Sequence[int], kind: str, at: str, *, title: str = "", body: str = "", source: str = "",
    facts: Mapping[str, str] | None = None, reason: str | None = None,
) -> Outcome:  # fmt: skip
    """Record what happened on cases; `at` is a day or a moment. A hold that waits for this kind of event ends."""
    kind_id = parse_text("kind", kind.strip()).casefold().replace(" ", "_").replace("-", "_")
    if not kind_id:
        raise UsageError("An event needs a kind.", hint="For example: nta_served.")
    moment = parse_when(context, "at", at)
    if facts:
        check_facts(context, facts)
    values: dict[str, Any] = {
        "kind": kind_id,
        "occurred_at": stored(moment),
        "recorded_at": context.at,
        "recorded_by": context.actor.officer,
        "title": parse_text("title", title.strip()) or None,
        "body": parse_text("body", body, multiline=True).strip() or None,
        "source": parse_text("source", source.strip()) or None,
        "facts": json.dumps(dict(facts), ensure_ascii=False, sort_keys=True) if facts else None,
    }
    made: list[int] = []

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        made.append(recorder.insert("events", {"case_id": row.id, **values}, case_id=row.id))
        return None

    outcome = over_cases(
        context, "add event", case_ids, apply, reason=reason, words=f"recorded {kind_id.replace('_', ' ')} on {{n}}"
    )
    return replace(_with_made(outcome, made), notes=notes_on(context, kind_id, moment, outcome.done))


def correct_event(context: Context, event_id: int, values: Mapping[str, str], *, reason: str | None = None) -> Outcome:
    """Put a corrected event in the place of one that was wrong; the first stays, superseded, in the record."""
    from cpo_tui.domain.records import Event

    old = reader.record(context.connection, Event, event_id)
    row = one_case(context, old.case_id)
    if old.superseded_by is not None:
        raise Refused("This entry was corrected already.", hint="Correct the entry that took its place.")
    at = values.get("occurred_at")
    new: dict[str, Any] = {
        "case_id": old.case_id,
        "kind": values.get("kind", old.kind).strip() or old.kind,
        "occurred_at": stored(parse_when(context, "occurred_at", at) if at else old.occurred_at),
        "recorded_at": context.at,
        "recorded_by": context.actor.officer,
        "title": parse_text("title", values.get("title", old.title or "").strip()) or None,
        "body": parse_text("body", values.get("body", old.body or ""), multiline=True).strip() or None,
        "source": parse_text("source", values.get("source", old.source or "").strip()) or None,
        "facts": old.facts,
        "pinned": int(old.pinned),
    }
    with change_set(context, "correct event", reason=reason) as sealed:
        made = sealed.recorder.insert("events", new, case_id=old.case_id)
        sealed.recorder.update("events", event_id, {"superseded_by": made}, case_id=old.case_id)
        sealed.summary = f"corrected {old.kind.replace('_', ' ')} of {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, made)


def pin_event(context: Context, event_id: int, pinned: bool) -> Outcome:
    """Keep an entry of the timeline in the short view, or let it go."""
    from cpo_tui.domain.records import Event

    event = reader.record(context.connection, Event, event_id)
    return _set(context, "events", event_id, event.case_id, {"pinned": int(pinned)}, "pin" if pinned else "unpin")


def add_note(context: Context, case_ids: Sequence[int], body: str, *, reason: str | None = None) -> Outcome:
    """Write a note on cases."""
    text = parse_text("note", body, multiline=True).strip()
    if not text:
        raise UsageError("The note is empty.", hint="Write something, or leave it.")
    made: list[int] = []

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        values = {"case_id": row.id, "body": text, "written_at": context.at, "written_by": context.actor.officer}
        made.append(recorder.insert("notes", values, case_id=row.id))
        return None

    return _with_made(over_cases(context, "add note", case_ids, apply, reason=reason, words="noted on {n}"), made)


def edit_note(context: Context, note_id: int, body: str, *, version: int | None = None) -> Outcome:
    """Change the wording of a note; the earlier one stays in the history."""
    from cpo_tui.domain.records import Note

    text = parse_text("note", body, multiline=True).strip()
    if not text:
        raise UsageError("The note is empty.", hint="Undo the note instead of emptying it.")
    note = reader.record(context.connection, Note, note_id)
    return _set(context, "notes", note_id, note.case_id, {"body": text}, "edit note", version=version)


def add_task(context: Context, case_ids: Sequence[int], title: str, due: str, *, reason: str | None = None) -> Outcome:
    """Set a task on cases with the day or moment on which it is due, or a step from today such as `+7d`."""
    words = parse_text("title", title.strip())
    if not words:
        raise UsageError("A task needs a title.", hint="Say what has to be done.")
    moment = stored(parse_step(due, date.fromisoformat(context.today)) or parse_when(context, "due", due))
    made: list[int] = []

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        values = {
            "case_id": row.id, "title": words, "due_at": moment, "set_by": context.actor.officer, "set_at": context.at,
        }  # fmt: skip
        made.append(recorder.insert("tasks", values, case_id=row.id))
        return None

    return _with_made(over_cases(context, "add task", case_ids, apply, reason=reason, words="task set on {n}"), made)


def finish_task(context: Context, task_id: int) -> Outcome:
    """Mark a task as done."""
    from cpo_tui.domain.records import Task

    task = reader.record(context.connection, Task, task_id)
    if task.done_at is not None:
        raise Refused("The task is done already.", hint="Undo takes that back.")
    return _set(context, "tasks", task_id, task.case_id, {"done_at": context.at}, "finish task")


def edit_task(context: Context, task_id: int, title: str, due: str, *, version: int | None = None) -> Outcome:
    """Change a task's words or its date."""
    from cpo_tui.domain.records import Task

    task = reader.record(context.connection, Task, task_id)
    words = parse_text("title", title.strip())
    if not words:
        raise UsageError("A task needs a title.", hint="Say what has to be done.")
    fields = {"title": words, "due_at": stored(parse_when(context, "due", due))}
    return _set(context, "tasks", task_id, task.case_id, fields, "edit task", version=version)


def add_hearing(
    context: Context,
    case_ids: Sequence[int],
    at: str,
    *,
    kind: str = "hearing",
    place: str = "",
    reason: str | None = None,
) -> Outcome:
    """Set a hearing on cases."""
    moment = stored(parse_when(context, "at", at))
    values = {
        "starts_at": moment,
        "kind": parse_text("kind", kind.strip()) or "hearing",
        "place": parse_text("place", place.strip()) or None,
    }
    made: list[int] = []

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        made.append(recorder.insert("hearings", {"case_id": row.id, **values}, case_id=row.id))
        return None

    return _with_made(
        over_cases(context, "add hearing", case_ids, apply, reason=reason, words="hearing set on {n}"), made
    )


def record_hearing(context: Context, hearing_id: int, outcome: str) -> Outcome:
    """Record what became of a hearing."""
    from cpo_tui.domain.records import Hearing

    words = parse_text("outcome", outcome.strip())
    if not words:
        raise UsageError("Say what became of the hearing.", hint="For example: held, continued, vacated.")
    hearing = reader.record(context.connection, Hearing, hearing_id)
    return _set(context, "hearings", hearing_id, hearing.case_id, {"outcome": words}, "record hearing")


def add_flag(
    context: Context, case_ids: Sequence[int], kind: str, *, since: str = "", review_on: str = "", source: str = ""
) -> Outcome:
    """Raise a safeguard flag on cases."""
    flag = parse_text("kind", kind.strip()).casefold().replace(" ", "_").replace("-", "_")
    if not flag:
        raise UsageError("A flag needs a kind.", hint="For example: possible_us_citizen.")
    values = {
        "kind": flag,
        "since": parse_day("since", since).isoformat() if since else context.today,
        "review_on": parse_day("review-on", review_on).isoformat() if review_on else None,
        "source": parse_text("source", source.strip()) or None,
    }

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if flag in row.safeguards:
            return "the flag is up already"
        recorder.insert("safeguards", {"case_id": row.id, **values}, case_id=row.id)
        return None

    return over_cases(
        context, "add flag", case_ids, apply, reason=None, words=f"flagged {{n}}: {flag.replace('_', ' ')}"
    )


def add_representation(
    context: Context, case_id: int, name: str, *, form: str = "", scope: str = "", from_on: str = "", to_on: str = ""
) -> Outcome:
    """Enter who represents the person of a case."""
    if from_on and to_on and parse_day("to", to_on) < parse_day("from", from_on):
        raise UsageError("The representation would end before it began.", hint="Check both dates.")
    values = {
        "name": _named("name", name),
        "form": parse_text("form", form.strip()) or None,
        "scope": parse_text("scope", scope.strip()) or None,
        "from_on": parse_day("from", from_on).isoformat() if from_on else None,
        "to_on": parse_day("to", to_on).isoformat() if to_on else None,
    }
    return _add_one(context, "representations", case_id, values, "add representation")


def add_consent(
    context: Context, case_id: int, recipient: str, *, scope: str, signed_on: str, expires_on: str = "", form: str = ""
) -> Outcome:
    """Enter what the person allowed to be told, and to whom."""
    signed = parse_day("signed-on", signed_on)
    expires = parse_day("expires-on", expires_on) if expires_on else None
    if expires is not None and expires < signed:
        raise UsageError("The consent would end before it was signed.", hint="Check both dates.")
    values = {
        "recipient": _named("to", recipient),
        "scope": _named("scope", scope),
        "form": parse_text("form", form.strip()) or None,
        "signed_on": signed.isoformat(),
        "expires_on": expires.isoformat() if expires else None,
    }
    return _add_one(context, "consents", case_id, values, "add consent")


def _named(field: str, text: str) -> str:
    value = parse_text(field, text.strip())
    if not value:
        raise UsageError(f"{field} cannot be empty.", hint=f"Give --{field}.")
    return value


def _add_one(context: Context, table: str, case_id: int, values: Mapping[str, Any], verb: str) -> Outcome:
    row = one_case(context, case_id)
    with change_set(context, verb) as sealed:
        made = sealed.recorder.insert(table, {"case_id": case_id, **values}, case_id=case_id)
        sealed.summary = f"{verb.replace('add ', 'added ')} on {row.reference}"
    return Outcome(sealed.change_set, (case_id,), (row.reference,), (), sealed.summary, made)


def _set(
    context: Context, table: str, row_id: int, case_id: int, fields: Mapping[str, Any], verb: str, *,
    version: int | None = None,
) -> Outcome:  # fmt: skip
    row = one_case(context, case_id)
    with change_set(context, verb) as sealed:
        sealed.recorder.update(table, row_id, fields, case_id=case_id, version=version)
        sealed.summary = f"{verb} on {row.reference}"
    changed = sealed.change_set is not None
    return Outcome(
        sealed.change_set, (case_id,), (row.reference,), (), sealed.summary if changed else "nothing changed"
    )


def _with_made(outcome: Outcome, made: Sequence[int]) -> Outcome:
    return replace(outcome, made=made[0]) if len(made) == 1 else outcome
