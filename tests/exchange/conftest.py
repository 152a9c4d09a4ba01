"""What the tests of files in and out share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.exchange.extracts import Extract, Options, open_extract
from cpo_tui.exchange.records import Checked, Refusal, Tally
from cpo_tui.exchange.sources import open_source, source_of

CORPORA = Path(__file__).resolve().parents[1] / "corpora"


@dataclass
class Taken:
    """A whole file, read and checked."""

    extract: Extract
    checked: list[Checked] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    @property
    def warnings(self) -> dict[str, int]:
        return dict(self.extract.warnings)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The values of the records that passed, by column."""
        from cpo_tui.exchange.layout import COLUMNS

        names = list(COLUMNS[self.extract.plan.kind])
        return [dict(zip(names, record.values, strict=True)) for record in self.checked]


def _take(extract: Extract) -> Taken:
    taken = Taken(extract)
    for batch in extract.batches():
        taken.tally.add(batch)
        taken.checked.extend(batch.checked())
        taken.refusals.extend(batch.refusals)
    return taken


@pytest.fixture
def take() -> Callable[..., Taken]:
    """Reads bytes, or a file, by options."""

    def run(data: bytes | str | Path, name: str = "cases.csv", **options: Any) -> Taken:
        if isinstance(data, Path):
            with open_source(data) as source:
                return _take(open_extract(source, Options(**options)))
        raw = data.encode() if isinstance(data, str) else data
        return _take(open_extract(source_of(raw, name), Options(**options)))

    return run


@pytest.fixture
def corpora() -> Path:
    return CORPORA
