"""Who may be told what, row by row as the law notes have it, with what happens when each thing is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.rules.disclosure import (
    CONTACT_BLOCK,
    ConsentOnFile,
    Decision,
    Mandate,
    OnFile,
    decide,
)
from cpo_tui.rules.disclosure_pack import disclosure_pack
from cpo_tui.rules.enquirer import Enquirer

TODAY = date(2026, 3, 2)
PACK = disclosure_pack()
G28 = Mandate("Jesús Ortiz", "G-28", date(2025, 12, 11))
EOIR28 = Mandate("Jesús Ortiz", "EOIR-28", date(2025, 12, 11))


def _consent(scope: str = "all", **more: object) -> ConsentOnFile:
    values: dict[str, object] = {
        "recipient": "Ana Pérez",
        "scope": scope,
        "form": "60-001",
        "signed_on": date(2026, 1, 5),
    }
    return ConsentOnFile(**{**values, **more})  # type: ignore[arg-type]


def _asked(capacity: str, file: OnFile, name: str = "Ana Pérez", *asserted: str) -> Decision:
    return decide(PACK, Enquirer(capacity, name, asserted=frozenset(asserted)), file, TODAY)


def _told(decision: Decision) -> set[str]:
    return {permit.category for permit in decision.may}


def _needs(decision: Decision) -> list[str]:
    return [missing.requirement for missing in decision.missing]


ATTORNEY = {"existence", "case_status", "custody", "dates", "how_to_submit", "copies", "a_number"}


def test_an_attorney_with_a_g28_for_ice_is_told_the_case() -> None:
    decision = _asked("attorney", OnFile(mandates=(G28,)), "Jesús Ortiz")
    assert _told(decision) == ATTORNEY
    assert {one.category for one in decision.never} == {"others", "enforcement_sensitive", "asylum", "section_1367"}
    assert decision.may[0].ground == "G-28 in force since 2025-12-11"


@pytest.mark.parametrize(
    ("mandates", "note"),
    [
        ((), ""),
        ((EOIR28,), "an EOIR-28 is for the court only"),
        ((Mandate("Somebody Else", "G-28", date(2025, 1, 1)),), ""),
        ((Mandate("Jesús Ortiz", "G-28", date(2025, 1, 1), date(2026, 3, 1)),), ""),
        ((Mandate("Jesús Ortiz", "G-28", date(2026, 3, 3)),), ""),
    ],
)
def test_an_attorney_without_one_is_told_nothing(mandates: tuple[Mandate, ...], note: str) -> None:
    decision = _asked("attorney", OnFile(mandates=mandates), "Jesús Ortiz")
    assert _told(decision) == set()
    assert not decision.may_confirm_existence
    assert [(one.requirement, one.letter, one.note) for one in decision.missing] == [
        ("representation_ice", "g28_request", note)
    ]


def test_an_initial_stands_for_a_first_name_but_a_bare_first_name_for_nobody() -> None:
    assert _told(_asked("attorney", OnFile(mandates=(G28,)), "J. Ortiz")) == ATTORNEY
    assert _told(_asked("attorney", OnFile(mandates=(G28,)), "Jesús")) == set()
    assert _told(_asked("attorney", OnFile(mandates=(Mandate("Ortiz", "G-28"),)), "Jesús Ortiz")) == set()


def test_the_person_is_told_their_own_case_after_a_check_of_identity() -> None:
    assert _needs(_asked("person", OnFile())) == ["identity_check"]
    assert _told(_asked("person", OnFile(), "Ana Pérez", "identity_check")) >= {
        "case_status",
        "dates",
        "contacts",
        "asylum",
    }


def test_family_is_told_the_locator_without_consent_and_more_with_it() -> None:
    without = _asked("family", OnFile())
    assert _told(without) == {"locator"}
    assert _needs(without) == ["consent"]
    assert _told(_asked("family", OnFile(consents=(_consent(),)))) == {
        "locator",
        "existence",
        "case_status",
        "custody",
        "dates",
    }
    assert _told(_asked("family", OnFile(consents=(_consent("dates"),)))) == {"locator", "existence", "dates"}


def test_asylum_is_told_only_under_a_consent_that_names_it() -> None:
    assert "asylum" not in _told(_asked("family", OnFile(consents=(_consent("all"),))))
    assert "asylum" in _told(_asked("family", OnFile(consents=(_consent("dates, asylum"),))))


def test_a_member_of_congress_needs_the_waiver_on_its_own_form() -> None:
    assert _needs(_asked("congress_member", OnFile())) == ["waiver_60_001"]
    other = _asked("congress_member", OnFile(consents=(_consent(form="letter"),)))
    assert [one.note for one in other.missing] == ["the consent on file is on another form"]
    assert _told(_asked("congress_member", OnFile(consents=(_consent("case_status"),)))) == {
        "existence",
        "waiver_scope",
        "case_status",
    }


def test_a_committee_comes_through_congressional_relations() -> None:
    assert _needs(_asked("congress_committee", OnFile())) == ["through_congressional_relations"]
    decision = _asked("congress_committee", OnFile(), "Ana Pérez", "through_congressional_relations")
    assert "oversight_records" in _told(decision)
    assert "section_1367" in {one.category for one in decision.never}


def test_a_consulate_never_learns_of_a_claim() -> None:
    assert _needs(_asked("consulate", OnFile())) == ["consular_basis"]
    file = OnFile(consents=(_consent("asylum", recipient="Consulate General"),), flags=frozenset({"fear"}))
    decision = _asked("consulate", file, "Consulate General", "consular_basis")
    assert _told(decision) == {"existence", "identity", "custody", "locator"}
    assert "asylum" in {one.category for one in decision.never}


def test_police_get_the_portion_that_the_head_of_the_agency_asked_for() -> None:
    assert _needs(_asked("police", OnFile())) == ["written_request_of_agency_head"]
    decision = _asked("police", OnFile(), "Ana Pérez", "written_request_of_agency_head")
    assert _told(decision) == {"existence", "specified_record"}
    assert "section_1367" in {one.category for one in decision.never}


def test_the_court_is_a_party() -> None:
    assert _told(_asked("court", OnFile())) >= {"filings", "custody"}


def test_an_agency_gets_what_its_duty_needs() -> None:
    assert _needs(_asked("agency", OnFile())) == ["official_need"]
    assert "need_to_know" in _told(_asked("agency", OnFile(), "USCIS", "official_need"))


@pytest.mark.parametrize(("capacity", "to"), [("press", "public affairs"), ("public", "the FOIA office")])
def test_the_press_and_the_public_are_referred(capacity: str, to: str) -> None:
    decision = _asked(capacity, OnFile(consents=(_consent(),)))
    assert _told(decision) == set()
    assert decision.refer == to


def test_oversight_acts_under_its_own_authority() -> None:
    assert _needs(_asked("oversight", OnFile())) == ["authority_checked"]
    assert "oversight_records" in _told(_asked("oversight", OnFile(), "OIG", "authority_checked"))


@pytest.mark.parametrize("capacity", sorted(PACK.capacities))
def test_an_enquirer_in_the_contact_block_learns_not_even_that_there_is_a_case(capacity: str) -> None:
    file = OnFile(
        mandates=(Mandate("Rolando Mena", "G-28"),),
        consents=(_consent("all, asylum, section_1367", recipient="Rolando Mena"),),
        flags=frozenset({CONTACT_BLOCK}),
        blocked_names=("Rolando Mena",),
    )
    blocked = _asked(capacity, file, "R. Mena", *PACK.requirements)
    unknown = decide(PACK, Enquirer("nobody knows this", "R. Mena"), OnFile(), TODAY)
    assert (blocked.may, blocked.missing, blocked.may_confirm_existence) == ((), (), False)
    assert blocked == unknown


@pytest.mark.parametrize(
    ("consent", "note"),
    [
        (_consent(withdrawn_on=date(2026, 3, 1)), "the consent was withdrawn on 2026-03-01"),
        (_consent(expires_on=date(2026, 3, 1)), "the consent expired on 2026-03-01"),
        (_consent(signed_on=date(2026, 3, 3)), ""),
        (_consent(signed_on=None), ""),
        (_consent(signed_on=date(2026, 1, 5), expires_on=date(2025, 1, 5)), "the consent expired on 2025-01-05"),
    ],
)
def test_a_consent_that_does_not_hold_today_counts_for_nothing(consent: ConsentOnFile, note: str) -> None:
    decision = _asked("family", OnFile(consents=(consent,)))
    assert _told(decision) == {"locator"}
    assert [one.note for one in decision.missing] == [note]


def test_of_two_consents_that_disagree_the_narrower_holds_and_it_says_so() -> None:
    decision = _asked("family", OnFile(consents=(_consent("dates, custody, asylum"), _consent("dates"))))
    assert _told(decision) == {"locator", "existence", "dates"}
    assert decision.notes == ("Two consents disagree; the narrower one holds.",)


def test_a_minor_is_said() -> None:
    assert any("minor" in note for note in _asked("court", OnFile(minor=True)).notes)


SCOPES = st.lists(st.sampled_from([*PACK.categories, "all"]), max_size=4).map(", ".join)
DAYS = st.dates(TODAY - timedelta(40), TODAY + timedelta(40))
CONSENTS = st.builds(
    ConsentOnFile, st.sampled_from(["Ana Pérez", "Ana", "Luis Mena", "", "A. Pérez"]), SCOPES, st.sampled_from(["60-001", "letter"]),
    DAYS, st.none() | DAYS, st.none() | DAYS,
)  # fmt: skip


@given(
    st.sampled_from([*PACK.capacities, "unheard of"]),
    st.lists(CONSENTS, max_size=3),
    st.sets(st.sampled_from(sorted(PACK.requirements))),
)
def test_the_gate_never_tells_what_it_must_never_tell(
    capacity: str, consents: list[ConsentOnFile], asserted: set[str]
) -> None:
    decision = decide(
        PACK, Enquirer(capacity, "Ana Pérez", asserted=frozenset(asserted)), OnFile(consents=tuple(consents)), TODAY
    )
    told = _told(decision)
    assert not told & {one.category for one in decision.never}
    assert not told & {"others", "enforcement_sensitive"}
    if "asylum" in told and capacity in {"family", "ngo", "congress_member", "attorney"}:
        assert any(one.in_force(TODAY) and "asylum" in one.scopes for one in consents)


@given(st.sampled_from(["family", "ngo", "congress_member"]), st.lists(CONSENTS, max_size=3), CONSENTS)
def test_withdrawing_a_consent_never_widens_an_answer_beyond_the_others(
    capacity: str, consents: list[ConsentOnFile], one: ConsentOnFile
) -> None:
    alone = _told(_asked(capacity, OnFile(consents=tuple(consents))))
    with_it = _told(_asked(capacity, OnFile(consents=(*consents, one))))
    if alone - {"locator"} and with_it - {"locator"}:
        assert with_it - alone == set()
