"""Marks in the caseload: one by one, a range, by a query, all, the others; and the same marks once more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial

from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.screens.caseload_views import CaseloadViews

ADD, TAKE, ONLY = "add", "take", "only"
_HOW = {ADD: "mark them too", TAKE: "take their marks away", ONLY: "mark only them"}


class CaseloadMarks(CaseloadViews):
    """The list with its marks. Marks belong to cases: they stay when the list shows others, and through a restart."""

    def __init__(self) -> None:
        super().__init__()
        self._anchor: int | None = None
        """The case that was marked last by hand: where a range begins."""
        self._is_marking = False
        self._pressed: list[Command] = []

    @property
    def has_marks(self) -> bool:
        """Whether cases are marked."""
        return bool(self.table.marks)

    def query_of(self, case_ids: Sequence[int]) -> str | None:
        """The query of the list, where these are exactly its cases; None where they are others."""
        ids = self.pages.ids
        if not self.is_whole or len(case_ids) != len(ids) or set(case_ids) != set(ids):
            return None
        return self.query_text

    async def whole_list(self) -> reads.Ids:
        """The ids of the whole list, also while only its beginning is shown."""
        if self.is_whole:
            return self.pages.ids
        with self.doing("reading the list"):
            return await self.cpo.gateway.read(partial(reads.ids_of, question=self.question()), line="marks")

    # ------------------------------------------------------------------ commands

    def do_mark_toggle(self) -> None:
        """Mark the case under the cursor and step on."""
        self._anchor = self.table.case_id
        self.table.toggle_mark()

    def do_mark_range(self) -> None:
        """Mark from the case that was marked last to the one under the cursor."""
        begin = None if self._anchor is None else self.pages.place_of(self._anchor)
        if begin is None:
            self._anchor = self.table.case_id
            self.cpo.say(f"A range begins here: move, then {self.cpo.key_of('mark.range')} once more.")
            return
        first, last = sorted((begin, self.table.place))
        self.table.set_marks(self.table.marks.union(self.pages.ids[first : last + 1]))

    def do_mark_extend_down(self) -> None:
        """Mark the case and the next one."""
        self._extend(1)

    def do_mark_extend_up(self) -> None:
        """Mark the case and the one before."""
        self._extend(-1)

    def _extend(self, step: int) -> None:
        here = self.table.case_id
        if here is None:
            return
        if self._anchor is None:
            self._anchor = here
        self.table.move_by(step)
        self.table.set_marks(self.table.marks.union({here, self.table.case_id or here}))

    def do_mark_all(self) -> Awaitable[None]:
        """Mark every case of the list."""
        return self._begin_marking(set.update)

    def do_mark_invert(self) -> Awaitable[None]:
        """Mark what is not marked."""
        return self._begin_marking(set.symmetric_difference_update)

    def _begin_marking(self, join: Callable[[set[int], Iterable[int]], None]) -> Awaitable[None]:
        """What is pressed from this moment on waits for the marks: a verb must not act on less than was meant."""
        self._is_marking = True
        return self._mark_whole(join)

    async def _mark_whole(self, join: Callable[[set[int], Iterable[int]], None]) -> None:
        try:
            marks = self.table.marks
            await asyncio.to_thread(_in_pieces, partial(join, marks), await self.whole_list())
            self.table.take_marks(marks)
        finally:
            self._is_marking = False
            pressed, self._pressed = self._pressed, []
        for command in pressed:
            self.run_command(command)

    def run_command(self, command: Command) -> None:
        """Run a command, after the marks that are being set."""
        if self._is_marking:
            self._pressed.append(command)
        else:
            super().run_command(command)

    def do_mark_clear(self) -> None:
        """Take all marks away."""
        self.table.set_marks(())

    def do_mark_again(self) -> None:
        """Bring back the marks that were taken away last."""
        before = self.table.marks_before
        if before:
            self.table.set_marks(self.table.marks.union(before))
        else:
            self.cpo.say("No marks were taken away yet.")

    def do_mark_query(self) -> Awaitable[None]:
        """Mark what a query finds in the list."""
        return self._mark_by_query()

    async def _mark_by_query(self) -> None:
        from cpo_tui.ui.screens.form import Field, Form

        fields = (
            Field("query", "query", required=True, hint="as after /: words, late, due<7d, stage:appeal …"),
            Field("how", "marks", "choice", value=ADD, choices=_HOW, required=True),
        )
        values = await self.app.push_screen_wait(Form("Mark the cases of the list that fit", fields, save="mark"))
        if values:
            await self.mark_query(values["query"], values["how"])

    async def mark_query(self, query: str, how: str = ADD) -> None:
        """Mark the cases of the list that a query finds, or take their marks away; raises `QueryError`."""
        with self.doing("looking"):
            read = partial(reads.ids_of, question=self.question(query))
            found = set(await self.cpo.gateway.read(read, line="marks"))
        fitting = found.intersection(await self.whole_list())
        marks = self.table.marks
        after = fitting if how == ONLY else marks - fitting if how == TAKE else marks | fitting
        self.table.set_marks(after)
        self.cpo.say(f"{len(fitting):,} of the list fit · {len(after):,} marked")


PIECE = 5000


def _in_pieces(change: Callable[[reads.Ids], object], ids: reads.Ids) -> None:
    """Change a set by many ids, a piece at a time: a second set of a million takes more memory than the application."""
    for start in range(0, len(ids), PIECE):
        change(ids[start : start + PIECE])
