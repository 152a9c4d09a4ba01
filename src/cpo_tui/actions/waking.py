"""Ending the holds that wait for something, when it comes: a document, an inquiry, a hearing, or a kind of event."""

from __future__ import annotations

import json

from cpo_tui.store import lookups
from cpo_tui.store.changes import Recorder

DOCUMENT, INQUIRY, HEARING = "document", "inquiry", "hearing"

WAKING: dict[str, str] = {
    DOCUMENT: "a document comes in",
    INQUIRY: "an inquiry comes in",
    HEARING: "a hearing is set, moved or held",
}
"""What a hold can wait for besides a kind of event, in words."""

_CAME = frozenset({"received", "accepted"})


def wake(recorder: Recorder) -> None:
    """End the holds of those cases for which something that they wait for was written in this change-set."""
    found = {
        (case_id, cause)
        for case_id, table, _, op, _, after in recorder.changes
        if case_id is not None and op != "delete" and (cause := _cause(table, op, after))
    }
    for case_id, cause in sorted(found):
        for row_id in lookups.open_holds(recorder.connection, case_id, waking_on=cause):
            recorder.update("holds", row_id, {"ended_at": recorder.at}, case_id=case_id)


def _cause(table: str, op: str, after: str | None) -> str:
    if table == "inquiry_cases":
        return INQUIRY if op == "insert" else ""
    if table == "hearings":
        return HEARING
    if table not in {"events", "documents"} or after is None:
        return ""
    values = json.loads(after)
    if table == "documents":
        return DOCUMENT if values.get("state") in _CAME else ""
    return str(values.get("kind", "")) if op == "insert" else ""
