"""The records that an import refused: each with its reason, to be corrected here and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.actions import correcting
from cpo_tui.actions.quarantine import write_quarantine
from cpo_tui.store import batches
from cpo_tui.store.batches import PastBatch, RefusedRow
from cpo_tui.store.connect import Connection
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries.batches import MOST_REFUSED, in_reasons, refused_entries
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread


class Refused(MovingScreen):
    """The refused records of one import."""

    NAME = "refused"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("refused")]
    CSS = """
    Refused #refused-top { height: 2; padding: 0 1; }
    Refused.-low #refused-top { height: 1; }
    """

    def __init__(self, batch: PastBatch) -> None:
        super().__init__()
        self.past = batch
        self.rows: tuple[RefusedRow, ...] = ()
        self.corrected: dict[int, str] = {}
        """Row → its text as it was corrected."""
        self.taken: dict[int, int] = {}
        """Row → the later import that took it."""

    def compose(self) -> ComposeResult:
        """The import, the records, the keys."""
        yield Panel(id="refused-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read them in a reader thread."""
        self.query_one("#refused-top", Panel).show(self._top)
        self.entries.focus()
        self.work(self._read())

    async def _read(self) -> None:
        self.rows, self.taken = await self.cpo.gateway.read(partial(_refused_of, batch_id=self.past.id))
        for row_id in self.taken:
            self.corrected.pop(row_id, None)
        self._show()

    def list_changed(self) -> None:
        """An import was made or taken back."""
        self.work(self._read())

    def _show(self) -> None:
        rows, corrected, taken = self.rows, dict(self.corrected), self.taken
        more = max(0, int(self.past.report.get("quarantined") or 0) - len(rows))
        self.query_one("#refused-top", Panel).renew()
        self.entries.show(lambda width: refused_entries(rows, corrected, taken, more, width))
        self.offer_keys()

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        words = f"{len(self.rows):,} records" + (f" · {len(self.corrected):,} corrected" if self.corrected else "")
        left: Line = [
            ("Refused by import ", "strong"),
            (f"{self.past.id} ", "strong"),
            (shown(self.past.file), "ink"),
        ]
        return [spread(left, [(words, "quiet")], width), []]

    @property
    def row(self) -> RefusedRow | None:
        """The record under the cursor."""
        return next((one for one in self.rows if one.id == self.entries.key), None)

    @property
    def has_case(self) -> bool:
        """Whether a record is under the cursor."""
        return self.row is not None

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.work(self.do_refused_edit())

    # ------------------------------------------------------------------ commands

    async def do_refused_edit(self) -> None:
        """Correct the record: its cells, or its whole text where it cannot be cut into cells."""
        row = self.row
        if row is None:
            return
        if row.id in self.taken:
            self.cpo.say(f"This record came in with import {self.taken[row.id]}.")
            return
        text = self.corrected.get(row.id, row.raw.rstrip("\r\n"))
        cells = correcting.cells_of(self.past, text)
        changed = await (self._edited_text(row, text) if cells is None else self._edited_cells(row, cells))
        if changed is not None:
            self.corrected[row.id] = changed
            if changed == row.raw.rstrip("\r\n"):
                del self.corrected[row.id]
            self._show()

    async def _edited_text(self, row: RefusedRow, text: str) -> str | None:
        field = Field("text", "the record", "text", value=text, required=True, hint=shown(row.reasons[0], limit=200))
        values = await self.app.push_screen_wait(
            Form(f"Line {row.line:,} · {shown(row.reasons[0], limit=60)}", (field,))
        )
        return None if values is None else values["text"].rstrip("\r\n")

    async def _edited_cells(self, row: RefusedRow, cells: tuple[str, ...]) -> str | None:
        """A form with the cells, those that are complained of first."""
        header = correcting.shape_of(self.past)[0]
        places = sorted(range(len(cells)), key=lambda place: not in_reasons(header[place], row.reasons))
        fields = [
            Field(
                f"cell{place}",
                shown(header[place], limit=40) or f"#{place + 1}",
                "text" if "\n" in cells[place] else "line",
                value=cells[place],
                hint="; ".join(shown(one) for one in row.reasons if in_reasons(header[place], (one,))),
            )
            for place in places
        ]
        values = await self.app.push_screen_wait(Form(f"Line {row.line:,} · {shown(row.reasons[0], limit=60)}", fields))
        if values is None:
            return None
        new = tuple(values[f"cell{place}"] for place in range(len(cells)))
        return None if new == cells else correcting.text_of(self.past, new)

    def do_refused_forget(self) -> None:
        """The record as it was refused."""
        row = self.row
        if row is not None and self.corrected.pop(row.id, None) is not None:
            self._show()

    async def do_refused_retry(self) -> None:
        """Import the corrected records as the file was imported."""
        if not self.corrected:
            self.cpo.say("No record was corrected. Enter corrects the one under the cursor.", warn=True)
            return
        report = await with_progress(
            self.cpo, "Importing what was corrected", correcting.import_corrected, self.past.id, dict(self.corrected)
        )
        if report.error is not None:
            self.cpo.say(f"{report.error['message']}\n{report.error.get('hint', '')}".strip(), warn=True, seconds=9)
            return
        counts, refused = report.counts, report.tally.quarantined
        words = f"{counts.created:,} created, {counts.updated:,} updated, {counts.unchanged:,} unchanged"
        words += f", {refused:,} refused again: {report.refusals[0].reasons[0]}" if refused else ""
        self.cpo.say(
            f"Corrected records: {shown(words)} · {self.cpo.key_of('app.undo')} takes it back", warn=bool(refused)
        )
        self.cpo.list_changed()

    async def do_refused_write(self) -> None:
        """Write all refused records to a file."""
        name = f"{Path(self.past.file).stem}-refused.csv"
        fields = (Field("file", "file", value=name, required=True, hint="a path; the folder must be there"),)
        values = await self.app.push_screen_wait(Form("Write the refused records", fields, save="write"))
        if values is not None:
            path = _target(values["file"])
            count = await with_progress(self.cpo, "Writing", write_quarantine, self.past.id, path)
            self.cpo.say(f"Wrote {count:,} refused records to {shown(str(path))}")

    def do_refused_leave(self) -> None:
        """Back to the imports."""
        self.app.pop_screen()


def _target(typed: str) -> Path:
    return Path(typed.strip()).expanduser().absolute()


def _refused_of(connection: Connection, batch_id: int) -> tuple[tuple[RefusedRow, ...], dict[int, int]]:
    rows = tuple(islice(batches.refused_rows(connection, batch_id=batch_id), MOST_REFUSED))
    return rows, batches.corrected_rows(connection, batch_id)
