"""Reading a documents pack: what it gives, and every error by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from cpo_tui.rules.document_pack import (
    DOCUMENTS_FOLDER,
    Accepted,
    Expiry,
    LanguageRule,
    builtin_documents,
    load_documents,
)
from cpo_tui.rules.pack import PACK_FOLDER, Pack, PackError, load

RULES = """
schema_version = 1
pack = "test"
version = "2026.1"
jurisdiction = "US"
default_calendar = "us_federal"
[[fact]]
name = "custody"
type = "str"
values = ["detained", "released"]
[[fact]]
name = "flag.minor"
type = "bool"
[[event]]
kind = "started"
label = "Started"
category = "custody"
[[rule]]
id = "us-notice"
title = "Notice"
kind = "obligation"
severity = "policy"
status = "in_force"
actor = "ERO"
applies_when = "always"
when = "true"
facts = []
trigger_event = "started"
[rule.offset]
amount = 5
unit = "calendar_days"
[rule.source]
citation = "8 CFR 1.1"
verified = "text"
confidence = "high"
"""

DOCUMENTS = """
schema_version = 1
pack = "test-documents"
version = "2026.1"
jurisdiction = "US"
rules = "test"
[phase]
intake = "Intake"
[[supplier]]
id = "office"
label = "this office"
first_chase = "2d"
next_chase = "2d"
escalate_after = 2
escalate_to = "supervisor"
[check_set]
identity = ["dated", "signed"]
[check]
dated = "Is it dated?"
signed = "Is it signed?"
[[document]]
id = "doc-one"
name = "Notice One"
form = "I-1"
phase = "intake"
required_when = "custody"
when = 'custody == "detained" || flag_minor'
supplied_by = "office"
needed_by = "us-notice"
check_sets = ["identity"]
[document.source]
citation = "8 CFR 1.1"
verified = "text"
confidence = "high"
[[checklist]]
id = "list"
title = "List"
stages = ["intake"]
applies_when = "always"
when = "true"
documents = ["doc-one"]
"""


@cache
def rules() -> Pack:
    return load(RULES)


def problems(old: str, new: str) -> list[str]:
    assert old in DOCUMENTS
    with pytest.raises(PackError) as caught:
        load_documents(DOCUMENTS.replace(old, new), rules())
    return [str(problem) for problem in caught.value.problems]


def test_a_pack_is_read() -> None:
    pack = load_documents(DOCUMENTS, rules())
    document = pack.by_id["doc-one"]
    assert document.checks == ("dated", "signed")
    assert (document.language, document.accept, document.expires) == (LanguageRule.NONE, Accepted.COPY, Expiry.NONE)
    assert pack.used_facts == ("custody", "flag.minor")
    assert pack.checklists[0].entries[0].document == "doc-one"
    assert pack.suppliers["office"].first_chase.days == 2


@pytest.mark.parametrize("text", ["I-1", "i1", "I 1", "doc-one", "NOTICE ONE"])
def test_a_document_is_found_by_each_of_its_names(text: str) -> None:
    found = load_documents(DOCUMENTS, rules()).find(None, "", text)
    assert found is not None
    assert found.id == "doc-one"


def test_a_form_that_two_documents_share_names_neither() -> None:
    pack = builtin_documents(load(PACK_FOLDER / "us-ice-ero.toml"))[0]
    assert pack.find("office letter") is None
    found = pack.find("office letter", "I-862")
    assert found is not None
    assert found.id == "doc-i862"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('form = "I-1"', "", "form: is missing"),
        ('phase = "intake"', 'phase = "intak"', "unknown phase 'intak' (did you mean intake?)"),
        ('supplied_by = "office"', 'supplied_by = "offce"', "unknown supplier 'offce' (did you mean office?)"),
        ('needed_by = "us-notice"', 'needed_by = "us-notise"', "unknown rule 'us-notise' (did you mean us-notice?)"),
        ('identity = ["dated", "signed"]', 'identity = ["dated", "sined", "signed"]', "nobody defined the check 'sined' (did you mean signed?)"),
        ('signed = "Is it signed?"', 'signed = "Is it signed?"\nextra = "?"', "is a check that no document uses"),
        ('check_sets = ["identity"]', 'check_sets = ["identiti"]', "unknown set of checks 'identiti' (did you mean identity?)"),
        ('check_sets = ["identity"]', 'check_sets = ["identity"]\nchecks = ["dated"]', "names 'dated' twice"),
        ("|| flag_minor", "|| flag_miner", "unknown fact 'flag_miner' (did you mean flag_minor?)"),
        ("|| flag_minor", "|| flag.minor", "flag.minor is written with a dot (did you mean flag_minor?)"),
        ('custody == "detained"', 'custody == "detaind"', 'custody is never "detaind"'),
        ('custody == "detained"', "custody ==", "not a CEL expression"),
        ('documents = ["doc-one"]', 'documents = ["doc-one", "doc-tow"]', "unknown document 'doc-tow' (did you mean doc-one?)"),
        ('documents = ["doc-one"]', 'documents = ["doc-one", "doc-one"]', "names doc-one twice"),
        ('documents = ["doc-one"]', "", "a checklist needs documents"),
        ('stages = ["intake"]', 'stages = ["intak"]', "unknown open stage 'intak' (did you mean intake?)"),
        ('stages = ["intake"]', 'stages = ["closed"]', "unknown open stage 'closed'"),
        ('first_chase = "2d"', 'first_chase = "0"', "must be a length of at least a day"),
        ('first_chase = "2d"', 'first_chase = "two days"', 'must be a plain duration such as "14d"'),
        ('citation = "8 CFR 1.1"', "", "a document needs a citation"),
        ('rules = "test"', 'rules = "other"', "was made for 'other', not for 'test'"),
        ('form = "I-1"', 'form = "I-1"\nwarn = ["60d"]', "belongs to a document that expires"),
        ('form = "I-1"', 'form = "I-1"\nexpires = "optional"\nwarn = ["x"]', "must be lengths such as"),
        ('form = "I-1"', 'form = "I-1"\nname_es = " "', "name_es: is empty"),
        ('form = "I-1"', 'form = "I-1"\ncolour = "red"', "colour: is not a key of this table"),
        ('form = "I-1"', 'form = "I-1"\npriority_by_nationality = 1', "no term of order or lead may depend on nationality"),
        ('title = "List"', 'title = "List"\n[[checklist.item]]\ndocument = "doc-one"', "when: is missing"),
        ("schema_version = 1", "schema_version = 2", "newer than the 1"),
        ("schema_version = 1", "schema_version = [", "is not TOML"),
    ],
)  # fmt: skip
def test_every_error_is_named(old: str, new: str, told: str) -> None:
    assert any(told in problem for problem in problems(old, new)), problems(old, new)


def test_a_document_on_no_checklist_is_an_error_unless_it_follows_the_case() -> None:
    other = DOCUMENTS[DOCUMENTS.index("[[document]]") : DOCUMENTS.index("[[checklist]]")].replace("doc-one", "doc-two")
    lonely = DOCUMENTS + other
    with pytest.raises(PackError, match="doc-two · id: is on no checklist and does not follow the case"):
        load_documents(lonely, rules())
    following = lonely.replace('id = "doc-two"', 'id = "doc-two"\nfollows_the_case = true')
    assert load_documents(following, rules()).by_id["doc-two"].follows_the_case


def test_all_errors_are_told_at_once() -> None:
    found = problems('form = "I-1"\nphase = "intake"', 'form = "I-1"\nphase = "x"\nextra = 1')
    assert len(found) == 2


def test_an_id_is_used_once() -> None:
    twice = DOCUMENTS + DOCUMENTS[DOCUMENTS.index("[[checklist]]") :]
    with pytest.raises(PackError, match="is used twice"):
        load_documents(twice, rules())


def test_a_file_that_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load_documents(tmp_path / "none.toml", rules())
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PackError, match="is not UTF-8"):
        load_documents(tmp_path / "bad.toml", rules())


def test_the_united_kingdom_has_no_documents_pack_yet() -> None:
    assert builtin_documents(load(PACK_FOLDER / "uk-home-office.toml")) == ()
    assert [path.name for path in DOCUMENTS_FOLDER.glob("*.toml")] == ["us-documents.toml"]
