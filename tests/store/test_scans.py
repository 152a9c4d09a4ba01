"""Rows that are counted through one text are the rows that SQL groups."""

from __future__ import annotations

import sqlite3
from collections import Counter

import pytest

from cpo_tui.store import scans


def _table(*rows: tuple[str | None, int | None]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, number INTEGER)")
    connection.executemany("INSERT INTO things (name, number) VALUES (?, ?)", rows)
    return connection


def _counted(connection: sqlite3.Connection) -> dict[tuple[str, ...], int]:
    found = scans.different_rows(
        connection, "things d", ("d.name", "d.number + ?1"), "d.number < 4 OR d.number IS NULL", (1,)
    )
    return {tuple(row): count for row, count in found}


@pytest.mark.parametrize("at_once", [1, 2, 3, 400_000])
def test_the_rows_are_those_that_sql_groups(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(scans, "_ROWS_AT_ONCE", at_once)
    connection = _table(("a|b", 1), ("Ж", 3), (None, 3), ("a|b", 1), ("gone", 4), ("two\nlines", None), ("Ж", 3))
    connection.execute("DELETE FROM things WHERE id = 1")
    grouped = connection.execute(
        "SELECT COALESCE(name, ''), COALESCE(CAST(number + 1 AS TEXT), ''), count(*) FROM things"
        " WHERE number < 4 OR number IS NULL GROUP BY 1, 2"
    ).fetchall()
    assert len(grouped) == 4
    assert _counted(connection) == {(name, number): count for name, number, count in grouped}


def test_an_empty_table_has_no_rows() -> None:
    assert _counted(_table()) == {}


def test_no_text_is_taken_for_the_end_of_one() -> None:
    hostile = ("a\x1eb", "a\x1fb", "a\nb", "þÿ", "\U0010ffff", "nul\0inside", "þÿ", "'; --")
    counted = _counted(_table(*((text, None) for text in hostile)))
    assert counted == Counter((text, "") for text in hostile)
