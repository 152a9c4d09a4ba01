"""What was changed, by whom and why, the newest first; any of it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from textual import events, on
from textual.app import ComposeResult

from cpo_tui.domain.records import ChangeSet
from cpo_tui.store import reader
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.screens.gone import unless_gone
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row

MOST_CHANGES = 40
"""Changes of a set that are listed; a bulk action has thousands."""


class History(Dialog[None]):
    """The change-sets of the store, or of one case."""

    def __init__(self, case_id: int | None = None, name: str = "") -> None:
        keys = keys_line(("Enter", "show what changed"), ("u", "take it back"), ("Esc", "leave"))
        super().__init__(f"Changes of {name}" if case_id is not None else "What was changed", keys=keys)
        self._case_id = case_id
        self._sets: tuple[ChangeSet, ...] = ()
        self._open: int | None = None

    def body(self) -> ComposeResult:
        """One entry a change-set."""
        yield EntryList(classes="dialog-list history-list")

    async def on_mount(self) -> None:
        """Read the newest change-sets."""
        self.query_one(EntryList).focus()
        await self._read()

    async def _read(self) -> None:
        self._sets = await self.cpo.gateway.read(partial(reader.history, case_id=self._case_id))
        self._show()

    def _show(self) -> None:
        moment = Moment.present()
        changes = (
            self.cpo.gateway.read_now(partial(reader.changes_of, change_set=self._open))
            if self._open is not None
            else ()
        )
        self.query_one(EntryList).show(
            lambda width: history_entries(self._sets, moment, width, opened=self._open, changes=changes)
        )

    def on_key(self, event: events.Key) -> None:
        """Move, and take back."""
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 12, "pageup": -12}
        if event.key in moves:
            event.stop()
            self.query_one(EntryList).move_by(moves[event.key])
        elif event.key == "u":
            event.stop()
            key = self.query_one(EntryList).key
            if isinstance(key, int):
                self.run_worker(unless_gone(self, self._take_back(key)))
        elif event.key == "q":
            event.stop()
            self.leave()

    async def _take_back(self, set_id: int) -> None:
        from cpo_tui.actions.undo import undo
        from cpo_tui.errors import CpoError

        try:
            done = await self.cpo.take_back(undo, set_id)
        except CpoError as error:
            self.cpo.tell(error)
            return
        if done:
            await self._read()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Show what the change-set changed, or fold it again."""
        key = self.query_one(EntryList).key
        self._open = key if isinstance(key, int) and key != self._open else None
        self._show()


def history_entries(
    sets: Sequence[ChangeSet], moment: Moment, width: int, *, opened: int | None, changes: Sequence[tuple[object, ...]]
) -> list[Entry]:
    """The change-sets as entries; the opened one with before and after."""
    if not sets:
        return [Entry(None, (([("Nothing was changed yet.", "ink")], []),))]
    entries: list[Entry] = []
    for one in sets:
        summary = shown(one.summary) or shown(one.verb)
        left = [(f" {fit(moment.short(one.at), 17)} ", "quiet"), (summary, "done" if one.undone else "ink")]
        left += [("  taken back", "faint")] if one.undone else []
        right = [(f"{shown(one.officer)}", "quiet"), (" ", "")] if width >= 60 else []  # noqa: PLR2004 - room for both
        rows: list[Row] = [(left, right)]
        if one.reason:
            rows.append(([(" " * 19, ""), (f"because: {shown(one.reason)}", "quiet")], []))
        if one.id == opened:
            rows += _changes(changes)
        entries.append(Entry(one.id, tuple(rows)))
    return entries


def _changes(changes: Sequence[tuple[object, ...]]) -> list[Row]:
    rows: list[Row] = []
    for _, reference, table, _, _, before, after in changes[:MOST_CHANGES]:
        was, is_now = _values(before), _values(after)
        for name in dict.fromkeys((*was, *is_now)):
            if was.get(name) == is_now.get(name):
                continue
            what = f"{shown(reference)} {shown(table)}.{shown(name)}: "
            rows.append(
                (
                    [
                        (" " * 19, ""),
                        (what, "faint"),
                        (f"{_value(was.get(name))} → {_value(is_now.get(name))}", "quiet"),
                    ],
                    [],
                )
            )
    if len(changes) > MOST_CHANGES:
        rows.append(([(" " * 19, ""), (f"and {len(changes) - MOST_CHANGES:,} more", "faint")], []))
    return rows


def _values(text: object) -> dict[str, object]:
    found = json.loads(str(text)) if text else {}
    return found if isinstance(found, dict) else {}


def _value(value: object) -> str:
    return "nothing" if value is None else shown(value, limit=60)
