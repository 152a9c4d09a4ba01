"""R-TTY-2 over every command of the command line: the examples of its own help, on a store full of hostile text."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest
from tests.cli.test_app import EXAMPLES, TREE, arguments
from tests.hostile import MARKUP, OBEYED, poison

from cpo_tui import config
from cpo_tui.actions.stores import make_store
from cpo_tui.cli.running import run
from cpo_tui.store.connect import Store

SCREENS = {"cpo", "cpo demo"}
"""What opens the application: `test_r_tty_every_screen.py` looks at that."""
BYTE_FOR_BYTE = {"cpo export"}
"""What carries the data as it is, for machines: the contract of the command line says so."""
NO_STORE = {"cpo sample"}
"""What shows nothing of a store."""
CASES = ("C-1042", "C-1043", "C-2001", "C-1050")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A poisoned store in which some references are those of the examples, as a file to be copied."""
    patch = pytest.MonkeyPatch()
    patch.setenv("CPO_NOW", "2026-03-02T09:00:00-05:00")
    patch.setenv("CPO_TZ", "America/New_York")
    patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    store = make_store(tmp_path_factory.mktemp("hostile") / "a.cpo", None)
    poison(store)
    connection = store.writer()
    for case_id, reference in enumerate(CASES, 1):
        connection.execute("UPDATE cases SET reference = ? WHERE id = ?", (reference, case_id))
    connection.execute("UPDATE inquiries SET inquiry = 'Q-2026-0001' WHERE id = 1")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    connection.close()
    patch.undo()
    return store.path


@pytest.fixture
def place(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a copy of the store that is the usual one."""
    folder = tmp_path / "s"
    folder.mkdir(mode=0o700)
    copy = folder / "a.cpo"
    copy.write_bytes(original.read_bytes())
    copy.chmod(0o600)
    monkeypatch.setenv("CPO_STORE", str(copy))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"C-1042\n")))
    config.settings.cache_clear()
    return copy


@pytest.mark.parametrize("path", [path for path in TREE if path not in SCREENS | BYTE_FOR_BYTE | NO_STORE])
def test_r_tty_2_no_example_writes_what_a_terminal_obeys(
    path: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for of, line in EXAMPLES:
        if of != path:
            continue
        code = run(arguments(line))
        shown = capfd.readouterr()
        for text in (shown.out, shown.err):
            found = OBEYED.search(text)
            assert found is None, (line, found, text[max(0, found.start() - 40) : found.end() + 40])
            assert "Traceback" not in text, line
        assert code in {0, 1, 2, 3}, line


def test_the_examples_show_what_is_in_the_store(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The control: the commands do reach the hostile texts, and show their marks as they are."""
    for args in (["list"], ["show", "C-1042"], ["access-log", "--json"], ["deadlines"], ["history"]):
        run(args)
    shown = capfd.readouterr().out
    assert MARKUP in shown
    assert "‹" in shown
    reader = Store(place).reader()
    names = [row[0] for row in reader.execute("SELECT full_name FROM persons")]
    reader.close()
    assert any(OBEYED.search(name) for name in names)
    assert os.environ["CPO_STORE"] == str(place)
