"""The access log: who opened, saw, exported, verified or was refused what. Ids of records, never names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpo_tui.store.changes import Actor
from cpo_tui.store.connect import Connection


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the log; `at` is an ISO moment in UTC."""

    id: int
    at: str
    officer: str
    source: str | None
    kind: str
    outcome: str
    detail: Mapping[str, Any]
    reason: str | None


def record(
    connection: Connection, actor: Actor, at: str, kind: str, outcome: str, *,
    detail: Mapping[str, Any] | None = None, reason: str | None = None,
) -> None:  # fmt: skip
    """Write one line, in the caller's transaction or by itself."""
    text = json.dumps(dict(detail), ensure_ascii=True, sort_keys=True) if detail else None
    connection.execute(
        "INSERT INTO access_log (at, officer, source, kind, outcome, detail, reason) VALUES (?,?,?,?,?,?,?)",
        (at, actor.officer, actor.source, kind, outcome, text, reason),
    )


def entries(
    connection: Connection, *, kind: str | None = None, officer: str | None = None, limit: int = 500
) -> tuple[Access, ...]:
    """The lines of the log, newest first."""
    rows = connection.execute(
        "SELECT id, at, officer, source, kind, outcome, detail, reason FROM access_log"
        " WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR officer = ?2) ORDER BY id DESC LIMIT ?3",
        (kind, officer, limit),
    )
    return tuple(
        Access(row_id, at, who, source, what, outcome, json.loads(detail) if detail else {}, reason)
        for row_id, at, who, source, what, outcome, detail, reason in rows
    )
