"""The guide says what the program does: every command line in it is run, and the reference is what the code gives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cpo_tui.cli.reference import pages

ROOT = Path(__file__).resolve().parents[2]
GUIDE = sorted([ROOT / "docs" / "tutorial.md", *(ROOT / "docs" / "how-to").glob("*.md")])
EXITS = re.compile(r"#\s*exits (\d+)")


def lines_of(page: Path) -> list[tuple[str, int]]:
    """The command lines of a page, in order, each with the exit code that it says."""
    found = []
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip():
                said = EXITS.search(line)
                found.append((line, int(said[1]) if said else 0))
    return found


def script_of(page: Path) -> str:
    return "\n".join(
        f'{line}\ncode=$?; if [ $code -ne {expected} ]; then echo "AT LINE {number}: exit $code" >&2; exit 99; fi'
        for number, (line, expected) in enumerate(lines_of(page))
    )


@pytest.mark.skipif(os.name == "nt", reason="the guide is written for a POSIX shell")
@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_every_command_line_of_the_guide_does_what_it_says(page: Path, tmp_path: Path) -> None:
    work, programs = tmp_path / "work", tmp_path / "bin"
    work.mkdir(mode=0o700)
    programs.mkdir()
    shutil.copytree(ROOT / "data", work / "data")
    for name, call in (("cpo", "-m cpo_tui"), ("python3", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n')
        (programs / name).chmod(0o755)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "CPO_STORE": str(work / "guide.cpo")}
    env["PYTHONPATH"] = os.pathsep.join(part for part in sys.path if part)
    if page.stem != "tutorial":
        files = [f"data/{name}.csv" for name in ("cases", "events", "documents", "inquiries")]
        first = (
            [["init", "--no-encryption"]]
            if page.stem == "import-your-extract"
            else [["init", "--no-encryption"], ["import", *files]]
        )
        for arguments in first:
            subprocess.run(["cpo", *arguments], cwd=work, env=env, check=True, capture_output=True, timeout=120)
    done = subprocess.run(
        ["bash", "-c", script_of(page)], cwd=work, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-800:] + done.stderr[-800:]


def test_the_guide_has_command_lines() -> None:
    assert {page.stem for page in GUIDE} == {
        "tutorial",
        "import-your-extract",
        "change-a-rule",
        "answer-an-attorney",
        "hand-over",
        "back-up-and-restore",
    }
    assert all(len(lines_of(page)) >= 5 for page in GUIDE)


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", pages())
def test_the_reference_is_what_the_code_gives(name: str) -> None:
    kept = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert kept == pages()[name], "write it anew: python -m cpo_tui.cli.reference docs/reference"
