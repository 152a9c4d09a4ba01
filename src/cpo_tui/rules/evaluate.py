"""The deadlines of one case: which rules apply, when each is due, what has met it and what is missing.

Pure: a pack, the fields of a case, its events and what was done to its clocks go in; deadlines come out. Nothing
depends on the present or on the order in which things were entered. Whether a deadline is late is for the reader to
say, from `due_at` and the clock on the wall.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import Step
from cpo_tui.domain.facts import ClockEvent, Event, Value, first_instant, last_instant, local_day, spoken_facts
from cpo_tui.rules.acts import Acts
from cpo_tui.rules.calendars import UK_CASE, Calendar
from cpo_tui.rules.clocks import Clock, Reckoning, reckon
from cpo_tui.rules.conditions import Answer
from cpo_tui.rules.deadlines import (
    BLOCKED,
    CONTESTED,
    RUNNING,
    Deadline,
)
from cpo_tui.rules.explanation import Origin, day_words, no_date_steps, steps, when_words
from cpo_tui.rules.governance import displaced, governs, is_timeless, takes_over, versions
from cpo_tui.rules.pack import Pack, Rule, Unit
from cpo_tui.rules.runs import Run, runs_of
from cpo_tui.rules.standing import settled, unsettled
from cpo_tui.rules.terms import Terms, terms
from cpo_tui.rules.timeline import Flag, Timeline


def deadlines_of(
    pack: Pack,
    fields: Mapping[str, object],
    events: Iterable[Event],
    clock_events: Iterable[ClockEvent] = (),
    *,
    zone: tzinfo,
    explain: bool = False,
    only: frozenset[str] | None = None,
) -> tuple[Deadline, ...]:
    """Every deadline that the rules give a case, in the order of the pack and of what started them.

    `fields` are the columns of the case and its person by name. `explain` adds the steps. `only` limits the answer to
    rules with these ids. Days are days of `zone`.
    """
    return deadlines_on(Timeline(pack, fields, events, zone, clock_events), explain=explain, only=only)


def deadlines_on(
    timeline: Timeline, *, explain: bool = False, only: frozenset[str] | None = None
) -> tuple[Deadline, ...]:
    """The deadlines of a case that is already laid out as a timeline (see `deadlines_of`)."""
    found: list[Deadline] = []
    for rule in _started(timeline):
        if only is None or rule.id in only:
            found += deadlines_of_rule(rule, timeline, explain=explain)
    return tuple(found)


def flags_of(pack: Pack, fields: Mapping[str, object], events: Iterable[Event], *, zone: tzinfo) -> tuple[Flag, ...]:
    """What does not fit in the record of a case: impossible dates, contradictions, missing times of day."""
    timeline = Timeline(pack, fields, events, zone)
    _ = timeline.facts
    return tuple(dict.fromkeys(timeline.flags))


def _started(timeline: Timeline) -> list[Rule]:
    """The rules that something on this case can start, in the order of the pack."""
    pack = timeline.pack
    kinds = {*timeline.by_kind, *(event.kind for event in timeline.unusable)}
    for derived in pack.derived:
        if derived.kind in pack.by_trigger and derived.kind not in kinds and timeline.occurrences(derived.kind):
            kinds.add(derived.kind)
    wanted = {rule.id: rule for kind in kinds for rule in pack.by_trigger.get(kind, ())}
    return sorted(wanted.values(), key=lambda rule: pack.places[rule.id])


def deadlines_of_rule(rule: Rule, timeline: Timeline, *, explain: bool = False) -> list[Deadline]:
    """The deadlines of one rule on one case."""
    return _Evaluation(rule, timeline, explain=explain).deadlines() if rule.enabled else []


class _Evaluation:
    """One rule on one case."""

    def __init__(self, rule: Rule, timeline: Timeline, *, explain: bool) -> None:
        self.rule = rule
        self.timeline = timeline
        self.pack = timeline.pack
        self.zone = timeline.zone
        self.explain = explain
        self.acts = Acts(rule, timeline.clock_events(rule.id), self.zone)

    def deadlines(self) -> list[Deadline]:
        """The deadlines of every round that this rule governs, and one without a date for a start that cannot be."""
        starts = [one for kind in self.rule.triggers for one in self.timeline.occurrences(kind)]
        runs = runs_of(self.rule, starts, self._closers(), self._enders(), self.zone, self._grid_due) if starts else ()
        found = [made for run in runs if self._governs(run) and (made := self._deadline(run)) is not None]
        impossible = [event for event in self.timeline.unusable if event.kind in self.rule.triggers]
        return [*found, *(made for event in impossible if (made := self._blocked(event)) is not None)]

    def _closers(self) -> list[Event]:
        events = [event for kind in self.rule.satisfied_by for event in self.timeline.by_kind.get(kind, ())]
        return [*events, *self.acts.closers()] if self.acts else events

    def _enders(self) -> list[Event]:
        return [event for kind in self.rule.ends_on for event in self.timeline.by_kind.get(kind, ())]

    def _governs(self, run: Run) -> bool:
        """Whether this version governs a round; one that began under an older version may be taken over."""
        if is_timeless(self.pack, self.rule):
            return True
        day = local_day(run.start, self.zone)
        others = self._versions()
        if not others:
            return governs(self.rule, day)
        closed = local_day(run.closer.occurred_at, self.zone) if run.closer is not None else None
        if governs(self.rule, day) and displaced(self.timeline.pack, self.rule, day) is None:
            return not any(takes_over(other, day, closed) for other in others)
        return takes_over(self.rule, day, closed) and any(governs(other, day) for other in others)

    def _versions(self) -> tuple[Rule, ...]:
        if not (self.rule.supersedes or self.rule.superseded_by):
            return ()
        return tuple(other for other in versions(self.pack, self.rule) if other.id != self.rule.id)

    def _deadline(self, run: Run) -> Deadline | None:
        own = self.timeline.own_facts(self.rule, run.trigger)
        answer = self.timeline.answer(self.rule, own)
        ended_by: Event | None = None
        if answer.value is not True:
            applied, ended_by = self._applied_before(run, own)
            if applied:
                answer = Answer(value=True)  # a fact that was cleared later does not undo what applied
            elif answer.value is False:
                return None
        found = terms(self.rule, run.start, lambda name: self.timeline.look(name, own), repeated=self._is_repeated(run))
        missing = answer.missing or found.missing
        if answer.missing and found.missing:
            missing = tuple(dict.fromkeys((*answer.missing, *found.missing)))
        clock, reckoned, open_pause, warnings = self._reckon(run, found)
        due = found.ordered if found.unit is Unit.AS_ORDERED else reckoned.due_at if reckoned else None
        latest = reckoned.due_latest if reckoned else None
        closer, closed_as = run.closer, run.closed_as
        if closer is None and ended_by is not None:
            closer, closed_as = ended_by, "ended"
        doubt: tuple[str, ...] = ()
        if closer is None:
            status = unsettled(self.rule, due, open_pause, blocked=found.blocked)
        else:
            status, doubt = settled(self.rule, due, latest, closer, closed_as, self.zone)
        if status == RUNNING and self.acts.on(run, "contest"):
            status = CONTESTED
        return Deadline(
            rule=self.rule,
            pack_version=self.pack.version,
            trigger=run.trigger,
            round=run.round,
            start=run.start,
            due_at=due,
            due_latest=latest,
            lead=self.pack.lead_of(self.rule),
            status=status,
            applies=True if answer.value is not None else None,
            closer=closer,
            missing=missing,
            warnings=tuple(dict.fromkeys((*self._warnings_about(run), *warnings, *doubt))),
            steps=self._steps(run, found, clock, reckoned, open_pause) if self.explain else (),
        )

    def _is_repeated(self, run: Run) -> bool:
        return run.round > 1 and not self.rule.anchored

    def _applied_before(self, run: Run, own: Mapping[str, Value]) -> tuple[bool, Event | None]:
        """Whether the rule applied at some time while this round ran, and the event by which it ceased to."""
        history, events = self.timeline.history, self.timeline.usable
        told = [history.places[name] for name in self.rule.facts if name in history.places]
        if not told:
            return False, None
        first = max(self.timeline.place_of(run.opened), 0)
        end = len(events) if run.closer is None else max(self.timeline.place_of(run.closer.occurred_at), first + 1)
        # Only an event that speaks of a fact of the rule can change the answer.
        places = {first, *(place for found in told for place in found if first < place < end)}
        applied = False
        for at in sorted(places):
            holds = self.timeline.answer(self.rule, own, history.after(at)).value
            if holds is True:
                applied = True
            elif holds is False and applied:
                return True, events[at]
        return applied, None

    def _reckon(self, run: Run, found: Terms) -> tuple[Clock | None, Reckoning | None, When | None, list[str]]:
        """The clock of a round and its date; no date where a term is missing or the rule sets none."""
        pauses, open_pause, warnings = self.acts.pauses(run)
        extension = found.extension + self.acts.extension(run, warnings)
        counts = self.rule.offset is not None and found.unit not in (Unit.PROMPT, Unit.AS_ORDERED)
        if not counts or found.blocked or found.start is None or found.amount is None:
            return None, None, open_pause, warnings
        amount = found.amount
        if self.rule.anchored and self.rule.recurring is not None:
            amount += (run.round - 1) * (self.rule.recurring.amount or 0)
        clock = Clock(self.rule, found.start, amount, found.unit, extension, pauses, found.later)
        calendar = self._calendar()
        reckoned = reckon(clock, calendar, self.zone)
        if open_pause is not None and first_instant(open_pause, self.zone) > last_instant(reckoned.due_at, self.zone):
            open_pause = None
        return clock, reckoned, open_pause, warnings

    def _calendar(self) -> Calendar:
        name = self.rule.count.calendar
        nation = self.timeline.facts.get("case.nation") if name == UK_CASE else None
        return self.pack.calendars.get(name, nation if isinstance(nation, str) else None)

    def _grid_due(self, run: Run) -> datetime:
        found = terms(self.rule, run.start, lambda name: self.timeline.look(name, run.trigger.facts))
        _, reckoned, _, _ = self._reckon(run, found)
        return last_instant(reckoned.due_at, self.zone) if reckoned else datetime.max.replace(tzinfo=self.zone)

    def _warnings_about(self, run: Run) -> list[str]:
        if not self.timeline.flags:
            return []
        about = {run.trigger.id, run.closer.id if run.closer is not None else None}
        found = [flag.text for flag in self.timeline.flags if flag.event is not None and flag.event in about]
        labels = [self.pack.facts[name].label or name for name in self.rule.facts]
        names = (*self.rule.facts, *labels)
        found += [
            flag.text
            for flag in self.timeline.flags
            if flag.event is None and any(flag.text.startswith(f"{name}:") for name in names)
        ]
        return found

    def _blocked(self, event: Event) -> Deadline | None:
        """A deadline without a date, for a start whose own date cannot be right."""
        own = dict(event.facts)
        answer = self.timeline.answer(self.rule, own)
        if answer.value is False:
            return None
        label = self.pack.events[event.kind].label if event.kind in self.pack.events else event.kind
        run = Run(event, event.occurred_at, datetime.max.replace(tzinfo=self.zone))
        return Deadline(
            rule=self.rule,
            pack_version=self.pack.version,
            trigger=event,
            round=1,
            start=event.occurred_at,
            due_at=None,
            due_latest=None,
            lead=self.pack.lead_of(self.rule),
            status=BLOCKED,
            applies=True if answer.value else None,
            missing=(*answer.missing, f"a possible date of: {label}"),
            warnings=tuple(self._warnings_about(run)),
        )

    def _steps(
        self, run: Run, found: Terms, clock: Clock | None, reckoned: Reckoning | None, open_pause: When | None
    ) -> tuple[Step, ...]:
        kind = self.pack.events.get(run.trigger.kind)
        origin = Origin(f"{kind.label if kind else run.trigger.kind}:", run.trigger.recorded_as())
        if run.round > 1:
            origin = Origin(f"{origin.words[:-1]}, round {run.round}:", origin.event)
        if clock is None or reckoned is None:
            return no_date_steps(
                self.pack, run.start, self._no_date(found), self.zone, origin, self.rule.source.citation
            )
        anchored = self.rule.anchor and not self._is_repeated(run)
        origin = replace(origin, when=run.start if anchored else None, extended=self._extended(run, found))
        shown = steps(self.pack, clock, reckoned, self._calendar(), self.zone, origin)
        if open_pause is None:
            return shown
        day = local_day(open_pause, self.zone)
        return (*shown, Step(f"paused since {when_words(open_pause, self.zone)}: the date will be later", day))

    def _extended(self, run: Run, found: Terms) -> tuple[Step, ...]:
        """Each extension and each removal of one, in the order of their days."""
        shown = [Step(f"extended by {found.unit.words(found.extension)}")] if found.extension else []
        for one in self.acts.on(run, "extend", "unextend"):
            day = local_day(one.on, self.zone)
            word = "extended by" if one.kind == "extend" else "extension removed:"
            reason = f" ({one.reason})" if one.reason else ""
            shown.append(Step(f"{word} {found.unit.words(one.amount)} on {day_words(day)}{reason}", day))
        return tuple(shown)

    def _no_date(self, found: Terms) -> str:
        if found.blocked:
            return f"no date can be given: {spoken_facts(found.missing)} is not recorded"
        if found.ordered is not None:
            return f"the order gives the date: {when_words(found.ordered, self.zone)}"
        if self.rule.offset is None:
            return f"no date: {self.rule.applies_when}"
        return "the text gives no number: the time that has passed is shown, never a limit that it does not set"
