"""Questions at the import desk: what a column means, which value a setting has, how dates are written, a profile's name."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.config import config_dir
from cpo_tui.errors import ExportError, UsageError
from cpo_tui.exchange import adjusting
from cpo_tui.exchange.adjusting import Setting
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.own_profiles import profile_text, save_profile
from cpo_tui.exchange.preview import Preview, PreviewColumn
from cpo_tui.exchange.profiles import Profile, builtin_names, load_profile, own_names
from cpo_tui.exchange.remedies import FORMATS
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

_NONE = "-"


def profile_names() -> list[str]:
    """The names of the product's profiles and of the officer's own."""
    return sorted({*builtin_names(), *own_names(_own_folder())})


def profile_named(name: str) -> Profile:
    """The profile of that name; raises `UsageError`."""
    return load_profile(name, _own_folder())


def _own_folder() -> Path:
    return config_dir() / "profiles"


async def choose_field(app: CpoApp, seen: Preview, options: Options, column: PreviewColumn) -> str | None:
    """The field that a column fills, empty for none; None where it was left as it is."""
    offered = [
        Option(_NONE, "not a field", "kept beside the record as it is"),
        *(
            Option(name, name.replace("_", " "), "proposed" if name == column.likely else "")
            for name in adjusting.fields_for(options, seen)
        ),
    ]
    title = f"What {shown(column.name, limit=40) or f'column {column.index + 1}'} means"
    chosen: str | None = await app.push_screen_wait(Choice(title, offered))
    return "" if chosen == _NONE else chosen


async def choose_value(app: CpoApp, seen: Preview, options: Options, setting: Setting) -> Options:
    """The options with a value of a setting that was chosen from all."""
    found = adjusting.choices_of(setting, options, seen)
    offered = [Option(f"{place}", shown(words)) for place, (_, words) in enumerate(found)]
    chosen: str | None = await app.push_screen_wait(Choice(setting.label, offered))
    return options if chosen is None else adjusting.with_value(setting, options, found[int(chosen)][0])


async def choose_profile(app: CpoApp) -> str | None:
    """The profile to read a file with, empty for the product's columns; None where it was left as it is."""
    offered = [
        Option(_NONE, "the product's columns", "as cpo's own files have them"),
        *(Option(name, name, shown(profile_named(name).title)) for name in profile_names()),
    ]
    chosen: str | None = await app.push_screen_wait(Choice("Read the file as", offered))
    return "" if chosen == _NONE else chosen


async def choose_dates(app: CpoApp, seen: Preview, options: Options, column: PreviewColumn) -> Options:
    """The options with the form in which the dates of a column are written."""
    offered = [
        Option(_NONE, "the usual forms", "2026-03-02, and others that cannot be misread"),
        Option("excel", "excel", "day numbers of a spreadsheet"),
        *(Option(form, form) for form in FORMATS),
    ]
    title = f"How dates are written in {shown(column.name, limit=40) or f'column {column.index + 1}'}"
    chosen: str | None = await app.push_screen_wait(Choice(title, offered, free="written as"))
    if chosen is None:
        return options
    return adjusting.with_date_format(options, seen, column, "" if chosen == _NONE else chosen)


async def save_reading(app: CpoApp, path: Path, seen: Preview, options: Options) -> Options | None:
    """Save how a file is read as a profile; gives the options that read the file by it, None where nothing was saved.

    Raises `UsageError` where there is nothing to save, or for a name that cannot be one.
    """
    if seen.plan is None:
        raise UsageError("A profile can be saved when the file is understood.", hint="Map its columns first.")
    if options.profile is not None:
        raise UsageError(f"The file is read as the profile {options.profile.name} already.", hint="p chooses another.")
    fields = (
        Field(
            "name",
            "name",
            required=True,
            value=path.stem.casefold().replace(" ", "-"),
            hint="small letters, digits, - and _",
        ),
        Field("title", "title", required=True, value=f"Files like {path.name}", hint="what the files are"),
    )
    values = await app.push_screen_wait(Form("Save how the file is read", fields))
    if values is None or not await _saved(app, values["name"], profile_text(values["title"], seen.plan, options)):
        return None
    told = replace(
        options, delimiter="", encoding="", quoting="", date_formats=(), nulls=(), no_header=False, skip_lines=0
    )
    return adjusting.with_profile(told, profile_named(values["name"]))


async def _saved(app: CpoApp, name: str, text: str) -> bool:
    try:
        await asyncio.to_thread(save_profile, _own_folder(), name, text)
    except ExportError as error:
        if error.name != "exists":
            raise
        lines = ([("There is a profile ", "ink"), (shown(name), "strong"), (" already.", "ink")],)
        if not await app.push_screen_wait(Confirm("Replace the profile?", lines, yes="replace it")):
            return False
        await asyncio.to_thread(lambda: save_profile(_own_folder(), name, text, force=True))
    return True
