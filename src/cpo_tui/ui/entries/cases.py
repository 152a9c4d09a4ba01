"""The tabs of a case as entries of a list: what happened, what it needs and has, who asks, what is due, what was noted.

Pure: records and a moment in, entries out. The key of an entry is `(table, row id)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cpo_tui.domain import records, times
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.demands import Demand
from cpo_tui.ui.entries import deadlines as deadline_entries
from cpo_tui.ui.entries import told as told_entries
from cpo_tui.ui.entries.notes import notes
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.rules.pack import Rule
    from cpo_tui.store.commitments import Coordination, Promise
    from cpo_tui.store.deadlines import StoredDeadline
    from cpo_tui.store.disclosing import Disclosed
    from cpo_tui.store.documents import CaseDocuments
    from cpo_tui.store.inquiries import Said
    from cpo_tui.store.sources import SourceRecord

Key = tuple[str, int]
WHEN = 17
"""The cells of the first column of a tab."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that hangs on it, as it was read in one go."""

    row: CaseRow
    events: tuple[records.Event, ...] = ()
    documents: tuple[records.Document, ...] = ()
    inquiries: tuple[records.Inquiry, ...] = ()
    demands: tuple[Demand, ...] = ()
    tasks: tuple[records.Task, ...] = ()
    hearings: tuple[records.Hearing, ...] = ()
    notes: tuple[records.Note, ...] = ()
    safeguards: tuple[records.Safeguard, ...] = ()
    representations: tuple[records.Representation, ...] = ()
    consents: tuple[records.Consent, ...] = ()
    person: dict[str, object] = field(default_factory=dict)
    deadlines: tuple[StoredDeadline, ...] = ()
    late_reasons: Mapping[tuple[str, str | None], str] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    disclosed: tuple[Disclosed, ...] = ()
    promises: tuple[Promise, ...] = ()
    requests: tuple[Coordination, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    """What extracts told beside the fields of the case, the newest first."""
    only: str = ""
    """What the timeline is to show, one of `told_entries.ONLY`."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """The rules of the pack in use; empty until it has been read."""
    papers: CaseDocuments | None = None
    """The checklist; None until it has been read."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name, how many entries it has, whether something in it is open, and how it is built."""

    name: str
    count: Callable[[CaseFile], int]
    pressing: Callable[[CaseFile, Moment], bool]
    entries: Callable[[CaseFile, Moment, int], list[Entry]]
    empty: tuple[str, str]
    """What an empty tab says: that it is, and what to do."""


def _words(code: str | None) -> str:
    return shown((code or "").replace("_", " "))


# ---------------------------------------------------------------------- timeline


def timeline(file: CaseFile, moment: Moment, width: int) -> list[Entry]:
    """What happened, was said and was told, the newest first, a heading a year; what was entered late says so."""
    found = []
    if file.only in {"", "events"}:
        for event in file.events:
            entry = Entry(("events", event.id), tuple(_event_rows(event, moment, width)))
            found.append(told_entries.dated(event.occurred_at, moment, entry))
    if file.only in {"", "said"}:
        found += [told_entries.dated(one.at, moment, told_entries.said_entry(one, moment, width)) for one in file.said]
    if file.only in {"", "told"}:
        told = file.disclosed
        found += [told_entries.dated(one.at, moment, told_entries.told_entry(one, moment, width)) for one in told]
    if file.said or file.disclosed:
        found.sort(key=lambda dated: dated[0], reverse=True)
    entries: list[Entry] = []
    if file.only:
        entries.append(Entry(None, ((([(f" only {told_entries.ONLY_WORDS[file.only]}", "you")]), []), ([], []))))
    year = 0
    for _, day, entry in found:
        if day.year != year:
            year = day.year
            entries.append(Entry(None, ((([(f" {year}", "head")]), []),)))
        entries.append(entry)
    return entries


def _event_rows(event: records.Event, moment: Moment, width: int) -> list[Row]:
    day = times.local_day(event.occurred_at, moment.zone)
    date_words = f"{times.MONTHS[day.month - 1]} {day.day:02}"
    gone = event.superseded_by is not None
    name = shown(event.title) or _words(event.kind)
    left: list[Part] = [
        (f"   {date_words}  ", "quiet"),
        (("★ " if event.pinned else ""), "now"),
        (name, "done" if gone else "ink"),
    ]
    if gone:
        left.append(("  corrected, see the entry that took its place", "faint"))
    right: list[Part] = []
    if width >= 70:  # noqa: PLR2004 - room for both sides
        kind = _words(event.kind) if event.title and width >= 100 else ""  # noqa: PLR2004 - the wide layout
        origin = (kind, f"by {shown(event.recorded_by)}" if event.recorded_by else "", shown(event.source))
        right = [(" · ".join(part for part in origin if part), "faint"), (" ", "")]
    rows: list[Row] = [(left, right)]
    if event.body:
        rows.append(([("           ", ""), (shown(event.body.splitlines()[0]), "quiet")], []))
    later = (times.local_day(event.recorded_at, moment.zone) - day).days
    if later > 1 and not gone:
        recorded = times.local_day(event.recorded_at, moment.zone)
        year = f" {recorded.year}" if recorded.year != day.year else ""
        rows.append(
            (
                [
                    ("          └ ", "faint"),
                    (f"recorded {recorded.day} {times.MONTHS[recorded.month - 1]}{year}, {later} days later", "faint"),
                ],
                [],
            )
        )
    return rows


# ---------------------------------------------------------------------- documents


def checklist(file: CaseFile, moment: Moment, width: int) -> list[Entry]:
    """The documents by what the case needs: see `document_entries.checklist`."""
    from cpo_tui.ui.entries import (
        documents as document_entries,  # what reads the rules is loaded when the checklist is first seen
    )

    if file.papers is None:
        return [Entry(None, (([], []), ([("   reading the checklist …", "quiet")], [])))]
    return document_entries.checklist(file.papers, moment, width)


# ---------------------------------------------------------------------- inquiries


def inquiries(file: CaseFile, moment: Moment, width: int) -> list[Entry]:  # noqa: ARG001 - the shape of a tab
    """The inquiries, those that wait for us first; then promises, requests to agencies, and what the gate counts."""
    entries: list[Entry] = []
    waiting = [one for one in file.inquiries if one.state not in records.SETTLED_INQUIRIES]
    settled = [one for one in file.inquiries if one.state in records.SETTLED_INQUIRIES]
    for heading, ones in (("waiting for us", waiting), ("settled", settled)):
        if ones:
            entries.append(_heading(heading, len(ones), first=not entries))
            entries += [Entry(("inquiries", one.id), tuple(_inquiry_rows(one, moment))) for one in ones]
    others = (
        ("promised", [told_entries.promise_entry(one, moment) for one in file.promises]),
        ("asked of other agencies", [told_entries.request_entry(one, moment) for one in file.requests]),
        (
            "on file for the gate",
            [told_entries.mandate_entry(one, moment) for one in file.representations]
            + [told_entries.consent_entry(one, moment) for one in file.consents],
        ),
    )
    for heading, more in others:
        if more:
            entries += [_heading(heading, len(more), first=not entries), *more]
    return entries


def _inquiry_rows(one: records.Inquiry, moment: Moment) -> list[Row]:
    settled = one.state in records.SETTLED_INQUIRIES
    state, words = (
        ("none", _words(one.state)) if settled or one.due_at is None else moment.act_words(one.due_at, one.due_at)
    )
    role = state if state in {"late", "now"} else "quiet"
    capacity = f", {_words(one.capacity)}" if one.capacity else ""
    left: list[Part] = [
        ("   ", ""), (fit(words, WHEN), role), (shown(one.subject) or "no subject", "done" if settled else "ink"),
        (f"   {shown(one.enquirer) or 'unknown'}{capacity}", "quiet"),
    ]  # fmt: skip
    right: list[Part] = [
        (f"{shown(one.inquiry)} · {_words(one.channel)} {moment.short(one.received_at)}", "faint"),
        (" ", ""),
    ]
    rows: list[Row] = [(left, right)]
    if one.question and not settled:
        rows.append(([(" " * (WHEN + 3), ""), (shown(one.question.strip().splitlines()[0]), "quiet")], []))
    return rows


# ---------------------------------------------------------------------- deadlines


def deadlines(file: CaseFile, moment: Moment, width: int) -> list[Entry]:
    """Every demand of the case in the order in which they must be worked, the other dates of the law, what was done."""
    entries = deadline_entries.deadlines(file, moment, width)
    done = [task for task in file.tasks if task.done_at is not None]
    held = [hearing for hearing in file.hearings if hearing.outcome]
    if done or held:
        entries.append(_heading("done", len(done) + len(held), first=not entries))
    entries += [_settled(("tasks", task.id), "done", shown(task.title), moment.short(task.done_at)) for task in done]
    entries += [
        _settled(
            ("hearings", hearing.id), "held", f"Hearing: {_words(hearing.outcome)}", moment.short(hearing.starts_at)
        )
        for hearing in held
    ]
    return entries


def _settled(key: Key, state: str, words: str, when: str) -> Entry:
    left: list[Part] = [("   ", ""), (fit(state, WHEN + 2), "faint"), (words, "done")]
    return Entry(key, ((left, [(when, "faint"), (" ", "")]),))


def _heading(words: str, count: int, *, first: bool) -> Entry:
    rows: list[Row] = [] if first else [([], [])]
    return Entry(None, (*rows, ([(f" {words} {count}", "head")], [])))


def _waiting(file: CaseFile) -> Sequence[records.Inquiry]:
    return [one for one in file.inquiries if one.state not in records.SETTLED_INQUIRIES]


def _is_pressing(file: CaseFile, moment: Moment) -> bool:
    return any(moment.state(demand.act_by, demand.due_at) in {"late", "now"} for demand in file.demands)


TABS: tuple[Tab, ...] = (
    Tab(
        "Timeline",
        lambda file: len(file.events) + len(file.said) + len(file.disclosed),
        lambda *_: False,
        timeline,
        ("Nothing has been recorded yet.", "e records what happened."),
    ),
    Tab(
        "Checklist",
        lambda file: file.row.missing_documents,
        lambda file, _: file.row.missing_documents > 0,
        checklist,
        ("Nothing is known of what this case needs.", "d enters a document: requested or received."),
    ),
    Tab(
        "Inquiries",
        lambda file: len(file.inquiries),
        lambda file, _: bool(_waiting(file)),
        inquiries,
        ("Nobody has asked about this case, and nobody was asked.", "i logs an inquiry, R asks another agency."),
    ),
    Tab(
        "Deadlines",
        lambda file: len(file.demands),
        _is_pressing,
        deadlines,
        ("Nothing is due.", "t sets a task with its date."),
    ),
    Tab("Notes", lambda file: len(file.notes), lambda *_: False, notes, ("There are no notes.", "n writes one.")),
)
"""The tabs of a case in their order; key 1 is the first."""

CHECKLIST = 1
"""The place of the checklist among the tabs."""
