"""Typed reading of the tables of a pack: every wrong or unknown key is noted, none stops the reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from cpo_tui.rules.durations import lead_from_text
from cpo_tui.rules.pack import Problem

Choice = TypeVar("Choice", bound=StrEnum)

BARRED = (
    "nationality",
    "birth_country",
    "country_of_birth",
    "race",
    "ethnicity",
    "religion",
    "language",
    "sex",
    "gender",
    "age",
)
"""What never moves a case up or down the list by itself."""

_ORDERING = ("order", "priority", "weight", "score", "rank", "sort", "lead", "boost")


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like `name`; empty where none is like it."""
    return next(iter(get_close_matches(name, list(known), n=1)), "")


@dataclass(slots=True)
class Fields:
    """One table of a pack, read key by key; `finish` notes the keys that nobody asked for."""

    table: Mapping[str, Any]
    file: str
    rule: str = ""
    where: str = ""
    problems: list[Problem] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)

    def fault(self, key: str, reason: str, near: str = "") -> None:
        """Note that a key is wrong."""
        path = f"{self.where}.{key}" if self.where and key else self.where or key
        self.problems.append(Problem(self.file, self.rule, path, reason, near))

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A text; empty (or `default`) where it is absent."""
        value = self._take(key, required=required)
        if value is None:
            return default
        if not isinstance(value, str) or (required and not value.strip()):
            self.fault(key, f"must be a text, not {_shown(value)}")
            return default
        return value

    def spanish(self, key: str) -> str:
        """A text in Spanish, which may be left out; empty where it is. A blank one is a fault: letters would show a hole."""
        found = self.text(key)
        if key in self.table and isinstance(self.table[key], str) and not found.strip():
            self.fault(key, "is empty: write it, or leave the key out")
        return found.strip()

    def words(self, key: str) -> tuple[str, ...]:
        """A list of names; one name may stand without brackets."""
        value = self._take(key)
        if value is None:
            return ()
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            self.fault(key, f"must be a name or a list of names, not {_shown(value)}")
            return ()
        return tuple(listed)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(key, f"must be true or false, not {_shown(value)}")
            return default
        return value

    def number(self, key: str, *, most: int = 10_000) -> int | None:
        """A whole number from 0 to `most`; None where it is absent or wrong."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.fault(key, f"must be a whole number from 0 to {most}, not {_shown(value)}")
            return None
        return value

    def day(self, key: str) -> date | None:
        """A day; None where it is absent or wrong."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            self.fault(key, f"must be a date such as 2026-03-02, not {_shown(value)}")
            return None
        return value

    def clock(self, key: str) -> time | None:
        """A time of day such as "14:00"."""
        value = self._take(key)
        if value is None or isinstance(value, time):
            return value
        if isinstance(value, str):
            with suppress(ValueError):  # told below, in the words of the pack
                return time.fromisoformat(value)
        self.fault(key, f'must be a time of day such as "14:00", not {_shown(value)}')
        return None

    def lead(self, key: str) -> timedelta | None:
        """A plain duration; never an expression, and never anything about the person."""
        value = self._take(key)
        if value is None:
            return None
        found = lead_from_text(value) if isinstance(value, str) else None
        if found is None:
            barred = barred_in(_shown(value))
            why = f" (a lead may not depend on {barred})" if barred else ""
            self.fault(key, f'must be a plain duration such as "14d" or "72h", not {_shown(value)}{why}')
        return found

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of a fixed set of words."""
        value = self._take(key, required=default is None)
        known = [member.value for member in kind]
        if value in known:
            return kind(value)
        if value is not None:
            self.fault(key, f"must be one of {', '.join(known)}, not {_shown(value)}", nearest(str(value), known))
        return default if default is not None else next(iter(kind))

    def one_of(self, key: str, known: Iterable[str], default: str) -> str:
        """One of a list of words that is not an enumeration of its own."""
        value = self.text(key, default=default)
        if value not in known:
            self.fault(key, f"must be one of {', '.join(known)}, not {value!r}", nearest(value, known))
            return default
        return value

    def raw(self, key: str) -> Any:
        """The value as TOML gives it."""
        return self._take(key)

    def child(self, key: str) -> Fields | None:
        """A table within this one; None where it is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.fault(key, f"must be a table, not {_shown(value)}")
            return None
        return Fields(value, self.file, self.rule, f"{self.where}.{key}" if self.where else key, self.problems)

    def children(self, key: str) -> tuple[Fields, ...]:
        """The tables of an array; each knows the id, kind or name by which it is called."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self.fault(key, f"must be an array of tables ([[{key}]]), not {_shown(value)}")
            return ()
        # The id says which rule is meant, so the path begins within it; a table inside a rule keeps its own name.
        where = key if self.rule else ""
        named = [(item, self._called(item, key, at)) for at, item in enumerate(value, 1)]
        return tuple(Fields(item, self.file, called, where, self.problems) for item, called in named)

    def _called(self, item: Mapping[str, Any], key: str, at: int) -> str:
        if self.rule:
            return self.rule
        return str(item.get("id") or item.get("name") or item.get("kind") or f"{key} {at}")

    def finish(self) -> None:
        """Note every key of the table that is not known."""
        for key in self.table:
            if key in self._asked:
                continue
            barred = barred_in(f"{key} {_shown(self.table[key])}")
            if barred and any(word in key.lower() for word in _ORDERING):
                self.fault(key, f"is refused: no term of order or lead may depend on {barred}")
            elif any(word in key.lower().split("_") for word in _ORDERING):
                self.fault(key, "is refused: rules have no term of order but a plain lead", nearest(key, self._asked))
            else:
                self.fault(key, "is not a key of this table", nearest(key, self._asked))

    def _take(self, key: str, *, required: bool = False) -> Any:
        self._asked.add(key)
        value = self.table.get(key)
        if required and value is None:
            self.fault(key, "is missing")
        return value


def barred_in(text: str) -> str:
    """The barred attribute that a term speaks of; empty where it speaks of none."""
    spoken = "".join(letter if letter.isalnum() else "_" for letter in text.lower())
    parts = f"_{spoken}_"
    return next((name for name in BARRED if f"_{name}_" in parts), "")


def _shown(value: object) -> str:
    shown = repr(value) if not isinstance(value, date) else value.isoformat()
    return shown if len(shown) <= 60 else f"{shown[:59]}…"  # noqa: PLR2004 - a message is one line
