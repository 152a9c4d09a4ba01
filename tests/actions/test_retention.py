"""Retention: due, reviewed, kept or destroyed; what is destroyed is nowhere in the store, and the record stays sound."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from tests.pages import plain_bytes

from cpo_tui.actions import attaching, cases, documents, retention, timeline
from cpo_tui.actions.answer_drafts import keep_draft
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.legal_holds import lift_hold, place_hold
from cpo_tui.actions.officers import add_officer
from cpo_tui.actions.stores import make_store
from cpo_tui.actions.undo import undo
from cpo_tui.errors import Refused, UsageError
from cpo_tui.exchange.extracts import Options
from cpo_tui.rules.pack import PackError
from cpo_tui.store import access, connect, destruction
from cpo_tui.store.connect import Store
from cpo_tui.store.retention import pack_in_use
from cpo_tui.store.verify import verify

MARK = "Zyxwvut"
OTHER = "Qponmlk"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two closed cases, C-1 of long ago and C-2 of yesterday, with notes and papers; two who may decide."""
    return _filled(tmp_path, None)


def _filled(tmp_path: Path, passphrase: str | None) -> Store:
    made = make_store(tmp_path / "s" / "a.cpo", passphrase)
    with acting(made, "root") as context:
        add_officer(context, "root", role="admin")
        add_officer(context, "okafor", role="supervisor")
        add_officer(context, "tran")
        for number, name, closed in ((1, MARK, "1940-05-01"), (2, OTHER, "2026-03-01")):
            values = {"reference": f"C-{number}", "full_name": f"{name} Person", "opened_on": "1939-01-01"}
            case = cases.add_case(context, values).made
            assert case is not None
            timeline.add_note(context, [case], f"{name} called about the hearing")
            documents.add_document(context, [case], {"document": "I-862"})
            scan = tmp_path / f"{name}.txt"
            scan.write_text(f"{name} wrote this letter by hand", encoding="utf-8")
            attaching.attach(context, case, "I-862", scan)
            now, context.now = context.now, datetime.fromisoformat(f"{closed}T17:00:00+00:00")
            cases.close_cases(context, [case], "removed")
            context.now = now
        cases.assign_cases(context, [1, 2], "tran")
    return made


def _states(context: Context) -> dict[str, str]:
    return {one.case: one.state for one in retention.reviews(context.connection, context.today, everything=True)}


def test_a_file_is_due_when_its_period_has_ended_and_kept_with_a_reason(store: Store) -> None:
    with acting(store, "root") as context:
        assert _states(context) == {"C-1": "due", "C-2": "not_due"}
        assert [one.case for one in retention.reviews(context.connection, context.today)] == ["C-1"]
        kept = retention.retain(context, [1, 2], date(2100, 1, 1), "a relative appeals")
        assert (kept.references, [one.reference for one in kept.refused]) == (("C-1",), ["C-2"])
        assert _states(context)["C-1"] == "retained"
        with pytest.raises(UsageError, match="to come"):
            retention.retain(context, [1], date(2020, 1, 1), "x")
        with pytest.raises(UsageError, match="reason"):
            retention.approve(context, [1], "  ")
        undo(context)
        assert _states(context)["C-1"] == "due"
    with acting(store, "tran") as officer, pytest.raises(Refused, match="retention"):
        retention.approve(officer, [1], "mine")


def test_a_legal_hold_and_the_four_eyes_stand_before_destruction(store: Store) -> None:
    with acting(store, "root") as context:
        unapproved = retention.destroy(context, [1], "now")
        assert [one.reason for one in unapproved.outcome.refused] == ["its destruction is not approved"]
        assert retention.approve(context, [1], "reviewed").references == ("C-1",)
        own = retention.destroy(context, [1], "now")
        assert "second person" in own.outcome.refused[0].reason
        place_hold(context, [1], "litigation")
    with acting(store, "okafor") as second:
        held = retention.destroy(second, [1], "now")
        assert [one.reason for one in held.outcome.refused] == ["there is a legal hold on it"]
        assert held.certificates == ()
        lift_hold(second, [1], "settled")
        assert retention.destroy(second, [1], "now").outcome.references == ("C-1",)


