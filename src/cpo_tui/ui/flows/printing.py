"""Printing: the file of each case as a page of its own in a folder, to be printed or read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.context import Context, Refusal
from cpo_tui.actions.rehearsal import Effect, Rehearsal
from cpo_tui.actions.reporting import ReportOptions, write_report
from cpo_tui.documents.casefile import case_page
from cpo_tui.errors import CpoError, UsageError
from cpo_tui.store import reader
from cpo_tui.store.connect import Connection
from cpo_tui.ui.flows.again import Again
from cpo_tui.ui.flows.verbs import SEVERAL, carried, of
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.screens.verb_preview import Preview
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

FORMATS = {"pdf": "PDF", "html": "HTML", "md": "text"}


@dataclass(frozen=True, slots=True)
class Printed:
    """How many pages were written, and which cases have none and why."""

    written: int
    refused: tuple[tuple[str, str], ...]


async def print_cases(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Ask where to, and write a page a case; what is there already is left as it is, and said."""
    fields = (
        Field("folder", "folder", required=True, hint="a folder that is there already"),
        Field("format", "form", "choice", value="pdf", choices=FORMATS, required=True),
    )
    values = await app.push_screen_wait(Form(f"Print the file of {of(case_ids, name)}", fields, save="write"))
    if not values:
        return
    await _print(app, _folder(values["folder"]), values["format"], case_ids)


async def _print(app: CpoApp, folder: Path, form: str, case_ids: Sequence[int]) -> None:
    """Show what would be written where it is of several cases, and write it."""
    ids = list(case_ids)
    if len(ids) >= SEVERAL:
        seen = await carried(app, "Looking ahead", len(ids), look_ahead, ids, folder, form)
        title = f"This would write {_files(seen.cases)}"
        title += f", {len(seen.refused):,} left out" if seen.refused else ""
        if not await app.push_screen_wait(Preview(seen, doing="write them", title=title)):
            return
    done = await with_progress(app, "Writing", write_files, ids, folder, form)
    app.last_deed, app.again = None, Again(partial(_print, app, folder, form))
    words = f"Wrote {_files(done.written)} to {shown(str(folder))}"
    if done.refused:
        reference, reason = done.refused[0]
        words += f"\nNot written: {shown(reference)}, {shown(reason)}"
        words += f"; and {len(done.refused) - 1:,} more" if len(done.refused) > 1 else ""
    app.say(words, warn=bool(done.refused), seconds=8)


def _files(count: int) -> str:
    return f"{count:,} {'file' if count == 1 else 'files'}"


def _folder(typed: str) -> Path:
    folder = Path(typed.strip()).expanduser().absolute()
    if not folder.is_dir():
        raise UsageError(f"{shown(str(folder))} is no folder.", hint="Name one that is there already.")
    return folder


def _target(folder: Path, case_id: int, reference: str, form: str) -> Path:
    return folder / f"{re.sub(r'[^0-9A-Za-z._-]+', '_', reference)[:80]}-{case_id}.{form}"


def look_ahead(context: Context, case_ids: Sequence[int], folder: Path, form: str) -> Rehearsal:
    """Which files `write_files` would write, and which are there already and stay as they are."""
    names = reader.references_of(context.connection, case_ids)
    refused, new = [], []
    for case_id in case_ids:
        if case_id not in names:
            refused.append(Refusal(case_id, f"@{case_id}", "the case is gone"))
        elif _target(folder, case_id, names[case_id], form).exists():
            refused.append(Refusal(case_id, names[case_id], "its file is there already, and stays as it is"))
        else:
            new.append(names[case_id])
    effects = (Effect("new file in", "", folder.name, tuple(new)),) if new else ()
    return Rehearsal(f"a file of each case in {folder}, without what is protected", len(new), effects, tuple(refused))


def write_files(context: Context, case_ids: Sequence[int], folder: Path, form: str) -> Printed:
    """Write the file of each case into a folder; a case that must not be written is named with the reason."""
    written, refused = 0, []
    for number, case_id in enumerate(case_ids, 1):
        reference = reader.case_row(context.connection, case_id).reference
        target = _target(folder, case_id, reference, form)
        try:
            build = partial(_content, context, case_id)
            write_report(context, "case", reference, build, case_page, target, ReportOptions(form))
        except CpoError as error:
            refused.append((reference, error.message))
        else:
            written += 1
        if context.progress is not None:
            context.progress(number, len(case_ids))
    return Printed(written, tuple(refused))


def _content(context: Context, case_id: int, connection: Connection) -> dict[str, Any]:
    return case_file(context, connection, case_id)
