"""The present, as the screens need it: one reading of the clock and of the office's zone for a whole picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cpo_tui.domain import times
from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import is_late, is_now

SOON = timedelta(days=2)
"""What comes within this time is drawn like what is here; what comes later is quieter."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in the zone of the office; equal moments give equal words."""

    now: datetime
    zone: tzinfo

    @classmethod
    def present(cls) -> Moment:
        """The present minute, by the application's clock."""
        from cpo_tui import clock

        zone = clock.office_zone()
        return cls(clock.now().astimezone(zone).replace(second=0, microsecond=0), zone)

    @property
    def today(self) -> date:
        """The day in the office's zone."""
        return self.now.date()

    def is_held(self, until: date | None) -> bool:
        """Whether a hold until that day still holds."""
        return until is not None and until > self.today

    def act_words(self, act_by: When | None, due_at: When | None) -> tuple[str, str]:
        """The state of a demand (`late`, `now`, `soon`, `later` or `none`) and its words for the left edge of a row."""
        if act_by is None:
            return "none", "–"
        return self.state(act_by, due_at), times.place_words(act_by, due_at, self.now, self.zone)

    def state(self, act_by: When, due_at: When | None) -> str:
        """`late`, `now`, `soon` or `later`."""
        if is_late(due_at, self.now, self.zone):
            return "late"
        if is_now(act_by, due_at, self.now, self.zone):
            return "now"
        return "soon" if times.local_day(act_by, self.zone) - self.today <= SOON else "later"

    def day(self, when: When | None) -> str:
        """A date as an officer says it near the present: `today 16:00`, `in 3 d (Fri)`, `12 Apr`."""
        return "" if when is None else times.day_words(when, self.now, self.zone)

    def full(self, when: When | None) -> str:
        """A date in full, with its weekday and year."""
        return times.when_words(when, self.zone)

    def short(self, when: When | None) -> str:
        """A date without its year where that is this one: `Wed 4 Mar`, `12 Dec 2025`, with the hour it has."""
        if when is None:
            return ""
        day = times.local_day(when, self.zone)
        words = f"{times.DAYS[day.weekday()]} {day.day} {times.MONTHS[day.month - 1]}"
        if day.year != self.now.year:
            words = times.date_words(day)
        return f"{words} {when.astimezone(self.zone):%H:%M}" if isinstance(when, datetime) else words

    def age(self, since: When | None) -> str:
        """An age in days, `88 d`; empty where it is not known."""
        return times.age_words(since, self.now, self.zone)
