"""What every test shares: a frozen clock, private folders, and the way to the reference material."""

from __future__ import annotations

from pathlib import Path

import pytest
import textual._wait

SHARED = Path(__file__).resolve().parents[2] / "shared"

# A test that presses a key waits until the application is idle, which the toolkit looks at every fiftieth of a second,
# twice a key: half of the time of such a test was this wait. It waits for work of the same process, so to look more often
# sees the same idleness sooner.
textual._wait.SLEEP_GRANULARITY = 1 / 125
textual._wait.SLEEP_IDLE = textual._wait.SLEEP_GRANULARITY / 20


@pytest.fixture(autouse=True)
def private_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed moment and folders of its own for each test, so that no test reads or leaves a thing of the user's."""
    from cpo_tui import config

    home = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("CPO_NOW", "2026-03-02T09:00:00-05:00")
    monkeypatch.setenv("CPO_TZ", "America/New_York")
    monkeypatch.setenv("CPO_OFFICER", "alvarez")
    for name in ("CPO_STORE", "CPO_CONFIG", "CPO_PASSPHRASE_FILE", "CPO_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    config.settings.cache_clear()


@pytest.fixture
def shared() -> Path:
    """The folder of reference material beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the reference material (../shared) is not here")
    return SHARED
