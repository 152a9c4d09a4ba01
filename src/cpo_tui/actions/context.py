"""What every verb is given, and what every verb gives back.

A verb is a function `verb(context, case_ids, …)`: one transaction, one change-set, one verdict per case. One case is a
list of one, so there is one way through the code for a key press and for a bulk action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cpo_tui import clock
from cpo_tui.actions import permissions, waking
from cpo_tui.config import settings
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import CpoError, ReadOnly
from cpo_tui.store import reader, watermarks, worklist
from cpo_tui.store.changes import Actor, Change, Recorder
from cpo_tui.store.connect import Connection, Store, in_words, transaction
from cpo_tui.store.worklist import Office

Progress = Callable[[int, int], None]
"""Called with (cases done, cases in all); it may raise `Cancelled` to leave everything as it was."""


class Cancelled(CpoError):
    """The officer stopped the work before it was done; nothing was changed."""

    kind = "cancelled"


@dataclass(slots=True)
class Context:
    """The store with an open writer, who acts, and the moment of the act."""

    store: Store
    connection: Connection
    actor: Actor
    office: Office
    now: datetime
    """UTC."""
    read_only: bool = False
    progress: Progress | None = None
    sealed: list[int] = field(default_factory=list)
    """The change-sets that were made with this context."""
    rehearsed: list[Change] | None = None
    """A list where the verb is only rehearsed: what it would write is put there, and nothing is kept."""
    remark: str = ""
    """What must be said to whoever acts, such as that every date was worked out anew first; empty where nothing must."""

    @property
    def at(self) -> str:
        """The moment of the act, as it is stored."""
        return self.now.astimezone(UTC).isoformat(timespec="milliseconds")

    @property
    def zone(self) -> tzinfo:
        """The zone of the office."""
        return self.office.zone

    @property
    def today(self) -> str:
        """The day of the act in the office's zone, as it is stored."""
        return self.now.astimezone(self.zone).date().isoformat()


@contextmanager
def acting(store: Store, officer: str, *, source: str = "cli", read_only: bool = False) -> Iterator[Context]:
    """A context on a connection of its own, closed at the end.

    Where the office counts its days in another zone than the store's list was made in, the list is made anew first.
    """
    connection = store.writer()
    try:
        context = Context(store, connection, Actor(officer, source), office(), clock.now(), read_only)
        settle(context)
        with in_words(store):
            yield context
    finally:
        connection.close()


def is_settled(connection: Connection) -> bool:
    """Whether the list was made as the office counts its days now."""
    return worklist.is_of(connection, office(), clock.zone_name())


def settle(context: Context) -> None:
    """Make the list anew where it was made in another zone, or under another limit, than the office has now.

    A change in such a store would leave some cases counted one way and the others another.
    """
    wanted = clock.zone_name()
    if context.read_only or worklist.is_of(context.connection, context.office, wanted):
        return
    zone, days = worklist.made_under(context.connection)
    with transaction(context.connection, context.store):
        worklist.move_to(context.connection, context.office, wanted)
    if zone != wanted:
        context.remark = f"The list was counted in the zone {zone}: it was counted anew in the zone {wanted} first."
    else:
        context.remark = (
            f"The list was counted with a limit of {days} days for untouched cases:"
            f" it was counted anew with {context.office.untouched_days} first."
        )


def office_of_list(context: Context) -> Office:
    """The zone and the limit under which the list is counted: the office's, but of a list that may not be counted anew.

    Where its zone is not known on this machine, it is the office's.
    """
    zone, days = worklist.made_under(context.connection)
    if not context.read_only or zone is None:
        return context.office
    try:
        return Office(ZoneInfo(zone), days)
    except (ZoneInfoNotFoundError, ValueError):
        return context.office


def office() -> Office:
    """The office's zone and its limit for untouched cases, from the environment and the settings."""
    return Office(clock.office_zone(), settings().untouched_days)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One case that a verb left alone, and why."""

    case_id: int
    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb did: the change-set (None where nothing changed), a verdict per case, and the words for a status line."""

    change_set: int | None
    done: tuple[int, ...]
    references: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()
    summary: str = ""
    made: int | None = None
    """The row id of the one thing that was made, where one was."""
    notes: tuple[str, ...] = ()
    """What was done and should still be looked at: a date that does not fit, a kind that no rule knows."""

    def as_json(self) -> dict[str, Any]:
        """The outcome in the command line's form; `notes` stand in it where there are any."""
        told = {
            "change_set": self.change_set,
            "done": list(self.references),
            "refused": [{"case": refusal.reference, "reason": refusal.reason} for refusal in self.refused],
        }
        return {**told, "notes": list(self.notes)} if self.notes else told


