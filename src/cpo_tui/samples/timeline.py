"""The timeline of one case while its story is told: what happened, and when the office learnt of it."""

from __future__ import annotations

from cpo_tui.samples.days import ISO, MINUTES_A_DAY, moment
from cpo_tui.samples.dice import Dice
from cpo_tui.samples.places import OTHER_STANDARD, STANDARDS
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.wording import Telling

Row = tuple[str, ...]
Told = tuple[int, int, Row, dict[str, str]]
"""When, in which place among those of the same moment, the row, and the facts entered with it."""

MORNING = 8 * 60 + 30
"""The minute of the last day up to which anything has happened: the office has just opened."""
RECORDED_LATEST = MORNING + 20
_EVENING = 20 * 60
_ARRIVAL = 7 * 60 + 40
_DELAYS = (9, 14, 20, 25, 31, 40, 52, 65, 80, 95, 130, 170, 220, 240, 300, 35, 45, 1500, 2900, 4300)
"""Minutes from the event to its entry; now and then somebody enters it days later."""


class Timeline:
    """Collects the events of one case. What lies after this morning, or is withheld by the scenario, is not told."""

    __slots__ = ("_limit", "_reference", "_rows", "_withheld", "_words", "days", "dice", "flags", "today")

    def __init__(self, plan: Plan, dice: Dice, today: int) -> None:
        self.dice = dice
        self.today = today
        self.flags: list[tuple[str, int, str]] = []
        """Safeguards that the story raised: kind, day, source."""
        self.days: dict[str, int] = {}
        """The day of the last event of each kind that was told: what the papers must agree with."""
        self._reference = plan.reference
        self._words = {
            "language": plan.person.language,
            "country": plan.person.nationality,
            "facility": plan.facility,
            "counsel": plan.counsel or "the person",
            "court": plan.court,
            "standard": STANDARDS.get(plan.facility, OTHER_STANDARD),
        }
        self._withheld = plan.scenario.withheld
        self._limit = today * MINUTES_A_DAY + MORNING
        self._rows: list[Told] = []

    def at(self, telling: Telling, day: int, minute: int, **words: str) -> bool:
        """Tell an event at a minute of a day (more than 1,440 run into the next); False where it is not told."""
        instant = day * MINUTES_A_DAY + minute
        if instant > self._limit or telling.kind in self._withheld:
            return False
        day, minute = divmod(instant, MINUTES_A_DAY)
        self._add(instant, telling, moment(day, minute), words)
        return True

    def on(self, telling: Telling, day: int, **words: str) -> bool:
        """Tell an event of which only the day is known."""
        if day >= self.today or telling.kind in self._withheld:
            return False
        self._add(day * MINUTES_A_DAY + 12 * 60, telling, ISO[day], words)
        return True

    def flag(self, kind: str, day: int, source: str) -> None:
        """Raise a safeguard."""
        self.flags.append((kind, day, source))

    def rows(self) -> list[Row]:
        """The events as rows of `events.csv`, as they happened."""
        return [told[2] for told in self._in_order()]

    def facts(self) -> list[dict[str, str]]:
        """What was entered with each event, by the names of the rule pack; in the order of `rows`."""
        return [told[3] for told in self._in_order()]

    def _in_order(self) -> list[Told]:
        return sorted(self._rows, key=lambda told: told[:2])

    def _add(self, instant: int, telling: Telling, occurred: str, words: dict[str, str]) -> None:
        kind, title, body, source, pinned, facts = telling
        words = {**self._words, **words} if words else self._words
        recorded = self._recorded(instant)
        row = (
            self._reference, kind, occurred, recorded, _filled(title, words), _filled(body, words), _filled(source, words),
            "yes" if pinned else "no",
        )  # fmt: skip
        known = {name: _filled(value, words) for name, value in facts}
        self._rows.append((instant, len(self._rows), row, known))
        self.days[kind] = instant // MINUTES_A_DAY

    def _recorded(self, instant: int) -> str:
        """When the event was entered: during somebody's working day, and not later than this morning."""
        day, minute = divmod(instant + self.dice.pick(_DELAYS), MINUTES_A_DAY)
        if minute >= _EVENING:
            day, minute = day + 1, _ARRIVAL
        elif minute < _ARRIVAL:
            minute = _ARRIVAL
        if day * MINUTES_A_DAY + minute > self.today * MINUTES_A_DAY + RECORDED_LATEST:
            day, minute = self.today, RECORDED_LATEST
        return moment(day, minute)


def _filled(text: str, words: dict[str, str]) -> str:
    return text.format_map(words) if "{" in text else text
