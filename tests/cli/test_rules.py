"""The rules from the command line: listed, shown, computed, checked, compared, adopted."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cpo_tui.rules.pack import PACK_FOLDER

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The office's pack in a new version, in which the pre-warrant custody decision has 24 hours more."""
    text = (PACK_FOLDER / "us-ice-ero.toml").read_text(encoding="utf-8")
    text, done = re.subn(r'^version = ".*"$', 'version = "2099.1"', text, count=1, flags=re.MULTILINE)
    assert done
    start = text.index('id = "us-warrantless-arrest-custody-decision-48h"')
    end = text.index("[[rule]]", start)
    rule, done = re.subn(r"^amount = 48$", "amount = 72", text[start:end], flags=re.MULTILINE)
    assert done
    path = tmp_path / "new.toml"
    path.write_text(text[:start] + rule + text[end:], encoding="utf-8")
    return path


def test_all_rules_are_listed_and_each_is_shown(cpo: Cpo) -> None:
    listed = cpo("rules", "--json").json
    assert len(listed) >= 165
    assert len({rule["id"] for rule in listed}) == len(listed)
    assert all(rule["citation"] for rule in listed)
    assert cpo("rules", "list", "--status", "contested", "--json").json == [
        rule for rule in listed if rule["status"] == "contested"
    ]
    found = cpo("rules", "list", "--severity", "due_process", "--text", "custody", "--json").json
    assert found
    assert all(rule["severity"] == "due_process" for rule in found)
    assert cpo("rules", "list", "--status", "nonsense", "--json").code == 2


def test_a_rule_is_shown_whole_and_an_unknown_one_names_the_nearest(cpo: Cpo) -> None:
    shown = cpo("rules", "show", "us-warrantless-arrest-custody-decision-48h", "--json").json
    assert (shown["length"], shown["triggers"], shown["verified"]) == ("48 hours", ["arrest_warrantless"], "text")
    assert shown["applies_when"]
    assert cpo("rules", "show", "uk-detention-review-24h").code == 0
    wrong = cpo("rules", "show", "us-warrantless-arrest-custody-decision-49h", "--json")
    assert (wrong.code, wrong.json["error"]["kind"]) == (1, "not_found")
    assert "48h" in wrong.json["error"]["hint"]


def test_a_date_is_computed_with_its_steps_and_without_a_store(cpo: Cpo) -> None:
    args = ("compute", "us-warrantless-arrest-custody-decision-48h", "--trigger", "2026-03-02T14:00-05:00")
    found = cpo(*args, "--json").json
    assert found["due_at"] == "2026-03-04T14:00:00-05:00"
    assert set(found) >= {"due_at", "due_latest", "steps", "rule", "pack_version", "citation", "warnings"}
    assert all(set(step) == {"date", "text"} for step in found["steps"])
    plain = cpo(*args)
    assert "= due 2026-03-04T14:00:00-05:00" in plain.out
    day = cpo("compute", "us-warrantless-arrest-custody-decision-48h", "--trigger", "2026-03-02", "--json").json
    assert day["due_latest"] is not None
    assert day["warnings"]


def test_pauses_and_extensions_move_a_date(cpo: Cpo) -> None:
    args = ("compute", "us-bia-brief-21d", "--trigger", "2026-03-02")
    bare = cpo(*args, "--json").json["due_at"]
    longer = cpo(*args, "--extend", "7d", "--json").json["due_at"]
    paused = cpo(*args, "--pause", "2026-03-05..2026-03-09", "--json").json["due_at"]
    assert bare == "2026-03-23"
    assert longer == "2026-03-30"
    assert paused > bare


@pytest.mark.parametrize(
    "args",
    [
        ["--trigger", "yesterday"],
        ["--trigger", "2026-02-30"],
        ["--trigger", "2026-03-02", "--pause", "2026-03-05"],
        ["--trigger", "2026-03-02", "--pause", "2026-03-09..2026-03-05"],
        ["--trigger", "2026-03-02", "--extend", "3 fortnights"],
        ["--trigger", "2026-03-02", "--fact", "nonsense=1"],
        ["--trigger", "2026-03-02", "--fact", "nonsense"],
        ["--trigger", "1066-10-14"],
        [],
    ],
)
def test_what_cannot_be_computed_is_said(cpo: Cpo, args: list[str]) -> None:
    answer = cpo("compute", "us-bia-brief-21d", *args, "--json")
    assert answer.code in {1, 2}
    assert answer.json["error"]["message"]


