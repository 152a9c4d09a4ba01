"""The keys of the caseload: what each command does to the list and to the cases in it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import ClassVar

from textual.binding import BindingType

from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.screens.caseload_marks import CaseloadMarks
from cpo_tui.ui.widgets.cells import shown

_LETTERS = {"act.assign": "a"}
"""Keys inside the menu of verbs that are nearer than those of the list."""


class Caseload(CaseloadMarks):
    """The caseload: the views, the query, the list, and what the case under the cursor is about."""

    NAME = "caseload"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("caseload")]

    @property
    def has_case(self) -> bool:
        """Whether the list has a case under its cursor."""
        return self.table.case_id is not None

    @property
    def chosen(self) -> list[int]:
        """The cases that a verb acts on: the marked ones in the order of the list, else the one under the cursor."""
        table = self.table
        if not table.marks:
            return [] if table.case_id is None else [table.case_id]
        listed = [case_id for case_id in self.pages.ids if case_id in table.marks]
        return [*listed, *sorted(table.marks.difference(listed))]

    @property
    def chosen_name(self) -> str:
        """The name of the one case that a verb acts on; empty for several."""
        row = self.row
        return shown(row.full_name, limit=40) if row is not None and not self.has_marks else ""

    def labels(self) -> dict[str, str]:
        """The verbs say on how many cases they act."""
        marked = len(self.table.marks)
        return {"act.menu": f"act on {marked:,} …"} if marked else {}

    def do_list_export(self) -> Awaitable[None]:
        """Write the marked cases, or the list, to a file."""
        from cpo_tui.ui.flows.exports import export_cases

        ids = self.chosen if self.has_marks else list(self.pages.ids)
        columns = [one.column.id for one in self.table.placed]
        return export_cases(self.cpo, ids, f"{len(ids):,} {'marked' if self.has_marks else 'listed'} cases", columns)

    def do_list_quit(self) -> None:
        """Leave the application."""
        self.cpo.do_app_quit()

    # ------------------------------------------------------------------ the case

    def do_case_open(self) -> None:
        """Open the case under the cursor."""
        from cpo_tui.ui.screens.case import CaseScreen

        case_id = self.table.case_id
        if case_id is not None:
            self.looked_at(case_id)
            self.app.push_screen(CaseScreen(case_id, self.pages))

    def do_case_why(self) -> None:
        """Show how the place of the case was reached."""
        from cpo_tui.ui.screens.why import Why

        if self.row is not None:
            self.app.push_screen(Why(self.row))

    def do_case_preview(self) -> None:
        """Open or fold the pane."""
        self.preview_open = not self.preview_open
        self.set_class(self.preview_open, "-preview")
        self.remember()

    async def do_case_new(self) -> None:
        """Make a case by hand."""
        from cpo_tui.ui.flows import cases as case_flows

        made = await case_flows.new_case(self.cpo)
        if made is not None:
            self.ask("", keep=made)

    # ------------------------------------------------------------------ act

    async def do_act_menu(self) -> None:
        """Choose a verb."""
        from cpo_tui.ui.flows.verbs import of
        from cpo_tui.ui.screens.choice import Choice, Option

        verbs = [command for command in self.commands if command.id.startswith("act.") and command.id != "act.menu"]
        options = [
            Option(
                command.id,
                command.label,
                command.help,
                _LETTERS.get(command.id, command.keys[0]),
                self.why_not(command),
            )
            for command in verbs
        ]
        title = f"Act on {of(self.chosen, self.chosen_name)}"
        chosen = await self.app.push_screen_wait(Choice(title, options, letters=True))
        if chosen is not None:
            self.run_command(self.cpo.command(chosen))

    async def _flow(self, name: str) -> None:
        """Run a flow of `flows`, which is loaded when the first verb is asked for."""
        from cpo_tui.ui.flows import verbs as flows

        await getattr(flows, name)(self.cpo, self.chosen, self.chosen_name)

    def do_act_assign(self) -> Awaitable[None]:
        """Give the cases to an officer."""
        return self._flow("assign")

    def do_act_stage(self) -> Awaitable[None]:
        """Move the cases to a stage."""
        return self._flow("stage")

    def do_act_hold(self) -> Awaitable[None]:
        """Set the cases aside."""
        return self._flow("hold")

    def do_act_wake(self) -> Awaitable[None]:
        """End the holds."""
        return self._flow("wake")

    def do_act_waiting(self) -> Awaitable[None]:
        """Say whose move it is."""
        return self._flow("waiting")

    def do_act_note(self) -> Awaitable[None]:
        """Write a note."""
        return self._flow("note")

    def do_act_event(self) -> Awaitable[None]:
        """Record what happened."""
        return self._flow("event")

    def do_act_task(self) -> Awaitable[None]:
        """Set a task."""
        return self._flow("task")

    def do_act_document(self) -> Awaitable[None]:
        """Enter a document."""
        return self._flow("document")

    def do_act_inquiry(self) -> Awaitable[None]:
        """Log an inquiry."""
        return self._flow("inquiry")

    def do_act_close(self) -> Awaitable[None]:
        """Close the cases."""
        return self._flow("close")

    def do_act_reopen(self) -> Awaitable[None]:
        """Open closed cases again."""
        return self._flow("reopen")

    def do_act_flag(self) -> Awaitable[None]:
        """Raise a flag."""
        return self._flow("flag")

    def do_act_request(self) -> Awaitable[None]:
        """Ask for documents."""
        return self._flow("request")

    async def do_act_repeat(self) -> None:
        """Do the last verb again."""
        from cpo_tui.ui.flows import verbs as flows

        again = self.cpo.again
        takes_list = again is not None and again.over_list and not self.has_marks
        await flows.repeat(self.cpo, list(self.pages.ids) if takes_list else self.chosen)

    async def do_act_print(self) -> None:
        """Write the files of the cases."""
        from cpo_tui.ui.flows.printing import print_cases

        await print_cases(self.cpo, self.chosen, self.chosen_name)

    async def do_routine_menu(self) -> None:
        """Run a routine."""
        from cpo_tui.ui.flows import routines as routine_flows

        await routine_flows.menu(self)

    async def do_routine_save(self) -> None:
        """Keep the last verb with the query."""
        from cpo_tui.ui.flows import routines as routine_flows

        await routine_flows.save(self)

    def do_list_jump(self) -> None:
        """Show a letter on every case that is seen."""
        self.table.begin_jump()

    async def do_act_offer(self) -> None:
        """Offer the cases to another officer."""
        from cpo_tui.ui.flows import team as team_flows

        await team_flows.offer(self.cpo, self.chosen, self.chosen_name)
