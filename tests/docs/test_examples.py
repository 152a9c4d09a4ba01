"""Every example in the help and in the reference of the commands is a call that the program understands.

They are run one after the other over one store of invented cases. What they name is mostly not there, so many end with
"there is no such case"; but none is a wrong call, and none shows a fault of the program.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from cpo_tui.cli.app import command_tree
from cpo_tui.cli.reference import _walk
from cpo_tui.cli.running import run

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "src" / "cpo_tui" / "rules"
FILES = {
    "new-pack.toml": PACKS / "packs" / "us-ice-ero.toml", "p.toml": PACKS / "packs" / "us-ice-ero.toml",
    "us-documents.toml": PACKS / "packs" / "documents" / "us-documents.toml",
    "our-retention.toml": PACKS / "packs" / "retention" / "us-retention.toml", "ours.toml": PACKS / "workload.toml",
}  # fmt: skip
"""Files that examples name, and what stands in for them."""
OF_THE_DATA = ("is joined with none", "is about 0 cases", "cannot be read", "exists already")
"""Answers that follow from what is in the store or beside it, and not from how the program was called."""
ELSEWHERE = ("demo", "sample")
"""Commands that open a screen, or write large files outside of the folder."""


def examples() -> list[str]:
    """Every example line, in the order of the commands."""
    found: list[str] = []
    for _, command in _walk(command_tree(), ("cpo",)):
        lines = (command.epilog or "").partition("Examples:\n")[2].splitlines()
        found += [line.strip() for line in lines if line.strip()]
    return list(dict.fromkeys(found))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample files, a store of them, and what examples name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CPO_STORE", str(tmp_path / "store.cpo"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", StringIO(""))
    for name, source in FILES.items():
        shutil.copy(source, tmp_path / name)
    kinds = ("cases", "events", "documents", "inquiries")
    for kind in kinds:
        shutil.copy(ROOT / "data" / f"{kind}.csv", tmp_path)
    assert answered(["init", "--no-encryption"])[0] == 0
    assert answered(["import", *(f"{kind}.csv" for kind in kinds)])[0] == 0
    return tmp_path


def answered(words: list[str]) -> tuple[int, str]:
    """Exit code and what was said on stderr; stdout is bytes, as a report needs."""
    out, said, before = TextIOWrapper(BytesIO(), encoding="utf-8"), StringIO(), (sys.stdout, sys.stderr)
    sys.stdout, sys.stderr = out, said
    try:
        return run(words), said.getvalue()
    finally:
        sys.stdout, sys.stderr = before


def test_there_are_examples_of_every_command() -> None:
    for path, command in _walk(command_tree(), ("cpo",)):
        assert "Examples:" in (command.epilog or ""), path


def test_every_example_is_understood(folder: Path) -> None:
    wrong = []
    for line in examples():
        words = shlex.split(line)
        if (
            "cpo sample" in line
            or "--store /" in line
            or words[0] != "cpo"
            or {"|", "<", ">"} & set(words)
            or words[1:2] in ([one] for one in ELSEWHERE)
        ):
            continue
        code, said = answered(words[1:])
        if "fault in cpo" in said or (code == 2 and not any(words in said for words in OF_THE_DATA)):
            wrong.append((line, code, said))
    assert wrong == []


@pytest.mark.skipif(os.name == "nt", reason="pipes are written for a POSIX shell")
def test_examples_with_pipes_are_understood(folder: Path) -> None:
    program = folder / "cpo"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cpo_tui "$@"\n')
    program.chmod(0o755)
    (folder / "cases.tsv").write_text("ERO-20400129\tx\n")
    (folder / "notes.tsv").write_text("ERO-20400129\tCalled.\n")
    (folder / "late.view").write_text('view = {name = "Late, mine", query = "officer:me late"}\n')
    paths = {"PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
    piped = [line for line in examples() if {"|", "<", ">"} & set(shlex.split(line))]
    assert piped
    for line in piped:
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=folder,
            env={**os.environ, **paths},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "fault in cpo" not in done.stderr, line
        assert done.returncode != 2 or "There is no view" in done.stderr, (line, done.stderr)
