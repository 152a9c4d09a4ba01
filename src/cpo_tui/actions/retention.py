"""Retention: which closed files are due under their schedule, what is decided about them, and their destruction.

A file that is due is reviewed: it is kept until a day, with a reason, or its destruction is approved; then a second person
destroys it, and a certificate stays. Nothing is destroyed by itself, and nothing on which a legal hold stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cpo_tui.actions import keeping, permissions
from cpo_tui.actions.context import Context, Outcome, change_set, over_cases
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import Refused, StoreError, UsageError
from cpo_tui.rules.retention import RetentionPack, Schedule, due_on, load_retention, plus_months, schedule_for
from cpo_tui.store import access, destruction, retention
from cpo_tui.store.access import Wanted
from cpo_tui.store.changes import Recorder, canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.retention import Certificate, ClosedFile, Decision

MAX_PACK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Review:
    """Where a closed file stands: `state` is not_due, due, retained, approved, held or permanent."""

    case: str
    state: str
    schedule: str
    title: str
    citation: str
    caution: str
    began_on: date | None
    due_on: date | None
    held: bool
    decision: Decision | None
    case_id: int = 0


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What a destruction did. `wiped` is whether free pages and search index are clean; `copies` still hold the files."""

    outcome: Outcome
    certificates: tuple[int, ...]
    wiped: bool
    copies: tuple[str, ...]
    """The automatic backups that were made before; each holds what was destroyed until it is thinned or removed."""
    other_copies: int
    """How many backups the access log knows that were made elsewhere."""

    def as_json(self) -> dict[str, Any]:
        """The result in the command line's form."""
        return {
            **self.outcome.as_json(), "certificates": list(self.certificates), "wiped": self.wiped,
            "backups_that_hold_them": list(self.copies), "other_backups": self.other_copies,
        }  # fmt: skip


def reviews(
    connection: Connection, today: str, *, everything: bool = False, case_ids: Sequence[int] | None = None
) -> Iterator[Review]:
    """The closed files that are due or approved, and with `everything` all others as well; those closed first come first."""
    pack, day = retention.pack_in_use(connection), date.fromisoformat(today)
    shortest = pack.shortest
    limit = None if everything or case_ids is not None or shortest is None else plus_months(day, -shortest)
    for one in retention.closed_files(connection, closed_by=limit, case_ids=case_ids):
        found = _review(pack, one, day)
        if found is not None and (everything or case_ids is not None or found.state in {"due", "approved", "held"}):
            yield found


def _review(pack: RetentionPack, one: ClosedFile, today: date) -> Review | None:
    schedule = schedule_for(pack, one.facts)
    if schedule is None:
        return None
    began, due = due_on(schedule, one.facts)
    return Review(
        one.reference, _state(one, schedule, due, today), schedule.id, schedule.title, schedule.source.citation,
        schedule.caution, began, due, one.held, one.decision,
        one.case_id,
    )  # fmt: skip


def _state(one: ClosedFile, schedule: Schedule, due: date | None, today: date) -> str:
    if due is None:
        return "permanent"
    if due > today:
        return "not_due"
    if one.held:
        return "held"
    decision = one.decision
    if decision is None or decision.schedule != schedule.id:
        return "due"
    if decision.decision == "destroy":
        return "approved"
    return "retained" if decision.until is not None and decision.until > today else "due"


def retain(context: Context, case_ids: Sequence[int], until: date, reason: str) -> Outcome:
    """Keep files that are due until a day, with a reason; it takes an approval back as well."""
    if until.isoformat() <= context.today:
        raise UsageError("A file is kept until a day to come.", hint="Give --until with a later day.")
    return _decide(context, case_ids, "retain", until, reason, {"due", "approved", "held", "retained"})


def approve(context: Context, case_ids: Sequence[int], reason: str) -> Outcome:
    """Approve that files which are due be destroyed; somebody else destroys them."""
    return _decide(context, case_ids, "destroy", None, reason, {"due"})


def _decide(
    context: Context, case_ids: Sequence[int], decision: str, until: date | None, reason: str, states: set[str]
) -> Outcome:
    permissions.require(context, Permission.RETENTION)
    words = _needed(reason)

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        found = next(reviews(context.connection, context.today, case_ids=[row.id]), None)
        if found is None:
            return "it is not closed, or no schedule fits it"
        if found.state not in states:
            return _why_not(found)
        values = {
            "case_id": row.id, "schedule": found.schedule, "decision": decision, "reason": words,
            "until": None if until is None else until.isoformat(), "decided_at": context.at,
            "decided_by": context.actor.officer,
        }  # fmt: skip
        recorder.insert("retention_decisions", values, case_id=row.id)
        return None

    done = f"kept {{n}} until {until}" if until else "approved the destruction of {n}"
    return over_cases(context, f"retention {decision}", case_ids, apply, reason=words, words=done)


