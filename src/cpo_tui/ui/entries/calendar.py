"""The month and the week as lines: a day a cell, with how much comes up, the holidays by name, today marked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cpo_tui.domain import times
from cpo_tui.domain.cases import CaseRow
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.columns import glyph_of
from cpo_tui.ui.widgets.roles import Part

WEEK = 7
SATURDAY = 5
BLOCKS = "▁▂▃▄▅▆▇█"
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ROOMY = 12
"""Cells of a day from which on it has a bar and the name of its holiday; below it is a number and a count."""

Lines = list[list[Part]]


@dataclass(frozen=True, slots=True)
class Days:
    """What the calendar knows of its days."""

    chosen: date
    moment: Moment
    load: Mapping[date, int] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The greatest load of a day to come; what is past would flatten the bars."""
        return max([count for day, count in self.load.items() if day >= self.moment.today], default=0) or 1

    def marks(self, day: date) -> str:
        """`◂` behind today; a blank behind any other day."""
        return "◂" if day == self.moment.today else " "

    def role(self, day: date) -> str:
        """How the load of a day is drawn: for today and the days before, the time to act has come."""
        return "now" if day <= self.moment.today else "you"


def first_shown(chosen: date, *, week: bool) -> date:
    """The Monday with which the month or the week of a day begins."""
    first = chosen if week else chosen.replace(day=1)
    return first - timedelta(days=first.weekday())


