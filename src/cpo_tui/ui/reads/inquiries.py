"""What the inbox and the screen of an inquiry ask of the store, in a reader thread."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from cpo_tui.actions.languages import ENGLISH, language_of_inquiry
from cpo_tui.domain.clusters import Suggestion, suggest
from cpo_tui.domain.inquiries import InquiryStep
from cpo_tui.domain.records import Inquiry
from cpo_tui.rules.disclosure import Decision, decide
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import commitments, disclosing, inbox, inquiries, lookups, matters, reader
from cpo_tui.store.commitments import Promise
from cpo_tui.store.connect import Connection
from cpo_tui.store.inbox import VIEWS, Entry, Present, Sieve, sieve_of
from cpo_tui.store.inquiries import Details, Said
from cpo_tui.ui.moment import Moment

Ids: TypeAlias = "array[int]"
NONE: Ids = array("q")
FIRST = 64
"""How many inquiries are taken at first, so that there is something to see at once."""
COUNTED = tuple(name for name in VIEWS if name not in {"matters", "settled"})
"""The views whose inquiries are counted by the store in an instant."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Which inquiries a list holds: a view and words, who asks for them, and when."""

    view: str
    officer: str
    moment: Moment
    words: str = ""

    @property
    def sieve(self) -> Sieve:
        """The same for the store."""
        return sieve_of(self.view, self.officer, Present.of(self.moment.now, self.moment.zone), self.words)


def ids_of(connection: Connection, asking: Asking, limit: int | None = None) -> Ids:
    """The ids of a list in its order; at most `limit`."""
    return inbox.ids_in_order(connection, asking.sieve, limit=limit)


def counts_of(connection: Connection, asking: Asking) -> dict[str, int]:
    """How many inquiries each view holds that can be counted at once."""
    return {name: inbox.count(connection, replace(asking, view=name).sieve) for name in COUNTED}


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
    can_vouch: tuple[tuple[str, str], ...] = ()
    """What is missing and an officer can vouch for: requirement and label."""
    language: str = ENGLISH
    """In which language the enquirer is to be answered, as it is proposed."""


def file_of(connection: Connection, inquiry_id: int, today: date) -> InquiryFile:
    """One inquiry; raises `NotFound`."""
    record = reader.record(connection, Inquiry, inquiry_id)
    kept = inquiries.details(connection, inquiry_id)
    (entry,) = inbox.entries(connection, Sieve(settled=None, inquiry_id=inquiry_id))
    enquirer = Enquirer(record.capacity or "", record.enquirer or "", kept.organisation or "", kept.asserted)
    case_ids = lookups.cases_of_inquiry(connection, inquiry_id)
    names = reader.references(connection, case_ids)
    pack = disclosing.pack_of(connection)
    decisions = tuple(
        (names[one], one, decide(pack, enquirer, disclosing.on_file(connection, one, today), today)) for one in case_ids
    )
    lacking = {one.requirement: one.label for _, _, decision in decisions for one in decision.missing}
    can_vouch = tuple((name, label) for name, label in lacking.items() if pack.requirements[name].kind == "asserted")
    return InquiryFile(
        entry, record, kept, decisions, inquiries.steps_of(connection, inquiry_id),
        inquiries.said_about(connection, inquiry_id=inquiry_id), commitments.promises(connection, inquiry_id=inquiry_id),
        suggest(*matters.candidates(connection, inquiry_id)), can_vouch, language_of_inquiry(connection, inquiry_id),
    )  # fmt: skip
