"""One document with everything that is known of it, as entries of a list. Pure: what was read and a width in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cpo_tui.domain import times
from cpo_tui.domain.cases import When
from cpo_tui.store.papers import PaperFile
from cpo_tui.ui.entries.documents import MARKS
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.rules.document_pack import DocumentType

_NAME = 18
_ANSWERS = {"yes": ("●", "yes", "ink"), "no": ("×", "no", "late"), "not_applicable": ("–", "not applicable", "faint")}


def of_paper(paper: PaperFile, moment: Moment, width: int) -> list[Entry]:
    """Where it is in its life, the answers to its checks, the versions of its file, and its chain of custody."""
    row, kind = paper.row, paper.kind
    mark, role = MARKS.get(row.state, ("?", "ink"))
    head: list[Row] = [
        ([(f" {mark} ", role), (row.state.replace("_", " "), role), (f"  {shown(row.document)}", "strong")], [])
    ]
    told: list[tuple[str, str]] = [
        ("asked for", _day(row.requested_on)),
        ("chased", f"{row.chases or 0} times, last on {_day(row.chased_on)}" if row.chased_on else ""),
        ("received", _day(row.received_on)),
        ("signed", _day(row.signed_on)),
        ("served", _served(paper)),
        ("expires", _day(row.expires_on)),
        ("decided", " ".join(part for part in (_day(row.decided_on), shown(row.decision_reason or "")) if part)),
        ("approved by", shown(row.approver or "")),
        ("supplied by", shown((row.supplied_by or (kind.supplied_by if kind else "")).replace("_", " "))),
        ("edition", shown(row.edition or "")),
        ("counts as", "" if row.original is None else ("an original" if row.original else "a copy")),
        ("translation", shown(row.translation or "")),
        ("is kept at", shown(row.kept_at or "")),
        ("held by hash", shown(row.sha256 or "")),
        ("note", shown(row.notes or "")),
    ]
    entries = [Entry("life", (*head, *(line for name, words in told if words for line in _line(name, words, width))))]
    entries.append(_group("completeness checks", _checks(paper, width), "Nobody defined checks for it."))
    files = [
        _columns(
            f"{'  ' if one.superseded_by else '● '}{shown(one.name, limit=40)}",
            f"{one.size:,} bytes · {shown(one.media_type or 'unknown type')} · {one.sha256[:12]}…"
            f" · {_when(one.added_at, moment)} {shown(one.added_by or '')}{' · superseded' if one.superseded_by else ''}",
        )
        for one in paper.files
    ]
    entries.append(_group("files, the newest first", files, "No file is attached."))
    custody = [
        _columns(
            f"{_when(one.at, moment)}  {shown(one.what)}",
            " · ".join(part for part in (shown(one.place or ""), shown(one.by or ""), shown(one.note or "")) if part),
        )
        for one in paper.custody
    ]
    entries.append(_group("chain of custody", custody, "Nothing is entered."))
    if kind is not None:
        entries.append(Entry("law", (([], []), *_line("source", kind.source.citation, width, role="faint"))))
    return entries


def of_kind(kind: DocumentType | None, name: str, width: int) -> list[Entry]:
    """What the pack says of a document that the file does not have."""
    if kind is None:
        return [Entry(None, (([(f" {shown(name)} is not on file, and the pack does not know it.", "ink")], []),))]
    told = [
        ("is needed", kind.required_when), ("supplied by", kind.supplied_by.replace("_", " ")),
        ("must be signed by", kind.signed_by), ("counts as", kind.accept.value.replace("_", " ")),
        ("validity", kind.validity), ("note", kind.notes), ("source", kind.source.citation),
    ]  # fmt: skip
    rows: list[Row] = [([(" □ not asked for", "now"), (f"  {shown(kind.name)}", "strong")], [])]
    rows += [line for label, words in told if words for line in _line(label, shown(words), width)]
    return [Entry("kind", tuple(rows))]


def _checks(paper: PaperFile, width: int) -> list[Row]:
    made = {one.check: one for one in paper.checks}
    rows: list[Row] = []
    for check in paper.kind.checks if paper.kind is not None else ():
        one = made.get(check)
        mark, answer, role = _ANSWERS.get(one.answer, ("?", shown(one.answer), "ink")) if one else ("○", "open", "now")
        who = f"{shown(one.by or '')} {_day(one.at)}" if one is not None else ""
        left: list[Part] = [(f"   {mark} ", role), (fit(answer, 15), role), (shown(check.replace("_", " ")), "ink")]
        rows.append((left, [(who, "quiet"), (" ", "")] if width >= 60 else []))  # noqa: PLR2004 - room for both
    return rows


def _served(paper: PaperFile) -> str:
    row = paper.row
    how = ", ".join(shown(part.replace("_", " ")) for part in (row.service_method, row.service_language) if part)
    return f"{_day(row.served_on)}{f' ({how})' if how else ''}" if row.served_on else ""


def _group(title: str, rows: Iterable[Row], nothing: str) -> Entry:
    found = list(rows) or [([(f"   {nothing}", "quiet")], [])]
    return Entry(title, (([], []), ([(f" {title}", "head")], []), *found))


def _line(name: str, words: str, width: int, *, role: str = "ink") -> list[Row]:
    return wrapped(f"   {name:<{_NAME}}", shown(words), width, role=role)


def _columns(left: str, right: str) -> Row:
    return [(f"   {left}", "ink"), (f"  {right}", "quiet")], []


def _day(value: When | None) -> str:
    return times.date_words(value) if value is not None else ""


def _when(value: When | None, moment: Moment) -> str:
    return moment.short(value) if value is not None else ""