@pytest.mark.parametrize("passphrase", [None, "seven quiet herons cross the marsh"], ids=["plain", "encrypted"])
def test_what_is_destroyed_is_nowhere_and_the_record_stays_sound(tmp_path: Path, passphrase: str | None) -> None:
    store = _filled(tmp_path, passphrase)
    assert MARK.encode() in plain_bytes(store)
    assert (MARK.encode() in store.path.read_bytes()) == (passphrase is None)
    with acting(store, "root") as context:
        retention.approve(context, [1], "reviewed")
    with acting(store, "okafor") as second:
        done = retention.destroy(second, [1], "schedule case-file")
        assert done.wiped
        (certificate,) = retention.certificates(second.connection)
        assert (certificate.reference, certificate.approved_by, certificate.destroyed_by) == ("C-1", "root", "okafor")
        assert certificate.contents["cases"] == certificate.contents["persons"] == certificate.contents["notes"] == 1
        assert certificate.contents["bytes"] > 0
        assert verify(second.connection, office()).problems == ()
        assert access.entries(second.connection, access.Wanted(kind="destroy"))[0].detail == {
            "certificates": [certificate.id]
        }
        with pytest.raises(Refused, match="cannot be taken back"):
            undo(second, done.outcome.change_set)
    found = plain_bytes(store)
    assert MARK.encode() not in found
    assert MARK.lower().encode() not in found
    assert OTHER.encode() in found


def test_the_columns_that_an_import_kept_beside_a_file_go_with_it_and_the_journal_stays_sound(
    store: Store, tmp_path: Path
) -> None:
    extract = tmp_path / "extract.csv"
    extract.write_text(
        "reference,full_name,lifecycle,opened_on,closed_on,closure_reason,bed\n"
        f"C-3,{MARK} Third,closed,1940-01-01,1940-05-01,removed,{MARK}\nC-4,Bo Lind,closed,1940-01-01,2026-03-01,removed,13\n",
        encoding="utf-8",
    )
    with acting(store, "root") as context:
        report = import_file(context, extract, ImportOptions(Options())).as_json()
        assert report["created"] == 2
        retention.approve(context, [1, 3], "reviewed")
    with acting(store, "okafor") as second:
        assert retention.destroy(second, [1, 3], "now").outcome.done == (1, 3)
        left = second.connection.execute("SELECT row_id FROM source_records").fetchall()
        assert [row[0] for row in left] == [4]
        assert verify(second.connection, office()).problems == ()
    assert MARK.encode() not in plain_bytes(store)
    writer = store.writer()
    writer.execute("DELETE FROM source_records")
    writer.close()
    with acting(store, "okafor") as second:
        found = [(one.kind, one.where) for one in verify(second.connection, office()).problems]
    assert found == [("row_deleted", "source_records row 2")]


