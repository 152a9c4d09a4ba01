"""The screens that a key opens from everywhere; each is loaded when it is first asked for."""

from __future__ import annotations

from cpo_tui.ui.safety.guarded import GuardedApp


class Everywhere(GuardedApp):
    """An application that opens the screens of the whole office."""

    def do_app_tour(self) -> None:
        """Show the five steps of the tour."""
        from cpo_tui.ui.screens.tour import Tour

        self.push_screen(Tour())

    def do_app_history(self) -> None:
        """Show what was changed."""
        from cpo_tui.ui.screens.history import History

        self.push_screen(History())

    def do_app_rules(self) -> None:
        """Show the rules of law."""
        from cpo_tui.ui.screens.rules import Rules

        self.push_screen(Rules())

    def do_app_calendar(self) -> None:
        """Show how much comes up on each day."""
        from cpo_tui.ui.screens.calendar import Calendar

        self.push_screen(Calendar())

    def do_app_inbox(self) -> None:
        """Show the inquiries that wait for a reply."""
        from cpo_tui.ui.screens.inbox import InboxScreen

        self.push_screen(InboxScreen())

    def do_app_oversight(self) -> None:
        """Show how well the work is done."""
        from cpo_tui.ui.screens.oversight import Oversight

        self.push_screen(Oversight())

    def do_app_lint(self) -> None:
        """Show what does not hold in the caseload."""
        from cpo_tui.ui.screens.lint_desk import LintDesk

        self.push_screen(LintDesk())

    def do_app_team(self) -> None:
        """Show who carries how much."""
        from cpo_tui.ui.screens.team import TeamScreen

        self.push_screen(TeamScreen())

    def do_app_access_log(self) -> None:
        """Show who saw and did what."""
        from cpo_tui.ui.screens.access_log import AccessLog

        self.push_screen(AccessLog())

    def do_app_retention(self) -> None:
        """Show the closed files whose time is over."""
        from cpo_tui.ui.screens.retention import RetentionScreen

        self.push_screen(RetentionScreen())

    def do_app_papers(self) -> None:
        """Show the documents of all cases that want somebody."""
        from cpo_tui.ui.screens.documents_worklist import Papers

        self.push_screen(Papers())

    async def do_app_import(self) -> None:
        """Read a file into the caseload."""
        from cpo_tui.ui.screens.import_desk import ImportDesk
        from cpo_tui.ui.screens.import_files import ImportFiles

        path = await self.push_screen_wait(ImportFiles())
        if path is not None:
            self.push_screen(ImportDesk(path))

    def do_app_imports(self) -> None:
        """Show past imports."""
        from cpo_tui.ui.screens.imports import Imports

        self.push_screen(Imports())
