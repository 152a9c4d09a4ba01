"""Worked examples of every shipped rule: dates that were derived by hand, never by the engine."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.domain.facts import ClockEvent, Event, Value, last_instant
from cpo_tui.errors import RuleError
from cpo_tui.rules.compute import compute
from cpo_tui.rules.deadlines import Deadline
from cpo_tui.rules.evaluate import deadlines_of
from cpo_tui.rules.pack import PACK_FOLDER, Pack, load

FOLDER = Path(__file__).parent / "examples"
ZONES = {"US": "America/New_York", "UK": "Europe/London"}
EXAMPLE_KEYS = {
    "pack", "rule", "why", "zone", "trigger", "facts", "pauses", "extensions",
    "due_at", "no_date", "refused", "due_latest", "warnings",
}  # fmt: skip
CASE_KEYS = {
    "pack", "rule", "why", "zone", "case", "events", "clock", "applies", "due_at", "due_latest", "status", "missing", "count", "warnings",
}  # fmt: skip

Example = dict[str, Any]


def _read(kind: str) -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for at, example in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get(kind, []), 1):
            found.append(pytest.param(example, id=f"{path.stem}-{at}-{example.get('rule', 'no rule')}"))
    return found


@cache
def shipped() -> Mapping[str, Pack]:
    return {pack.name: pack for pack in map(load, sorted(PACK_FOLDER.glob("*.toml")))}


def _zone(example: Example, pack: Pack) -> ZoneInfo:
    return ZoneInfo(example.get("zone", ZONES[pack.jurisdiction]))


def _facts(table: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _same(found: Any, expected: Any) -> bool:
    """The same day, or the same instant; a day is never a moment."""
    if isinstance(expected, datetime):
        return isinstance(found, datetime) and found == expected
    return isinstance(found, date) and not isinstance(found, datetime) and found == expected


@pytest.mark.parametrize("example", _read("example"))
def test_a_date_worked_out_by_hand(example: Example) -> None:
    assert not set(example) - EXAMPLE_KEYS
    assert example["why"].strip()
    pack = shipped()[example["pack"]]

    def found() -> Any:
        return compute(
            pack,
            example["rule"],
            example["trigger"],
            zone=_zone(example, pack),
            pauses=[(pause["from"], pause["to"]) for pause in example.get("pauses", [])],
            extensions=example.get("extensions", []),
            facts=_facts(example.get("facts", {})),
        )

    if "refused" in example:
        with pytest.raises(RuleError) as refusal:
            found()
        assert example["refused"] in refusal.value.message
        return
    result = found()
    if example.get("no_date"):
        assert result.due_at is None
    else:
        assert _same(result.due_at, example["due_at"]), f"{result.due_at} {[step.text for step in result.steps]}"
    assert (result.due_latest is None) == ("due_latest" not in example), result.due_latest
    if "due_latest" in example:
        assert _same(result.due_latest, example["due_latest"]), result.due_latest
    for text in example.get("warnings", []):
        assert any(text in warning for warning in result.warnings), result.warnings
    assert result.steps[-1].text
    assert any(pack.rule(example["rule"]).source.citation in step.text for step in result.steps)


@pytest.mark.parametrize("example", _read("case_example"))
def test_a_case_worked_out_by_hand(example: Example) -> None:
    assert not set(example) - CASE_KEYS
    assert example["why"].strip()
    pack = shipped()[example["pack"]]
    zone = _zone(example, pack)
    events = [
        Event(at, one["kind"], one["at"], facts=_facts(one.get("facts", {})))
        for at, one in enumerate(example.get("events", []), 1)
    ]
    clock = [
        ClockEvent(example["rule"], one["kind"], one["on"], one.get("amount", 0), one.get("until"))
        for one in example.get("clock", [])
    ]
    assert all(one.kind in pack.events for one in events)

    def found(given: list[Event]) -> list[Deadline]:
        every = deadlines_of(pack, example.get("case", {}), given, clock, zone=zone, explain=True)
        return [one for one in every if one.rule.id == example["rule"]]

    deadlines = found(events)
    assert [one.due_at for one in found(events[::-1])] == [one.due_at for one in deadlines]
    applies = example.get("applies", True)
    if applies is False or example.get("count") == 0:
        # What applied for a while and ceased to is kept as ended; it asks for nothing any more.
        assert [one for one in deadlines if one.status != "ended"] == []
        return
    assert deadlines, "the rule gives no deadline"
    last = deadlines[-1]
    assert last.applies is (None if applies == "unknown" else True)
    if "due_at" in example:
        assert _same(last.due_at, example["due_at"]), f"{last.due_at} {[step.text for step in last.steps]}"
    assert last.status == example.get("status", last.status)
    assert set(example.get("missing", last.missing)) == set(last.missing)
    assert len(deadlines) == example.get("count", len(deadlines)), [last_instant(one.start, zone) for one in deadlines]
    for text in example.get("warnings", []):
        assert any(text in warning for warning in last.warnings), last.warnings


def _rules() -> list[Any]:
    return [pytest.param(pack, rule, id=rule.id) for pack in shipped().values() for rule in pack.rules]


@pytest.mark.parametrize("name", [path.name for path in sorted(PACK_FOLDER.glob("*.toml"))])
def test_every_rule_of_a_shipped_pack_has_a_worked_example(name: str) -> None:
    pack = load(PACK_FOLDER / name)
    worked = {case.values[0]["rule"] for kind in ("example", "case_example") for case in _read(kind)}
    assert [rule.id for rule in pack.rules if rule.id not in worked] == []


def test_examples_name_only_rules_that_exist() -> None:
    known = {rule_id for pack in shipped().values() for rule_id in pack.by_id}
    worked = {case.values[0]["rule"] for kind in ("example", "case_example") for case in _read(kind)}
    assert worked - known == set()
