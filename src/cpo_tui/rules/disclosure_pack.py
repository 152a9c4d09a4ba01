"""The rules of disclosure as data: who asks, what can be told, what must be on file first. One file per jurisdiction."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cpo_tui.errors import RuleError

FOLDER = Path(__file__).parent / "packs" / "disclosure"
SCHEMA_VERSION = 1
VERIFIED = ("text", "secondary", "own_knowledge")
"""How well a source was read: its operative words; in a summary; not at all, from memory."""
KINDS = ("representation", "consent", "asserted")
"""How a requirement is met: by a mandate on file, by a consent on file, or by an officer who has checked it."""


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of information."""

    id: str
    label: str
    protected: bool = False
    never: bool = False
    flags: tuple[str, ...] = ()
    """The safeguards that say that a file holds such facts."""
    hides: bool = False
    """Whether such a flag keeps back even what may otherwise be told without anything on file."""
    consent_scope: str = ""
    words: tuple[str, ...] = ()
    """Words by which an answer that tells it gives itself away."""
    citation: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """In which capacity somebody asks, and what they may be told in it."""

    id: str
    label: str
    citation: str
    verified: str
    """How well the source was read: one of `VERIFIED`."""
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    protected_with_consent: tuple[str, ...] = ()
    scoped: bool = False
    past_open_block: bool = False
    """Whether a contact block that names nobody lets this capacity pass to its own rules."""
    refer: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that must be on file before an answer."""

    id: str
    label: str
    kind: str
    letter: str
    forms: tuple[str, ...] = ()
    not_forms: tuple[str, ...] = ()
    not_forms_say: str = ""


@dataclass(frozen=True, slots=True)
class DisclosurePack:
    """The rules of disclosure of one jurisdiction, in one version."""

    name: str
    version: str
    jurisdiction: str
    rules: str
    """The rule pack that it goes with."""
    block_citation: str
    """The ground of a contact block."""
    refusal: Mapping[str, str]
    """Language → the words of a refusal, which are the same for everybody."""
    categories: Mapping[str, Category]
    capacities: Mapping[str, Capacity]
    requirements: Mapping[str, Requirement]

    @property
    def title(self) -> str:
        """Its name and version, as they are kept with what was told."""
        return f"{self.name} {self.version}"

    def opening_letter(self, capacity: str) -> str:
        """The letter that anybody in a capacity may be sent; it follows from the capacity alone, so it tells nothing of a file."""
        found = self.capacities.get(capacity)
        return self.requirements[found.needs[0]].letter if found is not None and found.needs else ""


@cache
def disclosure_pack(rules: str = "us-ice-ero") -> DisclosurePack:
    """The disclosure pack that goes with a rule pack; one without its own has that of the United States."""
    found = [load(path) for path in sorted(FOLDER.glob("*.toml"))]
    fallback = next(one for one in found if one.name == "us-disclosure")
    return next((one for one in found if one.rules == rules), fallback)


def load(path: Path) -> DisclosurePack:
    """The pack in a file; raises `RuleError` for anything in it that is unknown, missing or of the wrong type."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"The disclosure pack {path.name} cannot be read: {error}", hint="Mend the file.") from error
    if raw.get("schema_version") != SCHEMA_VERSION:
        raise RuleError(
            f"{path.name}: schema {raw.get('schema_version')!r} is not known here.", hint="Use a newer cpo."
        )
    named = [raw.get(name) for name in ("pack", "version", "jurisdiction", "rules", "block_citation")]
    refusal = raw.get("refusal")
    if not all(isinstance(one, str) and one for one in named) or not isinstance(refusal, dict):
        raise RuleError(
            f"{path.name}: it lacks its name, version, jurisdiction, rules, ground of a block or refusal.",
            hint="Declare it.",
        )
    name, version, jurisdiction, rules, block = map(str, named)
    pack = DisclosurePack(
        name, version, jurisdiction, rules, block, {str(key): str(words) for key, words in refusal.items()},
        categories={one.id: one for one in _read(path, raw, "category", Category)},
        capacities={one.id: one for one in _read(path, raw, "capacity", Capacity)},
        requirements={one.id: one for one in _read(path, raw, "requirement", Requirement)},
    )  # fmt: skip
    _check(path, pack)
    return pack


def _read(path: Path, raw: Mapping[str, Any], key: str, kind: Any) -> list[Any]:
    found = []
    for entry in raw.get(key, ()):
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
        try:
            found.append(kind(**values))
        except TypeError as error:
            raise RuleError(
                f"{path.name}: {key} {entry.get('id', '?')}: {error}", hint="See the pack format."
            ) from error
    return found


def _check(path: Path, pack: DisclosurePack) -> None:
    for problem in (*_capacity_problems(pack), *_other_problems(pack)):
        raise RuleError(f"{path.name}: {problem}", hint="Every ground has its source, and every name is declared.")


def _capacity_problems(pack: DisclosurePack) -> list[str]:
    found = []
    for one in pack.capacities.values():
        named = (*one.may, *one.without, *one.never, *one.protected_with_consent)
        unknown = [name for name in named if name not in pack.categories]
        unknown += [name for name in one.needs if name not in pack.requirements]
        if unknown:
            found.append(f"capacity {one.id} names unknown {', '.join(unknown)}.")
        if not one.citation:
            found.append(f"capacity {one.id} has no citation.")
        if one.verified not in VERIFIED:
            found.append(f"capacity {one.id} does not say how well its source was read ({', '.join(VERIFIED)}).")
    return found


def _other_problems(pack: DisclosurePack) -> list[str]:
    found = [f"the refusal has no words in {one}." for one in ("en", "es") if not pack.refusal.get(one, "").strip()]
    found += [
        f"requirement {one.id} is of no known kind." for one in pack.requirements.values() if one.kind not in KINDS
    ]
    for category in pack.categories.values():
        if category.protected and not (category.consent_scope and category.citation and category.words):
            found.append(f"protected category {category.id} lacks its consent scope, citation or words.")
    return found
