"""The verbs that tell somebody outside something. Each goes through the gate, and there is no other way out.

What is told is stored word for word with its ground. An override needs a reason and a second officer who may give it.
A refusal says the same to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from cpo_tui.actions import permissions
from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, Refusal, change_set
from cpo_tui.actions.inquiry_clock import due_now
from cpo_tui.domain.demands import is_late
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.records import SETTLED_INQUIRIES, Inquiry
from cpo_tui.domain.roles import Permission, may
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.disclosure import REFUSAL, Decision, DisclosurePack, Enquirer, builtin, decide, told_unawares
from cpo_tui.store import commitments, disclosing, inquiries, lookups, officers, reader
from cpo_tui.store.changes import Recorder

if TYPE_CHECKING:
    from cpo_tui.rules.service import ServicePack


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer wants to tell: the words, the categories that they tell, and how it goes out."""

    words: str
    categories: tuple[str, ...] = ()
    channel: str = ""
    asserted: frozenset[str] = frozenset()
    """What the officer has checked and vouches for: an identity, an official need …"""
    override_reason: str = ""
    second_officer: str = ""
    late_reason: str = ""


def consider(context: Context, case_id: int, enquirer: Enquirer) -> Decision:
    """What the gate says about telling this enquirer from this case today; writes nothing."""
    on = date.fromisoformat(context.today)
    return decide(builtin(), enquirer, disclosing.on_file(context.connection, case_id, on), on)


def enquirer_of(inquiry: Inquiry, organisation: str = "", asserted: frozenset[str] = frozenset()) -> Enquirer:
    """Who asks, as the gate knows them."""
    return Enquirer(inquiry.capacity or "", inquiry.enquirer or "", organisation, asserted)


def gate(context: Context, inquiry_id: int, asserted: frozenset[str] = frozenset()) -> dict[int, Decision]:
    """What the gate says about an inquiry today, by case; empty where it is about none. Writes nothing."""
    enquirer = _who(context, reader.record(context.connection, Inquiry, inquiry_id), asserted)
    return {one: consider(context, one, enquirer) for one in lookups.cases_of_inquiry(context.connection, inquiry_id)}


def answer_inquiry(context: Context, inquiry_id: int, answer: Answer) -> Outcome:
    """Answer an inquiry about its cases, through the gate, and mark it as answered.

    Raises `Refused` where the gate does not allow what the answer tells (with what is missing and what never may be
    told), or where the reply is late and nobody has said why.
    """
    ready = _ready(context, inquiry_id, answer)
    with change_set(context, "answer inquiry") as sealed:
        _send(context, sealed.recorder, ready, answer)
        sealed.summary = f"answered inquiry {ready.inquiry.inquiry}"
    case_ids = tuple(ready.decisions)
    names = reader.references(context.connection, case_ids)
    return Outcome(sealed.change_set, case_ids, tuple(names.values()), (), sealed.summary, inquiry_id)


def answer_together(context: Context, inquiry_ids: Sequence[int], answer: Answer) -> Outcome:
    """Give one answer to the enquirers of several inquiries, each through the gate for themselves.

    One change-set; the outcome names the inquiries that were answered, and those that were not with the reason. What an
    officer vouches for and an override count for all of them.
    """
    ready: list[_Ready] = []
    refused: list[Refusal] = []
    for inquiry_id in dict.fromkeys(inquiry_ids):
        try:
            ready.append(_ready(context, inquiry_id, answer))
        except Refused as error:
            number = reader.record(context.connection, Inquiry, inquiry_id).inquiry
            refused.append(Refusal(inquiry_id, number, f"{error.message} {error.hint}".strip()))
    numbers = tuple(one.inquiry.inquiry for one in ready)
    with change_set(context, "answer inquiries") as sealed:
        for one in ready:
            _send(context, sealed.recorder, one, answer)
        sealed.summary = f"answered {', '.join(numbers)}"
    done = tuple(one.inquiry.id for one in ready)
    return Outcome(sealed.change_set, done, numbers, tuple(refused), sealed.summary if done else "nothing changed")