def test_what_is_given_free_in_an_encrypted_store_is_found_without_the_wipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the search sees free pages, so that not finding anything says something."""
    lax = tuple(one.replace("secure_delete=FAST", "secure_delete=OFF") for one in connect._PRAGMAS)
    monkeypatch.setattr(connect, "_PRAGMAS", lax)
    store = _filled(tmp_path, "seven quiet herons cross the marsh")
    monkeypatch.setattr(destruction, "wipe", lambda _store: None)
    monkeypatch.setattr(destruction, "overwrite_freed", lambda _connection: None)
    with acting(store, "root") as context:
        retention.approve(context, [1], "reviewed")
    with acting(store, "okafor") as second:
        assert retention.destroy(second, [1], "now").outcome.done == (1,)
    assert MARK.encode() in plain_bytes(store)


def test_a_legal_hold_stands_against_every_way_in_which_a_file_can_go(store: Store) -> None:
    """Destruction, and undoing what made it. Nothing joins two files into one, and nothing takes names out of a file."""
    with acting(store, "root") as context:
        retention.approve(context, [1], "reviewed")
        place_hold(context, [1], "litigation")
        (made,) = context.connection.execute("SELECT min(id) FROM change_sets WHERE verb = 'add case'").fetchone()
        assert undo(context, made).reversed == 0
    with acting(store, "okafor") as second:
        assert retention.destroy(second, [1], "now").outcome.done == ()
        assert second.connection.execute("SELECT count(*) FROM cases").fetchone() == (2,)
        assert _states(second)["C-1"] == "held"
    actions = Path(cases.__file__).parent
    gone = {
        path.name for path in actions.glob("*.py") if re.search(r"\.destroy\(|destruction\.remove\(", path.read_text())
    }
    assert gone == {"retention.py"}
    texts = "".join(path.read_text() for path in actions.glob("*.py"))
    taken = re.findall(r"\.delete\(\s*\"(\w+)\"", texts)
    assert set(taken) == {"absences", "inquiry_cases", "saved_views"}
    assert texts.count(".delete(") == len(taken)
    assert re.search(r"anonymi|merge_case", texts) is None


def test_undo_of_a_bulk_act_leaves_out_the_destroyed_file(store: Store) -> None:
    with acting(store, "root") as context:
        (assigned,) = context.connection.execute("SELECT max(id) FROM change_sets WHERE verb = 'assign'").fetchone()
        retention.approve(context, [1], "reviewed")
    with acting(store, "okafor") as second:
        retention.destroy(second, [1], "now")
    with acting(store, "root") as context:
        kept = undo(context, assigned).kept
        assert [one.reason for one in kept] == ["its file was destroyed"]
        assert verify(context.connection, office()).problems == ()


def test_emptying_the_record_without_a_certificate_is_found(store: Store) -> None:
    with acting(store, "root") as context:
        retention.approve(context, [1], "reviewed")
    with acting(store, "okafor") as second:
        retention.destroy(second, [1], "now")
        second.connection.execute("DROP TRIGGER redactions_are_final")
        second.connection.execute("UPDATE redactions SET digest = 'x' WHERE id = 1")
        assert {one.kind for one in verify(second.connection, office()).problems} == {"chain"}


def test_an_adopted_schedule_counts_from_then_on(store: Store, tmp_path: Path) -> None:
    from cpo_tui.rules.retention import SHIPPED

    shorter = tmp_path / "ours.toml"
    shorter.write_text(SHIPPED.read_text(encoding="utf-8").replace("years = 75", "months = 0\nyears = 1"), "utf-8")
    with acting(store, "root") as context:
        retention.adopt_schedules(context, shorter, "records officer")
        assert pack_in_use(context.connection).shortest == 12
        undo(context)
        assert pack_in_use(context.connection).shortest == 900
        shorter.write_text("pack = 'us-retention'\nyers = 3", encoding="utf-8")
        with pytest.raises(PackError, match="cannot be used"):
            retention.adopt_schedules(context, shorter, "wrong")


def test_a_pack_that_cannot_be_read_stops_everything_and_is_not_replaced_by_another(store: Store) -> None:
    with acting(store, "root") as context:
        context.connection.execute(
            "INSERT INTO packs (pack, pack_version, content, adopted_at) VALUES ('us-retention', '9', 'x = 1', '2026')"
        )
        with pytest.raises(PackError):
            tuple(retention.reviews(context.connection, context.today))


def test_drafts_of_a_destroyed_file_go_and_those_of_another_stay(store: Store) -> None:
    places = ("Note on C-1", "inquiry/C-1/answer", "Note on C-10", "Note on C-1-2", "Note on XC-1")
    with acting(store, "root") as context:
        for place in places:
            keep_draft(context, place, "half a sentence")
        retention.approve(context, [1], "schedule case-file")
    with acting(store, "okafor") as second:
        assert retention.destroy(second, [1], "schedule case-file").outcome.references == ("C-1",)
        left = {row[0] for row in second.connection.execute("SELECT place FROM drafts")}
    assert left == set(places[2:])
