"""The verbs on promises: offer what was found in a text, make one, and say what became of it."""

from __future__ import annotations

from datetime import date

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.timeline import parse_when
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.promises import FoundPromise, find_promises
from cpo_tui.domain.records import Inquiry
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import commitments, lookups, reader
from cpo_tui.store.worklist import stored

SETTLED_AS = ("kept", "broken", "withdrawn")


def offered(context: Context, text: str) -> tuple[FoundPromise, ...]:
    """The promises that a text seems to make, to be offered to its writer; writes nothing."""
    return find_promises(text, date.fromisoformat(context.today))


def make_promise(
    context: Context, case_id: int | None, words: str, due: str, *, to_whom: str = "", inquiry_id: int | None = None
) -> Outcome:
    """Enter what was promised, by when and to whom; on a case, or on an inquiry and so on its first case."""
    promised = parse_text("words", words.strip())
    if not promised:
        raise UsageError("Say what was promised.", hint="For example: call back.")
    moment = parse_when(context, "due", due)
    if inquiry_id is not None:
        inquiry = reader.record(context.connection, Inquiry, inquiry_id)
        to_whom = to_whom or inquiry.enquirer or ""
        case_id = (
            case_id
            if case_id is not None
            else next(iter(lookups.cases_of_inquiry(context.connection, inquiry_id)), None)
        )
    if case_id is None and inquiry_id is None:
        raise UsageError("A promise is made on a case or on an inquiry.", hint="Name one.")
    row = one_case(context, case_id) if case_id is not None else None
    values = {
        "case_id": case_id, "inquiry_id": inquiry_id, "words": promised, "due_at": stored(moment),
        "to_whom": parse_text("to", to_whom.strip()) or None, "made_at": context.at, "made_by": context.actor.officer,
    }  # fmt: skip
    with change_set(context, "make promise") as sealed:
        made = sealed.recorder.insert("promises", values, case_id=case_id)
        sealed.summary = f"promised by {stored(moment)}" + (f" on {row.reference}" if row else "")
    done = (row.id,) if row else ()
    return Outcome(sealed.change_set, done, (row.reference,) if row else (), (), sealed.summary, made)


def keep_promise(context: Context, promise_id: int) -> Outcome:
    """Say that a promise was kept."""
    return _settle(context, promise_id, "kept", "")


def break_promise(context: Context, promise_id: int, reason: str) -> Outcome:
    """Say that a promise was not kept, and why."""
    return _settle(context, promise_id, "broken", _why(reason))


def withdraw_promise(context: Context, promise_id: int, reason: str) -> Outcome:
    """Say that a promise no longer holds, and why: the person was told so, or it was entered by mistake."""
    return _settle(context, promise_id, "withdrawn", _why(reason))


def explain_promise(context: Context, promise_id: int, reason: str) -> Outcome:
    """Put on record why a promise was kept late or broken; how it was settled stays."""
    one = commitments.promise(context.connection, promise_id)
    if one.settled_at is None:
        raise Refused("The promise is open.", hint="Keep it or break it first.")
    return _write(context, one, "explain promise", {"reason": _why(reason)}, "explained")


def _why(reason: str) -> str:
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why.", hint="Give --reason; it stays on the record.")
    return why


def _settle(context: Context, promise_id: int, how: str, reason: str) -> Outcome:
    one = commitments.promise(context.connection, promise_id)
    if one.settled_at is not None:
        raise Refused(f"The promise is {one.settled_as} already.", hint="Undo takes that back.")
    fields = {"settled_at": context.at, "settled_as": how, "reason": reason or None}
    return _write(context, one, f"promise {how}", fields, how)


def _write(context: Context, one: commitments.Promise, verb: str, fields: dict[str, str | None], how: str) -> Outcome:
    with change_set(context, verb, reason=fields.get("reason")) as sealed:
        sealed.recorder.update("promises", one.id, fields, case_id=one.case_id)
        sealed.summary = f"promise {how}: {one.words}"
    ids = (one.case_id,) if one.case_id is not None else ()
    names = tuple(reader.references(context.connection, ids).values())
    return Outcome(sealed.change_set, ids, names, (), sealed.summary, one.id)
