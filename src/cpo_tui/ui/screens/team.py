"""The team: who carries how much, the weeks ahead, what could move, what waits for an answer, who is here."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.errors import CpoError
from cpo_tui.store.connect import Connection
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.entries import team as team_entries
from cpo_tui.ui.entries.oversight import tabs
from cpo_tui.ui.entries.team import VIEWS
from cpo_tui.ui.flows.figures import open_figures, show_list
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import team as team_reads
from cpo_tui.ui.reads.team import Draft, Team
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

VIEW_OF = {
    "team.other": "moves", "team.keep": "moves", "team.more": "moves", "team.confirm": "moves", "team.again": "moves",
    "team.accept": "handovers", "team.send-back": "handovers", "team.take-back": "handovers",
    "team.weigh": "load",
    "team.leaver": "people", "team.away": "people", "team.here": "people",
}  # fmt: skip
"""Commands that belong to one view."""


class TeamScreen(MovingScreen):
    """The work of all officers, and moving it."""

    NAME = "team"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("team")]
    CSS = """
    TeamScreen #team-top { height: 3; padding: 0 1; }
    """

    def __init__(self, view: str = VIEWS[0]) -> None:
        super().__init__()
        self.view = view
        self.moment = Moment.present()
        self.team: Team | None = None
        self.draft: Draft | None = None
        self.why_no_draft = ""

    def compose(self) -> ComposeResult:
        """The views, what is most pressing, the rows, the keys."""
        yield Panel(id="team-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Count in a reader thread; the screen is there meanwhile."""
        self.query_one("#team-top", Panel).show(self._top)
        self.entries.focus()
        self.work(self._read())

    # ------------------------------------------------------------------ what is under the cursor

    @property
    def has_case(self) -> bool:
        """Whether there is a row under the cursor."""
        return self.entries.key is not None

    @property
    def key(self) -> tuple[Any, ...]:
        """What the row under the cursor stands for."""
        key = self.entries.key
        return key if isinstance(key, tuple) else ()

    @property
    def case_id(self) -> int | None:
        """The case of the move or handover under the cursor."""
        return int(self.key[1]) if self.key[:1] in {("move",), ("handover",)} else None

    @property
    def login(self) -> str:
        """The officer of the row under the cursor, on the view of people."""
        return str(self.key[1]) if self.key[:1] == ("person",) else ""

    def why_not(self, command: Command) -> str:
        """Why a command cannot be run now."""
        view = VIEW_OF.get(command.id)
        if view is not None and view != self.view:
            return f"This is done on the view of {view}."
        if command.id == "team.confirm" and not (self.draft and self.draft.plan.shifts):
            return "Nothing would move."
        if command.id == "team.more" and self.draft is not None and self.draft.leaver:
            return "Only the cases of who leaves are moved here."
        return super().why_not(command)

    def offers(self, command: Command) -> bool:
        """Whether a command may stand in the footer: those of the open view."""
        return not self.why_not(command) or command.id not in VIEW_OF

    # ------------------------------------------------------------------ reading

    async def _read(self) -> None:
        self.team = await self.cpo.gateway.read(self._ask, line="team")
        if self.draft is None and self.view == "moves":
            await self._suggest()
        self._show()

    def _ask(self, connection: Connection) -> Team:
        return team_reads.team_of(self.cpo.gateway.asking(connection), connection)

    async def _suggest(self) -> None:
        kept = self.draft.kept if self.draft is not None and not self.draft.leaver else ()
        gateway = self.cpo.gateway
        self.why_no_draft = ""
        try:
            self.draft = await gateway.read(lambda found: team_reads.suggested(gateway.asking(found), kept))
        except CpoError as error:
            self.draft, self.why_no_draft = None, f"{error.message} {error.hint}".strip()

    def cases_changed(self, _case_ids: object) -> None:
        """Count anew; what was suggested counted with what was."""
        self.draft = None
        self.work(self._read())

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        names = [
            f"{view} {len(self.team.waiting)}" if view == "handovers" and self.team and self.team.waiting else view
            for view in VIEWS
        ]
        head = tabs(names[VIEWS.index(self.view)], width, names=names, title="Team")
        return [spread(head, [], width), spread(self._words(), [], width), []]

    def _words(self) -> Line:
        if self.team is None:
            return [("counting …", "quiet")]
        if self.view == "moves" and self.draft is not None:
            why = f"{self.draft.leaver} leaves, {self.draft.rule}" if self.draft.leaver else "to even the load"
            return [(f"{len(self.draft.plan.shifts):,} cases would move {shown(why)} · nothing has moved yet", "ink")]
        gone = self.team.gone_with_work
        if gone:
            words = f"▲ {', '.join(map(shown, gone))} left and still {'have' if len(gone) > 1 else 'has'} open cases"
            return [(words, "late"), ("   people, then v", "quiet")]
        nobody = next((one["cases"] for one in self.team.content["officers"] if not one["officer"]), 0)
        late = sum(one["late"] for one in self.team.content["officers"])
        words = f"{self.team.content['open']:,} open cases · {late:,} late"
        return [(words, "ink"), (f" · {nobody:,} with nobody" if nobody else "", "late")]

    def _show(self) -> None:
        self.query_one("#team-top", Panel).renew()
        team, draft, moment, officer, view = self.team, self.draft, self.moment, self.cpo.officer, self.view
        if team is None:
            return
        why = self.why_no_draft

        def build(width: int) -> list[Entry]:
            match view:
                case "load":
                    return team_entries.load(team, moment, width)
                case "weeks":
                    return team_entries.weeks(team, moment, width)
                case "handovers":
                    return team_entries.waiting(team, officer, moment, width)
                case "people":
                    return team_entries.people(team, moment, width)
            if draft is None:
                return [Entry(None, (([(f"   {why or 'thinking …'}", "ink")], []),))]
            return team_entries.moves(draft, width)

        self.entries.show(build)
        self.entries.scroll_to(y=0, animate=False, immediate=True)
        self.offer_keys()

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.work(self._open())

    # ------------------------------------------------------------------ commands

    async def _open(self) -> None:
        from cpo_tui.actions.figures import asks
        from cpo_tui.ui.screens.case import CaseScreen
        from cpo_tui.ui.screens.handover_page import HandoverPage

        key = self.key
        if self.case_id is not None:
            self.app.push_screen(HandoverPage(self.case_id) if key[0] == "handover" else CaseScreen(self.case_id))
        elif self.login:
            show_list(self.cpo, asks("officer", self.login))
        else:
            figures = tuple(one for one in key if isinstance(one, tuple))
            if figures:
                await open_figures(self.cpo, figures)

    def do_team_open(self) -> Awaitable[None]:
        """What is behind the row."""
        return self._open()

    async def _turn(self, way: int) -> None:
        self.view = VIEWS[(VIEWS.index(self.view) + way) % len(VIEWS)]
        self._show()
        if self.view == "moves" and self.draft is None and self.team is not None:
            await self._suggest()
            self._show()

    def do_team_next(self) -> Awaitable[None]:
        """The next view."""
        return self._turn(1)

    def do_team_previous(self) -> Awaitable[None]:
        """The view before."""
        return self._turn(-1)

    async def do_team_again(self) -> None:
        """Suggest moves anew; cases that were said to stay do."""
        await self._suggest()
        self._show()

    def do_team_keep(self) -> None:
        """The case stays where it is."""
        if self.draft is not None and self.case_id is not None:
            place = self.entries.index
            self.draft = self.draft.without(self.case_id)
            self._show()
            self.entries.move_by(place - self.entries.index)

    async def _to(self, case_id: int, title: str) -> None:
        from cpo_tui.ui.flows import team as team_flows

        draft, gateway = self.draft, self.cpo.gateway
        if draft is None:
            return
        to = await team_flows.officer(self.cpo, title)
        if to is not None:
            self.draft = await gateway.read(lambda found: team_reads.changed(gateway.asking(found), draft, case_id, to))
            self._show()
            self.entries.move_to_key(("move", case_id))

    async def do_team_other(self) -> None:
        """The case goes to another officer."""
        if self.case_id is not None:
            await self._to(self.case_id, "Let it go to")

    async def do_team_more(self) -> None:
        """Move one more case."""
        from cpo_tui.store import reader
        from cpo_tui.ui.screens.form import Field, Form

        field = Field("case", "case", required=True, hint="its reference or A-number")
        values = await self.app.push_screen_wait(Form("Move one more case", (field,), save="choose who"))
        if values:
            found = await self.cpo.gateway.read(partial(reader.find_case, name=values["case"]))
            await self._to(found, f"Move {shown(values['case'])} to")

    async def do_team_confirm(self) -> None:
        """Carry out the moves."""
        from cpo_tui.ui.flows import team as team_flows

        if self.draft is not None:
            await team_flows.confirm(self.cpo, self.draft)

    async def _answer(self, name: str) -> None:
        from cpo_tui.ui.flows import team as team_flows

        if self.case_id is not None:
            await getattr(team_flows, name)(self.cpo, [self.case_id])

    def do_team_accept(self) -> Awaitable[None]:
        """Accept the case."""
        return self._answer("accept")

    def do_team_send_back(self) -> Awaitable[None]:
        """Send the case back."""
        return self._answer("send_back")

    def do_team_take_back(self) -> Awaitable[None]:
        """Withdraw the offer."""
        return self._answer("take_back")

    async def do_team_leaver(self) -> None:
        """Where the cases of the officer would go."""
        from cpo_tui.ui.flows import team as team_flows

        login, gateway = self.login, self.cpo.gateway
        rule = await team_flows.rule_of(self.cpo, login)
        if rule is not None:
            self.draft = await gateway.read(lambda found: team_reads.leaving(gateway.asking(found), login, rule))
            self.view = "moves"
            self._show()

    async def do_team_weigh(self) -> None:
        """Change the weights, and count by them."""
        from cpo_tui.ui.flows import team as team_flows

        if self.team is not None:
            await team_flows.weigh(self.cpo, self.team.weighed.weights)
            self.cases_changed(())

    async def do_team_away(self) -> None:
        """Enter an absence."""
        from cpo_tui.ui.flows import team as team_flows

        await team_flows.away(self.cpo, self.login)
        self.cases_changed(())

    async def do_team_here(self) -> None:
        """The officer is here again."""
        from cpo_tui.ui.flows import team as team_flows

        today = self.moment.today
        is_away = self.team is not None and any(
            one.officer == self.login and one.from_on <= today for one in self.team.absences
        )
        await team_flows.here_again(self.cpo, self.login, is_away=is_away)
        self.cases_changed(())

    def do_team_report(self) -> Awaitable[None]:
        """Write the caseload, or the handover of the officer under the cursor."""
        from cpo_tui.ui.flows import reports as report_flows

        return report_flows.handover(self.cpo, self.login) if self.login else report_flows.caseload(self.cpo)

    def do_team_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
