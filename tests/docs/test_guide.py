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
DOCS = ROOT / "docs"
GUIDE = sorted([DOCS / "tutorial.md", DOCS / "extending.md", *(DOCS / "how-to").glob("*.md")])
EVERY_PAGE = sorted(DOCS.rglob("*.md"))
HERE = re.compile(r"<<'(\w+)'$")
EXITS = re.compile(r"#\s*exits (\d+)")


def lines_of(page: Path) -> list[tuple[str, int]]:
    """The command lines of a page, in order, each with the exit code that it says."""
    found = []
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in _joined(block):
            said = EXITS.search(line)
            found.append((line, int(said[1]) if said else 0))
    return found


def _joined(block: str) -> list[str]:
    """The lines of a block, with a here-document as one of them."""
    found: list[str] = []
    end = ""
    for line in block.replace("\\\n", " ").splitlines():
        if end:
            found[-1] += f"\n{line}"
            end = "" if line == end else end
        elif line.strip():
            found.append(line)
            begun = HERE.search(line)
            end = begun[1] if begun else ""
    return found


def script_of(page: Path) -> str:
    return "\n".join(
        f'{line}\ncode=$?; if [ $code -ne {expected} ]; then echo "AT LINE {number}: exit $code" >&2; exit 99; fi'
        for number, (line, expected) in enumerate(lines_of(page))
    )


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample imported, which most pages begin with."""
    folder = tmp_path_factory.mktemp("imported")
    path = folder / "guide.cpo"
    env = {**os.environ, "CPO_OFFICER": "alvarez", "CPO_NOW": "2026-03-02T09:00:00-05:00", "CPO_TZ": "America/New_York"}
    env |= {"XDG_STATE_HOME": str(folder / "state"), "XDG_CONFIG_HOME": str(folder / "config")}
    files = [str(ROOT / "data" / f"{name}.csv") for name in ("cases", "events", "documents", "inquiries")]
    for arguments in (["init", "--no-encryption"], ["import", *files]):
        subprocess.run(
            [sys.executable, "-m", "cpo_tui", "--store", str(path), *arguments],
            env=env, check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return path


@pytest.mark.skipif(os.name == "nt", reason="the guide is written for a POSIX shell")
@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_every_command_line_of_the_guide_does_what_it_says(page: Path, tmp_path: Path, imported: Path) -> None:
    work, programs = tmp_path / "work", tmp_path / "bin"
    work.mkdir(mode=0o700)
    programs.mkdir()
    shutil.copytree(ROOT / "data", work / "data")
    for name, call in (("cpo", "-m cpo_tui"), ("python3", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n')
        (programs / name).chmod(0o755)
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "CPO_STORE": str(work / "guide.cpo")}
    env["PYTHONPATH"] = os.pathsep.join(part for part in sys.path if part)
    if page.stem == "import-your-extract":
        subprocess.run(["cpo", "init", "--no-encryption"], cwd=work, env=env, check=True, capture_output=True)
    elif page.stem != "tutorial":
        shutil.copy(imported, work / "guide.cpo")
    done = subprocess.run(
        ["bash", "-c", script_of(page)], cwd=work, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-800:] + done.stderr[-800:]


@pytest.mark.skipif(os.name == "nt", reason="the guide is written for a POSIX shell")
def test_every_command_line_of_the_readme_does_what_it_says(tmp_path: Path) -> None:
    """All but installing it, which the check of a submission does, and opening it, which needs a terminal."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    program = tmp_path / "cpo"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cpo_tui "$@"\n')
    program.chmod(0o755)
    secret = tmp_path / "secret"
    secret.write_text("six words that nobody guesses easily\n")
    secret.chmod(0o600)
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "CPO_STORE": str(tmp_path / "mine.cpo")}
    env |= {"CPO_PASSPHRASE_FILE": str(secret), "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    lines = [
        line.partition("#")[0].strip()
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("cpo ") and line.partition("#")[0].strip() != "cpo"
    ]
    assert len(lines) >= 8
    for line in lines:
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, (line, done.stderr)


def test_the_guide_has_command_lines() -> None:
    assert {page.stem for page in GUIDE} == {
        "tutorial",
        "import-your-extract",
        "change-a-rule",
        "answer-an-attorney",
        "hand-over",
        "back-up-and-restore",
        "see-the-whole",
        "keep-views",
        "extending",
    }
    assert all(len(lines_of(page)) >= 5 for page in GUIDE)


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: str(page.relative_to(DOCS)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_site_has_every_page_and_every_picture_was_generated() -> None:
    plan = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r": ([\w/-]+\.md)$", plan, re.MULTILINE)
    assert sorted(listed) == [str(page.relative_to(DOCS)) for page in EVERY_PAGE]
    script = (DOCS / "screenshots.py").read_text(encoding="utf-8")
    made = set(re.findall(r'^    "([\w-]+)": \(', script, re.MULTILINE))
    assert made == {one.stem for one in (DOCS / "images").iterdir()}
    shown = {
        name for page in EVERY_PAGE for name in re.findall(r"images/([\w-]+)\.svg", page.read_text(encoding="utf-8"))
    }
    assert shown == made
    for one in (DOCS / "images").iterdir():
        assert "url(" not in one.read_text(encoding="utf-8").replace("url(#", ""), (
            "a picture asks for something from elsewhere"
        )


def test_the_wheel_carries_every_page() -> None:
    import tomllib

    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    for page in EVERY_PAGE:
        name = str(page.relative_to(ROOT))
        assert any(name == source or name.startswith(f"{source}/") for source in wheel["force-include"]), name


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("material", reason="mkdocs-material comes with the extra: pip install -e '.[docs]'")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site")],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1500:]
    assert (tmp_path / "site" / "how-to" / "hand-over.html").exists()


@pytest.mark.parametrize("name", pages())
def test_the_reference_is_what_the_code_gives(name: str) -> None:
    kept = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert kept == pages()[name], "write it anew: python -m cpo_tui.cli.reference docs/reference"
