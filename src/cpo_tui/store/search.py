"""Query trees → SQL, with fixed identifiers and every value as a parameter.

Each condition is true or false and never unknown, so that `not` means what it says: a case for which nothing is known
counts as not. Words go to the full-text index over the folded keys, together wherever they stand together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from cpo_tui.domain.filters import FIELDS, And, Kind, Node, Not, Op, Or, Test, Word, is_about_work, parse, resolve
from cpo_tui.domain.names import fts_query, search_terms
from cpo_tui.domain.query.tree import Interval, Keyword, Number, Stated, Text
from cpo_tui.domain.states import MISSING_STATES, OPEN_DEADLINES
from cpo_tui.errors import QueryError
from cpo_tui.store import figures
from cpo_tui.store.connect import Connection


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the table `cases`, known as `c`; every `?` has its parameter."""

    sql: str
    params: tuple[Any, ...] = ()
    is_narrow: bool = False
    """Whether an index of its own finds the few cases that it allows."""
    by_row: Condition | None = None
    """The same without the full-text index, to be asked of a row at a time; None where it asks no words."""
    open_only: bool = False
    """Whether the cases that are nobody's work are left out as well."""


EVERY = Condition("1")
NONE = Condition("0")


def condition_of(query: str, *, now: datetime, zone: tzinfo, officer: str, work_only: bool = False) -> Condition:
    """The condition that a query means for this moment and officer; raises `QueryError`.

    With `work_only` a query that is about work leaves out the cases that are nobody's (see `filters.is_about_work`), as
    every list and every verb over a query does.
    """
    tree = parse(query)
    condition = compile_query(resolve(tree, now, zone, officer))
    return replace(condition, open_only=True) if work_only and is_about_work(tree) else condition


def compile_query(tree: Node) -> Condition:
    """The condition that a resolved tree means."""
    condition = _compiled(tree, _in_index)
    by_row = _compiled(tree, _in_row)
    return condition if by_row.sql == condition.sql else replace(condition, by_row=by_row)


Find = Callable[[Sequence[Node], str], Condition]
"""From words and the way they are joined (`AND`, `OR`) to the condition that they are found."""


def _compiled(tree: Node, find: Find) -> Condition:
    match tree:
        case Not(operand):
            inner = _compiled(operand, find)
            return Condition(f"NOT ({inner.sql})", inner.params)
        case And(operands):
            return _combined(operands, find, "AND")
        case Or(operands):
            return _combined(operands, find, "OR")
    return find((tree,), "AND") if _is_word(tree) else _test(tree)


def _combined(operands: Iterable[Node], find: Find, joint: str) -> Condition:
    """The operands joined, with the words among them as one question to the index."""
    distinct = tuple(dict.fromkeys(operands))
    words = [operand for operand in distinct if _is_word(operand)]
    parts = [find(words, joint)] if words else []
    parts.extend(_compiled(operand, find) for operand in distinct if not _is_word(operand))
    if joint == "OR":
        return EVERY if EVERY in parts else _joined("OR", parts, NONE)
    return _joined("AND", [part for part in parts if part != EVERY], EVERY)


def _joined(joint: str, parts: Sequence[Condition], empty: Condition) -> Condition:
    """The parts joined in halves, because SQLite limits how deep an expression may be."""
    if len(parts) <= 1:
        return parts[0] if parts else empty
    half = len(parts) // 2
    left, right = _joined(joint, parts[:half], empty), _joined(joint, parts[half:], empty)
    both = (left.is_narrow, right.is_narrow)
    is_narrow = any(both) if joint == "AND" else all(both)
    return Condition(f"({left.sql}) {joint} ({right.sql})", left.params + right.params, is_narrow)


# ---------------------------------------------------------------------- words


def _is_word(tree: Node) -> bool:
    if isinstance(tree, Test):
        return FIELDS[tree.field].kind is Kind.WORDS and isinstance(tree.value, Text)
    return isinstance(tree, Word)


