"""The quick way of a large file (read by a child, rows prepared beforehand) gives the same store as the plain way."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import importing
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.errors import CpoError
from cpo_tui.exchange import standby, worker
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.preparing import can_prepare
from cpo_tui.store import bulk, connect, readback, seals, worklist
from cpo_tui.store.verify import verify

TABLES = ("persons", "cases", "hearings", "source_records", "import_rows", "import_seals", "change_sets")
HEADER = "reference,a_number,full_name,birth_date,custody_status,stage,officer,opened_on,closed_on,lifecycle,next_hearing_on,interpreter_needed,notes,shoe\r\n"


def _row(dice: random.Random, number: int) -> str:
    day = date(2025, 1, 1) + timedelta(days=dice.randrange(700))
    names = ["José Núñez", "Li, Wei", "O'Neil", "محمد", "Иванов", ""]
    cells = [
        f"C-{number:05d}", f"A{200000000 + number}", dice.choice(names), dice.choice(["1980-01-02", "1980", ""]), dice.choice(["detained", "", "released"]),
        dice.choice(["intake", ""]), dice.choice(["chen", ""]), day.isoformat(), "", dice.choice(["open", "closed", ""]),
        dice.choice([(day + timedelta(days=60)).isoformat(), ""]), dice.choice(["yes", ""]), dice.choice(['"a, ""b"""', '"two\nlines"', ""]),
        dice.choice(["42", ""]),
    ]  # fmt: skip
    return ",".join(f'"{cell}"' if "," in cell and not cell.startswith('"') else cell for cell in cells) + "\r\n"


def _file(path: Path, rows: int, *extra: str) -> Path:
    dice = random.Random(7)
    path.write_text(
        HEADER + "".join(_row(dice, number) for number in range(rows)) + "".join(extra), encoding="utf-8", newline=""
    )
    return path


