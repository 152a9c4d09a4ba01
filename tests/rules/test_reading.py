"""A pack that is wrong is refused with every error, each saying where and what would be right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.domain.demands import Severity
from cpo_tui.errors import RuleError
from cpo_tui.rules.pack import PACK_FOLDER, PackError, Repeat, Roll, Unit, builtin_packs, load

TEN = "amount = 10\nunit = 'calendar_days'"


@pytest.fixture
def problems(make_pack: Any) -> Any:
    def find(*rules: str, **keys: Any) -> list[Any]:
        with pytest.raises(PackError) as error:
            make_pack(*rules, **keys)
        return list(error.value.problems)

    return find


@pytest.mark.parametrize(
    ("keys", "field", "reason", "nearest"),
    [
        ({"offset": "amount = -3\nunit = 'calendar_days'"}, "offset.amount", "whole number from 0", ""),
        ({"offset": "amount = 3\nunit = 'fortnights'"}, "offset.unit", "must be one of", ""),
        ({"offset": "amount = 3\nunit = 'calender_days'"}, "offset.unit", "must be one of", "calendar_days"),
        ({"offset": "amount = '3'\nunit = 'months'"}, "offset.amount", "whole number", ""),
        ({"offset": "unit = 'months'"}, "offset.amount", "needs amount", ""),
        ({"offset": "amount = 3\nunit = 'prompt'"}, "offset.amount", "no number", ""),
        ({"offset": "unit = 'as_ordered'"}, "offset.ordered_fact", "needs it", ""),
        ({"offset": f"{TEN}\ndirektion = 'after'"}, "offset.direktion", "not a key", "direction"),
        ({"offset": f"{TEN}\nat = '25:00'"}, "offset.at", "time of day", ""),
        ({"kind": "obligaton"}, "kind", "must be one of", "obligation"),
        ({"severity": "urgent"}, "severity", "must be one of", ""),
        ({"status": "in_forse"}, "status", "must be one of", "in_force"),
        ({"when": 'custdy == "detained"', "facts": '["custody"]'}, "when", "unknown fact 'custdy'", "custody"),
        ({"when": "custody ==", "facts": '["custody"]'}, "when", "not a CEL expression", ""),
        ({"when": "custody == 5", "facts": '["custody"]'}, "when", "cannot be compared", ""),
        ({"when": "age < 18", "facts": '["custody"]'}, "when", "which `facts` does not list", ""),
        ({"when": "arrest.warrant", "facts": '["arrest.warrant"]'}, "when", "written with a dot", "arrest_warrant"),
        ({"facts": '["arrest.warant"]'}, "facts", "unknown fact", "arrest.warrant"),
        ({"trigger": 'trigger_event = "startd"'}, "trigger_event", "unknown event", "started"),
        ({"satisfied_by": '"dome"'}, "satisfied_by", "unknown event", "done"),
        ({"more": 'ends_on = ["releasd"]'}, "ends_on", "unknown event", "released"),
        ({"more": 'anchor = "hearing.dat"'}, "anchor", "unknown fact", "hearing.date"),
        ({"more": 'anchor = "custody"'}, "anchor", "is a str", ""),
        ({"more": 'later_of = ["period.ends"]'}, "later_of", "neither a date nor an event", "period.end"),
        ({"more": 'supersedes = "q"'}, "supersedes", "unknown rule", ""),
        ({"more": "effective_from = 2026-03-02\neffective_to = 2026-03-01"}, "effective_to", "before", ""),
        ({"more": 'effective_from = "2026-03-02"'}, "effective_from", "must be a date", ""),
        ({"status": "superseded"}, "effective_to", "last day in force", ""),
        ({"more": 'lead = "soon"'}, "lead", "plain duration", ""),
        ({"more": 'lead = { nationality = "5d" }'}, "lead", "may not depend on nationality", ""),
        ({"more": 'lead = "age < 18 ? 5d : 2d"'}, "lead", "may not depend on age", ""),
        ({"more": 'lead_when = "nationality"'}, "lead_when", "may depend on nationality", ""),
        ({"more": 'order_by = "sex"'}, "order_by", "may depend on sex", ""),
        ({"more": "priority = 5"}, "priority", "no term of order", ""),
        ({"more": 'title_es = ""'}, "title_es", "is empty", ""),
        ({"more": "colour = 5"}, "colour", "not a key", ""),
        ({"severity": "due_process", "more": "pausable = true"}, "pausable", "pause_citation", ""),
        ({"kind": "max_duration", "count": "roll = 'next_business_day'"}, "count.roll", "never rolls forward", ""),
        (
            {"offset": f"{TEN}\ndirection = 'before'", "count": "roll = 'forward'"},
            "count.roll",
            "never rolls forward",
            "",
        ),
        ({"offset": "amount = 3\nunit = 'hours'", "count": "roll = 'back'"}, "count.roll", "hours do not roll", ""),
        ({"count": "roll = 'sideways'"}, "count.roll", "must be one of", ""),
        ({"count": "calendar = 'us_federl'"}, "count.calendar", "must be one of", "us_federal"),
        ({"more": "anchored = true"}, "anchored", "repeats", ""),
        ({"tables": "[rule.recurring]\nevery_amount = 7"}, "recurring", "ends_on", ""),
        (
            {"tables": "[rule.recurring]\nevery_amount = 0", "more": 'ends_on = ["released"]'},
            "recurring.every_amount",
            "at least 1",
            "",
        ),
        ({"more": 'trigger_any_of = ["done"]'}, "trigger_event", "exactly one", ""),
        ({"more": 'repeat = "ech"'}, "repeat", "must be one of", "each"),
        ({"tables": '[[rule.status_note]]\nbody = "D. Mass."'}, "status_note.date", "missing", ""),
    ],
)
def test_each_error_says_where_and_what_would_be_right(
    problems: Any, rule: Any, keys: dict[str, str], field: str, reason: str, nearest: str
) -> None:
    offset = keys.pop("offset", TEN)
    found = problems(rule(offset, **keys))
    matching = [one for one in found if one.field == field and reason in one.reason]
    assert matching, [str(one) for one in found]
    assert matching[0].rule == "r"
    assert matching[0].file == "(text)"
    if nearest:
        assert matching[0].nearest == nearest


def test_every_error_is_told_at_once(problems: Any, rule: Any) -> None:
    found = problems(
        rule("amount = 3\nunit = 'fortnights'", rule_id="a", when="nothing_known"),
        rule(TEN, rule_id="b", more="colour = 1", satisfied_by='"nobody"'),
    )
    assert {(one.rule, one.field) for one in found} == {
        ("a", "offset.unit"),
        ("a", "when"),
        ("b", "colour"),
        ("b", "satisfied_by"),
    }


def test_a_missing_citation(problems: Any, rule: Any) -> None:
    text = rule(TEN)
    without = problems(text.replace('citation = "8 CFR 1.1"', ""))
    assert [(one.rule, one.field) for one in without] == [("r", "source.citation")]
    without_source = problems(text[: text.index("[rule.source]")])
    assert [(one.rule, one.field) for one in without_source] == [("r", "source")]


def test_a_duplicate_id(problems: Any, rule: Any) -> None:
    (found,) = problems(rule(TEN), rule(TEN))
    assert (found.rule, found.field) == ("r", "id")
    assert "twice" in found.reason


def test_a_circle_of_versions(problems: Any, rule: Any) -> None:
    found = problems(rule(TEN, rule_id="a", more="supersedes = 'b'"), rule(TEN, rule_id="b", more="supersedes = 'a'"))
    assert {(one.rule, one.field) for one in found} == {("a", "supersedes"), ("b", "supersedes")}
    assert all("circle" in one.reason for one in found)


def test_a_derived_event_that_is_made_from_itself(problems: Any, rule: Any) -> None:
    extra = '[[derived_event]]\nkind = "period_end"\nfrom_rule = "r"\n'
    found = problems(rule(TEN, trigger='trigger_event = "period_end"'), extra=extra)
    assert any("made from itself" in one.reason for one in found)


def test_facts_and_events_are_checked(problems: Any, rule: Any) -> None:
    extra = """
