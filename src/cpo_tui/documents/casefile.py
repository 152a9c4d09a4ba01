"""The file of a case as a page: what a court, an auditor or a successor reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cpo_tui.documents.case_pictures import OTHERS, case_bands, custody_bands, other_bands, other_rows, stay_rows
from cpo_tui.documents.page import Block, Fields, Page, Part, Table, Words
from cpo_tui.domain.facts import spoken_facts

Record = Mapping[str, Any]

IDENTITY = (
    ("reference", "case"), ("full_name", "name"), ("a_number", "A-number"), ("birth_date", "born"), ("nationality", "nationality"),
    ("language", "language"), ("interpreter_needed", "interpreter needed"), ("safeguards", "safeguards"),
)  # fmt: skip
CUSTODY = (("custody_status", "custody"), ("docket", "docket"), ("facility", "facility"))
PROCEEDINGS = (
    ("lifecycle", "lifecycle"), ("stage", "stage"), ("stage_since", "in this stage since"), ("officer", "officer"),
    ("team", "team"), ("assigned_at", "assigned"), ("opened_on", "opened"), ("closed_on", "closed"),
    ("closure_reason", "reason for closing"), ("waiting_on", "waiting on"), ("held_until", "held until"),
    ("next_hearing_at", "next hearing"), ("demand", "next"), ("act_by", "act by"), ("due_at", "due"), ("citation", "citation"),
)  # fmt: skip
TABLES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("hearings", "Hearings", (("starts_at", "when"), ("kind", "kind"), ("place", "place"), ("outcome", "outcome"))),
    ("safeguard_records", "Safeguards", (("kind", "kind"), ("since", "since"), ("review_on", "review on"), ("source", "source"), ("ended_on", "ended"))),
    ("representations", "Representation", (("name", "name"), ("form", "form"), ("from_on", "from"), ("to_on", "to"))),
    ("consents", "Consents", (("recipient", "recipient"), ("scope", "scope"), ("signed_on", "signed"), ("expires_on", "expires"), ("withdrawn_on", "withdrawn"))),
    ("documents", "Documents", (("document", "document"), ("form", "form"), ("state", "state"), ("received_on", "received"), ("served_on", "served"), ("service_method", "how"), ("service_language", "language"), ("expires_on", "expires"))),
    ("inquiries", "Inquiries", (("inquiry", "inquiry"), ("received_at", "received"), ("enquirer", "enquirer"), ("capacity", "capacity"), ("subject", "subject"), ("state", "state"), ("due_at", "due"), ("answered_at", "answered"))),
    ("promises", "Promises", (("due_at", "due"), ("words", "words"), ("to_whom", "to whom"), ("settled_as", "settled"))),
    ("disclosures", "What was told", (("at", "when"), ("recipient", "to"), ("capacity", "capacity"), ("categories", "what"), ("ground", "ground"), ("citation", "citation"), ("words", "words"), ("by", "by"))),
    ("tasks", "Tasks", (("due_at", "due"), ("title", "task"), ("set_by", "set by"), ("done_at", "done"))),
    ("notes", "Notes", (("written_at", "written"), ("written_by", "by"), ("body", "note"))),
    ("decisions", "Decisions with their reasons", (("at", "when"), ("officer", "by"), ("summary", "what"), ("reason", "reason"))),
)  # fmt: skip


def case_page(content: Record, origin: Sequence[tuple[str, str]]) -> Page:
    """The page of the case file from its content; see `actions.reporting`."""
    case = content["case"]
    custody, whole = custody_bands(content), case_bands(content)
    stays = (("first", "from"), ("last", "to"), ("days", "days"), ("custody", "custody"), ("words", "began with"))
    parts = [
        Part("Identity", (fields_of(case, IDENTITY),)),
        Part("Custody", (fields_of(case, CUSTODY), *((custody,) if custody else ()), *table_of(stay_rows(content), stays), *table_of(content["custody_events"], (("occurred_at", "when"), ("kind", "what"), ("title", "words"))))),
        *_elsewhere(content, stays),
        Part("Proceedings", (fields_of(case, PROCEEDINGS),)),
        Part("Clocks", (Words(_clock_words(content["clocks"])),)),
    ]  # fmt: skip
    parts += [_clock(one) for one in content["clocks"]]
    nothing = [title.lower() for key, title, _ in TABLES if not content[key]]
    parts += [
        Part(f"{title} ({len(content[key])})", tuple(table_of(content[key], columns)))
        for key, title, columns in TABLES
        if content[key]
    ]
    if nothing:
        parts.append(Part("Nothing on file", (Words(f"{', '.join(nothing).capitalize()}."),)))
    events = content["timeline"]
    density = "pinned" if content["density"] == "pinned" else "all"
    shown = (
        ("occurred_at", "when"),
        ("kind", "what"),
        ("title", "title"),
        ("body", "words"),
        ("source", "source"),
        ("recorded_by", "recorded by"),
    )
    parts.append(
        Part(
            f"Timeline, {density} ({len(events)} of {content['events']})",
            (*((whole,) if whole else ()), *(table_of(events, shown) or (Words("None."),))),
        )
    )
    if content["left_out"]:
        parts.append(
            Part("Left out", (Words(f"{content['left_out']} entries of protected categories are not in this report."),))
        )
    known = (
        ("as known on", moment(text(content["as_of"]))),
        ("clocks", "by the rules that were adopted then"),
    )
    return Page(f"Case file {case['reference']}", (*origin, *(known if content["as_of"] else ())), tuple(parts))


def text(value: object) -> str:
    """A value as it stands in a report."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(text(item) for item in value)
    return str(value)


