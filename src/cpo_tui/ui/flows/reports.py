"""Writing a report from a screen: where, and for the file of a case how much of it and as of which day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.actions import report_kinds
from cpo_tui.actions.reporting import Reported, ReportOptions
from cpo_tui.errors import ExportError
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context
    from cpo_tui.ui.app import CpoApp

FORMS = {".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "md", ".json": "json"}
_FILE_HINT = "a path; .pdf, .html, .md or .json says the form"
_DENSITIES = {"pinned": "what is pinned", "all": "every event"}
Writes = Callable[["Context", Path, ReportOptions], Reported]


async def case(app: CpoApp, case_id: int, reference: str) -> None:
    """Write the file of a case."""
    fields = (
        Field("file", "file", value=f"{reference}.pdf", required=True, hint=_FILE_HINT),
        Field("density", "timeline", "choice", value="pinned", choices=_DENSITIES, required=True),
        Field("as_of", "as of", "past", hint="optional: the file as it was known at the end of that day"),
        Field("reason", "protected, why", hint="only where protected categories must be in it"),
    )
    values = await app.push_screen_wait(Form(f"File of {shown(reference)}", fields, save="write"))
    if values:
        density, as_of = values["density"], values["as_of"]
        await _written(
            app, values["file"], values["reason"].strip(),
            lambda context, path, options: report_kinds.write_case(
                context, case_id, path, options, density=density, as_of=as_of
            ),
        )  # fmt: skip


async def caseload(app: CpoApp) -> None:
    """Write who has how much."""
    await _whole(app, "caseload", report_kinds.write_caseload)


async def oversight(app: CpoApp) -> None:
    """Write how well the work is done."""
    await _whole(app, "oversight", report_kinds.write_oversight)


async def handover(app: CpoApp, officer: str) -> None:
    """Write the pages of an officer's open cases."""
    fields = (
        Field("file", "file", value=f"handover-{officer}.pdf", required=True, hint=_FILE_HINT),
        Field("reason", "protected, why", hint="only where protected categories must be in it"),
    )
    values = await app.push_screen_wait(Form(f"Handover of {shown(officer)}", fields, save="write"))
    if values:
        await _written(
            app, values["file"], values["reason"].strip(),
            lambda context, path, options: report_kinds.write_handover(context, officer, path, options),
        )  # fmt: skip


async def _whole(app: CpoApp, name: str, write: Writes) -> None:
    field = Field("file", "file", value=f"{name}.pdf", required=True, hint=_FILE_HINT)
    values = await app.push_screen_wait(Form(f"Report: {name}", (field,), save="write"))
    if values:
        await _written(app, values["file"], "", write)


def _target(typed: str) -> Path:
    return Path(typed.strip()).expanduser().absolute()


async def _written(app: CpoApp, typed: str, reason: str, write: Writes) -> None:
    path = _target(typed)
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise ExportError(
            f"{shown(typed)} does not say its form.", hint="End it in .pdf, .html, .md or .json.", kind="no_form"
        )
    options = ReportOptions(form, include_protected=bool(reason), reason=reason)
    try:
        done = await app.gateway.act(write, path, options)
    except ExportError as error:
        if error.name != "exists":
            raise
        question = ([("There is a file at ", "ink"), (shown(str(path)), "strong")],)
        if not await app.push_screen_wait(Confirm("Replace the file?", question, yes="replace it")):
            return
        done = await app.gateway.act(write, path, replace(options, force=True))
    left_out = (
        f" · {done.left_out:,} protected entries stayed out" if done.left_out and done.kind != "oversight" else ""
    )
    app.say(f"Wrote the report to {shown(str(path))}{left_out}")
