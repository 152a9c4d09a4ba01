"""A synthetic caseload as rows and as files, one case at a time, so that a million take no more memory than ten."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from cpo_tui.errors import UsageError
from cpo_tui.samples.days import ISO
from cpo_tui.samples.desk import Desk, desk
from cpo_tui.samples.dice import Dice
from cpo_tui.samples.paperwork import papers
from cpo_tui.samples.plans import Plan, plans
from cpo_tui.samples.questions import Inquiries
from cpo_tui.samples.stories import tell
from cpo_tui.samples.timeline import Row, Timeline

COLUMNS: dict[str, tuple[str, ...]] = {
    "cases": (
        "reference", "a_number", "full_name", "birth_date", "nationality", "language", "interpreter_needed", "lifecycle", "stage",
        "docket", "custody_status", "facility", "officer", "team", "opened_on", "closed_on", "closure_reason", "waiting_on",
        "next_hearing_on", "notes",
    ),
    "events": ("reference", "kind", "occurred_at", "recorded_at", "title", "body", "source", "pinned"),
    "documents": (
        "reference", "document", "form", "state", "requested_on", "received_on", "signed_on", "served_on", "service_method",
        "service_language", "expires_on", "sha256", "kept_at", "notes",
    ),
    "inquiries": (
        "inquiry", "reference", "received_at", "channel", "enquirer", "capacity", "subject", "state", "due_at", "answered_at",
        "question", "answer",
    ),
}  # fmt: skip
"""The columns of each file, in their order."""

DEFAULT_CASES = 240
DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True)
class SampleCase:
    """One case with all that the files say of it, as rows in the order of `COLUMNS`, and the desk of the demo."""

    case: Row
    events: tuple[Row, ...]
    documents: tuple[Row, ...]
    inquiries: tuple[Row, ...]
    desk: Desk
    facts: tuple[dict[str, str], ...] = ()
    """What was entered with each event, by the names of the rule pack: one mapping an event, as the files have no column."""


def caseload(cases: int, seed: int, today: date) -> Iterator[SampleCase]:
    """So many invented cases as they stand on the morning of `today`; the same arguments give the same cases.

    Raises `UsageError` at once for a number of cases that cannot be made.
    """
    return _told(plans(cases, seed, today), seed, today.toordinal())


def _told(planned: Iterator[Plan], seed: int, today: int) -> Iterator[SampleCase]:
    dice = Dice(2 * seed + 1)
    inquiries = Inquiries(dice, today)
    for plan in planned:
        timeline = Timeline(plan, dice, today)
        tell(timeline, plan)
        yield SampleCase(
            case_row(plan),
            tuple(timeline.rows()),
            tuple(papers(plan, seed, timeline)),
            tuple(inquiries.about(plan)),
            desk(plan, dice, timeline),
            tuple(timeline.facts()),
        )


def _new(path: Path) -> IO[str]:
    """A new file that only its owner can read; nothing is overwritten and no link is followed."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="")
    except FileExistsError as error:
        raise UsageError(f"{path} exists already.", hint="Choose another folder, or move the file away.") from error


def case_row(plan: Plan) -> Row:
    """The row of `cases.csv` of a plan."""
    person, scenario, officer = plan.person, plan.scenario, plan.officer
    return (
        plan.reference, plan.a_number, person.name, ISO[plan.birth], person.nationality, person.language,
        "yes" if person.interpreter else "no", scenario.lifecycle, scenario.stage, scenario.docket, scenario.custody, plan.facility,
        officer.login, officer.team, ISO[plan.opened], ISO[plan.closed] if plan.closed else "", scenario.closure,
        "" if plan.closed else scenario.waiting_on, ISO[plan.hearing] if plan.hearing else "", plan.notes,
    )  # fmt: skip


def write(
    folder: Path, cases: int, seed: int, today: date, *, kinds: tuple[str, ...] = tuple(COLUMNS)
) -> dict[str, int]:
    """Write the sample files into a folder that exists, and say how many rows each got; the same arguments, the same bytes.

    `kinds` chooses the files. Where only `cases` is asked for no story is told, which is ten times as fast.
    UTF-8, line ends LF. Whole or not at all: what was begun is taken away again when it fails or is
    stopped. Raises `UsageError` where one of the files exists already, and `OSError` as the system gives it.
    """
    unknown = [kind for kind in kinds if kind not in COLUMNS]
    if unknown:
        raise UsageError(f"There is no sample file {unknown[0]!r}.", hint=f"Choose from: {', '.join(COLUMNS)}.")
    planned = plans(cases, seed, today)
    with ExitStack() as unfinished:
        with ExitStack() as stack:
            writers = {}
            for kind in kinds:
                path = folder / f"{kind}.csv"
                writers[kind] = csv.writer(stack.enter_context(_new(path)), lineterminator="\n")
                unfinished.callback(path.unlink, missing_ok=True)
                writers[kind].writerow(COLUMNS[kind])
            counts = dict.fromkeys(kinds, 0)
            for rows in _rows(planned, seed, today, kinds):
                for kind, writer in writers.items():
                    writer.writerows(rows[kind])
                    counts[kind] += len(rows[kind])
        unfinished.pop_all()
    return counts


def _rows(
    planned: Iterator[Plan], seed: int, today: date, kinds: tuple[str, ...]
) -> Iterator[dict[str, tuple[Row, ...]]]:
    """The rows of each file, a case at a time."""
    if set(kinds) <= {"cases"}:
        for plan in planned:
            yield {"cases": (case_row(plan),)}
        return
    for sample in _told(planned, seed, today.toordinal()):
        yield {
            "cases": (sample.case,),
            "events": sample.events,
            "documents": sample.documents,
            "inquiries": sample.inquiries,
        }