def last_shown(chosen: date, *, week: bool) -> date:
    """The Sunday with which the month or the week of a day ends."""
    if week:
        return first_shown(chosen, week=True) + timedelta(days=WEEK - 1)
    last = (chosen.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return last + timedelta(days=WEEK - 1 - last.weekday())


def title(chosen: date, *, week: bool) -> str:
    """The name of the month, or the first and the last day of the week."""
    if not week:
        return f"{MONTH_NAMES[chosen.month - 1]} {chosen.year}"
    first = first_shown(chosen, week=True)
    return f"{times.date_words(first)} to {times.date_words(first + timedelta(days=WEEK - 1))}"


# ---------------------------------------------------------------------- month


def month_lines(days: Days, width: int, height: int) -> Lines:
    """The month of the chosen day, a week a row of cells; each cell has as many lines as there is room for, one to four."""
    cell = max(4, width // WEEK)
    first, last = first_shown(days.chosen, week=False), last_shown(days.chosen, week=False)
    weeks = ((last - first).days + 1) // WEEK
    tall = max(1, min(4, (height - 1) // weeks)) if height else 3
    lines: Lines = [[(fit(f" {name}" if cell >= ROOMY else f"  {name[:2]}", cell), "head") for name in times.DAYS]]
    for number in range(weeks):
        monday = first + timedelta(days=number * WEEK)
        row = [monday + timedelta(days=one) for one in range(WEEK)]
        cells = [_cell(days, day, cell, tall) for day in row]
        lines += [[part for one in cells for part in one[line]] for line in range(tall)]
    return lines


def _cell(days: Days, day: date, cell: int, tall: int) -> list[list[Part]]:
    """One day: its number and count, its bar, its holiday, a blank line, as far as there is room."""
    chosen = day == days.chosen
    over = "key" if chosen else "strong" if day == days.moment.today else "ink"
    if day.month != days.chosen.month:
        over = "faint"
    elif not chosen and (day.weekday() >= SATURDAY or day in days.holidays):
        over = "quiet"
    load = days.load.get(day, 0)
    if cell < ROOMY:
        return _small_cell(days, day, cell, tall, over)
    edge = "▌" if chosen else " "
    holiday = shown(days.holidays.get(day, ""))
    room = cell - 5
    count = f"{load:,}" if load else ""
    if day == days.moment.today and room >= 12:  # noqa: PLR2004 - room for the word and the count
        count = f"today {count}"
    name_here = holiday and tall < 3  # noqa: PLR2004 - no line of its own for the holiday
    wide = min(room, max(6, len(count)))
    words = fit(count, wide) + (fit(f" {holiday}" if name_here else "", room - wide))
    first: list[Part] = [
        (edge, "key"),
        (f"{day.day:>2}", over),
        (days.marks(day), "now"),
        (" ", ""),
        (words, days.role(day) if not name_here else "quiet"),
    ]
    full = min(room, max(1, round(room * min(load, days.most) / days.most))) if load else 0
    second: list[Part] = [(edge, "key"), ("   ", ""), ("━" * full, days.role(day)), (" " * (cell - 4 - full), "")]
    third: list[Part] = [(edge, "key"), (fit(holiday, cell - 2), "quiet"), (" ", "")]
    blank: list[Part] = [(" " * cell, "")]
    return [first, second, third, blank][:tall]


def _small_cell(days: Days, day: date, cell: int, tall: int, over: str) -> list[list[Part]]:
    """A day on a narrow screen: its number, and beneath it the count where there is a line for it, else a bar beside it."""
    chosen, load = day == days.chosen, days.load.get(day, 0)
    edge = "▌" if chosen else " "
    sign = "*" if day in days.holidays else days.marks(day)
    bar = BLOCKS[min(7, load * 7 // days.most)] if load else " "
    first: list[Part] = [(edge, "key"), (f"{day.day:>2}", over), (sign, "now" if sign == "◂" else "quiet")]
    first.append((fit(bar if tall == 1 else "", cell - 4), days.role(day)))
    second: list[Part] = [(edge, "key"), (fit(f"{load:>2,}" if load else "", cell - 1), days.role(day))]
    blank: list[Part] = [(" " * cell, "")]
    return [first, second, blank, blank][:tall]


# ---------------------------------------------------------------------- week


def week_lines(days: Days, width: int, height: int) -> Lines:
    """The week of the chosen day, a day a line, with a bar, a count and the name of its holiday."""
    monday = first_shown(days.chosen, week=True)
    gap = height >= 2 * WEEK
    room = max(4, width - 34)
    most = max(days.load.get(monday + timedelta(days=one), 0) for one in range(WEEK)) or 1
    lines: Lines = []
    for one in range(WEEK):
        day = monday + timedelta(days=one)
        load = days.load.get(day, 0)
        chosen = day == days.chosen
        full = max(1, round(room * load / most)) if load else 0
        closed = day.weekday() >= SATURDAY or day in days.holidays
        role = "key" if chosen else "quiet" if closed else "ink"
        holiday = shown(days.holidays.get(day, ""))
        line: list[Part] = [
            ("▌" if chosen else " ", "key"), (fit(f" {times.DAYS[day.weekday()]} {day.day} {times.MONTHS[day.month - 1]}", 12), role),
            (fit("today" if day == days.moment.today else "", 7), "now"),
            (fit(f"{load:,}" if load else "·", 6, right=True), days.role(day) if load else "faint"), ("  ", ""),
        ]  # fmt: skip
        if holiday and not load:
            line.append((fit(holiday, max(0, room)), "quiet"))
        else:
            name = f"  {holiday}" if holiday else ""
            full = min(full, max(1, room - len(name)))
            line += [("━" * full, days.role(day)), (name, "quiet")]
        lines.append(line)
        if gap:
            lines.append([])
    return lines


# ---------------------------------------------------------------------- the chosen day


def day_lines(days: Days, cases: Sequence[CaseRow], width: int, height: int) -> list[tuple[list[Part], list[Part]]]:
    """The chosen day in words, and the first cases that must be acted on that day."""
    day, load = days.chosen, days.load.get(days.chosen, 0)
    words = "no case" if not load else "1 case" if load == 1 else f"{load:,} cases"
    head: list[Part] = [
        (times.date_words(day, weekday=True), "strong"),
        ("   ", ""),
        (words, days.role(day) if load else "quiet"),
    ]
    if day == days.moment.today:
        head.append(("   today", "now"))
    elif day < days.moment.today and load:
        head.append(("   the time to act has come", "now"))
    if day in days.holidays:
        head.append((f"   {shown(days.holidays[day])}: offices are closed", "quiet"))
    lines: list[tuple[list[Part], list[Part]]] = [(head, [])]
    for row in cases[: max(0, height - 1)]:
        left: list[Part] = [("  ", ""), (f"{glyph_of(row.severity)} ", "ink"), (shown(row.demand), "ink")]
        lines.append((left, [(f"  {fit(shown(row.full_name), min(30, width // 3))}", "quiet")]))
    return lines