def _imported(folder: Path, name: str, path: Path, **options: Any) -> tuple[dict[str, Any], Any]:
    store = connect.create(folder / name, created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context:
        report = import_file(context, path, ImportOptions(Options(**options))).as_json()
    report.pop("seconds")
    return report, store


def _content(store: Any) -> dict[str, list[tuple[Any, ...]]]:
    connection = store.reader()
    try:
        # The chain's key is the store's own, so seals and hashes differ; all else must not.
        found = {
            table: [tuple(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]
            for table in TABLES[:5]
        }
        found["import_rows"] = sorted(row[1:] for row in found["import_rows"])
        found["indexes"] = sorted(
            tuple(row) for row in connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        )
        found["search"] = [
            tuple(row)
            for row in connection.execute(
                "SELECT rowid FROM case_search WHERE case_search MATCH 'nunez' ORDER BY rowid"
            )
        ]
        assert tuple(verify(connection, office()).problems) == ()
        ids = [row[0] for row in connection.execute("SELECT id FROM cases ORDER BY id")]
        held = {
            row[0]: tuple(row[1:])
            for row in connection.execute(f"SELECT id, {', '.join(worklist.DERIVED_COLUMNS)} FROM cases")
        }
        for start in range(0, len(ids), 500):
            assert worklist.derived(connection, ids[start : start + 500], office()).items() <= held.items()
        return found
    finally:
        connection.close()


@pytest.fixture
def by_child(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Makes every file large, or none; counts nothing else."""

    def choose(wanted: bool) -> None:
        monkeypatch.setattr(standby, "WORTH_IT", 0 if wanted else 1 << 40)

    return choose


@pytest.mark.parametrize(
    ("extra", "options"),
    [
        ((), {}),
        (
            (
                "C-00003,A200000003,Other,,,,,2026-01-01,,,,,,\r\n",
                "C-77777,A299999999,Bad,,,,,nope,,,,,,\r\n",
                "\r\n",
                ",,,,,,,,,,,,,\r\n",
            ),
            {},
        ),
        ((), {"key": "row", "mapping": (("reference", ""),)}),
        (("x,A200000004,Other Name,,,,,2026-01-01,,,,,,\r\n",), {"mapping": (("reference", ""),)}),
    ],
    ids=["clean", "dirt", "by row", "by A-number"],
)
def test_both_ways_give_the_same_store(
    extra: tuple[str, ...], options: dict[str, Any], by_child: Callable[[bool], None], tmp_path: Path
) -> None:
    path = _file(tmp_path / "cases.csv", 3_000, *extra)
    by_child(True)
    quick, one = _imported(tmp_path, "quick.cpo", path, **options)
    by_child(False)
    plain, two = _imported(tmp_path, "plain.cpo", path, **options)
    assert quick == plain
    assert quick["rows_read"] == quick["created"] + quick["quarantined"]
    assert _content(one) == _content(two)


def test_what_a_child_checks_is_merged_as_what_is_read_here(by_child: Callable[[bool], None], tmp_path: Path) -> None:
    first = _file(tmp_path / "first.csv", 60)
    dice = random.Random(7)
    rows = [_row(dice, number) for number in range(60)]
    again = tmp_path / "again.csv"
    changed = [
        rows[3].replace("C-00003,A200000003", "C-00003,A200000999", 1),
        rows[4],
        rows[4],
        "C-9,,Z,,,,,nope,,,,,,\r\n",
    ]
    again.write_text(HEADER + "".join([*rows[:3], *changed, *rows[5:]]), encoding="utf-8", newline="")
    fewer = tmp_path / "fewer.csv"
    fewer.write_text(
        "reference,stage\nC-00001,intake\nC-00002,administrative_removal\nC-00002,intake\nC-00005,\nC-61,intake\n"
    )
    events = tmp_path / "events.csv"
    events.write_text(
        "reference,kind,occurred_at\nC-00001,note,2026-03-01T09:00:00Z\nC-404,note,2026-03-01T09:00:00Z\n"
    )
    told, held = [], []
    for apart in (True, False):
        store = connect.create(
            tmp_path / f"{apart}.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York"
        )
        with acting(store, "alvarez") as context:
            by_child(False)
            import_file(context, first, ImportOptions(Options()))
            by_child(apart)
            reports = [import_file(context, path, ImportOptions(Options())) for path in (again, fewer, events)]
        told.append(
            [(report.as_json() | {"seconds": 0}, report.refusals, report.counts.verdicts) for report in reports]
        )
        content = _content(store)
        held.append({table: content[table] for table in (*TABLES[:4], "import_rows")})
    whole, part, last = (report.counts for report in reports)
    assert (whole.created, whole.updated, whole.unchanged) == (0, 1, 59)
    assert (part.created, part.updated) == (1, 2)
    assert last.created == 1
    assert [[one.kind for one in report.refusals] for report in reports] == [
        ["invalid_date", "duplicate_row"],
        ["conflict_in_file"],
        ["unknown_reference"],
    ]
    assert told[0] == told[1]
    assert held[0] == held[1]


def test_repeats_in_one_block_and_across_blocks(by_child: Callable[[bool], None], tmp_path: Path) -> None:
    by_child(True)
    dice = random.Random(7)
    first, second = _row(dice, 0), _row(dice, 1)
    path = _file(
        tmp_path / "cases.csv",
        4_000,
        first,
        second.replace("C-00001", "C-00002", 1),
        "C-9,,X,,,,,,,,,,,\r\n",
        "C-9,,X,,,,,,,,,,,\r\n",
        "C-9,,Y,,,,,,,,,,,\r\n",
    )
    report, store = _imported(tmp_path, "a.cpo", path)
    assert report["quarantine_kinds"] == {"duplicate_row": 2, "conflict_in_file": 2}
    assert report["created"] == 4_001
    content = _content(store)
    assert all(raw for _, _, _, _, raw, _ in content["import_rows"])


def test_a_file_that_is_wrong_late_leaves_nothing(by_child: Callable[[bool], None], tmp_path: Path) -> None:
    by_child(True)
    path = _file(tmp_path / "cases.csv", 3_000, 'C-1,,"never closed')
    report, store = _imported(tmp_path, "a.cpo", path)
    assert report["error"]["kind"] == "unclosed_quote"
    assert all(not rows for table, rows in _content(store).items() if table not in {"indexes", "search"})


def test_a_child_that_dies_leaves_nothing(
    by_child: Callable[[bool], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_child(True)
    # Many times what the pipe holds, so that the child cannot have sent its last block when the first one arrives.
    path = _file(tmp_path / "cases.csv", 30_000)
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    seen: list[int] = []

    def kill(done: int, total: int) -> None:
        seen.append(done)
        for child in children:
            child.kill()

    children: list[Any] = []
    begin = worker.Worker.__enter__

    def enter(self: worker.Worker) -> worker.Worker:
        begun = begin(self)
        assert begun._child is not None
        children.append(begun._child.process)
        return begun

    monkeypatch.setattr(worker.Worker, "__enter__", enter)
    with acting(store, "alvarez") as context:
        context.progress = kill
        with pytest.raises(CpoError) as caught:
            import_file(context, path, ImportOptions(Options()))
    assert caught.value.name == "reader_stopped"
    assert seen
    assert all(not rows for table, rows in _content(store).items() if table not in {"indexes", "search"})


def test_what_can_be_prepared() -> None:
    assert can_prepare(("reference",), ("reference", "notes"))
    assert can_prepare(("row",), ("notes",))
    assert can_prepare(("a_number", "full_name"), ("a_number", "full_name"))
    assert not can_prepare(("row",), ("reference",))
    assert not can_prepare(("officer",), ("officer",))


def test_a_store_with_cases_goes_the_plain_way(
    by_child: Callable[[bool], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_child(True)
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    used: list[Context] = []
    take = importing._take_from_child

    def noted(merge: Any, *rest: Any) -> None:
        used.append(merge.context)
        take(merge, *rest)

    monkeypatch.setattr(importing, "_take_from_child", noted)
    with acting(store, "alvarez") as context:
        import_file(context, _file(tmp_path / "one.csv", 500), ImportOptions(Options()))
        report = import_file(context, _file(tmp_path / "two.csv", 700), ImportOptions(Options())).as_json()
    assert len(used) == 1
    assert (report["created"], report["unchanged"]) == (200, 500)


@pytest.mark.parametrize("fast", [True, False])
def test_a_row_that_was_not_written_as_it_was_read_is_no_import(
    by_child: Callable[[bool], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    by_child(fast)
    prepared = bulk.BulkWriter.add_prepared

    def spoiled(self: bulk.BulkWriter, table: str, *rest: Any, **more: Any) -> None:
        prepared(self, table, *rest, **more)
        if table == "persons":
            self.connection.execute(
                "UPDATE persons SET nationality = 'Atlantis' WHERE id = (SELECT max(id) FROM persons)"
            )

    monkeypatch.setattr(bulk.BulkWriter, "add_prepared", spoiled)
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context, pytest.raises(CpoError) as caught:
        import_file(context, _file(tmp_path / "one.csv", 500), ImportOptions(Options()))
    assert caught.value.name == "read_back"
    assert all(not rows for table, rows in _content(store).items() if table not in {"indexes", "search"})


def test_the_last_block_is_read_back_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BLOCK_ROWS", 16)
    monkeypatch.setattr(readback, "WHOLE_BLOCKS", 1)
    finish = bulk.BulkWriter.finish

    def spoiled(self: bulk.BulkWriter) -> str:
        self.connection.execute("UPDATE persons SET nationality = 'Atlantis' WHERE id = (SELECT max(id) FROM persons)")
        return finish(self)

    monkeypatch.setattr(bulk.BulkWriter, "finish", spoiled)
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context, pytest.raises(CpoError) as caught:
        import_file(context, _file(tmp_path / "one.csv", 500), ImportOptions(Options()))
    assert caught.value.name == "read_back"


def test_a_reader_that_was_begun_in_advance_reads_or_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "WORTH_IT", 1)
    path = _file(tmp_path / "cases.csv", 300)
    standby.begin_for(str(path))
    (waiting,) = standby._waiting
    report, _ = _imported(tmp_path, "a.cpo", path)
    assert report["created"] == 300
    assert standby.take() is None
    assert waiting.process.returncode is not None
    standby.begin_for(str(path))
    (unneeded,) = standby._waiting
    standby.dismiss()
    assert unneeded.process.returncode is not None
