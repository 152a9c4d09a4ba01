"""Every rule with a length, on many days, against a counter that shares nothing with the engine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.counting_oracle import Question, closed, pack_text

from cpo_tui.domain.facts import Value
from cpo_tui.rules.calendars import Calendars
from cpo_tui.rules.compute import compute
from cpo_tui.rules.governance import refusal
from cpo_tui.rules.pack import PACK_FOLDER, Pack, Rule, load

ZONES = {"US": ZoneInfo("America/New_York"), "UK": ZoneInfo("Europe/London")}
SUFFIX = {"hours": "h", "calendar_days": "d", "business_days": "d", "months": "m"}
PACKS = {path: load(path) for path in sorted(PACK_FOLDER.glob("*.toml"))}
NATIONS = ("england_wales", "scotland", "northern_ireland")


def counted() -> list[Any]:
    """The rules whose text gives a length or lets the case give one."""
    return [
        pytest.param(path, rule["id"], id=rule["id"])
        for path in PACKS
        for rule in pack_text(path)["rule"]
        if rule.get("offset", {}).get("unit") in SUFFIX and rule.get("enabled", True)
    ]


@pytest.mark.parametrize("name", ["us_federal", "uk_england_wales", "uk_scotland", "uk_northern_ireland", "uk_any"])
def test_working_days_are_those_of_the_statutes(name: str) -> None:
    calendar = Calendars().get(name)
    days = (date(2021, 1, 1) + timedelta(days=n) for n in range(12 * 365))
    assert [day for day in days if calendar.is_working(day) == closed(name, None, day)] == []


@pytest.mark.parametrize(("path", "rule_id"), counted())
def test_a_rule_counts_as_the_page_of_conventions_says(path: Any, rule_id: str) -> None:
    pack, text = PACKS[path], pack_text(path)
    rule = next(one for one in text["rule"] if one["id"] == rule_id)
    many(pack, text, rule)


def test_a_length_that_is_wrong_by_one_is_seen() -> None:
    path = next(path for path in PACKS if path.stem == "us-ice-ero")
    rule = next(one for one in pack_text(path)["rule"] if one["id"] == "us-bia-appeal-30d")
    start = date(2026, 3, 2)
    theirs = compute(PACKS[path], rule["id"], start, zone=ZONES["US"]).due_at
    counted_by_hand = Question(pack_text(path), rule, start, ZONES["US"])
    assert counted_by_hand.due(30, "calendar_days") == theirs
    assert counted_by_hand.due(31, "calendar_days") != theirs


def many(pack: Pack, text: Any, rule: Any) -> None:
    zone, made, offset = ZONES[pack.jurisdiction], pack.by_id[rule["id"]], rule["offset"]
    unit = offset["unit"]
    first, last = rule.get("effective_from", date(2021, 6, 1)), rule.get("effective_to", date(2031, 6, 1))
    days = st.dates(max(first, date(2000, 1, 1)), min(last, date(2031, 6, 1)))
    moments = st.builds(
        lambda day, quarter: datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(minutes=15 * quarter),
        days,
        st.integers(-20, 20),
    )
    spans = st.lists(st.tuples(st.integers(-4, 40), st.integers(0, 15)), max_size=2)

    @settings(max_examples=25)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        start = data.draw(st.one_of(days, moments))
        day = start.date() if isinstance(start, datetime) else start
        if refused_on(pack, made, start, zone):
            return
        stood = tuple(
            (day + timedelta(days=a), day + timedelta(days=a + n))
            for a, n in (data.draw(spans) if offset.get("direction") != "before" else ())
        )
        more = data.draw(st.integers(0, 4))
        facts: dict[str, Value] = {}
        amount = offset.get("amount", 0)
        if "amount_fact" in offset:
            facts[offset["amount_fact"]] = amount = data.draw(st.integers(0, 60))
        begin = start
        if "anchor" in rule:
            begin = facts[rule["anchor"]] = day + timedelta(days=data.draw(st.integers(0, 700)))
        if "extended_by_fact" in rule:
            facts[rule["extended_by_fact"]] = given_more = data.draw(st.integers(0, 9))
        else:
            given_more = 0
        later = []
        for name in rule.get("later_of", ()):
            facts[name] = found = day + timedelta(days=data.draw(st.integers(0, 120)))
            later.append(found)
        nation = data.draw(st.sampled_from((None, *NATIONS))) if pack.jurisdiction == "UK" else None
        if nation:
            facts["case.nation"] = nation
        mine = Question(text, rule, begin, zone, stood, more + given_more, tuple(later), nation).due(amount, unit)
        theirs = compute(
            pack, rule["id"], start, zone=zone, pauses=stood, extensions=[f"{more}{SUFFIX[unit]}"] if more else [], facts=facts
        )  # fmt: skip
        assert theirs.due_at == mine, (start, stood, more, facts, [step.text for step in theirs.steps])
        assert isinstance(theirs.due_at, datetime) == isinstance(mine, datetime)

    holds()


def refused_on(pack: Pack, rule: Rule, start: date | datetime, zone: ZoneInfo) -> bool:
    """Whether another version governs that day: it is then refused, which other tests hold."""
    return bool(refusal(pack, rule, start.astimezone(zone).date() if isinstance(start, datetime) else start))
