"""The checklist of a case, and the documents of the caseload, as entries of a list.

Pure: what was read and a width in, entries out. A state is told by a sign and by a word. The key of an entry of a
checklist is a `PaperKey`; that of the caseload is `(case id, row id)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cpo_tui.domain.facts import spoken_facts
from cpo_tui.domain.papers import spoken
from cpo_tui.rules.checklists import ChecklistItem, HeldDocument
from cpo_tui.rules.forecast import Missing, Paper, best_papers
from cpo_tui.rules.gaps import Reason
from cpo_tui.store.documents import CaseDocuments
from cpo_tui.store.papers import PaperAtWork
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown, width_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

MARKS = {
    "not_asked": ("□", "now"), "requested": ("○", "now"), "received": ("◐", "ink"), "accepted": ("●", "ink"),
    "rejected": ("×", "late"), "expired": ("×", "late"), "waived": ("–", "faint"),
}  # fmt: skip
"""State of a document → its sign and the role of its colour."""
WIDE, NAMED = 90, 60
DATED = 100
"""From so many cells on every date of a document is told, below it the last one."""
_STATE = 12
_LABEL, _NARROW = 34, 22
"""Cells for what a document is called, at most, so that the names of the people stand under one another."""


@dataclass(frozen=True, slots=True)
class PaperKey:
    """What an entry of a checklist stands for. It stays the same document when a step of its life moves its line."""

    paper: str
    """Its kind in the pack, else what makes it the same document in the file."""
    row_id: int | None = field(default=None, compare=False)
    """Its row, where the file has one."""

    @property
    def name(self) -> str:
        """The name by which the verbs know it."""
        return self.paper if self.row_id is None else f"#{self.row_id}"


def checklist(file: CaseDocuments, moment: Moment, width: int) -> list[Entry]:
    """The next step, what blocks it, then the checklist by phase, what is not known, and what the file has besides.

    Without any document there is no entry.
    """
    entries = _documents(file, moment, width)
    return [_ahead(file, moment), *entries] if entries else []


def _ahead(file: CaseDocuments, moment: Moment) -> Entry:
    step = f"next step {moment.short(file.on)}: {shown(file.step.title)}" if file.step else "no next step is set"
    count = len(file.missing)
    words = f"{count} missing{' then' if file.step else ''}" if count else "nothing missing"
    right: list[Part] = [(words, "now" if count else "quiet"), (" ", "")]
    return Entry(None, (([(f" {step}", "strong")], right), ([], [])))


def _documents(file: CaseDocuments, moment: Moment, width: int) -> list[Entry]:
    missing = {one.key: one for one in file.missing}
    entries: list[Entry] = []
    if missing:
        entries.append(_heading("blocks the next step" if file.step else "missing", len(missing), first=True))
        entries += [_missing(one, file, moment, width) for one in file.missing]
    rest = [item for item in file.items if item.document.id not in missing and item.required.applies]
    for phase in dict.fromkeys(item.document.phase for item in rest):
        ones = [item for item in rest if item.document.phase == phase]
        words = file.pack.phases.get(phase, phase) if file.pack is not None else phase
        entries.append(_heading(words.lower(), len(ones), first=not entries))
        entries += [_item(item, moment, width) for item in ones]
    unsure = [item for item in file.uncertain if item.document.id not in missing]
    asked = [item for item in unsure if item.held is None]
    if asked:
        entries.append(_heading("needed or not: a fact is missing", len(asked), first=not entries))
        entries += [_unsure(item) for item in asked]
    there = [item for item in unsure if item.held is not None]
    others = [paper for paper in file.others if paper.key not in missing]
    if there or others:
        entries.append(_heading("on file besides", len(there) + len(others), first=not entries))
        entries += [_item(item, moment, width) for item in there]
        best = best_papers(others)
        entries += [_other(paper, moment, width, is_best=best[paper.key] is paper) for paper in others]
    return entries


def _heading(words: str, count: int, *, first: bool) -> Entry:
    rows: list[Row] = [] if first else [([], [])]
    return Entry(None, (*rows, ([(f" {shown(words)} {count}", "head")], [])))


def _row(state: str, name: str, right: str, words: str = "") -> Row:
    mark, role = MARKS.get(state, ("?", "ink"))
    left: list[Part] = [(f"   {mark} ", role), (fit(state.replace("_", " "), _STATE), role), (f" {shown(name)}", "ink")]
    if words:
        left.append((f"  {shown(words)}", "quiet"))
    return left, [(right, "quiet"), (" ", "")]


def _missing(one: Missing, file: CaseDocuments, moment: Moment, width: int) -> Entry:
    state = one.held.state if one.held is not None else "not_asked"
    words = one.name if width >= NAMED and one.label == one.form else ""
    key = PaperKey(one.key, one.held.id if one.held is not None else None)
    return Entry(key, (_row(state, one.label, _why(one, file, moment, width), words),))


def _why(one: Missing, file: CaseDocuments, moment: Moment, width: int) -> str:
    """What the state does not say already: who has to supply it, when it is chased, when it ends, what failed."""
    wide = width >= WIDE
    if one.reason is Reason.NOT_ASKED:
        supplier = file.pack.suppliers.get(one.kind.supplied_by) if file.pack is not None and one.kind else None
        return f"from {supplier.label.partition(' (')[0]}" if supplier is not None and wide else ""
    if one.reason is Reason.REJECTED and not one.checks:
        return ""
    if one.reason is Reason.EXPIRED and one.since is not None:
        return f"{'expired' if one.since < moment.today else 'expires'} {moment.short(one.since)}"
    if one.checks:
        return f"{one.reason.value}: {', '.join(check.replace('_', ' ') for check in one.checks)}"
    chase = next((run.on for run in file.chases if one.held is not None and run.paper.held.id == one.held.id), None)
    return f"{one.reason.value} · chase {moment.short(chase)}" if chase is not None and wide else one.reason.value


def _other(paper: Paper, moment: Moment, width: int, *, is_best: bool) -> Entry:
    label = spoken(paper.form, paper.name)
    name = paper.kind.name if paper.kind is not None else paper.name
    words = name if width >= NAMED and label == paper.form else ""
    key = PaperKey(paper.key if is_best else f"{paper.key}#{paper.held.id}", paper.held.id)
    return Entry(key, (_row(paper.held.state, label, _dates(paper.held, moment, width), words),))


def _item(item: ChecklistItem, moment: Moment, width: int) -> Entry:
    label = spoken(item.document.form, item.document.name)
    words = item.document.name if width >= NAMED and label == item.document.form else ""
    key = PaperKey(item.document.id, item.held.id if item.held is not None else None)
    right = _dates(item.held, moment, width) if item.held is not None else ""
    if item.needed_on is not None and item.held is None:
        right = f"by {moment.short(item.needed_on)}"
    return Entry(key, (_row(item.state, label, right, words),))


def _unsure(item: ChecklistItem) -> Entry:
    wanted = spoken_facts(item.required.missing)
    row = _row(item.state, spoken(item.document.form, item.document.name), f"? {shown(wanted)}")
    return Entry(PaperKey(item.document.id), (row,))


def _dates(held: HeldDocument, moment: Moment, width: int) -> str:
    """When it was asked for or came in, was served, and ends; in a narrow list only the last of these."""
    told = (
        ("asked", held.requested_on if held.state == "requested" else None),
        ("received", held.received_on),
        ("served", held.served_on),
        ("expires", held.expires_on),
    )
    known = [f"{word} {moment.short(day)}" for word, day in told if day is not None]
    return " · ".join(known if width >= DATED else known[-1:])


_WHY = {
    "unreviewed": ("came in and nobody has reviewed it", "◐", "came"),
    "rejected": ("rejected", "×", "rejected"),
    "expiring": ("expiring", "◷", "expires"),
    "overdue": ("chases that are overdue", "○", "chase was due"),
    "chase": ("to be chased", "○", "chase"),
}


def papers(found: Sequence[PaperAtWork], moment: Moment, width: int) -> list[Entry]:
    """The documents of the caseload by what they want, each with its case."""
    entries: list[Entry] = []
    most = _LABEL if width >= WIDE else _NARROW
    room = min(most, max((width_of(shown(spoken(one.form, one.document))) for one in found), default=0))
    for why, (words, mark, verb) in _WHY.items():
        ones = [one for one in found if _wants(one, moment) == why]
        if not ones:
            continue
        entries.append(_heading(words, len(ones), first=not entries))
        for one in ones:
            left: list[Part] = [
                (f"   {mark} ", "late" if why in ("rejected", "overdue") else "now"),
                (fit(shown(one.reference), 16), "quiet"),
                (f" {fit(shown(spoken(one.form, one.document)), room)}", "ink"),
            ]
            left.append((f"  {shown(one.full_name)}", "quiet"))
            when = f"{verb} {moment.short(one.on)}" if one.on is not None else ""
            entries.append(Entry((one.case_id, one.document_id), ((left, [(when, "quiet"), (" ", "")]),)))
    return entries


def _wants(one: PaperAtWork, moment: Moment) -> str:
    """Why a document wants somebody; a chase whose day has passed is told apart."""
    return "overdue" if one.why == "chase" and one.on is not None and one.on < moment.today else one.why
