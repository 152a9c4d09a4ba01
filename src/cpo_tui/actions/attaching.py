"""Files attached to documents: copied into the store, handed on, and written out again. None is ever opened or run."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.document_life import named, tell
from cpo_tui.actions.leaving import leaving
from cpo_tui.domain.fields import parse_choice, parse_text
from cpo_tui.domain.text import safe
from cpo_tui.errors import CpoError, NotFound, Refused, UsageError
from cpo_tui.store import attachments
from cpo_tui.store.changes import Recorder

LARGEST = 64 << 20
"""Bytes; a larger file belongs where it is held, with a reference to it."""
IN_STORE = "in the store"
CUSTODY = {"received": "", "moved": "", "copied": "", "released": ""}
_READ = 1 << 20
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
)


def attach(
    context: Context, case_id: int, name: str, path: str | Path, *, place: str = "", reason: str | None = None
) -> Outcome:
    """Copy a file into the store as the newest version of a document that the file of the case has.

    Raises `CpoError` for what is no plain readable file (a link, a device, a pipe, a folder), is empty or is too large.
    """
    row, found = one_case(context, case_id), named(context, case_id, name)
    if found.row is None:
        raise Refused(f"The file has no {found.label}.", hint="Request or receive it first.")
    content = read_file(path)
    kept_at = parse_text("place", place.strip()) or IN_STORE
    with change_set(context, "attach file", reason=reason) as sealed:
        made = put_in(context, sealed.recorder, row.id, found.row.id, plain_name(path), content, kept_at)
        tell(context, sealed.recorder, row.id, "document_attached", f"file attached to {found.label}")
        sealed.summary = f"attached a file to {found.label} of {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, made)


def put_in(
    context: Context, recorder: Recorder, case_id: int, document_id: int, name: str, content: bytes, kept_at: str
) -> int:
    """Keep bytes as the newest version of a document's file, inside a change-set, and give the row id of the version."""
    digest = hashlib.sha256(content).hexdigest()
    attachments.put_blob(recorder.connection, digest, content)
    older = [one for one in attachments.files_of(recorder.connection, document_id) if one.superseded_by is None]
    values = {
        "document_id": document_id, "name": name, "size": len(content), "sha256": digest,
        "media_type": sniffed(content), "added_at": context.at, "added_by": context.actor.officer,
    }  # fmt: skip
    made = recorder.insert("document_files", values, case_id=case_id)
    for one in older:
        recorder.update("document_files", one.id, {"superseded_by": made}, case_id=case_id)
    recorder.update("documents", document_id, {"sha256": digest, "kept_at": kept_at}, case_id=case_id)
    entry = {
        "document_id": document_id, "at": context.at, "what": "copied", "place": kept_at, "by": context.actor.officer,
        "note": f"sha256 {digest}",
    }  # fmt: skip
    recorder.insert("custody_entries", entry, case_id=case_id)
    return made


def hand_on(context: Context, case_id: int, name: str, what: str, *, place: str = "", note: str = "") -> Outcome:
    """Enter what happened to the paper itself: received, moved, copied, released; where it is now."""
    row, found = one_case(context, case_id), named(context, case_id, name)
    if found.row is None:
        raise Refused(f"The file has no {found.label}.", hint="Request or receive it first.")
    values = {
        "document_id": found.row.id,
        "at": context.at,
        "what": parse_choice("what", what, CUSTODY),
        "place": parse_text("place", place.strip()) or None,
        "by": context.actor.officer,
        "note": parse_text("note", note.strip(), multiline=True) or None,
    }
    with change_set(context, "hand on document") as sealed:
        made = sealed.recorder.insert("custody_entries", values, case_id=row.id)
        if values["place"]:
            sealed.recorder.update("documents", found.row.id, {"kept_at": values["place"]}, case_id=row.id)
        where = f": {values['place']}" if values["place"] else ""
        title = f"{found.label} {values['what']}{where}"
        tell(context, sealed.recorder, row.id, "document_custody", title, str(values["note"] or ""))
        sealed.summary = f"{found.label} of {row.reference} {values['what']}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, made)


def export_attached(context: Context, case_id: int, name: str, target: str | Path, *, force: bool = False) -> Path:
    """Write the newest attached file of a document to `target`, whole or not at all, and give the path.

    It is a line of the access log, as every export is.
    """
    found = named(context, case_id, name)
    files = attachments.files_of(context.connection, found.row.id) if found.row is not None else ()
    if not files:
        raise NotFound(
            f"No file is attached to {found.label}.", hint="Attach one: cpo document attach CASE DOCUMENT FILE."
        )
    with leaving(context, target, "export", force=force) as made:
        for piece in attachments.content_of(context.connection, files[0].sha256):
            made.file.write(piece)
        made.detail = {"kind": "attached file", "case": case_id, "sha256": files[0].sha256}
    return made.file.path


def read_file(path: str | Path) -> bytes:
    """The bytes of a plain file; no link is followed and nothing else than a plain file is read."""
    shown = safe(str(path))
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if Path(path).is_symlink():
        raise CpoError(f"{shown} is a link.", hint="Name the file itself.", kind="not_a_file")
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise NotFound(f"There is no file {shown}.", hint="Check the path.") from None
    except OSError as error:
        raise CpoError(
            f"{shown} cannot be read: {error.strerror}.", hint="Check the path.", kind="unreadable"
        ) from error
    except ValueError as error:
        raise UsageError(f"{shown} is no name of a file.", hint="Check the path.") from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise CpoError(f"{shown} is a folder, a device or a pipe.", hint="Name a file.", kind="not_a_file")
    with os.fdopen(descriptor, "rb") as file:
        if found.st_size > LARGEST:
            raise _too_large(shown)
        content = bytearray()
        while piece := file.read(_READ):
            content += piece
            if len(content) > LARGEST:
                raise _too_large(shown)
    if not content:
        raise CpoError(f"{shown} is empty.", hint="Check the path.", kind="empty_file")
    return bytes(content)


def _too_large(shown: str) -> CpoError:
    limit = f"{LARGEST >> 20} MiB"
    return CpoError(
        f"{shown} is larger than {limit}.", hint="Say where it is held instead: --kept-at.", kind="too_large"
    )


def plain_name(path: str | Path) -> str:
    """The last part of a path as text; bytes that are no text are written as escapes."""
    return os.fsencode(Path(path).name).decode("utf-8", "backslashreplace")


def sniffed(content: bytes) -> str:
    """What the first bytes say that a file is; its name is not asked."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    head = content[:4096].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if head.startswith((b"<?xml", b"<svg")):
        return "application/xml"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "application/octet-stream" if "\0" in text else "text/plain"
