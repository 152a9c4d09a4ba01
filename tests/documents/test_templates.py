"""Templates of letters: whole in both languages, in force on a day, and without a gap."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cpo_tui.documents.letter_words import letter_words
from cpo_tui.documents.setting import reading_age
from cpo_tui.documents.templates import FOLDER, LANGUAGES, Wanting, filled, names, read, template, tried
from cpo_tui.errors import NotFound, Refused, RuleError
from cpo_tui.rules.disclosure_pack import disclosure_pack
from cpo_tui.rules.document_pack import builtin_documents
from cpo_tui.rules.gaps import Reason
from cpo_tui.rules.pack import builtin_packs
from cpo_tui.store.documents import STEP_KINDS

DAY = date(2026, 3, 2)
FIELDS: dict[str, Any] = {
    "reference": "C-1", "person": "María Núñez", "recipient": "J. Ortiz", "officer": "alvarez", "stage": "appeal",
    "missing": ({"label": "I-862, Notice to Appear", "reason": "rejected"},), "step": {"title": "hearing", "day": "May 4, 2026"},
    "inquiry": "2026-7", "document": "I-862", "appointment": {"title": "hearing", "day": "May 4, 2026", "time": "09:00"},
    "status": "The case is at this stage: appeal.",
}  # fmt: skip


def test_every_letter_that_the_gate_asks_for_is_there() -> None:
    wanted = {requirement.letter for requirement in disclosure_pack().requirements.values()}
    assert wanted <= set(names())
    assert {"deficiency", "document_request", "acknowledgement", "status", "appointment_cover", "handover_note"} <= set(
        names()
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_every_letter_can_be_filled_and_is_plain(name: str, language: str) -> None:
    made = template(name)
    assert set(made.categories) <= set(disclosure_pack().categories)
    subject, body = filled(made, language, FIELDS, DAY)
    assert subject
    assert "{" not in body
    assert "J. Ortiz" in body
    assert reading_age(body, language) <= 12, reading_age(body, language)


@pytest.mark.parametrize("name", names())
def test_an_empty_field_refuses_the_letter(name: str) -> None:
    for field in ("recipient", "officer"):
        for wrong in (None, "", "  "):
            with pytest.raises(Refused) as caught:
                filled(template(name), "es", {**FIELDS, field: wrong}, DAY)
            assert caught.value.name == "unfilled"
        with pytest.raises(Refused):
            filled(template(name), "es", {key: value for key, value in FIELDS.items() if key != field}, DAY)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2028, 1, 1)])
def test_a_text_that_is_not_in_force_cannot_be_used(day: date) -> None:
    with pytest.raises(Refused) as caught:
        filled(template("deficiency"), "en", FIELDS, day)
    assert caught.value.name == "expired_template"


def test_what_is_not_there_is_said() -> None:
    with pytest.raises(NotFound, match="no letter"):
        template("../../etc/passwd")
    with pytest.raises(Refused, match="no words"):
        filled(template("status"), "fr", FIELDS, DAY)
    with pytest.raises(Refused, match="no missing"):
        filled(template("deficiency"), "en", {**FIELDS, "missing": ()}, DAY)


GOOD = (FOLDER / "deficiency.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "version = ",
        "version = '1'",
        GOOD.replace("effective_to = 2027-12-31", "effective_to = 2020-12-31"),
        GOOD.replace("{% endfor %}", "", 1),
        GOOD.replace("{{ officer }}", "{{ officer ", 1),
        "version='1'\neffective_from=2026-01-01\ncategories=[]\n",
        GOOD.replace("effective_from = 2026-01-01", "effective_from = 'today'"),
    ],
)
def test_a_broken_template_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(RuleError) as caught:
        read("wrong", text)
    assert caught.value.name == "bad_template"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ recipient.__init__.__globals__ }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{{ 'x' * 10**6 }}",
        "{% include '/etc/passwd' %}",
        "{{ cycler.__init__ }}",
    ],
)
def test_a_template_can_do_nothing_but_fill_fields(attack: str) -> None:
    made = read("wrong", GOOD.replace("{{ officer }}", attack, 1))
    with pytest.raises((Refused, RuleError)):
        filled(made, "en", FIELDS, DAY)


def test_every_gap_of_a_letter_is_named_at_once() -> None:
    made = read(
        "x",
        'version = "1"\neffective_from = 2026-01-01\ncategories = []\nneeds = ["document"]\n[en]\nsubject = "{{ reference }}"\n'
        'body = "{{ person }}, {{ step.title }} on {{ step.day }}. {% if inquiry %}{{ inquiry }}{% endif %} {{ document }}"\n',
    )
    fields = {
        "reference": "C-1",
        "person": " ",
        "step": {"title": "Hearing", "day": None},
        "inquiry": None,
        "document": None,
    }
    found = tried(made, "en", fields, date(2026, 3, 2))
    assert set(found.unfilled) == {"document", "person", "step.day"}
    assert found.body == "[person?], Hearing on [step.day?].  [document?]"
    with pytest.raises(Refused) as refusal:
        filled(made, "en", fields, date(2026, 3, 2))
    assert set(refusal.value.details["fields"]) == {"document", "person", "step.day"}


def test_every_document_and_reason_has_its_words_in_spanish() -> None:
    words = letter_words()
    packs = [pack for rules in builtin_packs() for pack in builtin_documents(rules)]
    assert packs
    assert [one.id for pack in packs for one in pack.documents if not one.name_es] == []
    assert set(words.reasons["es"]) == {reason.value for reason in Reason}
    suppliers = {name for pack in packs for name in pack.suppliers}
    assert {name for names in words.asked_of.values() for name in names} <= suppliers


def test_every_step_of_the_law_has_its_title_in_spanish() -> None:
    for rules in builtin_packs():
        named = {one.needed_by for pack in builtin_documents(rules) for one in pack.documents}
        steps = [one for one in rules.rules if one.id in named or one.kind in STEP_KINDS]
        assert steps
        assert [one.id for one in steps if not one.title_es] == []


def test_what_has_no_words_in_spanish_is_a_gap_of_the_letter() -> None:
    missing = (
        {"label": Wanting.in_spanish("name", "I-999"), "reason": "todavía no se ha pedido"},
        {"label": "I-862, Aviso de comparecencia", "reason": "fue rechazado"},
    )
    found = tried(template("deficiency"), "es", {**FIELDS, "missing": missing}, DAY)
    assert found.unfilled == ("Spanish name of I-999",)
    assert "- [Spanish name of I-999?]: todavía" in found.body
    with pytest.raises(Refused) as refusal:
        filled(template("deficiency"), "es", {**FIELDS, "missing": missing}, DAY)
    assert "name_es" in refusal.value.hint
    assert filled(template("deficiency"), "es", {**FIELDS, "missing": missing[1:]}, DAY)


def test_what_is_wanting_as_a_whole_is_named_once() -> None:
    found = tried(template("appointment_cover"), "en", {**FIELDS, "appointment": None}, DAY)
    assert found.unfilled == ("appointment",)
