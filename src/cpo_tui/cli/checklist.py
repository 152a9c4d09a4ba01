"""The documents of a case: what it needs, what it has, and what will be missing: `cpo documents`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Case, Json
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of

if TYPE_CHECKING:
    from cpo_tui.store.documents import CaseDocuments

commands = Noun()


@commands.verb("documents", "cpo documents C-1042", "cpo documents A212345678 --json")
def documents(context: typer.Context, case: Case, json: Json = False) -> int:
    """Show what a case needs, what it has, and what will be missing or expired on the day of its next step."""
    from cpo_tui import clock
    from cpo_tui.store import document_packs
    from cpo_tui.store import documents as stored

    session = session_of(context)
    output = session.output(json=json)
    with session.reading() as connection:
        case_id = find(connection, case)
        file = stored.file_of(connection, case_id, clock.office_zone(), today=clock.today())
        problem = document_packs.pack_problem(connection)
    if problem is not None:
        talk(f"note: {problem}")
    if json:
        output.document(file_json(file))
        return DONE
    missing = {one.key: one for one in file.missing}
    step = f"{file.step.title}, {file.on}" if file.step is not None else f"no next step is set; on {file.on}"
    talk(f"next step: {step}; missing then: {len(file.missing)}")
    output.table(
        ("document", "form", "phase", "state", "wanting", "expires"),
        [
            (
                item.document.name, item.document.form, item.document.phase.replace("_", " "),
                item.state.replace("_", " ") if item.required.applies else "not known whether needed",
                missing[item.document.id].reason.value if item.document.id in missing else "",
                item.held.expires_on if item.held is not None else None,
            )
            for item in sorted(file.items, key=lambda item: item.document.id not in missing)
        ]
        + [
            (
                paper.name, paper.form, "", paper.held.state.replace("_", " "),
                missing[paper.key].reason.value if paper.key in missing else "", paper.held.expires_on,
            )
            for paper in file.others
        ],
    )  # fmt: skip
    return DONE


def file_json(file: CaseDocuments) -> dict[str, Any]:
    """The documents of a case in the command line's form."""
    return {
        "pack": f"{file.pack.name} {file.pack.version}" if file.pack is not None else None,
        "next_step": None if file.step is None else {"title": file.step.title, "at": file.step.at},
        "on": file.on,
        "missing": [
            {"document": one.name, "form": one.form, "id": one.key, "reason": one.reason.value, "since": one.since, "checks": one.checks}
            for one in file.missing
        ],
        "items": [
            {
                "id": item.document.id, "document": item.document.name, "form": item.document.form,
                "phase": item.document.phase, "needed": item.required.applies, "unknown_facts": item.required.missing,
                "checklists": item.required.checklists, "state": item.state, "needed_on": item.needed_on,
                "expires_on": item.held.expires_on if item.held is not None else None,
                "checks": {check: item.held.checks.get(check) if item.held is not None else None for check in item.document.checks},
            }
            for item in file.items
        ],
        "others": [{"document": one.name, "form": one.form, "state": one.held.state, "expires_on": one.held.expires_on} for one in file.others],
        "chases": [
            {"document": one.paper.name, "on": one.on, "number": one.chase.number, "escalate_to": one.chase.escalate_to or None}
            for one in file.chases
            if one.chase is not None
        ],
        "expiring": [{"document": one.paper.name, "on": one.on} for one in file.expiries],
    }  # fmt: skip
