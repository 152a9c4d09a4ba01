"""What a command may not load: the price of a start is counted in modules, not in seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Program

HEAVY = {
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "alembic",
    "rich",
    "holidays",
    "cel",
    "openpyxl",
    "xlsxwriter",
}


def loaded(program: Program, *args: str, code: int = 0) -> set[str]:
    """The modules that a run of `cpo` loads."""
    answer = program(*args, python=("-X", "importtime"))
    assert answer.returncode == code, answer.stderr[-500:]
    return set(re.findall(r"^import time:.*\| +([\w.]+)$", answer.stderr, re.MULTILINE))


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_the_version_loads_next_to_nothing(program: Program) -> None:
    modules = loaded(program, "--version")
    assert not packages(modules) & (HEAVY | {"typer", "sqlcipher3", "platformdirs"})
    assert {name for name in modules if name.startswith("cpo_tui")} <= {"cpo_tui"}


@pytest.mark.parametrize(
    "args",
    [
        ("list", "--json", "--limit", "50"),
        ("list", "--query", "officer:me due<7d", "--json"),
        ("show", "C-1", "--json"),
        ("history", "--json"),
        ("assign", "C-1", "--to", "okafor", "--json"),
        ("add", "note", "C-1", "called", "--json"),
        ("undo", "--json"),
        ("keys", "--json"),
    ],
)
def test_everyday_commands_load_no_toolkit_and_no_mapper(program: Program, args: tuple[str, ...]) -> None:
    assert program("init", "--no-encryption").returncode == 0
    assert program("add", "case", "--reference", "C-1").returncode == 0
    assert not packages(loaded(program, *args)) & HEAVY


def test_the_help_loads_no_toolkit(program: Program) -> None:
    assert not packages(loaded(program, "--help")) & HEAVY
