"""Imports through the store: the contract's files, merging with what is there, undo, dry run."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import cases, inquiries, inquiry_lives, undo
from cpo_tui.actions.context import Cancelled, Context, acting, office
from cpo_tui.actions.importing import ImportOptions, import_file, import_files
from cpo_tui.errors import ReadOnly
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.profiles import builtin
from cpo_tui.store import batches, connect, reader, sources, worklist
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.lint import checks_named, findings
from cpo_tui.store.search import matching
from cpo_tui.store.verify import verify

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
ROWS = [
    row
    for row in csv.DictReader((CORPORA / "MANIFEST.csv").open(encoding="utf-8", newline=""))
    if (CORPORA / row["file"]).exists()
]
HEADER = "reference,a_number,full_name,custody_status,officer,opened_on,next_hearing_on,notes\n"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "e.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context:
        yield context


@pytest.fixture
def bring(empty: Context, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Imports a text as a file; gives the report."""

    def run(text: str | bytes, name: str = "cases.csv", **options: Any) -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        outer = {key: options.pop(key) for key in ("dry_run", "full_extract", "resolution", "again") if key in options}
        return import_file(empty, path, ImportOptions(Options(**options), **outer)).as_json()

    return run


def _count(context: Context, table: str) -> int:
    return int(context.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _everything(context: Context) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for table in (
        "persons",
        "cases",
        "events",
        "hearings",
        "documents",
        "inquiries",
        "inquiry_cases",
        "source_records",
    ):
        found.extend((table, *row) for row in context.connection.execute(f"SELECT * FROM {table} ORDER BY id"))
    return found


def _sound(context: Context) -> None:
    connection = context.store.reader()
    try:
        assert tuple(verify(connection, office()).problems) == ()
    finally:
        connection.close()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['file']} {row['args']}".strip() for row in ROWS])
def test_manifest_through_the_store(row: dict[str, str], empty: Context) -> None:
    words = shlex.split(row["args"])
    given: dict[str, Any] = {
        name[2:].replace("-", "_"): int(value) if name == "--skip-lines" else value
        for name, value in zip(words[::2], words[1::2], strict=True)
    }
    options = ImportOptions(Options(**given))
    report = import_file(empty, CORPORA / row["file"], options).as_json()
    assert report["outcome"] == row["outcome"]
    assert (report["rows_read"], report["created"], report["quarantined"]) == (
        int(row["rows_read"]),
        int(row["imported"]),
        int(row["quarantined"]),
    )
    assert (report["error"] or {}).get("kind", "") == row["error_kind"]
    assert report["quarantine_kinds"] == {
        kind: int(count) for kind, _, count in (one.partition(":") for one in row["quarantine_kinds"].split(";") if one)
    }
    assert set(filter(None, row["warning_kinds"].split(";"))) <= set(report["warning_kinds"])
    assert _count(empty, "cases") == report["created"]
    assert _count(empty, "import_rows") == report["quarantined"]
    if report["outcome"] == "rejected":
        assert _count(empty, "import_batches") == 0
        return
    _sound(empty)
    again = import_file(empty, CORPORA / row["file"], ImportOptions(Options(**given), again=True)).as_json()
    assert again["created"] == again["updated"] == 0
    assert again["rows_read"] == report["rows_read"]
    assert again["unchanged"] == report["created"]
    same = import_file(empty, CORPORA / row["file"], options).as_json()
    assert same["already_imported"] == again["batch"]
    assert same["unchanged"] == report["created"]
    if report["change_set"]:
        undo.undo(empty, report["change_set"])
        assert _count(empty, "cases") == _count(empty, "persons") == _count(empty, "hearings") == 0
        _sound(empty)


