"""The query behind each figure of a report: who reads a number can open the cases that it counts.

A figure that counts deadlines, inquiries or documents has a query that finds the cases which they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cpo_tui.domain.filters import FIELDS, Op
from cpo_tui.domain.query.fields import INQUIRY_STATES
from cpo_tui.domain.query.tree import Text
from cpo_tui.domain.query.values import write_value
from cpo_tui.store.ages import AGE_LIMITS, RANGES
from cpo_tui.store.fairness import TOUCHED_DAYS
from cpo_tui.store.ontime import COUNTS

Row = dict[str, Any]
QUERIES = "queries"
"""The key under which a row holds the query of each of its figures, by the figure's name."""
_AGE_FIELDS = {"case": "age", "stage": "stage_age", "officer": "with_officer", "untouched": "untouched"}
_DATES = {"case": "opened", "stage": "staged", "officer": "assigned", "untouched": "touched"}
_EVERY = "(lifecycle:open or lifecycle:reopened or lifecycle:closed or lifecycle:transferred)"
_WORK = "(lifecycle:open or lifecycle:reopened)"


def asks(field: str, value: str, op: Op = Op.IS) -> str:
    """`field:value`, quoted where the value needs it."""
    return f"{field}{op.value}{write_value(FIELDS[field], op, Text(value))}"


def deadlines(rows: Iterable[Mapping[str, Any]], name: str) -> list[Row]:
    """Rows of counts of deadlines, each with its queries; `name` is the column with the rule, the class or the month."""
    return [{**one, QUERIES: {state: asks("deadline", f"{one[name]}/{state}") for state in COUNTS}} for one in rows]


def months(rows: Iterable[Mapping[str, Any]], *, today: str, extracts: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Month by month: what fell due, the cases, what was answered, asked for and came, and what extracts lacked."""
    found = deadlines(rows, "month")
    lacking = [one for one in extracts if one["disappeared"] and not one["taken_back"]]
    for one in found:
        month = one["month"]
        year, number = map(int, month.split("-"))
        after = f"{year + number // 12:04}-{number % 12 + 1:02}-01"
        queries = one[QUERIES]
        for name in ("opened", "closed"):
            queries[name] = f"{name}>={month}-01 {name}<{after} {_EVERY}"
        ended = f"closed>{today}" if after > today else f"closed>={after}"
        queries["open"] = f"opened<{after} opened<={today} (lifecycle:open or lifecycle:reopened or {ended}) {_EVERY}"
        queries["protections_missed"] = f"{asks('deadline', f'{month}/missed')} {_EVERY}"
        for name in ("answered_in_time", "answered_late"):
            queries[name] = f"{asks('asked', f'{month}/{name}')} {_EVERY}"
        for name, state in (("documents_asked", "asked"), ("documents_came", "came")):
            queries[name] = f"{asks('paper', f'{month}/{state}')} {_EVERY}"
        batches = [f"disappeared:{extract['batch']}" for extract in lacking if str(extract["at"])[:7] == month]
        if batches:
            queries["disappeared"] = f"({' or '.join(batches)}) {_EVERY}"
    return found


def reasons(found: Mapping[str, Mapping[str, int]]) -> list[Row]:
    """Why deadlines were late, a reason a row."""
    return [
        {"rule": rule, "reason": reason, "times": times, QUERIES: {"times": asks("lateness", f"{rule}/{reason}", Op.EQUAL)}}
        for rule, by_reason in found.items()
        for reason, times in by_reason.items()
    ]  # fmt: skip


def protection(one: Mapping[str, Any]) -> Row:
    """One protection that was missed."""
    return {**one, QUERIES: {"reference": asks("reference", one["reference"])}}


def ages(found: Mapping[str, Mapping[str, Any]]) -> dict[str, Row]:
    """The four ages by their ranges."""
    return {
        name: {**one, QUERIES: {**_ranges(_AGE_FIELDS[name]), "unknown": f"{_DATES[name]}:none"}}
        for name, one in found.items()
    }


def _ranges(field: str) -> dict[str, str]:
    lower = (None, *AGE_LIMITS)
    upper = (*AGE_LIMITS, None)
    return {
        name: " ".join(
            words
            for words in (f"{field}>{more}d" if more else "", f"{field}<={most}d" if most else "")
            if words
        )
        for name, more, most in zip(RANGES, lower, upper, strict=True)
    }  # fmt: skip


def stages(found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Open cases by stage."""
    return [
        {**one, QUERIES: {"cases": f"stage:none {_WORK}" if one["stage"] == "unknown" else f"{asks('stage', one['stage'])} {_WORK}"}}
        for one in found
    ]  # fmt: skip


def inquiries(found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Inquiries by capacity."""
    return [
        {**one, QUERIES: {state: asks("asked", f"{one['capacity']}/{state}") for state in INQUIRY_STATES}}
        for one in found
    ]


def papers(found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Documents that are missing."""
    return [
        {**one, QUERIES: dict.fromkeys(("documents", "cases"), asks("paper", f"{one['document']}/{one['state']}"))}
        for one in found
    ]


def extracts(found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Imports; what was refused is no case, and is listed by `cpo quarantine`."""
    return [
        {
            **one,
            QUERIES: {"rows": f"batch:{one['batch']} {_EVERY}", "disappeared": f"disappeared:{one['batch']} {_EVERY}"},
        }
        for one in found
    ]


def groups(found: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[Row]]:
    """The groups of the fairness report that may be named; groups that were put together stay together."""
    return {
        name: [{**one, QUERIES: _of_group(name, str(one["group"]))} for one in rows] for name, rows in found.items()
    }


def _of_group(name: str, group: str) -> dict[str, str]:
    if group.endswith("small groups together"):
        return {}
    if name == "representation":
        who = f"{'' if group == 'represented' else '-'}has:counsel"
    else:
        who = f"{name}:none" if group == "not recorded" else asks(name, group)
    return {
        "cases": f"{who} {_WORK}", "late": f"{who} late {_WORK}", "touched": f"{who} touched<={TOUCHED_DAYS}d {_WORK}",
    }  # fmt: skip


def officers(found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Open cases by officer."""
    return [{**one, QUERIES: _of_officer(whose(one["officer"]))} for one in found]


def _of_officer(who: str) -> dict[str, str]:
    return {
        "cases": f"{who} {_WORK}", "held": f"{who} hold:yes", "late": f"{who} late", "inquiries": f"{who} has:inquiry",
        "documents": f"{who} has:missing", "deadlines": f"{who} deadline:*/asking",
    }  # fmt: skip


def weeks(found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Officer by officer and week by week."""
    return [
        {**one, QUERIES: {"due": f"{whose(one['officer'])} deadline:{one['week']}/asking"}} for one in found
    ]  # fmt: skip


def whose(officer: str | None) -> str:
    """The test for the officer of a case; nobody is somebody too."""
    return asks("officer", officer) if officer else "officer:none"
