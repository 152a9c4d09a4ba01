"""The table of the domain notes on who may be told what, row by row: what is on file, what may be told, what never.

Each row is tried with everything on file that it asks for, and with each single thing of that missing, wrong or over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from cpo_tui.rules.disclosure import CONTACT_BLOCK, ConsentOnFile, Decision, Mandate, OnFile, decide
from cpo_tui.rules.disclosure_pack import disclosure_pack
from cpo_tui.rules.enquirer import Enquirer

TODAY = date(2026, 3, 2)
PACK = disclosure_pack()
NAME = "Jesús Ortiz"
G28 = Mandate(NAME, "G-28", date(2025, 12, 11))
CONSENT = ConsentOnFile(NAME, "all", "letter", date(2026, 1, 5))
WAIVER = replace(CONSENT, form="60-001")
NOTHING = OnFile()
ALWAYS_NEVER = frozenset({"others", "enforcement_sensitive"})
PROTECTED = frozenset({"asylum", "section_1367"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: `told` is all that may be told with everything on file, `without` what may be told anyway."""

    title: str
    capacity: str
    told: frozenset[str]
    file: OnFile = NOTHING
    vouched: frozenset[str] = frozenset()
    needs: str = ""
    without: frozenset[str] = frozenset()
    never: frozenset[str] = PROTECTED
    refer: str = ""


ROWS = (
    Row("Attorney or accredited representative", "attorney",
        frozenset({"existence", "case_status", "custody", "dates", "how_to_submit", "copies", "a_number"}),
        OnFile(mandates=(G28,)), needs="representation_ice"),
    Row("Detained person", "person",
        frozenset({"existence", "case_status", "custody", "dates", "contacts", "copies", "asylum", "section_1367", "a_number"}),
        vouched=frozenset({"identity_check"}), needs="identity_check", never=frozenset()),
    Row("Family or friend", "family", frozenset({"locator", "existence", "case_status", "custody", "dates"}),
        OnFile(consents=(CONSENT,)), needs="consent", without=frozenset({"locator"})),
    Row("Member of Congress (casework)", "congress_member",
        frozenset({"existence", "waiver_scope", "case_status", "custody", "dates"}),
        OnFile(consents=(WAIVER,)), needs="waiver_60_001"),
    Row("Congressional committee", "congress_committee",
        frozenset({"existence", "case_status", "custody", "dates", "oversight_records", "asylum"}),
        vouched=frozenset({"through_congressional_relations"}), needs="through_congressional_relations",
        never=frozenset({"section_1367"})),
    Row("Consulate", "consulate", frozenset({"existence", "identity", "custody", "locator"}),
        vouched=frozenset({"consular_basis"}), needs="consular_basis"),
    Row("Local police, prosecutor", "police", frozenset({"existence", "specified_record"}),
        vouched=frozenset({"written_request_of_agency_head"}), needs="written_request_of_agency_head"),
    Row("EOIR", "court",
        frozenset({"existence", "filings", "custody", "case_status", "dates", "identity", "asylum"}),
        never=frozenset({"section_1367"})),
    Row("USCIS, CBP, ORR, State", "agency",
        frozenset({"existence", "need_to_know", "identity", "custody", "case_status"}),
        vouched=frozenset({"official_need"}), needs="official_need"),
    Row("Journalist, public", "press", frozenset(), refer="public affairs"),
    Row("Journalist, public", "public", frozenset(), refer="the FOIA office"),
    Row("Oversight (OIG, GAO, CRCL, OIDO)", "oversight",
        frozenset({"existence", "oversight_records", "case_status", "custody", "dates", "medical", "asylum", "section_1367", "a_number"}),
        vouched=frozenset({"authority_checked"}), needs="authority_checked", never=frozenset()),
)  # fmt: skip
# The table does not speak of numbers: they go with the copies of an attorney, with the own file, and with all records.
BLOCKED = "Alleged abuser, or a requester matching a protected person's contact block"
ids = [row.capacity for row in ROWS]


def _decide(row: Row, file: OnFile | None = None, vouched: frozenset[str] | None = None) -> Decision:
    enquirer = Enquirer(row.capacity, NAME, asserted=row.vouched if vouched is None else vouched)
    return decide(PACK, enquirer, row.file if file is None else file, TODAY)


def _told(decision: Decision) -> frozenset[str]:
    return frozenset(permit.category for permit in decision.may)


def test_every_row_of_the_table_is_here(shared: Path) -> None:
    notes = (shared / "domain" / "DOMAIN.md").read_text(encoding="utf-8")
    table = notes[notes.index("| Requester | What must be on file") :]
    rows = re.findall(r"^\| ([^|]+?) \|", table[: table.index("\n\n")], re.MULTILINE)[1:]
    assert rows == [*dict.fromkeys(row.title for row in ROWS), BLOCKED]


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_with_everything_on_file(row: Row) -> None:
    decision = _decide(row)
    assert _told(decision) == row.told
    assert decision.missing == ()
    assert {one.category for one in decision.never} == ALWAYS_NEVER | row.never
    assert decision.refer == row.refer
    assert all(permit.citation and permit.ground for permit in decision.may)
    assert all(one.citation for one in decision.never)


