"""The reports about the whole of the work as pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cpo_tui.documents.casefile import moment, text
from cpo_tui.documents.oversight_pictures import (
    AGE_NAMES,
    age_bars,
    kept_bars,
    load_bars,
    load_heat,
    on_time_trend,
    open_trend,
)
from cpo_tui.documents.page import Block, Fields, Page, Part, Table, Words
from cpo_tui.documents.pictures import Picture

Origin = Sequence[tuple[str, str]]
MOST_CASES = 500
"""A page lists so many missed protections; JSON has them all."""
_BEHIND = (
    "Every number has a query that finds the cases behind it: in HTML it is shown over the number, in JSON it stands under"
    " queries, and on the screen Enter opens the cases. For a rule or a class it is deadline:NAME/STATE, as in"
    " deadline:due_process/met_late."
)
_BY_MONTH_WORK = (
    "month",
    "met",
    "met_late",
    "open_late",
    "rate",
    "protections_missed",
    "opened",
    "closed",
    "open",
    "median_age",
)
_BY_MONTH_REST = (
    "month",
    "answered_in_time",
    "answered_late",
    "documents_asked",
    "documents_came",
    "refused",
    "disappeared",
)


def caseload_page(content: Mapping[str, Any], origin: Origin) -> Page:
    """The caseload by officer, the weeks ahead, ages and stages."""
    weights = content["weights"]
    shown = [(name, text(value)) for name, value in weights.items() if name != "deadline"]
    shown += [(f"deadline, {name.replace('_', ' ')}", text(value)) for name, value in weights["deadline"].items()]
    rows = [
        one | {"officer": one["officer"] or "nobody", "deadlines": sum(one["deadlines"].values())}
        for one in content["officers"]
    ]
    weeks = [
        one | {"officer": one["officer"] or "nobody", "cannot": "cannot be met" if one["cannot"] else ""}
        for one in content["weeks"]
    ]
    parts = (
        Part("Open cases by officer", (*_summary(content), *_drawn(load_bars(content["officers"]), content["officers"]), _rows(rows, ("officer", "cases", "held", "late", "deadlines", "inquiries", "documents", "load")))),
        Part("What each thing weighs", (Fields(tuple(shown)),)),
        Part("The weeks ahead", (*_drawn(load_heat(content["days"], date.fromisoformat(content["today"]), 6), content["days"], "Nothing falls due in the next six weeks."), *((_rows(weeks, ("officer", "week", "due", "days_present", "pace", "cannot")),) if weeks else ()))),
        *_ages_and_stages(content),
        Part("Documents missing", (_rows(content["documents"], ("document", "state", "documents", "cases")),)),
    )  # fmt: skip
    return Page("Caseload", tuple(origin), parts)


def oversight_page(content: Mapping[str, Any], origin: Origin) -> Page:
    """On time by class and rule, missed protections, ages, stages, inquiries, documents, extracts, fairness."""
    months = content["months"]
    rates = ("met", "met_late", "open_late", "open_in_time", "rate")
    missed = content["protections"]
    how_many: list[Block] = [
        Words(
            f"{len(missed)} named, {content['left_out']} more in protected categories."
            + (f" The first {MOST_CASES} are listed; JSON has all." if len(missed) > MOST_CASES else "")
        )
    ]
    extracts = [
        one | {"refused_kinds": ", ".join(f"{kind} {count}" for kind, count in one["refused_kinds"].items())}
        for one in content["extracts"]
    ]
    parts = [
        Part("On time by class", (*_summary(content), kept_bars(content["classes"], "severity"), _rows(content["classes"], ("severity", *rates)), Words(_BEHIND))),
        Part("How it changed", (*_drawn(on_time_trend(months), [one for one in months if one["rate"] is not None], "Nothing fell due in these twelve months."), open_trend(months), _rows(months, _BY_MONTH_WORK), _rows(months, _BY_MONTH_REST))),
        Part("On time by rule", (_rows(content["rules"], ("rule", "severity", *rates, "citation")),)),
        Part("Reasons for lateness", (_rows(content["reasons"], ("rule", "reason", "times")),)),
        Part("Protections missed or nearly missed", (*how_many, _rows(missed[:MOST_CASES], ("reference", "how", "title", "citation", "due_at", "met_at", "reason")))),
        *_ages_and_stages(content),
        Part("Inquiries against their standard", (_rows(content["inquiries"], ("capacity", "answered_in_time", "answered_late", "waiting_in_time", "waiting_late", "no_date", "median_days")),)),
        Part("Documents missing", (_rows(content["documents"], ("document", "state", "documents", "cases")),)),
        Part("Extracts", (_rows(extracts, ("batch", "file", "kind", "at", "rows", "refused", "refused_kinds", "disappeared", "taken_back")),)),
        Part("Fairness", (Words(f"Open cases compared; groups of fewer than {content['smallest_group']} are put together or left out. Nothing of this orders the list."),)),
        *(Part(f"By {name}", (_rows(found, ("group", "cases", "median_age", "late", "touched")),), level=2) for name, found in content["fairness"].items()),
    ]  # fmt: skip
    return Page("Oversight", tuple(origin), tuple(parts))


def _drawn(picture: Picture, what: Sequence[object], otherwise: str = "") -> tuple[Block, ...]:
    """A picture of something; of nothing the words that say so."""
    if what:
        return (picture,)
    return (Words(otherwise),) if otherwise else ()


def _summary(content: Mapping[str, Any]) -> tuple[Block, ...]:
    return (Fields((("open cases", text(content["open"])), ("all cases", text(content["all"])))),)


def _ages_and_stages(content: Mapping[str, Any]) -> tuple[Part, ...]:
    ages = [
        {
            "age": AGE_NAMES[name],
            **one["ranges"],
            "median": one["median"],
            "unknown": one["unknown"],
            "queries": one["queries"],
        }
        for name, one in content["ages"].items()
    ]
    return (
        Part(
            "The four ages, in days",
            (*age_bars(content["ages"]).values(), _rows(ages, tuple(name for name in ages[0] if name != "queries"))),
        ),
        Part("Time in stage, in days", (_rows(content["stages"], ("stage", "cases", "median", "ninetieth")),)),
    )


def _rows(found: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> Block:
    found = tuple(found)
    rows = tuple(tuple(_cell(name, one[name]) for name in columns) for one in found)
    if not rows:
        return Words("None.")
    right = tuple(place for place, name in enumerate(columns) if name not in _WORDS)
    queries = tuple(tuple(one.get("queries", {}).get(name, "") for name in columns) for one in found)
    return Table(
        tuple(name.replace("_", " ") for name in columns), rows, right, queries if any(map(any, queries)) else ()
    )


def _cell(name: str, value: object) -> str:
    shown = text(value)
    if name in _CODES:
        return shown.replace("_", " ")
    return moment(shown) if name == "at" or name.endswith("_at") else shown


_CODES = {"severity", "state", "stage", "capacity", "how"}
_WORDS = _CODES | {
    "officer", "week", "month", "cannot", "document", "rule", "citation", "reason", "reference", "title", "due_at", "met_at", "file",
    "kind", "at", "refused_kinds", "group", "age",
}  # fmt: skip
