"""The values that occur in the store, for completing a query while it is typed."""

from __future__ import annotations

from cpo_tui.store.connect import Connection

MOST = 300
"""Values of a field that are offered."""
_SAMPLE = 50_000
"""Rows that are looked at where no index holds the values: what is frequent is among them."""


def _sampled(table: str, column: str) -> str:
    return (
        f"SELECT {column}, count(*) FROM (SELECT {column} FROM {table} WHERE {column} IS NOT NULL LIMIT {_SAMPLE})"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT ?"
    )


_QUESTIONS = {
    "officer": (
        "SELECT login, 0 FROM (SELECT officer AS login FROM cases WHERE officer IS NOT NULL GROUP BY officer"
        " UNION SELECT login FROM officers) ORDER BY 1 LIMIT ?"
    ),
    "facility": _sampled("cases", "facility"),
    "team": _sampled("cases", "team"),
    "flag": _sampled("safeguards", "kind"),
    "event": _sampled("events", "kind"),
    "rule": _sampled("deadlines", "rule"),
    "demand": _sampled("cases", "demand_kind"),
    "missing": _sampled("document_forecasts", "form"),
    "nationality": _sampled("persons", "nationality"),
    "language": _sampled("persons", "language"),
}


def values_of(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Query field → the values that occur, the most frequent first (officers by their login)."""
    return {
        field: tuple(str(value) for value, _ in connection.execute(question, (MOST,)) if value)
        for field, question in _QUESTIONS.items()
    }