def moment(shown: str) -> str:
    """A stored moment with its date, time to the minute and offset apart, so that a line can break between them."""
    found = _MOMENT.fullmatch(shown)
    return f"{found[1]} {found[2]} {found[3]}" if found else shown


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?([+-]\d\d:\d\d)")


def named(name: str, value: object) -> str:
    """Codes are shown with spaces; what somebody wrote is shown as it is."""
    shown = text(value)
    if name == "at" or name.endswith("_at"):
        return moment(shown)
    codes = {
        "kind",
        "state",
        "stage",
        "custody_status",
        "docket",
        "capacity",
        "lifecycle",
        "waiting_on",
        "safeguards",
        "risks",
        "ground",
        "categories",
        "status",
        "severity",
    }
    return shown.replace("_", " ") if name in codes else shown


def fields_of(record: Record, names: Iterable[tuple[str, str]]) -> Block:
    """Those of the fields that have a value, under their labels."""
    return Fields(tuple((label, named(name, record[name])) for name, label in names if text(record[name])))


def table_of(found: Sequence[Record], columns: Sequence[tuple[str, str]]) -> list[Block]:
    """Records as a table; no block where there are none."""
    if not found:
        return []
    rows = tuple(tuple(named(name, item[name]) for name, _ in columns) for item in found)
    return [Table(tuple(label for _, label in columns), rows)]


def _clock_words(clocks: Sequence[Record]) -> str:
    running = sum(bool(one["open"]) for one in clocks)
    late = sum(bool(one["late"]) for one in clocks)
    return f"{len(clocks)} in all, {running} open, {late} of them late." if clocks else "None."


def _elsewhere(content: Record, columns: Sequence[tuple[str, str]]) -> list[Part]:
    """Where the person was by their other cases; no part where they have none."""
    rows = other_rows(content)
    if not rows:
        return []
    picture = other_bands(content)
    return [Part(OTHERS, (*((picture,) if picture else ()), *table_of(rows, (("case", "case"), *columns))))]


def _clock(one: Record) -> Part:
    facts = (
        ("status", "status"), ("due_at", "due"), ("due_latest", "at the latest"), ("closed_at", "met or ended"), ("severity", "class"),
        ("citation", "citation"), ("rule", "rule"), ("pack_version", "version of the rules"), ("missing", "not recorded"),
        ("warnings", "warnings"), ("late_reason", "reason for lateness"),
    )  # fmt: skip
    blocks: list[Block] = [fields_of({**one, "missing": spoken_facts(one["missing"])}, facts)]
    if one["steps"]:
        blocks.append(
            Table(
                ("day", "how the date came about"), tuple((text(step["date"]), step["text"]) for step in one["steps"])
            )
        )
    return Part(one["title"], tuple(blocks), level=2)
