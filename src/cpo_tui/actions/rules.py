"""The verbs on the law itself: see what a pack would change, and adopt it as one change-set that can be undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.compare import Comparison
from cpo_tui.rules.pack import Pack, load
from cpo_tui.store import deadlines, rulebook, worklist

MAX_PACK_BYTES = 4 * 1024 * 1024


def read_pack(path: Path) -> tuple[Pack, str]:
    """A pack file, checked, with its text; raises `PackError` with every fault, `UsageError` for what is no file."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_PACK_BYTES else None
    except OSError as error:
        raise UsageError(f"The pack {path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    if raw is None:
        raise UsageError(f"The pack {path} is larger than {MAX_PACK_BYTES} bytes.", hint="Is it the right file?")
    pack = load(path)
    return pack, raw.decode("utf-8")


def preview_adoption(context: Context, path: Path) -> Comparison:
    """What adopting a pack would move, make appear and make vanish; writes nothing."""
    pack, _ = read_pack(path)
    return rulebook.consequences(context.connection, pack, context.zone, progress=context.progress)


def adopt_pack(context: Context, path: Path, reason: str) -> tuple[Outcome, Comparison]:
    """Work under another version of the office's pack from now on; every open date is computed anew.

    Raises `Refused` for a pack of another name than the office's, or for the version that is in use already.
    """
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("A pack is adopted with a reason.", hint="Give --reason.")
    permissions.require(context, Permission.ADOPT_PACKS)
    pack, text = read_pack(path)
    current = deadlines.pack_in_use(context.connection)
    if pack.name != current.name:
        raise Refused(
            f"This office works under {current.name}; the file is {pack.name}.",
            hint="Adopt a version of the same pack.",
        )
    if replace(pack, file=current.file) == current:
        raise Refused(f"{pack.name} {pack.version} is in use already.", hint="Nothing to do.")
    with change_set(context, "adopt rules", reason=why) as sealed:
        found = rulebook.consequences(context.connection, pack, context.zone, progress=context.progress)
        made = sealed.recorder.insert(
            "packs",
            {
                "pack": pack.name, "pack_version": pack.version, "content": text, "adopted_at": context.at,
                "adopted_by": context.actor.officer,
            },
        )  # fmt: skip
        sealed.recorder.touch(worklist.cases_with_clocks(context.connection))
        sealed.summary = f"adopted {pack.name} {pack.version}"
    names = tuple(dict.fromkeys(one.reference for one in (*found.moved, *found.appear, *found.vanish)))
    return Outcome(sealed.change_set, (), names, (), sealed.summary, made), found
