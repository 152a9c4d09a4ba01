"""The verbs that say what an inquiry is about, and which inquiries are one matter. Nothing is joined by itself."""

from __future__ import annotations

from collections.abc import Sequence

from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.inquiry_lives import over_inquiries
from cpo_tui.domain.clusters import Suggestion, suggest
from cpo_tui.domain.records import Inquiry
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.store import inquiries, links, lookups, matters, reader
from cpo_tui.store.changes import Recorder


def link_inquiry(context: Context, inquiry_id: int, case_ids: Sequence[int]) -> Outcome:
    """Say that an inquiry is about cases."""
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    with change_set(context, "link inquiry") as sealed:
        rows = reader.case_rows(context.connection, list(case_ids))
        missing = [case_id for case_id in case_ids if case_id not in rows]
        if missing:
            raise NotFound(f"There is no case @{missing[0]}.", hint="See the caseload: cpo list.")
        linked = set(lookups.cases_of_inquiry(context.connection, inquiry_id))
        new = [case_id for case_id in dict.fromkeys(case_ids) if case_id not in linked]
        for case_id in new:
            sealed.recorder.insert("inquiry_cases", {"inquiry_id": inquiry_id, "case_id": case_id}, case_id=case_id)
        sealed.summary = f"inquiry {inquiry.inquiry} is about {', '.join(rows[one].reference for one in new)}"
    if not new:
        return Outcome(None, (), (), (), "nothing changed")
    return Outcome(
        sealed.change_set, tuple(new), tuple(rows[one].reference for one in new), (), sealed.summary, inquiry_id
    )


def unlink_inquiry(context: Context, inquiry_id: int, case_ids: Sequence[int], *, reason: str) -> Outcome:
    """Say that an inquiry is not about cases; refused for a case from which something was told in it."""
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if not reason.strip():
        raise UsageError("Say why the inquiry is not about the case.", hint="Give --reason.")
    with change_set(context, "unlink inquiry", reason=reason) as sealed:
        names = reader.references(context.connection, case_ids)
        for case_id in dict.fromkeys(case_ids):
            row_id = links.link_of(context.connection, inquiry_id, case_id)
            if row_id is None:
                raise NotFound(
                    f"{inquiry.inquiry} is not about {names.get(case_id, f'@{case_id}')}.", hint="Nothing to take away."
                )
            if links.told_in(context.connection, inquiry_id, case_id):
                raise Refused(
                    f"Something of {names[case_id]} was told in {inquiry.inquiry}.",
                    hint="What was told stays with its case. Undo the answer if it never went out.",
                )
            sealed.recorder.delete("inquiry_cases", row_id, case_id=case_id)
        sealed.summary = f"inquiry {inquiry.inquiry} is not about {', '.join(names.values())}"
    return Outcome(sealed.change_set, tuple(names), tuple(names.values()), (), sealed.summary, inquiry_id)


def suggestions(context: Context, inquiry_id: int) -> tuple[Suggestion, ...]:
    """The open inquiries that seem to ask the same; writes nothing."""
    return suggest(*matters.candidates(context.connection, inquiry_id))


def join_inquiries(context: Context, ids: Sequence[int]) -> Outcome:
    """Make inquiries one matter: one answer may go to all of them, each through the gate for its own enquirer.

    The matter has the number of its first inquiry; inquiries that were joined before bring those they were joined with.
    """
    unique = list(dict.fromkeys(ids))
    whole: dict[int, None] = {}
    for inquiry_id in unique:
        cluster = inquiries.details(context.connection, inquiry_id).cluster
        whole.update(dict.fromkeys(matters.of_cluster(context.connection, cluster) if cluster else (inquiry_id,)))
    if len(whole) < 2:  # noqa: PLR2004 - a matter is at least two
        raise UsageError("One inquiry alone is no cluster.", hint="Name two or more.")
    name = min(inquiries.details(context.connection, one).inquiry for one in whole)

    def apply(recorder: Recorder, inquiry: Inquiry) -> str | None:
        recorder.update("inquiries", inquiry.id, {"cluster": name})
        return None

    return over_inquiries(context, "join inquiries", list(whole), apply, reason=None, words=f"joined {{n}} as {name}")


def unjoin_inquiry(context: Context, ids: Sequence[int]) -> Outcome:
    """Take inquiries out of their matter; a matter of which one is left is none."""
    left: set[int] = set()
    for inquiry_id in ids:
        cluster = inquiries.details(context.connection, inquiry_id).cluster
        if cluster:
            rest = [one for one in matters.of_cluster(context.connection, cluster) if one not in ids]
            left.update(rest if len(rest) == 1 else ())

    def apply(recorder: Recorder, inquiry: Inquiry) -> str | None:
        if inquiries.details(context.connection, inquiry.id).cluster is None:
            return "it is joined with none"
        recorder.update("inquiries", inquiry.id, {"cluster": None})
        return None

    return over_inquiries(context, "unjoin inquiries", [*ids, *sorted(left)], apply, reason=None, words="unjoined {n}")
