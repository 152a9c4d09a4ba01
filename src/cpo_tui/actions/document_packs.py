"""The verbs on the documents pack: see what another version would change on open cases, and adopt it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.checklists import ItemChanges
from cpo_tui.rules.document_pack import DocumentPack, load_documents
from cpo_tui.store import deadlines, papers, worklist
from cpo_tui.store import document_packs as stored

MAX_PACK_BYTES = 4 * 1024 * 1024


def read_documents_pack(context: Context, path: Path) -> tuple[DocumentPack, str]:
    """A documents pack over the office's rules, checked, with its text; raises `PackError` with every fault."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_PACK_BYTES else None
    except OSError as error:
        raise UsageError(f"The pack {path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    if raw is None:
        raise UsageError(f"The pack {path} is larger than {MAX_PACK_BYTES} bytes.", hint="Is it the right file?")
    pack = load_documents(path, deadlines.pack_in_use(context.connection))
    return pack, raw.decode("utf-8")


def preview_documents(context: Context, path: Path) -> dict[str, ItemChanges]:
    """What another version would add, drop and change on open cases, by reference; writes nothing."""
    pack, _ = read_documents_pack(context, path)
    return stored.consequences(context.connection, pack, context.zone, today=date.fromisoformat(context.today))


def adopt_documents(context: Context, path: Path, reason: str) -> tuple[Outcome, dict[str, ItemChanges]]:
    """Work with another version of the documents pack from now on; every forecast is computed anew, and undo goes back."""
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("A pack is adopted with a reason.", hint="Give --reason.")
    permissions.require(context, Permission.ADOPT_PACKS)
    pack, text = read_documents_pack(context, path)
    current = stored.pack_in_use(context.connection)
    if current is None or pack.name != current.name:
        name = current.name if current is not None else "no documents pack"
        raise Refused(
            f"This office works with {name}; the file is {pack.name}.", hint="Adopt a version of the same pack."
        )
    if replace(pack, file=current.file) == current:
        raise Refused(f"{pack.name} {pack.version} is in use already.", hint="Nothing to do.")
    with change_set(context, "adopt documents", reason=why) as sealed:
        found = stored.consequences(context.connection, pack, context.zone, today=date.fromisoformat(context.today))
        values = {
            "pack": pack.name, "pack_version": pack.version, "content": text, "adopted_at": context.at,
            "adopted_by": context.actor.officer,
        }  # fmt: skip
        made = sealed.recorder.insert("packs", values)
        sealed.recorder.touch(papers.cases_with_papers(context.connection))
        sealed.recorder.touch(worklist.cases_with_clocks(context.connection))
        sealed.summary = f"adopted {pack.name} {pack.version}"
    return Outcome(sealed.change_set, (), tuple(found), (), sealed.summary, made), found
