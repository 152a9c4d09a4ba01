"""The access log for the auditor: every line, by who, what, outcome and day; the one under the cursor in full."""

from __future__ import annotations

from array import array
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.actions.trust import note_reading
from cpo_tui.errors import Refused
from cpo_tui.store import access
from cpo_tui.store.access import Access, Wanted
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.pages import Pages
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.moving import Movable, MovingScreen
from cpo_tui.ui.widgets.access_table import BAD, AccessTable, about
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.roles import Part
from cpo_tui.ui.widgets.window_table import WindowTable

ANYTHING = "*"
_NAMES = {"officer": "who", "kind": "what", "outcome": "outcome"}


class AccessLog(MovingScreen):
    """The lines of the access log, newest first."""

    NAME = "access"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("access")]
    CSS = """
    AccessLog #access-top { height: 2; padding: 0 1; }
    AccessLog AccessTable { height: 1fr; background: $paper; overflow-x: hidden; scrollbar-size-vertical: 1; }
    AccessLog #access-line { height: 4; padding: 0 1; border-top: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.moment = Moment.present()
        self.wanted = Wanted(zone=self.moment.zone)
        self.read = False
        self.may = True
        """Whether this officer may read the log; who may not sees why, and nothing else."""

    def compose(self) -> ComposeResult:
        """What is asked for, the lines, the one under the cursor, the keys."""
        yield Panel(id="access-top")
        yield AccessTable(self._pages(array("q")), self.moment, id="access")
        yield Panel(id="access-line")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the log in a reader thread; the screen is there meanwhile."""
        self.query_one("#access-top", Panel).show(self._top)
        self.query_one("#access-line", Panel).show(self._line)
        self.table.focus()
        self.work(self._read())

    @property
    def table(self) -> AccessTable:
        """The lines."""
        return self.query_one(AccessTable)

    @property
    def moving(self) -> Movable:
        """The lines are what is moved over."""
        return self.table

    @property
    def case_id(self) -> int | None:
        """The case that the line under the cursor is about; None where it is about none."""
        row = self.table.row
        found = None if row is None else row.detail.get("case")
        return found if isinstance(found, int) else None

    @property
    def has_case(self) -> bool:
        """Whether the line under the cursor is about a case."""
        return self.case_id is not None

    def _pages(self, ids: array[int]) -> Pages[Access]:
        return Pages(ids, lambda page: self.cpo.gateway.read_now(partial(access.by_ids, wanted=page)))

    async def _read(self) -> None:
        wanted = self.wanted
        try:
            await self.cpo.gateway.act(note_reading, wanted)
        except Refused as error:
            self.table.empty = (error.message, error.hint)
            self.may = False
            self._renew()
            self.table.refresh()
            return
        ids = await self.cpo.gateway.read(partial(access.ids, wanted=wanted), line="access")
        self.read = True
        self.table.empty = ("No line is like that.", "Esc takes the filters away.")
        self.table.show(self._pages(ids))
        self._renew()

    def _renew(self) -> None:
        self.query_one("#access-top", Panel).renew()
        self.query_one("#access-line", Panel).renew()
        self.offer_keys()

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        count = f"{len(self.table.source):,} lines" if self.read else "reading …" if self.may else ""
        asked: list[Part] = []
        for name, words in _NAMES.items():
            value = getattr(self.wanted, name)
            if value is not None:
                asked += [(f"{words} ", "quiet"), (shown(value).replace("_", " "), "you"), ("   ", "")]
        if self.wanted.day is not None:
            asked += [("day ", "quiet"), (self.moment.full(self.wanted.day), "you")]
        return [
            spread([("Access log", "strong")], [(count, "quiet")], width),
            spread(asked or [("everything, the newest first", "quiet")], [], width),
        ]

    def _line(self, width: int, _height: int) -> Sequence[Line]:
        row = self.table.row
        if row is None:
            return []
        moment = datetime.fromisoformat(row.at)
        bad = row.outcome in BAD
        head: list[Part] = [(shown(row.kind).replace("_", " "), "strong"), ("  ", "")]
        head += [(f"{'× ' if bad else ''}{shown(row.outcome)}", "late" if bad else "ink")]
        utc = f"{moment:%Y-%m-%d %H:%M:%S.%f}"[:-3] + " UTC"
        lines: list[Line] = [spread(head, [(f"line {row.id:,}", "faint")], width)]
        lines.append(
            spread([(f"{shown(row.officer)} · {shown(row.source) or 'unknown source'} · {utc}", "quiet")], [], width)
        )
        lines.append(spread([(about(row), "ink")], [], width))
        if row.reason:
            lines[-1] = spread([(about(row), "ink"), ("  because: ", "quiet"), (shown(row.reason), "ink")], [], width)
        return lines

    @on(WindowTable.CursorMoved)
    def _moved(self) -> None:
        self._renew()

    @on(WindowTable.Chosen)
    def _chosen(self) -> None:
        self.do_access_open()

    # ------------------------------------------------------------------ commands

    def do_access_open(self) -> None:
        """Open the case that the line is about."""
        from cpo_tui.ui.screens.case import CaseScreen

        if self.case_id is not None:
            self.app.push_screen(CaseScreen(self.case_id))

    async def _ask(self, column: str) -> None:
        others = replace(self.wanted, **{column: None})  # type: ignore[arg-type]
        found = await self.cpo.gateway.read(partial(access.values_of, column=column, wanted=others))
        options = [Option(ANYTHING, "any")]
        options += [Option(value, shown(value).replace("_", " "), f"{count:,}") for value, count in found]
        chosen = await self.app.push_screen_wait(Choice(f"Access log: {_NAMES[column]}", options))
        if chosen:
            await self._turn_to(replace(self.wanted, **{column: None if chosen == ANYTHING else chosen}))  # type: ignore[arg-type]

    async def _turn_to(self, wanted: Wanted) -> None:
        self.wanted = wanted
        await self._read()

    def do_access_officer(self) -> Awaitable[None]:
        """Only what one officer did."""
        return self._ask("officer")

    def do_access_kind(self) -> Awaitable[None]:
        """Only one kind."""
        return self._ask("kind")

    def do_access_outcome(self) -> Awaitable[None]:
        """Only one outcome."""
        return self._ask("outcome")

    def do_access_refused(self) -> Awaitable[None]:
        """What was refused, or everything."""
        refused = None if self.wanted.outcome == "refused" else "refused"
        return self._turn_to(replace(self.wanted, outcome=refused))

    async def _ask_day(self) -> None:
        field = Field("day", "day", "past", hint="today, yesterday, 26 feb; empty for any")
        values = await self.app.push_screen_wait(Form("Access log: the day", (field,), save="show"))
        if values is not None:
            day = values["day"][: len("2026-03-02")]
            await self._turn_to(replace(self.wanted, day=date.fromisoformat(day) if day else None))

    def do_access_day(self) -> Awaitable[None]:
        """Only one day."""
        return self._ask_day()

    def do_access_refresh(self) -> Awaitable[None]:
        """Read the log anew."""
        return self._read()

    async def _fewer(self) -> None:
        for name in ("day", "outcome", "kind", "officer"):
            if getattr(self.wanted, name) is not None:
                await self._turn_to(replace(self.wanted, **{name: None}))  # type: ignore[arg-type]
                return
        self.app.pop_screen()

    def do_access_leave(self) -> Awaitable[None]:
        """One filter less, then back."""
        return self._fewer()
