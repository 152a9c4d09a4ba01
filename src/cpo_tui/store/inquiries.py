"""One inquiry as it is read: its further facts, the steps of its life, and what was said and sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cpo_tui.domain.cases import When
from cpo_tui.domain.inquiries import InquiryStep
from cpo_tui.errors import NotFound
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import when


@dataclass(frozen=True, slots=True)
class Details:
    """What an inquiry keeps beside what a list shows."""

    id: int
    inquiry: str
    organisation: str | None
    acknowledged_at: When | None
    standard: str | None
    """The rule that its due date comes from; None where an officer gave the date."""
    cluster: str | None
    asserted: frozenset[str]
    late_reason: str | None
    closing_reason: str | None


def details(connection: Connection, inquiry_id: int) -> Details:
    """The further facts of an inquiry; raises `NotFound`."""
    row = connection.execute(
        "SELECT id, inquiry, organisation, acknowledged_at, standard, cluster, asserted, late_reason, closing_reason"
        " FROM inquiries WHERE id = ?",
        (inquiry_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no inquiry @{inquiry_id}.", hint="See the inbox: cpo inbox.")
    row_id, number, organisation, acknowledged, standard, cluster, asserted, late, closing = row
    vouched = frozenset(one for one in (asserted or "").split(",") if one)
    return Details(row_id, number, organisation, when(acknowledged), standard, cluster, vouched, late, closing)


def find_inquiry(connection: Connection, name: str) -> int:
    """The id of the inquiry that `name` means: its number, or `@` and a row id; raises `NotFound`."""
    text = name.strip()
    if text.startswith("@") and text[1:].isascii() and text[1:].isdigit() and len(text) < 19:  # noqa: PLR2004
        row = connection.execute("SELECT id FROM inquiries WHERE id = ?", (int(text[1:]),)).fetchone()
    else:
        row = connection.execute("SELECT id FROM inquiries WHERE inquiry = ?", (text,)).fetchone()
    if row is None:
        raise NotFound(f"There is no inquiry {text!r}.", hint="See the inbox: cpo inbox.")
    return int(row[0])


def steps_of(connection: Connection, inquiry_id: int) -> tuple[InquiryStep, ...]:
    """The steps in the life of an inquiry, in the order in which they were made."""
    rows = connection.execute(
        'SELECT id, inquiry_id, state, at, "by", note FROM inquiry_steps WHERE inquiry_id = ? ORDER BY id',
        (inquiry_id,),
    )
    return tuple(InquiryStep(row_id, owner, state, moment(at), by, note) for row_id, owner, state, at, by, note in rows)


def moment(text: str) -> When:
    """A date that is never missing, read: a day or a moment."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said or sent, in or out."""

    id: int
    case_id: int | None
    inquiry: str | None
    at: When
    direction: str
    channel: str | None
    party: str | None
    capacity: str | None
    summary: str | None
    body: str | None
    by: str | None


def said_about(
    connection: Connection, *, case_id: int | None = None, inquiry_id: int | None = None
) -> tuple[Said, ...]:
    """The communications on a case (those of its inquiries too) or on an inquiry, newest first."""
    where, value = ("m.inquiry_id = ?1", inquiry_id)
    if case_id is not None:
        where = "m.case_id = ?1 OR m.inquiry_id IN (SELECT inquiry_id FROM inquiry_cases WHERE case_id = ?1)"
        value = case_id
    rows = connection.execute(
        'SELECT m.id, m.case_id, i.inquiry, m.at, m.direction, m.channel, m.party, m.capacity, m.summary, m.body, m."by"'
        f" FROM communications m LEFT JOIN inquiries i ON i.id = m.inquiry_id WHERE {where} ORDER BY unixepoch(m.at) DESC, m.id DESC",
        (value,),
    )
    return tuple(Said(row_id, owner, number, moment(at), *rest) for row_id, owner, number, at, *rest in rows)
