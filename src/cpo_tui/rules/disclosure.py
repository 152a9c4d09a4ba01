"""The disclosure gate: who may be told what, on which ground, what is missing, and what may never be told.

Pure: an enquirer, what is on file and the flags that protect the person go in; a decision comes out. The law is in a
pack (`disclosure_pack`), not here. The gate does not decide to tell anybody anything. It fails closed: an unknown
capacity may be told nothing, a consent that does not name the enquirer counts for nobody, and where two consents
disagree the narrower one holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cpo_tui.rules.disclosure_pack import Capacity, DisclosurePack, Requirement
from cpo_tui.rules.enquirer import Enquirer, blocks_enquirer, names_enquirer

CONTACT_BLOCK = "contact_block"
"""The flag that keeps everything from an enquirer who matches a name in its source."""
FROM_MEMORY = "The source of this rule was not read (written from memory): check it before you rely on it."


@dataclass(frozen=True, slots=True)
class Mandate:
    """A representation on file."""

    name: str
    form: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentOnFile:
    """A consent on file; `scope` is words separated by commas, or `all`, which never covers protected categories."""

    recipient: str
    scope: str
    form: str = ""
    signed_on: date | None = None
    expires_on: date | None = None
    withdrawn_on: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it holds on a day; a consent without a signature date holds on none."""
        if self.signed_on is None or on < self.signed_on:
            return False
        if self.expires_on is not None and (on > self.expires_on or self.expires_on < self.signed_on):
            return False
        return self.withdrawn_on is None or on < self.withdrawn_on

    @property
    def scopes(self) -> frozenset[str]:
        """What it covers, in lower case."""
        words = (word.strip().casefold().replace(" ", "_") for word in self.scope.replace(";", ",").split(","))
        return frozenset(word for word in words if word)


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the file of one person holds that bears on disclosure."""

    mandates: tuple[Mandate, ...] = ()
    consents: tuple[ConsentOnFile, ...] = ()
    flags: frozenset[str] = frozenset()
    blocked_names: tuple[str, ...] = ()
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Permit:
    """Something that may be told, and on which ground."""

    category: str
    label: str
    ground: str
    citation: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that must be on file first, and the letter that asks for it."""

    requirement: str
    label: str
    letter: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """Something that may not be told to this enquirer, and why."""

    category: str
    label: str
    why: str
    citation: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate says about one enquirer and one file on one day."""

    may: tuple[Permit, ...]
    missing: tuple[Missing, ...]
    never: tuple[Never, ...]
    may_confirm_existence: bool
    notes: tuple[str, ...] = ()
    refer: str = ""
    pack_version: str = ""

    def allows(self, categories: Iterable[str]) -> bool:
        """Whether all of these categories may be told."""
        return {*categories} <= {permit.category for permit in self.may}


@dataclass(slots=True)
class _Reasoning:
    pack: DisclosurePack
    enquirer: Enquirer
    file: OnFile
    on: date
    grounds: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    consents: tuple[ConsentOnFile, ...] = ()


def decide(pack: DisclosurePack, enquirer: Enquirer, file: OnFile, on: date) -> Decision:
    """What may be told to an enquirer on a day, what is missing, and what may never be told."""
    capacity = pack.capacities.get(enquirer.capacity)
    if capacity is None or _blocked(capacity, enquirer, file):
        why = "nothing may be told to this enquirer"
        never = tuple(Never(one.id, one.label, why, pack.block_citation) for one in pack.categories.values())
        return Decision((), (), never, may_confirm_existence=False, pack_version=pack.version)
    reasoning = _Reasoning(pack, enquirer, file, on)
    reasoning.consents = tuple(
        one for one in file.consents if one.in_force(on) and names_enquirer(one.recipient, enquirer)
    )
    for name in capacity.needs:
        _require(reasoning, pack.requirements[name])
    satisfied = not reasoning.missing
    never = _never(pack, capacity)
    barred = {one.category for one in never}
    unasked = () if _hidden(pack, file) else capacity.without
    allowed = [*unasked, *(capacity.may if satisfied else ())]
    if capacity.scoped and satisfied:
        allowed = [one for one in allowed if one in unasked or _in_scope(reasoning, one)]
    if satisfied:
        allowed += [
            one
            for one in capacity.protected_with_consent
            if _names_scope(reasoning, pack.categories[one].consent_scope)
        ]
    permits = tuple(_permit(pack, capacity, reasoning, one) for one in dict.fromkeys(allowed) if one not in barred)
    never = tuple(one for one in never if one.category not in {permit.category for permit in permits})
    protected = _unconsented(pack, permits, never)
    if file.minor:
        reasoning.notes.append("The person is a minor: tell only who has custody or represents the child.")
    if capacity.verified == "own_knowledge":
        reasoning.notes.append(FROM_MEMORY)
    return Decision(
        permits, tuple(reasoning.missing), (*never, *protected), may_confirm_existence=bool(permits),
        notes=tuple(reasoning.notes), refer=capacity.refer, pack_version=pack.version,
    )  # fmt: skip


def _blocked(capacity: Capacity, enquirer: Enquirer, file: OnFile) -> bool:
    if CONTACT_BLOCK in file.flags and not any(name.strip() for name in file.blocked_names):
        # A block that names nobody blocks everybody but the person and those whom the law lets in by themselves.
        return not capacity.past_open_block
    return blocks_enquirer(file.blocked_names, enquirer)


def _hidden(pack: DisclosurePack, file: OnFile) -> bool:
    """Whether a flag on the file keeps back even what may otherwise be told without anything on file."""
    return any(category.hides and not file.flags.isdisjoint(category.flags) for category in pack.categories.values())


def _require(reasoning: _Reasoning, requirement: Requirement) -> None:
    note = ""
    if requirement.kind == "representation":
        found = [
            one
            for one in reasoning.file.mandates
            if names_enquirer(one.name, reasoning.enquirer) and _runs(one, reasoning.on)
        ]
        right = [one for one in found if _form(one.form) in {_form(form) for form in requirement.forms}]
        if right:
            reasoning.grounds.append(
                f"{right[0].form} in force" + (f" since {right[0].from_on:%Y-%m-%d}" if right[0].from_on else "")
            )
            return
        if any(_form(one.form) in {_form(form) for form in requirement.not_forms} for one in found):
            note = requirement.not_forms_say
    elif requirement.kind == "consent":
        right_forms = {_form(form) for form in requirement.forms}
        usable = [one for one in reasoning.consents if not right_forms or _form(one.form) in right_forms]
        if usable:
            reasoning.consents = tuple(usable)
            reasoning.grounds.append(f"consent signed {usable[0].signed_on:%Y-%m-%d}")
            if len({one.scopes for one in usable}) > 1:
                reasoning.notes.append("Two consents disagree; the narrower one holds.")
            return
        note = _why_no_consent(reasoning, right_forms)
    elif requirement.id in reasoning.enquirer.asserted:
        reasoning.grounds.append(requirement.label)
        return
    reasoning.missing.append(Missing(requirement.id, requirement.label, requirement.letter, note))


def _why_no_consent(reasoning: _Reasoning, forms: set[str]) -> str:
    for one in reasoning.file.consents:
        if not names_enquirer(one.recipient, reasoning.enquirer):
            continue
        if one.withdrawn_on is not None and one.withdrawn_on <= reasoning.on:
            return f"the consent was withdrawn on {one.withdrawn_on:%Y-%m-%d}"
        if one.expires_on is not None and one.expires_on < reasoning.on:
            return f"the consent expired on {one.expires_on:%Y-%m-%d}"
        if forms and _form(one.form) not in forms:
            return "the consent on file is on another form"
    return ""


def _runs(mandate: Mandate, on: date) -> bool:
    return (mandate.from_on is None or mandate.from_on <= on) and (mandate.to_on is None or on <= mandate.to_on)


def _form(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _scopes(reasoning: _Reasoning) -> frozenset[str]:
    """What every consent in force covers: where they disagree, only what all of them name."""
    found = [one.scopes for one in reasoning.consents]
    if not found:
        return frozenset()
    explicit = [one for one in found if "all" not in one]
    return frozenset.intersection(*explicit) if explicit else frozenset({"all"})


def _in_scope(reasoning: _Reasoning, category: str) -> bool:
    scopes = _scopes(reasoning)
    if category == "existence":
        return bool(scopes)
    return "all" in scopes or category in scopes or category == "waiver_scope"


def _names_scope(reasoning: _Reasoning, scope: str) -> bool:
    """Whether a consent names a protected category; `all` never does."""
    named = [one.scopes for one in reasoning.consents]
    return bool(named) and all(scope in one for one in named)


def _never(pack: DisclosurePack, capacity: Capacity) -> tuple[Never, ...]:
    found = [Never(one.id, one.label, one.why, one.citation) for one in pack.categories.values() if one.never]
    for name in capacity.never:
        one = pack.categories[name]
        found.append(Never(one.id, one.label, one.why or "never in this capacity", capacity.citation))
    return tuple(found)


def _unconsented(pack: DisclosurePack, permits: Iterable[Permit], never: Iterable[Never]) -> tuple[Never, ...]:
    """Protected categories that nothing allows; named whether or not the file holds such facts, so that naming tells nothing."""
    told = {one.category for one in permits} | {one.category for one in never}
    return tuple(
        Never(one.id, one.label, one.why, one.citation)
        for one in pack.categories.values()
        if one.protected and one.id not in told
    )


def _permit(pack: DisclosurePack, capacity: Capacity, reasoning: _Reasoning, name: str) -> Permit:
    category = pack.categories[name]
    ground = "; ".join(reasoning.grounds) or capacity.label
    return Permit(category.id, category.label, ground, category.citation or capacity.citation)
