"""What a documents pack is: the papers of a file as data, who supplies them, what makes them complete, and when.

A documents pack leans on a rule pack: its conditions are CEL over the facts of that pack, and a document can name the
rule by whose date it has to be there. `load_documents` reads one and refuses it with every error at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.domain.facts import FactDeclaration
from cpo_tui.rules.pack import PACK_FOLDER, Pack, PackError, Problem, Source

if TYPE_CHECKING:
    from cpo_tui.rules.checklists import RequiredItem
    from cpo_tui.rules.conditions import Condition

DOCUMENTS_FOLDER = PACK_FOLDER / "documents"


class LanguageRule(StrEnum):
    """What is asked about the language of a document."""

    NONE = "none"
    RECORDED = "recorded"
    """It must be recorded in which language it was served or explained."""
    PERSON = "person"
    """The form itself must be in a language that the person reads."""
    TRANSLATION = "translation"
    """In another language than English it needs a certified translation."""


class Accepted(StrEnum):
    """The form in which a document counts."""

    COPY = "copy"
    CERTIFIED_COPY = "certified_copy"
    ORIGINAL = "original"


class Expiry(StrEnum):
    """Whether a document has an end of its own."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"
    """It always has one, so that a document without a recorded one is not complete."""


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who supplies documents, and how they are chased: days from the request, then from the last chase."""

    id: str
    label: str
    first_chase: timedelta
    next_chase: timedelta
    escalate_after: int
    escalate_to: str


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of document. `when` says on which facts it is needed; `required_when` says the same in English."""

    id: str
    name: str
    form: str
    phase: str
    required_when: str
    when: str
    supplied_by: str
    checks: tuple[str, ...]
    source: Source
    also: tuple[str, ...] = ()
    """Other names under which files know it."""
    edition: str = ""
    prepared_by: str = ""
    signed_by: str = ""
    served_on: str = ""
    follows_the_case: bool = False
    needed_by: str = ""
    language: LanguageRule = LanguageRule.NONE
    accept: Accepted = Accepted.COPY
    validity: str = ""
    expires: Expiry = Expiry.NONE
    warn: tuple[timedelta, ...] = ()
    notes: str = ""
    name_es: str = ""
    """Its name in Spanish, for letters; empty where the pack has none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document on a checklist; without a condition of its own that of the document holds."""

    document: str
    when: str = ""
    applies_when: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The documents of one type of case. Without `stages` it is open at every stage but the closed one."""

    id: str
    title: str
    stages: tuple[str, ...]
    applies_when: str
    when: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class DocumentPack:
    """The documents and checklists of one jurisdiction in one version, checked and ready to use."""

    name: str
    version: str
    title: str
    jurisdiction: str
    rules: str
    """The rule pack whose facts the conditions use."""
    facts: dict[str, FactDeclaration]
    phases: dict[str, str]
    suppliers: dict[str, Supplier]
    checks: dict[str, str]
    """The completeness checks: name → the question that is answered yes, no or not applicable."""
    documents: tuple[DocumentType, ...]
    checklists: tuple[Checklist, ...]
    compiled_on: date | None = None
    notes: str = ""
    file: str = ""

    @cached_property
    def by_id(self) -> dict[str, DocumentType]:
        """The documents by their id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """The compiled conditions by their text, each over the facts that it names."""
        from cpo_tui.rules.conditions import Condition, names_in

        spelled = {fact.identifier: fact for fact in self.facts.values()}
        texts = {document.when for document in self.documents}
        for checklist in self.checklists:
            texts |= {checklist.when, *(entry.when for entry in checklist.entries if entry.when)}
        return {text: Condition(text, tuple(spelled[name] for name in names_in(text))) for text in sorted(texts)}

    @cached_property
    def used_facts(self) -> tuple[str, ...]:
        """The facts that any condition names: what the required documents of a case depend on besides its stage."""
        return tuple(sorted({fact.name for condition in self.conditions.values() for fact in condition.facts}))

    @cached_property
    def memory(self) -> dict[tuple[object, ...], tuple[RequiredItem, ...]]:
        """What `checklists.required_items` gave for facts that it has met."""
        return {}

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Each way to name a document → its id; a form that two documents share names neither."""
        found: dict[str, str] = {}
        shared: set[str] = set()
        for document in self.documents:
            for text in {document.id, document.name, document.form, *document.also}:
                key = _plain(text)
                if found.setdefault(key, document.id) != document.id:
                    shared.add(key)
        return {key: name for key, name in found.items() if key not in shared}

    def find(self, *texts: str | None) -> DocumentType | None:
        """The document that one of the texts names by id, form or name, in that order of the texts; None if none does.

        Case, spaces and hyphens do not matter: `I-862`, `i862` and `Notice to Appear` are one document.
        """
        for text in texts:
            if text in self.by_id:
                return self.by_id[text]
            known = self._spellings.get(_plain(text)) if text else None
            if known is not None:
                return self.by_id[known]
        return None


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def load_documents(source: Path | str, rules: Pack) -> DocumentPack:
    """The documents pack in a file, or in TOML text, over the facts of a rule pack.

    A `Path`, or a string of one line, is a file; anything else is the text of a pack. Raises `PackError` with every
    error that the pack has, also where it was made for another rule pack.
    """
    from cpo_tui.rules.document_reading import read_documents  # reading is needed only where a pack is loaded

    if isinstance(source, str) and "\n" in source:
        return read_documents(source, "(text)", rules)
    path = Path(source)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PackError(str(path), (Problem(path.name, "", "", f"cannot be read: {error.strerror}"),)) from error
    except UnicodeDecodeError as error:
        raise PackError(str(path), (Problem(path.name, "", "", f"is not UTF-8 text (byte {error.start})"),)) from error
    return read_documents(text, path.name, rules)


def builtin_documents(rules: Pack) -> tuple[DocumentPack, ...]:
    """The shipped documents packs of the jurisdiction of a rule pack; none where there is none (United Kingdom)."""
    found = sorted(DOCUMENTS_FOLDER.glob(f"{rules.jurisdiction.lower()}-*.toml"))
    return tuple(load_documents(path, rules) for path in found)
