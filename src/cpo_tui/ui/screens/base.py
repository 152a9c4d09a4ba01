"""What every screen of the application shares: running commands, saying why one cannot be run, and the footer."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.screen import Screen

from cpo_tui.errors import CpoError
from cpo_tui.ui.commands.register import EVERYWHERE, Command
from cpo_tui.ui.reads.gateway import Superseded
from cpo_tui.ui.screens.gone import unless_gone
from cpo_tui.ui.widgets.key_line import KeyLine, offered

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp


class CommandScreen(Screen[None]):
    """A screen whose keys are commands of the register."""

    NAME: ClassVar[str]
    """The name under which the register knows this screen."""

    @property
    def cpo(self) -> CpoApp:
        """The application, by its own type."""
        return cast("CpoApp", self.app)

    @property
    def has_case(self) -> bool:
        """Whether there is something under the cursor to act on."""
        return False

    @property
    def has_marks(self) -> bool:
        """Whether anything is marked."""
        return False

    @property
    def commands(self) -> Iterable[Command]:
        """The commands that belong to this screen, then those of everywhere."""
        every = self.cpo.commands
        return (
            *(command for command in every if command.screen == self.NAME),
            *(command for command in every if command.screen == EVERYWHERE),
        )

    def why_not(self, command: Command) -> str:
        """Why a command cannot be run now, in words; empty where it can."""
        if command.writes and self.cpo.read_only:
            return "This run is read-only: nothing can be changed."
        if command.needs == "case" and not (self.has_case or self.has_marks):
            return "There is nothing under the cursor."
        if command.needs == "marks" and not self.has_marks:
            return "Nothing is marked. Space marks the case under the cursor."
        return ""

    def action_command(self, command_id: str) -> None:
        """Run a command of this screen, or say why it cannot be run."""
        self.run_command(self.cpo.command(command_id))

    def run_command(self, command: Command) -> None:
        """Run a command of this screen or of everywhere, or say why it cannot be run."""
        reason = self.why_not(command)
        if reason:
            self.cpo.say(reason, warn=True)
            return
        holder: Any = self.cpo if command.screen == EVERYWHERE else self
        result = getattr(holder, command.method)()
        if inspect.isawaitable(result):
            self.work(result)

    def work(self, job: Awaitable[Any]) -> None:
        """Carry on with a job while the screen stays; its errors are told, not lost, and what comes too late is dropped."""
        self.run_worker(self._told(job), exit_on_error=True)

    async def _told(self, job: Awaitable[Any]) -> None:
        try:
            await unless_gone(self, job)
        except Superseded:
            return  # a newer question was asked; its answer is the one that counts
        except CpoError as error:
            self.cpo.tell(error)

    async def note_view(self, case_id: int) -> None:
        """Leave a line in the access log where a protected case is looked at here."""
        from cpo_tui.actions.viewing import is_protected, note_view

        if await self.cpo.gateway.read(lambda connection: is_protected(connection, case_id)):
            await self.cpo.gateway.act(note_view, case_id)
            self.cpo.gateway.changed_elsewhere()  # the line in the log is our own

    def offer_keys(self) -> None:
        """Bring the footer up to date with what can be done now."""
        lines = self.query(KeyLine)
        if not lines:
            return
        commands = offered(
            filter(self.offers, self.commands),
            read_only=self.cpo.read_only,
            has_case=self.has_case,
            has_marks=self.has_marks,
        )
        lines.first().offer(commands, self.labels())

    def offers(self, command: Command) -> bool:  # noqa: ARG002 - for screens to answer
        """Whether a command may stand in the footer at this moment."""
        return True

    def labels(self) -> dict[str, str]:
        """Other words for a command at this moment, by its id."""
        return {}