def _terms(tree: Node) -> tuple[tuple[str, ...], bool]:
    """The terms of a word, and whether they must be whole."""
    if isinstance(tree, Word):
        return search_terms(tree.text, together=tree.whole), tree.whole
    if isinstance(tree, Test) and isinstance(tree.value, Text):
        return search_terms(tree.value.text), tree.op is Op.EQUAL
    return (), False


def _in_index(words: Sequence[Node], joint: str) -> Condition:
    parts = [fts_query(terms, whole=whole) for terms, whole in map(_terms, words)]
    if not any(parts) or (joint == "OR" and not all(parts)):
        return EVERY  # a word without letters and digits restricts nothing
    match = f" {joint} ".join(f"({part})" for part in parts if part)
    return Condition("c.id IN (SELECT rowid FROM case_search WHERE case_search MATCH ?)", (match,), is_narrow=True)


_KEY = "(' ' || coalesce(c.search_key, '') || ' ')"


def _in_row(words: Sequence[Node], joint: str) -> Condition:
    parts: list[Condition] = []
    for terms, whole in map(_terms, words):
        ending = " *" if whole else "*"
        for term in terms:
            globs = [Condition(f"{_KEY} GLOB ?", (f"* {phrase}{ending}",)) for phrase in term.split("|")]
            parts.append(_joined("OR", globs, NONE))
        if not terms and joint == "OR":
            return EVERY
    return _joined(joint, parts, EVERY)


# ---------------------------------------------------------------------- fields

_LISTED_MISSING = ", ".join(f"'{state}'" for state in MISSING_STATES)
_LISTED_OPEN = ", ".join(f"'{status}'" for status in OPEN_DEADLINES)
_OF_CASE = "EXISTS (SELECT 1 FROM {} WHERE case_id = c.id{})"

_COLUMNS = {
    "officer": "c.officer",
    "team": "c.team",
    "stage": "c.stage",
    "custody": "coalesce(c.custody_status, 'unknown')",
    "docket": "c.docket",
    "lifecycle": "c.lifecycle",
    "waiting": "c.waiting_on",
    "facility": "c.facility",
    "severity": "c.severity",
    "demand": "c.demand_kind",
    "closure": "c.closure_reason",
    "batch": "c.batch_id",
    "reference": "c.reference",
    "a_number": "(SELECT a_number FROM persons WHERE id = c.person_id)",
    "nationality": "(SELECT nationality FROM persons WHERE id = c.person_id)",
    "language": "(SELECT language FROM persons WHERE id = c.person_id)",
    "interpreter": "(SELECT interpreter_needed FROM persons WHERE id = c.person_id)",
    "flag": "c.safeguards",
    "missing": "nullif(c.missing_documents, 0)",
    "event": "(SELECT id FROM events WHERE case_id = c.id AND superseded_by IS NULL)",
    "rule": "c.rule",
    "act": "c.act_key",
    "due": "c.due_key",
    "opened": "c.opened_on",
    "closed": "c.closed_on",
    "wake": "c.held_until",
    "hearing": "c.next_hearing_at",
    "touched": "c.last_touched_at",
    "staged": "c.stage_since",
    "assigned": "c.assigned_at",
    "expiring": "(SELECT min(due_at) FROM document_forecasts WHERE case_id = c.id AND kind = 'expires')",
}
"""Field → the expression of its value."""

_HAS = {
    "inquiry": "c.open_inquiries > 0",
    "missing": "c.missing_documents > 0",
    "document": _OF_CASE.format("documents", f" AND state NOT IN ({_LISTED_MISSING})"),
    "event": _OF_CASE.format("events", " AND superseded_by IS NULL"),
    "hearing": "c.next_hearing_at IS NOT NULL",
    "task": _OF_CASE.format("tasks", " AND done_at IS NULL"),
    "note": _OF_CASE.format("notes", ""),
    "hold": "c.held_until IS NOT NULL",
    "flag": "c.safeguards IS NOT NULL",
    "counsel": _OF_CASE.format("representations", " AND to_on IS NULL"),
    "consent": _OF_CASE.format("consents", " AND withdrawn_on IS NULL"),
}