@dataclass(slots=True)
class Sealed:
    """A recorder on its way to a change-set; `change_set` is None until it is sealed, or where nothing changed."""

    recorder: Recorder
    summary: str = ""
    change_set: int | None = None
    touched: set[int] = field(default_factory=set)


@contextmanager
def change_set(
    context: Context, verb: str, *, reason: str | None = None, root_id: int | None = None
) -> Iterator[Sealed]:
    """One transaction with one change-set; the touched cases get their place in the list anew before the commit.

    Where the verb is only rehearsed, everything is taken back at the end, and the list is left as it is.
    """
    if context.read_only:
        raise ReadOnly("Nothing can be changed: this run is read-only.", hint="Leave out --read-only.")
    permissions.require(context, Permission.WRITE)
    if reason is not None:
        reason = parse_text("reason", reason.strip(), multiline=True) or None
    rehearsed = context.rehearsed
    with transaction(context.connection, context.store, keep=rehearsed is None) as connection:
        sealed = Sealed(Recorder(connection, context.actor, verb, context.at, reason, root_id))
        yield sealed
        if root_id is None:
            waking.wake(sealed.recorder)
        if sealed.recorder.count and rehearsed is not None:
            sealed.change_set = sealed.recorder.seal(sealed.summary or verb)
            rehearsed += sealed.recorder.changes
        elif sealed.recorder.count:
            sealed.change_set = sealed.recorder.seal(sealed.summary or verb)
            recorder = sealed.recorder
            worklist.recompute(connection, recorder.touched, context.office, of_law=recorder.of_law)
            sealed.touched = set(sealed.recorder.touched)
        if context.progress is not None:
            # The last word before the commit: who asked meanwhile that it stop was promised that nothing is changed.
            context.progress(sealed.recorder.count, sealed.recorder.count)
    if sealed.change_set is not None and rehearsed is None:
        context.sealed.append(sealed.change_set)
        watermarks.look(context.connection)


Apply = Callable[[Recorder, CaseRow], str | Mapping[str, Any] | None]
"""What a verb does to one case. It gives None when it was done, the fields of the case that are to be set where that is
all (which is then done for many cases at once), or the reason for which the case is left alone."""


def over_cases(
    context: Context, verb: str, case_ids: Sequence[int], apply: Apply, *, reason: str | None, words: str
) -> Outcome:
    """Run a verb over cases: one transaction, one change-set, one verdict per case.

    `words` is the summary with `{n}` for the number of cases done, such as "assigned {n} to okafor".
    """
    done: list[tuple[int, str]] = []
    refused: list[Refusal] = []
    unique = list(dict.fromkeys(case_ids))
    with change_set(context, verb, reason=reason) as sealed:
        for start in range(0, len(unique), _PAGE):
            page = unique[start : start + _PAGE]
            rows = reader.case_rows(context.connection, page)
            to_set: dict[int, Mapping[str, Any]] = {}
            for case_id in page:
                row = rows.get(case_id)
                if row is None:
                    refused.append(Refusal(case_id, f"@{case_id}", "the case is gone"))
                    continue
                verdict = apply(sealed.recorder, row)
                if isinstance(verdict, str):
                    refused.append(Refusal(case_id, row.reference, verdict))
                    continue
                done.append((case_id, row.reference))
                if verdict is not None:
                    to_set[case_id] = verdict
            sealed.recorder.update_cases(to_set)
            if context.progress is not None:
                context.progress(min(start + _PAGE, len(unique)), len(unique))
        sealed.summary = words.replace("{n}", done[0][1] if len(done) == 1 else f"{len(done):,} cases")
    return Outcome(
        sealed.change_set,
        tuple(case_id for case_id, _ in done),
        tuple(reference for _, reference in done),
        tuple(refused),
        sealed.summary if sealed.change_set else "nothing changed",
    )


_PAGE = 200
