"""The verbs that tell somebody outside something. Each goes through the gate, and there is no other way out.

What is told is stored word for word with its ground. An override needs a reason and a second officer who may give it.
A refusal says the same to everybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from cpo_tui.actions import permissions
from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.demands import is_late
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.records import SETTLED_INQUIRIES, Inquiry
from cpo_tui.domain.roles import Permission, may
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.disclosure import REFUSAL, Decision, DisclosurePack, Enquirer, builtin, decide, told_unawares
from cpo_tui.store import disclosing, lookups, officers, reader
from cpo_tui.store.changes import Recorder


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


def answer_inquiry(context: Context, inquiry_id: int, answer: Answer) -> Outcome:
    """Answer an inquiry about its cases, through the gate, and mark it as answered.

    Raises `Refused` where the gate does not allow what the answer tells (with what is missing and what never may be
    told), or where the reply is late and nobody has said why.
    """
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if inquiry.state in SETTLED_INQUIRIES:
        raise Refused(f"Inquiry {inquiry.inquiry} is {inquiry.state} already.", hint="Reopen it first.")
    late_reason = parse_text("late-reason", answer.late_reason.strip(), multiline=True) or None
    if inquiry.due_at is not None and is_late(inquiry.due_at, context.now, context.zone) and late_reason is None:
        raise Refused(
            f"The reply to {inquiry.inquiry} is late.", hint="Say why once: --late-reason.", kind="late_reason"
        )
    words = _words(answer)
    case_ids = lookups.cases_of_inquiry(context.connection, inquiry_id)
    if answer.categories and not case_ids:
        raise Refused(
            "The inquiry is about no case, so nothing of a case can be told.", hint="Link it to its case first."
        )
    enquirer = enquirer_of(inquiry, asserted=answer.asserted)
    if not enquirer.name.strip() and answer.categories:
        raise Refused("The enquirer has no name, so nobody can be told anything.", hint="Enter who asks.")
    decisions = {case_id: _checked(context, case_id, enquirer, answer) for case_id in case_ids}
    if not case_ids:
        _unlinked(words, answer)
    with change_set(context, "answer inquiry") as sealed:
        recorder = sealed.recorder
        for case_id, decision in decisions.items():
            _tell(context, recorder, case_id, inquiry_id, enquirer, answer, decision)
        recorder.insert(
            "communications",
            {
                "case_id": case_ids[0] if case_ids else None, "inquiry_id": inquiry_id, "at": context.at, "direction": "out",
                "channel": answer.channel or inquiry.channel, "party": inquiry.enquirer, "capacity": inquiry.capacity,
                "summary": f"answer to {inquiry.inquiry}", "body": words, "by": context.actor.officer,
            },
            case_id=case_ids[0] if case_ids else None,
        )  # fmt: skip
        recorder.insert(
            "inquiry_steps",
            {"inquiry_id": inquiry_id, "state": "answered", "at": context.at, "by": context.actor.officer},
        )
        fields = {"state": "answered", "answered_at": context.at, "answer": words}
        recorder.update("inquiries", inquiry_id, {**fields, "late_reason": late_reason} if late_reason else fields)
        recorder.touch(case_ids)
        sealed.summary = f"answered inquiry {inquiry.inquiry}"
    names = reader.references(context.connection, case_ids)
    return Outcome(sealed.change_set, tuple(case_ids), tuple(names.values()), (), sealed.summary, inquiry_id)


def disclose(context: Context, case_id: int, enquirer: Enquirer, answer: Answer) -> Outcome:
    """Tell somebody something from a case without an inquiry, through the gate."""
    row = one_case(context, case_id)
    _words(answer)
    if not enquirer.name.strip():
        raise UsageError("Say who is told.", hint="Give a name.")
    decision = _checked(context, case_id, replace(enquirer, asserted=answer.asserted), answer)
    with change_set(context, "disclose") as sealed:
        made = _tell(context, sealed.recorder, case_id, None, enquirer, answer, decision)
        sealed.summary = f"told {enquirer.name} from {row.reference}"
    return Outcome(sealed.change_set, (case_id,), (row.reference,), (), sealed.summary, made)


def refuse_inquiry(context: Context, inquiry_id: int, reason: str) -> Outcome:
    """Answer an inquiry with the words that tell nothing, and keep the reason inside."""
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why the inquiry is refused.", hint="Give --reason; the enquirer does not see it.")
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
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
        "pack_version": f"{pack.name} {pack.version}", "override_reason": answer.override_reason.strip() or None,
        "override_by": answer.second_officer.strip() or None,
    }  # fmt: skip
    return recorder.insert("disclosures", values, case_id=case_id)


def status_answer(context: Context, case_id: int, decision: Decision, *, language: str = "en") -> str:
    """A status answer from the case, with only what this enquirer may be told; empty where that is nothing.

    Plain language in English or Spanish (`en`, `es`). The officer reads and edits it before it goes out.
    """
    from cpo_tui.domain.cases import CUSTODY_STATUSES, STAGES

    row = one_case(context, case_id)
    told = {permit.category for permit in decision.may}
    spanish = language == "es"
    lines: list[str] = []
    if "case_status" in told and row.stage:
        stage = STAGES.get(row.stage, row.stage)
        lines.append(f"La etapa del caso es: {stage}." if spanish else f"The case is at this stage: {stage}.")
    if told & {"custody", "locator"} and row.custody_status == "detained" and row.facility:
        lines.append(
            f"La persona está detenida en {row.facility}." if spanish else f"The person is held at {row.facility}."
        )
    elif "custody" in told and row.custody_status != "unknown":
        custody = CUSTODY_STATUSES[row.custody_status]
        lines.append(f"Custodia: {custody}." if spanish else f"Custody: {custody}.")
    if "dates" in told and row.next_hearing_at is not None:
        moment = row.next_hearing_at
        day = (
            moment.astimezone(context.zone).strftime("%Y-%m-%d %H:%M")
            if isinstance(moment, datetime)
            else moment.isoformat()
        )
        lines.append(f"La próxima audiencia es el {day}." if spanish else f"The next hearing is on {day}.")
    return "\n".join(lines)
