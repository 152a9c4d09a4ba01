"""What a header that is not understood might mean: proposals for a person to accept, never taken by themselves."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.names import ALIASES, spaced
from cpo_tui.exchange.profiles import builtin, builtin_names

_SYNONYMS = {
    "a_number": (
        "alien number",
        "alien no",
        "alien file number",
        "alien file no",
        "alien file",
        "alien id",
        "a num",
        "alien registration number",
        "a no",
        "anumber",
        "file number",
    ),
    "reference": (
        "case id",
        "case number",
        "case no",
        "case",
        "id",
        "ref",
        "record id",
        "unique identifier",
        "case reference",
    ),
    "full_name": (
        "name",
        "person",
        "person name",
        "subject name",
        "alien name",
        "respondent",
        "respondent name",
        "client",
        "client name",
        "detainee",
        "detainee name",
        "subject",
    ),
    "birth_date": ("birthdate", "born", "birth"),
    "nationality": ("citizenship", "citizenship country", "country", "country of citizenship", "nat"),
    "language": ("lang", "primary language", "spoken language"),
    "custody_status": ("custody", "detention status", "detained", "cust status"),
    "facility": ("detention facility", "location", "site", "place", "fac", "detention location"),
    "officer": ("deportation officer", "assigned to", "assigned officer", "case officer"),
    "opened_on": ("opened", "open date", "case opened", "received"),
    "closed_on": ("closed", "close date", "case close date", "case closed date"),
    "next_hearing_on": ("next hearing", "hearing date", "hearing", "next hrg", "next hearing date"),
    "docket": ("docket type",),
    "notes": ("comments", "remarks", "note", "comment"),
}


def proposed_mapping(header: Sequence[str], kind: str = "cases") -> tuple[tuple[str, str], ...]:
    """(column, field) pairs that a person may want to map, in the order of the header; each field once."""
    words = {name.replace("_", " "): name for name in COLUMNS[kind]} | dict(ALIASES[kind])
    if kind == "cases":
        words |= {synonym: name for name, synonyms in _SYNONYMS.items() for synonym in synonyms}
    taken: set[str] = set()
    pairs = []
    for cell in header:
        name = " ".join(re.sub(r"[.:*?()]+", " ", spaced(cell)).split())
        near = [name] if name in words else difflib.get_close_matches(name, words, n=1, cutoff=0.8)
        if near and words[near[0]] not in taken:
            taken.add(words[near[0]])
            pairs.append((cell.strip(), words[near[0]]))
    return tuple(pairs)


def proposed_profile(header: Sequence[str]) -> str | None:
    """The built-in profile whose required columns are all in the header, the fullest match first; None for none."""
    names = {spaced(cell) for cell in header}
    best: tuple[int, str] | None = None
    for name in builtin_names():
        profile = builtin(name)
        by_name = {column.name: {spaced(alias) for alias in column.names} for column in profile.columns}
        if not profile.required or any(by_name[column].isdisjoint(names) for column in profile.required):
            continue
        hits = sum(not aliases.isdisjoint(names) for aliases in by_name.values())
        if best is None or hits > best[0]:
            best = (hits, name)
    return best[1] if best else None
