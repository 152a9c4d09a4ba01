"""What a change of the law would move."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.domain.facts import Event
from cpo_tui.rules.compare import CaseInput, Change, changed_rules, compare

ZONE = ZoneInfo("America/New_York")
TEN = "amount = 10\nunit = 'calendar_days'"
WORKING = "amount = 10\nunit = 'business_days'"


def case(reference: str = "C-1", at: date = date(2026, 3, 2), *more: Event) -> CaseInput:
    return CaseInput(reference, {}, (Event(1, "started", at), *more))


def test_the_same_pack_changes_nothing(make_pack: Any, rule: Any) -> None:
    found = compare(make_pack(rule(TEN)), make_pack(rule(TEN)), [case()], zone=ZONE)
    assert not found


def test_a_date_that_moves(make_pack: Any, rule: Any) -> None:
    old, new = make_pack(rule(TEN)), make_pack(rule("amount = 12\nunit = 'calendar_days'"))
    found = compare(old, new, [case()], zone=ZONE)
    assert found.moved == (Change("C-1", "r", date(2026, 3, 12), date(2026, 3, 14)),)
    assert (found.appear, found.vanish) == ((), ())


def test_what_appears_and_what_vanishes(make_pack: Any, rule: Any) -> None:
    old, new = make_pack(rule(TEN, rule_id="a")), make_pack(rule(TEN, rule_id="b"))
    found = compare(old, new, [case()], zone=ZONE)
    assert found.appear == (Change("C-1", "b", None, date(2026, 3, 12)),)
    assert found.vanish == (Change("C-1", "a", date(2026, 3, 12), None),)


def test_only_open_deadlines_are_compared(make_pack: Any, rule: Any) -> None:
    old, new = make_pack(rule(TEN)), make_pack(rule("amount = 12\nunit = 'calendar_days'"))
    assert not compare(old, new, [case("C-1", date(2026, 3, 2), Event(2, "done", date(2026, 3, 5)))], zone=ZONE)


def test_words_and_leads_move_no_date(make_pack: Any, rule: Any) -> None:
    old, new = make_pack(rule(TEN)), make_pack(rule(TEN, more='lead = "5d"\nnotes = "read again"'))
    assert changed_rules(old, new) == frozenset()


def test_a_new_version_that_takes_over_is_a_move(make_pack: Any, rule: Any) -> None:
    old = make_pack(rule(TEN, rule_id="first"))
    new = make_pack(
        rule(TEN, rule_id="first", status="superseded", more="effective_to = 2026-03-09\nsuperseded_by = 'second'"),
        rule(
            "amount = 20\nunit = 'calendar_days'",
            rule_id="second",
            more="effective_from = 2026-03-10\nsupersedes = 'first'\ngoverns_running = true",
        ),
    )
    found = compare(old, new, [case()], zone=ZONE)
    assert found.moved == (Change("C-1", "second", date(2026, 3, 12), date(2026, 3, 22)),)


def test_a_new_version_leaves_what_runs_alone(make_pack: Any, rule: Any) -> None:
    old = make_pack(rule(TEN, rule_id="first"))
    new = make_pack(
        rule(TEN, rule_id="first", status="superseded", more="effective_to = 2026-03-09\nsuperseded_by = 'second'"),
        rule(
            "amount = 20\nunit = 'calendar_days'",
            rule_id="second",
            more="effective_from = 2026-03-10\nsupersedes = 'first'",
        ),
    )
    assert not compare(old, new, [case()], zone=ZONE)
    assert compare(old, new, [case("C-2", date(2026, 3, 10))], zone=ZONE).moved == (
        Change("C-2", "second", date(2026, 3, 20), date(2026, 3, 30)),
    )


def test_a_holiday_added_later_moves_only_the_clocks_that_cross_it(make_pack: Any, rule: Any) -> None:
    holiday = '[[calendar_exception]]\ncalendar = "us_federal"\ndate = 2026-03-11\nname = "Closed by order"\n'
    old, new = make_pack(rule(WORKING)), make_pack(rule(WORKING), extra=holiday)
    cases = [case("before", date(2026, 2, 9)), case("across", date(2026, 3, 2)), case("after", date(2026, 3, 11))]
    found = compare(old, new, cases, zone=ZONE)
    # 2 Mar + 10 working days is 16 Mar; without 11 Mar it is 17 Mar.
    assert found.moved == (Change("across", "r", date(2026, 3, 16), date(2026, 3, 17)),)


@pytest.mark.parametrize("amount", [30, 60])
def test_what_follows_from_a_rule_moves_with_it(make_pack: Any, rule: Any, amount: int) -> None:
    def pack(length: int) -> Any:
        return make_pack(
            rule(f"amount = {length}\nunit = 'calendar_days'", rule_id="period"),
            rule(TEN, rule_id="follows", trigger='trigger_event = "period_end"'),
            extra='[[derived_event]]\nkind = "period_end"\nfrom_rule = "period"\n',
        )

    found = compare(pack(90), pack(amount), [case()], zone=ZONE)
    assert [change.rule for change in found.moved] == ["period", "follows"]
