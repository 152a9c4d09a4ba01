"""The program as people and scripts run it: a process of its own for every step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


class Program:
    """`cpo` on one store; every call is a new process."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.code = 0
        self.err = ""

    def __call__(self, *args: object, code: int = 0, stdin: str = "") -> str:
        """Run a command, hold its exit code against `code`, and give what it wrote to stdout."""
        answer = subprocess.run(
            [sys.executable, "-m", "cpo_tui", "--store", str(self.store), *(str(arg) for arg in args)],
            input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False, env=dict(os.environ),
        )  # fmt: skip
        self.err = answer.stderr
        assert answer.returncode == code, (
            f"{args}: {answer.returncode}\n{answer.stdout[-2000:]}\n{answer.stderr[-2000:]}"
        )
        assert "Traceback" not in answer.stderr
        return answer.stdout

    def json(self, *args: object, code: int = 0, stdin: str = "") -> Any:
        """The same with `--json`: the one document on stdout."""
        return json.loads(self(*args, "--json", code=code, stdin=stdin))


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """`cpo` on a new plain store."""
    made = Program(tmp_path / "store" / "mine.cpo")
    made("init", "--no-encryption")
    return made


@pytest.fixture
def another(tmp_path: Path) -> Callable[[str], Program]:
    """A second store, by name."""

    def make(name: str) -> Program:
        made = Program(tmp_path / name / "other.cpo")
        made("init", "--no-encryption")
        return made

    return make
