"""Files in the store: copied byte for byte, versioned, handed on, written out, and never trusted."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cpo_tui.actions import attaching, document_life
from cpo_tui.actions.context import Context, office
from cpo_tui.actions.undo import redo, undo
from cpo_tui.domain.records import Document
from cpo_tui.errors import CpoError, NotFound, Refused
from cpo_tui.store import attachments, reader
from cpo_tui.store.verify import verify

CORPUS = Path(__file__).parents[1] / "corpora" / "hostile_filenames.txt"


@pytest.fixture
def document(context: Context) -> int:
    made = document_life.receive(context, [1], "I-862").made
    assert made is not None
    return made


def test_a_file_is_kept_and_a_new_version_supersedes_it(context: Context, document: int, tmp_path: Path) -> None:
    path = tmp_path / "nta.pdf"
    for content in (b"%PDF-1.7 first", b"%PDF-1.7 second"):
        path.write_bytes(content)
        attaching.attach(context, 1, "I-862", path)
    newest, oldest = attachments.files_of(context.connection, document)
    assert (oldest.superseded_by, newest.superseded_by, newest.media_type) == (newest.id, None, "application/pdf")
    assert b"".join(attachments.content_of(context.connection, oldest.sha256)) == b"%PDF-1.7 first"
    assert reader.record(context.connection, Document, document).sha256 == newest.sha256
    written = attaching.export_attached(context, 1, "I-862", tmp_path / "out.pdf")
    assert written.read_bytes() == b"%PDF-1.7 second"
    assert written.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CpoError, match="exists"):
        attaching.export_attached(context, 1, "I-862", written)
    attaching.hand_on(context, 1, "I-862", "released", place="court", note="by courier")
    assert [one.what for one in attachments.custody_of(context.connection, document)] == [
        "received", "copied", "copied", "released",
    ]  # fmt: skip
    undo(context)
    undo(context)
    assert [one.superseded_by for one in attachments.files_of(context.connection, document)] == [None]
    redo(context)
    assert len(attachments.files_of(context.connection, document)) == 2


def test_verify_hashes_the_bytes_again(context: Context, document: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    attaching.attach(context, 1, "I-862", path)
    looking = context.store.reader()
    assert verify(looking, office()).problems == ()
    context.connection.execute("UPDATE blobs SET content = ?", (b"other",))
    assert [problem.kind for problem in verify(looking, office()).problems] == ["blob"]
    context.connection.execute("DELETE FROM blobs")
    assert "R1" in verify(looking, office()).problems[0].message
    with pytest.raises(NotFound):
        attaching.export_attached(context, 1, "I-862", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    looking.close()


def test_r_sec_13_nothing_but_a_plain_file_of_a_bounded_size_is_read(
    context: Context, document: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"x")
    link, pipe, empty, huge = tmp_path / "link", tmp_path / "pipe", tmp_path / "empty", tmp_path / "huge"
    link.symlink_to(plain)
    os.mkfifo(pipe)
    empty.touch()
    with huge.open("wb") as file:
        file.truncate(2 << 30)
    for path, kind in ((link, "not_a_file"), (pipe, "not_a_file"), (tmp_path, "not_a_file"), (Path("/dev/null"), "not_a_file"),
                       (empty, "empty_file"), (huge, "too_large"), (tmp_path / "none", "not_found")):  # fmt: skip
        with pytest.raises(CpoError) as caught:
            attaching.attach(context, 1, "I-862", path)
        assert caught.value.name == kind, path
    assert context.connection.execute("SELECT count(*) FROM blobs").fetchone() == (0,)
    with pytest.raises(Refused, match="The file has no"):
        attaching.attach(context, 2, "I-862", plain)


def test_a_full_disk_leaves_nothing_half_stored(context: Context, document: int, tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_bytes(os.urandom(3 << 20))
    pages = context.connection.execute("PRAGMA page_count").fetchone()[0]
    context.connection.execute(f"PRAGMA max_page_count={pages + 20}")
    with pytest.raises(CpoError):
        attaching.attach(context, 1, "I-862", path)
    context.connection.execute("PRAGMA max_page_count=1000000")
    assert context.connection.execute("SELECT count(*) FROM blobs").fetchone() == (0,)
    assert attachments.files_of(context.connection, document) == ()


def test_r_sec_13_hostile_names_are_text_and_nothing_else(context: Context, document: int, tmp_path: Path) -> None:
    kept = 0
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        name = Path(json.loads(line)).name
        if "\0" in name or name in {"", ".", ".."} or len(os.fsencode(name)) > 200:
            with pytest.raises(CpoError):
                attaching.attach(context, 1, "I-862", tmp_path / "none" / name)
            continue
        path = tmp_path / name
        path.write_bytes(b"content")
        attaching.attach(context, 1, "I-862", path)
        kept += 1
        assert attachments.files_of(context.connection, document)[0].name == name
    assert kept > 5


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04...", "application/zip"),
        (b"MZ\x90", "application/x-msdownload"),
        (b"<!DOCTYPE html><script>", "text/html"),
        ("señal".encode(), "text/plain"),
        (b"\xff\xfe\x00", "application/octet-stream"),
        (b"a\0b", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_content(content: bytes, kind: str) -> None:
    assert attaching.sniffed(content) == kind