@dataclass(frozen=True, slots=True)
class _Ready:
    """An inquiry whose answer the gate allows."""

    inquiry: Inquiry
    enquirer: Enquirer
    decisions: Mapping[int, Decision]
    late_reason: str | None


def _who(context: Context, inquiry: Inquiry, asserted: frozenset[str]) -> Enquirer:
    kept = inquiries.details(context.connection, inquiry.id)
    return enquirer_of(inquiry, kept.organisation or "", asserted | kept.asserted)


def _ready(context: Context, inquiry_id: int, answer: Answer) -> _Ready:
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if inquiry.state in SETTLED_INQUIRIES:
        raise Refused(
            f"Inquiry {inquiry.inquiry} is {inquiry.state} already.",
            hint=f"Reopen it first: cpo inquiry reopen {inquiry.inquiry}.",
        )
    late_reason = parse_text("late-reason", answer.late_reason.strip(), multiline=True) or None
    due = due_now(context, inquiry)
    told_why = late_reason or inquiries.details(context.connection, inquiry_id).late_reason
    if due is not None and is_late(due, context.now, context.zone) and told_why is None:
        raise Refused(
            f"The reply to {inquiry.inquiry} is late.", hint="Say why once: --late-reason.", kind="late_reason"
        )
    words = _words(answer)
    case_ids = lookups.cases_of_inquiry(context.connection, inquiry_id)
    if answer.categories and not case_ids:
        raise Refused(
            "The inquiry is about no case, so nothing of a case can be told.",
            hint=f"Link it to its case first: cpo inquiry link {inquiry.inquiry} CASE.",
        )
    enquirer = _who(context, inquiry, answer.asserted)
    if not enquirer.name.strip() and answer.categories:
        raise Refused("The enquirer has no name, so nobody can be told anything.", hint="Enter who asks.")
    decisions = {case_id: _checked(context, case_id, enquirer, answer) for case_id in case_ids}
    if not case_ids:
        _unlinked(words, answer)
    return _Ready(inquiry, enquirer, decisions, late_reason)


def _send(context: Context, recorder: Recorder, ready: _Ready, answer: Answer) -> None:
    """Write what goes out; inside the transaction the gate is asked again, so that a consent withdrawn meanwhile counts."""
    inquiry, words = ready.inquiry, _words(answer)
    case_ids = lookups.cases_of_inquiry(context.connection, inquiry.id)
    if {*case_ids} != {*ready.decisions} or any(
        consider(context, case_id, ready.enquirer) != decision for case_id, decision in ready.decisions.items()
    ):
        raise Refused("What is on file was changed meanwhile.", hint="Look at the gate and try again.", kind="changed")
    for case_id, decision in ready.decisions.items():
        _tell(context, recorder, case_id, inquiry.id, ready.enquirer, answer, decision)
    first = case_ids[0] if case_ids else None
    said = {
        "case_id": first, "inquiry_id": inquiry.id, "at": context.at, "direction": "out",
        "channel": answer.channel or inquiry.channel, "party": inquiry.enquirer, "capacity": inquiry.capacity,
        "summary": f"answer to {inquiry.inquiry}", "body": words, "by": context.actor.officer,
    }  # fmt: skip
    recorder.insert("communications", said, case_id=first)
    step = {"inquiry_id": inquiry.id, "state": "answered", "at": context.at, "by": context.actor.officer}
    recorder.insert("inquiry_steps", step)
    fields = {"state": "answered", "answered_at": context.at, "answer": words}
    late = {"late_reason": ready.late_reason} if ready.late_reason else {}
    recorder.update("inquiries", inquiry.id, {**fields, **late})
    recorder.touch(case_ids)


