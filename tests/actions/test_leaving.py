"""What leaves as a file has its line in the access log first, and what has no line does not leave."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import attaching, documents
from cpo_tui.actions.cases import add_case
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.exporting import ExportOptions, export
from cpo_tui.actions.leaving import leaving
from cpo_tui.actions.trust import back_up
from cpo_tui.errors import Busy, ExportError, StoreError
from cpo_tui.store import access, backup, connect


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "e.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(connect.Store(store.path, busy_seconds=0.1), "alvarez") as context:
        add_case(context, {"reference": "R1", "full_name": "Ana Pérez"})
        yield context


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def _lines(context: Context) -> list[tuple[str, str]]:
    found = access.entries(context.connection, access.Wanted(kind="export"))
    return [(one.outcome, str(one.detail["sha256"])) for one in found]


def test_what_cannot_be_logged_does_not_leave(context: Context, out: Path) -> None:
    other = context.store.writer()
    other.execute("BEGIN IMMEDIATE")  # another window keeps the log from being written
    with pytest.raises(Busy):
        export(context, out / "cases.csv", ExportOptions())
    assert list(out.iterdir()) == []
    other.close()
    export(context, out / "cases.csv", ExportOptions())
    assert [path.name for path in out.iterdir()] == ["cases.csv"]


def test_the_line_is_there_before_the_file_has_its_name(context: Context, out: Path) -> None:
    path = out / "cases.csv"
    with leaving(context, path, "export") as made:
        made.file.write(b"whole")
        made.detail = {"sha256": made.file.sha256}
        assert _lines(context) == []  # it is not yet done
    assert _lines(context) == [("done", hashlib.sha256(path.read_bytes()).hexdigest())]


def test_a_file_that_gets_no_name_after_its_line_has_a_line_that_says_so(context: Context, out: Path) -> None:
    path = out / "cases.csv"

    def in_between(_done: int, _total: int) -> None:
        path.write_text("somebody else's")  # the name was free when the export began

    context.progress = in_between
    with pytest.raises(ExportError) as caught:
        export(context, path, ExportOptions())
    assert caught.value.name == "exists"
    assert path.read_text() == "somebody else's"
    (second, of_second), (first, of_first) = _lines(context)
    assert (first, second) == ("done", "failed")
    assert of_first == of_second


def test_an_attached_file_leaves_with_a_line(context: Context, out: Path) -> None:
    documents.add_document(context, [1], {"document": "I-862"})
    (out / "nta.pdf").write_bytes(b"%PDF-1.7")
    attaching.attach(context, 1, "I-862", out / "nta.pdf")
    assert _lines(context) == []
    attaching.export_attached(context, 1, "I-862", out / "copy.pdf")
    assert _lines(context) == [("done", hashlib.sha256(b"%PDF-1.7").hexdigest())]


def test_a_copy_of_the_store_that_cannot_be_logged_is_not_made(
    context: Context, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = context.store.writer()
    monkeypatch.setattr(backup, "check", lambda _copy: other.execute("BEGIN IMMEDIATE"))  # it is whole, and then
    (out / "copy.cpo").write_bytes(b"an older one")
    with pytest.raises(Busy):
        back_up(context, out / "copy.cpo", force=True)
    assert [path.read_bytes() for path in out.iterdir()] == [b"an older one"]
    other.close()


def test_a_copy_that_gets_no_name_after_its_line_has_a_line_that_says_so(
    context: Context, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError) as caught:
        back_up(context, out / "copy.cpo")
    assert caught.value.name == "disk_full"
    assert list(out.iterdir()) == []
    last, first = access.entries(context.connection, access.Wanted(kind="backup"))
    assert (first.outcome, last.outcome) == ("done", "failed")
    assert first.detail == last.detail
