"""The office's way with inquiries, as data: reply standards, standard lines, plain words, chase ladders and leads.

One file per jurisdiction in `packs/inquiries/`, each beside a rule pack. Nothing here is law; what is law is named by the
id of its rule.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cpo_tui.errors import Refused, RuleError, UsageError
from cpo_tui.rules.durations import lead_from_text

FOLDER = Path(__file__).parent / "packs" / "inquiries"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Standard:
    """Which reply standard counts for whom; an empty list of subjects or capacities fits all."""

    rule: str
    subjects: tuple[str, ...] = ()
    capacities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A standard line of an answer. It cannot be inserted after `expires_on`."""

    id: str
    en: str
    es: str
    expires_on: date
    label: str = ""

    def words(self, language: str, on: date) -> str:
        """The line in `en` or `es`; raises `Refused` where it has expired, `UsageError` for another language."""
        if on > self.expires_on:
            raise Refused(
                f"The standard line {self.id} expired on {self.expires_on:%Y-%m-%d}.",
                hint="Write it yourself, or have the line checked and renewed.",
                kind="expired_line",
            )
        return self.es if _language(language) == "es" else self.en


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a case in plain words. `tells` names the protected category that the words would give away."""

    id: str
    en: str
    es: str
    tells: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """Whom the office asks: when an answer is due, when it is chased, and to whom it goes up."""

    id: str
    label: str
    due: timedelta
    first_chase: timedelta
    next_chase: timedelta
    escalate_after: int = 2
    escalate_to: str = ""


@dataclass(frozen=True, slots=True)
class ServicePack:
    """The way of one jurisdiction with its inquiries."""

    name: str
    version: str
    rules: str
    standards: tuple[Standard, ...]
    lines: Mapping[str, Line]
    stages: Mapping[str, Stage]
    custody: Mapping[str, Stage]
    agencies: Mapping[str, Agency]
    leads: Mapping[str, timedelta]
    phrases: Mapping[str, Mapping[str, str]]

    def standard_for(self, subject: str | None, capacity: str | None) -> str | None:
        """The rule that sets the reply date for a subject and capacity; the first that fits; None where none does."""
        about = plain(subject or "")
        for one in self.standards:
            if (not one.subjects or about in one.subjects) and (not one.capacities or capacity in one.capacities):
                return one.rule
        return None

    def line(self, name: str) -> Line:
        """The standard line of that id; raises `UsageError`."""
        found = self.lines.get(name)
        if found is None:
            raise UsageError(f"There is no standard line {name!r}.", hint=f"One of: {', '.join(self.lines)}.")
        return found

    def lead(self, kind: str) -> timedelta:
        """How long before its date a thing of this kind asks for attention."""
        return self.leads.get(kind, timedelta(0))

    def agency(self, name: str) -> Agency:
        """The agency of that id; one that is not listed is chased as `other` is."""
        return self.agencies.get(plain(name), self.agencies["other"])

    def phrase(self, name: str, language: str) -> str:
        """A phrase of an answer in `en` or `es`."""
        return self.phrases[name][_language(language)]


def plain(text: str) -> str:
    """A word of the vocabulary as it is compared."""
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _language(text: str) -> str:
    found = {"en": "en", "english": "en", "es": "es", "spanish": "es", "español": "es"}.get(text.strip().casefold())
    if found is None:
        raise UsageError(f"Answers are in en or es, not in {text!r}.", hint="Give --language en or --language es.")
    return found


@cache
def service_pack(rules: str = "us-ice-ero") -> ServicePack:
    """The service pack that goes with a rule pack; one without its own has that of the United States."""
    found = {path: load(path) for path in sorted(FOLDER.glob("*.toml"))}
    return next((one for one in found.values() if one.rules == rules), found[FOLDER / "us-inquiries.toml"])


def load(path: Path) -> ServicePack:
    """The pack in a file; raises `RuleError` for anything in it that is unknown, missing or of the wrong type."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"The service pack {path.name} cannot be read: {error}", hint="Mend the file.") from error
    if raw.get("schema_version") != SCHEMA_VERSION:
        raise RuleError(
            f"{path.name}: schema {raw.get('schema_version')!r} is not known here.", hint="Use a newer cpo."
        )
    try:
        pack = ServicePack(
            raw["pack"], raw["version"], raw["rules"],
            tuple(Standard(one["rule"], tuple(one.get("subjects", ())), tuple(one.get("capacities", ()))) for one in raw["standard"]),
            {one["id"]: Line(**one) for one in raw["line"]},
            {one["id"]: Stage(**one) for one in raw["stage"]},
            {one["id"]: Stage(**one) for one in raw["custody"]},
            {one["id"]: _agency(one) for one in raw["agency"]},
            {name: _length(text) for name, text in raw["lead"].items()},
            raw["phrase"],
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise RuleError(f"{path.name}: {error} is missing or unknown.", hint="See the pack format.") from error
    if "other" not in pack.agencies:
        raise RuleError(f"{path.name}: there is no agency `other`.", hint="Every request needs a chase ladder.")
    return pack


def _agency(one: Mapping[str, Any]) -> Agency:
    lengths = {name: _length(one[name]) for name in ("due", "first_chase", "next_chase")}
    return Agency(**{**one, **lengths})


def _length(text: str) -> timedelta:
    found = lead_from_text(text)
    if found is None:
        raise RuleError(f"{text!r} is not a length.", hint="Write 14d or 48h.")
    return found
