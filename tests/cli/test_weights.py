"""What each open thing weighs, at the prompt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


def test_what_is_shown_can_be_changed_and_adopted_by_those_who_may(work: Cpo, tmp_path: Path) -> None:
    for login, role in (("root", "admin"), ("alvarez", "supervisor"), ("tran", "officer")):
        assert work("--officer", "root", "officer", "add", login, "--role", role, "--json").code == 0
    shown = work("handover", "weights").out
    assert shown.startswith("# as cpo ships\n[weights]\ncase = 1.0\n")
    ours = tmp_path / "ours.toml"
    ours.write_text(shown.replace("case = 1.0", "case = 4.0"), encoding="utf-8")
    refused = work("--officer", "tran", "handover", "weights", "--from", ours, "--reason", "mine", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (1, "not_permitted")
    assert work("handover", "weights", "--from", ours, "--reason", "the board", "--json").code == 0
    now = work("handover", "weights", "--json").json
    assert (now["case"], now["adopted_by"]) == (4.0, "alvarez")
    assert work("report", "caseload", "-o", tmp_path / "load.json").code == 0
    assert '"case": 4.0' in (tmp_path / "load.json").read_text(encoding="utf-8")
