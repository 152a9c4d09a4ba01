"""Conditions: true, false, and unknown for want of a fact."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cpo_tui.domain.facts import FactDeclaration, FactType, Folded
from cpo_tui.errors import RuleError
from cpo_tui.rules.conditions import MEMORY, Condition, names_in

CUSTODY = FactDeclaration("custody", FactType.STR, ("detained", "released"))
WARRANT = FactDeclaration("arrest.warrant", FactType.BOOL)
AGE = FactDeclaration("age", FactType.INT)
PROGRAMS = FactDeclaration("programs", FactType.LIST, ("atd", "isap"))
BORN = FactDeclaration("dob", FactType.DATE)
ALL = (CUSTODY, WARRANT, AGE, PROGRAMS, BORN)


def answer(text: str, **facts: Any) -> bool | None:
    return (
        Condition(text, ALL).answer(Folded({name.replace("__", "."): value for name, value in facts.items()}, {})).value
    )


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("true", {}, True),
        ('custody == "detained"', {"custody": "detained"}, True),
        ('custody == "detained"', {"custody": "released"}, False),
        ('custody == "detained"', {}, None),
        ('custody != "detained"', {}, None),
        ("!arrest_warrant", {}, None),
        ("!arrest_warrant", {"arrest__warrant": False}, True),
        ('custody == "detained" && !arrest_warrant', {"custody": "released"}, False),
        ('!arrest_warrant && custody == "detained"', {"custody": "released"}, False),
        ('custody == "detained" && !arrest_warrant', {"custody": "detained"}, None),
        ("age < 18 || arrest_warrant", {"arrest__warrant": True}, True),
        ("age < 18 || arrest_warrant", {"arrest__warrant": False}, None),
        ("age < 18", {"age": 17}, True),
        ("age < 18", {"age": 18}, False),
        ('"atd" in programs', {"programs": ("atd",)}, True),
        ('"atd" in programs', {"programs": ()}, False),
        ('programs.exists(p, p == "isap")', {"programs": ("atd", "isap")}, True),
        ("recorded.arrest_warrant", {}, False),
        ("recorded.arrest_warrant", {"arrest__warrant": False}, True),
        ('dob > timestamp("2008-01-01T00:00:00Z")', {"dob": date(2010, 1, 1)}, True),
    ],
)
def test_three_answers(text: str, facts: dict[str, Any], expected: bool | None) -> None:
    assert answer(text, **facts) is expected


def test_unknown_names_what_is_missing() -> None:
    found = Condition("age < 18 && !arrest_warrant", ALL).answer(Folded({}, {}))
    assert (found.value, found.missing) == (None, ("arrest.warrant", "age")) or found.missing == (
        "age",
        "arrest.warrant",
    )


def test_a_default_is_a_value_but_not_recorded() -> None:
    facts = Folded({}, {"arrest.warrant": False})
    assert Condition("!arrest_warrant", ALL).answer(facts).value is True
    assert Condition("recorded.arrest_warrant", ALL).answer(facts).value is False


def test_the_triggers_own_values_win() -> None:
    facts = Folded({"custody": "released"}, {})
    assert Condition('custody == "detained"', ALL).answer(facts, {"custody": "detained"}).value is True


def test_answers_are_remembered_by_value_and_type(monkeypatch: pytest.MonkeyPatch) -> None:
    condition = Condition("age < 18", ALL)
    calls: list[object] = []
    evaluate = Condition._evaluate

    def counting(self: Condition, *given: Any) -> Any:
        calls.append(given)
        return evaluate(self, *given)

    monkeypatch.setattr(Condition, "_evaluate", counting)
    for _ in range(3):
        assert condition.answer(Folded({"age": 17}, {})).value is True
        assert condition.answer(Folded({"age": 18}, {})).value is False
    assert len(calls) == 2
    for age in range(MEMORY + 10):
        condition.answer(Folded({"age": age}, {}))
    assert condition.answer(Folded({"age": 5}, {})).value is True


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('custody == "detaned"', "never"),
        ('custody in ["detained", "freed"]', "never"),
        ("custody == 5", "cannot be compared"),
        ('age == "17"', "cannot be compared"),
        ("arrest_warrant == 1", "cannot be compared"),
        ("custody < 5", "cannot be compared"),
        ("age + 1", "not true or false"),
        ("custody", "not true or false"),
        ("age && arrest_warrant", "cannot be evaluated"),
        ('programs == "atd"', "cannot be compared"),
        ('"atdd" in programs', "never"),
        ('"detained" in custody', "cannot be compared"),
    ],
)
def test_a_condition_that_can_never_work_is_a_fault(text: str, part: str) -> None:
    faults = Condition(text, ALL).faults()
    assert faults
    assert part in faults[0]


@pytest.mark.parametrize(
    "text", ['custody == "detained"', "age < 18 && arrest_warrant", "!arrest_warrant || recorded.age", "true"]
)
def test_a_good_condition_has_no_fault(text: str) -> None:
    assert Condition(text, ALL).faults() == ()


def test_a_syntax_error_is_told_in_one_line() -> None:
    with pytest.raises(RuleError, match="not a CEL expression") as error:
        Condition("custody ==", ALL)
    assert "\n" not in error.value.message


def test_names_leave_out_functions_strings_and_bound_variables() -> None:
    text = 'custody == "a_name" && size(programs) > 0 && programs.exists(p, p == custody) && recorded.age && x.startsWith("y")'
    assert names_in(text) == ("custody", "programs", "x", "age")
