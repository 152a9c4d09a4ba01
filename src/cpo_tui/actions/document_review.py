"""The review of a document that came in: accepted with an answer to each of its checks, or rejected with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.document_life import CAN_BE_DECIDED, Named, check_dates, named, tell
from cpo_tui.actions.documents import parse_document
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.records import Document
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import documents
from cpo_tui.store.changes import Recorder

ANSWERS = {
    "yes": "yes",
    "no": "no",
    "na": "not_applicable",
    "n/a": "not_applicable",
    "not_applicable": "not_applicable",
}
"""How an answer to a check may be typed → how it is stored."""


def accept(
    context: Context, case_id: int, name: str, checks: Mapping[str, str] | None = None, *, rest: str = "",
    values: Mapping[str, str] | None = None, reason: str | None = None,
) -> Outcome:  # fmt: skip
    """Accept a document that came in, with the answer to each of its checks; `rest` answers those that are not named.

    Raises `Refused` where a check is open or was answered no, and where the end of its validity is not recorded.
    """
    row = one_case(context, case_id)
    found = named(context, case_id, name)
    document = _held(found)
    if document.state not in CAN_BE_DECIDED:
        raise Refused(f"{found.label} has not come in.", hint="Receive it first.")
    answers = {check: _answer(check, text) for check, text in (checks or {}).items()}
    known = found.kind.checks if found.kind is not None else ()
    unknown = [check for check in answers if check not in known]
    if unknown:
        hint = f"Its checks: {', '.join(known)}." if known else "Nobody defined checks for it."
        raise UsageError(f"{found.label} has no check {unknown[0]!r}.", hint=hint)
    before = documents.answers_of(context.connection, document.id)
    given = {check: answer for check, (_, answer) in before.items()} | answers
    if rest:
        given |= {check: _answer("rest", rest) for check in known if check not in given}
    parsed = parse_document(values or {})
    check_dates(document, parsed)
    _require_complete(found, given, parsed.get("expires_on", document.expires_on))
    with change_set(context, "accept document", reason=reason) as sealed:
        _write_answers(context, sealed.recorder, row.id, document.id, given)
        fields = {"state": "accepted", "decided_on": context.today, "decision_reason": None, **parsed}
        sealed.recorder.update("documents", document.id, fields, case_id=row.id)
        tell(context, sealed.recorder, row.id, "document_accepted", f"{found.label} accepted")
        sealed.summary = f"accepted {found.label} of {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, document.id)


def _held(found: Named) -> Document:
    if found.row is None:
        raise Refused(f"The file has no {found.label}.", hint="Request or receive it first.")
    return found.row


def _answer(check: str, text: str) -> str:
    answer = ANSWERS.get(text.strip().casefold())
    if answer is None:
        raise UsageError(f"{check}: {text!r} is not an answer.", hint="Answer yes, no or na.")
    return answer


def _require_complete(found: Named, given: Mapping[str, str], expires: object) -> None:
    from cpo_tui.rules.document_pack import Expiry

    kind = found.kind
    if kind is None:
        return
    failed = [check for check in kind.checks if given.get(check) == "no"]
    if failed:
        raise Refused(
            f"{found.label} is not complete: {_words(failed)}.", hint="Reject it, or waive it.", kind="incomplete"
        )
    unanswered = [check for check in kind.checks if check not in given]
    if unanswered:
        raise Refused(
            f"{found.label} has checks that nobody has answered: {_words(unanswered)}.",
            hint="Answer each: --check NAME=yes, or the rest at once: --rest yes.",
            kind="unchecked",
            checks=unanswered,
        )
    if kind.expires is Expiry.REQUIRED and expires is None:
        raise Refused(f"{found.label} always has an end.", hint="Give --expires DATE.", kind="incomplete")


def _words(checks: Sequence[str]) -> str:
    return ", ".join(check.replace("_", " ") for check in checks)


def _write_answers(
    context: Context, recorder: Recorder, case_id: int, document_id: int, given: Mapping[str, str]
) -> None:
    before = documents.answers_of(recorder.connection, document_id)
    for check, answer in given.items():
        if check not in before:
            entry = {
                "document_id": document_id, "check_id": check, "answer": answer, "at": context.at, "by": context.actor.officer,
            }  # fmt: skip
            recorder.insert("document_checks", entry, case_id=case_id)
        elif before[check][1] != answer:
            fields = {"answer": answer, "at": context.at, "by": context.actor.officer}
            recorder.update("document_checks", before[check][0], fields, case_id=case_id)


def reject(context: Context, case_id: int, name: str, reason: str, checks: Mapping[str, str] | None = None) -> Outcome:
    """Reject a document that came in, with the reason and the checks that it failed."""
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why it is rejected.", hint="Give --reason.")
    row, found = one_case(context, case_id), named(context, case_id, name)
    document = _held(found)
    if document.state not in ("received", "accepted"):
        raise Refused(f"{found.label} has not come in.", hint="Receive it first.")
    known = found.kind.checks if found.kind is not None else ()
    answers = {check: _answer(check, text) for check, text in (checks or {}).items()}
    unknown = [check for check in answers if check not in known]
    if unknown:
        raise UsageError(f"{found.label} has no check {unknown[0]!r}.", hint=f"Its checks: {', '.join(known)}.")
    with change_set(context, "reject document", reason=why) as sealed:
        _write_answers(context, sealed.recorder, row.id, document.id, answers)
        fields = {"state": "rejected", "decided_on": context.today, "decision_reason": why}
        sealed.recorder.update("documents", document.id, fields, case_id=row.id)
        tell(context, sealed.recorder, row.id, "document_rejected", f"{found.label} rejected", why)
        sealed.summary = f"rejected {found.label} of {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, document.id)
