"""What the screens ask of the store, as functions of an open connection; run by the gateway, never by a widget."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from cpo_tui.domain.views import View
from cpo_tui.store import reader, search, window
from cpo_tui.store.connect import Connection
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.preview import Detail

if TYPE_CHECKING:
    from cpo_tui.domain.demands import Demand
    from cpo_tui.ui.case_entries import CaseFile

Ids: TypeAlias = "array[int]"
NONE: Ids = array("q")
FIRST = window.FIRST
"""How many cases are taken at first, so that there is something to see at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which cases a list holds: a query, who asks it, and when."""

    query: str
    officer: str
    moment: Moment


def first_of(connection: Connection, question: Question) -> Ids:
    """The first ids of a list, so that there is something to see at once."""
    return window.ids_in_order(connection, _meant(question), limit=FIRST)


def ids_of(connection: Connection, question: Question) -> Ids:
    """The ids of the cases that a query finds, in the order in which they must be worked; raises `QueryError`."""
    return window.ids_in_order(connection, _meant(question))


def counts_of(connection: Connection, views: Sequence[View], question: Question) -> tuple[int, ...]:
    """How many cases each view holds."""
    return tuple(window.count(connection, _meant(replace(question, query=view.query))) for view in views)


def load_of(connection: Connection, question: Question, days: int) -> tuple[int, ...]:
    """How many open cases of the officer come up on each of the next days, today with all that came before it."""
    mine = replace(question, query="officer:me")
    load = []
    for day in range(days):
        on = question.moment.today + timedelta(days=day)
        test = f"act<={on}" if not day else f"act:{on}"
        load.append(window.count(connection, _meant(replace(mine, query=f"officer:me {test}"))))
    return tuple(load)


def _meant(question: Question) -> search.Condition:
    """The condition of a query; a query about work leaves out the cases that are nobody's."""
    moment = question.moment
    return search.condition_of(
        question.query, now=moment.now, zone=moment.zone, officer=question.officer, work_only=True
    )


def detail_of(connection: Connection, case_id: int) -> Detail:
    """What the pane tells of a case beyond its row."""
    from cpo_tui.domain import records

    return Detail(
        documents=reader.of_case(connection, records.Document, case_id),
        representations=reader.of_case(connection, records.Representation, case_id),
        inquiries=reader.inquiries_of(connection, case_id),
        hearings=reader.of_case(connection, records.Hearing, case_id),
    )


def file_of(connection: Connection, case_id: int) -> CaseFile:
    """A case with all that hangs on it; raises `NotFound`."""
    from cpo_tui.actions.context import office
    from cpo_tui.domain import records
    from cpo_tui.store import deadlines, worklist
    from cpo_tui.ui.case_entries import CaseFile

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
        person=reader.person_of(connection, case_id),
        deadlines=deadlines.of_case(connection, case_id),
        late_reasons=deadlines.late_reasons(connection, case_id),
    )


def explained(connection: Connection, case_id: int) -> list[Demand]:
    """Every open demand of a case with the steps of its date, in the order in which they must be worked."""
    from cpo_tui.actions.context import office
    from cpo_tui.store import worklist

    return worklist.explained(connection, case_id, office())
