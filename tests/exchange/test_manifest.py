"""Every file of the corpora against the import contract: outcome, counts, kinds, warnings."""

from __future__ import annotations

import csv
import shlex
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.errors import ImportRejected

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
GENERATED = {"malformed/field_10mb.csv": "malformed/field_200kb.csv"}
"""Files too large to keep: made from a smaller one of the same shape."""
ROWS = list(csv.DictReader((CORPORA / "MANIFEST.csv").open(encoding="utf-8", newline="")))


def _file(row: dict[str, str], folder: Path) -> Path:
    if row["file"] not in GENERATED:
        return CORPORA / row["file"]
    text = (CORPORA / GENERATED[row["file"]]).read_bytes()
    long = max(text.split(b","), key=len)
    letters = max(long.split(b"\n"), key=len)
    made = folder / "made.csv"
    made.write_bytes(text.replace(letters, letters[:1] * 10_000_000) + b"A999000009,Eve Roe,GT,es,non-detained,,,,,\n")
    return made


def _options(args: str) -> dict[str, Any]:
    words = shlex.split(args)
    pairs = zip(words[::2], words[1::2], strict=True)
    return {name[2:].replace("-", "_"): int(value) if name == "--skip-lines" else value for name, value in pairs}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['file']} {row['args']}".strip() for row in ROWS])
def test_r_imp_1_every_file_of_the_corpus(row: dict[str, str], take: Callable[..., Any], tmp_path: Path) -> None:
    path = _file(row, tmp_path)
    if row["outcome"] == "rejected":
        with pytest.raises(ImportRejected) as caught:
            take(path, **_options(row["args"]))
        assert caught.value.name == row["error_kind"]
        assert caught.value.message
        assert caught.value.hint
        return
    taken = take(path, **_options(row["args"]))
    # Repeats are found where records meet the store; here by the key alone.
    seen: dict[object, object] = {}
    kinds = Counter(taken.tally.kinds)
    for record in taken.checked:
        key = record.values[0] or record.values[1:3][0]
        if key in seen:
            kinds["duplicate_row" if seen[key] == record.values else "conflict_in_file"] += 1
        seen.setdefault(key, record.values)
    repeats = len(taken.checked) - len(seen)
    assert taken.tally.rows_read == int(row["rows_read"])
    assert taken.tally.passed - repeats == int(row["imported"])
    assert taken.tally.quarantined + repeats == int(row["quarantined"])
    assert dict(kinds) == {
        kind: int(count)
        for kind, _, count in (item.partition(":") for item in row["quarantine_kinds"].split(";") if item)
    }
    assert set(filter(None, row["warning_kinds"].split(";"))) <= set(taken.warnings)


def test_every_refusal_names_its_line_and_keeps_its_text(take: Callable[..., Any], corpora: Path) -> None:
    for row in ROWS:
        if row["outcome"] != "partial" or row["file"] in GENERATED:
            continue
        path = corpora / row["file"]
        text = path.read_bytes().decode("utf-8-sig")
        for refusal in take(path, **_options(row["args"])).refusals:
            assert refusal.raw
            assert refusal.raw in text
            assert refusal.reasons
            assert refusal.line > 1


def test_a_record_over_several_lines_is_named_by_its_first(take: Callable[..., Any]) -> None:
    taken = take('reference,notes,opened_on\nR1,"a\nb\r\nc",2026-01-01\nR2,"x",nope\n')
    assert [record.line for record in taken.checked] == [2]
    assert [(refusal.line, refusal.raw) for refusal in taken.refusals] == [(5, 'R2,"x",nope')]
    assert taken.rows[0]["notes"] == "a\nb\nc"
