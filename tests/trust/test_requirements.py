"""Every requirement has a test that is named after it, or a line in docs/security.md that says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs" / "security.md"
AREAS = {"DUR": 9, "CON": 3, "IMP": 6, "TTY": 9, "QRY": 6, "EXP": 6, "SEC": 14, "AUD": 8, "BAK": 5}
"""Area → how many requirements it has."""
REQUIREMENTS = [f"R-{area}-{number}" for area, most in AREAS.items() for number in range(1, most + 1)]
NO_TEST = {
    "R-QRY-5": "does not apply", "R-SEC-5": "this page", "R-SEC-14": "versions are shown",
}  # fmt: skip
"""Requirements without a test of their own → the words by which their line says why."""


def _named() -> set[str]:
    found = set()
    for path in TESTS.rglob("test_*.py"):
        found |= set(re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8")))
    return found


def _row(requirement: str) -> str:
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = line.split("|")
        if len(cells) > 2 and requirement in re.split(r"[ ,]+", cells[1].strip()):
            return line
    return ""


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_a_requirement_has_its_line_and_its_test(requirement: str) -> None:
    row = _row(requirement)
    assert row, f"docs/security.md has no line for {requirement}"
    prefix = f"test_{requirement.lower().replace('-', '_')}_"
    if requirement in NO_TEST:
        assert NO_TEST[requirement] in row
    else:
        assert any(name.startswith(prefix) for name in _named()), prefix


def test_every_test_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    names = _named()
    for named in re.findall(r"`(?:[\w/]+\.py)?:{0,2}(test_\w+)(…?)", text):
        name, cut = named
        if name.endswith("_py") or (TESTS / f"{name}.py").exists():
            continue
        there = any(one.startswith(name) for one in names) if cut else name in names
        assert there, name
    for file in re.findall(r"`([\w/]+\.py)", text):
        assert list(TESTS.rglob(file.rpartition("/")[2])) or file.startswith("test"), file
