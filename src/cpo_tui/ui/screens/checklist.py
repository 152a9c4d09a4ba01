"""The checklist of a case, its second tab: what blocks the next step on top, and the steps of a document's life by a key each.

It is read in a reader thread when its tab is first seen and after each change while it is; the cursor stays on the same
document, wherever a step moves its line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from cpo_tui.actions import document_life, document_review
from cpo_tui.store import documents, papers
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.entries.cases import CHECKLIST
from cpo_tui.ui.entries.documents import PaperKey
from cpo_tui.ui.flows import documents as document_flows
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.reads.pages import CasePages
from cpo_tui.ui.screens.case_view import CaseView
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown


class ChecklistTab(CaseView):
    """A case with the verbs of its checklist."""

    def __init__(
        self, case_id: int, pages: CasePages | None = None, *, tab: int = 0, document_id: int | None = None
    ) -> None:
        super().__init__(case_id, pages)
        self.tab = tab
        self.document_id = document_id
        """The document on which the cursor stands at first."""
        self._stale = True
        self._asked = 0
        """How often the checklist was asked for: only the newest answer counts."""

    @property
    def paper(self) -> PaperKey | None:
        """The document under the cursor of the checklist; None where something else is."""
        key = self.entries.key
        return key if isinstance(key, PaperKey) else None

    def read_now(self, *, keep: object = None) -> None:
        """Read the case anew; its checklist follows, and the one that was shown stays until then."""
        self._stale = True
        super().read_now(keep=keep)

    def show_tab(self, *, keep: object = None) -> None:
        """Show the entries of the open tab, and read the checklist where it is the one."""
        super().show_tab(keep=keep)
        if self.tab == CHECKLIST and self._stale and self.file is not None:
            self._stale = False
            self.work(self._read_papers())

    async def _read_papers(self) -> None:
        moment, case_id = self.moment, self.case_id
        self._asked += 1
        asked = self._asked
        found = await self.cpo.gateway.read(
            partial(documents.file_of, case_id=case_id, zone=moment.zone, today=moment.today)
        )
        if asked != self._asked or self.file is None or self.file.row.id != case_id:
            return  # it was asked for again, or another case is open meanwhile
        self.file = replace(self.file, papers=found)
        if self.tab == CHECKLIST:
            self.show_tab(keep=self.entries.key)
            self._to_document()

    def _to_document(self) -> None:
        """Put the cursor on the document for which the case was opened."""
        wanted, self.document_id = self.document_id, None
        for entry in self.entries.entries:
            if wanted is not None and isinstance(entry.key, PaperKey) and entry.key.row_id == wanted:
                self.entries.move_to_key(entry.key)

    # ------------------------------------------------------------------ what its keys mean now

    def why_not(self, command: Command) -> str:
        """Why a command cannot be run now."""
        if command.id.startswith("checklist.") and self.tab != CHECKLIST:
            return f"Documents stand on the checklist: {self.cpo.key_of('tab.2')} shows it."
        return super().why_not(command)

    def offers(self, command: Command) -> bool:
        """The steps of a document are offered where its checklist is open."""
        return not command.id.startswith("checklist.") or self.tab == CHECKLIST

    def labels(self) -> dict[str, str]:
        """Adding asks for the document under the cursor, and done means that it came in."""
        asks = {"entry.add": "ask for", "entry.done": "received"} if self.paper is not None else {}
        return super().labels() | asks

    # ------------------------------------------------------------------ commands

    async def _run_step(self, verb: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:
        flows.announce(self.cpo, await self.cpo.gateway.act(verb, *args, **kwargs))

    async def receive(self, paper: PaperKey) -> None:
        """A document came in today."""
        await self._run_step(document_life.receive, [self.case_id], paper.name)

    async def request(self, paper: PaperKey) -> None:
        """Ask for a document today."""
        await self._run_step(document_life.request, [self.case_id], paper.name)

    async def do_checklist_chase(self) -> None:
        """Somebody was reminded today."""
        if self.paper is not None:
            await self._run_step(document_life.chase, [self.case_id], self.paper.name)

    async def do_checklist_all(self) -> None:
        """Ask for everything that will be missing."""
        await self._run_step(document_life.request_all_missing, [self.case_id])

    async def do_checklist_accept(self) -> None:
        """Accept it, with its checks."""
        paper, file = self.paper, self.file
        if paper is None or file is None:
            return
        found = await self.cpo.gateway.act(partial(document_life.named), self.case_id, paper.name)
        if found.row is None or found.row.state not in document_life.CAN_BE_DECIDED:
            self.cpo.say(
                f"{shown(found.label)} has not come in: {self.cpo.key_of('entry.done')} marks it as received.",
                warn=True,
            )
            return
        whole = await self.cpo.gateway.read(partial(papers.paper_file, document_id=found.row.id))
        fields = document_flows.check_fields(whole, file.papers.pack if file.papers is not None else None)
        values = await self.cpo.push_screen_wait(Form(f"Accept {shown(found.label)}", fields, save="accept"))
        if values is not None:
            expires = values.pop("expires_on")
            answers = {check: answer for check, answer in values.items() if answer}
            ends = {"expires_on": expires} if expires else {}
            await self._run_step(document_review.accept, self.case_id, paper.name, answers, values=ends)

    async def do_checklist_reject(self) -> None:
        """Reject it, with the reason."""
        await self._with_reason("Reject", document_review.reject)

    async def do_checklist_waive(self) -> None:
        """Do without it, with the reason."""
        await self._with_reason("Waive", document_life.waive)

    async def _with_reason(self, words: str, verb: Callable[..., Any]) -> None:
        paper = self.paper
        if paper is None:
            return
        fields = (Field("reason", "reason", required=True),)
        values = await self.cpo.push_screen_wait(Form(f"{words} the document", fields, save=words.lower()))
        if values is not None:
            await self._run_step(verb, self.case_id, paper.name, values["reason"])
