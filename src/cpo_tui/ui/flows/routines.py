"""What the keys of the routines do: save the last verb with the query of the list, and run it again another day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cpo_tui.actions import routines as kept
from cpo_tui.actions.deeds import VERBS
from cpo_tui.actions.routines import Routine
from cpo_tui.errors import Refused
from cpo_tui.store import search
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.screens.caseload_marks import CaseloadMarks

_DELETE = "-"


async def save(screen: CaseloadMarks) -> None:
    """Keep the last verb with a query under a name."""
    deed = screen.cpo.last_deed
    if deed is None:
        raise Refused(
            "There is no verb to save yet.",
            hint="It saves the last verb of this run with its query; what wrote a file is none.",
        )
    fields = (
        Field("name", "name", required=True, hint="a word or two, such as to okafor"),
        Field("query", "query", value=screen.query_text, hint="which cases it finds each time anew"),
    )
    title = f"Save as a routine: {' '.join(VERBS[deed.verb].command)}"
    values = await screen.app.push_screen_wait(Form(title, fields))
    if values:
        routine = Routine(values["name"], values["query"], deed)
        saved = await screen.cpo.gateway.act(kept.save_routine, routine)
        screen.cpo.say(f"Saved. On the command line: cpo run {shown(saved.name)}\n{shown(saved.line)}", seconds=8)


async def menu(screen: CaseloadMarks) -> None:
    """Run a routine, or delete one."""
    gateway = screen.cpo.gateway
    known = await gateway.read(partial(kept.routines, officer=gateway.officer))
    if not known:
        key = screen.cpo.key_of("routine.save")
        raise Refused("No routine is saved yet.", hint=f"Do a verb, then {key} saves it with the query of the list.")
    options = [Option(one.name, shown(one.name), shown(one.line, limit=80)) for one in known]
    options.append(Option(_DELETE, "delete a routine …"))
    chosen = await screen.app.push_screen_wait(Choice("Run a routine", options))
    if chosen == _DELETE:
        gone = await screen.app.push_screen_wait(Choice("Delete a routine", options[:-1]))
        if gone is not None:
            routine = await gateway.act(kept.delete_routine, gone)
            screen.cpo.say(f"Deleted {shown(routine.name)}. It was: {shown(routine.line)}", seconds=8)
    elif chosen is not None:
        await _run(screen, kept.find_routine(known, chosen))


async def _run(screen: CaseloadMarks, routine: Routine) -> None:
    moment, officer = screen.moment, screen.cpo.officer
    read = partial(search.matching, query=routine.query, officer=officer, now=moment.now, zone=moment.zone)
    ids = await screen.cpo.gateway.read(read)
    if not ids:
        screen.cpo.say("No case fits the query of the routine: nothing to do.")
        return
    await flows.do(screen.cpo, routine.deed, ids)
