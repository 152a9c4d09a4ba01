"""The verbs on documents in their first form: enter one, and move it through its life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set, over_cases
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.fields import parse_choice, parse_day, parse_text
from cpo_tui.domain.records import DOCUMENT_STATES, Document
from cpo_tui.errors import UsageError
from cpo_tui.store import reader
from cpo_tui.store.changes import Recorder

_DAYS = ("requested_on", "received_on", "signed_on", "served_on", "expires_on")
_LINES = (
    "document", "form", "service_method", "service_language", "sha256", "kept_at", "edition", "supplied_by", "translation",
)  # fmt: skip
_STATES = dict.fromkeys(DOCUMENT_STATES, "")


def parse_document(values: Mapping[str, str]) -> dict[str, Any]:
    """The stored form of typed values of a document; raises `UsageError` for a name or value that is wrong."""
    parsed: dict[str, Any] = {}
    for name, text in values.items():
        value = text.strip()
        if name in _DAYS:
            parsed[name] = parse_day(name, value).isoformat() if value else None
        elif name in _LINES:
            parsed[name] = parse_text(name, value) or None
        elif name == "state":
            parsed[name] = parse_choice(name, value, _STATES)
        elif name == "original":
            parsed[name] = int(parse_choice(name, value, {"yes": "", "no": ""}) == "yes") if value else None
        elif name == "notes":
            parsed[name] = parse_text(name, value, multiline=True) or None
        else:
            raise UsageError(
                f"A document has no field {name!r}.", hint=f"Fields: {', '.join((*_LINES, *_DAYS, 'state', 'notes'))}."
            )
    check_order(parsed.get("signed_on"), parsed.get("expires_on"))
    return parsed


def check_order(signed_on: object, expires_on: object) -> None:
    """Raise `UsageError` where a document would end before it was signed."""
    if signed_on and expires_on and str(expires_on) < str(signed_on):
        raise UsageError("The document would expire before it was signed.", hint="Check both dates.")


def add_document(
    context: Context,
    case_ids: Sequence[int],
    values: Mapping[str, str],
    *,
    file: str | None = None,
    reason: str | None = None,
) -> Outcome:
    """Enter a document on cases; without a state it is received where it has a day of receipt or a file, else requested today.

    The bytes of `file`, a path, are copied into the store.
    """
    from cpo_tui.actions import attaching  # which itself leans on this module

    parsed = parse_document(values)
    if not parsed.get("document"):
        raise UsageError("A document needs a name.", hint="For example I-862.")
    if "state" not in parsed:
        parsed["state"] = "received" if parsed.get("received_on") or file else "requested"
        if file and not parsed.get("received_on"):
            parsed["received_on"] = context.today
    if parsed["state"] == "requested" and not parsed.get("requested_on"):
        parsed["requested_on"] = context.today
    made: list[int] = []
    content = attaching.read_file(file) if file else b""

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        made.append(recorder.insert("documents", {"case_id": row.id, **parsed}, case_id=row.id))
        if file:
            kept_at = parsed.get("kept_at") or attaching.IN_STORE
            attaching.put_in(context, recorder, row.id, made[-1], attaching.plain_name(file), content, kept_at)
        return None

    words = f"{parsed['document']} {parsed['state']} on {{n}}"
    outcome = over_cases(context, "add document", case_ids, apply, reason=reason, words=words)
    return Outcome(
        outcome.change_set,
        outcome.done,
        outcome.references,
        outcome.refused,
        outcome.summary,
        made[0] if len(made) == 1 else None,
    )


def edit_document(
    context: Context,
    document_id: int,
    values: Mapping[str, str],
    *,
    version: int | None = None,
    reason: str | None = None,
) -> Outcome:
    """Change a document's fields."""
    parsed = parse_document(values)
    if "document" in parsed and not parsed["document"]:
        raise UsageError("A document needs a name.", hint="For example I-862.")
    document = reader.record(context.connection, Document, document_id)
    check_order(parsed.get("signed_on", document.signed_on), parsed.get("expires_on", document.expires_on))
    row = one_case(context, document.case_id)
    with change_set(context, "edit document", reason=reason) as sealed:
        sealed.recorder.update("documents", document_id, parsed, case_id=row.id, version=version)
        sealed.summary = f"{document.document} of {row.reference}: {', '.join(parsed)}"
    changed = sealed.change_set is not None
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary if changed else "nothing changed")


def mark_received(context: Context, document_ids: Sequence[int]) -> Outcome:
    """Mark documents as received today."""
    done: list[tuple[int, str]] = []
    with change_set(context, "receive document") as sealed:
        for document_id in document_ids:
            document = reader.record(context.connection, Document, document_id)
            row = one_case(context, document.case_id)
            sealed.recorder.update(
                "documents", document_id, {"state": "received", "received_on": context.today}, case_id=row.id
            )
            done.append((row.id, row.reference))
            sealed.summary = f"received {document.document} of {row.reference}"
        if len(document_ids) > 1:
            sealed.summary = f"received {len(document_ids)} documents"
    return Outcome(
        sealed.change_set, tuple(case_id for case_id, _ in done), tuple(name for _, name in done), (), sealed.summary
    )
