"""What trust costs: encrypted against plain, verify, backup against a plain copy, an act with its chain against bare SQL.

Run by hand: `pytest -n 0 -m benchmark -s tests/benchmarks/test_trust.py`. Every figure is a ratio or a rate of the same run.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.stores import make_store
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import backup, watermarks
from cpo_tui.store.changes import Recorder
from cpo_tui.store.connect import Store, open_store, transaction
from cpo_tui.store.verify import verify

pytestmark = pytest.mark.benchmark
PASSPHRASE = "seven quiet herons cross the marsh"
ROWS, LARGE = 20_000, 100_000
CPO = str(Path(sys.executable).with_name("cpo"))


def _seconds(work: Callable[[], object], rounds: int = 1, *, clock: Callable[[], float] = time.perf_counter) -> float:
    found = []
    for _ in range(rounds):
        began = clock()
        work()
        found.append(clock() - began)
    return statistics.median(found)


def _opening(path: Path, passphrase: str | None) -> float:
    """Processor seconds: opening waits for nothing, and other programs must not count."""
    return _seconds(lambda: open_store(path, passphrase), 5, clock=time.process_time)


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "extract.csv"
    _write(path, ROWS)
    return path


def _write(path: Path, rows: int) -> None:
    lines = (f"X-{n},A{200000000 + n},Person Number {n},in_proceedings,2026-01-05,alvarez\n" for n in range(rows))
    path.write_text("reference,a_number,full_name,stage,opened_on,officer\n" + "".join(lines), encoding="utf-8")


def _imported(store: Store, extract: Path) -> float:
    with acting(store, "alvarez") as context:
        return _seconds(lambda: import_file(context, extract, ImportOptions(Options())))


def test_what_trust_costs(tmp_path: Path, extract: Path) -> None:
    plain, closed = make_store(tmp_path / "plain.cpo", None), make_store(tmp_path / "closed.cpo", PASSPHRASE)
    import_ratio = _imported(closed, extract) / _imported(plain, extract)
    opening = _opening(closed.path, PASSPHRASE) - _opening(plain.path, None)

    flat = closed.writer()
    flat.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    flat.close()
    copied = _seconds(lambda: shutil.copy(closed.path, tmp_path / "flat"), 3)
    backed = _seconds(lambda: backup.backup(closed, tmp_path / "b.cpo", force=True), 3)

    with acting(closed, "alvarez") as context:
        ids = list(range(1, 401))

        def act() -> None:
            cases.assign_cases(context, ids, "okafor" if act_number[0] % 2 else "tran")
            act_number[0] += 1

        def bare() -> None:
            with transaction(context.connection, context.store) as connection:
                for one in ids:
                    connection.execute(
                        "UPDATE cases SET officer = ?, version = version + 1 WHERE id = ?",
                        (f"o{time.perf_counter_ns()}", one),
                    )

        act_number = [0]
        acted, written = _seconds(act, 5), _seconds(bare, 5)
    print(
        f"\nimport encrypted/plain {import_ratio:.2f} · open +{opening:.2f} s"
        f" · backup/copy {backed / copied:.1f} · act on 400 cases {acted * 1000:.0f} ms, bare SQL {written * 1000:.0f} ms"
    )
    assert import_ratio < 1.6
    assert opening < 0.4


def test_how_many_rows_a_second_are_verified(tmp_path: Path) -> None:
    extract = tmp_path / "extract.csv"
    _write(extract, LARGE)
    store = make_store(tmp_path / "large.cpo", PASSPHRASE)
    _imported(store, extract)
    rates: dict[str, list[float]] = {"alone": [], "with a thread": [], "with a thread and a process": []}
    for _ in range(3):
        for (name, found), (threads, processes) in zip(rates.items(), ((0, 0), (1, 0), (1, 1)), strict=True):
            with closing(store.reader()) as reader, closing(store.reader()) as beside:
                began = time.perf_counter()
                verdict = verify(
                    reader, office(), beside=beside if threads else None, store=store if processes else None
                )
                found.append(verdict.rows / (time.perf_counter() - began))
            assert verdict.ok, name
    best = {name: max(found) for name, found in rates.items()}
    print("\nverify, rows a second: " + " · ".join(f"{name} {rate:,.0f}" for name, rate in best.items()))
    assert best["with a thread and a process"] > 20_000


def test_an_act_with_its_chain_against_the_same_without(
    tmp_path: Path, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_store(tmp_path / "a.cpo", PASSPHRASE)
    _imported(store, extract)
    turns = iter(range(1_000_000))
    with acting(store, "alvarez") as context:
        ids = list(range(1, 401))

        def act() -> None:
            cases.assign_cases(context, ids, "okafor" if next(turns) % 2 else "tran")

        def bare_seal(recorder: Recorder, summary: str, *, digest: str | None = None) -> int:
            """A set without its changes, its digest and its link: what a program without a record would write."""
            cursor = recorder.connection.execute("INSERT INTO notes_of_nobody (words) VALUES (?)", (summary,))
            return int(cursor.lastrowid or 0)

        context.connection.execute("CREATE TEMP TABLE notes_of_nobody (id INTEGER PRIMARY KEY, words TEXT)")
        with_chain, without = [], []
        for _ in range(9):
            with_chain.append(_seconds(act, clock=time.process_time))
            with monkeypatch.context() as patch:
                patch.setattr(Recorder, "seal", bare_seal)
                patch.setattr(Recorder, "_note", _touch_only)
                patch.setattr(watermarks, "look", lambda *_args, **_named: "")
                patch.setattr(Recorder, "count", property(lambda _recorder: 1))
                without.append(_seconds(act, clock=time.process_time))
    ratio = statistics.median(with_chain) / statistics.median(without)
    print(f"\nan act on 400 cases with chain and log: {ratio:.2f} x without")
    assert ratio < 1.6


def _touch_only(recorder: Recorder, case_id: int | None, *_rest: object) -> None:
    if case_id is not None:
        recorder.touched.add(case_id)


def test_a_key_in_an_encrypted_store_against_a_plain_one(
    measure: Callable[..., Any], tmp_path: Path, extract: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    painted = {}
    for name, passphrase in (("plain", None), ("closed", PASSPHRASE)):
        store = make_store(tmp_path / name / "a.cpo", passphrase)
        _imported(store, extract)
        env = {"CPO_STORE": str(store.path), "CPO_OFFICER": "alvarez", "CPO_PASSPHRASE_FILE": str(secret)}
        painted[name] = measure([CPO], "LATE|today|now|in ", "j", env=env)
    ratio = painted["closed"].p50 / painted["plain"].p50
    print(f"\nkey to paint, encrypted against plain: {ratio:.2f} x (p50 {painted['closed'].p50:.1f} ms)")
    assert ratio < 1.4
