"""Facts folded from fields and events; dates that can mean two things, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.domain.facts import (
    EVENT_DATE,
    Event,
    EventDeclaration,
    FactDeclaration,
    FactType,
    Folded,
    add_months,
    age_on,
    coerce,
    event_warnings,
    in_zone,
    local_day,
    localise,
    order,
    plausible,
    value_from_text,
)
from cpo_tui.domain.folding import fold
from cpo_tui.errors import UsageError

ZONE = ZoneInfo("America/New_York")
FACTS = {
    fact.name: fact
    for fact in (
        FactDeclaration("custody", FactType.STR, ("detained", "released"), field="custody_status"),
        FactDeclaration(
            "docket", FactType.STR, ("detained", "other"), field="docket", field_values=(("non_detained", "other"),)
        ),
        FactDeclaration("pending", FactType.BOOL, default=False),
        FactDeclaration("arrival", FactType.DATE),
        FactDeclaration("dob", FactType.DATE, field="birth_date"),
    )
}
KINDS = {
    kind.kind: kind
    for kind in (
        EventDeclaration(
            "booked", "Booked in", "custody", needs_time=True, sets=(("custody", "detained"), ("arrival", EVENT_DATE))
        ),
        EventDeclaration("freed", "Freed", "custody", sets=(("custody", "released"),)),
        EventDeclaration("lost", "Lost sight", "custody", clears=("custody", "pending")),
        EventDeclaration("filed", "Filed", "appeal", sets=(("pending", True),)),
    )
}


def day(number: int) -> date:
    return date(2026, 3, number)


def folded(events: list[Event], fields: dict[str, object] | None = None, *, use_fields: bool = True) -> Folded:
    return fold(FACTS, KINDS, fields or {}, order(events, ZONE), use_fields=use_fields)


class TestFold:
    def test_nothing_is_unknown_or_default(self) -> None:
        facts = folded([])
        assert (facts.get("custody"), facts.get("pending"), dict(facts.recorded)) == (None, False, {})

    def test_the_last_to_happen_counts_in_every_order_of_entry(self) -> None:
        events = [Event(1, "booked", day(2)), Event(2, "freed", day(5)), Event(3, "booked", day(9))]
        for given in permutations(events):
            facts = folded(list(given))
            assert (facts.get("custody"), facts.get("arrival")) == ("detained", day(9))

    def test_values_entered_with_the_event_win_over_its_kind(self) -> None:
        assert folded([Event(1, "booked", day(2), facts={"arrival": day(1)})]).get("arrival") == day(1)

    def test_an_event_can_make_a_fact_unknown_again(self) -> None:
        facts = folded([Event(1, "booked", day(2)), Event(2, "filed", day(2)), Event(3, "lost", day(3))])
        assert (facts.get("custody"), facts.get("pending")) == (None, False)

    def test_the_case_wins_and_the_difference_is_said(self) -> None:
        facts = folded([Event(1, "booked", day(2))], {"custody_status": "released"})
        assert facts.get("custody") == "released"
        assert facts.warnings == ("custody: the case says released, its last event says detained",)

    def test_before_the_present_the_events_win(self) -> None:
        events = [Event(1, "booked", day(2))]
        assert folded(events, {"custody_status": "released"}, use_fields=False).get("custody") == "detained"
        assert folded([], {"custody_status": "released"}, use_fields=False).get("custody") == "released"

    def test_a_contradiction_of_one_day_is_unknown(self) -> None:
        facts = folded([Event(1, "booked", day(2)), Event(2, "freed", day(2))])
        assert facts.get("custody") is None
        assert facts.warnings == ("custody: two entries of 2026-03-02 contradict each other",)
        assert (
            folded([Event(1, "booked", day(2)), Event(2, "freed", day(2))], {"custody_status": "released"}).get(
                "custody"
            )
            == "released"
        )

    def test_two_moments_of_one_day_have_an_order(self) -> None:
        morning, evening = datetime(2026, 3, 2, 9, tzinfo=ZONE), datetime(2026, 3, 2, 19, tzinfo=ZONE)
        facts = folded([Event(1, "booked", morning), Event(2, "freed", evening)])
        assert (facts.get("custody"), facts.warnings) == ("released", ())

    def test_a_field_of_another_vocabulary(self) -> None:
        assert folded([], {"docket": "non_detained"}).get("docket") == "other"
        assert folded([], {"docket": "juvenile"}).get("docket") is None

    @pytest.mark.parametrize("raw", [None, "", "unknown", "elsewhere"])
    def test_an_empty_or_strange_field_is_unknown(self, raw: object) -> None:
        assert folded([], {"custody_status": raw}).get("custody") is None


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FactType.BOOL, True, True),
        (FactType.BOOL, 1, True),
        (FactType.BOOL, 2, None),
        (FactType.BOOL, "no", False),
        (FactType.INT, 5, 5),
        (FactType.INT, True, None),
        (FactType.INT, "12", 12),
        (FactType.INT, "٣", None),
        (FactType.DATE, "2026-03-02", date(2026, 3, 2)),
        (FactType.DATE, "2 March", None),
        (FactType.DATETIME, "2026-03-02T14:00:00-05:00", datetime(2026, 3, 2, 19, tzinfo=UTC)),
        (FactType.STR, 5, None),
        (FactType.LIST, "atd", ("atd",)),
        (FactType.LIST, ["atd", 5], None),
    ],
)
def test_a_wrong_value_is_never_taken_for_another(kind: FactType, raw: Any, value: Any) -> None:
    found = coerce(FactDeclaration("x", kind), raw)
    assert found == value
    assert type(found) is type(value)


def test_values_typed_on_the_command_line() -> None:
    custody = FACTS["custody"]
    assert value_from_text(custody, "detained") == "detained"
    with pytest.raises(UsageError, match="custody must be a str") as error:
        value_from_text(custody, "freed")
    assert "detained, released" in error.value.hint
    assert value_from_text(FactDeclaration("x", FactType.LIST), "a,b") == ("a", "b")


class TestWallClock:
    def test_an_ordinary_time_is_one_moment(self) -> None:
        found = localise(datetime(2026, 3, 2, 14), ZONE)
        assert (found.earliest, found.latest, found.warning) == (datetime(2026, 3, 2, 19, tzinfo=UTC),) * 2 + ("",)

    def test_a_time_that_happens_twice(self) -> None:
        found = localise(datetime(2026, 11, 1, 1, 30), ZONE)
        assert found.earliest.isoformat() == "2026-11-01T01:30:00-04:00"
        assert found.latest.isoformat() == "2026-11-01T01:30:00-05:00"
        assert "twice" in found.warning

    def test_a_time_that_does_not_exist(self) -> None:
        found = localise(datetime(2026, 3, 8, 2, 30), ZONE)
        assert found.earliest.isoformat() == "2026-03-08T01:30:00-05:00"
        assert found.latest.isoformat() == "2026-03-08T03:30:00-04:00"
        assert "did not exist" in found.warning
        assert "did not exist" in localise(datetime(2026, 3, 8, 2, 30, tzinfo=ZONE), ZONE).warning

    def test_an_offset_settles_it(self) -> None:
        found = localise(datetime.fromisoformat("2026-11-01T01:30:00-05:00"), ZONE)
        assert (found.earliest, found.warning) == (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "")

    def test_moments_compare_by_the_instant(self) -> None:
        twice = in_zone(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), ZONE)
        assert twice == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
        assert twice != in_zone(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), ZONE)


def test_the_office_day() -> None:
    assert local_day(datetime(2026, 3, 2, 2, 30, tzinfo=UTC), ZONE) == date(2026, 3, 1)
    assert local_day(date(2026, 3, 2), ZONE) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), 17),
        (date(2008, 3, 2), date(2026, 3, 2), 18),
        (date(2008, 2, 29), date(2026, 2, 27), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 18),
        (date(2008, 12, 31), date(2026, 1, 1), 17),
    ],
)
def test_age(birth: date, on: date, age: int) -> None:
    assert age_on(birth, on) == age


def test_months_back() -> None:
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


class TestEventWarnings:
    def test_a_good_event_has_none(self) -> None:
        event = Event(1, "booked", datetime(2026, 3, 2, 14, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC))
        assert event_warnings(event, KINDS["booked"], ZONE, born=date(1990, 1, 1), closed=None) == ()

    @pytest.mark.parametrize(
        ("event", "text"),
        [
            (Event(1, "booked", date(1899, 1, 1)), "cannot be right"),
            (Event(1, "booked", date(2999, 1, 1)), "cannot be right"),
            (Event(1, "booked", date(1980, 1, 1)), "before the birth date"),
            (Event(1, "booked", date(2026, 6, 1)), "after the case was closed"),
            (Event(1, "booked", day(9), datetime(2026, 3, 2, tzinfo=UTC)), "dated after it was recorded"),
            (Event(1, "booked", day(2)), "time of day is not recorded"),
            (Event(1, "booked", datetime(2026, 3, 8, 2, 30)), "did not exist"),
        ],
    )
    def test_what_does_not_fit(self, event: Event, text: str) -> None:
        found = event_warnings(event, KINDS["booked"], ZONE, born=date(1990, 1, 1), closed=date(2026, 5, 1))
        assert any(text in warning for warning in found), found
        assert all(warning.startswith("Booked in (") for warning in found)

    def test_planned_dates_are_plausible_for_a_generation(self) -> None:
        recorded = datetime(2026, 3, 2, tzinfo=UTC)
        assert plausible(date(2044, 1, 1), recorded)
        assert not plausible(date(2060, 1, 1), recorded)


@pytest.mark.parametrize(
    ("known_as", "words"),
    [
        (3913, "event 3913"),
        ("removal_period_end:removal_period_start:3913", "follows from event 3913"),
        ("turned_18:birth_date", "follows from birth date"),
    ],
)
def test_an_event_says_where_it_stands_in_the_file(known_as: int | str, words: str) -> None:
    assert Event(known_as, "any", date(2026, 3, 2)).recorded_as() == words
