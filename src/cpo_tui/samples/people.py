"""Invented people: a name in its own tradition, and what a file says of the person beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cpo_tui.samples import name_parts as parts
from cpo_tui.samples.dice import Dice, weighted
from cpo_tui.samples.name_parts import NameParts

Build = Callable[[Dice, NameParts, bool], str]


class Person(NamedTuple):
    """Who a case is about. `woman` only chooses words of the language; it is not a column."""

    name: str
    nationality: str
    language: str
    interpreter: bool
    woman: bool


@dataclass(frozen=True, slots=True)
class People:
    """A country, a language and a way of building names; `weight` is how often it is met."""

    nationality: str
    language: str
    parts: NameParts
    build: Build
    weight: int


def _given(dice: Dice, of: NameParts, woman: bool) -> str:
    return dice.pick(of.women if woman else of.men)


def _family(dice: Dice, of: NameParts, woman: bool) -> str:
    return dice.pick(of.family_of_women if woman and of.family_of_women else of.family)


def comma(dice: Dice, of: NameParts, woman: bool) -> str:
    """`Family, Given`, as most extracts write it."""
    return f"{_family(dice, of, woman)}, {_given(dice, of, woman)}"


def given_first(dice: Dice, of: NameParts, woman: bool) -> str:
    """`Given Family`."""
    return f"{_given(dice, of, woman)} {_family(dice, of, woman)}"


def family_first(dice: Dice, of: NameParts, woman: bool) -> str:
    """`Family Given` without a comma."""
    return f"{_family(dice, of, woman)} {_given(dice, of, woman)}"


def two_surnames(dice: Dice, of: NameParts, woman: bool) -> str:
    """`Father's Mother's, Given`; now and then one surname only, a hyphen, or a second given name."""
    first, second, given = dice.pick(of.family), dice.pick(of.family), _given(dice, of, woman)
    chance = dice.below(100)
    if chance < 8:  # noqa: PLR2004 - eight in a hundred files give one surname
        return f"{first}, {given}"
    if chance < 12:  # noqa: PLR2004
        return f"{first}-{second}, {given}"
    if chance < 15:  # noqa: PLR2004
        return f"{given} {first} y {second}"
    if chance < 25 and " " not in given:  # noqa: PLR2004
        given = f"{given} {_given(dice, of, woman)}"
    return f"{first} {second}, {given}"


def fathers_name(dice: Dice, of: NameParts, woman: bool) -> str:
    """`Given Father's Grandfather's`, where there are no family names."""
    return f"{_given(dice, of, woman)} {dice.pick(of.men)} {dice.pick(of.family)}"


def one_name(dice: Dice, of: NameParts, woman: bool) -> str:
    """A single name, as given."""
    return _given(dice, of, woman)


def one_name_marked(dice: Dice, of: NameParts, woman: bool) -> str:
    """A single name in a system that wants two: `FNU` or `LNU` stands for the one that is not known."""
    if of.family and dice.chance(50):
        return f"{dice.pick(of.family)}, {_given(dice, of, woman)}"
    return f"FNU {_given(dice, of, woman)}" if dice.chance(40) else f"{_given(dice, of, woman)} LNU"


PEOPLES: tuple[People, ...] = (
    People("Mexico", "Spanish", parts.SPANISH, two_surnames, 14),
    People("Guatemala", "Spanish", parts.SPANISH, two_surnames, 8),
    People("Guatemala", "K'iche'", parts.MAYAN, given_first, 2),
    People("Guatemala", "Mam", parts.MAYAN, comma, 2),
    People("Honduras", "Spanish", parts.SPANISH, two_surnames, 9),
    People("El Salvador", "Spanish", parts.SPANISH, two_surnames, 7),
    People("Venezuela", "Spanish", parts.SPANISH, two_surnames, 8),
    People("Colombia", "Spanish", parts.SPANISH, two_surnames, 5),
    People("Ecuador", "Spanish", parts.SPANISH, two_surnames, 5),
    People("Nicaragua", "Spanish", parts.SPANISH, two_surnames, 4),
    People("Cuba", "Spanish", parts.SPANISH, two_surnames, 4),
    People("Dominican Republic", "Spanish", parts.SPANISH, two_surnames, 4),
    People("Peru", "Spanish", parts.SPANISH, two_surnames, 3),
    People("Brazil", "Portuguese", parts.PORTUGUESE, given_first, 4),
    People("Haiti", "Haitian Creole", parts.HAITIAN, comma, 4),
    People("Jamaica", "English", parts.CARIBBEAN, comma, 3),
    People("Trinidad and Tobago", "English", parts.CARIBBEAN, comma, 1),
    People("Nigeria", "English", parts.WEST_AFRICAN, comma, 3),
    People("Ghana", "Twi", parts.WEST_AFRICAN, given_first, 2),
    People("Senegal", "Wolof", parts.SAHEL, given_first, 2),
    People("Guinea", "Pular", parts.SAHEL, comma, 1),
    People("Mauritania", "Pular", parts.SAHEL, given_first, 1),
    People("Egypt", "Arabic", parts.ARABIC, fathers_name, 1),
    People("Syria", "Arabic", parts.ARABIC, given_first, 1),
    People("Yemen", "Arabic", parts.ARABIC, fathers_name, 1),
    People("Jordan", "Arabic", parts.ARABIC_LATIN, comma, 1),
    People("Morocco", "Arabic", parts.ARABIC_LATIN, given_first, 1),
    People("Iran", "Farsi", parts.PERSIAN, given_first, 1),
    People("Afghanistan", "Dari", parts.AFGHAN, one_name_marked, 2),
    People("Afghanistan", "Pashto", parts.AFGHAN, comma, 1),
    People("Russia", "Russian", parts.RUSSIAN, family_first, 3),
    People("Ukraine", "Ukrainian", parts.UKRAINIAN, given_first, 3),
    People("Uzbekistan", "Uzbek", parts.CENTRAL_ASIAN, comma, 2),
    People("Kyrgyzstan", "Kyrgyz", parts.CENTRAL_ASIAN, comma, 1),
    People("Georgia", "Georgian", parts.GEORGIAN, given_first, 2),
    People("Armenia", "Armenian", parts.ARMENIAN, given_first, 1),
    People("Turkey", "Turkish", parts.TURKISH, given_first, 2),
    People("Romania", "Romanian", parts.ROMANIAN, comma, 1),
    People("Poland", "Polish", parts.POLISH, comma, 1),
    People("Albania", "Albanian", parts.ALBANIAN, comma, 1),
    People("Ireland", "English", parts.IRISH, comma, 2),
    People("China", "Mandarin", parts.CHINESE, family_first, 5),
    People("China", "Fuzhounese", parts.FUZHOU, comma, 2),
    People("South Korea", "Korean", parts.KOREAN, family_first, 1),
    People("Japan", "Japanese", parts.JAPANESE, family_first, 1),
    People("Viet Nam", "Vietnamese", parts.VIETNAMESE, family_first, 4),
    People("India", "Hindi", parts.HINDI, given_first, 2),
    People("India", "Punjabi", parts.PUNJABI, comma, 3),
    People("India", "Gujarati", parts.GUJARATI, comma, 1),
    People("Nepal", "Nepali", parts.NEPALI, given_first, 1),
    People("Bangladesh", "Bengali", parts.BENGALI, given_first, 1),
    People("Sri Lanka", "Tamil", parts.TAMIL, comma, 1),
    People("Burma", "Burmese", parts.BURMESE, one_name, 1),
    People("Indonesia", "Indonesian", parts.INDONESIAN, one_name, 2),
    People("Philippines", "Tagalog", parts.FILIPINO, comma, 2),
    People("Laos", "Hmong", parts.LAO_HMONG, comma, 2),
    People("Ethiopia", "Amharic", parts.AMHARIC, fathers_name, 2),
    People("Eritrea", "Tigrinya", parts.TIGRINYA, fathers_name, 2),
    People("Somalia", "Somali", parts.SOMALI, fathers_name, 1),
)
_TICKETS = weighted((people, people.weight) for people in PEOPLES)


def invent(dice: Dice) -> Person:
    """One invented person."""
    people = dice.pick(_TICKETS)
    woman = dice.chance(31)
    language = people.language
    interpreter = language != "English" and dice.chance(84)
    return Person(people.build(dice, people.parts, woman), people.nationality, language, interpreter, woman)
