"""The calendar: how much comes up on each day of a month or a week, and the way from a day to its cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.domain.cases import CaseRow
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries import calendar as calendar_lines
from cpo_tui.ui.entries.calendar import Days
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import law
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.roles import Part

NARROW = 60
"""Below this width the first line says only how many."""
CASES = 8
"""How many cases of the chosen day are read for the pane beneath."""
FIRST_DAY, LAST_DAY = date(1900, 1, 8), date(2199, 12, 24)
"""Where the calendar ends; a whole month can be shown on either side."""


class Calendar(CommandScreen):
    """The days of a month or a week, with a cursor on one of them."""

    NAME = "calendar"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("calendar")]
    CSS = """
    Calendar #month-top { height: 2; padding: 0 1; }
    Calendar #month { height: 1fr; padding: 0 1; }
    Calendar #preview { height: 8; }
    Calendar.-middle #preview { height: 5; }
    Calendar.-low #preview { display: block; height: 2; }
    Calendar.-low #month-top { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.moment = Moment.present()
        self.chosen = self.moment.today
        self.week = False
        self.mine = True
        self.load: dict[date, int] = {}
        self.holidays: dict[date, str] = {}
        self.cases: tuple[CaseRow, ...] = ()

    # ------------------------------------------------------------------ what it consists of

    def compose(self) -> ComposeResult:
        """The name of the month, its days, the chosen day, the keys."""
        yield Panel(id="month-top")
        yield Panel(id="month")
        yield Panel(id="preview")
        yield KeyLine()

    def on_mount(self) -> None:
        """Draw the days at once; what comes up on them follows."""
        self.query_one("#month-top", Panel).show(self._top)
        self.query_one("#month", Panel).show(self._days)
        self.query_one("#preview", Panel).show(self._day)
        self.offer_keys()
        self.work(self._read())

    @property
    def days(self) -> Days:
        """What is known of the days."""
        return Days(self.chosen, self.moment, self.load, self.holidays)

    @property
    def query_text(self) -> str:
        """The query that finds the cases of the chosen day."""
        return f"{'officer:me ' if self.mine else ''}act:{self.chosen.isoformat()}"

    async def _read(self) -> None:
        gateway, officer = self.cpo.gateway, self.cpo.officer if self.mine else None
        first = calendar_lines.first_shown(self.chosen, week=self.week)
        last = calendar_lines.last_shown(self.chosen, week=self.week)
        self.load = await gateway.read(
            partial(law.load_between, officer=officer, first=first, last=last, moment=self.moment), line="calendar"
        )
        self._renew()
        await self._read_day()
        self.holidays = await gateway.read(partial(law.holidays_between, first=first, last=last), line="holidays")
        self._renew()

    async def _read_day(self) -> None:
        self.cases = await self.cpo.gateway.read(
            partial(law.cases_on, query=self.query_text, officer=self.cpo.officer, moment=self.moment, limit=CASES),
            line="calendar day",
        )
        self._renew()

    def _renew(self) -> None:
        for name in ("#month-top", "#month", "#preview"):
            self.query_one(name, Panel).renew()

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        first = calendar_lines.first_shown(self.chosen, week=self.week)
        last = calendar_lines.last_shown(self.chosen, week=self.week)
        within = sum(
            count
            for day, count in self.load.items()
            if first <= day <= last and (self.week or day.month == self.chosen.month)
        )
        whose = "my cases" if self.mine else "everybody's cases"
        words = f"{within:,} to act on · {whose} · ◂ today"
        if width < NARROW:
            words = f"{within:,} {'mine' if self.mine else 'all'}"
        right: list[Part] = [(words, "quiet")]
        return [spread([(calendar_lines.title(self.chosen, week=self.week), "strong")], right, width), []]

    def _days(self, width: int, height: int) -> Sequence[Line]:
        return (calendar_lines.week_lines if self.week else calendar_lines.month_lines)(self.days, width, height)

    def _day(self, width: int, height: int) -> Sequence[Line]:
        lines = calendar_lines.day_lines(self.days, self.cases, width, height)
        return [spread(left, right, width) for left, right in lines]

    def labels(self) -> dict[str, str]:
        """The other view by its name."""
        return {"calendar.view": "month" if self.week else "week", "calendar.officer": "all" if self.mine else "mine"}

    # ------------------------------------------------------------------ move

    def go(self, day: date) -> None:
        """Put the cursor on a day; another month is read when it is reached."""
        day = max(FIRST_DAY, min(day, LAST_DAY))
        if day == self.chosen:
            return
        first = calendar_lines.first_shown(self.chosen, week=self.week)
        self.chosen, self.cases = day, ()
        self._renew()
        same = calendar_lines.first_shown(day, week=self.week) == first
        self.work(self._read_day() if same else self._read())

    def do_calendar_previous(self) -> None:
        """The day before."""
        self.go(self.chosen - timedelta(days=1))

    def do_calendar_next(self) -> None:
        """The next day."""
        self.go(self.chosen + timedelta(days=1))

    def do_calendar_up(self) -> None:
        """A week earlier; in the week, a day."""
        self.go(self.chosen - timedelta(days=1 if self.week else calendar_lines.WEEK))

    def do_calendar_down(self) -> None:
        """A week later; in the week, a day."""
        self.go(self.chosen + timedelta(days=1 if self.week else calendar_lines.WEEK))

    def do_calendar_earlier(self) -> None:
        """The month or the week before."""
        self._step(-1)

    def do_calendar_later(self) -> None:
        """The next month or week."""
        self._step(1)

    def _step(self, way: int) -> None:
        if self.week:
            self.go(self.chosen + timedelta(days=way * calendar_lines.WEEK))
            return
        first = self.chosen.replace(day=1)
        other = (first + timedelta(days=31)).replace(day=1) if way > 0 else (first - timedelta(days=1)).replace(day=1)
        last = (other + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        self.go(min(other.replace(day=min(self.chosen.day, last.day)), LAST_DAY))

    def do_calendar_today(self) -> None:
        """To today."""
        self.moment = Moment.present()
        self.go(self.moment.today)

    def do_calendar_view(self) -> None:
        """Between the month and the week."""
        self.week = not self.week
        self.offer_keys()
        self.work(self._read())

    def do_calendar_officer(self) -> None:
        """Between my cases and everybody's."""
        self.mine = not self.mine
        self.offer_keys()
        self.work(self._read())

    # ------------------------------------------------------------------ leave

    def do_calendar_open(self) -> None:
        """The caseload, with the cases of the day."""
        from cpo_tui.ui.screens.caseload import Caseload

        query = self.query_text
        while len(self.app.screen_stack) > 1 and not isinstance(self.app.screen, Caseload):
            self.app.pop_screen()
        if isinstance(self.app.screen, Caseload):
            self.app.screen.ask(query)

    def do_calendar_leave(self) -> None:
        """Back to where the calendar was opened."""
        self.app.pop_screen()

    def cases_changed(self, _case_ids: object) -> None:
        """Count anew."""
        self.work(self._read())
