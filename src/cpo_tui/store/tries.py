"""Wrong passphrases: after five within a quarter of an hour a store stays closed for a quarter of an hour.

The count lies outside the encrypted store, in the private folder of state. It stops somebody at this keyboard; who
copies the file is stopped only by the cost of each try (`keys.ITERATIONS`) and the strength of the passphrase.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cpo_tui import clock
from cpo_tui.config import private_folder, state_dir
from cpo_tui.errors import Locked

MOST = 5
WITHIN = timedelta(minutes=15)
PAUSE = timedelta(minutes=15)
_settled: dict[Path, int] = {}


def check(path: Path) -> None:
    """Raise `Locked` of kind `too_many_tries` while the store at `path` stays closed for its wrong passphrases."""
    wrong = _recent(path)
    if len(wrong) < MOST:
        return
    until = wrong[-1] + PAUSE
    raise Locked(
        f"{len(wrong)} wrong passphrases: it stays closed until {until.astimezone(clock.office_zone()):%H:%M}.",
        hint="Wait until then. Nothing inside the store was changed.",
        kind="too_many_tries",
    )


def count_wrong(path: Path) -> None:
    """Remember one more wrong passphrase."""
    file = _file(path)
    flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(file, flags, 0o600), "w", encoding="utf-8") as lines:
        lines.write(clock.now().isoformat() + "\n")


def settle(path: Path) -> None:
    """The right passphrase was given: the count begins anew. How many were wrong before is told by `failed_before`."""
    file = _file(path)
    if file.exists():
        _settled[path] = len(file.read_text(encoding="utf-8").splitlines())
        file.unlink(missing_ok=True)


def failed_before(path: Path) -> int:
    """How many wrong passphrases came before the right one of this run; asked once, for the access log."""
    return _settled.pop(path, 0)


def _recent(path: Path) -> list[datetime]:
    try:
        lines = _file(path).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    now = clock.now()
    moments = [moment for moment in map(_moment, lines) if moment is not None]
    # a moment ahead of the clock counts as now: setting the clock back must not open the way again
    return [min(moment, now) for moment in moments if now - moment < max(WITHIN, PAUSE)]


def _moment(line: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(line)
    except ValueError:
        return None  # a torn line of a crash
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _file(path: Path) -> Path:
    import hashlib

    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:24]
    return private_folder(state_dir() / "tries") / name
