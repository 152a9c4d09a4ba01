"""Names in many traditions, none of which can hurt a screen or a file."""

from __future__ import annotations

import unicodedata
from collections import Counter

from cpo_tui.domain.text import safe
from cpo_tui.samples.dice import Dice
from cpo_tui.samples.people import PEOPLES, invent

PEOPLE = [invent(dice) for dice in [Dice(11)] for _ in range(6_000)]


def test_the_names_are_of_many_scripts() -> None:
    scripts = {unicodedata.name(letter).split()[0] for person in PEOPLE for letter in person.name if letter.isalpha()}
    assert {
        "LATIN", "CYRILLIC", "ARABIC", "CJK", "HANGUL", "DEVANAGARI", "BENGALI", "ETHIOPIC", "GEORGIAN", "ARMENIAN",
    } <= scripts  # fmt: skip


def test_the_names_are_of_many_shapes() -> None:
    names = [person.name for person in PEOPLE]
    assert any("'" in name for name in names)
    assert any("-" in name for name in names)
    assert any(" " not in name and "," not in name for name in names), "a single name"
    assert any(name.endswith(" LNU") or name.startswith("FNU ") for name in names)
    assert any(len(name.split(", ")[0].split()) >= 2 for name in names if ", " in name), "two surnames"


def test_a_name_is_shown_as_it_is() -> None:
    for person in PEOPLE:
        assert safe(person.name) == person.name
        assert person.name == unicodedata.normalize("NFC", person.name)
        assert person.name == " ".join(person.name.split())


def test_nobody_stands_out_by_number() -> None:
    met = Counter(person.name for person in PEOPLE)
    assert max(met.values()) <= 45, met.most_common(3)
    assert {person.nationality for person in PEOPLE} == {people.nationality for people in PEOPLES}


def test_english_speakers_need_no_interpreter() -> None:
    assert not any(person.interpreter for person in PEOPLE if person.language == "English")
    assert any(person.interpreter for person in PEOPLE)
