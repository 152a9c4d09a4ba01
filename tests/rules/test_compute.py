"""One date without a case: what is refused, and what is said beside the date."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.errors import RuleError, UsageError
from cpo_tui.rules.compute import compute, facts_from_text

ZONE = ZoneInfo("America/New_York")
TEN = "amount = 10\nunit = 'calendar_days'"
DAY = date(2026, 3, 2)


class TestRefusals:
    @pytest.fixture
    def versions(self, make_pack: Any, rule: Any) -> Any:
        return make_pack(
            rule(TEN, rule_id="first", status="superseded", more="effective_to = 2025-12-31\nsuperseded_by = 'second'"),
            rule(TEN, rule_id="second", more="effective_from = 2026-01-01\nsupersedes = 'first'"),
            rule(TEN, rule_id="struck", status="vacated", more="supersedes = 'second'"),
            rule(TEN, rule_id="wished", status="proposed"),
        )

    @pytest.mark.parametrize(
        ("rule_id", "trigger", "said"),
        [
            ("first", DAY, "governed triggers until 2025-12-31, not one of 2026-03-02; second governs that day"),
            (
                "second",
                date(2025, 12, 31),
                "governs triggers from 2026-01-01, not one of 2025-12-31; first governs that day",
            ),
            ("struck", DAY, "was vacated and gives no date; second governs that day"),
            ("wished", DAY, "only proposed"),
        ],
    )
    def test_a_version_that_does_not_govern(self, versions: Any, rule_id: str, trigger: date, said: str) -> None:
        with pytest.raises(RuleError) as error:
            compute(versions, rule_id, trigger, zone=ZONE)
        assert said in error.value.message
        assert error.value.name == "not_governing"

    @pytest.mark.parametrize(("rule_id", "trigger"), [("first", date(2025, 12, 31)), ("second", date(2026, 1, 1))])
    def test_both_ends_are_inclusive(self, versions: Any, rule_id: str, trigger: date) -> None:
        assert compute(versions, rule_id, trigger, zone=ZONE).due_at is not None

    def test_a_superseded_version_still_computes_what_it_governed(self, versions: Any) -> None:
        found = compute(versions, "first", date(2025, 12, 1), zone=ZONE)
        assert found.due_at == date(2025, 12, 11)
        assert any("superseded" in warning for warning in found.warnings)

    def test_no_such_rule(self, versions: Any) -> None:
        with pytest.raises(RuleError) as error:
            compute(versions, "secnd", DAY, zone=ZONE)
        assert (error.value.name, error.value.hint) == ("not_found", "Did you mean second?")


class TestCautions:
    @pytest.mark.parametrize(
        ("keys", "said"),
        [
            ({"status": "contested"}, "contested"),
            ({"more": "enabled = false"}, "switched off"),
            (
                {
                    "tables": "[[rule.status_note]]\ndate = 2026-02-01\nbody = 'D. Mass.'\nscope = 'class'\neffect = 'stayed'\nentered_by = 'pack'"
                },
                "stayed by D. Mass. on 2026-02-01 (class)",
            ),
        ],
    )
    def test_they_are_said_beside_the_date_and_in_the_steps(
        self, make_pack: Any, rule: Any, keys: dict[str, str], said: str
    ) -> None:
        found = compute(make_pack(rule(TEN, **keys)), "r", DAY, zone=ZONE)
        assert found.due_at == date(2026, 3, 12)
        assert any(said in warning for warning in found.warnings)
        assert any(said in step.text for step in found.steps)

    def test_a_source_that_was_not_read(self, make_pack: Any, rule: Any) -> None:
        found = compute(make_pack(rule(TEN).replace('"text"', '"own_knowledge"')), "r", DAY, zone=ZONE)
        assert any("source not read" in warning for warning in found.warnings)

    def test_facts_that_make_the_rule_not_apply(self, make_pack: Any, rule: Any) -> None:
        pack = make_pack(rule(TEN, when='custody == "detained"', facts='["custody"]'))
        assert compute(pack, "r", DAY, zone=ZONE).warnings == ()
        found = compute(pack, "r", DAY, zone=ZONE, facts={"custody": "released"})
        assert any("does not apply" in warning for warning in found.warnings)


def test_a_rule_without_a_number_gives_no_date(make_pack: Any, rule: Any) -> None:
    found = compute(make_pack(rule("unit = 'prompt'")), "r", DAY, zone=ZONE)
    assert found.due_at is None
    assert [step.text for step in found.steps][1].startswith("the text gives no number")


def test_a_date_that_the_order_gives(make_pack: Any, rule: Any) -> None:
    pack = make_pack(rule("unit = 'as_ordered'\nordered_fact = 'hearing.date'"))
    assert compute(pack, "r", DAY, zone=ZONE, facts={"hearing.date": date(2026, 5, 1)}).due_at == date(2026, 5, 1)
    assert compute(pack, "r", DAY, zone=ZONE).missing == ("hearing.date",)


def test_a_length_that_the_case_gives(make_pack: Any, rule: Any) -> None:
    pack = make_pack(rule("amount_fact = 'days.given'\nunit = 'calendar_days'"))
    assert compute(pack, "r", DAY, zone=ZONE, facts={"days.given": 60}).due_at == date(2026, 5, 1)
    assert compute(pack, "r", DAY, zone=ZONE).missing == ("days.given",)


def test_days_that_the_case_adds(make_pack: Any, rule: Any) -> None:
    pack = make_pack(rule(TEN, more="extended_by_fact = 'days.given'"))
    assert compute(pack, "r", DAY, zone=ZONE, facts={"days.given": 5}).due_at == date(2026, 3, 17)


def test_the_calendar_of_the_case(make_pack: Any, rule: Any) -> None:
    # Thu 1 Jan 2026: in Scotland Fri 2 Jan is a holiday too, so the first working day is Mon 5 Jan.
    pack = make_pack(rule("amount = 1\nunit = 'business_days'", "calendar = 'uk_case'"))
    assert compute(pack, "r", date(2026, 1, 1), zone=ZONE).due_at == date(2026, 1, 2)
    assert compute(pack, "r", date(2026, 1, 1), zone=ZONE, facts={"case.nation": "scotland"}).due_at == date(2026, 1, 5)


def test_facts_as_typed(make_pack: Any, rule: Any) -> None:
    pack = make_pack(rule(TEN))
    pairs = ["custody=detained", "hearing.date=2026-03-20", "arrest_warrant=no", "period_end=2026-04-01"]
    assert facts_from_text(pack, pairs) == {
        "custody": "detained",
        "hearing.date": date(2026, 3, 20),
        "arrest.warrant": False,
        "period_end": date(2026, 4, 1),
    }
    with pytest.raises(UsageError) as error:
        facts_from_text(pack, ["custdy=detained"])
    assert error.value.hint == "Did you mean custody?"
    with pytest.raises(UsageError, match="not NAME=VALUE"):
        facts_from_text(pack, ["custody"])
