"""Which documents a case needs, and which of them are there.

Pure: a documents pack, the facts and the stage of a case and the documents that it holds go in. `required_items` says
what is needed and `joined` lays what is held beside it; `gaps.gaps` then says what is wanting on a day. What is not
known is never called unneeded: such an item says which facts are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cpo_tui.domain.facts import Folded, Value, age_on
from cpo_tui.domain.records import Document
from cpo_tui.rules.conditions import ALWAYS, Answer
from cpo_tui.rules.document_pack import Checklist, DocumentPack, DocumentType

CLOSED = "closed"
MEMORY = 4096
"""For how many different sets of facts a pack remembers what is required."""
_YES, _NO = Answer(value=True), Answer(value=False)


@dataclass(frozen=True, slots=True)
class RequiredItem:
    """A document that a case needs. `applies` is None where a fact is missing that would settle it."""

    document: DocumentType
    checklists: tuple[str, ...]
    """The checklists that ask for it; empty for one that follows the case."""
    applies: bool | None = True
    missing: tuple[str, ...] = ()


def required_items(
    pack: DocumentPack, facts: Folded, stage: str | None, *, on: date | None = None
) -> tuple[RequiredItem, ...]:
    """The documents that a case needs at a stage, by phase and then in the order of the pack.

    A closed case needs none. At a stage that is not known every checklist may be open. `on` is the day on which the
    person's age is taken; without it, or without a date of birth, the age is not known.
    """
    if stage == CLOSED:
        return ()
    own = _own(pack, facts, stage, on)
    names = pack.used_facts
    # Many cases of a caseload are alike in all that their documents depend on.
    key = (stage, *own.items(), *map(facts.recorded.get, names), *map(facts.defaults.get, names))
    known = pack.memory.get(key)
    if known is None:
        if len(pack.memory) >= MEMORY:
            pack.memory.clear()
        known = pack.memory[key] = _required(pack, facts, stage, own)
    return known


def _own(pack: DocumentPack, facts: Folded, stage: str | None, on: date | None) -> dict[str, Value]:
    """The stage, and the age on a day: what is known without an event."""
    own: dict[str, Value] = {}
    if stage is not None and "stage" in pack.facts and stage in (pack.facts["stage"].values or (stage,)):
        own["stage"] = stage
    for name in pack.used_facts:
        fact = pack.facts[name]
        born = facts.get(fact.of) if fact.derived == "age" and on is not None else None
        if isinstance(born, date) and on is not None:
            own[name] = age_on(born.date() if isinstance(born, datetime) else born, on)
    return own


def _required(
    pack: DocumentPack, facts: Folded, stage: str | None, own: Mapping[str, Value]
) -> tuple[RequiredItem, ...]:
    asked: dict[str, list[tuple[str, Answer]]] = {}
    for checklist in pack.checklists:
        opened = _opened(pack, checklist, facts, stage, own)
        if opened.value is False:
            continue
        for entry in checklist.entries:
            wanted = _answer(pack, entry.when or pack.by_id[entry.document].when, facts, own)
            asked.setdefault(entry.document, []).append((checklist.id, _both(opened, wanted)))
    for document in pack.documents:
        if document.follows_the_case:
            asked.setdefault(document.id, []).append(("", _answer(pack, document.when, facts, own)))
    phases = {phase: place for place, phase in enumerate(pack.phases)}
    found = [
        RequiredItem(
            document,
            tuple(name for name, one in answers if name and one.value is not False),
            answer.value,
            answer.missing,
        )
        for document in sorted(pack.documents, key=lambda one: phases[one.phase])
        if (answers := asked.get(document.id)) and (answer := _either([one for _, one in answers])).value is not False
    ]
    return tuple(found)


def _opened(
    pack: DocumentPack, checklist: Checklist, facts: Folded, stage: str | None, own: Mapping[str, Value]
) -> Answer:
    if checklist.stages and stage is not None and stage not in checklist.stages:
        return _NO
    opened = _answer(pack, checklist.when, facts, own)
    return _both(opened, Answer(None, ("stage",))) if checklist.stages and stage is None else opened


def _answer(pack: DocumentPack, when: str, facts: Folded, own: Mapping[str, Value]) -> Answer:
    return _YES if when == ALWAYS else pack.conditions[when].answer(facts, own)


def _both(one: Answer, other: Answer) -> Answer:
    if one.value is False or other.value is False:
        return _NO
    if one.value and other.value:
        return _YES
    return Answer(None, tuple(dict.fromkeys((*one.missing, *other.missing))))


def _either(answers: Sequence[Answer]) -> Answer:
    if any(answer.value for answer in answers):
        return _YES
    missing = tuple(dict.fromkeys(name for answer in answers if answer.value is None for name in answer.missing))
    return Answer(None, missing) if any(answer.value is None for answer in answers) else _NO


class CheckAnswer(StrEnum):
    """What a person said to one completeness check."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document as the file has it: where it is in its life, and what was checked. Days are days of the office."""

    state: str
    """not_asked · requested · received · accepted · rejected · expired · waived"""
    requested_on: date | None = None
    received_on: date | None = None
    served_on: date | None = None
    service_language: str | None = None
    expires_on: date | None = None
    checks: Mapping[str, CheckAnswer] = field(default_factory=dict)
    id: int | None = None


