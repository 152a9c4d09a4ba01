"""The disclosure packs: whole, with a source for every ground, and refused where something in them is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cpo_tui.documents.templates import names as letters
from cpo_tui.domain.records import CAPACITIES
from cpo_tui.errors import RuleError
from cpo_tui.rules.disclosure import FROM_MEMORY, ConsentOnFile, Mandate, OnFile, decide
from cpo_tui.rules.disclosure_pack import FOLDER, VERIFIED, disclosure_pack, load
from cpo_tui.rules.enquirer import Enquirer

TODAY = date(2026, 3, 2)
UK = disclosure_pack("uk-home-office")
PACKS = [load(path) for path in sorted(FOLDER.glob("*.toml"))]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_capacity_and_letter_is_there(pack: object) -> None:
    from cpo_tui.rules.disclosure_pack import DisclosurePack

    assert isinstance(pack, DisclosurePack)
    assert set(pack.capacities) == set(CAPACITIES)
    assert {one.letter for one in pack.requirements.values()} <= set(letters())
    assert all(one.citation and one.verified in VERIFIED for one in pack.capacities.values())
    assert pack.refusal["en"] != pack.refusal["es"]


def test_a_rule_pack_has_its_own_and_an_unknown_one_that_of_the_united_states() -> None:
    assert disclosure_pack("us-ice-ero").name == "us-disclosure"
    assert UK.name == "uk-disclosure"
    assert disclosure_pack("nobody").name == "us-disclosure"


def test_what_was_written_from_memory_says_so_in_the_gate() -> None:
    unread = {name for name, one in UK.capacities.items() if one.verified == "own_knowledge"}
    assert unread == set(CAPACITIES) - {"person"}
    for name in CAPACITIES:
        notes = decide(UK, Enquirer(name, "Ana Pérez"), OnFile(), TODAY).notes
        assert (FROM_MEMORY in notes) == (name in unread)
    assert FROM_MEMORY not in decide(disclosure_pack(), Enquirer("court", "EOIR"), OnFile(), TODAY).notes


AUTHORITY = Mandate("Jo Marsh", "Form of authority", date(2026, 1, 5))
SIGNED = ConsentOnFile("Jo Marsh", "all", signed_on=date(2026, 1, 5))
UK_ROWS = [
    # who, what is on file, vouched for, told, missing
    ("attorney", OnFile(), (), set(), ["authority_to_act"]),
    ("attorney", OnFile(mandates=(Mandate("Jo Marsh", "G-28"),)), (), set(), ["authority_to_act"]),
    ("attorney", OnFile(mandates=(AUTHORITY,)), (), {"existence", "case_status", "custody", "dates", "how_to_submit", "copies", "a_number"}, []),
    ("person", OnFile(), (), set(), ["identity_check"]),
    ("person", OnFile(), ("identity_check",), {"existence", "case_status", "custody", "dates", "contacts", "copies", "asylum", "modern_slavery", "medical", "a_number"}, []),
    ("family", OnFile(), (), set(), ["consent"]),
    ("family", OnFile(consents=(SIGNED,)), (), {"existence", "case_status", "custody", "dates"}, []),
    ("congress_member", OnFile(), (), set(), ["consent"]),
    ("congress_member", OnFile(consents=(SIGNED,)), (), {"existence", "case_status", "custody", "dates"}, []),
    ("congress_committee", OnFile(), (), set(), ["authority_checked"]),
    ("congress_committee", OnFile(), ("authority_checked",), {"existence", "oversight_records"}, []),
    ("consulate", OnFile(), (), set(), ["embassy_basis"]),
    ("consulate", OnFile(), ("embassy_basis",), {"existence", "identity"}, []),
    ("police", OnFile(), (), set(), ["written_request"]),
    ("police", OnFile(), ("written_request",), {"existence", "specified_record"}, []),
    ("court", OnFile(), (), {"existence", "filings", "custody", "case_status", "dates", "identity", "asylum"}, []),
    ("agency", OnFile(), (), set(), ["official_need"]),
    ("agency", OnFile(), ("official_need",), {"existence", "need_to_know", "identity", "custody"}, []),
    ("oversight", OnFile(), (), set(), ["authority_checked"]),
    ("oversight", OnFile(), ("authority_checked",), {"existence", "oversight_records", "case_status", "custody", "dates", "medical", "asylum", "modern_slavery", "a_number"}, []),
    ("press", OnFile(consents=(SIGNED,)), (), set(), []),
    ("public", OnFile(consents=(SIGNED,)), (), set(), []),
    ("ngo", OnFile(), (), set(), ["consent"]),
    ("other", OnFile(consents=(SIGNED,)), (), set(), []),
]  # fmt: skip


@pytest.mark.parametrize(("capacity", "file", "vouched", "told", "missing"), UK_ROWS)
def test_who_may_be_told_what_in_the_united_kingdom(
    capacity: str, file: OnFile, vouched: tuple[str, ...], told: set[str], missing: list[str]
) -> None:
    decision = decide(UK, Enquirer(capacity, "Jo Marsh", asserted=frozenset(vouched)), file, TODAY)
    assert {one.category for one in decision.may} == told
    assert [one.requirement for one in decision.missing] == missing
    never = {one.category for one in decision.never}
    assert {"others", "enforcement_sensitive"} <= never
    assert {"asylum", "modern_slavery", "medical"} <= never | told


def test_an_embassy_is_never_told_of_a_claim_whatever_is_signed() -> None:
    consent = ConsentOnFile("Jo Marsh", "asylum, all", signed_on=date(2026, 1, 5))
    decision = decide(
        UK, Enquirer("consulate", "Jo Marsh", asserted=frozenset(UK.requirements)), OnFile(consents=(consent,)), TODAY
    )
    assert "asylum" in {one.category for one in decision.never}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("schema_version = 1", "schema_version = 9"), "schema 9"),
        (('needs = ["consent"]', 'needs = ["signature"]'), "unknown signature"),
        (('may = ["existence", "identity"]', 'may = ["secrets"]'), "unknown secrets"),
        (('citation = "office practice"', 'citation = ""'), "no citation"),
        (('verified = "secondary"', 'verified = "certainly"'), "how well its source was read"),
        (('kind = "representation"', 'kind = "hearsay"'), "no known kind"),
        (('consent_scope = "asylum"', 'consent_scope = ""'), "lacks its consent scope"),
        (('block_citation = "contact block"', ""), "lacks its name"),
        (('es = "No podemos', 'fr = "No podemos'), "no words in es"),
        (("[[capacity]]", "[[capacity]]\ncolour = 1"), "colour"),
        (("[[capacity]]", "[[capacity"), "cannot be read"),
    ],
)
def test_a_pack_with_a_fault_is_refused_and_says_which(tmp_path: Path, wrong: tuple[str, str], says: str) -> None:
    text = (FOLDER / "uk-disclosure.toml").read_text(encoding="utf-8")
    assert wrong[0] in text
    path = tmp_path / "uk-disclosure.toml"
    path.write_text(text.replace(wrong[0], wrong[1], 1), encoding="utf-8")
    with pytest.raises(RuleError, match=says):
        load(path)
