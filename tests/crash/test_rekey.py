"""R-SEC-7: a change of passphrase that dies at any moment leaves a store that one of the two opens, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.crash.rekeyer import NEW, OLD, ROUNDS
from tests.crash.striking import HOWS, Program, started, tell

from cpo_tui.actions import cases, timeline
from cpo_tui.actions.context import acting, office
from cpo_tui.errors import WrongPassphrase
from cpo_tui.store import connect, keys
from cpo_tui.store.connect import Store
from cpo_tui.store.verify import head_of, verify

REKEYER = str(Path(__file__).with_name("rekeyer.py"))
LOST = "neither passphrase opens it"


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ITERATIONS", ROUNDS)


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A folder with an encrypted store of some hundred pages."""
    folder = tmp_path / "original"
    store = connect.create(
        folder / "a.cpo", keys.new_key(OLD), created_at="2026-03-02T14:00:00+00:00", zone="America/New_York"
    )
    with acting(store, "alvarez") as context:
        for number in range(8):
            cases.add_case(context, {"reference": f"R{number}", "full_name": f"Ana Pérez {number}"})
        timeline.add_note(context, range(1, 9), "x" * 3000)
    return folder


def _opened(path: Path) -> Store | None:
    for passphrase in (NEW, OLD):
        try:
            return connect.open_store(path, passphrase)
        except WrongPassphrase:
            continue
    return None


def _problems(path: Path, head: str, said: bytes) -> list[str]:
    store = _opened(path)
    if store is None:
        return [LOST]
    wrong = []
    if said.startswith(b"done"):
        try:
            connect.open_store(path, NEW)
        except WrongPassphrase:
            wrong = ["the new passphrase was acknowledged and does not open it"]
    connection = store.writer()
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return wrong + [str(one) for one in verify(connection, office(), expect_head=head).problems]
    finally:
        connection.close()


def _head(folder: Path) -> str:
    reader = connect.open_store(folder / "a.cpo", OLD).reader()
    try:
        return head_of(reader)[0]
    finally:
        reader.close()


def _strike_everywhere(fault: Path, original: Path, how: str, every: int, *, sticky: bool = False) -> int:
    head = _head(original)

    def program(name: str) -> Program:
        folder = original.with_name(name)
        shutil.copytree(original, folder)
        return Program(started(fault), folder, [REKEYER, str(folder / "a.cpo")])

    total = program("counted").count()
    points = range(1, total + 1, every)
    for point in points:
        struck = program(f"{how}-{sticky}-{point}")
        said = struck.strike(point, how, sticky=sticky).stdout
        assert _problems(struck.folder / "a.cpo", head, said) == [], f"{how} at operation {point} of {total}"
        shutil.rmtree(struck.folder)
    tell(f"rekey, {how}{' from then on' if sticky else ''}: {len(points)} of {total} points, 0 violations")
    return len(points)


@pytest.mark.parametrize("how", HOWS)
def test_r_sec_7_a_change_of_passphrase_that_fails_leaves_one_that_opens_the_store(
    fault: Path, original: Path, how: str
) -> None:
    assert _strike_everywhere(fault, original, how, every=67) > 3


@pytest.mark.slow
@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("how", HOWS)
def test_a_change_of_passphrase_struck_at_every_operation(fault: Path, original: Path, how: str, sticky: bool) -> None:
    assert _strike_everywhere(fault, original, how, every=1, sticky=sticky) > 60


def test_r_sec_7_the_harness_notices_a_store_that_nothing_opens(original: Path) -> None:
    path = original / "a.cpo"
    head = _head(original)
    raw = bytearray(path.read_bytes())
    raw[:64] = bytes(64)
    path.write_bytes(raw)
    assert _problems(path, head, b"") == [LOST]
