"""Refused records that come again: corrected one by one, or in a file that is read with the options of its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import undo
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.correcting import cells_of, import_corrected, text_of
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.quarantine import write_quarantine
from cpo_tui.errors import NotFound, UsageError
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.merging import ImportReport
from cpo_tui.store import batches, connect, reader

MAPPED = (("Nr", "reference"), ("Name", "full_name"), ("Since", "opened_on"))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "e.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context:
        yield context


def bring(context: Context, path: Path, data: bytes, **options: object) -> ImportReport:
    path.write_bytes(data)
    return import_file(context, path, ImportOptions(Options(**options)))  # type: ignore[arg-type]


def names(context: Context) -> list[str]:
    return [row[0] for row in context.connection.execute("SELECT full_name FROM persons ORDER BY id")]


def test_a_record_is_corrected_and_comes_in_as_its_file_was_read(empty: Context, tmp_path: Path) -> None:
    data = 'Liste vom Montag\r\nNr;Name;Since\r\n1;"García; Ana";2026-01-05\r\n2;"Núñez; Eva";irgendwann\r\n3;Ben\r\n'
    given = {"encoding": "cp1252", "skip_lines": 1, "mapping": MAPPED}
    report = bring(empty, tmp_path / "a.csv", data.encode("cp1252"), **given)
    assert (report.counts.created, report.tally.quarantined) == (1, 2)
    batch = batches.batch_of(empty.connection, 1)
    assert batch is not None
    first, second = batches.refused_rows(empty.connection, batch_id=1)
    cells = cells_of(batch, first.raw)
    assert cells == ("2", "Núñez; Eva", "irgendwann")
    assert cells_of(batch, second.raw) is None, "it has fewer cells than the header"
    corrected = {first.id: text_of(batch, (*cells[:2], "2026-01-06")), second.id: "3;Ben;nie"}
    again = import_corrected(empty, 1, corrected)
    assert (again.counts.created, again.tally.quarantined) == (1, 1)
    assert names(empty) == ["García; Ana", "Núñez; Eva"]
    assert batches.corrected_rows(empty.connection, 1) == {first.id: 2}, "what is refused again has not come in"
    undo.undo(empty)
    assert batches.corrected_rows(empty.connection, 1) == {}
    assert names(empty) == ["García; Ana"]


def test_records_without_quotes_with_line_breaks_and_of_json_lines_come_again(empty: Context, tmp_path: Path) -> None:
    bring(empty, tmp_path / "a.csv", b'reference,full_name,opened_on,notes\nR1,Ana,x,"two\nlines"\nR2,"Be",y,z\n')
    batch = batches.batch_of(empty.connection, 1)
    assert batch is not None
    rows = list(batches.refused_rows(empty.connection, batch_id=1))
    corrected = {row.id: row.raw.replace(",x,", ",,").replace(",y,", ",2026-01-02,") for row in rows}
    assert import_corrected(empty, 1, corrected, dry_run=True).counts.created == 2
    assert names(empty) == []
    assert import_corrected(empty, 1, corrected).counts.created == 2
    assert batches.corrected_rows(empty.connection, 1) == {row.id: 2 for row in rows}
    bring(empty, tmp_path / "b.jsonl", b'{"reference": "R3", "opened_on": "soon"}\n')
    row = next(batches.refused_rows(empty.connection, batch_id=3))
    assert import_corrected(empty, 3, {row.id: '{"reference": "R3", "opened_on": "2026-01-02"}'}).counts.created == 1
    bring(empty, tmp_path / "c.csv", b'reference,full_name,opened_on\nR4,6"2,x\n', quoting="none")
    row = next(batches.refused_rows(empty.connection, batch_id=5))
    batch = batches.batch_of(empty.connection, 5)
    assert batch is not None
    cells = cells_of(batch, row.raw)
    assert cells == ("R4", '6"2', "x")
    assert import_corrected(empty, 5, {row.id: text_of(batch, ("R4", '6"2', ""))}).counts.created == 1
    assert reader.counts(empty.connection)[1] == 4


def test_there_must_be_something_to_import(empty: Context, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        import_corrected(empty, 7, {1: "x"})
    bring(empty, tmp_path / "a.csv", b"reference,opened_on\nR1,x\n")
    with pytest.raises(UsageError, match="No record"):
        import_corrected(empty, 1, {})


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8"])
def test_the_file_of_refused_records_is_read_with_the_options_of_its_source(
    empty: Context, tmp_path: Path, encoding: str
) -> None:
    data = "Liste\nStand\nNr;Name;Since\n2;Núñez;irgendwann\n".encode(encoding)
    given = {"encoding": encoding, "skip_lines": 2, "delimiter": ";", "mapping": MAPPED}
    bring(empty, tmp_path / "a.csv", data, **given)
    target = tmp_path / "refused.csv"
    assert write_quarantine(empty, 1, target) == 1
    text = target.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf") == (encoding != "utf-8")
    given["encoding"] = "" if encoding == "utf-16" else encoding
    corrected = bring(empty, target, text.replace(b"irgendwann", b"2026-01-06"), **given)
    assert (corrected.error, corrected.counts.created) == (None, 1)
    assert names(empty) == ["Núñez"]
