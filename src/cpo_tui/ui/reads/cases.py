"""What the screens ask of the store, as functions of an open connection; run by the gateway, never by a widget."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.demands import sort_key
from cpo_tui.domain.query.ordering import BY_ACT, Order
from cpo_tui.domain.views import View
from cpo_tui.store import counting, reader, search, seen, window
from cpo_tui.store.connect import Connection
from cpo_tui.store.seen import Look
from cpo_tui.ui.entries.preview import Detail
from cpo_tui.ui.moment import Moment

if TYPE_CHECKING:
    from cpo_tui.domain.demands import Demand
    from cpo_tui.ui.entries.cases import CaseFile

Ids: TypeAlias = "array[int]"
NONE: Ids = array("q")


@dataclass(frozen=True, slots=True)
class Question:
    """Which cases a list holds, and in which order: a query, who asks it, and when."""

    query: str
    officer: str
    moment: Moment
    order: Order = BY_ACT


def first_of(connection: Connection, question: Question) -> tuple[Ids, bool]:
    """The first ids of a list, so that there is something to see at once, and whether they are all of it."""
    return window.first_in_order(connection, _meant(question), question.order)


def ids_of(connection: Connection, question: Question) -> Ids:
    """The ids of the cases that a query finds, in their order; raises `QueryError`."""
    return window.ids_in_order(connection, _meant(question), question.order)


def counts_of(connection: Connection, views: Sequence[View], question: Question) -> tuple[int, ...]:
    """How many cases are open, then how many each view holds."""
    return counting.count_all(connection, [_meant(replace(question, query=view.query)) for view in views])


def open_and(connection: Connection, question: Question) -> tuple[int, int]:
    """How many cases are open, and how many the question finds, in one walk through an index where that answers it."""
    every, found = counting.count_all(connection, [_meant(question)])
    return every, found


def load_of(connection: Connection, question: Question, days: int) -> tuple[int, ...]:
    """How many open cases of the officer come up on each of the next days, today with all that came before it."""
    moment = question.moment
    ends = [sort_key(moment.today + timedelta(days=day), moment.zone) for day in range(days)]
    return counting.count_until(connection, _meant(replace(question, query="officer:me")), ends)


def _meant(question: Question) -> search.Condition:
    moment = question.moment
    return search.condition_of(
        question.query, now=moment.now, zone=moment.zone, officer=question.officer, work_only=True
    )


def has_cases(connection: Connection) -> bool:
    """Whether there is any case at all."""
    return reader.has_cases(connection)


def warm(_connection: Connection) -> None:
    """Load what the first verb of a run needs, so that the officer does not wait for it."""
    from cpo_tui.actions import cases, documents, inquiries, timeline, viewing  # noqa: F401
    from cpo_tui.rules import forecast  # noqa: F401
    from cpo_tui.ui.flows import verbs as flows  # noqa: F401


def place_of(connection: Connection, wanted: str) -> int:
    """The id of the case that a reference or an A-number means; raises `NotFound` or `Ambiguous`."""
    return reader.find_case(connection, wanted)


def next_fitting(connection: Connection, question: Question, ids: Ids, after: int) -> int | None:
    """The next place after `after`, round the end of the list, of a case that fits the question; None where none does."""
    return window.next_fitting(connection, _meant(question), ids, after)


def rows_of(connection: Connection, ids: Sequence[int], *, look: Look | None, forecast: bool) -> dict[int, CaseRow]:
    """The rows of a page, with what is new in them for the officer, and what their files still need where that is shown."""
    rows = reader.case_rows(connection, ids)
    new = seen.new_of(connection, rows, look) if look is not None else set()
    needed = seen.still_needed(connection, rows) if forecast else {}
    if new or needed:
        for case_id in new | set(needed):
            rows[case_id] = replace(rows[case_id], is_new=case_id in new, forecast=needed.get(case_id, ()))
    return rows


def check(_connection: Connection, question: Question) -> None:
    """Raise `QueryError` where a question cannot be read."""
    _meant(question)


def next_new(connection: Connection, look: Look, ids: Ids, after: int) -> int | None:
    """The next place after `after`, round the end of the list, of a case that is new to the officer."""
    return window.next_of(ids, after, lambda part: seen.new_of(connection, part, look))


def detail_of(connection: Connection, case_id: int, look: Look | None = None) -> Detail:
    """What the pane tells of a case beyond its row; what is new in it too, for one who has looked until then."""
    from cpo_tui.domain import records

    return Detail(
        needed=seen.still_needed(connection, [case_id]).get(case_id, ()),
        documents=reader.of_case(connection, records.Document, case_id),
        representations=reader.of_case(connection, records.Representation, case_id),
        inquiries=reader.inquiries_of(connection, case_id),
        hearings=reader.of_case(connection, records.Hearing, case_id),
        news=seen.news_of(connection, case_id, look) if look is not None else (),
    )


def file_of(connection: Connection, case_id: int) -> CaseFile:
    """A case with all that hangs on it; raises `NotFound`."""
    from cpo_tui.actions.context import office
    from cpo_tui.domain import records
    from cpo_tui.store import commitments, deadlines, disclosing, inquiries, sources, worklist
    from cpo_tui.ui.entries.cases import CaseFile

    row = reader.case_row(connection, case_id)
    return CaseFile(
        row,
        events=reader.of_case(connection, records.Event, case_id),
        documents=reader.of_case(connection, records.Document, case_id),
        inquiries=reader.inquiries_of(connection, case_id),
        demands=tuple(worklist.demands_of(connection, [case_id], office()).get(case_id, ())),
        tasks=reader.of_case(connection, records.Task, case_id),
        hearings=reader.of_case(connection, records.Hearing, case_id),
        notes=reader.of_case(connection, records.Note, case_id),
        safeguards=reader.of_case(connection, records.Safeguard, case_id),
        representations=reader.of_case(connection, records.Representation, case_id),
        consents=reader.of_case(connection, records.Consent, case_id),
        person=reader.person_of(connection, case_id),
        deadlines=deadlines.of_case(connection, case_id),
        late_reasons=deadlines.late_reasons(connection, case_id),
        said=inquiries.said_about(connection, case_id=case_id),
        disclosed=disclosing.disclosed_from(connection, case_id),
        promises=commitments.promises(connection, case_id=case_id),
        requests=commitments.coordinations(connection, case_id=case_id),
        sources=sources.of_case(connection, case_id),
    )


def explained(connection: Connection, case_id: int) -> list[Demand]:
    """Every open demand of a case with the steps of its date, in the order in which they must be worked."""
    from cpo_tui.actions.context import office
    from cpo_tui.store import worklist

    return worklist.explained(connection, case_id, office())


def law_problem(connection: Connection) -> str:
    """Why the newest adopted rules cannot be read here; empty where they are in use."""
    from cpo_tui.store import deadlines

    return deadlines.pack_problem(connection) or ""