def disclose(context: Context, case_id: int, enquirer: Enquirer, answer: Answer) -> Outcome:
    """Tell somebody something from a case without an inquiry, through the gate."""
    row = one_case(context, case_id)
    _words(answer)
    if not enquirer.name.strip():
        raise UsageError("Say who is told.", hint="Give a name.")
    decision = _checked(context, case_id, replace(enquirer, asserted=answer.asserted), answer)
    with change_set(context, "disclose") as sealed:
        if consider(context, case_id, replace(enquirer, asserted=answer.asserted)) != decision:
            raise Refused(
                "What is on file was changed meanwhile.", hint="Look at the gate and try again.", kind="changed"
            )
        made = _tell(context, sealed.recorder, case_id, None, enquirer, answer, decision)
        sealed.summary = f"told {enquirer.name} from {row.reference}"
    return Outcome(sealed.change_set, (case_id,), (row.reference,), (), sealed.summary, made)


def refuse_inquiry(context: Context, inquiry_id: int, reason: str) -> Outcome:
    """Answer an inquiry with the words that tell nothing, and keep the reason inside."""
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why the inquiry is refused.", hint="Give --reason; the enquirer does not see it.")
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if inquiry.state in SETTLED_INQUIRIES:
        raise Refused(
            f"Inquiry {inquiry.inquiry} is {inquiry.state} already.",
            hint=f"Reopen it first: cpo inquiry reopen {inquiry.inquiry}.",
        )
    case_ids = lookups.cases_of_inquiry(context.connection, inquiry_id)
    with change_set(context, "refuse inquiry", reason=why) as sealed:
        step = {
            "inquiry_id": inquiry_id,
            "state": "rejected",
            "at": context.at,
            "by": context.actor.officer,
            "note": why,
        }
        sealed.recorder.insert("inquiry_steps", step)
        fields = {"state": "rejected", "answered_at": context.at, "answer": REFUSAL, "closing_reason": why}
        sealed.recorder.update("inquiries", inquiry_id, fields)
        sealed.recorder.touch(case_ids)
        sealed.summary = f"refused inquiry {inquiry.inquiry}"
    names = reader.references(context.connection, case_ids)
    return Outcome(sealed.change_set, tuple(case_ids), tuple(names.values()), (), sealed.summary, inquiry_id)


def _words(answer: Answer) -> str:
    words = parse_text("answer", answer.words, multiline=True).strip()
    if not words:
        raise UsageError("The answer is empty.", hint="Write it, or refuse the inquiry.")
    return words


def _checked(context: Context, case_id: int, enquirer: Enquirer, answer: Answer) -> Decision:
    """The gate's decision where it allows the answer, or where a second officer overrides it; else `Refused`."""
    pack = builtin()
    unknown = [name for name in answer.categories if name not in pack.categories]
    if unknown:
        raise UsageError(f"There is no category {unknown[0]!r}.", hint=f"One of: {', '.join(pack.categories)}.")
    decision = consider(context, case_id, enquirer)
    allowed = [permit.category for permit in decision.may]
    forbidden = [pack.categories[name].label for name in answer.categories if name not in allowed]
    forbidden += [one.label for one in told_unawares(pack, answer.words, allowed) if one.label not in forbidden]
    if not forbidden:
        return decision
    if answer.override_reason.strip():
        _second(context, answer)
        return decision
    permissions.note(context, "disclosure", "refused", detail={"case": case_id, "categories": list(answer.categories)})
    missing = "; ".join(f"{one.label}{f' ({one.note})' if one.note else ''}" for one in decision.missing)
    raise Refused(
        f"This may not be told to this enquirer: {'; '.join(forbidden)}.",
        hint=f"Missing: {missing}." if missing else "Take it out of the answer, or refuse the inquiry.",
        kind="disclosure",
        forbidden=list(forbidden),
        missing=[{"requirement": one.requirement, "letter": one.letter} for one in decision.missing],
    )


