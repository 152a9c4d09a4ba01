"""Letters from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


def test_a_letter_is_looked_at_and_then_written(work: Cpo, tmp_path: Path) -> None:
    work("edit", "C-1", "stage=in_proceedings")
    seen = work("letter", "status", "C-1", "--vouch", "identity_check", "--language", "es", "--preview")
    assert seen.code == 0
    assert "Así está hoy el caso de Person 1." in seen.out
    assert "readable from about" in seen.err
    target = tmp_path / "carta.pdf"
    made = work("letter", "status", "C-1", "--vouch", "identity_check", "-o", target, "--json")
    assert made.json["file"] == str(target)
    assert target.read_bytes().startswith(b"%PDF")
    assert work("letter", "status", "C-1", "--vouch", "identity_check", "-o", target).code == 1
    assert work("letter", "status", "C-1", "--vouch", "identity_check", "-o", target, "--force").code == 0


def test_nothing_goes_where_it_may_not(work: Cpo, tmp_path: Path) -> None:
    refused = work(
        "letter", "status", "C-1", "--to", "A. Reporter", "--capacity", "press", "-o", tmp_path / "a.txt", "--json"
    )
    assert (refused.code, refused.json["error"]["kind"]) == (1, "disclosure")
    assert not (tmp_path / "a.txt").exists()
    assert work("letter", "status", "C-1").code == 2
    assert work("letter", "none", "C-1", "--preview").code == 1


def test_the_address_and_the_language_are_proposed(work: Cpo, tmp_path: Path) -> None:
    work("edit", "C-1", "stage=in_proceedings", "language=Español")
    given = ("letter", "status", "C-1", "--vouch", "identity_check")
    first = work(*given, "--address", "12 Elm St", "-o", tmp_path / "1.txt")
    assert first.code == 0
    assert "Así está hoy el caso" in (tmp_path / "1.txt").read_text(encoding="utf-8")
    again = work(*given, "--language", "en", "-o", tmp_path / "2.txt")
    assert "the address that was last written to: 12 Elm St" in again.err
    text = (tmp_path / "2.txt").read_text(encoding="utf-8")
    assert "12 Elm St" in text
    assert "Dear Person 1" in text
    without = work(*given, "--address", "", "--preview")
    assert "12 Elm St" not in without.out
    other = work("letter", "acknowledgement", "C-1", "--to", "J. Ortiz", "--capacity", "attorney", "--preview")
    assert "Dear J. Ortiz" in other.out
    assert "12 Elm St" not in other.out
