"""R-IMP-2 to R-IMP-6 and R-AUD-8: nothing vanishes in an import, and what it wrote is read back before it counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trust.conftest import Run

from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.undo import undo
from cpo_tui.errors import StoreError
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import batches, bulk, reader
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import verify

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
HEADER = "reference,a_number,full_name,stage,opened_on\n"


def _options(**more: object) -> ImportOptions:
    return ImportOptions(Options(), **more)  # type: ignore[arg-type]


def _rows(count: int) -> str:
    return HEADER + "".join(f"I-{n},A{210000000 + n},Person {n},intake,2026-01-05\n" for n in range(count))


def _digest(connection: Connection) -> str:
    rows = {}
    for table in ("persons", "cases", "events", "hearings", "documents", "inquiries"):
        rows[table] = [list(map(str, row)) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]
    return json.dumps(rows)


LINE = st.tuples(
    st.sampled_from(["A219004411", "A21900", "", "A219004412", "=1+1", "\x00"]),
    st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["intake", "nowhere", ""]),
    st.sampled_from(["2026-01-05", "05/01/2026", "2026-13-01", ""]),
)


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(LINE, min_size=1, max_size=12))
def test_r_imp_2_every_record_is_imported_or_refused(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, str, str]]
) -> None:
    from cpo_tui.actions.stores import make_store

    folder = tmp_path_factory.mktemp("conserve")
    store = make_store(folder / "a.cpo", None)
    text = HEADER + "".join(f"I-{n},{a},{name},{stage},{day}\n" for n, (a, name, stage, day) in enumerate(lines))
    (folder / "x.csv").write_text(text, encoding="utf-8")
    with acting(store, "alvarez") as context:
        report = import_file(context, folder / "x.csv", _options())
        if report.error is None:
            counts = report.counts
            taken = counts.created + counts.updated + counts.unchanged
            assert report.tally.rows_read == taken + report.tally.quarantined
            assert len(context.connection.execute("SELECT id FROM cases").fetchall()) == counts.created
        else:
            assert context.connection.execute("SELECT count(*) FROM cases").fetchone() == (0,)


def test_r_imp_3_a_refused_record_keeps_its_bytes_its_line_and_its_kind(context: Context, tmp_path: Path) -> None:
    bad = 'I-9,A21,"Bad, Person",nowhere,2026-99-01'
    (tmp_path / "x.csv").write_text(_rows(2) + bad + "\n", encoding="utf-8")
    report = import_file(context, tmp_path / "x.csv", _options())
    assert report.tally.quarantined == 1
    (row,) = batches.refused_rows(context.connection)
    assert (row.line, row.raw) == (4, bad)
    assert row.kind
    assert row.reasons


def _bomb(path: Path, kind: str) -> None:
    """A file that is small to send and large to read."""
    head = HEADER.encode()
    with path.open("wb") as file:
        if kind == "two gigabytes of nothing":
            file.write(head)
            file.truncate(2 << 30)  # a hole: it takes no room on the disk
        elif kind == "a cell of ten megabytes":
            file.write(head + b'I-1,A210000001,"' + b"x" * (10 << 20) + b'",intake,2026-01-05\n')
        elif kind == "a quote that never closes":
            file.write(head + b'I-1,"' + b"y" * (20 << 20))
        elif kind == "a hundred thousand columns":
            file.write(b"a," * 100_000 + b"b\n1\n")
        elif kind == "empty lines":
            file.write(head + b"\n" * 4_000_000)
        elif kind == "packed":
            file.write(b"\x1f\x8b\x08\x00" + bytes(1000))
        else:
            file.write(head + b"I-1,A21,,nowhere,2026-99-99\n" * 5_000)


BOMBS = (
    "two gigabytes of nothing", "a cell of ten megabytes", "a quote that never closes", "a hundred thousand columns",
    "empty lines", "packed", "five thousand bad rows",
)  # fmt: skip
IMPORT = """
import re, sys
from pathlib import Path
from cpo_tui.cli.running import run
code = run(["import", sys.argv[1]])
kilobytes = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print("peak", int(kilobytes) // 1024, code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux measures it")
@pytest.mark.parametrize("kind", BOMBS)
def test_r_imp_4_a_bomb_is_bounded(store: Store, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bomb.csv"
    _bomb(path, kind)
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT, str(path)], env={**os.environ, "CPO_STORE": str(store.path)}, timeout=600,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    _, peak, code = ran.stdout.split("\n")[-2].split()
    assert int(peak) < 300
    assert code in {"0", "1", "3"}
    assert "created 0" in ran.stdout or "hint:" in ran.stderr
    path.unlink()


def test_r_imp_5_the_same_file_twice_is_nothing_new_and_undo_restores_everything(
    context: Context, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text(_rows(300), encoding="utf-8")
    before = _digest(context.connection)
    first = import_file(context, tmp_path / "x.csv", _options())
    after = _digest(context.connection)
    again = import_file(context, tmp_path / "x.csv", _options())
    assert (first.counts.created, again.counts.created, again.already) == (300, 0, first.batch)
    assert _digest(context.connection) == after
    undo(context, first.change_set)
    assert _digest(context.connection) == before
    assert verify(context.connection, office()).problems == ()


@pytest.mark.skipif(sys.platform == "win32", reason="special files of Unix")
def test_r_imp_6_what_is_no_file_is_refused_at_once(cpo: Run, tmp_path: Path) -> None:
    place = tmp_path / "p.cpo"
    cpo("--store", place, "init", "--no-encryption")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "folder.csv").mkdir()
    for name in (tmp_path / "pipe.csv", tmp_path / "loop.csv", tmp_path / "folder.csv", Path("/dev/zero")):
        began = time.monotonic()
        answer = cpo("--store", place, "import", name, code=None)
        assert answer.returncode in {1, 2}, name
        assert "error:" in answer.stderr
        assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM cases WHERE id = (SELECT max(id) FROM cases)",
        "UPDATE cases SET stage = 'charged' WHERE id = (SELECT max(id) FROM cases)",
    ],
)
def test_r_aud_8_a_row_that_was_not_written_as_read_rolls_the_import_back(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    (tmp_path / "x.csv").write_text(_rows(50), encoding="utf-8")
    finish = bulk.finish_batch

    def harmful(connection: Connection, *args: object) -> None:
        finish(connection, *args)  # type: ignore[arg-type]
        connection.execute(harm)

    with acting(store, "alvarez") as context:
        before = _digest(context.connection)
        monkeypatch.setattr(bulk, "finish_batch", harmful)
        with pytest.raises(StoreError, match="Nothing was imported") as refused:
            import_file(context, tmp_path / "x.csv", _options())
        assert refused.value.name == "read_back"
        assert _digest(context.connection) == before
        monkeypatch.undo()
    with acting(store, "alvarez") as context:
        assert import_file(context, tmp_path / "x.csv", _options()).counts.created == 50
        assert reader.counts(context.connection)[0] == 50
