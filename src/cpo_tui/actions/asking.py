"""Asking an enquirer for what the gate finds missing: by the letter that it names, or by vouching for what was checked.

That it was asked for, when and in which words stays on record, and the clock of the inquiry stands still until it comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cpo_tui.actions import gate, letters
from cpo_tui.actions.context import Context, Outcome
from cpo_tui.actions.inquiry_lives import over_inquiries, take_step
from cpo_tui.actions.letters import Addressee, Draft
from cpo_tui.domain.inquiries import AWAITING_ENQUIRER
from cpo_tui.domain.records import SETTLED_INQUIRIES, Inquiry
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.disclosure import Missing
from cpo_tui.store import disclosing, inquiries, reader
from cpo_tui.store.changes import Recorder


@dataclass(frozen=True, slots=True)
class Asked:
    """What an enquirer is asked for: from which case it is missing, and the letter that asks for it."""

    case_id: int
    missing: Missing
    draft: Draft
    to: Addressee


def missing_for(context: Context, inquiry_id: int) -> Mapping[str, tuple[int, Missing]]:
    """What the gate finds missing for an inquiry, by requirement, with the first case that lacks it."""
    found: dict[str, tuple[int, Missing]] = {}
    for case_id, decision in gate.gate(context, inquiry_id).items():
        for one in decision.missing:
            found.setdefault(one.requirement, (case_id, one))
    return found


def draft_request(
    context: Context, inquiry_id: int, requirement: str = "", *, language: str = "en", address: str = ""
) -> Asked:
    """The letter that asks for what is missing (the first such thing, where none is named); writes nothing.

    Raises `Refused` where nothing is missing that could be asked for, or where the inquiry is settled.
    """
    inquiry = _open(context, inquiry_id)
    found = missing_for(context, inquiry_id)
    if not found:
        raise Refused("The gate names nothing that a letter could ask for.", hint=f"See: cpo gate {inquiry.inquiry}.")
    wanted = requirement.strip() or next(iter(found))
    if wanted not in found:
        raise UsageError(f"{wanted!r} is not missing here.", hint=f"Missing: {', '.join(found)}.")
    if not (inquiry.enquirer or "").strip():
        raise Refused("The enquirer has no name, so nobody can be asked.", hint="Enter who asks.")
    case_id, missing = found[wanted]
    kept = inquiries.details(context.connection, inquiry_id)
    to = Addressee(
        inquiry.enquirer or "", inquiry.capacity or "", address, kept.organisation or "", vouched=kept.asserted
    )
    fields = {"inquiry": inquiry.inquiry}
    draft = letters.draft_letter(context, missing.letter, case_id, to, language=language, fields=fields)
    return Asked(case_id, missing, draft, to)


def ask_for_missing(
    context: Context,
    inquiry_id: int,
    requirement: str = "",
    *,
    language: str = "en",
    address: str = "",
    path: str | Path | None = None,
    force: bool = False,
) -> tuple[Asked, Outcome]:
    """Send the letter that asks for what is missing; it is kept as sent, and the inquiry waits for the enquirer.

    With `path` it is also written to a file (.pdf, .html or .txt), whole or not at all.
    """
    from cpo_tui.exchange.target import writing_to

    asked = draft_request(context, inquiry_id, requirement, language=language, address=address)

    def waits(recorder: Recorder) -> None:
        inquiry = reader.record(context.connection, Inquiry, inquiry_id)
        take_step(context, recorder, inquiry, AWAITING_ENQUIRER, f"asked for {asked.missing.label}")
        said = {
            "inquiry_id": inquiry_id, "at": context.at, "direction": "out", "channel": "letter", "party": inquiry.enquirer,
            "capacity": inquiry.capacity, "summary": f"asked for {asked.missing.label}", "body": asked.draft.letter.text,
            "by": context.actor.officer,
        }  # fmt: skip
        recorder.insert("communications", said)

    def keep() -> Outcome:
        return letters.keep_letter(context, asked.case_id, asked.to, asked.draft, inquiry_id=inquiry_id, also=waits)

    if path is None:
        return asked, keep()
    content = letters.rendered(asked.draft.letter, path)
    with writing_to(path, force=force) as file:
        file.write(content)
        return asked, keep()


def vouch(context: Context, inquiry_id: int, requirement: str) -> Outcome:
    """Say that an officer has checked what no paper shows: an identity, an official need, a request's way.

    The gate counts it for this inquiry from then on; who vouched and when stays on record.
    """
    inquiry = _open(context, inquiry_id)
    known = disclosing.pack_of(context.connection).requirements
    can = [one.id for one in known.values() if one.kind == "asserted"]
    if requirement not in can:
        raise UsageError(f"{requirement!r} is shown by a paper, or not known.", hint=f"One of: {', '.join(can)}.")
    vouched = inquiries.details(context.connection, inquiry_id).asserted | {requirement}

    def apply(recorder: Recorder, one: Inquiry) -> str | None:
        recorder.update("inquiries", one.id, {"asserted": ",".join(sorted(vouched))})
        return None

    words = f"vouched for {known[requirement].label} on {{n}}"
    return over_inquiries(context, "vouch", [inquiry.id], apply, reason=None, words=words)


def _open(context: Context, inquiry_id: int) -> Inquiry:
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if inquiry.state in SETTLED_INQUIRIES:
        raise Refused(
            f"Inquiry {inquiry.inquiry} is {inquiry.state} already.",
            hint=f"Reopen it first: cpo inquiry reopen {inquiry.inquiry}.",
        )
    return inquiry
