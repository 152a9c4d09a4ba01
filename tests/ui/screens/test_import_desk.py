"""The import desk: how a file will be read is seen and changed by keys, and nothing is written before the commit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ui.screens.test_case import shown
from tests.ui.screens.test_caseload import Text, enter, fill, press, settle, text_of
from textual.pilot import Pilot
from textual.widgets import Input

from cpo_tui.actions import cases
from cpo_tui.actions.context import Cancelled, acting
from cpo_tui.actions.importing import ImportOptions, import_file, import_files
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.preview import preview
from cpo_tui.store import batches, reader
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens import import_desk, import_result
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.import_desk import ImportDesk
from cpo_tui.ui.screens.import_files import ImportFiles
from cpo_tui.ui.screens.import_result import ImportResult
from cpo_tui.ui.screens.imports import Imports
from cpo_tui.ui.screens.progress import Progress
from cpo_tui.ui.screens.refused import Refused
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]
HEADER = "reference,full_name,officer,opened_on"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files to import."""
    place = tmp_path / "extracts"
    (place / "older").mkdir(parents=True)
    lines = [HEADER, *(f"E-{number},Person {number},alvarez,2026-01-0{number}" for number in range(1, 6))]
    (place / "extract.csv").write_text("\n".join([*lines, "E-9,Nobody,alvarez,32/13/2026"]) + "\n")
    (place / "odd.csv").write_text("Alien Number;Whole Name\nA212345678;García\n")
    (place / "older" / "last-year.csv").write_text("reference\nX-1\n")
    (place / "picture.png").write_bytes(b"\x89PNG")
    (place / "[foo] \x1b[31m.csv").write_text("reference\nX-1\n")
    monkeypatch.chdir(place)
    return place


async def open_desk(pilot: Pilot[int], app: CpoApp, name: str) -> ImportDesk:
    await press(pilot, app, "I")
    assert isinstance(app.screen, ImportFiles)
    await enter(pilot, app, Text(name), "enter")
    await settle(pilot, app)
    desk = app.screen
    assert isinstance(desk, ImportDesk)
    return desk


def rows_of(app: CpoApp) -> str:
    return text_of(app, "#import-rows")


def cases_in(store: Store) -> int:
    connection = store.reader()
    try:
        return reader.counts(connection)[1]
    finally:
        connection.close()


def field_in(store: Store, reference: str, name: str) -> Any:
    connection = store.reader()
    try:
        return connection.execute(f"SELECT {name} FROM cases WHERE reference = ?", (reference,)).fetchone()[0]
    finally:
        connection.close()


# ---------------------------------------------------------------------- choosing a file


async def test_the_tree_unfolds_filters_and_goes_up(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        await settle(pilot, app)
        files = app.screen
        assert isinstance(files, ImportFiles)
        assert "▸ older/" in shown(app)
        assert "extract.csv" in shown(app)
        assert "picture.png" not in shown(app)
        await press(pilot, app, "down", "enter")
        await settle(pilot, app)
        assert "▾ older/" in shown(app)
        assert "last-year.csv" in shown(app)
        await enter(pilot, app, Text("last"))
        assert "last-year.csv" in shown(app)
        assert "extract.csv" not in shown(app)
        await press(pilot, app, *["backspace"] * 5)
        await settle(pilot, app)
        assert files.root == folder.parent
        assert "extracts/" in shown(app)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)