[[fact]]
name = "arrest_warrant"
type = "bool"
[[fact]]
name = "kept"
type = "bool"
default = "no"
[[fact]]
name = "years"
type = "int"
derived = "height"
of = "custody"
[[event]]
kind = "odd"
label = "Odd"
category = "x"
sets = { "custody" = "detaned", "unheard" = true, "arrest.warrant" = "@date" }
"""
    found = {(one.rule, one.field, one.nearest) for one in problems(rule(TEN), extra=extra)}
    assert ("arrest_warrant", "name", "") in found
    assert ("kept", "default", "") in found
    assert ("years", "derived", "age") in found
    assert ("years", "of", "") in found
    assert ("odd", "sets", "detained") in found
    assert ("odd", "sets", "") in found


def test_the_categories_that_show_where_a_person_is_are_those_of_events() -> None:
    for pack in builtin_packs():
        assert "custody" in pack.location_categories
    text = (PACK_FOLDER / "uk-home-office.toml").read_text(encoding="utf-8")
    with pytest.raises(PackError) as error:
        load(text.replace('location_categories = ["custody"]', 'location_categories = ["custodi"]'))
    (problem,) = error.value.problems
    assert (problem.field, problem.nearest) == ("location_categories", "custody")


def test_a_syntax_error_names_the_line() -> None:
    with pytest.raises(PackError, match="line 2"):
        load("schema_version = 1\npack = \n")


def test_a_newer_pack_is_refused_and_told_apart() -> None:
    with pytest.raises(PackError) as error:
        load('schema_version = 2\npack = "x"\n')
    assert error.value.name == "newer_schema"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackError, match="UTF-8"):
        load(tmp_path / "bytes.toml")


def test_what_a_rule_does_not_say_follows_from_its_kind(make_pack: Any, rule: Any) -> None:
    pack = make_pack(
        rule(TEN, rule_id="plain"),
        rule(TEN, rule_id="protects", severity="due_process"),
        rule(TEN, rule_id="limit", kind="max_duration"),
        rule("amount = 1\nunit = 'business_days'", "roll = 'back'", rule_id="working"),
        rule(TEN, rule_id="latest", trigger='trigger_latest_of = ["started", "second_start"]'),
        rule(TEN, rule_id="cycle", more='ends_on = ["released"]', tables="[rule.recurring]"),
        extra='[lead]\npolicy = "0"\nservice = "36h"\n',
    )
    rules = pack.by_id
    assert [rules[one].pausable for one in ("plain", "protects", "limit")] == [True, False, False]
    assert (rules["working"].count.skip_closed, rules["working"].count.roll) == (True, Roll.BACK)
    assert [rules[one].repeat for one in ("plain", "latest", "cycle")] == [Repeat.ALL, Repeat.RESTART, Repeat.FIRST]
    recurring = rules["cycle"].recurring
    assert recurring is not None
    assert (recurring.amount, recurring.unit) == (10, Unit.CALENDAR_DAYS)
    assert pack.leads[Severity.DUE_PROCESS] == timedelta(hours=72)
    assert pack.leads[Severity.SERVICE] == timedelta(hours=36)
    assert pack.leads[Severity.POLICY] == timedelta(0)


def test_an_unknown_rule_names_the_nearest(make_pack: Any, rule: Any) -> None:
    pack = make_pack(rule(TEN, rule_id="us-foia-20bd"))
    with pytest.raises(RuleError, match="us-foia-20d") as error:
        pack.rule("us-foia-20d")
    assert "us-foia-20bd" in error.value.hint


def test_the_shipped_packs_load_and_say_what_must_be_said() -> None:
    packs = {pack.name: pack for pack in builtin_packs()}
    assert len(packs) == len(list(PACK_FOLDER.glob("*.toml")))
    for pack in packs.values():
        assert pack.rules
        for rule in pack.rules:
            assert rule.source.citation
            if rule.status.value != "in_force" or rule.source.verified == "own_knowledge":
                assert rule.caution
