"""What a verb, an undo or a redo will change, and what it will leave alone, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult

from cpo_tui.actions.rehearsal import Effect, Rehearsal
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row
from cpo_tui.ui.widgets.panel import Line, Panel, spread

_MOST_EFFECTS = 200
"""Kinds of change that are listed; many cases with values of their own would be a list as long as the caseload."""
_NAMED = 6
"""So many cases are named behind a kind of change."""
_INDENT = "   "


class Preview(Dialog[bool]):
    """A rehearsal on the screen: Enter does it, Esc leaves everything as it is."""

    def __init__(self, seen: Rehearsal, line: str = "", *, doing: str = "do it", title: str = "") -> None:
        self._seen = seen
        self._line = line
        self._can = bool(seen.cases or seen.effects or seen.bulk)
        first = (("Enter", doing),) if self._can else ()
        keys = keys_line(*first, ("↑↓", "look"), ("Esc", "leave: nothing is changed"))
        super().__init__(title or _title(seen), keys=keys)

    def body(self) -> ComposeResult:
        """The kinds of change, what is left alone, and the command line that does the same."""
        yield EntryList(classes="dialog-list preview-list")
        if self._line:
            yield Panel(classes="dialog-text")

    def on_mount(self) -> None:
        """Show the rehearsal."""
        entries = self.query_one(EntryList)
        entries.show(lambda width: preview_entries(self._seen, width))
        entries.focus()
        if self._line:
            self.query_one(".dialog-text", Panel).show(self._lines)

    def _lines(self, width: int, _height: int) -> Sequence[Line]:
        return [spread([("$ ", "faint"), (self._line, "quiet")], (), width)]

    def on_key(self, event: events.Key) -> None:
        """Move in the list."""
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 12, "pageup": -12}
        if event.key in moves:
            event.stop()
            self.query_one(EntryList).move_by(moves[event.key])

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Do it, where there is anything to do."""
        if self._can:
            self.dismiss(True)
        else:
            self.cpo.say("Nothing would be changed.", warn=True)


def _title(seen: Rehearsal) -> str:
    count = f"{seen.cases:,} {'case' if seen.cases == 1 else 'cases'}" if seen.cases or not seen.bulk else ""
    rows = f"{seen.bulk:,} imported rows" if seen.bulk else ""
    left = f", {len(seen.refused):,} left alone" if seen.refused else ""
    if not (seen.cases or seen.effects or seen.bulk):
        return f"This would change nothing{left}"
    return f"This would change {' and '.join(filter(None, (count, rows)))}{left}"


def preview_entries(seen: Rehearsal, width: int) -> list[Entry]:
    """What a rehearsal tells, as entries: what is left alone and why stands first."""
    entries: list[Entry] = []
    if seen.summary and (seen.effects or seen.bulk):
        words = shown(seen.summary)
        entries.append(Entry(None, (([(f" When done: {words}", "quiet")], []), ([], []))))
    if seen.refused:
        entries.append(Entry(None, (([(" Left alone", "head")], []),)))
        for reason, names in _by_reason(seen).items():
            right: Line = [(f"{len(names):,} ", "quiet")]
            rows: list[Row] = [([(_INDENT, ""), (shown(reason), "ink")], right)]
            rows.append(([(_INDENT, ""), (_names(names), "faint")], []))
            entries.append(Entry(("refused", reason), tuple(rows)))
        entries.append(Entry(None, (([], []),)))
    if seen.effects:
        entries.append(Entry(None, (([(" Changes", "head")], []),)))
    for place, effect in enumerate(seen.effects[:_MOST_EFFECTS]):
        entries.append(Entry(("effect", place), tuple(_effect(effect, width))))
    if len(seen.effects) > _MOST_EFFECTS:
        more = f"{_INDENT}and {len(seen.effects) - _MOST_EFFECTS:,} more kinds of change"
        entries.append(Entry(None, (([(more, "faint")], []),)))
    entries += [Entry(None, (([(f" Check: {shown(note)}", "now")], []),)) for note in seen.notes]
    return entries or [Entry(None, (([(" Nothing would be changed.", "ink")], []),))]


def _effect(effect: Effect, width: int) -> list[Row]:
    value = " → ".join(shown(text, limit=max(8, width // 3)) for text in (effect.before, effect.after) if text)
    left: Line = [(_INDENT, ""), (f"{shown(effect.what)}  ", "quiet"), (value, "strong")]
    rows: list[Row] = [(left, [(f"{len(effect.references):,} ", "quiet")])]
    rows.append(([(_INDENT, ""), (_names(effect.references), "faint")], []))
    return rows


def _by_reason(seen: Rehearsal) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for refusal in seen.refused:
        found.setdefault(refusal.reason, []).append(refusal.reference)
    return found


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(shown(name, limit=40) for name in names[:_NAMED]) + more
