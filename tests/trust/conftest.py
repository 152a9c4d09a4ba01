"""Stores for the proofs of trust: plain and encrypted, with a few cases that hold marker names."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import cases, documents, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.stores import make_store
from cpo_tui.store.connect import Store

PASSPHRASE = "seven quiet herons cross the marsh"
MARKER = "Zyxwvut-Markerperson"
"""A name that occurs nowhere but in the cases of these tests."""
SOURCE = Path(__file__).resolve().parents[2] / "src" / "cpo_tui"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A plain, empty store."""
    return make_store(tmp_path / "store" / "a.cpo", None)


@pytest.fixture
def encrypted(tmp_path: Path) -> Store:
    """An encrypted store with one case that has a marker name."""
    made = make_store(tmp_path / "store" / "e.cpo", PASSPHRASE)
    with acting(made, "alvarez") as context:
        fill(context, 3)
    return made


@pytest.fixture
def context(store: Store) -> Iterator[Context]:
    """An officer at work on three cases, `C-1` to `C-3`."""
    with acting(store, "alvarez") as opened:
        fill(opened, 3)
        yield opened


def fill(context: Context, count: int) -> None:
    """Make cases with marker names, a document, a note and a task each."""
    for number in range(1, count + 1):
        values = {
            "reference": f"C-{number}",
            "full_name": f"{MARKER} {number}",
            "a_number": f"A21234567{number}",
            "officer": "alvarez",
        }
        made = cases.add_case(context, values).made
        assert made is not None
        documents.add_document(context, [made], {"document": "I-862"})
        timeline.add_note(context, [made], f"{MARKER} called about the hearing")
        timeline.add_task(context, [made], "call back", "2026-03-02")


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cpo(tmp_path: Path) -> Run:
    """Run `cpo` as a process of its own; `PASSPHRASE` is in the file `CPO_PASSPHRASE_FILE`."""
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE + "\n")
    secret.chmod(0o600)

    def call(
        *args: object, code: int | None = 0, stdin: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        answer = subprocess.run(
            [sys.executable, "-m", "cpo_tui", *(str(arg) for arg in args)], input=stdin, capture_output=True, text=True,
            timeout=120, check=False, env={**os.environ, "CPO_PASSPHRASE_FILE": str(secret), **environment},
        )  # fmt: skip
        assert code is None or answer.returncode == code, (
            f"{args}: {answer.returncode}\n{answer.stdout}\n{answer.stderr}"
        )
        assert "Traceback" not in answer.stderr
        return answer

    return call
