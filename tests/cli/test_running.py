"""Exit codes and errors: words for people, one document for scripts, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo, Program


@pytest.mark.parametrize(
    ("args", "code", "kind", "words"),
    [
        (["list"], 1, "no_store", "There is no store"),
        (["nonsense"], 2, "usage", "There is no command 'nonsense'"),
        (["lsit"], 2, "usage", "Did you mean list?"),
        (["list", "--nonsense"], 2, "usage", "--nonsense"),
        (["list", "--limit", "many"], 2, "usage", "not a number"),
        (["list", "--limit", "0"], 2, "usage", "out of range"),
        (["add"], 2, "usage", "Missing command"),
        (["show"], 2, "usage", "CASE"),
        (["--busy-timeout", "-1", "list"], 2, "usage", "0 to 3600"),
        (["edit", "C-1", "stage"], 2, "usage", "is not FIELD=VALUE"),
        (["edit", "C-1", "a=1", "a=2"], 2, "usage", "given twice"),
        (["assign", "--to", "x"], 2, "usage", "No case is named"),
        (["assign", "C-1", "--query", "late", "--to", "x"], 2, "usage", "not both"),
        (["compute", "us-nonsense", "--trigger", "2026-03-02"], 1, "not_found", "There is no rule"),
        ([], 1, "no_terminal", "needs a terminal"),
        (["demo"], 1, "no_terminal", "needs a terminal"),
    ],
)
def test_every_error_says_what_happened_and_what_to_do(
    cpo: Cpo, args: list[str], code: int, kind: str, words: str
) -> None:
    if args and args[0] not in {"list", "nonsense", "lsit"}:
        cpo("init", "--no-encryption")
    plain = cpo(*args)
    assert plain.code == code
    assert plain.out == ""
    error, hint = plain.err.strip().splitlines()[-2:]
    assert error.startswith("error: ")
    assert words in error
    assert hint.startswith("hint: ")
    if args not in ([], ["add"], ["demo"]):
        scripted = cpo(*args, "--json")
        found = scripted.json["error"]
        assert (scripted.code, found["kind"]) == (code, kind)
        assert words in found["message"]
        assert found["hint"]


def test_an_option_of_the_whole_run_after_the_command_is_told_where_it_goes(cpo: Cpo) -> None:
    answer = cpo("list", "--store", "x")
    assert answer.code == 2
    assert "--store goes before the command: cpo --store" in answer.err


@pytest.mark.parametrize("store", ["", "/nonexistent/deep/x.cpo", "/dev/null", "/"])
def test_a_store_that_cannot_be_is_said(cpo: Cpo, store: str) -> None:
    answer = cpo("--store", store, "list", "--json")
    assert answer.code == 1
    assert answer.json["error"]["kind"] in {"no_store", "store"}


def test_read_only_is_held_by_every_verb(work: Cpo) -> None:
    for args in (
        ["edit", "C-1", "team=x"],
        ["assign", "C-1", "--to", "x"],
        ["close", "C-1", "--reason", "x"],
        ["add", "case", "--reference", "C-9"],
        ["add", "note", "C-1", "x"],
        ["undo"],
    ):
        answer = work("--read-only", *args, "--json")
        assert (answer.code, answer.json["error"]["kind"]) == (1, "read_only"), args
    assert work("--read-only", "list", "--json").code == 0
    assert len(work("history", "--json").json) == 4


def test_another_writer_is_waited_for_and_then_named(work: Cpo, place: Path) -> None:
    from cpo_tui.store import connect

    holder = connect.open_store(place).writer()
    holder.execute("BEGIN IMMEDIATE")
    answer = work("--busy-timeout", "0.05", "assign", "C-1", "--to", "x", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "busy")
    assert "--busy-timeout" in answer.json["error"]["hint"]
    assert work("list", "--json").code == 0
    holder.execute("ROLLBACK")
    holder.close()
    assert work("assign", "C-1", "--to", "x").code == 0


@pytest.mark.parametrize("name", ["CPO_NOW", "CPO_TZ"])
def test_a_nonsense_clock_is_said(work: Cpo, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "Mars/Olympus")
    answer = work("list", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (2, "usage")
    assert "Mars/Olympus" in answer.json["error"]["message"]


def test_nonsense_settings_are_said(work: Cpo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from cpo_tui import config

    file = tmp_path / "config.toml"
    monkeypatch.setenv("CPO_CONFIG", str(file))
    monkeypatch.delenv("CPO_TZ")
    for text in ("= nonsense", "untouched_dais = 3", "untouched_days = 'many'"):
        file.write_text(text)
        config.settings.cache_clear()
        answer = work("list", "--json")
        assert (answer.code, answer.json["error"]["kind"]) == (1, "config")
    config.settings.cache_clear()


def _heeding_interrupts() -> None:
    """What runs in the background of a shell is begun with interrupts ignored, and so would be all that it begins."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class TestProcess:
    def test_version_needs_nothing(self, program: Program) -> None:
        for args in (["--version"], ["--no-color", "--version"]):
            answer = program(*args)
            assert (answer.returncode, answer.stderr) == (0, "")
            assert answer.stdout.startswith("cpo ")

    def test_what_is_made_is_private(self, program: Program, place: Path) -> None:
        before = os.umask(0o022)
        try:
            assert program("init", "--no-encryption").returncode == 0
        finally:
            os.umask(before)
        assert place.stat().st_mode & 0o777 == 0o600
        assert place.parent.stat().st_mode & 0o777 == 0o700

    def test_a_reader_that_goes_away_is_no_error(self, program: Program, place: Path) -> None:
        program("init", "--no-encryption")
        command = f"{sys.executable} -m cpo_tui keys --json | head -c 1; exit ${{PIPESTATUS[0]}}"
        answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
        assert (answer.returncode, answer.stderr, answer.stdout) == (0, "", "[")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    def test_a_full_disk_under_the_answer_is_said(self, program: Program, place: Path) -> None:
        command = f"{sys.executable} -m cpo_tui keys --json > /dev/full"
        answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
        assert answer.returncode == 1
        assert answer.stderr.startswith("error: No space left on device")

    def test_an_interrupt_is_clean(self, program: Program, place: Path) -> None:
        assert program("init", "--no-encryption").returncode == 0
        program("add", "case", "--reference", "C-1")
        process = subprocess.Popen(
            [sys.executable, "-m", "cpo_tui", "add", "note", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=_heeding_interrupts,  # noqa: PLW1509 - it does nothing that a thread could hold
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("C-1\tfirst\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith("2\tC-1\t")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Traceback" not in err
        assert err.startswith("error: Stopped")

    def test_a_fault_of_our_own_is_no_traceback(self, place: Path) -> None:
        code = (
            "import sys; from cpo_tui.cli import running, app\n"
            "def broken(): secret = 'García'; raise KeyError(secret)\n"
            "app.command_tree = broken\n"
            "sys.argv = ['cpo', 'list', '--json']\n"
            "sys.exit(running.run_process(sys.argv[1:]))"
        )
        quiet = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
        assert quiet.returncode == 1
        assert json.loads(quiet.stdout)["error"]["kind"] == "internal"
        assert "Traceback" not in quiet.stderr
        assert "García" not in quiet.stderr + quiet.stdout

    def test_debugging_shows_a_traceback_without_values_of_variables(self, program: Program) -> None:
        answer = program("list", CPO_DEBUG="1")
        assert answer.returncode == 1
        assert "Traceback" in answer.stderr
        assert "connect.py" in answer.stderr
        assert program("list").stderr.startswith("error: There is no store")

    def test_an_encoding_without_the_letters_gives_escapes(self, program: Program, place: Path) -> None:
        program("init", "--no-encryption")
        program("add", "case", "--reference", "C-1", "--name", "李小龙")
        answer = program("show", "C-1", PYTHONIOENCODING="ascii")
        assert answer.returncode == 0
        assert "\\u674e\\u5c0f\\u9f99" in answer.stdout
