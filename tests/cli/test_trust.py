"""Looking after a store from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cpo_tui import config
from cpo_tui.store import connect, keys

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo

PASSPHRASE = "seven herons cross a grey lake"


def tamper(place: Path, statement: str) -> None:
    writer = connect.Store(place).writer()
    writer.execute(statement)
    writer.close()


def test_a_store_that_is_as_recorded_is_nought(work: Cpo) -> None:
    answer = work("verify", "--json")
    assert answer.code == 0
    assert answer.json["ok"] is True
    assert (answer.json["problems"], answer.json["change_sets"]) == ([], 4)
    head = answer.json["head"]
    assert len(head) == 64
    work("add", "note", "C-1", "later")
    assert work("verify", "--expect-head", head, "--json").code == 0
    assert work("verify", "--expect-head", "0" * 63 + "1", "--json").code == 3


def test_a_row_that_was_altered_is_three_and_named(work: Cpo, place: Path) -> None:
    tamper(place, "UPDATE cases SET stage = 'appeal' WHERE reference = 'C-2'")
    answer = work("verify", "--json")
    assert answer.code == 3
    assert answer.json["ok"] is False
    assert {"kind", "where", "message"} == set(answer.json["problems"][0])
    assert any("2" in problem["where"] for problem in answer.json["problems"])
    assert "row_altered\t" in work("verify").out


def test_a_backup_is_restored_beside_what_there_is(work: Cpo, place: Path, tmp_path: Path) -> None:
    copy, restored = tmp_path / "copy.cpo", tmp_path / "restored" / "a.cpo"
    made = work("backup", copy, "--json")
    assert (made.code, made.json["change_sets"]) == (0, 4)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert work("backup", copy, "--json").json["error"]["kind"] == "exists"
    work("edit", "C-1", "team=changed since")
    back = work("restore", copy, "--store", restored, "--json")
    assert (back.code, back.json["head"]) == (0, made.json["head"])
    assert work("--store", restored, "show", "C-1", "--json").json["team"] is None
    assert work("show", "C-1", "--json").json["team"] == "changed since"
    assert work("restore", copy, "--store", restored, "--json").code == 1
    assert (
        work("--read-only", "restore", copy, "--store", tmp_path / "x.cpo", "--json").json["error"]["kind"]
        == "read_only"
    )
    assert work("backup", copy, "--force", "--json").code == 0


def test_a_passphrase_is_changed(cpo: Cpo, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ITERATIONS", 1_000)
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text(PASSPHRASE)
    new.write_text("five slow boats pass the mill")
    monkeypatch.setenv("CPO_PASSPHRASE_FILE", str(old))
    assert cpo("init").code == 0
    assert cpo("add", "case", "--reference", "C-1").code == 0
    answer = cpo("rekey", "--new-passphrase-file", new, "--json")
    assert (answer.code, answer.json["rekeyed"]) == (0, True), answer.err
    assert cpo("list", "--json").json["error"]["kind"] == "wrong_passphrase"
    monkeypatch.setenv("CPO_PASSPHRASE_FILE", str(new))
    assert len(cpo("list", "--json").json) == 1
    new.write_text("weak")
    assert cpo("rekey", "--new-passphrase-file", new, "--json").code in {1, 2}
    assert "slow boats" not in answer.out + answer.err


def test_a_plain_store_has_no_passphrase_to_change(work: Cpo, tmp_path: Path) -> None:
    (tmp_path / "new").write_text(PASSPHRASE)
    assert work("rekey", "--new-passphrase-file", tmp_path / "new", "--json").code == 1


def test_who_may_not_read_the_log_is_refused_and_that_is_in_the_log(work: Cpo) -> None:
    assert work("officer", "add", "alvarez", "--role", "admin", "--json").code == 0
    assert work("officer", "add", "tran", "--json").code == 0
    refused = work("--officer", "tran", "access-log", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (1, "not_permitted")
    log = work("access-log", "--by", "tran", "--json").json
    assert [(entry["officer"], entry["outcome"]) for entry in log] == [("tran", "refused")]
    assert work("access-log").code == 0
    assert {officer["login"]: officer["role"] for officer in work("officer", "--json").json} == {
        "alvarez": "admin",
        "tran": "officer",
    }


def test_the_lock_is_set_in_the_settings_and_the_rest_of_them_stays(
    cpo: Cpo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cpo_tui import config

    file = tmp_path / "settings" / "config.toml"
    monkeypatch.setenv("CPO_CONFIG", str(file))
    config.settings.cache_clear()
    assert cpo("lock-after", 5, "--json").json["lock_after_minutes"] == 5
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text('# mine\nlock_after_minutes = 5\ntheme = "x"\n[keymap]\n"app.help" = "f1"\n')
    assert cpo("lock-after", 12).code == 0
    assert file.read_text() == '# mine\nlock_after_minutes = 12\ntheme = "x"\n[keymap]\n"app.help" = "f1"\n'
    for wrong in ("0", "31", "-1", "x"):
        assert cpo("lock-after", wrong, "--json").code in {1, 2}
    assert config.read_settings(file).lock_after_minutes == 12
    file.write_text("[keymap]\n")
    assert cpo("lock-after", 7).code == 0
    assert config.read_settings(file).lock_after_minutes == 7
    config.settings.cache_clear()


def test_what_was_counted_in_another_zone_is_counted_anew_and_that_is_said(
    work: Cpo, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert work("verify").err == ""
    monkeypatch.setenv("CPO_TZ", "Pacific/Auckland")
    answer = work("verify", "--json")
    assert answer.json["ok"] is True
    assert answer.err == (
        "The list was counted in the zone America/New_York: it was counted anew in the zone Pacific/Auckland first.\n"
    )
    again = work("verify", "--json")
    assert (again.json["ok"], again.err) == (True, "")


def test_a_list_that_may_not_be_counted_anew_is_held_as_it_was_counted(
    work: Cpo, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPO_TZ", "Pacific/Auckland")
    answer = work("--read-only", "verify", "--json")
    assert (answer.code, answer.json["problems"], answer.err) == (0, [], "")
    tamper(place, "UPDATE cases SET act_key = act_key || 'x' WHERE id = 1")
    assert [one["where"] for one in work("--read-only", "verify", "--json").json["problems"]] == ["cases row 1"]


def test_another_limit_counts_anew_too(work: Cpo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text("untouched_days = 17\n")
    (tmp_path / "config.toml").chmod(0o600)
    monkeypatch.setenv("CPO_CONFIG", str(tmp_path / "config.toml"))
    config.settings.cache_clear()
    assert "limit of 30 days for untouched cases: it was counted anew with 17 first." in work("verify").err
    assert work("verify").err == ""
    config.settings.cache_clear()
