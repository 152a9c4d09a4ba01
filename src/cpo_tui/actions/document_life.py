"""The life of a document: asked for, chased, received, expired, waived; `document_review` accepts and rejects.

Each step is one change-set with an entry on the timeline, and can be undone. A document is named by its kind in the
pack (id, form or name), by its name in the file, or by `#` and its row id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from cpo_tui.actions import permissions
from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set, over_cases
from cpo_tui.actions.documents import check_order, parse_document
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.records import Document
from cpo_tui.domain.roles import Permission, may
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import document_packs, documents, officers, reader
from cpo_tui.store.changes import Recorder

if TYPE_CHECKING:
    from cpo_tui.rules.document_pack import DocumentType


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means on one case: the kind of document, and the row that the file has of it."""

    kind: DocumentType | None
    row: Document | None
    name: str

    @property
    def label(self) -> str:
        """How it is spoken of."""
        from cpo_tui.domain.papers import spoken

        if self.kind is not None:
            return spoken(self.kind.form, self.kind.name)
        return spoken(self.row.form, self.row.document) if self.row is not None else self.name


def named(context: Context, case_id: int, name: str) -> Named:
    """The document that a name means on a case; raises `UsageError` for an empty one or a row of another case."""
    text = parse_text("document", name.strip())
    if not text:
        raise UsageError("Name a document.", hint="For example I-862.")
    pack = document_packs.pack_in_use(context.connection)
    rows = reader.of_case(context.connection, Document, case_id)
    if text.startswith("#"):
        row = next((one for one in rows if str(one.id) == text[1:]), None)
        if row is None:
            raise UsageError(f"The case has no document {text}.", hint="See them: cpo documents CASE.")
        return Named(pack.find(row.requirement, row.form, row.document) if pack else None, row, row.document)
    kind = pack.find(text) if pack is not None else None
    mine = [one for one in rows if _is(one, kind, text, pack)]
    return Named(kind, documents.best_row(mine), text)


def _is(row: Document, kind: DocumentType | None, text: str, pack: Any) -> bool:
    if kind is not None:
        return pack.find(row.requirement, row.form, row.document) is kind
    return text.casefold() in {row.document.casefold(), (row.form or "").casefold()}


CAN_BE_DECIDED = ("received", "accepted", "rejected")
"""The states in which a document can be accepted: it came in."""
Step = Callable[[Recorder, CaseRow, Named], str | None]


def _over(
    context: Context, case_ids: Sequence[int], name: str, verb: str, kind: str, step: Step, *, done: str,
    reason: str | None = None, note: str = "",
) -> Outcome:  # fmt: skip
    """Run one step of a document's life over cases, each with its entry on the timeline."""
    made: list[int] = []

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        found = named(context, row.id, name)
        why_not = step(recorder, row, found)
        if why_not is None:
            tell(context, recorder, row.id, kind, f"{found.label} {done}", note)
            again = named(context, row.id, name)
            if again.row is not None:
                made.append(again.row.id)
        return why_not

    outcome = over_cases(context, verb, case_ids, apply, reason=reason, words=f"{name} {done} on {{n}}")
    return replace(outcome, made=made[0] if len(made) == 1 else None)


def tell(context: Context, recorder: Recorder, case_id: int, kind: str, title: str, note: str = "") -> None:
    """Put a step of a document's life on the timeline."""
    entry = {
        "case_id": case_id, "kind": kind, "occurred_at": context.at, "recorded_at": context.at,
        "recorded_by": context.actor.officer, "title": title, "body": note or None,
    }  # fmt: skip
    recorder.insert("events", entry, case_id=case_id)


def request(
    context: Context,
    case_ids: Sequence[int],
    name: str,
    *,
    supplied_by: str = "",
    on: str = "",
    reason: str | None = None,
) -> Outcome:
    """Ask for a document on cases; one that was rejected, waived or has expired is asked for anew. Its chases begin."""
    values = parse_document({"requested_on": on or context.today})
    supplier = parse_text("supplied-by", supplied_by.strip())
    _known_supplier(context, supplier)

    def step(recorder: Recorder, row: CaseRow, found: Named) -> str | None:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        return _ask(recorder, row.id, found, supplier, str(values["requested_on"]))

    return _over(
        context, case_ids, name, "request document", "document_requested", step, done="asked for", reason=reason
    )


def _known_supplier(context: Context, supplier: str) -> None:
    pack = document_packs.pack_in_use(context.connection)
    if supplier and pack is not None and supplier not in pack.suppliers:
        raise UsageError(f"There is no supplier {supplier!r}.", hint=f"One of: {', '.join(pack.suppliers)}.")


def _ask(recorder: Recorder, case_id: int, found: Named, supplier: str, on: str) -> str | None:
    fields: dict[str, Any] = {"state": "requested", "requested_on": on}
    if found.row is None:
        kind = found.kind
        fields |= {"case_id": case_id, "document": kind.name if kind else found.name, "supplied_by": supplier or None}
        if kind is not None:
            fields |= {"form": kind.form, "requirement": kind.id, "supplied_by": supplier or kind.supplied_by}
        recorder.insert("documents", fields, case_id=case_id)
        return None
    if found.row.state == "requested":
        return f"it was asked for already, on {found.row.requested_on or 'a day not recorded'}; chase it"
    if found.row.state in ("received", "accepted"):
        return f"it is {found.row.state}"
    fields |= {
        "received_on": None, "chased_on": None, "chases": None, "decided_on": None, "decision_reason": None,
        "approver": None,
    }  # fmt: skip
    if supplier:
        fields["supplied_by"] = supplier
    recorder.update("documents", found.row.id, fields, case_id=case_id)
    return None


