"""Writing what the list shows to a file: what, in which form, where; protected categories only with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.actions.exporting import KINDS, Exported, ExportOptions, export, look_ahead
from cpo_tui.domain.columns import exported
from cpo_tui.errors import ExportError
from cpo_tui.ui.flows.again import Again
from cpo_tui.ui.flows.verbs import SEVERAL, carried
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.screens.verb_preview import Preview
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

FORMATS = {"csv": "CSV", "xlsx": "Excel workbook", "json": "JSON", "jsonl": "JSON Lines", "ics": "calendar"}


COLUMNS = {"listed": "those of the list, in its order", "all": "all of them, which can be imported again"}


async def export_cases(app: CpoApp, case_ids: Sequence[int], what: str, columns: Sequence[str] = ()) -> None:
    """Ask where and how, and write; a file that is there is replaced only after a yes.

    `columns` are those of the list (`domain.columns`) from which it is asked.
    """
    fields = (
        Field("file", "file", value="cases.csv", required=True, hint="a path; a folder must be there already"),
        Field("kind", "what", "choice", value="cases", choices={kind: kind for kind in KINDS}, required=True),
        Field("format", "form", "choice", value="csv", choices=FORMATS, required=True),
        Field("columns", "columns", "choice", value="listed", choices=COLUMNS, required=True),
        Field("reason", "protected, why", hint="only where asylum, 8 USC 1367 and counsel's papers must be in it"),
    )
    values = await app.push_screen_wait(Form(f"Export {what}", fields, save="write"))
    if not values:
        return
    reason = values["reason"].strip()
    form = _form_of(values["file"], values["format"])
    listed = values["kind"] == "cases" and values["columns"] == "listed" and form != "ics"
    options = ExportOptions(
        values["kind"], form, exported(columns) if listed else (), include_protected=bool(reason), reason=reason,
        in_their_order=True,
    )  # fmt: skip
    await _export(app, _target(values["file"]), options, case_ids)


async def _export(app: CpoApp, path: Path, options: ExportOptions, case_ids: Sequence[int]) -> None:
    """Show what would be written where it is of several cases, and write it."""
    ids = list(case_ids)
    if len(ids) >= SEVERAL:
        seen = await carried(app, "Looking ahead", len(ids), look_ahead, path, options, ids)
        what = "" if options.kind == "cases" else f"the {options.kind} of "
        title = f"This would write {what}{_cases(seen.cases)}"
        title += f", {len(seen.refused):,} left out" if seen.refused else ""
        if not await app.push_screen_wait(Preview(seen, doing="write it", title=title)):
            return
    written = await _written(app, path, options, ids)
    if written is None:
        return
    app.last_deed, app.again = None, Again(partial(_export, app, path, options), over_list=True)
    left_out = f", {written.left_out:,} protected left out" if written.left_out else ""
    app.say(f"Wrote {written.rows:,} {written.kind} to {shown(written.file)}{left_out}")


def _cases(count: int) -> str:
    return f"{count:,} {'case' if count == 1 else 'cases'}"


def _form_of(typed: str, chosen: str) -> str:
    """The form that was chosen; where it was left as it is, the one that the name of the file says."""
    said = Path(typed.strip()).suffix.lower().lstrip(".")
    return said if chosen == "csv" and said in FORMATS else chosen


def _target(typed: str) -> Path:
    return Path(typed.strip()).expanduser().absolute()


async def _written(app: CpoApp, path: Path, options: ExportOptions, case_ids: Sequence[int]) -> Exported | None:
    try:
        return await with_progress(app, "Writing", export, path, options, list(case_ids))
    except ExportError as error:
        if error.name != "exists":
            raise
    lines = (
        [("There is a file at ", "ink"), (shown(str(path)), "strong")],
        [("What is in it would be gone.", "quiet")],
    )
    sure: bool | None = await app.push_screen_wait(Confirm("Replace the file?", lines, yes="replace it"))
    if not sure:
        return None
    return await with_progress(app, "Writing", export, path, replace(options, force=True), list(case_ids))