_CODES_ELSEWHERE = {
    "flag": "c.safeguards IS NOT NULL AND " + _OF_CASE.format("safeguards", " AND ended_on IS NULL AND ({})"),
    "missing": "c.missing_documents > 0 AND " + _OF_CASE.format("document_forecasts", " AND kind = 'missing' AND ({})"),
    "event": _OF_CASE.format("events", " AND superseded_by IS NULL AND ({})"),
    "nationality": "c.person_id IN (SELECT id FROM persons WHERE {})",
    "language": "c.person_id IN (SELECT id FROM persons WHERE {})",
    "rule": f"c.id IN (SELECT case_id FROM deadlines WHERE status IN ({_LISTED_OPEN}) AND ({{}}))",
}
"""Field → a condition on rows of another table; the place is for the comparison of the code."""
_CODE_COLUMNS = {
    "flag": ("kind",),
    "missing": ("form", "document", "requirement"),
    "event": ("kind",),
    "nationality": ("nationality",),
    "language": ("language",),
    "rule": ("rule",),
}

_SECONDS = frozenset({"act", "due"})
"""Times that are kept in seconds; the others are TEXT, a day or a moment with its offset."""
_AS_TYPED = frozenset({"officer", "reference"})
"""Codes with an index of their own, which is used by comparing with the usual spellings."""


def _test(test: Node) -> Condition:
    if not isinstance(test, Test):
        return EVERY
    match test.value:
        case Keyword("none"):
            return Condition(f"{_COLUMNS[test.field]} IS NULL", is_narrow=test.field == "officer")
        case Keyword("any"):
            return Condition(f"{_COLUMNS[test.field]} IS NOT NULL")
    if test.field in _FIGURES:
        return Condition(*_figure(test))
    return _BY_KIND[FIELDS[test.field].kind](test)


_FIGURES = frozenset({"deadline", "asked", "paper", "lateness", "disappeared"})


def _figure(test: Test) -> figures.Asked:
    match test.field, test.value:
        case "deadline", Stated() as stated:
            return figures.deadline(stated)
        case "asked", Stated() as stated:
            return figures.inquiry(stated)
        case "disappeared", Number(batch):
            return figures.disappeared("=" if test.op is Op.IS else test.op.value, batch)
        case "lateness", Text(text):
            return figures.lateness(text, whole=test.op is Op.EQUAL)
        case "paper", Text(text):
            return figures.paper(text)
    raise _unresolved(test)


def _choice(test: Test) -> Condition:
    text = _text(test)
    if test.field == "has":
        return Condition(_HAS.get(text, NONE.sql))
    return Condition(f"coalesce({_COLUMNS[test.field]}, '') = ?", (text,))


def _code(test: Test) -> Condition:
    text = _text(test)
    if test.field in _CODES_ELSEWHERE:
        compared = [_code_is(column, text) for column in _CODE_COLUMNS[test.field]]
        inner = _joined(" OR ", compared, NONE)
        return Condition(_CODES_ELSEWHERE[test.field].format(inner.sql), inner.params)
    column = _COLUMNS[test.field]
    if test.field in _AS_TYPED and not text.endswith("*"):
        spellings = tuple(dict.fromkeys((text, text.lower(), text.upper())))
        return Condition(
            f"{column} IN ({', '.join('?' * len(spellings))}) AND {column} IS NOT NULL", spellings, is_narrow=True
        )
    return _code_is(column, text)


def _code_is(column: str, text: str) -> Condition:
    if text.endswith("*"):
        return Condition(f"coalesce({column}, '') LIKE ? ESCAPE '\\'", (f"{_like(text[:-1])}%",))
    return Condition(f"coalesce({column}, '') = ? COLLATE NOCASE", (text,))


