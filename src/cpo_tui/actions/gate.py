"""The one gate through which words of a case leave: every answer, disclosure and letter is asked for here, and kept here.

It is asked twice: before anything is written, so that a refusal is on record, and again inside the transaction that
writes, so that a consent withdrawn meanwhile counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context
from cpo_tui.domain.records import Inquiry
from cpo_tui.domain.roles import Permission, may
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.disclosure import Decision, decide
from cpo_tui.rules.disclosure_pack import DisclosurePack
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.rules.tell_tales import facts_told, told_unawares
from cpo_tui.store import disclosing, inquiries, lookups, officers, reader
from cpo_tui.store.changes import Recorder


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told: the words, the categories that they tell, and how they go out."""

    words: str
    categories: tuple[str, ...] = ()
    channel: str = ""
    whole: str = ""
    """What goes out with everything around the words, where that is more: a letter with its address."""
    asked: str = ""
    """What the enquirer wrote; a number that stands in it is no news to them."""
    override_reason: str = ""
    second_officer: str = ""
    inquiry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """What the gate let pass: its decision, the categories that are told, and whether it was overridden."""

    decision: Decision
    categories: tuple[str, ...]
    overridden: bool = False


def consider(context: Context, case_id: int, enquirer: Enquirer) -> Decision:
    """What the gate says about telling this enquirer from this case today; writes nothing."""
    on = date.fromisoformat(context.today)
    pack = disclosing.pack_of(context.connection)
    return decide(pack, enquirer, disclosing.on_file(context.connection, case_id, on), on)


def enquirer_of(inquiry: Inquiry, organisation: str = "", asserted: frozenset[str] = frozenset()) -> Enquirer:
    """Who asks, as the gate knows them."""
    return Enquirer(inquiry.capacity or "", inquiry.enquirer or "", organisation, asserted)


def who_asks(context: Context, inquiry: Inquiry, asserted: frozenset[str] = frozenset()) -> Enquirer:
    """The enquirer of an inquiry, with what officers vouched for when it was logged and now."""
    kept = inquiries.details(context.connection, inquiry.id)
    return enquirer_of(inquiry, kept.organisation or "", asserted | kept.asserted)


def gate(context: Context, inquiry_id: int, asserted: frozenset[str] = frozenset()) -> dict[int, Decision]:
    """What the gate says about an inquiry today, by case; empty where it is about none. Writes nothing."""
    enquirer = who_asks(context, reader.record(context.connection, Inquiry, inquiry_id), asserted)
    return {one: consider(context, one, enquirer) for one in lookups.cases_of_inquiry(context.connection, inquiry_id)}


def passed(context: Context, case_id: int, enquirer: Enquirer, telling: Telling) -> Passed:
    """What the gate lets pass, where it allows the words or a second officer overrides it; else raises `Refused`.

    What the words give away counts as told, whether or not the officer said so.
    """
    pack = disclosing.pack_of(context.connection)
    unknown = [name for name in telling.categories if name not in pack.categories]
    if unknown:
        raise UsageError(f"There is no category {unknown[0]!r}.", hint=f"One of: {', '.join(pack.categories)}.")
    decision = consider(context, case_id, enquirer)
    allowed = {permit.category for permit in decision.may}
    told = dict.fromkeys(telling.categories)
    forbidden = [pack.categories[name].label for name in telling.categories if name not in allowed]
    given_away = told_unawares(pack, telling.words, ())
    forbidden += [one.label for one in given_away if one.id not in allowed]
    told |= dict.fromkeys(one.id for one in given_away if one.id in allowed)
    facts = disclosing.facts_of(context.connection, case_id)
    for what, any_of in facts_told(facts, telling.words, asked=telling.asked, zone=context.zone).items():
        grounds = [one for one in any_of if one in allowed]
        if not grounds:
            forbidden.append(what)
        elif not any(one in told for one in any_of):
            told[grounds[0]] = None
    if not forbidden:
        return Passed(decision, tuple(told))
    if telling.override_reason.strip():
        _second_officer(context, telling)
        return Passed(decision, tuple(told), overridden=True)
    missing = "; ".join(f"{one.label}{f' ({one.note})' if one.note else ''}" for one in decision.missing)
    raise Refused(
        f"This may not be told to this enquirer: {'; '.join(dict.fromkeys(forbidden))}.",
        hint=f"Missing: {missing}." if missing else "Take it out of the answer, or refuse the inquiry.",
        kind="disclosure",
        forbidden=list(dict.fromkeys(forbidden)),
        missing=[{"requirement": one.requirement, "letter": one.letter} for one in decision.missing],
    )


