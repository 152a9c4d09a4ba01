"""New persons that may be others the store has: by number, by name and birth date, and where too many come into question."""

from __future__ import annotations

import pytest

from cpo_tui.store import connect, matching

PERSONS = (
    (1, "Ana Díaz", "A1", "1980-01-02"),
    (2, "Ben Wu", "A2", "1981-01-02"),
    (3, "Cleo Ra", "A3", "1982-01-02"),
    (4, "ANA DIAZ", "A4", "1980-01-02"),
    (5, "Somebody", "A2", "1990-01-02"),
    (6, "Ben Wu", "A2", ""),
    (7, "Ana", "A5", "1980"),
)


@pytest.fixture
def connection() -> connect.Connection:
    store = connect.in_memory()
    store.executemany(
        "INSERT INTO persons (id, full_name, a_number, birth_date) VALUES (?, ?, ?, NULLIF(?, ''))", PERSONS
    )
    store.executemany(
        "INSERT INTO cases (id, reference, person_id) VALUES (?, ?, ?)", [(n, f"C-{n}", n) for n, *_ in PERSONS]
    )
    return store


def found(connection: connect.Connection, first: int, limit: int = 9) -> tuple[int, list[list[str]]]:
    count, shown = matching.look_alikes(connection, first, limit)
    return count, [group["cases"] for group in shown]


def test_by_number_and_by_name(connection: connect.Connection) -> None:
    assert found(connection, 4) == (2, [["C-2", "C-5", "C-6"], ["C-1", "C-4"]])
    assert found(connection, 4, 1) == (2, [["C-2", "C-5", "C-6"]])
    assert found(connection, 6) == (1, [["C-2", "C-5", "C-6"]]), "the others are old"
    assert found(connection, 7) == (0, [])


@pytest.mark.parametrize(("most", "count"), [(5, 2), (4, 1), (2, 1), (1, 1), (0, 1)])
def test_too_many_are_looked_through_by_number_only(
    connection: connect.Connection, monkeypatch: pytest.MonkeyPatch, most: int, count: int
) -> None:
    monkeypatch.setattr(matching, "FOLDED_AT_MOST", most)
    # New with a whole day of birth are 1 to 5; all of them come into question.
    assert found(connection, 1)[0] == count
