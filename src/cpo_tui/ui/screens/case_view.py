"""One case on the screen: who it is about, what is next, and the entries of the open tab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult

from cpo_tui.errors import NotFound
from cpo_tui.ui.entries import deadlines as deadline_entries
from cpo_tui.ui.entries import preview
from cpo_tui.ui.entries.cases import TABS, CaseFile, Key
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.reads import law
from cpo_tui.ui.reads.pages import CasePages
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, line_width, spread
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.store.deadlines import StoredDeadline

ADDS = ("event", "document", "inquiry", "task", "note")
"""What `add` adds on each tab."""


class CaseView(CommandScreen):
    """A case of the list; the list beneath keeps its place and its marks."""

    def __init__(self, case_id: int, pages: CasePages | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        self.pages = pages
        self.moment = Moment.present()
        self.file: CaseFile | None = None
        self.tab = 0
        self.only = ""
        """What the timeline shows, one of `told_entries.ONLY`."""

    # ------------------------------------------------------------------ what it consists of

    def compose(self) -> ComposeResult:
        """The band of the case, its tabs, the entries of the open tab, the keys."""
        yield Panel(id="band")
        yield Panel(id="tabs")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the case in this thread: there is nothing else to look at meanwhile, and it takes less than a frame."""
        self.query_one("#band", Panel).show(self._band)
        self.query_one("#tabs", Panel).show(self._tab_line)
        self.read_now()
        self.entries.focus()
        if self.file is not None and self.file.row.safeguards:
            self.work(self.note_view(self.case_id))

    async def _learn_rules(self) -> None:
        """What the rules say beyond their dates: read when their tab is first open, and after the dates are there."""
        rules = await self.cpo.gateway.read(law.rules_by_id)
        if self.file is not None and rules:
            self.file = replace(self.file, rules=rules)
            self.show_tab(keep=self.entries.key)

    @property
    def entries(self) -> EntryList:
        """The entries of the open tab."""
        return self.query_one(EntryList)

    @property
    def has_case(self) -> bool:
        """Whether an entry is under the cursor."""
        return self.entries.key is not None

    def read_now(self, *, keep: object = None) -> None:
        """Read the case anew, and show the open tab with its cursor on `keep`."""
        before = self.file
        file = self.cpo.gateway.read_now(partial(reads.file_of, case_id=self.case_id))
        self.file = replace(
            file,
            only=self.only,
            rules=before.rules if before is not None else {},
            papers=before.papers if before is not None and before.row.id == file.row.id else None,
        )
        self.show_tab(keep=keep)

    def cases_changed(self, case_ids: Iterable[int]) -> None:
        """Read the case anew where it is among those that changed; none named means all, as after a change of the law."""
        changed = set(case_ids)
        if changed and self.case_id not in changed:
            return
        try:
            self.read_now(keep=self.entries.key)
        except NotFound:
            self.run_command(self.cpo.command("file.leave"))  # the change that made the case was taken back

    # ------------------------------------------------------------------ lines

    def _band(self, width: int, height: int) -> Sequence[Line]:
        if self.file is None:
            return []
        row = self.file.row
        flags: list[Part] = (
            [(" ▲ ", "now"), (", ".join(shown(one.replace("_", " ")) for one in row.safeguards), "ink")]
            if row.safeguards
            else []
        )
        standing = preview.standing(row, self.moment)
        lines = [
            spread([*preview.next_of(row, self.moment)], [], width),
            spread(standing, flags, width),
        ]
        name: list[Part] = [(shown(row.reference), "quiet"), ("  ", ""), *preview.title_of(row)]
        hands = preview.hands_of(row)
        first = spread(name, hands if line_width(name) + line_width(hands) < width else [], width)
        return [first, *lines][: max(1, height)]

    def _tab_line(self, width: int, _height: int) -> Sequence[Line]:
        if self.file is None:
            return []
        parts: list[Part] = []
        for number, tab in enumerate(TABS):
            count = tab.count(self.file)
            parts += [("   ", "")] if parts else []
            parts += [(f"{number + 1} ", "faint"), (tab.name, "open-tab" if number == self.tab else "quiet")]
            parts += [(f" {count:,}", "you" if number == self.tab else "ink")] if count else []
            parts += [(" !", "now")] if tab.pressing(self.file, self.moment) else []
        return [spread(parts, [], width)]

    def show_tab(self, *, keep: object = None) -> None:
        """Show the entries of the open tab."""
        file, tab, moment = self.file, TABS[self.tab], self.moment
        if file is None:
            return
        if tab.name == "Deadlines" and not file.rules:
            self.work(self._learn_rules())

        def build(width: int) -> list[Entry]:
            found = tab.entries(file, moment, width)
            if found:
                return found
            first, second = tab.empty if not file.only else ("Nothing of this kind.", "o shows the rest.")
            return [Entry(None, (([], []), ([(f"   {first}", "ink")], []), ([(f"   {second}", "quiet")], [])))]

        self.entries.show(build, keep=keep)
        self.query_one("#tabs", Panel).renew()
        self.query_one("#band", Panel).renew()
        self.offer_keys()

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.run_command(self.cpo.command("entry.open"))

    def labels(self) -> dict[str, str]:
        """What adding and marking done mean on this tab."""
        done = {"documents": "received", "inquiries": "answered", "tasks": "done", "hearings": "outcome"}
        table = self.key[0] if self.key else ""
        word = "met" if self.deadline is not None else done.get(table, "done")
        return {"entry.add": f"add {ADDS[self.tab]}", "entry.done": word}

    @property
    def key(self) -> Key | None:
        """Table and row id of the entry under the cursor; None where there is none."""
        key = self.entries.key
        return key if isinstance(key, tuple) else None

    @property
    def who(self) -> str:
        """The name of the person, for the titles of dialogs."""
        return shown(self.file.row.full_name, limit=40) if self.file else ""

    @property
    def deadline(self) -> StoredDeadline | None:
        """The deadline of the law under the cursor; None where something else is."""
        return deadline_entries.of_key(self.file, self.entries.key) if self.file is not None else None

    async def _replay(self) -> None:
        from cpo_tui.ui.flows import clocks as deadline_flows

        if self.file is not None and self.deadline is not None:
            await deadline_flows.replay(self.cpo, self.file, self.deadline)

    async def do_clock_menu(self) -> None:
        """Choose what is done to the clock of the deadline under the cursor."""
        from cpo_tui.ui.flows import clocks as deadline_flows

        if self.file is not None and self.deadline is not None:
            await deadline_flows.menu(self.cpo, self.file, self.deadline)
