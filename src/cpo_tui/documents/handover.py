"""The cases of an officer as pages for whoever takes them over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpo_tui.documents.casefile import fields_of, named, table_of
from cpo_tui.documents.page import Block, Fields, Page, Part, Table, Words

_STANDS = (
    ("full_name", "name"), ("a_number", "A-number"), ("stage", "stage"), ("custody_status", "custody"), ("facility", "facility"),
    ("language", "language"), ("interpreter_needed", "interpreter needed"), ("waiting_on", "waiting on"), ("held_until", "held until"),
    ("next_hearing_at", "next hearing"), ("risks", "risks"), ("offered_to", "offered to"), ("note", "note for the successor"),
)  # fmt: skip


def handover_page(content: Mapping[str, Any], origin: Sequence[tuple[str, str]]) -> Page:
    """An overview of the cases, then one page for each, in the order in which they must be worked."""
    cases = content["cases"]
    rows = tuple(
        (
            one["reference"],
            *(
                ("protected", "", "")
                if one["protected"]
                else (_first(one), named("stage", one["stage"]), named("waiting_on", one["waiting_on"]))
            ),
        )
        for one in cases
    )
    summary: list[Block] = [Fields((("officer", content["officer"]), ("open cases", str(len(cases)))))]
    if not rows:
        summary.append(Words("No open cases: there is nothing to hand over."))
    if rows:
        summary.append(Table(("case", "next", "stage", "waiting on"), rows))
    if content["left_out"]:
        summary.append(Words(f"{content['left_out']} entries of protected categories are not in this report."))
    parts = [Part("Overview", tuple(summary))]
    parts += [case_part(one) for one in cases if not one["protected"]]
    return Page(f"Handover of {content['officer']}", tuple(origin), tuple(parts))


def _first(one: Mapping[str, Any]) -> str:
    return f"{one['clocks'][0]['place']}: {one['clocks'][0]['title']}" if one["clocks"] else "nothing"


def case_part(one: Mapping[str, Any]) -> Part:
    """The page of one case."""
    blocks: list[Block] = [fields_of(one, _STANDS)]
    for title, found, columns in (
        (
            f"Clocks and tasks{_more(one)}",
            one["clocks"],
            (("place", "when"), ("title", "what"), ("due_at", "due"), ("citation", "citation")),
        ),
        ("Promises", one["promises"], (("due_at", "due"), ("words", "words"), ("to", "to whom"))),
        (
            "Open inquiries",
            one["inquiries"],
            (
                ("inquiry", "inquiry"),
                ("enquirer", "from"),
                ("capacity", "capacity"),
                ("subject", "subject"),
                ("due_at", "due"),
            ),
        ),
        ("Last events", one["last_events"], (("occurred_at", "when"), ("kind", "what"), ("title", "title"))),
    ):
        blocks += [Words(f"{title}:" if found else f"{title}: none."), *table_of(found, columns)]
    return Part(str(one["reference"]), tuple(blocks), new_page=True)


def _more(one: Mapping[str, Any]) -> str:
    return f" (the first {len(one['clocks'])}; {one['more_clocks']} more)" if one["more_clocks"] else ""
