"""The files of `data/` are what the generator makes, and its README says what every column means."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cpo_tui import samples
from cpo_tui.domain.cases import CUSTODY_STATUSES, DOCKETS, LIFECYCLES, STAGES, WAITING_ON
from cpo_tui.domain.records import CAPACITIES, CHANNELS, DOCUMENT_STATES, INQUIRY_STATES
from cpo_tui.exchange.layout import COLUMNS as FORMS
from cpo_tui.exchange.names import ALIASES
from cpo_tui.samples import COLUMNS
from cpo_tui.samples.scenarios import SCENARIOS

DATA = Path(__file__).resolve().parents[2] / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")
FORM_WORDS = {"day": "day", "birth": "day", "moment": "moment", "yes_no": "yes/no", "choice": "word", "docket": "word"}


def rows_of(kind: str) -> dict[str, tuple[str, str, str]]:
    """Column → meaning, form and example, as the table of a file in the README has them."""
    section = README.split(f"## {kind}.csv", 1)[1].split("\n## ", 1)[0]
    found = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.*?) ?\|$", section, re.MULTILINE)
    return {name: (meaning, form, example) for name, meaning, form, example in found}


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_the_files_are_those_that_the_generator_makes(kind: str, tmp_path: Path) -> None:
    samples.write(tmp_path, 60, 1, date(2026, 3, 2))
    assert (DATA / f"{kind}.csv").read_bytes() == (tmp_path / f"{kind}.csv").read_bytes()


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_the_readme_explains_every_column_with_its_form(kind: str) -> None:
    documented = rows_of(kind)
    assert tuple(documented) == tuple(FORMS[kind])
    for name, (meaning, form, example) in documented.items():
        assert len(meaning) > 8
        assert example or name == "sha256"
        said = FORM_WORDS.get(FORMS[kind][name])
        assert said is None or form.startswith(said), (name, form)


@pytest.mark.parametrize(
    ("kind", "column", "words"),
    [
        ("cases", "lifecycle", LIFECYCLES),
        ("cases", "docket", DOCKETS),
        ("cases", "custody_status", CUSTODY_STATUSES),
        ("cases", "waiting_on", WAITING_ON),
        ("documents", "state", DOCUMENT_STATES),
        ("inquiries", "state", INQUIRY_STATES),
        ("inquiries", "channel", CHANNELS),
        ("inquiries", "capacity", CAPACITIES),
    ],
)
def test_the_readme_lists_the_words_of_every_vocabulary(kind: str, column: str, words: tuple[str, ...]) -> None:
    assert re.findall(r"`(\w+)`", rows_of(kind)[column][1]) == list(words)


def test_the_readme_lists_every_stage_and_alias() -> None:
    listed = README.split("Stages: ", 1)[1].split("\n\n", 1)[0]
    assert re.findall(r"`(\w+)`", listed) == list(STAGES)
    known = {alias.casefold() for alias in re.findall(r"`([^`\n]+)`", README)}
    assert {alias for aliases in ALIASES.values() for alias in aliases} <= known


def test_the_sample_of_the_folder_shows_most_situations() -> None:
    from cpo_tui.samples.plans import plans

    met = {plan.scenario.name for plan in plans(60, 1, date(2026, 3, 2))}
    assert len(met) > len(SCENARIOS) * 0.55
