"""The paperwork of the samples follows the documents pack: who is asked again, and when."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from cpo_tui import samples
from cpo_tui.rules.document_pack import builtin_documents
from cpo_tui.rules.pack import builtin_packs
from cpo_tui.samples.folders import ASKED_AGAIN


def test_others_are_asked_again_when_the_pack_says_so(tmp_path: Path) -> None:
    pack = next(one for rules in builtin_packs() for one in builtin_documents(rules))
    samples.write(tmp_path, 400, 1, date(2026, 3, 2), kinds=("cases", "documents"))
    with (tmp_path / "documents.csv").open(encoding="utf-8", newline="") as file:
        forms = {row["document"]: row["form"] for row in csv.DictReader(file)}
    told = {}
    for name in ASKED_AGAIN.keys() & forms.keys():
        document = pack.find(None, forms[name], name)
        assert document is not None, name
        told[name] = pack.suppliers[document.supplied_by].first_chase.days
    assert told == {name: days for name, days in ASKED_AGAIN.items() if name in told}
    assert len(told) >= 8