@pytest.mark.parametrize("row", [row for row in ROWS if row.needs], ids=[row.capacity for row in ROWS if row.needs])
def test_with_nothing_on_file(row: Row) -> None:
    decision = _decide(row, OnFile(), frozenset())
    assert _told(decision) == row.without
    assert [(one.requirement, one.letter) for one in decision.missing] == [
        (row.needs, PACK.requirements[row.needs].letter)
    ]


LACKING: dict[str, tuple[str, OnFile]] = {
    "an EOIR-28 instead of a G-28": ("attorney", OnFile(mandates=(replace(G28, form="EOIR-28"),))),
    "a G-28 of somebody else": ("attorney", OnFile(mandates=(replace(G28, name="Eva Roe"),))),
    "a G-28 that has ended": ("attorney", OnFile(mandates=(replace(G28, to_on=date(2026, 3, 1)),))),
    "a G-28 that has not begun": ("attorney", OnFile(mandates=(replace(G28, from_on=date(2026, 3, 3)),))),
    "a consent instead of a G-28": ("attorney", OnFile(consents=(WAIVER,))),
    "a consent that has expired": ("family", OnFile(consents=(replace(CONSENT, expires_on=date(2026, 3, 1)),))),
    "a consent that was withdrawn": ("family", OnFile(consents=(replace(CONSENT, withdrawn_on=date(2026, 3, 2)),))),
    "a consent that nobody signed": ("family", OnFile(consents=(replace(CONSENT, signed_on=None),))),
    "a consent that is signed tomorrow": ("family", OnFile(consents=(replace(CONSENT, signed_on=date(2026, 3, 3)),))),
    "a consent for somebody else": ("family", OnFile(consents=(replace(CONSENT, recipient="Eva Roe"),))),
    "a consent that ended before it began": (
        "family", OnFile(consents=(replace(CONSENT, expires_on=date(2026, 1, 4)),)),
    ),
    "a waiver on another form": ("congress_member", OnFile(consents=(CONSENT,))),
    "a waiver that has expired": ("congress_member", OnFile(consents=(replace(WAIVER, expires_on=date(2026, 3, 1)),))),
    "a waiver for another Member": ("congress_member", OnFile(consents=(replace(WAIVER, recipient="Eva Roe"),))),
    "a waiver that was withdrawn": (
        "congress_member", OnFile(consents=(replace(WAIVER, withdrawn_on=date(2026, 2, 1)),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("lacking", LACKING)
def test_what_is_wrong_counts_as_missing(lacking: str) -> None:
    capacity, file = LACKING[lacking]
    (row,) = (one for one in ROWS if one.capacity == capacity)
    decision = _decide(row, file)
    assert _told(decision) == row.without
    assert [one.requirement for one in decision.missing] == [row.needs]


@pytest.mark.parametrize("row", [row for row in ROWS if row.file.consents], ids=["family", "congress_member"])
@pytest.mark.parametrize("scope", ["dates", "custody", "case_status"])
def test_a_narrower_consent_tells_less(row: Row, scope: str) -> None:
    (consent,) = row.file.consents
    narrow = replace(consent, scope=scope)
    covered = {"existence", scope} | row.without | ({"waiver_scope"} & row.told)
    assert _told(_decide(row, OnFile(consents=(narrow,)))) == covered
    # Of two, the narrower one holds, and the gate says so.
    both = _decide(row, OnFile(consents=(consent, narrow)))
    assert _told(both) == covered
    assert "Two consents disagree; the narrower one holds." in both.notes


@pytest.mark.parametrize("row", ROWS, ids=ids)
def test_whoever_the_person_is_protected_from_is_told_nothing_in_any_capacity(row: Row) -> None:
    file = replace(row.file, flags=frozenset({CONTACT_BLOCK}), blocked_names=(NAME,))
    decision = _decide(row, file)
    assert (decision.may, decision.missing, decision.refer) == ((), (), "")
    assert not decision.may_confirm_existence
    # He is answered as somebody is about whom, and about whose question, nothing is known.
    assert decision == decide(PACK, Enquirer("nobody knows this", NAME), OnFile(), TODAY)


@pytest.mark.parametrize("row", [row for row in ROWS if row.file.consents], ids=["family", "congress_member"])
def test_a_number_is_told_only_where_every_consent_names_it(row: Row) -> None:
    (consent,) = row.file.consents
    named = replace(consent, scope="dates, a_number")
    assert "a_number" not in _told(_decide(row)), "all does not cover it"
    assert "a_number" in _told(_decide(row, OnFile(consents=(named,))))
    assert "a_number" not in _told(_decide(row, OnFile(consents=(named, consent))))
