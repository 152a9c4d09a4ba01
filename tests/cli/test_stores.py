"""Making stores, opening them, and looking after them."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.older import older_store

from cpo_tui.cli import progress
from cpo_tui.store import keys, soundness
from cpo_tui.store.migrate import CHECKING, COPYING

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo

PASSPHRASE = "seven herons cross a grey lake"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ITERATIONS", 1_000)


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A passphrase file that the environment names."""
    file = tmp_path / "secret"
    file.write_text(f"{PASSPHRASE}\nnot this\n")
    monkeypatch.setenv("CPO_PASSPHRASE_FILE", str(file))
    return file


def test_a_plain_store_is_made_after_saying_what_that_means(cpo: Cpo, place: Path) -> None:
    answer = cpo("init", "--no-encryption", "--json")
    assert (answer.code, answer.json) == (0, {"store": str(place), "encrypted": False})
    assert "not encrypted" in answer.err


def test_an_encrypted_store_opens_only_with_its_passphrase(
    cpo: Cpo, place: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cpo("init", "--json").json == {"store": str(place), "encrypted": True}
    assert cpo("add", "case", "--reference", "C-1", "--name", "Heronius").code == 0
    assert cpo("list", "--json").json[0]["reference"] == "C-1"
    assert b"Heronius" not in b"".join(file.read_bytes() for file in place.parent.iterdir())
    secret.write_text("another long passphrase of mine\n")
    wrong = cpo("list", "--json")
    assert (wrong.code, wrong.json["error"]["kind"]) == (1, "wrong_passphrase")
    monkeypatch.delenv("CPO_PASSPHRASE_FILE")
    locked = cpo("list", "--json")
    assert (locked.code, locked.json["error"]["kind"]) == (1, "locked")
    assert "CPO_PASSPHRASE_FILE" in locked.json["error"]["hint"]


def test_without_a_passphrase_and_a_terminal_nothing_is_made(cpo: Cpo, place: Path) -> None:
    answer = cpo("init", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "locked")
    assert not place.exists()


def test_a_weak_passphrase_makes_nothing_and_is_not_repeated(cpo: Cpo, place: Path, secret: Path) -> None:
    secret.write_text("password1234\n")
    answer = cpo("init", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (2, "weak_passphrase")
    assert "password1234" not in answer.out + answer.err
    assert not place.exists()


def test_nothing_is_made_where_there_is_something(cpo: Cpo, place: Path) -> None:
    cpo("init", "--no-encryption")
    again = cpo("init", "--no-encryption", "--json")
    assert (again.code, again.json["error"]["kind"]) == (1, "exists")
    place.rename(place.with_suffix(".old"))
    place.symlink_to(place.with_suffix(".old"))
    linked = cpo("init", "--no-encryption", "--json")
    assert (linked.code, linked.json["error"]["kind"]) == (1, "exists")
    assert cpo("list", "--json").code == 1


@pytest.mark.parametrize("args", [["--no-encryption", "--keyring"]])
def test_what_excludes_each_other_is_said(cpo: Cpo, place: Path, args: list[str]) -> None:
    assert cpo("init", *args, "--json").code == 2
    assert not place.exists()


def test_read_only_makes_nothing(cpo: Cpo, place: Path) -> None:
    assert cpo("--read-only", "init", "--no-encryption", "--json").json["error"]["kind"] == "read_only"
    assert not place.exists()


def test_a_keyring_that_is_not_there_is_said_before_anything_is_made(cpo: Cpo, place: Path, secret: Path) -> None:
    from importlib.util import find_spec

    if find_spec("keyring") is not None:
        pytest.skip("this machine has a keyring")
    answer = cpo("init", "--keyring", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "no_keyring")
    assert not place.exists()


def test_the_keyring_opens_what_it_was_given(
    cpo: Cpo, place: Path, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import types

    kept: dict[tuple[str, str], str] = {}

    class Backend:
        priority = 5

        def set_password(self, service: str, name: str, passphrase: str) -> None:
            kept[service, name] = passphrase

        def get_password(self, service: str, name: str) -> str | None:
            return kept.get((service, name))

    class KeyringError(Exception):
        pass

    module = types.ModuleType("keyring")
    errors = types.ModuleType("keyring.errors")
    errors.KeyringError = KeyringError  # type: ignore[attr-defined]
    module.get_keyring = Backend  # type: ignore[attr-defined]
    module.errors = errors  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert cpo("init", "--keyring").code == 0
    monkeypatch.delenv("CPO_PASSPHRASE_FILE")
    assert list(kept.values()) == [PASSPHRASE]
    moved = place.with_name("moved.cpo")
    place.rename(moved)
    assert cpo("--store", moved, "list", "--json").json == []


class TestOnATerminal:
    """A passphrase is asked for twice, never shown, and asked for again where it is wrong."""

    def talk(self, args: list[str], answers: list[str]) -> tuple[int, str]:
        code = (
            "from cpo_tui.store import keys; keys.ITERATIONS = 1000\n"
            "import sys; from cpo_tui.cli.running import run_process; sys.exit(run_process(sys.argv[1:]))"
        )
        pid, terminal = pty.fork()
        if pid == 0:
            os.execv(sys.executable, [sys.executable, "-c", code, *args])  # noqa: S606 - on a terminal of its own
        shown, waiting, end = b"", list(answers), time.monotonic() + 30
        asked = 0
        while time.monotonic() < end:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if not ready:
                continue
            try:
                data = os.read(terminal, 4096)
            except OSError:
                break
            if not data:
                break
            shown += data
            questions = shown.count(b"assphrase: ") + shown.count(b"Once more: ")
            while questions > asked and waiting:
                asked += 1
                os.write(terminal, waiting.pop(0).encode() + b"\n")
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), shown.decode()

    def test_a_store_is_made_and_opened(self, place: Path) -> None:
        code, shown = self.talk(["init"], [PASSPHRASE, PASSPHRASE])
        assert (code, place.exists()) == (0, True), shown
        assert PASSPHRASE not in shown
        code, shown = self.talk(["list", "--json"], ["wrong one entirely", PASSPHRASE])
        assert code == 0, shown
        assert "does not open this store" in shown
        code, shown = self.talk(["list"], ["wrong one entirely"] * 3)
        assert code == 1
        assert shown.count("assphrase: ") == 3

    def test_two_that_differ_make_nothing(self, place: Path) -> None:
        code, shown = self.talk(["init"], [PASSPHRASE, PASSPHRASE + "s"])
        assert (code, place.exists()) == (2, False)
        assert "differ" in shown


def test_no_output_trace_or_environment_holds_the_passphrase(cpo: Cpo, place: Path, secret: Path) -> None:
    cpo("init")
    answer = subprocess.run(
        [sys.executable, "-m", "cpo_tui", "list"],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "CPO_DEBUG": "1"},
    )  # fmt: skip
    assert answer.returncode == 1, "made with fewer rounds, it does not open here"
    assert "Traceback" in answer.stderr
    assert PASSPHRASE not in answer.stdout + answer.stderr


class TestDoctor:
    def test_a_healthy_store(self, work: Cpo, place: Path) -> None:
        answer = work("doctor", "--json")
        assert (answer.code, answer.json["ok"]) == (0, True)
        found = {check["name"]: check for check in answer.json["checks"]}
        assert found["store-encryption"]["status"] == "warn"
        assert found["time-zone"]["value"] == "America/New_York"
        assert {
            "cpo",
            "sqlite",
            "encryption",
            "free-space",
            "holidays-us",
            "pack-us-ice-ero",
            "pack-uk-home-office",
        } <= set(found)
        assert "known until" in found["holidays-us"]["value"]

    def test_a_store_that_others_can_read_is_a_problem_with_its_remedy(self, work: Cpo, place: Path) -> None:
        place.chmod(0o644)
        answer = work("doctor", "--json")
        assert (answer.code, answer.json["ok"]) == (3, False)
        (problem,) = [check for check in answer.json["checks"] if check["status"] == "problem"]
        assert problem["hint"] == f"Close it to them: chmod 600 {place}"

    def test_without_a_store_it_says_how_to_get_one(self, cpo: Cpo) -> None:
        answer = cpo("doctor", "--json")
        assert answer.code == 0
        assert any(check["name"] == "store" and "cpo init" in check["hint"] for check in answer.json["checks"])
        assert cpo("doctor").out.startswith("status\tcheck\tvalue\thint\n")


class TestSample:
    def test_the_same_seed_gives_the_same_bytes(self, cpo: Cpo, tmp_path: Path) -> None:
        for name, seed in (("a", 7), ("b", 7), ("c", 8)):
            assert cpo("sample", "--cases", 40, "--seed", seed, "-o", tmp_path / name).code == 0
        files = [{file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in "abc"]
        assert set(files[0]) == {"cases.csv", "events.csv", "documents.csv", "inquiries.csv"}
        assert files[0] == files[1] != files[2]
        assert files[0]["cases.csv"].count(b"\n") == 41

    def test_only_some_files(self, cpo: Cpo, tmp_path: Path) -> None:
        answer = cpo("sample", "--cases", 5, "--only", "cases", "-o", tmp_path / "x", "--json")
        assert answer.json["rows"] == {"cases": 5}
        assert [file.name for file in (tmp_path / "x").iterdir()] == ["cases.csv"]

    @pytest.mark.parametrize("args", [["--cases", "-1"], ["--only", "nonsense"], ["--cases", "99999999999"]])
    def test_what_cannot_be_made_is_said(self, cpo: Cpo, tmp_path: Path, args: list[str]) -> None:
        answer = cpo("sample", *args, "-o", tmp_path / "x", "--json")
        assert (answer.code, answer.json["error"]["kind"]) == (2, "usage")

    def test_nothing_is_overwritten(self, cpo: Cpo, tmp_path: Path) -> None:
        (tmp_path / "cases.csv").write_text("mine")
        assert cpo("sample", "-o", tmp_path, "--json").code == 2
        assert (tmp_path / "cases.csv").read_text() == "mine"

    def test_a_folder_that_cannot_be_is_said(self, cpo: Cpo, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        assert cpo("sample", "-o", tmp_path / "file" / "x", "--json").code == 1


def test_a_store_of_an_older_version_says_what_is_done_to_it(
    cpo: Cpo, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older_store(place)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "EVERY", 0)
    monkeypatch.setattr(soundness, "_STEPS", 10)
    answer = cpo("list", "--json")
    assert (answer.code, answer.json) == (0, [])
    said, _, far = answer.err.partition("\n")
    assert said == f"{COPYING}…"
    drawn = far.split("\r\x1b[K")
    assert "  100 %" in drawn
    assert f"  {CHECKING}: 0 s" in drawn
    (kept,) = place.parent.glob("*.before-0001-*")
    assert drawn[-1] == f"The store was of an older version. As it was: {kept}\n"
    assert cpo("list", "--json").err == ""


def test_where_nobody_watches_only_the_copy_is_named(cpo: Cpo, place: Path) -> None:
    older_store(place)
    answer = cpo("list", "--json")
    assert (answer.code, answer.json) == (0, [])
    (kept,) = place.parent.glob("*.before-0001-*")
    assert answer.err == f"The store was of an older version. As it was: {kept}\n"
