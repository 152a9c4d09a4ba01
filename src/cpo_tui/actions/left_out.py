"""What stays out of what leaves the screen: whole cases by their safeguards, records by what they tell; and how many."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from cpo_tui.exchange.protection import Protection
from cpo_tui.store import deadlines, disclosing, exports
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import case_row

Record = dict[str, Any]
Row = tuple[Any, ...]

WORDS: dict[str, tuple[str, ...]] = {
    "events": ("kind", "title", "body", "facts"), "documents": ("document", "form", "notes"),
    "inquiries": ("subject", "question", "answer"), "deadlines": ("title",), "clocks": ("title",), "tasks": ("title",),
    "notes": ("body",), "holds": ("reason",), "hearings": ("kind", "place", "outcome"),
    "disclosures": ("categories", "words"), "decisions": ("summary", "reason"), "safeguard_records": ("kind", "source"),
    "representations": ("scope",), "consents": ("scope",), "promises": ("words",), "cases": ("demand", "citation"),
}  # fmt: skip
"""Kind of record → the columns that may tell something protected in words."""
_COUNSELS = frozenset({"inquiries", "disclosures"})
"""The kinds whose records may be communications with counsel."""
_PARTS = re.compile(r"[^\W_]+|\S")
"""Letters and digits without a gap, or one sign: a reference is some of these, wherever it stands in a word."""
_SHORTEST_NUMBER = 5
"""A reference of fewer digits and nothing else cannot be told from a day, an hour or an amount."""


class Keep:
    """Lets through what may leave, keeps the rest back, and counts what it kept back.

    `asked` is that protected categories were asked for, with a reason and by somebody who may: then nothing of what is
    asked about stays out, but what is said of another case still does.
    """

    def __init__(
        self, protection: Protection, *, asked: bool = False, unnamed: Callable[[], Iterable[str]] | None = None,
        own: str = "",
    ) -> None:  # fmt: skip
        self.protection = protection
        self._own = own.casefold()
        self.asked = asked
        self.left_out = 0
        self._unnamed = unnamed

    @property
    def without(self) -> frozenset[str]:
        """The safeguards whose cases stay out."""
        return frozenset() if self.asked else self.protection.flags

    def whole(self, safeguards: Collection[str]) -> bool:
        """Whether a case with these safeguards stays out, all of it."""
        return not self.without.isdisjoint(safeguards)

    def protects(self, safeguards: Collection[str]) -> bool:
        """Whether these safeguards protect the whole of a case, whatever was asked for.

        So of another case: what was asked for, and the reason, are about the one case and no other.
        """
        return not self.protection.flags.isdisjoint(safeguards)

    def of(self, kind: str, found: list[Record]) -> list[Record]:
        """Those of a kind's records that may leave."""
        if self.asked and self._unnamed is None:
            return found
        kept = [one for one in found if not self.tells(kind, one) and not self._names_another(one)]
        self.left_out += len(found) - len(kept)
        return kept

    def rows(self, kind: str, columns: Sequence[str], found: Iterator[Row]) -> Iterator[Row]:
        """Those of a kind's rows that may leave, by the names of their columns; they are counted while they are read."""
        return found if self.asked else self._rows(kind, columns, found)

    def _rows(self, kind: str, columns: Sequence[str], found: Iterator[Row]) -> Iterator[Row]:
        # A million rows pass here: the places are looked up once, and no row becomes a mapping.
        words = [columns.index(name) for name in WORDS[kind]]
        event = columns.index("kind") if kind == "events" else None
        capacity = columns.index("capacity") if kind in _COUNSELS else None
        protection = self.protection
        for row in found:
            if (
                (event is not None and protection.by_event(row[event]))
                or (capacity is not None and protection.by_capacity(row[capacity]))
                or protection.by_words([row[place] for place in words])
            ):
                self.left_out += 1
            else:
                yield row

    def tells(self, kind: str, record: Mapping[str, Any]) -> bool:
        """Whether a record tells something protected that was not asked for."""
        if self.asked:
            return False
        if kind == "events" and self.protection.by_event(record["kind"]):
            return True
        if kind in _COUNSELS and self.protection.by_capacity(record["capacity"]):
            return True
        return self.protection.by_words(_texts(record[name] for name in WORDS[kind]))

    def _names_another(self, record: Mapping[str, Any]) -> bool:
        """Whether a record names a protected case that it is not about: the reference alone tells that there is one."""
        if not (self._plain_names or self._spaced_names):
            return False
        return any(self._names(text.casefold()) for text in _texts(record.values()))

    def _names(self, text: str) -> bool:
        return any(map(self._is_in, text.split())) or any(one in text for one in self._spaced_names)

    def _is_in(self, word: str) -> bool:
        """Whether a reference is in a word: *C-7's*, *(C-7/C-8)*; where that of the case itself is longer, it is that."""
        parts = _PARTS.findall(word)
        at = 0
        while at < len(parts):
            ahead = 1
            for end in range(min(len(parts), at + self._longest), at, -1):
                name = "".join(parts[at:end])
                if name == self._own:
                    ahead = end - at
                    break
                if name in self._plain_names:
                    return True
            at += ahead
        return False

    @cached_property
    def _references(self) -> list[str]:
        names = [one.casefold() for one in (self._unnamed() if self._unnamed is not None else ())]
        return [one for one in names if not (one.isdigit() and len(one) < _SHORTEST_NUMBER)]

    @cached_property
    def _plain_names(self) -> frozenset[str]:
        return frozenset(one for one in self._references if not any(map(str.isspace, one)))

    @cached_property
    def _longest(self) -> int:
        """Of how many parts a reference is at most."""
        return max(len(_PARTS.findall(one)) for one in (*self._plain_names, self._own))

    @cached_property
    def _spaced_names(self) -> tuple[str, ...]:
        return tuple(one for one in self._references if any(map(str.isspace, one)))


def keep_for(connection: Connection, *, asked: bool = False, about: int | None = None) -> Keep:
    """What keeps back by the packs in use.

    `about` is the row id of the one case that a file is about: then what names another protected case stays out too.
    """
    protection = Protection(disclosing.pack_of(connection), partial(deadlines.pack_in_use, connection))
    if about is None:
        return Keep(protection, asked=asked)
    unnamed = partial(exports.protected_references, connection, protection.flags, but=about)
    return Keep(protection, asked=asked, unnamed=unnamed, own=case_row(connection, about).reference)


def _texts(values: Iterable[object]) -> Iterator[str]:
    """Every text in values, in the lists and mappings among them too."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value.values())
        elif isinstance(value, list | tuple):
            yield from _texts(value)