async def test_a_path_that_is_not_there_is_told_and_leaves_the_desk(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    told: list[str] = []
    async with app.run_test(size=(120, 36)) as pilot:
        app.tell = lambda error, more="": told.append(error.message)  # type: ignore[method-assign]
        await press(pilot, app, "I")
        await enter(pilot, app, Text("/no/such/file.csv"), "enter")
        await settle(pilot, app)
        assert told == ["There is no file /no/such/file.csv."]
        assert isinstance(app.screen, Caseload)


async def test_a_hostile_name_of_a_file_is_shown_and_not_obeyed(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        await settle(pilot, app)
        assert "[foo] ␛[31m.csv" in shown(app)
        await enter(pilot, app, Text("[foo"), "enter")
        await settle(pilot, app)
        assert "[foo] ␛[31m.csv" in text_of(app, "#import-top")


# ---------------------------------------------------------------------- from the file to the store


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_a_file_is_looked_at_then_committed_then_taken_back(
    store: Store, app_on: Make, folder: Path, size: tuple[int, int]
) -> None:
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        await open_desk(pilot, app, "extr")
        assert "Person 1" in rows_of(app) or size == (40, 12)
        await press(pilot, app, "enter")
        result = app.screen
        assert isinstance(result, ImportResult)
        assert (result.report.counts.created, result.report.tally.quarantined) == (5, 1)
        assert cases_in(store) == 0
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Caseload)
        assert cases_in(store) == 5
        await press(pilot, app, "u", "enter")
        assert cases_in(store) == 0


async def test_escape_goes_back_one_step_and_nothing_is_changed(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_desk(pilot, app, "extr")
        await press(pilot, app, "c", "escape")
        assert isinstance(app.screen, ImportDesk)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)
        assert cases_in(store) == 0


async def test_the_rows_follow_the_delimiter_the_encoding_the_quotes_and_the_header(
    store: Store, app_on: Make, folder: Path
) -> None:
    (folder / "dirt.txt").write_bytes(
        'Report of Monday\nreference^full_name^notes\nR-1^Garc\xeda^"said ""no""\nR-2^Ana^x\n'.encode("cp1252")
    )
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = await open_desk(pilot, app, "dirt")
        assert desk.seen is not None
        assert desk.seen.error is not None
        await press(pilot, app, "e")
        assert desk.options.encoding == "cp1252"
        assert "García" in rows_of(app), "what is not understood is shown as it stands, in the encoding that was chosen"
        await press(pilot, app, "plus")
        assert desk.options.skip_lines == 1
        while desk.options.delimiter != "^":
            await press(pilot, app, "d")
        await press(pilot, app, "apostrophe")
        assert desk.options.quoting == "none"
        assert desk.seen.error is None
        assert next(row.values for row in desk.seen.rows)[:2] == ("R-1", "García")
        assert "García" in rows_of(app)
        await press(pilot, app, "minus")
        assert desk.options.skip_lines == 0
        await press(pilot, app, "plus", "c", "enter")
        assert cases_in(store) == 2


async def test_settings_turn_under_the_cursor_and_can_be_chosen_from_all(
    store: Store, app_on: Make, folder: Path
) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = await open_desk(pilot, app, "extr")
        desk.entries.move_to_key(("set", "encoding"))
        await press(pilot, app, "right", "right")
        assert desk.options.encoding == "latin-1"
        await press(pilot, app, "left", "left")
        assert desk.options.encoding == ""
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Choice)
        await enter(pilot, app, Text("Cyrillic"), "enter")
        await settle(pilot, app)
        assert desk.options.encoding == "cp1251"
        desk.entries.move_to_key("whole")
        await press(pilot, app, "enter")
        assert desk.whole
        await press(pilot, app, "greater_than_sign")
        assert "‹1" in rows_of(app)
        assert "E-1" not in rows_of(app)


async def test_a_proposal_is_filled_in_changed_and_saved_as_a_profile(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = await open_desk(pilot, app, "odd")
        assert desk.options.mapping == (("Alien Number", "a_number"),)
        assert desk.unsure == {0}
        assert "unsure" in shown(app)
        assert desk.seen is not None
        assert desk.seen.error is not None, "the name is not mapped yet"
        desk.entries.move_to_key(("column", 1))
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Choice)
        await enter(pilot, app, Text("full name"), "enter")
        await settle(pilot, app)
        assert desk.seen.error is None
        assert "García" in rows_of(app)
        await press(pilot, app, "y")
        assert not desk.unsure
        await press(pilot, app, "s")
        assert isinstance(app.screen, Form)
        app.screen.query_one("#field-name", Input).value = ""
        await fill(pilot, app, name="counties")
        assert desk.options.profile is not None
        assert desk.options.profile.name == "counties"
        assert desk.seen.error is None
        await press(pilot, app, "c", "enter")
        assert cases_in(store) == 1


async def test_the_field_of_a_column_turns_and_a_field_is_filled_once(store: Store, app_on: Make, folder: Path) -> None:
    (folder / "two.csv").write_text("reference,full_name,Alias\nR-1,Ana,Anita\n")
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = await open_desk(pilot, app, "two")
        desk.entries.move_to_key(("column", 2))
        await press(pilot, app, "enter")
        await enter(pilot, app, Text("full name"), "enter")
        await settle(pilot, app)
        assert desk.seen is not None
        assert [one.field for one in desk.seen.columns] == ["reference", "", "full_name"]
        desk.entries.move_to_key(("column", 2))
        await press(pilot, app, "right")
        assert [one.field for one in desk.seen.columns] == ["reference", "", "birth_date"]
        await press(pilot, app, "left", "left", "left")
        assert [one.field for one in desk.seen.columns] == ["reference", "", ""], (
            "a field of another column is not taken"
        )


