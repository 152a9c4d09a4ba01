"""R-SEC-9: nobody there, then a blank screen without connection and key; back only with the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tests.trust.conftest import MARKER, PASSPHRASE
from textual.pilot import Pilot
from textual.widgets._input import Input

from cpo_tui.errors import CpoError, Locked
from cpo_tui.store import drafts, reader
from cpo_tui.store.connect import Store, open_store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.safety.idle import IdleClock
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.lock import Locked as LockScreen


class Hands:
    """Two clocks that a test turns by hand."""

    def __init__(self) -> None:
        self.awake = 0.0
        self.boot = 0.0

    def wait(self, seconds: float) -> None:
        self.awake += seconds
        self.boot += seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


def _clock(hands: Hands, minutes: int = 10) -> IdleClock:
    return IdleClock(minutes, awake=lambda: hands.awake, boot=lambda: hands.boot)


def test_r_sec_9_the_clock_counts_from_the_last_key(hands: Hands) -> None:
    clock = _clock(hands)
    hands.wait(599)
    assert clock.cause() == ""
    clock.touch()
    hands.wait(599)
    assert clock.cause() == ""
    hands.wait(1)
    assert clock.cause() == "idle"


def test_r_sec_9_a_machine_that_slept_is_locked_at_once(hands: Hands) -> None:
    clock = _clock(hands)
    hands.wait(5)
    hands.boot += 3600
    assert clock.cause() == "asleep"
    clock.touch()
    assert clock.cause() == ""


@pytest.fixture
def app(encrypted: Store, hands: Hands) -> Iterator[CpoApp]:
    made = CpoApp(encrypted, officer="alvarez", store_path=encrypted.path)
    made.lock.clock = _clock(hands)
    yield made
    if not made.lock.closed:
        made.close_store()


async def _settled(pilot: Pilot[int], app: CpoApp) -> None:
    for _ in range(400):
        await pilot.pause(0.01)
        if not any(worker.is_running for worker in app.workers):
            return
    pytest.fail("the application never came to rest")


async def _until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        await pilot.pause(0.01)
    pytest.fail("it never came to hold")


async def _locked(pilot: Pilot[int], app: CpoApp, hands: Hands) -> None:
    await _settled(pilot, app)
    hands.wait(601)
    app.lock.look()
    for _ in range(400):
        await pilot.pause(0.01)
        if app.lock.closed:
            return
    pytest.fail("the application never locked")


def _shown(app: CpoApp) -> str:
    return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())


async def _type(pilot: Pilot[int], app: CpoApp, words: str) -> None:
    app.screen.query_one(Input).value = words
    await pilot.press("enter")
    for _ in range(600):
        await pilot.pause(0.01)
        if not any(worker.is_running for worker in app.workers):
            return


async def test_r_sec_9_idle_closes_everything_and_only_the_passphrase_opens(app: CpoApp, hands: Hands) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await _settled(pilot, app)
        assert MARKER in _shown(app)
        store = app.store
        assert store is not None
        await _locked(pilot, app, hands)
        assert isinstance(app.screen, LockScreen)
        assert MARKER not in _shown(app)
        assert "cpo is locked" in _shown(app)
        with pytest.raises(Locked):
            store.reader()
        with pytest.raises(CpoError, match="closed"):
            app.gateway.read_now(reader.counts)
        for key in ("u", "escape", "f1", "slash", "ctrl+p"):
            await pilot.press(key)
        assert isinstance(app.screen, LockScreen)
        await _type(pilot, app, "not the passphrase at all")
        assert isinstance(app.screen, LockScreen)
        assert "does not open" in _shown(app)
        await _type(pilot, app, PASSPHRASE)
        assert isinstance(app.screen, Caseload)
        await _settled(pilot, app)
        assert MARKER in _shown(app)
        assert app.gateway.read_now(reader.counts)[0] == 3
        kinds = app.gateway.read_now(lambda c: [row[0] for row in c.execute("SELECT kind FROM access_log ORDER BY id")])
        assert kinds[-3:] == ["log_on", "lock", "unlock"]


async def test_r_sec_9_what_was_half_written_is_kept_inside_the_store(
    app: CpoApp, encrypted: Store, hands: Hands
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await _settled(pilot, app)
        form = Form("Note on C-1", (Field("body", "note", "text"), Field("word", "secret", "secret")))
        app.push_screen(form)
        await pilot.pause()
        await pilot.press(*"half a thought")
        form.query_one("#field-word", Input).value = "never kept"
        await _locked(pilot, app, hands)
        raw = b"".join(path.read_bytes() for path in encrypted.path.parent.rglob("*") if path.is_file())
        assert b"half a thought" not in raw
        seen = open_store(encrypted.path, PASSPHRASE).reader()
        kept = drafts.drafts_of(seen, "alvarez")
        seen.close()
        assert kept == {"Note on C-1": '{"body": "half a thought"}'}
    again = CpoApp(open_store(encrypted.path, PASSPHRASE), officer="alvarez", store_path=encrypted.path)
    async with again.run_test(size=(120, 36)) as pilot:
        await _until(pilot, lambda: "Note on C-1" in again.lock.drafts)
        form = Form("Note on C-1", (Field("body", "note", "text"),))
        again.push_screen(form)
        await _until(pilot, lambda: form.is_mounted and form.half_written() == {"body": "half a thought"})
        await pilot.press("escape")
        await _until(
            pilot, lambda: again.gateway.read_now(lambda connection: drafts.drafts_of(connection, "alvarez")) == {}
        )


async def test_r_sec_9_five_wrong_passphrases_close_the_store_for_a_while(
    app: CpoApp, encrypted: Store, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await _locked(pilot, app, hands)
        for number in range(5):
            await _type(pilot, app, f"wrong passphrase number {number}")
        await _type(pilot, app, PASSPHRASE)
        assert isinstance(app.screen, LockScreen)
        assert "stays closed until 09:15" in _shown(app)
        with pytest.raises(Locked, match="5 wrong"):
            open_store(encrypted.path, PASSPHRASE)
        monkeypatch.setenv("CPO_NOW", "2026-03-02T09:15:01-05:00")
        await _type(pilot, app, PASSPHRASE)
        assert isinstance(app.screen, Caseload)
        detail = app.gateway.read_now(
            lambda c: c.execute("SELECT detail FROM access_log WHERE kind = 'unlock'").fetchone()
        )
        assert detail == ('{"failed_before": 5}',)
