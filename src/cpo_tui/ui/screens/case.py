"""One case: who it is about, what is next, and its timeline, documents, inquiries, deadlines and notes."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.errors import NotFound
from cpo_tui.ui import case_flows, deadline_entries, flows, law, preview, reads
from cpo_tui.ui.bindings import bindings_of
from cpo_tui.ui.case_entries import TABS, CaseFile, Key
from cpo_tui.ui.commands import Command
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.pages import CasePages
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, line_width, spread
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.store.deadlines import StoredDeadline

TAB_KEYS = {f"tab.{number}": number - 1 for number in range(1, len(TABS) + 1)}
_ADD = ("event", "document", "inquiry", "task", "note")
"""What `add` adds on each tab."""


class CaseScreen(CommandScreen):
    """A case of the list; the list beneath keeps its place and its marks."""

    NAME = "case"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("case")]

    def __init__(self, case_id: int, pages: CasePages | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        self.pages = pages
        self.moment = Moment.present()
        self.file: CaseFile | None = None
        self.tab = 0

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
        self._read_now()
        self.entries.focus()
        if self.file is not None and self.file.row.safeguards:
            self.work(self._note_view())

    async def _note_view(self) -> None:
        from cpo_tui.actions.viewing import note_view

        await self.cpo.gateway.act(note_view, self.case_id)
        self.cpo.gateway.changed_elsewhere()

    async def _learn_rules(self) -> None:
        """What the rules say beyond their dates: read when their tab is first open, and after the dates are there."""
        rules = await self.cpo.gateway.read(law.rules_by_id)
        if self.file is not None and rules:
            self.file = replace(self.file, rules=rules)
            self._show_tab(keep=self.entries.key)

    @property
    def entries(self) -> EntryList:
        """The entries of the open tab."""
        return self.query_one(EntryList)

    @property
    def has_case(self) -> bool:
        """Whether an entry is under the cursor."""
        return self.entries.key is not None

    def _read_now(self, *, keep: object = None) -> None:
        file = self.cpo.gateway.read_now(partial(reads.file_of, case_id=self.case_id))
        self.file = replace(file, rules=self.file.rules if self.file is not None else {})
        self._show_tab(keep=keep)

    def cases_changed(self, case_ids: Iterable[int]) -> None:
        """Read the case anew where it is among those that changed; none named means all, as after a change of the law."""
        changed = set(case_ids)
        if changed and self.case_id not in changed:
            return
        try:
            self._read_now(keep=self.entries.key)
        except NotFound:
            self.do_file_leave()  # the change that made the case was taken back

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

    def _show_tab(self, *, keep: object = None) -> None:
        file, tab, moment = self.file, TABS[self.tab], self.moment
        if file is None:
            return
        if tab.name == "Deadlines" and not file.rules:
            self.work(self._learn_rules())

        def build(width: int) -> list[Entry]:
            found = tab.entries(file, moment, width)
            if found:
                return found
            first, second = tab.empty
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
        table = self._key[0] if self._key else ""
        word = "met" if self.deadline is not None else done.get(table, "done")
        return {"entry.add": f"add {_ADD[self.tab]}", "entry.done": word}

    # ------------------------------------------------------------------ commands

    def run_command(self, command: Command) -> None:
        """Run a command; the tabs share one."""
        if command.id in TAB_KEYS:
            self.tab = TAB_KEYS[command.id]
            self._show_tab()
        else:
            super().run_command(command)

    def why_not(self, command: Command) -> str:
        """Why a command cannot be run now."""
        if (
            command.id == "entry.done"
            and self._key
            and self._key[0] not in {"documents", "tasks", "inquiries", "hearings"}
        ):
            return "Documents are received, tasks done, inquiries answered; this entry is none of them."
        reason = super().why_not(command)
        if not reason and command.id == "clock.menu" and self.deadline is None:
            return "A clock is set on a deadline of the law: they stand on the deadlines tab."
        return reason

    @property
    def _key(self) -> Key | None:
        key = self.entries.key
        return key if isinstance(key, tuple) else None

    @property
    def _who(self) -> str:
        return shown(self.file.row.full_name, limit=40) if self.file else ""

    def do_tab_next(self) -> None:
        """The next tab."""
        self.tab = (self.tab + 1) % len(TABS)
        self._show_tab()

    def do_tab_previous(self) -> None:
        """The tab before."""
        self.tab = (self.tab - 1) % len(TABS)
        self._show_tab()

    async def do_entry_open(self) -> None:
        """Open the entry under the cursor."""
        key = self._key
        if self.deadline is not None:
            await self._replay()
        if self.file is None or key is None:
            return
        if key[0] in {"deadlines", "demand", "case", "holds", "safeguards"}:
            self._show_why()
        else:
            await case_flows.open_entry(self.cpo, self.file, key)

    def do_entry_add(self) -> None:
        """Add an entry of the kind that the tab lists."""
        self.run_command(self.cpo.command(f"add.{_ADD[self.tab]}"))

    async def do_entry_done(self) -> None:
        """Mark the entry as done."""
        if self.deadline is not None and self.file is not None:
            from cpo_tui.ui import deadline_flows

            await deadline_flows.meet(self.cpo, self.file, self.deadline)
        if self.file is not None and self._key is not None:
            await case_flows.finish_entry(self.cpo, self.file, self._key)

    def do_entry_down(self) -> None:
        """To the next entry."""
        self.entries.move_by(1)

    def do_entry_up(self) -> None:
        """To the entry before."""
        self.entries.move_by(-1)

    def do_entry_page_down(self) -> None:
        """One screen down."""
        self.entries.page_by(1)

    def do_entry_page_up(self) -> None:
        """One screen up."""
        self.entries.page_by(-1)

    def do_entry_first(self) -> None:
        """To the first entry."""
        self.entries.move_to_end(last=False)

    def do_entry_last(self) -> None:
        """To the last entry."""
        self.entries.move_to_end(last=True)

    def do_add_note(self) -> Awaitable[None]:
        """Write a note."""
        return flows.note(self.cpo, [self.case_id], self._who)

    def do_add_event(self) -> Awaitable[None]:
        """Record what happened."""
        return flows.event(self.cpo, [self.case_id], self._who)

    def do_add_document(self) -> Awaitable[None]:
        """Enter a document."""
        return flows.document(self.cpo, [self.case_id], self._who)

    def do_add_inquiry(self) -> Awaitable[None]:
        """Log an inquiry."""
        return flows.inquiry(self.cpo, [self.case_id], self._who)

    def do_add_task(self) -> Awaitable[None]:
        """Set a task."""
        return flows.task(self.cpo, [self.case_id], self._who)

    def do_add_flag(self) -> Awaitable[None]:
        """Raise a flag."""
        return case_flows.flag(self.cpo, self.case_id)

    def do_add_representation(self) -> Awaitable[None]:
        """Enter counsel."""
        return case_flows.representation(self.cpo, self.case_id)

    async def do_file_edit(self) -> None:
        """Change the fields of the case."""
        if self.file is not None:
            await case_flows.edit_case(self.cpo, self.file)

    def do_file_stage(self) -> Awaitable[None]:
        """Move the case to a stage."""
        return flows.stage(self.cpo, [self.case_id], self._who)

    def do_file_assign(self) -> Awaitable[None]:
        """Give the case to an officer."""
        return flows.assign(self.cpo, [self.case_id], self._who)

    def do_file_hold(self) -> Awaitable[None]:
        """Set the case aside."""
        return flows.hold(self.cpo, [self.case_id], self._who)

    @property
    def deadline(self) -> StoredDeadline | None:
        """The deadline of the law under the cursor; None where something else is."""
        return deadline_entries.of_key(self.file, self.entries.key) if self.file is not None else None

    async def _replay(self) -> None:
        from cpo_tui.ui import deadline_flows

        if self.file is not None and self.deadline is not None:
            await deadline_flows.replay(self.cpo, self.file, self.deadline)

    async def do_clock_menu(self) -> None:
        """Choose what is done to the clock of the deadline under the cursor."""
        from cpo_tui.ui import deadline_flows

        if self.file is not None and self.deadline is not None:
            await deadline_flows.menu(self.cpo, self.file, self.deadline)

    def offers(self, command: Command) -> bool:
        """The clocks are offered where a deadline is under the cursor."""
        return command.id != "clock.menu" or self.deadline is not None

    def do_file_why(self) -> Awaitable[None] | None:
        """Show how the date under the cursor was reached, or all dates of the case."""
        if self.deadline is not None:
            return self._replay()
        self._show_why()
        return None

    def _show_why(self) -> None:
        from cpo_tui.ui.screens.why import Why

        if self.file is not None:
            self.app.push_screen(Why(self.file.row))

    def do_file_history(self) -> None:
        """Show what was changed on the case."""
        from cpo_tui.ui.screens.history import History

        self.app.push_screen(History(self.case_id, self._who))

    def do_file_next(self) -> None:
        """Open the next case of the list."""
        self._step(1)

    def do_file_previous(self) -> None:
        """Open the case before in the list."""
        self._step(-1)

    def _step(self, places: int) -> None:
        place = self.pages.place_of(self.case_id) if self.pages is not None else None
        if self.pages is None or place is None or not 0 <= place + places < len(self.pages):
            self.cpo.say("This is the end of the list.")
            return
        self.case_id = self.pages.id_at(place + places)
        self._read_now()

    def do_file_checklist(self) -> None:
        """What the case needs, has, and will lack."""
        from cpo_tui.ui.screens.checklist import Checklist

        self.app.push_screen(Checklist(self.case_id))

    def do_file_leave(self) -> None:
        """Back to the list."""
        case_id = self.case_id
        self.app.pop_screen()
        found = getattr(self.app.screen, "find_case", None)
        if found is not None:
            found(case_id)