async def test_a_known_extract_is_recognised(store: Store, app_on: Make, folder: Path, shared: Path) -> None:
    import shutil

    shutil.copy(shared / "data" / "fixture" / "i213_seattle_sample.psv", folder / "i213.psv")
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = await open_desk(pilot, app, "i213")
        assert desk.options.profile is not None
        assert desk.options.profile.name == "ice-i213"
        assert "ice-i213  ? by its columns" in shown(app)
        await press(pilot, app, "c")
        assert isinstance(app.screen, ImportResult)
        assert app.screen.report.counts.created == 1340


async def test_how_dates_are_written_is_chosen_for_a_column(store: Store, app_on: Make, folder: Path) -> None:
    (folder / "days.csv").write_text("reference,opened_on\nR-1,03.02.2026\n")
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = await open_desk(pilot, app, "days")
        assert "invalid date" in rows_of(app)
        desk.entries.move_to_key(("column", 1))
        await press(pilot, app, "t")
        await enter(pilot, app, Text("%d.%m.%Y"), "enter")
        await settle(pilot, app)
        assert desk.options.date_formats == (("opened_on", "%d.%m.%Y"),)
        assert "2026-02-03" in rows_of(app)


# ---------------------------------------------------------------------- what it would do


@pytest.fixture
def extracted(store: Store, folder: Path) -> Store:
    """A store with one extract, in which an officer has changed two fields since; and the next extract beside it."""
    (folder / "first.csv").write_text(f"{HEADER}\nE-1,Ana,alvarez,2026-01-01\nE-2,Ben,alvarez,\nE-3,Cy,alvarez,\n")
    with acting(store, "alvarez") as context:
        import_file(context, folder / "first.csv", ImportOptions(Options()))
        cases.assign_cases(context, [1, 2], "ortiz")
    (folder / "next.csv").write_text(
        f"{HEADER}\nE-1,Ana,baker,2026-01-01\nE-2,Ben,chan,\nE-4,Dee,alvarez,\nE-1,Ana B,baker,2026-01-01\n"
    )
    return store


async def test_every_fate_opens_its_records(extracted: Store, app_on: Make, folder: Path) -> None:
    app = app_on(extracted)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_desk(pilot, app, "next")
        await press(pilot, app, "w", "c")
        result = app.screen
        assert isinstance(result, ImportResult)
        seen = {}
        for fate in ("created", "unchanged", "refused", "conflict", "disappeared"):
            result.entries.move_to_key(fate)
            await press(pilot, app, "enter")
            assert result.fate == fate
            seen[fate] = shown(app)
            await press(pilot, app, "escape")
        assert "E-4" in seen["created"]
        assert "E-2" in seen["unchanged"]
        assert "conflict in file" in seen["refused"]
        assert "keep yours" in seen["conflict"]
        assert "the last extract said alvarez" in seen["conflict"]
        assert "E-3" in seen["disappeared"]
        assert result.fate == ""


async def test_a_change_is_shown_from_what_to_what_and_a_refused_record_whole(
    store: Store, app_on: Make, folder: Path
) -> None:
    (folder / "first.csv").write_text(f"{HEADER}\nE-1,Ana,alvarez,2026-01-01\n")
    (folder / "next.csv").write_text(f"{HEADER}\nE-1,Ana María,alvarez,2026-01-01\nE-2,,x,32/13/2026\n")
    with acting(store, "alvarez") as context:
        import_file(context, folder / "first.csv", ImportOptions(Options()))
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_desk(pilot, app, "next")
        await press(pilot, app, "c")
        result = app.screen
        assert isinstance(result, ImportResult)
        result.entries.move_to_key("updated")
        await press(pilot, app, "enter")
        assert "Ana → Ana María" in shown(app)
        await press(pilot, app, "escape")
        result.entries.move_to_key("refused")
        await press(pilot, app, "enter")
        assert "E-2,,x,32/13/2026" not in shown(app)
        await press(pilot, app, "enter")
        assert "E-2,,x,32/13/2026" in shown(app)


async def test_possible_duplicates_are_listed(store: Store, app_on: Make, folder: Path) -> None:
    (folder / "same.csv").write_text("reference,a_number,full_name\nR-1,A212345678,Ana\nR-2,A212345678,Ana B\n")
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_desk(pilot, app, "same")
        await press(pilot, app, "c")
        result = app.screen
        assert isinstance(result, ImportResult)
        result.entries.move_to_key("duplicate")
        await press(pilot, app, "enter")
        assert "R-1, R-2" in shown(app)