def held_from(record: Document, checks: Mapping[str, CheckAnswer] | None = None) -> HeldDocument:
    """The row of a document as this module sees it; `checks` are the answers of the completeness checks."""
    return HeldDocument(
        state=record.state,
        requested_on=record.requested_on,
        received_on=record.received_on,
        served_on=record.served_on,
        service_language=record.service_language,
        expires_on=record.expires_on,
        checks=checks or {},
        id=record.id,
    )


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """What is needed beside what is held. `needed_on` is the day by which a rule wants it; None means from now on."""

    required: RequiredItem
    held: HeldDocument | None = None
    needed_on: date | None = None

    @property
    def document(self) -> DocumentType:
        """The kind of document."""
        return self.required.document

    @property
    def state(self) -> str:
        """Where the document is in its life; `not_asked` where the file has none."""
        return "not_asked" if self.held is None else self.held.state


def joined(
    pack: DocumentPack,
    required: Iterable[RequiredItem],
    held: Iterable[tuple[str, HeldDocument]],
    *,
    due: Mapping[str, date] | None = None,
) -> tuple[ChecklistItem, ...]:
    """The checklist of a case: each required document with the best one that is held.

    `held` are pairs of what a document is called (id, form or name) and the document. `due` gives the day on which a
    rule of the rule pack is due on this case, so that a document is wanted by that day. The order of `held` does not
    matter.
    """
    best: dict[str, HeldDocument] = {}
    for name, one in held:
        document = pack.find(name)
        if document is not None and (document.id not in best or merit(one) > merit(best[document.id])):
            best[document.id] = one
    return beside(required, best, due or {})


def beside(
    required: Iterable[RequiredItem], best: Mapping[str, HeldDocument], due: Mapping[str, date]
) -> tuple[ChecklistItem, ...]:
    """Each required document with the one that is held, by the ids of the kinds (see `joined`)."""
    return tuple(
        [ChecklistItem(item, best.get(item.document.id), due.get(item.document.needed_by)) for item in required]
    )


_RANK = ("not_asked", "expired", "rejected", "requested", "received", "accepted", "waived")


def merit(held: HeldDocument) -> tuple[int, date, date, int]:
    """How far a document is in its life, for choosing between several of one kind: the greatest counts."""
    rank = _RANK.index(held.state) if held.state in _RANK else -1
    return (rank, held.expires_on or date.max, held.received_on or held.requested_on or date.min, held.id or 0)


@dataclass(frozen=True, slots=True)
class ItemChanges:
    """What a new pack would change about what one case needs: ids of documents."""

    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.added or self.dropped or self.changed)


def compared(before: Iterable[RequiredItem], after: Iterable[RequiredItem]) -> ItemChanges:
    """The required documents of one case under two versions of a pack; `changed` are those that are needed in both."""
    old, new = ({item.document.id: item for item in items} for items in (before, after))
    return ItemChanges(
        added=tuple(name for name in new if name not in old),
        dropped=tuple(name for name in old if name not in new),
        changed=tuple(name for name in new if name in old and new[name] != old[name]),
    )
