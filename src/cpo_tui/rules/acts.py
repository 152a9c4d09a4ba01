"""What was done to the clocks of one rule on one case: pauses, extensions, contests, and what an officer met or waived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import ClockEvent, Event, Value, last_instant, local_day
from cpo_tui.rules.clocks import Pause
from cpo_tui.rules.pack import Rule
from cpo_tui.rules.runs import MET, WAIVED, Run


class Acts:
    """The acts on the clocks of one rule, in the order of their days."""

    def __init__(self, rule: Rule, acts: Sequence[ClockEvent], zone: tzinfo) -> None:
        self._rule = rule
        self._acts = acts
        self._zone = zone

    def __bool__(self) -> bool:
        """Whether anything was done at all."""
        return bool(self._acts)

    def closers(self) -> list[Event]:
        """What an officer met or waived, as events that close a round; each names the trigger that it was aimed at."""
        found = []
        for place, one in enumerate(self._acts):
            if one.kind in ("meet", "waive"):
                aimed: dict[str, Value] = {} if one.trigger is None else {"@trigger": one.trigger}
                kind = MET if one.kind == "meet" else WAIVED
                found.append(Event(f"{one.kind} {place}", kind, one.on, facts=aimed))
        return found

    def on(self, run: Run, *kinds: str) -> list[ClockEvent]:
        """The acts of these kinds that concern a round: aimed at its trigger, or done while it ran."""
        return [one for one in self._acts if one.kind in kinds and self._concerns(one, run)]

    def _concerns(self, one: ClockEvent, run: Run) -> bool:
        if one.trigger is not None and one.trigger != run.trigger.id:
            return False
        if self._rule.recurring is None:
            return True
        at = last_instant(one.on, self._zone)
        return run.opened <= at and (run.closer is None or at <= last_instant(run.closer.occurred_at, self._zone))

    def pauses(self, run: Run) -> tuple[tuple[Pause, ...], When | None, list[str]]:
        """The closed pauses of a round, the start of one that has not ended, and what does not fit."""
        marks = [one for one in self._acts if one.kind in ("pause", "resume") and one.trigger in (None, run.trigger.id)]
        if not marks:
            return (), None, []
        if not self._rule.pausable:
            return (), None, ["the law does not allow this clock to be paused: the pause is not counted"]
        closed: list[Pause] = []
        since: When | None = None
        warnings: list[str] = []
        for one in marks:
            if one.kind == "pause" and one.until is not None:
                closed.append(Pause(one.on, one.until))
            elif one.kind == "pause":
                since = since if since is not None else one.on
            elif since is None:
                warnings.append(f"resumed on {local_day(one.on, self._zone):%Y-%m-%d} without a pause before it")
            else:
                closed.append(Pause(since, one.on))
                since = None
        return tuple(closed), since, warnings

    def extension(self, run: Run, warnings: list[str]) -> int:
        """By how much a round was extended, in the rule's unit; what does not fit is added to `warnings`."""
        if not self._acts:
            return 0
        added = sum(one.amount for one in self.on(run, "extend"))
        removed = sum(one.amount for one in self.on(run, "unextend"))
        if removed > added:
            warnings.append("more extension was removed than had been given")
        return max(added - removed, 0)
