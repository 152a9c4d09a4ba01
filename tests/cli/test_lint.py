"""Named checks from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpo_tui.store.lint_checks import CHECKS

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


def test_findings_leave_with_three_and_name_the_command(work: Cpo) -> None:
    work("assign", "C-1", "--to", "")
    answer = work("lint", "--check", "no-owner", "--json")
    assert answer.code == 3
    assert answer.json == [
        {
            "check": "no-owner", "reference": "C-1", "detail": "nobody has it", "words": "An open case has an officer.",
            "remedy": "cpo assign C-1 --to OFFICER",
        }
    ]  # fmt: skip
    plain = work("lint", "--check", "no-owner")
    assert plain.out.splitlines()[1] == "no-owner\tC-1\tnobody has it\tcpo assign C-1 --to OFFICER"
    assert work("lint", "--check", "no-owner", "--query", "officer:alvarez").code == 0


def test_a_sound_caseload_is_silent(work: Cpo) -> None:
    for number in range(1, 5):
        work("add", "task", f"C-{number}", "Ring", "--due", "2026-03-09")
    answer = work("lint", "--replay")
    assert (answer.code, answer.out) == (0, f"Nothing found by {len(CHECKS) + 1} checks.\n")


def test_the_checks_are_listed_without_a_store(cpo: Cpo) -> None:
    answer = cpo("lint", "--list", "--json")
    assert answer.code == 0
    assert {"stuck", "deadline-not-replayed"} <= {one["check"] for one in answer.json}
    assert cpo("lint", "--check", "nonsense").code == 2