def test_a_pack_is_checked_and_every_error_is_named(cpo: Cpo, tmp_path: Path, pack: Path) -> None:
    good = cpo("rules", "check", pack, "--json")
    assert (good.code, good.json["ok"], good.json["pack_version"]) == (0, True, "2099.1")
    bad = tmp_path / "bad.toml"
    bad.write_text(
        pack.read_text(encoding="utf-8").replace('severity = "due_process"', 'severity = "due_proces"'),
        encoding="utf-8",
    )
    answer = cpo("rules", "check", bad, "--json")
    assert (answer.code, answer.json["ok"]) == (3, False)
    assert {"file", "rule", "field", "reason", "nearest"} <= set(answer.json["problems"][0])
    assert answer.json["problems"][0]["nearest"] == "due_process"
    assert cpo("rules", "check", bad).out.startswith("file\trule\tfield\t")
    (tmp_path / "broken.toml").write_text("= nonsense")
    assert cpo("rules", "check", tmp_path / "broken.toml", "--json").code == 3
    assert cpo("rules", "check", tmp_path / "none.toml", "--json").code == 2


def test_a_pack_is_compared_adopted_and_taken_back(work: Cpo, pack: Path) -> None:
    work("add", "event", "C-1", "arrest_warrantless", "--at", "2026-03-02T08:00-05:00")
    rule = "us-warrantless-arrest-custody-decision-48h"
    moved = {"reference": "C-1", "rule": rule, "from": "2026-03-04T08:00:00-05:00", "to": "2026-03-05T08:00:00-05:00"}
    diff = work("rules", "diff", pack, "--json")
    assert diff.code == 0
    assert moved in diff.json["moved"]
    assert set(diff.json) == {"moved", "appear", "vanish"}
    before = len(work("history", "--json").json)
    adopted = work("rules", "adopt", pack, "--reason", "amended", "--json")
    assert adopted.code == 0
    assert moved in adopted.json["moved"]
    due = {one["rule"]: one["due_at"] for one in work("deadlines", "--case", "C-1", "--json").json}
    assert due[rule] == "2026-03-05T08:00:00-05:00"
    assert work("rules", "history", "--json").json["in_use"]["pack_version"] == "2099.1"
    assert len(work("history", "--json").json) == before + 1
    assert work("rules", "adopt", pack, "--reason", "again", "--json").json["error"]["kind"] == "refused"
    assert work("undo", "--json").code == 0
    due = {one["rule"]: one["due_at"] for one in work("deadlines", "--case", "C-1", "--json").json}
    assert due[rule] == "2026-03-04T08:00:00-05:00"


def test_every_rule_that_the_help_names_is_there(cpo: Cpo) -> None:
    from cpo_tui.cli.app import COMMANDS, command_tree

    known = {rule["id"] for rule in cpo("rules", "--json").json}
    tree = command_tree()
    found = set()
    for name in COMMANDS:
        command = tree.get_command(None, name)
        inner = (
            [command.get_command(None, one) for one in command.list_commands(None)]
            if hasattr(command, "list_commands")
            else []
        )
        for one in (command, *inner):
            found |= set(re.findall(r"\b(?:us|uk)-[a-z0-9-]*[a-z0-9]\b", one.epilog or ""))
    packs = {"us-ice-ero", "us-documents"}
    assert found - packs <= known


def test_the_words_of_the_rules_are_listed(cpo: Cpo) -> None:
    kinds = {one["kind"]: one for one in cpo("rules", "events", "--json").json}
    assert "service.method" in kinds["nta_served"]["facts"]
    assert "us-court-filing-15d-before-hearing" in kinds["hearing_scheduled"]["starts"]
    found = cpo("rules", "facts", "method", "--json").json
    (method,) = [one for one in found if one["name"] == "service.method"]
    assert method["values"] == ["personal", "mail", "electronic", "refused"]
    assert "nta_served" in method["from"]
    assert cpo("rules", "events", "no", "such", "word", "--json").json == []


def test_dates_say_that_they_come_from_earlier_rules(cpo: Cpo, pack: Path) -> None:
    assert cpo("init", "--no-encryption").code == 0
    assert cpo("add", "case", "--reference", "C-1").code == 0
    assert cpo("rules", "adopt", str(pack), "--reason", "new law").code == 0
    with sqlite3.connect(os.environ["CPO_STORE"]) as connection:
        connection.execute("UPDATE packs SET content = replace(content, 'schema_version = 1', 'schema_version = 99')")
    for command in (("deadlines",), ("why", "C-1")):
        answer = cpo(*command)
        assert answer.code == 0
        assert "note: Rules us-ice-ero 2099.1 cannot be read here" in answer.err
        assert "an earlier version computes the dates" in answer.err
