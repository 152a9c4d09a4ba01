"""What the words of an answer give away, whatever its writer says they tell.

It looks for whole words without regard to case and accents: the words of the protected categories, and the facts of the
case itself. It cannot find everything; it finds what an officer writes by habit, and what is copied from the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.rules.day_words import MONTHS
from cpo_tui.rules.disclosure_pack import Category, DisclosurePack

_GROUPED = re.compile(r"(?<=[0-9]) (?=[0-9])")
SHORTEST = 4
"""Letters and digits from which on a fact is looked for; a shorter one stands in every text by chance."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Facts of a case that give it away where they stand in an answer; empty or None where the case has none."""

    reference: str = ""
    a_number: str = ""
    facility: str = ""
    next_hearing_at: When | None = None


def told_unawares(pack: DisclosurePack, words: str, allowed: Iterable[str]) -> tuple[Category, ...]:
    """The protected categories that a text seems to tell although the gate does not allow them."""
    folded = _framed(words)
    permitted = set(allowed)
    return tuple(
        category
        for category in pack.categories.values()
        if category.protected
        and category.id not in permitted
        and any(f" {_plain(word)} " in folded for word in category.words)
    )


def facts_told(facts: CaseFacts, words: str, *, asked: str = "", zone: tzinfo) -> Mapping[str, tuple[str, ...]]:
    """The facts of a case that stand in a text: what each is, and the categories of which any one allows it.

    A number that stands in what was `asked` is no news to the enquirer; a place and a date are, because repeating them
    confirms them. Days are those of the office's `zone`.
    """
    text, question = _framed(words), _framed(asked)
    found: dict[str, tuple[str, ...]] = {}
    if _stands(facts.facility, text):
        found["the place of custody"] = ("custody", "locator")
    if facts.next_hearing_at is not None and any(
        f" {_plain(form)} " in text for form in _days(facts.next_hearing_at, zone)
    ):
        found["the date of the next hearing"] = ("dates",)
    joined = _GROUPED.sub("", text)
    numbers = (
        ("the A-number", facts.a_number, ("a_number", "identity")),
        ("the reference of the case", facts.reference, ("existence", "identity")),
    )
    told = {
        what: allowed_by
        for what, number, allowed_by in numbers
        if (_stands(number, text) or _stands(number, joined)) and not _stands(number, question)
    }
    return found | told


def _stands(fact: str, folded: str) -> bool:
    plain = _plain(fact)
    return len(plain) >= SHORTEST and (f" {plain} " in folded or f" a{plain} " in folded)


def _days(when: When, zone: tzinfo) -> Collection[str]:
    day: date = when.astimezone(zone).date() if isinstance(when, datetime) else when
    english, spanish = (MONTHS[language][day.month - 1] for language in ("en", "es"))
    numbers = {f"{day.day}", f"{day.day:02}"}
    forms = {day.isoformat(), f"{day.month}/{day.day}/{day.year}", f"{day.month:02}/{day.day:02}/{day.year}"}
    for number in numbers:
        for name in (english, english[:3], spanish):
            forms |= {f"{number} {name}", f"{name} {number}", f"{number} de {name}", f"{number}th of {name}"}
    return forms


def _framed(text: str) -> str:
    return f" {' '.join(_plain(text).split())} "


def _plain(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() or one == "-" else " " for one in bare).split())