def test_the_places_of_new_cases_are_what_the_worklist_says(
    empty: Context, bring: Callable[..., dict[str, Any]]
) -> None:
    rows = [
        "R1,,Ana,detained,chen,2026-01-05,2026-05-01,x", "R2,,Ben,,,2026-02-28,,", "R3,,Cai,,,,2026-03-03,", "R4,,Dee,released,okafor,,,",
        "R5,,Éva López,,,1999-01-01,2025-01-01,",
    ]  # fmt: skip
    bring(HEADER + "\n".join(rows) + "\n")
    bring("reference,lifecycle,next_hearing_on\nR6,closed,2026-05-05\nR7,reopened,\n")
    ids = [row[0] for row in empty.connection.execute("SELECT id FROM cases")]
    names = ", ".join(worklist.DERIVED_COLUMNS)
    held = {row[0]: tuple(row[1:]) for row in empty.connection.execute(f"SELECT id, {names} FROM cases")}
    assert held == worklist.derived(empty.connection, ids, empty.office)
    found = empty.connection.execute("SELECT rowid FROM case_search WHERE case_search MATCH 'lopez'").fetchall()
    assert len(found) == 1
    _sound(empty)


def test_created_updated_unchanged(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    bring(HEADER + "R1,A999000001,Ana,detained,chen,2026-01-05,2026-05-01,x\nR2,,Ben,,,,,\n")
    report = bring(HEADER + "R1,A999000001,Ana,released,chen,2026-01-05,2026-06-01,x\nR2,,Ben,,,,,\nR3,,New,,,,,\n")
    assert (report["created"], report["updated"], report["unchanged"]) == (1, 1, 1)
    assert report["changes"] == [
        {"reference": "R1", "field": "custody_status", "from": "detained", "to": "released"},
        {"reference": "R1", "field": "next_hearing_on", "from": "2026-05-01", "to": "2026-06-01"},
    ]
    row = reader.case_row(empty.connection, 1)
    assert row.custody_status == "released"
    assert str(row.next_hearing_at) == "2026-06-01"
    assert _count(empty, "hearings") == 1
    _sound(empty)
    undo.undo(empty, report["change_set"])
    assert reader.case_row(empty.connection, 1).custody_status == "detained"
    assert _count(empty, "cases") == 2
    _sound(empty)


def test_rows_beside_what_a_case_had_and_rows_of_new_cases_in_one_file(
    empty: Context, bring: Callable[..., dict[str, Any]]
) -> None:
    """A known case gets its first hearing and a known inquiry its first case, while new ones come with theirs."""
    bring(HEADER + "R1,,Ana,,,2026-01-05,,\nR2,,Ben,,,2026-01-05,,\n")
    report = bring(HEADER + "R1,,Ana,,,2026-01-05,2026-05-01,\nR3,,New,,,2026-01-05,2026-06-01,\n")
    assert (report["created"], report["updated"]) == (1, 1)
    days = empty.connection.execute("SELECT case_id, starts_at FROM hearings ORDER BY case_id").fetchall()
    assert days == [(1, "2026-05-01"), (3, "2026-06-01")]
    header = "inquiry,reference,received_at\n"
    bring(header + "I-1,,2026-02-02\n", name="inquiries.csv")
    linked = bring(header + "I-1,R2,2026-02-02\nI-2,R3,2026-02-02\n", name="inquiries.csv")
    assert (linked["created"], linked["updated"]) == (1, 1)
    links = empty.connection.execute("SELECT inquiry_id, case_id FROM inquiry_cases ORDER BY 1").fetchall()
    assert links == [(1, 2), (2, 3)]
    _sound(empty)
    for one in (linked, report):
        undo.undo(empty, one["change_set"])
    assert (_count(empty, "hearings"), _count(empty, "inquiry_cases")) == (0, 0)
    _sound(empty)


def _told(context: Context, case_id: int) -> list[tuple[str, int, dict[str, str]]]:
    return [(one.about, one.line, one.fields) for one in sources.of_case(context.connection, case_id)]


def test_columns_without_a_field_are_kept_for_every_kind_and_in_every_extract(
    empty: Context, bring: Callable[..., dict[str, Any]]
) -> None:
    bring("reference,full_name,Run,Wing\nR1,Ana,May,North\nR2,Ben,,\n")
    bring(
        "reference,kind,occurred_at,Clerk\nR1,note,2026-02-01,ab\nR1,note,2026-02-02,\nR1,note,2026-02-03,cd\n",
        name="e.csv",
    )
    bring("reference,document,Shelf\nR1,passport,7\n", name="d.csv")
    bring("inquiry,reference,received_at,Desk\nI-1,R1,2026-02-02,4\n", name="inquiries.csv")
    first = [("inquiries", 2, {"Desk": "4"}), ("documents", 2, {"Shelf": "7"}), ("events", 4, {"Clerk": "cd"}),
             ("events", 2, {"Clerk": "ab"}), ("cases", 2, {"Run": "May", "Wing": "North"})]  # fmt: skip
    assert _told(empty, 1) == first
    assert _told(empty, 2) == []
    later = bring("reference,full_name,Run,Wing\nR2,Ben,,\nR1,Ana,June,North\nR1,Ana,June,North\nR1,Ana,July,North\n")
    assert (later["unchanged"], later["warning_kinds"]["other_columns_changed"]) == (2, 1)
    assert later["quarantine_kinds"] == {"duplicate_row": 1, "conflict_in_file": 1}
    desk = bring("inquiry,reference,received_at,Desk\nI-1,R1,2026-02-02,5\n", name="inquiries.csv")
    shelf = bring("reference,document,Shelf\nR1,passport,8\n", name="d.csv")
    now = [("documents", 2, {"Shelf": "8"}), ("inquiries", 2, {"Desk": "5"}),
           ("cases", 3, {"Run": "June", "Wing": "North"}), *first]  # fmt: skip
    assert _told(empty, 1) == now
    again = bring("reference,full_name,Run,Wing\nR1,Ana,June,North\n", again=True)
    assert "other_columns_changed" not in again["warning_kinds"]
    assert again["change_set"] is None
    assert _told(empty, 1) == now
    for one in (shelf, desk, later):
        undo.undo(empty, one["change_set"])
    assert _told(empty, 1) == first
    _sound(empty)


def test_what_stands_beside_one_case_is_not_looked_for_among_all(empty: Context) -> None:
    plan = [row[3] for row in empty.connection.execute(f"EXPLAIN QUERY PLAN SELECT * FROM ({sources.OWNED})", (1,))]
    asked = [step for step in plan if "sources_of_row" in step]
    assert len(asked) == 5
    assert all("row_id=?" in step for step in asked), plan


def test_a_file_says_nothing_about_the_columns_that_it_lacks(
    empty: Context, bring: Callable[..., dict[str, Any]]
) -> None:
    bring(HEADER + "R1,A999000001,Ana,detained,chen,2026-01-05,2026-05-01,x\n")
    report = bring("reference,notes\nR1,y\n")
    assert [change["field"] for change in report["changes"]] == ["notes"]
    assert reader.case_row(empty.connection, 1).officer == "chen"


def test_what_officers_changed_is_not_overwritten(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    text = HEADER + "R1,A999000001,Ana,detained,chen,2026-01-05,2026-05-01,x\n"
    bring(text)
    cases.edit_case(empty, 1, {"officer": "okafor", "full_name": "Ana María", "next_hearing_on": "2026-05-20"})
    same = bring(text, again=True)
    assert same["unchanged"] == 1
    assert same["conflicts"] == []
    other = bring(
        text.replace("chen", "weiss").replace("Ana", "Anna").replace("2026-05-01", "2026-05-09").replace(",x", ",y")
    )
    assert other["updated"] == 1
    assert {(one["field"], one["before"], one["ours"], one["file"]) for one in other["conflicts"]} == {
        ("officer", "chen", "okafor", "weiss"),
        ("full_name", "Ana", "Ana María", "Anna"),
        ("next_hearing_on", "2026-05-01", "2026-05-20", "2026-05-09"),
    }
    row = reader.case_row(empty.connection, 1)
    assert (row.officer, row.full_name) == ("okafor", "Ana María")
    taken = bring(text.replace("chen", "weiss"), resolution="take")
    assert taken["conflict_count"] == 0
    assert reader.case_row(empty.connection, 1).officer == "weiss"
    _sound(empty)


def test_dry_run_is_the_real_run_without_its_commit(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    bring(HEADER + "R1,A999000001,Ana,detained,chen,2026-01-05,,x\n")
    before = _everything(empty)
    text = HEADER + "R1,,Ana,released,,,,\nR2,,Ben,,,,,\nR3,,Cai,,,nope,,\nR2,,Ben,,,,,\n"
    dry = bring(text, dry_run=True)
    assert _everything(empty) == before
    assert _count(empty, "import_batches") == _count(empty, "change_sets") == 1
    real = bring(text)
    for report in (dry, real):
        for key in ("seconds", "dry_run", "batch", "change_set"):
            report.pop(key)
    assert dry == real
    assert real["quarantine_kinds"] == {"duplicate_row": 1, "invalid_date": 1}


def test_records_without_identifier_stay_apart(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    text = "country,note\nMX,a\nMX,a\nGT,b\n"
    first = bring(text, mapping=(("country", "nationality"),), key="row")
    assert first["created"] == 3
    again = bring(text, mapping=(("country", "nationality"),), key="row", again=True)
    assert (again["created"], again["unchanged"]) == (0, 3)
    other = bring(text + "GT,c\n", mapping=(("country", "nationality"),), key="row")
    assert other["created"] == 4
    kept = empty.connection.execute("SELECT fields FROM source_records WHERE batch_id = 1 ORDER BY id").fetchall()
    assert [row[0] for row in kept] == ['{"note":"a"}', '{"note":"a"}', '{"note":"b"}']
    _sound(empty)


def test_disappeared_cases_are_named_and_stay(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    bring(HEADER + "".join(f"R{number},,P,,,,,\n" for number in range(1, 6)))
    cases.close_cases(empty, [5], "done")
    report = bring(HEADER + "R1,,P,,,,,\nR3,,P,,,,,\n", full_extract=True)
    assert report["disappeared"] == 2
    assert report["disappeared_cases"] == ["R2", "R4"]
    assert _count(empty, "cases") == 5


def test_every_case_that_disappeared_is_behind_its_number(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    """The report names the first; the query and the check find all of them."""
    bring(HEADER + "".join(f"R{number},,P,,,,,\n" for number in range(1, 41)))
    report = bring(HEADER + "R1,,P,,,,,\n", full_extract=True)
    assert (report["disappeared"], len(report["disappeared_cases"])) == (39, 20)
    batch = report["batch"]
    gone = matching(empty.connection, f"disappeared:{batch}", officer="alvarez", now=empty.now, zone=empty.zone)
    assert set(gone) == set(range(2, 41))
    check = checks_named(("disappeared",))
    assert {one.case_id for one in findings(empty.connection, now=empty.now, zone=empty.zone, checks=check)} == set(
        gone
    )
    bring(HEADER + "".join(f"R{number},,P,,,,,\n" for number in range(1, 41)), full_extract=True)
    assert list(findings(empty.connection, now=empty.now, zone=empty.zone, checks=check)) == []


def test_possible_duplicates_are_listed_and_not_merged(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    bring(HEADER + "R1,A999000001,Ana,,,,,\n")
    report = bring(HEADER + "R2,A999000001,Anna,,,,,\nR3,A999000002,Ben,,,,,\n")
    assert report["created"] == 2
    assert report["possible_duplicates"] == [{"a_number": "999000001", "cases": ["R1", "R2"]}]


def test_people_of_one_name_and_birth_date_are_listed(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    bring("reference,full_name,birth_date\nR1,José Núñez,1980-01-02\nR2,Li Wei,1980-01-03\n")
    report = bring("reference,full_name,birth_date\nR3,jose NUNEZ,1980-01-02\nR4,Li Wei,1980-01-04\nR5,Li Wei,\n")
    assert report["possible_duplicates"] == [{"name": "jose nunez", "birth_date": "1980-01-02", "cases": ["R1", "R3"]}]


def test_events_documents_and_inquiries(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    bring(HEADER + "R1,,Ana,,,2026-01-05,,\nR2,,Ben,,,,,\n")
    events = "reference,kind,occurred_at,title,body,pinned\nR1,note,2026-02-01,One,text,no\nR1,note,2026-02-01,Two,text,yes\nR9,note,2026-02-01,,,\nR1,note,2026-02-01,One,text,no\n"
    report = bring(events, name="events.csv")
    assert (report["created"], report["quarantine_kinds"]) == (2, {"unknown_reference": 1, "duplicate_row": 1})
    assert bring(events, name="events.csv", again=True)["unchanged"] == 2
    documents = "reference,document,state,received_on\nR1,passport,requested,\nR1,passport,received,2026-02-02\n"
    assert bring(documents, name="documents.csv")["created"] == 2
    changed = bring(documents.replace("requested,", "received,2026-02-03"), name="documents.csv")
    assert (changed["updated"], changed["unchanged"]) == (1, 1)
    inquiries = "inquiry,reference,received_at,due_at,state,question\nI-1,R1; R2,2026-02-01,2026-02-20,received,Where?\nI-2,,2026-02-02,,,\nI-3,R7,2026-02-02,,,\n"
    report = bring(inquiries, name="inquiries.csv")
    assert (report["created"], report["quarantined"]) == (2, 1)
    assert reader.case_row(empty.connection, 2).open_inquiries == 1
    assert bring(inquiries.replace("received,Where", "answered,Where"), name="inquiries.csv")["updated"] == 1
    assert reader.case_row(empty.connection, 2).open_inquiries == 0
    held = {
        row[0]: tuple(row[1:])
        for row in empty.connection.execute(f"SELECT id, {', '.join(worklist.DERIVED_COLUMNS)} FROM cases")
    }
    assert held == worklist.derived(empty.connection, [1, 2], empty.office)
    _sound(empty)


def _replies(connection: Connection) -> dict[str, tuple[str | None, str | None]]:
    return {
        str(number): (due, standard)
        for number, due, standard in connection.execute("SELECT inquiry, due_at, standard FROM inquiries ORDER BY id")
    }


def test_an_imported_inquiry_is_due_by_the_standard_of_the_office(
    empty: Context, bring: Callable[..., dict[str, Any]]
) -> None:
    text = (
        "inquiry,reference,received_at,capacity,due_at,state\n"
        "I-1,,2026-03-02,congress_member,,received\nI-2,,2026-03-02,family,2026-03-20,received\n"
        "I-3,,2026-03-02,family,,answered\n"
    )
    report = bring(text, name="inquiries.csv")
    logged = inquiries.add_inquiry(
        empty, [], {"received_at": "2026-03-02", "capacity": "congress_member", "question": "?"}
    ).made
    found = _replies(empty.connection)
    by_hand = empty.connection.execute("SELECT due_at, standard FROM inquiries WHERE id = ?", (logged,)).fetchone()
    assert found["I-1"] == tuple(by_hand)
    assert found["I-1"][0]
    assert found["I-2"] == ("2026-03-20", None)
    assert found["I-3"] == (None, None)
    # The same file again changes nothing; another day of receipt moves the date that follows from it.
    assert bring(text, name="inquiries.csv", again=True)["unchanged"] == 3
    assert bring(text.replace("I-1,,2026-03-02", "I-1,,2026-03-09"), name="inquiries.csv")["updated"] == 1
    later = _replies(empty.connection)["I-1"]
    assert later[0] is not None
    assert (later[0] > str(found["I-1"][0]), later[1]) == (True, found["I-1"][1])
    # A date that the file gives takes the place of the standard's, and the other way round.
    given = text.replace("I-1,,2026-03-02,congress_member,,", "I-1,,2026-03-02,congress_member,2026-04-01,")
    bring(given, name="inquiries.csv")
    assert _replies(empty.connection)["I-1"] == ("2026-04-01", None)
    bring(text, name="inquiries.csv", again=True)
    assert _replies(empty.connection)["I-1"] == found["I-1"]
    # What the office found out while it waited for the enquirer stays when the same extract comes again.
    inquiry_lives.await_input(empty, [1])
    waiting = _replies(empty.connection)["I-1"]
    assert waiting[1] == "waits-for-enquirer"
    bring(text, name="inquiries.csv", again=True)
    assert _replies(empty.connection)["I-1"] == waiting
    _sound(empty)
    assert report["created"] == 3


def test_a_standard_that_was_altered_behind_our_back_is_found(
    empty: Context, bring: Callable[..., dict[str, Any]]
) -> None:
    bring(
        "inquiry,reference,received_at,state\nI-1,,2026-03-02,received\nI-2,,2026-03-02,answered\n",
        name="inquiries.csv",
    )
    _sound(empty)
    for number in ("I-1", "I-2"):
        empty.connection.execute("UPDATE inquiries SET standard = 'mine' WHERE inquiry = ?", (number,))
    assert {one.where for one in verify(empty.connection, empty.office).problems} == {
        "inquiries row 1",
        "inquiries row 2",
    }


def test_undo_leaves_what_was_worked_on(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    report = bring(HEADER + "R1,,Ana,,,,,\nR2,,Ben,,,,,\n")
    cases.edit_case(empty, 1, {"officer": "okafor"})
    done = undo.undo(empty, report["change_set"])
    assert [kept.case for kept in done.kept] == ["R1"]
    assert _count(empty, "cases") == 1
    _sound(empty)
    after = bring(HEADER + "R3,,New,,,,,\n")
    assert after["created"] == 1
    _sound(empty)


def test_a_cancelled_import_leaves_nothing(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("Stopped.", hint="Nothing was changed.")

    empty.progress = stop
    with pytest.raises(Cancelled):
        bring(HEADER + "R1,,Ana,,,,,\n")
    empty.progress = None
    assert _everything(empty) == []
    assert bring(HEADER + "R1,,Ana,,,,,\n")["created"] == 1
    _sound(empty)


def test_a_fault_of_the_whole_file_late_in_it_leaves_nothing(
    empty: Context, bring: Callable[..., dict[str, Any]]
) -> None:
    many = "".join(f'R{number},,Ana,,,,,"a"\n' for number in range(5_000))
    report = bring(HEADER + many + 'R9999,,"Ana,,,,,\n')
    assert report["error"]["kind"] == "unclosed_quote"
    assert report["error"]["line"] == 5_002
    assert report["rows_read"] == 0
    assert _everything(empty) == []


def test_read_only_and_missing_files(empty: Context, store: Store, tmp_path: Path) -> None:
    with acting(store, "alvarez", read_only=True) as context, pytest.raises(ReadOnly):
        import_files(context, ["x.csv"], ImportOptions(Options()))
    (report,) = import_files(empty, [tmp_path / "nothing.csv"], ImportOptions(Options()))
    assert report.as_json()["error"]["kind"] == "not_found"
    (folder,) = import_files(empty, [tmp_path], ImportOptions(Options()))
    assert folder.as_json()["error"]["kind"] == "not_a_file"


def test_refused_records_are_kept_whole(empty: Context, bring: Callable[..., dict[str, Any]]) -> None:
    bring(HEADER + 'R1,,"Ana, the\x07 first",,,nope,,\nR2,,Ben,,,,,\n')
    (row,) = batches.refused_rows(empty.connection)
    assert row.raw == 'R1,,"Ana, the\x07 first",,,nope,,'
    assert row.line == 2
    assert row.kind == "control_char"
    assert len(row.reasons) == 2
    assert row.fields["opened_on"] == "nope"
    (batch,) = batches.past_batches(empty.connection)
    assert batch.as_json()["quarantined"] == 1


def test_several_rows_of_one_case(empty: Context, tmp_path: Path) -> None:
    names = [column.name for column in builtin("eoir-schedule").columns]

    def line(**cells: str) -> str:
        return "\t".join(cells.get(name, "") for name in names) + "\n"

    path = tmp_path / "tbl_schedule.csv"
    base = {"IDNPROCEEDING": "7", "IDNCASE": "1001", "SCHEDULE_TYPE": "MM", "HEARING_LOC_CODE": "NYC"}
    rows = [
        line(IDNSCHEDULE="1", ADJ_DATE="2024-02-01 00:00:00.000", ADJ_RSN="01", **base),
        line(IDNSCHEDULE="2", ADJ_DATE="2026-09-01 00:00:00.000", ADJ_TIME_START="0900", **base),
        line(IDNSCHEDULE="2", ADJ_DATE="2026-09-01 00:00:00.000", ADJ_TIME_START="0900", **base),
        line(IDNSCHEDULE="3", ADJ_DATE="2025-01-01 00:00:00.000", **{**base, "IDNCASE": "1002"}),
    ]
    path.write_text("\t".join(names) + "\n" + "".join(rows))
    options = ImportOptions(Options(profile=builtin("eoir-schedule")))
    report = import_file(empty, path, options).as_json()
    assert (report["created"], report["updated"], report["unchanged"]) == (2, 1, 1)
    hearings = empty.connection.execute("SELECT starts_at, outcome FROM hearings ORDER BY id").fetchall()
    assert sorted(tuple(row) for row in hearings) == [
        ("2024-02-01", "adjourned: Respondent to seek representation"),
        ("2025-01-01", "not stated in the extract"),
        ("2026-09-01T09:00:00-04:00", None),
    ]
    again = import_file(empty, path, ImportOptions(options.reading, again=True)).as_json()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 4)
    _sound(empty)


def test_public_release_end_to_end(empty: Context, shared: Path) -> None:
    path = shared / "data/fixture/i213_seattle_sample.psv"
    if not path.is_file():
        pytest.skip("the public releases are not here")
    options = ImportOptions(Options(profile=builtin("ice-i213")))
    report = import_file(empty, path, options).as_json()
    assert report["created"] == 1340
    assert report["quarantined"] == 0
    again = import_file(empty, path, ImportOptions(options.reading, again=True)).as_json()
    assert (again["created"], again["unchanged"]) == (0, 1340)
    undo.undo(empty, report["change_set"])
    assert _everything(empty) == []
    _sound(empty)


STINTS = "Unique Identifier,Stay Book In Date Time,Book In Date Time,Detention Facility,Detention Book Out Date Time,Stay Book Out Date Time,Stay Release Reason\n"


def _stints(empty: Context, tmp_path: Path, *rows: str, **more: Any) -> dict[str, Any]:
    path = tmp_path / "detentions.csv"
    path.write_text(STINTS + "".join(row + "\n" for row in rows))
    return import_file(empty, path, ImportOptions(Options(profile=builtin("ice-detentions")), **more)).as_json()


def _standing(empty: Context) -> tuple[Any, ...]:
    row = empty.connection.execute("SELECT custody_status, facility, opened_on FROM cases").fetchone()
    return tuple(row)


OLD = "p1,2024-01-05 10:00,2024-01-05 10:00,Tacoma,2024-02-01 09:00,2024-02-01 09:00,Bonded Out"
MOVED = "p1,2026-01-10 08:00,2026-01-10 08:00,Yuma,2026-01-12 07:00,,"
NOW = "p1,2026-01-10 08:00,2026-01-12 12:00,Eloy,,,"


@pytest.mark.parametrize("order", [(OLD, MOVED, NOW), (NOW, MOVED, OLD), (MOVED, NOW, OLD), (OLD, NOW, MOVED)])
def test_the_latest_of_several_rows_says_where_the_person_is(
    empty: Context, tmp_path: Path, order: tuple[str, ...]
) -> None:
    _stints(empty, tmp_path, *order)
    assert _standing(empty) == ("detained", "Eloy", "2024-01-05")
    kinds = empty.connection.execute("SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind").fetchall()
    assert [tuple(row) for row in kinds] == [("custody_book_in", 3), ("custody_book_out", 2), ("custody_released", 1)]
    _sound(empty)


def test_a_later_extract_moves_the_person_and_the_same_rows_change_nothing(empty: Context, tmp_path: Path) -> None:
    _stints(empty, tmp_path, OLD, MOVED)
    assert _standing(empty)[:2] == ("detained", "Yuma")
    later = _stints(empty, tmp_path, OLD, MOVED, NOW)
    assert (later["updated"], later["unchanged"]) == (1, 2)
    assert _standing(empty)[:2] == ("detained", "Eloy")
    released = NOW.replace(",,,", ",2026-02-01 10:00,2026-02-01 10:00,Order of Recognizance")
    _stints(empty, tmp_path, OLD, MOVED, released)
    assert _standing(empty)[0] == "released"
    again = _stints(empty, tmp_path, OLD, MOVED, released, again=True)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 3)
    _sound(empty)


def test_what_an_officer_wrote_stands_against_the_latest_row_until_it_is_taken(empty: Context, tmp_path: Path) -> None:
    _stints(empty, tmp_path, OLD, MOVED)
    cases.edit_case(empty, 1, {"facility": "Florence"})
    later = _stints(empty, tmp_path, OLD, MOVED, NOW)
    assert later["conflict_count"] == 1
    assert (later["conflicts"][0]["ours"], later["conflicts"][0]["file"]) == ("Florence", "Eloy")
    assert _standing(empty)[1] == "Florence"
    _stints(empty, tmp_path, OLD, MOVED, NOW, again=True, taken=(("p1", "facility"),))
    assert _standing(empty)[1] == "Eloy"