def request_all_missing(context: Context, case_ids: Sequence[int], *, reason: str | None = None) -> Outcome:
    """Ask for everything that will be missing on the day of the next step and has not been asked for."""

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        file = documents.file_of(context.connection, row.id, context.zone, today=date.fromisoformat(context.today))
        asked = 0
        for one in file.missing:
            name = f"#{one.held.id}" if one.held is not None else one.key
            found = named(context, row.id, name)
            if _ask(recorder, row.id, found, "", context.today) is None:
                tell(context, recorder, row.id, "document_requested", f"{found.label} asked for")
                asked += 1
        return None if asked else "nothing is missing that has not been asked for"

    return over_cases(
        context,
        "request missing documents",
        case_ids,
        apply,
        reason=reason,
        words="asked for all that is missing on {n}",
    )


def chase(
    context: Context, case_ids: Sequence[int], name: str, *, note: str = "", reason: str | None = None
) -> Outcome:
    """Record that somebody was reminded of a request today; the next step of the ladder is counted from here."""

    def step(recorder: Recorder, row: CaseRow, found: Named) -> str | None:
        if found.row is None or found.row.state != "requested":
            return "it was not asked for"
        fields = {"chased_on": context.today, "chases": (found.row.chases or 0) + 1}
        recorder.update("documents", found.row.id, fields, case_id=row.id)
        return None

    words = parse_text("note", note, multiline=True).strip()
    return _over(
        context, case_ids, name, "chase document", "document_chased", step, done="chased", reason=reason, note=words
    )


def receive(
    context: Context,
    case_ids: Sequence[int],
    name: str,
    values: Mapping[str, str] | None = None,
    *,
    reason: str | None = None,
) -> Outcome:
    """Record that a document came in, today or on `received_on`; `values` are more of its fields as typed."""
    parsed = parse_document({"received_on": context.today, **(values or {})})
    parsed.pop("state", None)

    def step(recorder: Recorder, row: CaseRow, found: Named) -> str | None:
        if found.row is not None and found.row.state == "accepted":
            return "it is accepted"
        if found.row is not None and found.row.state == "waived":
            return f"it was waived{_waiver(found.row)}; where it is wanted after all, ask for it anew first"
        fields = {"state": "received", "decided_on": None, "decision_reason": None, **parsed}
        if found.row is None:
            kind = found.kind
            fields |= {"case_id": row.id, "document": kind.name if kind else found.name}
            if kind is not None:
                fields |= {"form": kind.form, "requirement": kind.id, "supplied_by": kind.supplied_by}
            row_id = recorder.insert("documents", fields, case_id=row.id)
        else:
            row_id = found.row.id
            check_dates(found.row, parsed)
            recorder.update("documents", row_id, fields, case_id=row.id)
        entry = {
            "document_id": row_id, "at": context.at, "what": "received", "place": parsed.get("kept_at"),
            "by": context.actor.officer,
        }  # fmt: skip
        recorder.insert("custody_entries", entry, case_id=row.id)
        return None

    return _over(context, case_ids, name, "receive document", "document_received", step, done="received", reason=reason)


def _waiver(row: Document) -> str:
    by = f" by {row.approver}" if row.approver else ""
    return f"{by} on {row.decided_on}" if row.decided_on else by


def check_dates(row: Document, parsed: Mapping[str, Any]) -> None:
    """Refuse an end of validity before the signature, whichever of the two is new."""
    check_order(parsed.get("signed_on", row.signed_on), parsed.get("expires_on", row.expires_on))


def expire(context: Context, case_ids: Sequence[int], name: str, *, reason: str | None = None) -> Outcome:
    """Record that a document no longer holds."""

    def step(recorder: Recorder, row: CaseRow, found: Named) -> str | None:
        if found.row is None or found.row.state not in ("received", "accepted"):
            return "it is not on file"
        recorder.update("documents", found.row.id, {"state": "expired", "decided_on": context.today}, case_id=row.id)
        return None

    return _over(context, case_ids, name, "expire document", "document_expired", step, done="expired", reason=reason)


def waive(context: Context, case_id: int, name: str, reason: str, *, approver: str = "") -> Outcome:
    """Do without a document: with a reason, and on the word of somebody who may waive."""
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why it is waived.", hint="Give --reason.")
    permissions.require(context, Permission.WAIVE)
    approved_by = parse_text("approver", approver.strip()) or context.actor.officer
    if approved_by != context.actor.officer:
        known = officers.officer(context.connection, approved_by)
        if known is None or not known.active or not may(known.role, Permission.WAIVE):
            raise Refused(f"{approved_by} may not waive.", hint="Name a supervisor.", kind="not_permitted")
    row, found = one_case(context, case_id), named(context, case_id, name)
    with change_set(context, "waive document", reason=why) as sealed:
        fields: dict[str, Any] = {
            "state": "waived", "decided_on": context.today, "decision_reason": why, "approver": approved_by,
        }  # fmt: skip
        if found.row is None:
            kind = found.kind
            fields |= {"case_id": row.id, "document": kind.name if kind else found.name}
            if kind is not None:
                fields |= {"form": kind.form, "requirement": kind.id, "supplied_by": kind.supplied_by}
            made = sealed.recorder.insert("documents", fields, case_id=row.id)
        else:
            made = found.row.id
            sealed.recorder.update("documents", made, fields, case_id=row.id)
        tell(context, sealed.recorder, row.id, "document_waived", f"{found.label} waived by {approved_by}", why)
        sealed.summary = f"waived {found.label} of {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, made)