async def test_a_conflict_is_decided_alone_and_looked_at_again(extracted: Store, app_on: Make, folder: Path) -> None:
    app = app_on(extracted)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_desk(pilot, app, "next")
        await press(pilot, app, "c")
        result = app.screen
        assert isinstance(result, ImportResult)
        result.entries.move_to_key("conflict")
        await press(pilot, app, "enter", "space")
        assert result.taken == {("E-1", "officer")}
        await press(pilot, app, "escape")
        assert (result.report.counts.updated, result.report.counts.conflict_count) == (1, 1)
        await press(pilot, app, "c")
        assert isinstance(app.screen, Caseload)
        assert field_in(extracted, "E-1", "officer") == "baker"
        assert field_in(extracted, "E-2", "officer") == "ortiz"


async def test_all_conflicts_of_a_batch_are_decided_by_one_key(extracted: Store, app_on: Make, folder: Path) -> None:
    app = app_on(extracted)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_desk(pilot, app, "next")
        await press(pilot, app, "c")
        result = app.screen
        assert isinstance(result, ImportResult)
        result.entries.move_to_key("conflict")
        await press(pilot, app, "enter", "asterisk")
        assert shown(app).count("take file's") == 2
        await press(pilot, app, "minus")
        assert shown(app).count("keep yours") == 2
        await press(pilot, app, "asterisk", "c")
        assert isinstance(app.screen, ImportResult), "what was decided is looked at before it is committed"
        assert result.report.counts.updated == 2
        await press(pilot, app, "c")
        assert field_in(extracted, "E-1", "officer") == "baker"
        assert field_in(extracted, "E-2", "officer") == "chan"


async def test_a_file_that_changed_since_it_was_looked_at_is_not_imported(
    store: Store, app_on: Make, folder: Path
) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_desk(pilot, app, "extr")
        await press(pilot, app, "c")
        with (folder / "extract.csv").open("a") as file:
            file.write("E-10,Late,alvarez,\n")
        await press(pilot, app, "c")
        assert isinstance(app.screen, ImportResult)
        assert cases_in(store) == 0


# ---------------------------------------------------------------------- long work


async def test_no_work_is_done_where_the_screen_is_drawn(
    store: Store, app_on: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading, checking and writing wait, in their own threads, until the screen has been drawn meanwhile."""
    drawn = threading.Event()
    here, done_by = threading.get_ident(), []
    looked, imported = preview, import_files

    def waiting(work: Callable[..., Any]) -> Callable[..., Any]:
        def waits(*args: Any, **kwargs: Any) -> Any:
            done_by.append(threading.get_ident())
            drawn.clear()
            assert drawn.wait(60), "nothing was drawn while the work was done"
            return work(*args, **kwargs)

        return waits

    monkeypatch.setattr(import_desk, "preview", waiting(looked))
    monkeypatch.setattr(import_desk, "import_files", waiting(imported))
    monkeypatch.setattr(import_result, "import_files", waiting(imported))
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        app.set_interval(0.01, drawn.set)
        await open_desk(pilot, app, "extr")
        await press(pilot, app, "c")
        await press(pilot, app, "c")
        assert cases_in(store) == 5
    assert len(done_by) == 3
    assert here not in done_by


async def test_escape_stops_an_import_and_leaves_nothing(
    store: Store, app_on: Make, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work waits, half done, until Esc was pressed; what it had written is gone."""
    asked, imported = threading.Event(), import_files

    def stopped(context: Any, paths: Any, options: Any) -> Any:
        tell = context.progress

        def progress(done: int, total: int) -> None:
            tell(done, total)
            at_work.set()
            assert asked.wait(60)
            tell(done, total)

        context.progress = progress
        return imported(context, paths, options)

    at_work = threading.Event()
    monkeypatch.setattr(import_result, "import_files", stopped)
    app = app_on(store)
    told: list[str] = []
    async with app.run_test(size=(120, 36)) as pilot:
        app.tell = lambda error, more="": told.append(type(error).__name__)  # type: ignore[method-assign]
        await open_desk(pilot, app, "extr")
        await press(pilot, app, "c")
        await pilot.press("c")
        while not at_work.is_set():
            await pilot.pause(0.01)
        assert isinstance(app.screen, Progress)
        assert (
            "6 of 6" in app.screen.query_one(".bar", Panel).text
            or "working" in app.screen.query_one(".bar", Panel).text
        )
        await pilot.press("escape")
        await pilot.pause()
        asked.set()
        await settle(pilot, app)
        assert isinstance(app.screen, ImportResult)
        assert told == [Cancelled.__name__]
        assert cases_in(store) == 0
        connection = store.reader()
        assert not batches.past_batches(connection)
        connection.close()


# ---------------------------------------------------------------------- past imports


async def test_past_imports_are_listed_and_taken_back(store: Store, app_on: Make, folder: Path) -> None:
    with acting(store, "alvarez") as context:
        import_file(context, folder / "extract.csv", ImportOptions(Options()))
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "F")
        assert isinstance(app.screen, Imports)
        assert "extract.csv" in shown(app)
        assert "created 5" in shown(app)
        assert "refused 1" in shown(app)
        await press(pilot, app, "x")
        assert cases_in(store) == 0
        assert "taken back" in shown(app)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)


