"""Working days: public holidays by calendar, with the dated exceptions of a pack.

The holidays come from the `holidays` library, year by year and only when a date asks for them; days on which an office
closed (or stayed open) by order are exceptions in the pack, because no library knows them in advance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5

UK_CASE = "uk_case"
"""The calendar of the nation of the case; it is resolved before days are counted."""

_REGIONS: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "us_federal": (("US", None),),
    "uk_england_wales": (("GB", "ENG"),),
    "uk_scotland": (("GB", "SCT"),),
    "uk_northern_ireland": (("GB", "NIR"),),
    "uk_any": (("GB", "ENG"), ("GB", "WLS"), ("GB", "SCT"), ("GB", "NIR")),
}
CALENDAR_NAMES = (*_REGIONS, UK_CASE)
_NATIONS = {
    "england_wales": "uk_england_wales",
    "england": "uk_england_wales",
    "wales": "uk_england_wales",
    "scotland": "uk_scotland",
    "northern_ireland": "uk_northern_ireland",
}


@dataclass(frozen=True, slots=True)
class CalendarException:
    """A dated correction of a calendar: a day on which offices closed, or a holiday that was not kept."""

    calendar: str
    on: date
    name: str
    closed: bool = True
    source: str = ""


@cache
def _public_holidays(name: str, year: int) -> Mapping[date, str]:
    """The holidays of one calendar in one year, observed days included, by name."""
    from holidays import country_holidays  # a tenth of a second that most commands never need

    found: dict[date, str] = {}
    for country, subdivision in _REGIONS[name]:
        for day, title in country_holidays(country, subdiv=subdivision, years=[year], observed=True).items():
            if day.year == year:
                found.setdefault(day, title)
    return found


@dataclass(slots=True)
class Calendar:
    """The working days of one calendar. Years are read when first asked for and kept."""

    name: str
    exceptions: tuple[CalendarException, ...] = ()
    _closed: dict[date, str] = field(default_factory=dict, repr=False)
    _years: set[int] = field(default_factory=set, repr=False)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on a day; None on any other day, weekends included."""
        if day.year not in self._years:
            self._read(day.year)
        return self._closed.get(day)

    def is_working(self, day: date) -> bool:
        """Whether a day is neither a Saturday, a Sunday nor a holiday."""
        if day.weekday() >= SATURDAY:
            return False
        if day.year not in self._years:
            self._read(day.year)
        return day not in self._closed

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def holidays_between(self, first: date, last: date) -> Iterable[tuple[date, str]]:
        """The holidays from `first` to `last`, both included, in order."""
        day = first
        while day <= last:
            name = self.holiday(day)
            if name is not None:
                yield day, name
            day += ONE_DAY

    def _read(self, year: int) -> None:
        self._closed.update(_public_holidays(self.name, year))
        for exception in self.exceptions:
            if exception.on.year == year:
                if exception.closed:
                    self._closed[exception.on] = exception.name
                else:
                    self._closed.pop(exception.on, None)
        self._years.add(year)


@dataclass(slots=True)
class Calendars:
    """The calendars of one pack, each with the pack's exceptions."""

    exceptions: tuple[CalendarException, ...] = ()
    _made: dict[str, Calendar] = field(default_factory=dict, repr=False)

    def get(self, name: str, nation: str | None = None) -> Calendar:
        """The calendar of that name; `nation` chooses for `uk_case` (England and Wales where it is not recorded)."""
        real = _NATIONS.get(nation or "", "uk_england_wales") if name == UK_CASE else name
        made = self._made.get(real)
        if made is None:
            own = tuple(one for one in self.exceptions if one.calendar == real or _closes_a_part(one, real))
            made = self._made[real] = Calendar(real, own)
        return made


def _closes_a_part(exception: CalendarException, calendar: str) -> bool:
    """A day closed in one nation is closed for the calendar of all of them; a day kept open in one is not."""
    return calendar == "uk_any" and exception.closed and exception.calendar.startswith("uk_")
