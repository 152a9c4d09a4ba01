"""Releases of real agencies, whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Program


def test_a_release_without_identifiers_comes_in_whole_and_goes_out_again(program: Program, shared: Path) -> None:
    path = shared / "data" / "fixture" / "i213_seattle_2021-2025.psv"
    first = program.json("import", path, "--profile", "ice-i213")
    assert (first["rows_read"], first["created"], first["quarantined"]) == (10_962, 10_962, 0)
    again = program.json("import", path, "--profile", "ice-i213")
    assert (again["created"], again["unchanged"]) == (0, 10_962)
    assert len(program.json("list")) == 10_962
    assert program.json("undo")["kept"] == []
    assert program.json("list") == []
    assert program.json("verify")["ok"] is True
