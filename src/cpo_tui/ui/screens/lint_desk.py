"""The lint desk: every named check with how many cases it finds, the cases behind it, and the key that mends them."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.store.connect import Connection
from cpo_tui.store.lint import Finding
from cpo_tui.store.lint_checks import CHECKS, Check
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries import lint as lint_entries
from cpo_tui.ui.flows.remedies import REMEDIES
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.reads.cases import Question
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread


class LintDesk(MovingScreen):
    """The checks, or the findings of one of them."""

    NAME = "lint"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("lint")]
    CSS = """
    LintDesk #lint-top { height: 3; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[Finding, ...]] = {}
        self.check: Check | None = None
        """The check whose findings are shown; None while all checks are."""
        self.mine = False
        self.marked: set[int] = set()

    def compose(self) -> ComposeResult:
        """What was asked and found, the rows, the keys."""
        yield Panel(id="lint-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask the checks in a reader thread, one after the other; what is known is shown."""
        self.query_one("#lint-top", Panel).show(self._top)
        self.entries.focus()
        self._show()
        self.work(self._ask_all())

    # ------------------------------------------------------------------ what is under the cursor

    @property
    def has_case(self) -> bool:
        """Whether a check or finding is under the cursor."""
        return self.entries.key is not None

    @property
    def chosen(self) -> tuple[Finding, ...]:
        """The findings to act on: those marked, the one under the cursor, or all of the check under it."""
        key = self.entries.key
        if self.check is None:
            return self.found.get(str(key), ())
        found = self.found.get(self.check.id, ())
        if self.marked:
            return tuple(found[place] for place in sorted(self.marked))
        return (found[key],) if isinstance(key, int) and key < len(found) else ()

    # ------------------------------------------------------------------ asking

    async def _ask_all(self) -> None:
        self.found = {}
        for check in CHECKS:
            question = Question("officer:me", self.cpo.officer, Moment.present())
            found = await self.cpo.gateway.read(
                partial(_findings, check=check, question=question if self.mine else None), line="lint"
            )
            self.found[check.id] = found
            if self.check is None or self.check is check:
                self._show()
        self._show()

    def cases_changed(self, _case_ids: object) -> None:
        """What was mended is no longer found."""
        self.marked.clear()
        self.work(self._ask_all())

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        asked, every = len(self.found), len(CHECKS)
        whose = "my cases" if self.mine else "all cases"
        if self.check is not None:
            count = len(self.found.get(self.check.id, ()))
            head: Line = [("Lint desk", "strong"), ("   ", ""), (self.check.id, "open-tab")]
            words = f"{count:,} found" + (f" · {len(self.marked):,} marked" if self.marked else "")
            return [
                spread(head, [(f"{words} · {whose}", "quiet")], width),
                spread(
                    [(self.check.words, "ink"), ("   r ", "key"), (REMEDIES[self.check.id].label, "quiet")], [], width
                ),
                [],
            ]
        total = sum(map(len, self.found.values()))
        cases = len({one.case_id for found in self.found.values() for one in found})
        words = f"{total:,} findings in {cases:,} cases" if total else "nothing found"
        state = f"{asked} of {every} checks asked …" if asked < every else f"{every} checks"
        return [
            spread([("Lint desk", "strong")], [(f"{state} · {whose}", "quiet")], width),
            spread([(words, "ink" if total else "you")], [], width),
            [],
        ]

    def _show(self) -> None:
        self.query_one("#lint-top", Panel).renew()
        found, check, marked = self.found, self.check, frozenset(self.marked)

        def build(width: int) -> list[Entry]:
            if check is None:
                return lint_entries.checks(found, CHECKS, width)
            nothing = Entry(None, (([("   This holds in every case.", "you")], []),))
            return lint_entries.findings(found.get(check.id, ()), marked, width) or [nothing]

        self.entries.show(build)
        self.offer_keys()

    def labels(self) -> dict[str, str]:
        """What mending means for the check under the cursor."""
        check = self.check.id if self.check is not None else self.entries.key
        return {"lint.mend": REMEDIES[check].label} if isinstance(check, str) and check in REMEDIES else {}

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_lint_open()

    # ------------------------------------------------------------------ commands

    def do_lint_open(self) -> None:
        """The findings of the check, or the case of the finding."""
        from cpo_tui.ui.screens.case import CaseScreen

        key = self.entries.key
        if self.check is None:
            self._turn_to(next((check for check in CHECKS if check.id == key), None))
        elif isinstance(key, int):
            self.app.push_screen(CaseScreen(self.found[self.check.id][key].case_id))

    def _turn_to(self, check: Check | None) -> None:
        before, self.check = self.check, check
        self.marked.clear()
        self._show()
        if check is None and before is not None:
            self.entries.move_to_key(before.id)

    async def _mend(self) -> None:
        chosen = self.chosen
        if not chosen:
            self.cpo.say("There is nothing to mend here.")
            return
        remedy = REMEDIES[chosen[0].check]
        if not remedy.many and len(chosen) > 1:
            if self.check is None:
                self.do_lint_open()
            else:
                self.cpo.say(f"To {remedy.label} is done case by case: take the marks away.", warn=True)
            return
        await remedy.mend(self.cpo, chosen)

    def do_lint_mend(self) -> Awaitable[None]:
        """Do what mends it."""
        return self._mend()

    def do_lint_mark(self) -> None:
        """Mark the finding and step on."""
        key = self.entries.key
        if self.check is not None and isinstance(key, int):
            self.marked ^= {key}
            self._show()
            self.entries.move_by(1)

    def do_lint_mark_all(self) -> None:
        """Mark every finding, or none."""
        if self.check is not None:
            every = set(range(len(self.found.get(self.check.id, ()))))
            self.marked = set() if self.marked == every else every
            self._show()

    def do_lint_officer(self) -> None:
        """Mine, or everybody's."""
        self.mine = not self.mine
        self.marked.clear()
        self.work(self._ask_all())

    def do_lint_refresh(self) -> None:
        """Ask every check anew."""
        self.cases_changed(())

    def do_lint_leave(self) -> None:
        """Back to the checks, then to where the desk was opened."""
        if self.check is not None:
            self._turn_to(None)
        else:
            self.app.pop_screen()


def _findings(connection: Connection, check: Check, question: Question | None) -> tuple[Finding, ...]:
    from cpo_tui import clock
    from cpo_tui.store import lint

    ids = None if question is None else list(reads.ids_of(connection, question))
    return tuple(lint.findings(connection, now=clock.now(), zone=clock.office_zone(), case_ids=ids, checks=(check,)))
