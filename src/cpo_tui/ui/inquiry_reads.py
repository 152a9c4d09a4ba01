"""What the inbox and the screen of an inquiry ask of the store, in a reader thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpo_tui.domain.clusters import Suggestion, suggest
from cpo_tui.domain.inquiries import InquiryStep
from cpo_tui.domain.records import Inquiry
from cpo_tui.rules.disclosure import Decision, decide
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import commitments, disclosing, inquiries, lookups, reader
from cpo_tui.store.commitments import Promise
from cpo_tui.store.connect import Connection
from cpo_tui.store.inquiries import Details, Entry, Present, Said, Sieve
from cpo_tui.ui.moment import Moment

SHOWN = 500
"""How many lines of the inbox are laid out; the counts are of all."""
VIEWS = ("all", "mine", "unlinked", "today", "late", "awaiting", "settled")


@dataclass(frozen=True, slots=True)
class Inbox:
    """The lines of one view of the inbox, and how many each view has (in the order of `VIEWS`, without the settled)."""

    entries: tuple[Entry, ...]
    counts: tuple[int, ...]


def sieve_of(view: str, officer: str, words: str, moment: Moment) -> Sieve:
    """Which inquiries a view shows."""
    present = Present.of(moment.now, moment.zone)
    return Sieve(
        settled=view == "settled",
        officer=officer if view == "mine" else None,
        unlinked=view == "unlinked",
        today=present if view == "today" else None,
        late=present if view == "late" else None,
        state="awaiting_input" if view == "awaiting" else None,
        text=words,
    )


def inbox_of(connection: Connection, view: str, officer: str, words: str, moment: Moment) -> Inbox:
    """One view of the inbox."""
    found = inquiries.entries(connection, sieve_of(view, officer, words, moment), limit=SHOWN)
    counts = tuple(inquiries.count(connection, sieve_of(name, officer, words, moment)) for name in VIEWS[:-1])
    return Inbox(found, counts)


@dataclass(frozen=True, slots=True)
class InquiryFile:
    """One inquiry with everything about it; `decisions` is what the gate says, by reference of the case."""

    entry: Entry
    record: Inquiry
    details: Details
    decisions: tuple[tuple[str, int, Decision], ...]
    steps: tuple[InquiryStep, ...]
    said: tuple[Said, ...]
    promises: tuple[Promise, ...]
    suggested: tuple[Suggestion, ...]


def file_of(connection: Connection, inquiry_id: int, today: date) -> InquiryFile:
    """One inquiry; raises `NotFound`."""
    record = reader.record(connection, Inquiry, inquiry_id)
    kept = inquiries.details(connection, inquiry_id)
    (entry,) = inquiries.entries(connection, Sieve(settled=None, inquiry_id=inquiry_id))
    enquirer = Enquirer(record.capacity or "", record.enquirer or "", kept.organisation or "", kept.asserted)
    case_ids = lookups.cases_of_inquiry(connection, inquiry_id)
    names = reader.references(connection, case_ids)
    pack = disclosing.pack_of(connection)
    decisions = tuple(
        (names[one], one, decide(pack, enquirer, disclosing.on_file(connection, one, today), today)) for one in case_ids
    )
    return InquiryFile(
        entry, record, kept, decisions, inquiries.steps_of(connection, inquiry_id),
        inquiries.said_about(connection, inquiry_id=inquiry_id), commitments.promises(connection, inquiry_id=inquiry_id),
        suggest(*inquiries.candidates(connection, inquiry_id)),
    )  # fmt: skip
