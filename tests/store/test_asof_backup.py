"""The two-time view is the backup of that day: whatever was done since, and however it was undone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpo_tui.actions import cases, clocks, documents, inquiries, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.rules import adopt_pack
from cpo_tui.actions.undo import redo, undo
from cpo_tui.domain import records
from cpo_tui.errors import CpoError, NotFound
from cpo_tui.exchange.extracts import Options
from cpo_tui.rules.pack import PACK_FOLDER
from cpo_tui.store import backup, connect, deadlines, inverse, reader, worklist
from cpo_tui.store.asof import as_of
from cpo_tui.store.connect import Connection

KINDS: tuple[type[Any], ...] = (
    records.Event, records.Hearing, records.Hold, records.Task, records.Note, records.Document, records.Inquiry,
    records.Safeguard, records.Representation, records.Consent,
)  # fmt: skip
SOME = st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True)
DAYS = st.sampled_from(["2026-01-20", "2026-02-26", "2026-03-01"])
Act = Callable[[Context], object]


def _import(context: Context, number: int) -> object:
    path = Path(context.store.path).with_name(f"in-{number}.csv")
    path.write_text(
        f"reference,full_name,team,stage\nR1,Person 1,Team {number},intake\nI{number},Imported {number},North,charged\n"
    )
    return import_file(context, path, ImportOptions(Options()))


def _import_events(context: Context, number: int) -> object:
    path = Path(context.store.path).with_name(f"events-{number}.csv")
    path.write_text(f"reference,kind,occurred_at\nR2,order_final,2026-02-{number + 10}\nR3,nta_served,2026-01-05\n")
    return import_file(context, path, ImportOptions(Options()))


def _adopt(context: Context, days: int) -> object:
    """The shipped rules under another version and with another length of the first clock that has one."""
    text = (PACK_FOLDER / "us-ice-ero.toml").read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version"))
    changed = text.replace(version, f'version = "2099.{days}"', 1).replace("amount = 90", f"amount = {days}")
    path = Path(context.store.path).with_name("pack.toml")
    path.write_text(changed, encoding="utf-8")
    return adopt_pack(context, path, "a change of the law")


def _undo(context: Context) -> object:
    """What an import made is gone once it is taken back, and cannot be shown again: that limit is written down."""
    set_id = inverse.next_undo(context.connection, context.actor.officer)
    facts = None if set_id is None else inverse.set_facts(context.connection, set_id)
    return None if facts is None or facts.verb == "import" else undo(context)


ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda ids, kind, day: lambda c: timeline.add_event(c, ids, kind, day),
        SOME,
        st.sampled_from(["nta_served", "order_final", "detained", "released"]),
        DAYS,
    ),
    st.builds(lambda ids, to: lambda c: cases.assign_cases(c, ids, to), SOME, st.sampled_from(["tran", "okafor"])),
    st.builds(
        lambda one, fields: lambda c: cases.edit_case(c, one, fields),
        st.integers(1, 3),
        st.sampled_from(
            [{"full_name": "Somebody Else"}, {"custody_status": "detained"}, {"next_hearing_on": "2026-04-09"}, {"team": ""}]
        ),
    ),
    st.builds(lambda ids: lambda c: cases.hold_cases(c, ids, "2026-05-01"), SOME),
    st.builds(lambda ids: lambda c: cases.close_cases(c, ids, "done"), SOME),
    st.builds(lambda ids: lambda c: cases.reopen_cases(c, ids, reason="appeal"), SOME),
    st.builds(lambda ids: lambda c: timeline.add_note(c, ids, "called"), SOME),
    st.builds(lambda ids: lambda c: timeline.add_task(c, ids, "Call", "2026-03-20"), SOME),
    st.builds(lambda ids: lambda c: timeline.add_flag(c, ids, "medical"), SOME),
    st.builds(lambda one: lambda c: timeline.add_representation(c, one, "J. Ortiz"), st.integers(1, 3)),
    st.builds(lambda ids: lambda c: documents.add_document(c, ids, {"document": "I-862"}), SOME),
    st.builds(lambda one: lambda c: documents.mark_received(c, [one]), st.integers(1, 3)),
    st.builds(lambda ids: lambda c: inquiries.add_inquiry(c, ids, {"question": "Where?"}), SOME),
    st.builds(
        lambda ids, verb: lambda c: clocks.set_clock(c, ids, "us-pocr-90d-decision", verb, by="5d", reason="agreed"),
        SOME,
        st.sampled_from(["extend", "meet", "waive", "contest"]),
    ),
    st.builds(lambda number: lambda c: _import(c, number), st.integers(1, 4)),
    st.builds(lambda number: lambda c: _import_events(c, number), st.integers(1, 4)),
    st.builds(lambda days: lambda c: _adopt(c, days), st.sampled_from([60, 61])),
    st.just(_undo),
    st.just(redo),
)  # fmt: skip


def _shown(connection: Connection, context: Context, case_id: int) -> dict[str, Any]:
    """All that can be seen of a case: its line in the list, its person, timeline, papers, inquiries, deadlines, demands."""
    shown: dict[str, Any] = {"row": asdict(reader.case_row(connection, case_id))}
    shown["person"] = dict(reader.person_of(connection, case_id))
    for kind in KINDS:
        shown[kind.__name__] = [asdict(item) for item in reader.of_case(connection, kind, case_id)]
    shown["deadlines"] = [{**asdict(one), "id": 0} for one in deadlines.of_case(connection, case_id)]
    shown["demands"] = [asdict(one) for one in worklist.explained(connection, case_id, context.office)]
    return shown


def _without_versions(value: Any) -> Any:
    """Versions count writes; rewinding does not count them back."""
    if isinstance(value, dict):
        return {
            key: _without_versions(item) for key, item in value.items() if "version" not in key or key == "pack_version"
        }
    return [_without_versions(item) for item in value] if isinstance(value, list) else value


def _do(context: Context, acts: list[Act]) -> None:
    for act in acts:
        context.now += timedelta(hours=7)
        try:
            act(context)
        except CpoError:
            continue


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(before=st.lists(ACTS, max_size=8), since=st.lists(ACTS, min_size=1, max_size=8))
def test_the_view_of_a_day_is_the_backup_of_that_day(before: list[Act], since: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "s"
        store = connect.create(place / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
        with acting(store, "alvarez") as context:
            for number in (1, 2, 3):
                cases.add_case(context, {"reference": f"R{number}", "full_name": f"Person {number}"})
            _do(context, before)
            moment = context.now + timedelta(hours=1)
            copy = backup.backup(store, place / "copy.cpo").path
            _do(context, since)
            kept = connect.open_store(copy).reader()
            try:
                known = [row[0] for row in kept.execute("SELECT id FROM cases ORDER BY id")]
                for case_id in known:
                    with as_of(context.connection, case_id, moment, context.office) as past:
                        then = _without_versions(_shown(past, context, case_id))
                    assert then == _without_versions(_shown(kept, context, case_id))
                newer = context.connection.execute("SELECT COALESCE(max(id), 0) FROM cases").fetchone()[0]
                for case_id in range(known[-1] + 1, newer + 1):
                    with (
                        pytest.raises(NotFound, match="not known then"),
                        as_of(context.connection, case_id, moment, context.office),
                    ):
                        pass
            finally:
                kept.close()
