"""The file as it was known: what was recorded later is taken back, whatever it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import cases, disclosing, documents, inquiries, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.undo import undo
from cpo_tui.domain import records
from cpo_tui.errors import NotFound
from cpo_tui.store import connect, reader
from cpo_tui.store.asof import as_of
from cpo_tui.store.changes import chain_key
from cpo_tui.store.connect import Connection

KINDS: tuple[type[Any], ...] = (
    records.Event, records.Hearing, records.Hold, records.Task, records.Note, records.Document, records.Inquiry,
    records.Safeguard, records.Representation, records.Consent,
)  # fmt: skip


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        cases.add_case(opened, {"reference": "R1", "full_name": "Ana Pérez", "a_number": "A212345678"})
        yield opened


def picture(context: Context) -> dict[str, Any]:
    """The file as it is now, versions and derived values left out."""
    return _picture(context.connection)


def _picture(connection: Connection) -> dict[str, Any]:
    row = reader.case_row(connection, 1)
    person = reader.person_of(connection, 1)
    lists = {
        kind.__name__: {item.id: {**asdict(item), "version": 0} for item in reader.of_case(connection, kind, 1)}
        for kind in KINDS
    }
    return {
        "stage": row.stage,
        "officer": row.officer,
        "name": row.full_name,
        "closed": str(person["closed_on"]),
        **lists,
    }


def past(context: Context, moment: datetime) -> dict[str, Any]:
    with as_of(context.connection, 1, moment, context.office) as found:
        return _picture(found)


def test_every_state_of_the_file_can_be_seen_again(context: Context) -> None:
    seen: list[tuple[datetime, dict[str, Any]]] = []

    def after(verb: Any, *values: Any, **named: Any) -> Any:
        context.now += timedelta(hours=5)
        outcome = verb(context, *values, **named)
        seen.append((context.now, picture(context)))
        return outcome

    after(timeline.add_event, [1], "nta_served", "2026-02-27", title="Served")
    event = after(timeline.add_event, [1], "order_final", "2026-02-28").made
    after(timeline.correct_event, event, {"occurred_at": "2026-03-01"})
    note = after(timeline.add_note, [1], "first").made
    after(timeline.edit_note, note, "second")
    after(cases.edit_case, 1, {"full_name": "Ana Pérez Gómez", "stage": "final_order", "next_hearing_on": "2026-04-09"})
    after(cases.assign_cases, [1], "okafor")
    task = after(timeline.add_task, [1], "Call", "2026-03-20").made
    after(timeline.finish_task, task)
    document = after(documents.add_document, [1], {"document": "I-862"}).made
    after(documents.mark_received, [document])
    inquiry = after(inquiries.add_inquiry, [1], {"question": "Where?"}).made
    after(disclosing.answer_inquiry, inquiry, disclosing.Answer("We look into it."))
    after(cases.hold_cases, [1], "2026-05-01")
    after(timeline.add_flag, [1], "medical")
    after(timeline.add_representation, 1, "J. Ortiz")
    after(timeline.add_consent, 1, "Ana", scope="place", signed_on="2026-02-20")
    after(cases.close_cases, [1], "done")
    after(undo)
    for moment, expected in seen:
        assert past(context, moment) == expected
        assert past(context, moment + timedelta(hours=1)) == expected


def test_before_it_was_known_it_is_not_there(context: Context) -> None:
    with pytest.raises(NotFound, match="not known then"):
        past(context, context.now - timedelta(days=1))


def test_what_a_later_import_brought_was_not_known(context: Context, tmp_path: Path) -> None:
    from cpo_tui.actions.importing import ImportOptions, import_file
    from cpo_tui.exchange.extracts import Options

    before = context.now
    context.now += timedelta(days=1)
    path = tmp_path / "events.csv"
    path.write_text("reference,kind,occurred_at\nR1,nta_served,2026-01-05\n")
    assert import_file(context, path, ImportOptions(Options())).outcome == "ok"
    cases_file = tmp_path / "cases.csv"
    cases_file.write_text("reference,full_name,team\nR1,Ana Pérez,North\n")
    assert import_file(context, cases_file, ImportOptions(Options())).outcome == "ok"
    with as_of(context.connection, 1, context.now, context.office) as now:
        assert (len(reader.of_case(now, records.Event, 1)), reader.case_row(now, 1).team) == (1, "North")
    with as_of(context.connection, 1, before, context.office) as then:
        assert (reader.of_case(then, records.Event, 1), reader.case_row(then, 1).team) == ((), None)


def test_the_store_of_a_view_does_not_hold_the_key_of_the_chain_and_cannot_be_written(context: Context) -> None:
    with as_of(context.connection, 1, context.now, context.office) as past_store:
        assert chain_key(past_store) != chain_key(context.connection)
        with pytest.raises(connect.DatabaseError, match="readonly"):
            past_store.execute("DELETE FROM cases")
