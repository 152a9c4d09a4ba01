"""Printing: the file of each case as a page of its own in a folder, to be printed or read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.context import Context
from cpo_tui.actions.reporting import ReportOptions, write_report
from cpo_tui.documents.casefile import case_page
from cpo_tui.errors import CpoError, UsageError
from cpo_tui.store import reader
from cpo_tui.store.connect import Connection
from cpo_tui.ui.flows.verbs import of
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.progress import with_progress
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
    folder = _folder(values["folder"])
    done = await with_progress(app, "Writing", write_files, list(case_ids), folder, values["format"])
    words = f"Wrote {done.written:,} {'file' if done.written == 1 else 'files'} to {shown(str(folder))}"
    if done.refused:
        reference, reason = done.refused[0]
        words += f"\nNot written: {shown(reference)}, {shown(reason)}"
        words += f"; and {len(done.refused) - 1:,} more" if len(done.refused) > 1 else ""
    app.say(words, warn=bool(done.refused), seconds=8)


def _folder(typed: str) -> Path:
    folder = Path(typed.strip()).expanduser().absolute()
    if not folder.is_dir():
        raise UsageError(f"{shown(str(folder))} is no folder.", hint="Name one that is there already.")
    return folder


def write_files(context: Context, case_ids: Sequence[int], folder: Path, form: str) -> Printed:
    """Write the file of each case into a folder; a case that must not be written is named with the reason."""
    written, refused = 0, []
    for number, case_id in enumerate(case_ids, 1):
        reference = reader.case_row(context.connection, case_id).reference
        target = folder / f"{re.sub(r'[^0-9A-Za-z._-]+', '_', reference)[:80]}-{case_id}.{form}"
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
