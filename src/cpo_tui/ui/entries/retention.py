"""Closed files under review and the certificates of those destroyed, as entries of a list. Pure: in, entries out."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import datetime

from cpo_tui.actions.retention import Review
from cpo_tui.store.retention import Certificate
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.panel import Line, spread
from cpo_tui.ui.widgets.roles import Part

STATES = {
    "approved": ("approved: a second person destroys it", "▣", "late"),
    "due": ("due: to be reviewed", "◆", "now"),
    "held": ("due, under a legal hold", "■", "ink"),
    "retained": ("kept until a day", "◷", "ink"),
    "not_due": ("not due yet", "·", "quiet"),
    "permanent": ("permanent", "∞", "quiet"),
}
"""State of a file → its words, its sign and the role of its colour; what wants somebody first."""
NARROW, WIDE = 60, 90
_REFERENCE = 18


def reviews(found: Sequence[Review], marked: frozenset[int], moment: Moment, width: int) -> list[Entry]:
    """The files by what they want, those due for longest first."""
    entries: list[Entry] = []
    for state, (words, sign, role) in STATES.items():
        ones = [one for one in found if one.state == state]
        if not ones:
            continue
        space: list[Row] = [] if not entries else [([], [])]
        entries.append(Entry(None, (*space, ([(f" {words} {len(ones):,}", "head")], []))))
        for one in ones:
            mark: Part = ("▸" if one.case_id in marked else " ", "mark")
            left: list[Part] = [mark, (f" {sign} ", role), (fit(shown(one.case), _REFERENCE), "ink")]
            left.append((f" {shown(one.title)}", "quiet"))
            if width >= WIDE and one.decision is not None:
                left.append((f"  {_decided(one)}", "faint"))
            entries.append(Entry(one.case_id, ((left, [(_when(one, moment), "quiet"), (" ", "")]),)))
    return entries


def _when(one: Review, moment: Moment) -> str:
    if one.state == "retained" and one.decision is not None:
        return f"kept until {moment.short(one.decision.until)}"
    return f"due {moment.short(one.due_on)}" if one.due_on is not None else ""


def _decided(one: Review) -> str:
    decision = one.decision
    return "" if decision is None else f"{shown(decision.by)}: {shown(decision.reason)}"


def review_lines(one: Review, moment: Moment, width: int) -> list[Line]:
    """One file in full: schedule, why it is due, what was decided."""
    words, sign, role = STATES[one.state]
    began = f"runs since {moment.short(one.began_on)}, " if one.began_on is not None else ""
    due = f"ends {moment.short(one.due_on)}" if one.due_on is not None else "never ends"
    head: Line = [(f"{sign} ", role), (shown(one.case), "strong"), (f"  {words}", role)]
    rule: Line = [(shown(one.title), "ink"), (f"  {shown(one.citation)}", "quiet")]
    lines: list[Line] = []
    if width < NARROW:
        lines += [spread(head, [], width), spread([(began + due, "quiet")], [], width), spread(rule, [], width)]
    else:
        lines.append(spread(head, [(began + due, "quiet")], width))
        lines.append(spread(rule, [(shown(one.schedule), "faint")], width))
    if one.decision is not None:
        verb = "approved" if one.decision.decision == "destroy" else "kept"
        when = moment.short(datetime.fromisoformat(one.decision.at))
        decided = f"{verb} by {shown(one.decision.by)} on {when}: {shown(one.decision.reason)}"
        lines.append(spread([(decided, "ink")], [], width))
    if one.caution:
        wrapped = textwrap.wrap(shown(one.caution), max(width - 2, 10))
        lines += [
            spread([("⚠ " if number == 0 else "  ", "now"), (words, "now")], [], width)
            for number, words in enumerate(wrapped)
        ]
    return lines


def certificates(found: Sequence[Certificate], opened: int | None, moment: Moment, width: int) -> list[Entry]:
    """The certificates, the newest first; the opened one with all that it says."""
    entries = []
    for one in found:
        when = moment.short(datetime.fromisoformat(one.destroyed_at))
        people = f"{shown(one.approved_by)} approved, {shown(one.destroyed_by)} destroyed"
        left: list[Part] = [(f"   № {one.id:<5}", "quiet"), (fit(shown(one.reference), _REFERENCE), "ink")]
        left.append((f" {people}" if width >= WIDE else f" {shown(one.destroyed_by)}", "quiet"))
        rows: list[Row] = [(left, [(when, "quiet"), (" ", "")])]
        if one.id == opened:
            rows += [([(" " * 11, ""), (words, "quiet")], []) for words in _told(one, moment)]
        entries.append(Entry(one.id, tuple(rows)))
    return entries


def _told(one: Certificate, moment: Moment) -> list[str]:
    rows = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in one.contents.items() if count)
    return [
        f"under {shown(one.schedule)} ({shown(one.citation)}), {shown(one.pack)} {shown(one.pack_version)}",
        f"due {moment.short(one.due_on)}; approved by {shown(one.approved_by)}: {shown(one.approval)}",
        f"destroyed by {shown(one.destroyed_by)}: {shown(one.reason)}",
        f"gone: {rows}",
    ]
