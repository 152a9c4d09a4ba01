"""Each checklist of the shipped pack, walked; and what holds for every set of facts and documents."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.cases import STAGES
from cpo_tui.domain.facts import FactType, Folded, Value
from cpo_tui.domain.records import DOCUMENT_STATES, Document
from cpo_tui.rules.checklists import (
    CheckAnswer,
    ChecklistItem,
    HeldDocument,
    RequiredItem,
    compared,
    held_from,
    joined,
    required_items,
)
from cpo_tui.rules.document_pack import DocumentPack, Expiry, builtin_documents
from cpo_tui.rules.gaps import Reason, gaps, unreviewed
from cpo_tui.rules.pack import PACK_FOLDER, load

TODAY = date(2026, 3, 2)


@cache
def shipped() -> DocumentPack:
    return builtin_documents(load(PACK_FOLDER / "us-ice-ero.toml"))[0]


def known(facts: Mapping[str, Value]) -> Folded:
    defaults = {fact.name: fact.default for fact in shipped().facts.values() if fact.default is not None}
    return Folded(dict(facts), defaults)


def needed(stage: str | None, **facts: Value) -> dict[str, RequiredItem]:
    named = {name.replace("__", "."): value for name, value in facts.items()}
    return {item.document.id: item for item in required_items(shipped(), known(named), stage, on=TODAY)}


def complete(item: RequiredItem, state: str) -> HeldDocument:
    expires = date(2026, 9, 30) if item.document.expires is Expiry.REQUIRED else None
    return HeldDocument(state, TODAY, TODAY, served_on=TODAY, service_language="es", expires_on=expires)


DETAINED: dict[str, Value] = {"custody": "detained", "dob": date(1990, 5, 1)}
FREE: dict[str, Value] = {"custody": "released", "dob": date(1990, 5, 1)}

WALKS: dict[str, tuple[str, dict[str, Value], str]] = {
    # checklist: stage, facts, the documents that are certainly needed (without the prefix "doc-")
    "section-240-detained": (
        "in_proceedings",
        {**DETAINED, "proceeding.type": "section_240", "arrest.warrant": True, "represented": True,
         "custody.determination_made": True, "custody.transferred": True, "nta.charge_on_conviction": False,
         "voluntary_return.offered": False, "transfer.out_of_area": False},
        "i213 i200 i286 i862 legal-list consular i385 i203 medical-intake vulnerability-screen g28 eoir28 i830 i216",
    ),
    "section-240-non-detained": (
        "in_proceedings",
        {**FREE, "proceeding.type": "section_240", "represented": True, "release.type": "recognizance",
         "bond.posted": True, "address.changed": True, "nta.charge_on_conviction": False},
        "i213 i862 legal-list i220a i352 g28 eoir28 eoir33 i830",
    ),
    "expedited-removal": (
        "final_order",
        {**DETAINED, "proceeding.type": "expedited_removal", "order.final": True},
        "i213 i860 i867ab consular i296",
    ),
    "credible-fear": (
        "ij_fear_review",
        {**DETAINED, "proceeding.type": "expedited_removal", "fear.referred": True, "fear.credible.result": "negative",
         "fear.review_requested": True},
        "m444 i870 i869 i863",
    ),
    "reinstatement": (
        "fear_screening",
        {**DETAINED, "proceeding.type": "reinstatement", "order.final": True, "fear.interview_held": True,
         "fear.reasonable.result": "negative", "fear.review_requested": True},
        "i213 i871 i205 i294 i899 i898 i863",
    ),
    "administrative-removal-238b": (
        "administrative_removal",
        {**DETAINED, "proceeding.type": "administrative_238b", "order.final": True, "fear.review_requested": False},
        "i213 i851 i851a convictions legal-list i205 i294",
    ),
    "voluntary-departure": (
        "voluntary_departure",
        {**FREE, "voluntary_departure.type": "dhs", "voluntary_departure.bond": True},
        "i210 i352 travel-document",
    ),
    "final-order-detained": (
        "final_order",
        {**DETAINED, "proceeding.type": "section_240", "order.final": True, "removal.country_in_order": True},
        "final-order i205 i229a i217 travel-document pocr-notice pocr-worksheet pocr-decision hq-decision record-of-action",
    ),
    "final-order-supervised": (
        "supervised",
        {**FREE, "osup.active": True, "order.final": True},
        "final-order i220b i217 travel-document",
    ),
    "revocation-of-release": (
        "final_order",
        {**DETAINED, "release.revoked": True, "order.final": True},
        "revocation-notice pocr-worksheet hq-decision",
    ),
    "removal-execution": (
        "removal_scheduled",
        {**DETAINED, "proceeding.type": "section_240", "order.final": True, "removal.country_in_order": False},
        "i205 i294 travel-document medical-intake third-country-notice",
    ),
    "detainer": (
        "intake",
        {"custody": "lea", "detainer.active": True, "order.final": False},
        "i247a i200",
    ),
    "unaccompanied-child": (
        "in_proceedings",
        {"custody": "orr", "dob": date(2011, 1, 1), "unaccompanied": True, "proceeding.type": "section_240"},
        "i213 i770 vulnerability-screen i862",
    ),
    "third-party-disclosure": (
        "in_proceedings",
        {**FREE, "disclosure.third_party": True, "represented": True},
        "60-001 g28",
    ),
}  # fmt: skip


def test_every_checklist_of_the_pack_is_walked() -> None:
    assert {checklist.id for checklist in shipped().checklists} == set(WALKS)
    assert len(WALKS) == 14


@pytest.mark.parametrize("checklist", WALKS)
def test_a_case_walks_through_the_checklist(checklist: str) -> None:
    stage, facts, expected = WALKS[checklist]
    everything = required_items(shipped(), known(facts), stage, on=TODAY)
    certain = [item for item in everything if item.applies and checklist in item.checklists]
    assert {item.document.id.removeprefix("doc-") for item in certain} == set(expected.split())

    def wanting(**state: str) -> dict[str, Reason]:
        held = [(item.document.id, complete(item, state.get("state", "accepted"))) for item in certain]
        items = joined(shipped(), certain, held if state else [])
        return {gap.item.document.id: gap.reason for gap in gaps(items, TODAY)}

    ids = {item.document.id for item in certain}
    assert wanting() == dict.fromkeys(ids, Reason.NOT_ASKED)
    assert wanting(state="requested") == dict.fromkeys(ids, Reason.NOT_RECEIVED)
    assert wanting(state="rejected") == dict.fromkeys(ids, Reason.REJECTED)
    assert wanting(state="received") == {}
    assert wanting(state="accepted") == {}
    received = joined(shipped(), certain, [(item.document.id, complete(item, "received")) for item in certain])
    assert {item.document.id for item in unreviewed(received)} == ids

    # one is rejected after all: it alone is wanting
    first = certain[0].document.id
    mixed = [
        (item.document.id, complete(item, "rejected" if item.document.id == first else "accepted")) for item in certain
    ]
    assert [(gap.item.document.id, gap.certain) for gap in gaps(joined(shipped(), certain, mixed), TODAY)] == [
        (first, True)
    ]

    # on the day after the last day of what expires, exactly that is wanting
    accepted = joined(shipped(), certain, [(item.document.id, complete(item, "accepted")) for item in certain])
    ending = {item.document.id for item in certain if item.document.expires is Expiry.REQUIRED}
    assert gaps(accepted, date(2026, 9, 30)) == ()
    assert {gap.item.document.id for gap in gaps(accepted, date(2026, 10, 1))} == ending


def test_a_fear_claim_adds_its_forms() -> None:
    before = needed("in_proceedings", custody="detained", proceeding__type="section_240")
    after = needed("in_proceedings", custody="detained", proceeding__type="section_240", flag__fear_claim=True)
    assert "doc-i589" not in before
    assert after["doc-i589"].applies is True
    assert after["doc-i589"].checklists == ()


def test_the_stage_says_the_proceedings_where_they_are_not_recorded() -> None:
    assert needed("in_proceedings", custody="detained")["doc-i862"].applies is True
    told = needed("intake", custody="detained")["doc-i862"]
    assert told.applies is None
    assert "proceeding.type" in told.missing
    other = needed("in_proceedings", custody="detained", proceeding__type="withholding_only")
    assert "section-240-detained" not in other.get("doc-i213", RequiredItem(shipped().by_id["doc-i213"], ())).checklists


def test_what_is_not_known_may_be_needed_and_says_why() -> None:
    told = needed("in_proceedings", custody="detained")
    assert told["doc-g28"].applies is None
    assert told["doc-g28"].missing == ("represented",)
    no_stage = needed(None, custody="detained", proceeding__type="section_240")
    assert no_stage["doc-i862"].applies is None
    assert "stage" in no_stage["doc-i862"].missing


def test_a_detainer_goes_with_one_warrant() -> None:
    before = needed("intake", custody="lea", detainer__active=True, order__final=False)
    after = needed("final_order", custody="lea", detainer__active=True, order__final=True)
    assert "detainer" in before["doc-i200"].checklists
    assert "doc-i205" not in before
    assert "detainer" in after["doc-i205"].checklists
    assert "doc-i200" not in after


def test_age_is_that_of_the_day_that_is_asked_about() -> None:
    facts = known({"custody": "detained", "dob": date(2008, 3, 3), "proceeding.type": "section_240"})

    def needs_i770(on: date | None) -> bool | None:
        items = {item.document.id: item.applies for item in required_items(shipped(), facts, "charged", on=on)}
        return items.get("doc-i770", False)

    assert needs_i770(date(2026, 3, 2)) is True
    assert needs_i770(date(2026, 3, 3)) is False
    assert needs_i770(None) is None


def test_a_closed_case_needs_nothing() -> None:
    assert needed("closed", custody="detained", flag__usc_claim=True) == {}


def test_documents_are_grouped_by_phase_in_the_order_of_the_pack() -> None:
    phases = list(shipped().phases)
    found = [phases.index(item.document.phase) for item in needed("final_order", custody="detained").values()]
    assert found == sorted(found)
    assert len(set(found)) > 3


def test_the_best_of_several_copies_counts_in_any_order() -> None:
    item = RequiredItem(shipped().by_id["doc-travel-document"], ())
    copies = [
        ("I-862", HeldDocument("accepted")),  # another document altogether
        ("foreign document", HeldDocument("rejected", received_on=TODAY)),
        ("doc-travel-document", HeldDocument("accepted", received_on=TODAY, expires_on=date(2026, 6, 1))),
        ("doc-travel-document", HeldDocument("accepted", received_on=TODAY, expires_on=date(2026, 8, 1))),
    ]
    for order in permutations(copies):
        (joint,) = joined(shipped(), [item], order)
        assert joint.held is not None
        assert joint.held.expires_on == date(2026, 8, 1)


def test_a_rule_says_by_when_a_document_is_wanted() -> None:
    item = RequiredItem(shipped().by_id["doc-pocr-notice"], ())
    (joint,) = joined(shipped(), [item], [], due={"us-pocr-90d-notice": date(2026, 5, 1), "us-foia-20bd": TODAY})
    assert joint.needed_on == date(2026, 5, 1)
    assert gaps([joint], date(2026, 4, 30)) == ()
    assert [gap.reason for gap in gaps([joint], date(2026, 5, 1))] == [Reason.NOT_ASKED]


def test_a_row_of_the_store_is_held() -> None:
    row = Document(
        7, 1, "I-862", None, "accepted", TODAY, TODAY, None, TODAY, "personal", "es", None, None, None, None, 1
    )
    held = held_from(row, {"dated": CheckAnswer.NO})
    assert (held.id, held.state, held.served_on, held.service_language) == (7, "accepted", TODAY, "es")
    assert held.checks == {"dated": CheckAnswer.NO}


def test_changes_of_a_pack_are_seen_case_by_case() -> None:
    before = tuple(needed("in_proceedings", custody="detained").values())
    dropped, *kept = before
    unsure = RequiredItem(kept[0].document, kept[0].checklists, None if kept[0].applies else True)
    told = compared(before, [unsure, *kept[1:]])
    assert told.dropped == (dropped.document.id,)
    assert told.changed == (kept[0].document.id,)
    assert told.added == ()
    assert compared([], before).added == tuple(item.document.id for item in before)
    assert not compared(before, before)


def test_the_pack_has_what_the_source_has(shared: Path) -> None:
    source = tomllib.loads((shared / "domain" / "us-documents.toml").read_text(encoding="utf-8"))
    pack = shipped()
    assert len(pack.documents) == len(source["document"]) == 64
    for one in source["document"]:
        made = pack.by_id[one["id"]]
        assert (made.name, made.required_when) == (one["name"], one["required_when"])
        assert set(made.checks) == set(one["checks"])
        assert (made.source.citation, made.source.verified) == (one["source"]["citation"], one["source"]["verified"])
    lists = {checklist.id: {entry.document for entry in checklist.entries} for checklist in pack.checklists}
    for one in source["checklist"]:
        assert set(one["documents"]) <= lists[one["case_type"]], one["case_type"]


# ─── What holds for all facts and documents ──────────────────────────────────────────────────────────────────────────

stages = st.sampled_from([stage for stage in STAGES if stage != "closed"])


def values_of(name: str) -> st.SearchStrategy[Value]:
    fact = shipped().facts[name]
    if fact.type is FactType.BOOL:
        return st.booleans()
    if fact.type is FactType.INT:
        return st.integers(0, 99)
    if fact.type in (FactType.DATE, FactType.DATETIME):
        return st.dates(date(1950, 1, 1), date(2026, 1, 1))
    if fact.type is FactType.LIST:
        return st.lists(st.sampled_from(fact.values), unique=True).map(tuple)
    return st.sampled_from(fact.values) if fact.values else st.sampled_from(["en", "es"])


@st.composite
def recorded_facts(draw: st.DrawFn) -> dict[str, Value]:
    names = [name for name in shipped().used_facts if not shipped().facts[name].derived and name != "stage"]
    chosen = draw(st.lists(st.sampled_from([*names, "dob"]), unique=True))
    return {name: draw(values_of(name)) for name in chosen}


held_documents = st.builds(
    HeldDocument,
    st.sampled_from(DOCUMENT_STATES),
    requested_on=st.none() | st.dates(date(2025, 1, 1), date(2026, 3, 2)),
    received_on=st.none() | st.dates(date(2025, 1, 1), date(2026, 3, 2)),
    served_on=st.none() | st.dates(date(2025, 1, 1), date(2026, 3, 2)),
    service_language=st.none() | st.just("es"),
    expires_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    checks=st.dictionaries(
        st.sampled_from(["dated", "signature_present", "service_date_and_method", "language_used", "expiry_date"]),
        st.sampled_from(CheckAnswer),
    ),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[ChecklistItem, ...]:
    items = required_items(shipped(), known(draw(recorded_facts())), draw(stages), on=TODAY)
    names = [document.id for document in shipped().documents]
    held = draw(st.lists(st.tuples(st.sampled_from(names), held_documents), max_size=12))
    due = draw(
        st.dictionaries(
            st.sampled_from(["us-pocr-90d-notice", "us-pocr-90d-decision"]), st.dates(TODAY, date(2026, 9, 1))
        )
    )
    return joined(shipped(), items, held, due=due)


@given(recorded_facts(), stages)
def test_the_order_in_which_facts_are_known_never_matters(facts: dict[str, Value], stage: str) -> None:
    turned = dict(reversed(facts.items()))
    first = required_items(shipped(), known(facts), stage, on=TODAY)
    assert required_items(shipped(), known(turned), stage, on=TODAY) == first


@given(recorded_facts(), stages, st.data())
def test_an_unknown_item_is_settled_by_what_it_says_is_missing(
    facts: dict[str, Value], stage: str, data: st.DataObject
) -> None:
    unsure = [item for item in required_items(shipped(), known(facts), stage, on=TODAY) if item.applies is None]
    for item in unsure:
        assert item.missing
        assert not set(item.missing) & set(facts)
    if unsure:
        wanted = {name: "dob" if shipped().facts[name].derived else name for item in unsure for name in item.missing}
        more = {name: data.draw(values_of(name)) for name in set(wanted.values())}
        settled = required_items(shipped(), known({**facts, **more}), stage, on=TODAY)
        named = {item.document.id: item for item in settled}
        first = unsure[0].document.id
        assert first not in named or not set(named[first].missing) & set(unsure[0].missing)


@given(recorded_facts(), stages)
def test_no_stage_leaves_nothing_out(facts: dict[str, Value], stage: str) -> None:
    at_stage = {
        item.document.id for item in required_items(shipped(), known({**facts, "stage": stage}), stage, on=TODAY)
    }
    anywhere = {item.document.id for item in required_items(shipped(), known(facts), None, on=TODAY)}
    assert at_stage <= anywhere


@given(cases(), st.dates(TODAY, date(2026, 12, 31)), st.integers(0, 200))
def test_time_alone_closes_no_gap(items: tuple[ChecklistItem, ...], on: date, days: int) -> None:
    now = {gap.item.document.id for gap in gaps(items, on)}
    later = {gap.item.document.id for gap in gaps(items, on + timedelta(days=days))}
    assert now <= later


@given(cases(), st.dates(TODAY, date(2026, 12, 31)))
def test_a_case_without_gaps_has_all_that_it_needs_and_the_reverse(items: tuple[ChecklistItem, ...], on: date) -> None:
    wanting = {gap.item.document.id for gap in gaps(items, on)}
    for item in items:
        not_yet = item.needed_on is not None and item.needed_on > on
        held = item.held
        there = held is not None and held.state in ("received", "accepted")
        expired = held is not None and held.expires_on is not None and held.expires_on < on
        if item.state == "waived" or not_yet:
            assert item.document.id not in wanting
        elif not there or expired:
            assert item.document.id in wanting
    assert wanting <= {item.document.id for item in items}
