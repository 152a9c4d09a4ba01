"""Which documents pack the office works with, and what another one would change of what open cases need."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import TYPE_CHECKING

from cpo_tui.errors import RuleError
from cpo_tui.store import deadlines
from cpo_tui.store.connect import Connection

if TYPE_CHECKING:
    from cpo_tui.rules.checklists import ItemChanges
    from cpo_tui.rules.document_pack import DocumentPack
    from cpo_tui.rules.pack import Pack


def pack_in_use(connection: Connection) -> DocumentPack | None:
    """The documents pack of this office: the newest adopted one that fits its rules, else the shipped; None where none is."""
    return _in_use(connection)[0]


def pack_problem(connection: Connection) -> str | None:
    """Why the newest adopted documents pack is not in use, in words for a banner; None where all is well."""
    return _in_use(connection)[1]


def _in_use(connection: Connection) -> tuple[DocumentPack | None, str | None]:
    rules = deadlines.pack_in_use(connection)
    shipped, problem = _shipped(rules)
    if shipped is None:
        return None, problem
    rows = connection.execute(
        "SELECT pack_version, content FROM packs WHERE pack = ? ORDER BY id DESC", (shipped.name,)
    )
    for version, content in rows:
        try:
            return _loaded(str(content), rules), problem
        except RuleError as error:
            first = error.message.splitlines()[0]
            problem = problem or f"Documents {shipped.name} {version} cannot be read here ({first})."
    return shipped, problem


_packs: dict[tuple[int, str], DocumentPack] = {}
_shipped_packs: dict[int, tuple[DocumentPack | None, str | None]] = {}


def _shipped(rules: Pack) -> tuple[DocumentPack | None, str | None]:
    """The shipped pack for a rule pack; `deadlines` keeps a rule pack for the whole run, so that its identity names it."""
    if id(rules) not in _shipped_packs:
        from cpo_tui.rules.document_pack import builtin_documents

        try:
            found = builtin_documents(rules)
            _shipped_packs[id(rules)] = (found[0] if found else None, None)
        except RuleError as error:
            first = error.message.splitlines()[0]
            _shipped_packs[id(rules)] = (None, f"The documents of {rules.jurisdiction} do not fit the rules ({first}).")
    return _shipped_packs[id(rules)]


def _loaded(content: str, rules: Pack) -> DocumentPack:
    key = (id(rules), content)
    if key not in _packs:
        from cpo_tui.rules.document_pack import load_documents

        _packs[key] = load_documents(content, rules)
    return _packs[key]


def consequences(connection: Connection, new: DocumentPack, zone: tzinfo, *, today: date) -> dict[str, ItemChanges]:
    """What another pack would add, drop and change of what open cases need, by reference; writes nothing.

    Ages are those of `today`.
    """
    from cpo_tui.rules.checklists import compared, required_items
    from cpo_tui.rules.timeline import Timeline
    from cpo_tui.store.rulebook import open_case_inputs

    old, rules = pack_in_use(connection), deadlines.pack_in_use(connection)
    found: dict[str, ItemChanges] = {}
    for case in open_case_inputs(connection):
        facts = Timeline(rules, case.fields, case.events, zone, case.clock_events).facts
        stage = str(case.fields["stage"]) if case.fields.get("stage") else None
        before = required_items(old, facts, stage, on=today) if old is not None else ()
        changes = compared(before, required_items(new, facts, stage, on=today))
        if changes:
            found[case.reference] = changes
    return found
