"""The demo: the same caseload every time, true to its record, and nothing left behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cpo_tui.actions.context import acting, office
from cpo_tui.actions.demo import OFFICER, demo_store
from cpo_tui.actions.undo import preview_undo
from cpo_tui.store import reader, worklist
from cpo_tui.store.connect import Connection
from cpo_tui.store.verify import verify


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where throw-away folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def picture(connection: Connection) -> list[tuple[object, ...]]:
    names = ", ".join(("reference", "officer", "stage", *worklist.DERIVED_COLUMNS))
    return [tuple(row) for row in connection.execute(f"SELECT {names} FROM cases ORDER BY id")]


def test_it_is_filled_private_true_and_gone_at_the_end(folder: Path) -> None:
    with demo_store(60) as store:
        assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
        looking = store.reader()
        open_cases, cases = reader.counts(looking)
        assert cases == 60
        assert 40 <= open_cases <= 60
        assert verify(looking, office()).problems == ()
        first = picture(looking)
        kinds = {row[0] for row in looking.execute("SELECT DISTINCT demand_kind FROM cases WHERE act_key IS NOT NULL")}
        assert {"deadline", "hearing", "untouched"} <= kinds
        looking.close()
    assert list(folder.iterdir()) == []
    with demo_store(60) as store:
        again = store.reader()
        assert picture(again) == first
        again.close()


def test_it_cannot_be_undone_by_its_officer_by_mistake(folder: Path) -> None:
    with demo_store(10) as store, acting(store, OFFICER) as context:
        assert preview_undo(context) is None


def test_it_goes_where_something_fails(folder: Path) -> None:
    def fail() -> None:
        with demo_store(5):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(folder.iterdir()) == []


def test_it_goes_where_the_process_is_asked_to_end(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from cpo_tui.cli.application import _ended_by_signals\n"
        "from cpo_tui.actions.demo import demo_store\n"
        "with _ended_by_signals(), demo_store(5) as store:\n"
        "    print(store.path, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert process.stdout is not None
    path = Path(process.stdout.readline().strip())
    assert path.exists()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGTERM
    assert not path.parent.exists()
