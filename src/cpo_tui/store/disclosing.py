"""What the file of a case holds that bears on disclosure, and what was told from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import age_on
from cpo_tui.rules.disclosure import CONTACT_BLOCK, ConsentOnFile, Mandate, OnFile
from cpo_tui.rules.enquirer import Enquirer, names_enquirer
from cpo_tui.rules.tell_tales import CaseFacts
from cpo_tui.store.connect import Connection
from cpo_tui.store.deadlines import pack_name
from cpo_tui.store.reader import day, when

if TYPE_CHECKING:
    from cpo_tui.rules.disclosure_pack import DisclosurePack

AGE_OF_MAJORITY = 18


def pack_of(connection: Connection) -> DisclosurePack:
    """The disclosure pack of the office's jurisdiction."""
    from cpo_tui.rules.disclosure_pack import disclosure_pack

    return disclosure_pack(pack_name(connection))


def on_file(connection: Connection, case_id: int, on: date) -> OnFile:
    """The mandates, consents and flags of a case, as the gate asks for them; `on` decides whether the person is a minor."""
    mandates = tuple(
        Mandate(name, form or "", day(from_on), day(to_on))
        for name, form, from_on, to_on in connection.execute(
            "SELECT name, form, from_on, to_on FROM representations WHERE case_id = ? ORDER BY id", (case_id,)
        )
    )
    consents = tuple(
        ConsentOnFile(recipient, scope, form or "", day(signed), day(expires), day(withdrawn))
        for recipient, scope, form, signed, expires, withdrawn in connection.execute(
            "SELECT recipient, scope, form, signed_on, expires_on, withdrawn_on FROM consents WHERE case_id = ? ORDER BY id",
            (case_id,),
        )
    )
    flags = connection.execute(
        "SELECT kind, source FROM safeguards WHERE case_id = ? AND ended_on IS NULL ORDER BY id", (case_id,)
    ).fetchall()
    blocked = tuple(str(source) for kind, source in flags if kind == CONTACT_BLOCK and source)
    born = connection.execute(
        "SELECT p.birth_date FROM cases c JOIN persons p ON p.id = c.person_id WHERE c.id = ?", (case_id,)
    ).fetchone()
    birth = day(born[0]) if born and born[0] and len(born[0]) >= len("2026-03-02") else None
    minor = birth is not None and age_on(birth, on) < AGE_OF_MAJORITY
    return OnFile(mandates, consents, frozenset(str(kind) for kind, _ in flags), blocked, minor)


def facts_of(connection: Connection, case_id: int) -> CaseFacts:
    """The facts of a case that give it away where they stand in an answer; none for a case that is gone."""
    row = connection.execute(
        "SELECT c.reference, p.a_number, c.facility, c.next_hearing_at FROM cases c LEFT JOIN persons p ON p.id = c.person_id"
        " WHERE c.id = ?",
        (case_id,),
    ).fetchone()
    if row is None:
        return CaseFacts()
    reference, a_number, facility, hearing = row
    return CaseFacts(reference or "", a_number or "", facility or "", when(hearing))


def consent_in_force(connection: Connection, case_id: int, enquirer: Enquirer, on: date) -> int | None:
    """The id of the newest consent on file that names this enquirer and holds on a day; None where there is none."""
    rows = connection.execute(
        "SELECT id, recipient, scope, form, signed_on, expires_on, withdrawn_on FROM consents WHERE case_id = ? ORDER BY id DESC",
        (case_id,),
    )
    for row_id, recipient, scope, form, signed, expires, withdrawn in rows:
        consent = ConsentOnFile(recipient, scope, form or "", day(signed), day(expires), day(withdrawn))
        if consent.in_force(on) and names_enquirer(recipient, enquirer):
            return int(row_id)
    return None


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Something that was told from a file."""

    id: int
    case_id: int
    inquiry: str | None
    at: When | None
    by: str | None
    recipient: str
    capacity: str
    channel: str | None
    categories: tuple[str, ...]
    ground: str
    citation: str | None
    words: str
    override_reason: str | None
    override_by: str | None


def disclosed_from(connection: Connection, case_id: int) -> tuple[Disclosed, ...]:
    """Everything that was ever told from the file of a case, newest first."""
    rows = connection.execute(
        "SELECT d.id, d.case_id, i.inquiry, d.at, d.by, d.recipient, d.capacity, d.channel, d.categories, d.ground,"
        " d.citation, d.words, d.override_reason, d.override_by FROM disclosures d"
        " LEFT JOIN inquiries i ON i.id = d.inquiry_id WHERE d.case_id = ? ORDER BY d.at DESC, d.id DESC",
        (case_id,),
    )
    return tuple(
        Disclosed(
            row_id, owner, inquiry, when(at), by, recipient, capacity, channel,
            tuple(categories.split(",")) if categories else (), ground, citation, words, override_reason, override_by,
        )
        for row_id, owner, inquiry, at, by, recipient, capacity, channel, categories, ground, citation, words,
        override_reason, override_by in rows
    )  # fmt: skip
