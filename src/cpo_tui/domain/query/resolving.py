"""Typed values → absolute ones: `me`, `today`, `7d` and ages, for one moment, one zone and one officer."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from cpo_tui.domain.demands import begin_key, sort_key
from cpo_tui.domain.query.fields import FIELDS, TIMES, Kind
from cpo_tui.domain.query.tree import FLIPPED, And, Interval, Keyword, Node, Not, On, Op, Or, Stated, Test, Text, Word
from cpo_tui.domain.times import Duration, in_zone, local_day
from cpo_tui.errors import QueryError, UsageError

_ONE_DAY = timedelta(days=1)


def resolve(tree: Node, now: datetime, zone: tzinfo, officer: str) -> Node:
    """The tree with absolute values, in the terms that the store knows.

    Durations of days are counted in days of the office, those of hours from `now`. Ages become comparisons with the
    date that they count from; `late`, `now` and `hold` are held against the present. Raises `QueryError` for a time
    that is beyond the calendar or that never was.
    """
    return _Present(now.astimezone(zone), zone, officer).node(tree)


class _Present:
    def __init__(self, now: datetime, zone: tzinfo, officer: str) -> None:
        self._now = now
        self._zone = zone
        self._officer = officer

    def node(self, tree: Node) -> Node:
        match tree:
            case Word():
                return tree
            case Not(operand):
                return Not(self.node(operand))
            case And(operands):
                return And(tuple(map(self.node, operands)))
            case Or(operands):
                return Or(tuple(map(self.node, operands)))
            case Test():
                return self._test(tree)

    def _test(self, test: Test) -> Node:
        kind = FIELDS[test.field].kind
        if kind in TIMES:
            return self._time(test, kind)
        if test.value == Keyword("me"):
            return replace(test, value=Text(self._officer))
        if test.field in {"late", "now", "hold"}:
            return self._at_present(test)
        if test.field in {"deadline", "asked"} and isinstance(test.value, Text):
            moment = self._now.astimezone(UTC)
            day, utc = self._now.date().isoformat(), moment.isoformat(timespec="seconds")
            return replace(test, value=Stated(test.value.text, day, utc, int(moment.timestamp())))
        return test

    def _at_present(self, test: Test) -> Node:
        if test.field == "hold":
            true = replace(test, field="wake", op=Op.MORE, value=self._days(self._now.date(), self._now.date()))
        else:
            true = replace(test, op=Op.IS, value=self._moment(self._now))
        return true if test.value == Keyword("yes") else Not(true)

    def _time(self, test: Test, kind: Kind) -> Test:
        try:
            return self._absolute(test, kind)
        except UsageError as error:
            raise _cannot(test, error) from error
        except (OverflowError, ValueError) as error:  # the first and the last day of the calendar lack a midnight
            beyond = UsageError("this leads beyond the calendar.", hint="Give a nearer date or a shorter time.")
            raise _cannot(test, beyond) from error

    def _absolute(self, test: Test, kind: Kind) -> Test:
        named = replace(test, field=FIELDS[test.field].measures or test.field)
        match test.value:
            case Keyword("none" | "any"):
                return named
            case Keyword(word):
                return replace(named, value=self._days(*days_of(word, self._now.date())))
            case On(when):
                return replace(named, value=self._on(when))
            case Duration() as duration:
                back = kind is not Kind.AHEAD
                op = FLIPPED.get(test.op, test.op) if back else test.op
                start = self._now if duration.is_clock_time else self._now.date()
                return replace(named, op=op, value=self._on(duration.after(start, times=-1 if back else 1)))
        return named

    def _on(self, when: date) -> Interval:
        if not isinstance(when, datetime):
            return self._days(when, when)
        return self._moment(when if when.tzinfo else in_zone(when, self._zone))

    def _days(self, first: date, last: date) -> Interval:
        return Interval(first, last, begin_key(first, self._zone), sort_key(last, self._zone))

    def _moment(self, moment: datetime) -> Interval:
        day, second = local_day(moment, self._zone), int(moment.timestamp())
        return Interval(day, day, second, second)


def days_of(word: str, today: date) -> tuple[date, date]:
    """The first and the last day that a word of the language means (`today`, `this-week` …)."""
    monday = today - timedelta(days=today.weekday())
    if word.endswith("-week"):
        start = monday + timedelta(days={"last-week": -7, "this-week": 0, "next-week": 7}[word])
        return start, start + timedelta(days=6)
    if word == "this-month":
        return today.replace(day=1), today.replace(day=calendar.monthrange(today.year, today.month)[1])
    day = today + {"yesterday": -_ONE_DAY, "today": timedelta(0), "tomorrow": _ONE_DAY}[word]
    return day, day


def _cannot(test: Test, error: UsageError) -> QueryError:
    return QueryError(f"{test.field}: {error.message}", hint=error.hint, at=test.span.at, length=test.span.length)