def _second(context: Context, answer: Answer) -> None:
    """An override needs another officer who may give it; the two together are on record."""
    second = answer.second_officer.strip()
    known = officers.officer(context.connection, second) if second else None
    if known is None or not known.active or second == context.actor.officer or not may(known.role, Permission.OVERRIDE):
        raise Refused(
            "An override needs a second officer who may give it.",
            hint="Name a supervisor other than yourself: --second LOGIN.",
            kind="not_permitted",
        )
    permissions.note(context, "override", "done", detail={"second": second}, reason=answer.override_reason.strip())


def _unlinked(words: str, answer: Answer) -> None:
    found = told_unawares(builtin(), words, answer.categories)
    if found:
        raise Refused(f"This may not be told: {found[0].label}.", hint="Take it out of the answer.", kind="disclosure")


def _tell(
    context: Context, recorder: Recorder, case_id: int, inquiry_id: int | None, enquirer: Enquirer, answer: Answer,
    decision: Decision,
) -> int:  # fmt: skip
    permits = [permit for permit in decision.may if permit.category in answer.categories]
    pack: DisclosurePack = builtin()
    ground = "; ".join(dict.fromkeys(permit.ground for permit in permits)) or "nothing of the case was told"
    values = {
        "case_id": case_id, "inquiry_id": inquiry_id, "at": context.at, "by": context.actor.officer,
        "recipient": enquirer.name or "unknown", "capacity": enquirer.capacity or "unknown", "channel": answer.channel or None,
        "categories": ",".join(answer.categories), "ground": ground,
        "citation": "; ".join(dict.fromkeys(permit.citation for permit in permits)) or None, "words": answer.words.strip(),
        "consent_id": disclosing.consent_in_force(context.connection, case_id, enquirer, date.fromisoformat(context.today)),
        "pack_version": f"{pack.name} {pack.version}", "override_reason": answer.override_reason.strip() or None,
        "override_by": answer.second_officer.strip() or None,
    }  # fmt: skip
    return recorder.insert("disclosures", values, case_id=case_id)


@dataclass(frozen=True, slots=True)
class Built:
    """An answer that was built from a case, and the categories that it tells."""

    words: str
    categories: tuple[str, ...]


def status_answer(context: Context, case_id: int, decision: Decision, *, language: str = "en") -> Built:
    """A status answer from the case, with only what this enquirer may be told; without words where that is nothing.

    Plain language in English or Spanish (`en`, `es`). The officer reads and edits it before it goes out.
    """
    pack = commitments.pack_of(context.connection)
    row = one_case(context, case_id)
    told = {permit.category for permit in decision.may}
    lines: dict[str, list[str]] = {}

    def say(category: str, phrase: str, words: str) -> None:
        lines.setdefault(category, []).append(pack.phrase(phrase, language).replace("{words}", words))

    if "case_status" in told and row.stage:
        say("case_status", "stage", _stage_words(pack, row.stage, told, language))
    if told & {"custody", "locator"} and row.custody_status == "detained" and row.facility:
        say("custody" if "custody" in told else "locator", "held_at", row.facility)
    elif "custody" in told and row.custody_status in pack.custody:
        found = pack.custody[row.custody_status]
        say("custody", "custody", found.es if language == "es" else found.en)
    if "dates" in told and row.next_hearing_at is not None:
        moment = row.next_hearing_at
        if isinstance(moment, datetime):
            moment = moment.astimezone(context.zone)
        say("dates", "hearing", f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat())
    return Built("\n".join(line for group in lines.values() for line in group), tuple(lines))


def _stage_words(pack: ServicePack, stage: str, told: set[str], language: str) -> str:
    """A stage in plain words; one that would give away a protected category, and one without words, is `in process`."""
    found = pack.stages.get(stage)
    if found is None or (found.tells and found.tells not in told):
        return pack.phrase("in_process", language)
    return found.es if language == "es" else found.en
