"""What will be wanting on the day of the next step of a case: missing and expired documents, chases, ends of validity.

Pure: a documents pack, the facts and the stage of a case, the papers of its file and its open steps go in. Nothing here
depends on the present, so that the answer can be stored: the next step is the earliest one that is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import Folded, first_instant, local_day
from cpo_tui.domain.papers import spoken
from cpo_tui.domain.records import MISSING_STATES
from cpo_tui.rules.chases import Chase, next_chase
from cpo_tui.rules.checklists import ChecklistItem, HeldDocument, beside, merit, required_items
from cpo_tui.rules.document_pack import DocumentPack, DocumentType, Supplier
from cpo_tui.rules.gaps import Gap, Reason, gaps

BEFORE_EVERYTHING = date.min
"""The day that stands for "no step is set": what is missing now is missing, and nothing has expired yet."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a file: what it is called, what the pack knows of it, and how it has been chased."""

    held: HeldDocument
    name: str
    form: str = ""
    kind: DocumentType | None = None
    supplied_by: str = ""
    chased_on: date | None = None
    chases: int = 0

    @property
    def key(self) -> str:
        """What makes two papers the same document: its kind in the pack, else its name without regard to case."""
        return self.kind.id if self.kind is not None else f"~{(self.form or self.name).casefold()}"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a case comes to next: a hearing or other appointment, a review, a day to file."""

    title: str
    at: When
    source: str = ""
    """Table and row, such as `hearings:7`."""
    lead: timedelta | None = None
    """The lead of the clock itself, where a clock of the law sets the step: its papers do not push it from its place."""
    rule: str = ""
    """The rule whose date it is, where it is one of the law."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A document that will not be there, or will not hold, on the day of the next step."""

    key: str
    name: str
    form: str
    reason: Reason
    kind: DocumentType | None = None
    held: HeldDocument | None = None
    since: date | None = None
    checks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How it is spoken of."""
        return spoken(self.form, self.name)


@dataclass(frozen=True, slots=True)
class Running:
    """Something of one paper that has a date of its own: the next chase, or the last day on which it holds."""

    paper: Paper
    on: date
    lead: timedelta = timedelta(0)
    chase: Chase | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The documents of a case on the day of its next step."""

    step: NextStep | None
    items: tuple[ChecklistItem, ...]
    missing: tuple[Missing, ...]
    chases: tuple[Running, ...]
    expiries: tuple[Running, ...]
    lead: timedelta = timedelta(0)
    """How long before the step the missing ones have to be asked for, so that each can be chased once."""


def forecast(
    pack: DocumentPack | None,
    facts: Folded | None,
    stage: str | None,
    papers: Iterable[Paper],
    *,
    step: NextStep | None,
    due: Mapping[str, date],
    zone: tzinfo,
) -> Forecast:
    """The documents of a case on the day of `step`; without a step, what is missing whatever the day.

    Without a pack or facts only what was asked for and did not come is missing. `due` gives the day on which a rule is
    due on this case. A document that was asked for counts as needed, also where no checklist names it.
    """
    on = BEFORE_EVERYTHING if step is None else local_day(step.at, zone)
    best = best_papers(papers)
    items: tuple[ChecklistItem, ...] = ()
    if pack is not None and facts is not None:
        needed = required_items(pack, facts, stage, on=None if step is None else on)
        items = beside(needed, {key: paper.held for key, paper in best.items() if paper.kind is not None}, due)
    missing = (*_certain(gaps(items, on)), *_asked_in_vain(items, best))
    suppliers = [_supplier(pack, best.get(one.key), one.kind) for one in missing]
    return Forecast(
        step,
        items,
        missing,
        tuple(_chases(pack, best.values())),
        tuple(_expiries(best.values())),
        max((one.first_chase for one in suppliers if one is not None), default=timedelta(0)),
    )


def best_papers(papers: Iterable[Paper]) -> dict[str, Paper]:
    """The paper that counts of each document: an old passport does not matter beside the new one."""
    best: dict[str, Paper] = {}
    for paper in papers:
        other = best.get(paper.key)
        if other is None or merit(paper.held) > merit(other.held):
            best[paper.key] = paper
    return best


def _certain(found: Iterable[Gap]) -> Iterable[Missing]:
    for gap in found:
        if gap.certain:
            yield missing_of(gap)


def missing_of(gap: Gap) -> Missing:
    """A gap of a checklist as something that is missing."""
    kind = gap.item.document
    return Missing(kind.id, kind.name, kind.form, gap.reason, kind, gap.item.held, gap.since, gap.checks)


_IN_VAIN = {
    "not_asked": Reason.NOT_ASKED,
    "requested": Reason.NOT_RECEIVED,
    "rejected": Reason.REJECTED,
    "expired": Reason.EXPIRED,
}


def _asked_in_vain(items: Iterable[ChecklistItem], best: Mapping[str, Paper]) -> Iterable[Missing]:
    """What the file lacks though somebody entered it, and no checklist asks for with certainty."""
    certain = {item.document.id for item in items if item.required.applies is True}
    for key, paper in best.items():
        if paper.held.state in MISSING_STATES and key not in certain:
            reason = _IN_VAIN[paper.held.state]
            yield Missing(key, paper.name, paper.form, reason, paper.kind, paper.held, paper.held.expires_on)


def _supplier(pack: DocumentPack | None, paper: Paper | None, kind: DocumentType | None) -> Supplier | None:
    """Who supplies a document: as the file says, as the pack says, else whoever takes longest to answer."""
    if pack is None or not pack.suppliers:
        return None
    named = (paper.supplied_by if paper is not None else "") or (kind.supplied_by if kind is not None else "")
    return pack.suppliers.get(named) or max(pack.suppliers.values(), key=lambda one: one.first_chase)


def _chases(pack: DocumentPack | None, papers: Iterable[Paper]) -> Iterable[Running]:
    for paper in papers:
        supplier = _supplier(pack, paper, paper.kind)
        asked = paper.held.requested_on
        if paper.held.state == "requested" and asked is not None and supplier is not None:
            done = [paper.chased_on or asked] * paper.chases
            chase = next_chase(supplier, asked, done)
            yield Running(paper, chase.on, chase=chase)


def _expiries(papers: Iterable[Paper]) -> Iterable[Running]:
    for paper in papers:
        last = paper.held.expires_on
        if last is not None and paper.held.state in ("received", "accepted"):
            warn = paper.kind.warn if paper.kind is not None else ()
            yield Running(paper, last, max(warn, default=timedelta(0)))


def next_step(steps: Iterable[NextStep], zone: tzinfo, *, after: date | None = None) -> NextStep | None:
    """The earliest step, or the earliest on or after a day; None where there is none."""
    found = [step for step in steps if after is None or local_day(step.at, zone) >= after]
    return min(
        found, key=lambda step: (local_day(step.at, zone), first_instant(step.at, zone), step.title), default=None
    )
