"""The verbs that tell somebody outside something. Each goes through the gate, and there is no other way out.

What is told is stored word for word with its ground. An override needs a reason and a second officer who may give it.
A refusal says the same to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpo_tui.actions import gate
from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, Refusal, change_set
from cpo_tui.actions.gate import Passed, Telling
from cpo_tui.actions.inquiry_clock import due_now, is_before
from cpo_tui.domain.demands import is_late
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.records import SETTLED_INQUIRIES, Inquiry
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.day_words import moment_in
from cpo_tui.rules.disclosure import Decision
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import commitments, disclosing, inquiries, lookups, reader
from cpo_tui.store.changes import Recorder
from cpo_tui.store.worklist import stored

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

    def telling(self, inquiry: Inquiry | None = None) -> Telling:
        """What goes to the gate, in answer to an inquiry or by itself."""
        return Telling(
            self.words, self.categories, self.channel or (inquiry.channel or "" if inquiry is not None else ""),
            asked=f"{inquiry.subject or ''}\n{inquiry.question or ''}" if inquiry is not None else "",
            override_reason=self.override_reason, second_officer=self.second_officer,
            inquiry_id=inquiry.id if inquiry is not None else None,
        )  # fmt: skip


def answer_inquiry(context: Context, inquiry_id: int, answer: Answer) -> Outcome:
    """Answer an inquiry about its cases, through the gate, and mark it as answered.

    Raises `Refused` where the gate does not allow what the answer tells (with what is missing and what never may be
    told), or where the reply is late and nobody has said why.
    """
    ready = _ready(context, inquiry_id, answer)
    with change_set(context, "answer inquiry") as sealed:
        _send(context, sealed.recorder, ready, answer)
        sealed.summary = f"answered inquiry {ready.inquiry.inquiry}"
    case_ids = tuple(ready.passed)
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
    passed: Mapping[int, Passed]
    late_reason: str | None


def _ready(context: Context, inquiry_id: int, answer: Answer) -> _Ready:
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if inquiry.state in SETTLED_INQUIRIES:
        raise Refused(
            f"Inquiry {inquiry.inquiry} is {inquiry.state} already.",
            hint=f"Reopen it first: cpo inquiry reopen {inquiry.inquiry}.",
        )
    if is_before(context.now.astimezone(context.zone).isoformat(), stored(inquiry.received_at) or ""):
        raise Refused(
            f"The reply to {inquiry.inquiry} would be earlier than the question.",
            hint="Correct the day of receipt first.",
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
    enquirer = gate.who_asks(context, inquiry, answer.asserted)
    if not enquirer.name.strip() and answer.categories:
        raise Refused("The enquirer has no name, so nobody can be told anything.", hint="Enter who asks.")
    if not case_ids:
        gate.nothing_of_a_case(context, words)
    telling = answer.telling(inquiry)
    passed = {case_id: gate.ask(context, case_id, enquirer, telling) for case_id in case_ids}
    return _Ready(inquiry, enquirer, passed, late_reason)


def _send(context: Context, recorder: Recorder, ready: _Ready, answer: Answer) -> None:
    """Write what goes out; inside the transaction the gate is asked again, so that a consent withdrawn meanwhile counts."""
    inquiry, words = ready.inquiry, _words(answer)
    case_ids = lookups.cases_of_inquiry(context.connection, inquiry.id)
    held = reader.record(context.connection, Inquiry, inquiry.id)
    if {*case_ids} != {*ready.passed} or held.version != inquiry.version:
        raise gate.changed_meanwhile()
    for case_id, before in ready.passed.items():
        gate.tell(context, recorder, case_id, ready.enquirer, answer.telling(inquiry), before)
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
    vouched = replace(enquirer, asserted=enquirer.asserted | answer.asserted)
    before = gate.ask(context, case_id, vouched, answer.telling())
    with change_set(context, "disclose") as sealed:
        made = gate.tell(context, sealed.recorder, case_id, vouched, answer.telling(), before)
        sealed.summary = f"told {enquirer.name} from {row.reference}"
    return Outcome(sealed.change_set, (case_id,), (row.reference,), (), sealed.summary, made)


def refuse_inquiry(context: Context, inquiry_id: int, reason: str, *, language: str = "en") -> Outcome:
    """Answer an inquiry with the words that tell nothing, in `en` or `es`, and keep the reason inside."""
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why the inquiry is refused.", hint="Give --reason; the enquirer does not see it.")
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if inquiry.state in SETTLED_INQUIRIES:
        raise Refused(
            f"Inquiry {inquiry.inquiry} is {inquiry.state} already.",
            hint=f"Reopen it first: cpo inquiry reopen {inquiry.inquiry}.",
        )
    words = gate.refusal_words(disclosing.pack_of(context.connection), language)
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
        said = {
            "inquiry_id": inquiry_id, "at": context.at, "direction": "out", "channel": inquiry.channel,
            "party": inquiry.enquirer, "capacity": inquiry.capacity, "summary": f"refused {inquiry.inquiry}", "body": words,
            "by": context.actor.officer,
        }  # fmt: skip
        sealed.recorder.insert("communications", said)
        fields = {"state": "rejected", "answered_at": context.at, "answer": words, "closing_reason": why}
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
        say("dates", "hearing", moment_in(row.next_hearing_at, context.zone, language))
    return Built("\n".join(line for group in lines.values() for line in group), tuple(lines))


def _stage_words(pack: ServicePack, stage: str, told: set[str], language: str) -> str:
    """A stage in plain words; one that would give away a protected category, and one without words, is `in process`."""
    found = pack.stages.get(stage)
    if found is None or (found.tells and found.tells not in told):
        return pack.phrase("in_process", language)
    return found.es if language == "es" else found.en
