"""One case: who it is about, what is next, and its timeline, documents, inquiries, deadlines and notes."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.entries import told as told_entries
from cpo_tui.ui.entries.cases import TABS
from cpo_tui.ui.flows import cases as case_flows
from cpo_tui.ui.flows import documents as document_flows
from cpo_tui.ui.flows import told as told_flows
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.screens.case_view import ADDS
from cpo_tui.ui.screens.checklist import ChecklistTab

TAB_KEYS = {f"tab.{number}": number - 1 for number in range(1, len(TABS) + 1)}
"""The commands of the tabs, and the places of the tabs."""


class CaseScreen(ChecklistTab):
    """A case of the list with its commands, one method each, named after the command."""

    NAME = "case"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("case")]

    # ------------------------------------------------------------------ commands

    def run_command(self, command: Command) -> None:
        """Run a command; the tabs share one."""
        if command.id in TAB_KEYS:
            self.tab = TAB_KEYS[command.id]
            self.show_tab()
        else:
            super().run_command(command)

    def why_not(self, command: Command) -> str:
        """Why a command cannot be run now."""
        if (
            command.id == "entry.done"
            and self.key
            and self.key[0] not in {"documents", "tasks", "inquiries", "hearings", "promises", "coordinations"}
        ):
            return "Documents are received, tasks done, inquiries answered, promises kept; this entry is none of them."
        reason = super().why_not(command)
        if not reason and command.id == "clock.menu" and self.deadline is None:
            return "A clock is set on a deadline of the law: they stand on the deadlines tab."
        return reason

    def do_tab_next(self) -> None:
        """The next tab."""
        self.tab = (self.tab + 1) % len(TABS)
        self.show_tab()

    def do_tab_previous(self) -> None:
        """The tab before."""
        self.tab = (self.tab - 1) % len(TABS)
        self.show_tab()

    async def do_entry_open(self) -> None:
        """Open the entry under the cursor."""
        key = self.key
        if self.paper is not None:
            await document_flows.show(self.cpo, self.case_id, self.paper.name)
        if self.deadline is not None:
            await self._replay()
        if self.file is None or key is None:
            return
        if key[0] in {"deadlines", "demand", "case", "holds", "safeguards"}:
            self._show_why()
        else:
            await case_flows.open_entry(self.cpo, self.file, key)

    def do_entry_add(self) -> Awaitable[None] | None:
        """Add an entry of the kind that the tab lists; of the checklist, ask for the document under the cursor."""
        if self.paper is not None:
            return self.request(self.paper)
        self.run_command(self.cpo.command(f"add.{ADDS[self.tab]}"))
        return None

    async def do_entry_done(self) -> None:
        """Mark the entry as done."""
        if self.paper is not None:
            await self.receive(self.paper)
        if self.deadline is not None and self.file is not None:
            from cpo_tui.ui.flows import clocks as deadline_flows

            await deadline_flows.meet(self.cpo, self.file, self.deadline)
        if self.file is not None and self.key is not None:
            await case_flows.finish_entry(self.cpo, self.file, self.key)

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

    def do_entry_jump(self) -> None:
        """Show a letter on every entry that is seen."""
        self.entries.begin_jump()

    def do_entry_last(self) -> None:
        """To the last entry."""
        self.entries.move_to_end(last=True)

    def do_add_note(self) -> Awaitable[None]:
        """Write a note."""
        return flows.note(self.cpo, [self.case_id], self.who)

    def do_add_event(self) -> Awaitable[None]:
        """Record what happened."""
        return flows.event(self.cpo, [self.case_id], self.who)

    def do_add_document(self) -> Awaitable[None]:
        """Enter a document."""
        return flows.document(self.cpo, [self.case_id], self.who)

    def do_add_inquiry(self) -> Awaitable[None]:
        """Log an inquiry."""
        return flows.inquiry(self.cpo, [self.case_id], self.who)

    def do_add_task(self) -> Awaitable[None]:
        """Set a task."""
        return flows.task(self.cpo, [self.case_id], self.who)

    def do_add_flag(self) -> Awaitable[None]:
        """Raise a flag."""
        return flows.flag(self.cpo, [self.case_id], self.who)

    def do_add_communication(self) -> Awaitable[None]:
        """Keep what came in."""
        return told_flows.log_communication(self.cpo, self.case_id, self.who)

    def do_add_request(self) -> Awaitable[None]:
        """Ask another agency."""
        return told_flows.ask_agency(self.cpo, self.case_id, self.who)

    def do_add_consent(self) -> Awaitable[None]:
        """Enter what the person allowed to be told."""
        return told_flows.consent(self.cpo, self.case_id)

    def do_file_only(self) -> None:
        """Show the next kind of entries of the timeline alone, or all of them again."""
        self.only = told_entries.ONLY[(told_entries.ONLY.index(self.only) + 1) % len(told_entries.ONLY)]
        self.tab = 0
        if self.file is not None:
            self.file = replace(self.file, only=self.only)
        self.show_tab()

    def do_add_representation(self) -> Awaitable[None]:
        """Enter counsel."""
        return case_flows.representation(self.cpo, self.case_id)

    async def do_file_edit(self) -> None:
        """Change the fields of the case."""
        if self.file is not None:
            await case_flows.edit_case(self.cpo, self.file)

    def do_file_stage(self) -> Awaitable[None]:
        """Move the case to a stage."""
        return flows.stage(self.cpo, [self.case_id], self.who)

    def do_file_assign(self) -> Awaitable[None]:
        """Give the case to an officer."""
        return flows.assign(self.cpo, [self.case_id], self.who)

    def do_file_hold(self) -> Awaitable[None]:
        """Set the case aside."""
        return flows.hold(self.cpo, [self.case_id], self.who)

    def offers(self, command: Command) -> bool:
        """The clocks are offered where a deadline is under the cursor."""
        return super().offers(command) and (command.id != "clock.menu" or self.deadline is not None)

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

        self.app.push_screen(History(self.case_id, self.who))

    def do_file_report(self) -> Awaitable[None]:
        """Write the file of the case."""
        from cpo_tui.ui.flows import reports as report_flows

        return report_flows.case(self.cpo, self.case_id, self.file.row.reference if self.file else "")

    def do_file_picture(self) -> None:
        """Show the case over time."""
        from cpo_tui.ui.screens.case_picture import CasePicture

        self.app.push_screen(CasePicture(self.case_id))

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
        self.read_now()

    async def do_file_letter(self) -> None:
        """Write a letter, and look at it before it goes."""
        from cpo_tui.ui.flows import letters as letter_flows

        if self.file is not None:
            await letter_flows.letter(self.cpo, self.file.row)

    def do_file_leave(self) -> None:
        """Back to the list."""
        case_id = self.case_id
        self.app.pop_screen()
        found = getattr(self.app.screen, "find_case", None)
        if found is not None:
            found(case_id)