async def test_a_refused_record_is_corrected_and_comes_in(store: Store, app_on: Make, folder: Path) -> None:
    with acting(store, "alvarez") as context:
        import_file(context, folder / "extract.csv", ImportOptions(Options()))
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "F", "enter")
        assert isinstance(app.screen, Refused)
        assert "invalid date" in shown(app)
        await press(pilot, app, "r")
        assert cases_in(store) == 5, "nothing was corrected yet"
        await press(pilot, app, "enter")
        form = app.screen
        assert isinstance(form, Form)
        assert next(one.id for one in form.query(Input)) == "field-cell3", "what is complained of comes first"
        form.query_one("#field-cell3", Input).value = ""
        await fill(pilot, app, cell3="2026-02-13")
        assert "corrected" in shown(app)
        assert "E-9,Nobody,alvarez,2026-02-13" in shown(app)
        await press(pilot, app, "r")
        assert cases_in(store) == 6
        assert "came in with import 2" in shown(app)
        await press(pilot, app, "u", "enter")
        await settle(pilot, app)
        assert cases_in(store) == 5
        assert "came in with" not in shown(app)


async def test_refused_records_are_written_to_a_file(store: Store, app_on: Make, folder: Path) -> None:
    with acting(store, "alvarez") as context:
        import_file(context, folder / "extract.csv", ImportOptions(Options()))
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "F", "enter", "w", "enter")
        await settle(pilot, app)
    assert "E-9,Nobody,alvarez,32/13/2026,7," in (folder / "extract-refused.csv").read_text()


# ---------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("Say which encoding it has; for files from Windows often --encoding cp1252.", "E changes the encoding."),
        (
            "Map its columns, for instance: --map Name=full_name. Without an identifier: --key row.",
            "Enter on a column says what it means · ‘known by’ says what tells records apart.",
        ),
        (
            "Say how dates are written in DOB: --date-format 'DOB=%d.%m.%Y'.",
            "Say how dates are written in DOB: t on DOB, then %d.%m.%Y.",
        ),
        (
            "Say how dates are written in DOB (may be repeated): --date-format 'DOB=%d/%m/%Y'; a word for nothing: --null WORD.",
            "Say how dates are written in DOB (may be repeated): t on DOB, then %d/%m/%Y; ‘nothing is’ names words that mean nothing.",
        ),
        ("Import the cases first, then what hangs on them.", "Import the cases first, then what hangs on them."),
    ],
)
def test_hints_speak_of_keys_at_the_desk(hint: str, said: str) -> None:
    from cpo_tui.ui.entries.import_words import in_keys

    assert in_keys(hint) == said


def test_no_hint_at_the_desk_speaks_of_options(folder: Path) -> None:
    from cpo_tui.exchange.records import Refusal
    from cpo_tui.exchange.remedies import remedies
    from cpo_tui.ui.entries.import_words import in_keys

    for kind in ("invalid_date", "excel_serial_date", "unexpected_time", "invalid_stage", "malformed_quote"):
        for said in remedies([Refusal(2, kind, ("DOB: wrong",), "", (("DOB", "x"),))]):
            assert "--" not in in_keys(said), said


async def test_the_proposal_is_filled_in_once_the_file_can_be_read(store: Store, app_on: Make, folder: Path) -> None:
    (folder / "west.csv").write_bytes("Alien Number;Client\nA212345678;García\n".encode("cp1252"))
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        desk = await open_desk(pilot, app, "west")
        assert not desk.options.mapping
        await press(pilot, app, "e")
        assert dict(desk.options.mapping) == {"Alien Number": "a_number", "Client": "full_name"}
        assert desk.unsure == {0, 1}
        assert "García" in rows_of(app)
        desk.entries.move_to_key(("set", "nulls"))
        await press(pilot, app, "right")
        assert desk.options.nulls == ("NULL",)
