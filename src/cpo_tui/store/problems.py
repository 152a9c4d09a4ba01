"""What a verification can find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the record says."""

    kind: str
    """page · reference · chain · import · row_altered · row_added · row_deleted · seal · search · derived · blob · head"""
    where: str
    message: str
