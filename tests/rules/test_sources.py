"""The shipped packs hold what the reference data says, field by field, but for corrections that are named with a reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.rules.pack import PACK_FOLDER, Rule, load

CORRECTIONS = tomllib.loads((Path(__file__).parent / "corrections.toml").read_text(encoding="utf-8"))
SAME = ("title", "kind", "severity", "status", "actor", "applies_when", "effective_from", "effective_to")
COUNTED = ("hours", "calendar_days", "business_days", "months")


def departures(given: dict[str, Any], made: Rule, calendar: str) -> Iterator[str]:
    """The fields in which a rule of a pack is not what the reference data gives."""
    offset, count, source = given.get("offset"), given.get("count", {}), given["source"]
    pairs: dict[str, tuple[Any, Any]] = {name: (given.get(name), getattr(made, name)) for name in SAME}
    pairs["trigger_event"] = (given["trigger_event"], "|".join(made.triggers))
    told = given.get("satisfied_by", [])
    pairs["satisfied_by"] = ({told} if isinstance(told, str) else set(told), set(made.satisfied_by))
    if pairs["satisfied_by"][0] <= pairs["satisfied_by"][1]:
        del pairs["satisfied_by"]  # further events that close a deadline are the pack's own
    for name in ("supersedes", "superseded_by"):
        pairs[name] = (given.get(name, ""), getattr(made, name))
    for name in ("citation", "verified", "confidence", "url"):
        pairs[f"source.{name}"] = (source.get(name, ""), getattr(made.source, name))
    pairs["offset"] = (offset is None, made.offset is None)
    if offset is not None and made.offset is not None:
        pairs["unit"] = (offset["unit"], made.offset.unit)
        pairs["amount"] = (offset.get("amount"), made.offset.amount)
        pairs["direction"] = (offset["direction"] == "before", made.offset.before)
        if offset["unit"] in COUNTED:
            # A walk over working days ends on one, whatever the roll: there the roll says nothing.
            walks = offset["unit"] == "business_days"
            pairs["roll"] = (walks or count.get("roll", "none"), walks or made.count.roll)
            pairs["skip"] = (walks or count.get("skip", "none") != "none", walks or made.count.skip_closed)
            pairs["calendar"] = (count.get("calendar", calendar), made.count.calendar)
            if offset["unit"] != "hours":
                pairs["exclude_trigger_day"] = (count.get("exclude_trigger_day", True), made.count.exclude_trigger_day)
    every = given.get("recurring", {})
    mine = made.recurring
    pairs["recurring"] = (
        (every.get("every_amount"), every.get("every_unit")),
        (mine.amount, mine.unit) if mine else (None, None),
    )
    pairs["facts"] = (set(given.get("facts", ())) - set(made.facts), set())
    yield from (name for name, (theirs, ours) in pairs.items() if theirs != ours)


@pytest.mark.parametrize(("reference", "name"), [("us-rules", "us-ice-ero"), ("uk-rules", "uk-home-office")])
def test_a_pack_departs_from_the_reference_only_where_a_correction_says_why(
    shared: Path, reference: str, name: str
) -> None:
    given = tomllib.loads((shared / "domain" / f"{reference}.toml").read_text(encoding="utf-8"))
    pack = load(PACK_FOLDER / f"{name}.toml")
    assert [rule["id"] for rule in given["rule"] if rule["id"] not in pack.by_id] == []
    found = {
        (rule["id"], field)
        for rule in given["rule"]
        for field in departures(rule, pack.by_id[rule["id"]], given["default_calendar"])
    }
    named = {(rule_id, field) for rule_id, fields in CORRECTIONS[name].items() for field in fields}
    assert sorted(found - named) == [], "a departure without a reason"
    assert sorted(named - found) == [], "a correction that is none any more"
    assert all(why.strip() for fields in CORRECTIONS[name].values() for why in fields.values())