def _why_not(found: Review) -> str:
    words = {
        "not_due": f"it is not due before {found.due_on}",
        "permanent": "its schedule is permanent",
        "held": "there is a legal hold on it",
        "approved": "its destruction is approved already",
        "due": "its destruction is not approved",
        "retained": f"it is kept until {found.decision.until if found.decision else ''}",
    }
    return words[found.state]


def destroy(context: Context, case_ids: Sequence[int], reason: str) -> Destroyed:
    """Destroy files of which somebody else approved it: out of tables, record, search index, attachments and free pages.

    Each leaves a certificate. Where others work on the store its free pages cannot be cleaned at once: `wiped` is false,
    and `wipe_store` does it later.
    """
    permissions.require(context, Permission.RETENTION)
    words = _needed(reason)
    known = retention.pack_in_use(context.connection)
    certificates: list[int] = []

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        found = next(reviews(context.connection, context.today, case_ids=[row.id]), None)
        if found is None:
            return "it is not closed, or no schedule fits it"
        if found.state != "approved" or found.decision is None:
            return _why_not(found)
        if found.decision.by == context.actor.officer:
            return "you approved it yourself: a second person destroys it"
        certificates.append(_destroy(context, recorder, row, found, known, words))
        return None

    destruction.overwrite_freed(context.connection)
    outcome = over_cases(context, "destroy", case_ids, apply, reason=words, words="destroyed {n}")
    if not outcome.done:
        return Destroyed(outcome, (), destruction.is_wiped(context.connection), (), 0)
    permissions.note(context, "destroy", detail={"certificates": certificates}, reason=words)
    copies = tuple(str(one.path) for one in keeping.copies_of(context.store.path))
    ends = Counter(one.outcome for one in access.entries(context.connection, Wanted(kind="backup"), limit=-1))
    elsewhere = ends["done"] - ends["failed"]  # one that got no name has a line before and a line after
    return Destroyed(outcome, tuple(certificates), _wiped(context), copies, elsewhere)


def _destroy(
    context: Context, recorder: Recorder, row: CaseRow, found: Review, pack: RetentionPack, reason: str
) -> int:
    decision = found.decision
    removed = destruction.remove(recorder, row.id)
    values = {
        "reference": row.reference, "schedule": found.schedule, "pack": pack.name, "pack_version": pack.version,
        "citation": found.citation, "began_on": found.began_on and found.began_on.isoformat(),
        "due_on": found.due_on and found.due_on.isoformat(), "approved_at": decision and decision.at,
        "approved_by": decision and decision.by, "approval": decision and decision.reason, "destroyed_at": context.at,
        "destroyed_by": context.actor.officer, "reason": reason, "contents": canonical(removed.contents).decode(),
        "emptied": destruction.fingerprint(removed.digests),
    }  # fmt: skip
    number = recorder.insert("destructions", values)
    destruction.keep_digests(context.connection, number, removed.digests)
    destruction.empty(context.connection)
    destruction.ask_for_wipe(context.connection)
    return number


def wipe_store(context: Context) -> bool:
    """Clean the free pages and the search index of what was destroyed; False where others have the store open."""
    permissions.require(context, Permission.RETENTION)
    return _wiped(context)


def _wiped(context: Context) -> bool:
    try:
        destruction.wipe(context.store)
    except StoreError as error:
        permissions.note(context, "wipe", "failed", reason=error.name)
        return False
    permissions.note(context, "wipe")
    return True


def adopt_schedules(context: Context, path: Path, reason: str) -> Outcome:
    """Work with another version of the retention pack from now on; undo goes back."""
    words = _needed(reason)
    permissions.require(context, Permission.ADOPT_PACKS)
    try:
        if path.stat().st_size > MAX_PACK_BYTES:
            raise UsageError(f"The pack {path} is larger than {MAX_PACK_BYTES} bytes.", hint="Is it the right file?")
        pack, text = load_retention(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The pack {path} cannot be read: {error}.", hint="Check the path.") from error
    current = retention.pack_in_use(context.connection)
    if pack.name != current.name:
        raise Refused(f"This office works with {current.name}; the file is {pack.name}.", hint="Adopt the same pack.")
    with change_set(context, "adopt retention", reason=words) as sealed:
        values = {
            "pack": pack.name, "pack_version": pack.version, "content": text, "adopted_at": context.at,
            "adopted_by": context.actor.officer,
        }  # fmt: skip
        made = sealed.recorder.insert("packs", values)
        sealed.summary = f"adopted {pack.name} {pack.version}"
    return Outcome(sealed.change_set, (), (), (), sealed.summary, made)


def certificates(connection: Connection, number: int | None = None) -> tuple[Certificate, ...]:
    """The certificates of what was destroyed, the newest first; or the one of that number."""
    return retention.certificates(connection, number)


def _needed(reason: str) -> str:
    words = parse_text("reason", reason.strip(), multiline=True)
    if not words:
        raise UsageError("What is decided about a file is decided with a reason.", hint="Give --reason.")
    return words