def ask(context: Context, case_id: int, enquirer: Enquirer, telling: Telling) -> Passed:
    """Ask before anything is written; that something was held back is put on record."""
    try:
        return passed(context, case_id, enquirer, telling)
    except Refused as error:
        if error.name in {"disclosure", "not_permitted"}:
            detail = {"case": case_id, "categories": list(telling.categories)}
            permissions.note(context, "disclosure", "refused", detail=detail)
        raise


def tell(
    context: Context, recorder: Recorder, case_id: int, enquirer: Enquirer, telling: Telling, before: Passed
) -> int:
    """Ask again inside the open transaction, and keep what is told word for word with its ground; gives the row's id.

    Raises `Refused` where what is on file is no longer what it was when the officer looked.
    """
    now = still_passes(context, case_id, enquirer, telling, before)
    pack = disclosing.pack_of(context.connection)
    if now.overridden:
        detail = {"case": case_id, "second": telling.second_officer.strip()}
        permissions.record(context, "override", "done", detail=detail, reason=telling.override_reason.strip())
    permits = [permit for permit in now.decision.may if permit.category in now.categories]
    on = date.fromisoformat(context.today)
    values = {
        "case_id": case_id, "inquiry_id": telling.inquiry_id, "at": context.at, "by": context.actor.officer,
        "recipient": enquirer.name.strip() or "unknown", "capacity": enquirer.capacity or "unknown",
        "channel": telling.channel or None, "categories": ",".join(now.categories),
        "ground": "; ".join(dict.fromkeys(one.ground for one in permits)) or "nothing of the case was told",
        "citation": "; ".join(dict.fromkeys(one.citation for one in permits)) or None, "words": telling.whole or telling.words.strip(),
        "consent_id": disclosing.consent_in_force(context.connection, case_id, enquirer, on),
        "pack_version": pack.title, "override_reason": telling.override_reason.strip() or None if now.overridden else None,
        "override_by": telling.second_officer.strip() or None if now.overridden else None,
    }  # fmt: skip
    return recorder.insert("disclosures", values, case_id=case_id)


def still_passes(context: Context, case_id: int, enquirer: Enquirer, telling: Telling, before: Passed) -> Passed:
    """What the gate lets pass at this moment; raises `Refused` where that is not what it let pass before."""
    try:
        now = passed(context, case_id, enquirer, telling)
    except Refused as error:
        raise changed_meanwhile() from error
    if now != before:
        raise changed_meanwhile()
    return now


def changed_meanwhile() -> Refused:
    """The refusal where the file is another one than the officer looked at."""
    return Refused("What is on file was changed meanwhile.", hint="Look at the gate and try again.", kind="changed")


def nothing_of_a_case(context: Context, words: str) -> None:
    """Raise `Refused` where words that go out about no case tell something protected."""
    found = told_unawares(disclosing.pack_of(context.connection), words, ())
    if found:
        raise Refused(f"This may not be told: {found[0].label}.", hint="Take it out of the answer.", kind="disclosure")


def refusal_words(pack: DisclosurePack, language: str = "en") -> str:
    """The words of a refusal in `en` or `es`: the same for everybody, so that they tell nothing."""
    words: Mapping[str, str] = pack.refusal
    if language not in words:
        raise UsageError(f"There is no refusal in {language!r}.", hint=f"One of: {', '.join(words)}.")
    return words[language]


def _second_officer(context: Context, telling: Telling) -> None:
    """An override needs another officer who may give it; the two together are on record."""
    second = telling.second_officer.strip()
    known = officers.officer(context.connection, second) if second else None
    if known is None or not known.active or second == context.actor.officer or not may(known.role, Permission.OVERRIDE):
        raise Refused(
            "An override needs a second officer who may give it.",
            hint="Name a supervisor other than yourself: --second LOGIN.",
            kind="not_permitted",
        )
