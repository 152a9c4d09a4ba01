"""When the application locks by itself: nobody touched a key for a while, or the machine was asleep."""

from __future__ import annotations

import time
from collections.abc import Callable

ASLEEP_SECONDS = 30.0
"""How much longer the machine was on than the program ran, before it counts as having been asleep."""
LOOK_SECONDS = 5.0
"""How often the application looks at the clock."""


def since_boot() -> float:
    """Seconds since the machine was started, sleep included where the system tells (Linux)."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


class IdleClock:
    """Counts the seconds since the last key; both clocks can be replaced by a test."""

    def __init__(
        self, minutes: int, *, awake: Callable[[], float] = time.monotonic, boot: Callable[[], float] = since_boot
    ) -> None:
        self._seconds = minutes * 60.0
        self._awake, self._boot = awake, boot
        self._touched = awake()
        self._ahead = boot() - self._touched

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._awake()

    def cause(self) -> str:
        """Why the application should lock now (`idle` or `asleep`); empty where it should not."""
        ahead = self._boot() - self._awake()
        slept, self._ahead = ahead - self._ahead > ASLEEP_SECONDS, ahead
        if slept:
            return "asleep"
        return "idle" if self._awake() - self._touched >= self._seconds else ""