def _part(test: Test) -> Condition:
    text, column = _text(test), f"coalesce({_COLUMNS[test.field]}, '')"
    if test.op is Op.EQUAL:
        return Condition(f"{column} = ? COLLATE NOCASE", (text,))
    return Condition(f"{column} LIKE ? ESCAPE '\\'", (f"%{_like(text)}%",))


def _number(test: Test) -> Condition:
    if not isinstance(test.value, Number):
        raise _unresolved(test)
    op = "=" if test.op is Op.IS else test.op.value
    column = _COLUMNS[test.field]
    return Condition(f"{column} IS NOT NULL AND {column} {op} ?", (test.value.number,))


def _yes_no(test: Test) -> Condition:
    if test.field in {"late", "now"}:
        second = _interval(test).begin
        if test.field == "late":
            return Condition("c.due_key IS NOT NULL AND c.due_key < ?", (second,))
        return Condition("c.act_from IS NOT NULL AND c.act_from <= ? AND c.due_key >= ?", (second, second))
    return Condition(f"{_COLUMNS[test.field]} IS {int(test.value == Keyword('yes'))}")


def _time(test: Test) -> Condition:
    interval = _interval(test)
    if test.field == "changed":
        return _changed(test.op, interval)
    column = _COLUMNS[test.field]
    in_seconds = _compared(test.op, column, interval.begin, interval.end)
    if test.field in _SECONDS:
        return Condition(f"{column} IS NOT NULL AND {in_seconds.sql}", in_seconds.params)
    in_days = _compared(test.op, column, interval.first.isoformat(), interval.last.isoformat())
    of_moment = _compared(test.op, f"unixepoch({column})", interval.begin, interval.end)
    return Condition(
        f"{column} IS NOT NULL AND CASE length({column}) WHEN 10 THEN {in_days.sql} ELSE {of_moment.sql} END",
        in_days.params + of_moment.params,
    )


def _changed(op: Op, interval: Interval) -> Condition:
    at = _compared(op, "unixepoch(at)", interval.begin, interval.end)
    imported = _compared(op, "unixepoch(imported_at)", interval.begin, interval.end)
    return Condition(
        "c.id IN (SELECT case_id FROM changes WHERE case_id IS NOT NULL"
        f" AND change_set_id IN (SELECT id FROM change_sets WHERE {at.sql}))"
        f" OR (c.batch_id IS NOT NULL AND c.batch_id IN (SELECT id FROM import_batches WHERE {imported.sql}))",
        at.params + imported.params,
    )


def _compared(op: Op, expression: str, begin: object, end: object) -> Condition:
    """`expression` held against a stretch: before its beginning, after its end, or within it."""
    match op:
        case Op.LESS | Op.AT_LEAST:
            return Condition(f"{expression} {op.value} ?", (begin,))
        case Op.MORE | Op.AT_MOST:
            return Condition(f"{expression} {op.value} ?", (end,))
    return Condition(f"{expression} BETWEEN ? AND ?", (begin, end))


def _interval(test: Test) -> Interval:
    if not isinstance(test.value, Interval):
        raise _unresolved(test)
    return test.value


def _text(test: Test) -> str:
    if not isinstance(test.value, Text):
        raise _unresolved(test)
    return test.value.text


def _unresolved(test: Test) -> QueryError:
    return QueryError(
        f"{test.field} cannot be held against {test.value}.",
        hint=f"For example {FIELDS[test.field].example}.",
        at=test.span.at,
        length=test.span.length,
    )


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_BY_KIND: dict[Kind, Callable[[Test], Condition]] = {
    Kind.CHOICE: _choice,
    Kind.CODE: _code,
    Kind.TEXT: _part,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.AHEAD: _time,
    Kind.PAST: _time,
}


def matching(connection: Connection, query: str, *, officer: str, now: datetime, zone: tzinfo) -> tuple[int, ...]:
    """The ids of the cases that a list of this query shows, in its order; raises `QueryError`."""
    from cpo_tui.store.window import ids_in_order

    return tuple(ids_in_order(connection, condition_of(query, now=now, zone=zone, officer=officer, work_only=True)))
