"""The command line in this process, and as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.cli.running import run


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


Cpo = Callable[..., Answer]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the store of the test is; nothing is there yet."""
    path = tmp_path / "store" / "mine.cpo"
    monkeypatch.setenv("CPO_STORE", str(path))
    return path


@pytest.fixture
def cpo(place: Path, capsys: pytest.CaptureFixture[str]) -> Cpo:
    """Run the command line in this process."""

    def call(*args: object) -> Answer:
        capsys.readouterr()
        code = run([str(arg) for arg in args])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return call


@pytest.fixture
def work(cpo: Cpo) -> Cpo:
    """The command line on a plain store with the cases `C-1` to `C-4`, of which `C-2` has the A-number 212345678."""
    assert cpo("init", "--no-encryption").code == 0
    for number in range(1, 5):
        more = ("--a-number", "A212345678") if number == 2 else ()
        made = cpo(
            "add", "case", "--reference", f"C-{number}", "--name", f"Person {number}", "--officer", "alvarez", *more
        )
        assert made.code == 0, made.err
    return cpo


Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def program(place: Path) -> Program:
    """Run `cpo` as a process of its own, with the environment of the test."""

    def call(
        *args: object, stdin: str = "", python: Sequence[str] = (), **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *python, "-m", "cpo_tui", *(str(arg) for arg in args)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            env={**os.environ, **environment},
        )

    return call
