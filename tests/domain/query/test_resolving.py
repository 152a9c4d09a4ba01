"""Typed values become absolute: checked against a calendar for one Monday morning in New York."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.filters import And, Node, Not, Op, Or, Test, parse, resolve
from cpo_tui.domain.query.tree import Interval, Keyword, Text, Word
from cpo_tui.errors import QueryError

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)


def resolved(text: str) -> Node:
    return resolve(parse(text), NOW, ZONE, "alvarez")


def second(day: date, hour: int = 0, minute: int = 0, last: int = 0) -> int:
    return int(datetime(day.year, day.month, day.day, hour, minute, last, tzinfo=ZONE).timestamp())


def days(first: date, last: date | None = None) -> Interval:
    last = last or first
    return Interval(first, last, second(first), second(last, 23, 59, 59))


@pytest.mark.parametrize(
    ("text", "field", "op", "value"),
    [
        ("due<7d", "due", "<", days(date(2026, 3, 9))),
        ("due:today", "due", ":", days(date(2026, 3, 2))),
        ("due<tomorrow", "due", "<", days(date(2026, 3, 3))),
        ("due:this-week", "due", ":", days(date(2026, 3, 2), date(2026, 3, 8))),
        ("due:next-week", "due", ":", days(date(2026, 3, 9), date(2026, 3, 15))),
        ("changed:last-week", "changed", ":", days(date(2026, 2, 23), date(2026, 3, 1))),
        ("due<=this-month", "due", "<=", days(date(2026, 3, 1), date(2026, 3, 31))),
        ("act<2026-12-01", "act", "<", days(date(2026, 12, 1))),
        ("due<48h", "due", "<", Interval(date(2026, 3, 4), date(2026, 3, 4), second(date(2026, 3, 4), 9), second(date(2026, 3, 4), 9))),
        (
            "hearing<2026-03-12T08:30", "hearing", "<",
            Interval(date(2026, 3, 12), date(2026, 3, 12), second(date(2026, 3, 12), 8, 30), second(date(2026, 3, 12), 8, 30)),
        ),
        ("age>180d", "opened", "<", days(date(2025, 9, 3))),
        ("age<=1y", "opened", ">=", days(date(2025, 3, 2))),
        ("untouched>30d", "touched", "<", days(date(2026, 1, 31))),
        ("stage_age>90d", "staged", "<", days(date(2025, 12, 2))),
        ("mine>60d", "assigned", "<", days(date(2026, 1, 1))),
        ("opened<30d", "opened", ">", days(date(2026, 1, 31))),
        ("opened<2026-01-31", "opened", "<", days(date(2026, 1, 31))),
        ("changed:since-yesterday", "changed", ">=", days(date(2026, 3, 1))),
        ("changed:since-7d", "changed", ">=", days(date(2026, 2, 23))),
        ("hold:yes", "wake", ">", days(date(2026, 3, 2))),
        ("late", "late", ":", Interval(date(2026, 3, 2), date(2026, 3, 2), second(date(2026, 3, 2), 9), second(date(2026, 3, 2), 9))),
        ("officer:me", "officer", ":", Text("alvarez")),
        ("officer:none", "officer", ":", Keyword("none")),
        ("hearing:none", "hearing", ":", Keyword("none")),
    ],
)  # fmt: skip
def test_absolute_values(text: str, field: str, op: str, value: object) -> None:
    assert resolved(text) == Test(field, Op(op), value)  # type: ignore[arg-type]


def test_no_is_the_opposite_of_yes() -> None:
    for field in ("late", "now", "hold"):
        assert resolved(f"{field}:no") == Not(resolved(f"{field}:yes"))


def test_the_shape_of_the_tree_stays() -> None:
    tree = resolved("garcia (officer:me or -late)")
    assert isinstance(tree, And)
    assert tree.operands[0] == Word("garcia")
    assert isinstance(tree.operands[1], Or)
    assert tree.operands[1].operands[0] == Test("officer", Op.IS, Text("alvarez"))


def test_the_zone_of_the_office_decides_what_today_is() -> None:
    evening = datetime(2026, 3, 3, 3, 30, tzinfo=ZoneInfo("UTC"))
    assert resolve(parse("due:today"), evening, ZONE, "x") == Test("due", Op.IS, days(date(2026, 3, 2)))


@pytest.mark.parametrize(
    "text",
    [
        "due<0001-01-01",
        "due>9999-12-31",
        "act<0001-01-01T00:00+14:00",
        "act>9999-12-31T23:59-12:00",
        "age>2025y",
        "age>99999h",
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "UTC"])
def test_the_ends_of_the_calendar_are_a_date_or_an_error_with_its_place(text: str, zone: str) -> None:
    try:
        tree = resolve(parse(text), NOW, ZoneInfo(zone), "x")
    except QueryError as error:
        found = error.details
    else:
        assert isinstance(tree, Test)
        found = {"at": 0 if isinstance(tree.value, Interval) else -1}
    assert found["at"] in {0, 4}


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)),
    st.sampled_from(["due<7d", "opened>6m", "due:this-week", "late", "act:this-month"]),
)
def test_an_interval_is_never_inside_out(moment: datetime, text: str) -> None:
    tree = resolve(parse(text), moment.replace(tzinfo=ZONE), ZONE, "x")
    assert isinstance(tree, Test)
    assert isinstance(tree.value, Interval)
    assert tree.value.first <= tree.value.last
    assert tree.value.begin <= tree.value.end
