"""Rows that are laid out for few statements lie in the store as rows that are written one by one."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cpo_tui.store import bulk, connect
from cpo_tui.store.seals import SEALED_COLUMNS

NAMES = ("id", *SEALED_COLUMNS["cases"], *bulk.DERIVED_PLACE)
NUMBERS = {"person_id", "batch_id", "source_line", "act_key", "act_from", "due_key"}
WITH_EMPTY = set(NAMES) - {"id", "reference", "person_id", "lifecycle"}


@st.composite
def blocks_of_cases(draw: st.DrawFn) -> list[list[tuple[Any, ...]]]:
    """Blocks of rows, in which some columns hold nothing, some one value, some either, and some of that changes."""
    blocks, row_id = [], 1
    for _ in range(draw(st.integers(1, 4))):
        count = draw(st.sampled_from([1, 2, 9, 11, 50, 63]))
        columns: list[list[Any]] = []
        for name in NAMES:
            values: list[Any] = [7, 8] if name in NUMBERS else ["x", "y ü"]
            if name in WITH_EMPTY:
                values.append("")
            kind = draw(st.sampled_from(["one", "any"]))
            if name in {"id", "reference", "lifecycle"}:
                given_now = {"id": range(row_id, row_id + count), "lifecycle": ["open"] * count}
                columns.append(list(given_now.get(name, [f"C-{row_id + place}" for place in range(count)])))
            elif kind == "one":
                columns.append([draw(st.sampled_from(values))] * count)
            else:
                dice = draw(st.randoms(use_true_random=False))
                columns.append([dice.choice(values) for _ in range(count)])
        blocks.append(list(zip(*columns, strict=True)))
        row_id += count
    return blocks


def stored(connection: connect.Connection) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in connection.execute(f"SELECT {', '.join(NAMES)}, version FROM cases ORDER BY id")]


def store() -> connect.Connection:
    connection = connect.in_memory()
    connection.execute("INSERT INTO meta (key, value) VALUES ('chain_key', ?)", ("0" * 64,))
    connection.executemany("INSERT INTO persons (id, full_name) VALUES (?, 'x')", [(7,), (8,)])
    return connection


@settings(max_examples=30, deadline=None)
@given(blocks_of_cases())
def test_laid_out_rows_are_the_rows(blocks: list[list[tuple[Any, ...]]]) -> None:
    quick, plain = store(), store()
    writer, flattener = bulk.BulkWriter(quick, 1), bulk.Flattener()
    sealed = len(SEALED_COLUMNS["cases"])
    for number, block in enumerate(blocks):
        first = block[0][0]
        rows, derived = [row[1 : sealed + 1] for row in block], [row[sealed + 1 :] for row in block]
        if number % 2:
            writer.add("cases", first, rows, derived)
        else:
            flat = flattener.flat("cases", first, rows, derived)
            assert bulk.unflattened(flat) == block
            assert bulk.unflattened(bulk.flattened_again(block)) == block
            writer.add_prepared("cases", first, flat, writer.stamp.seals("cases", first, rows), with_place=True)
        marks = ", ".join("?" * len(NAMES))
        plain.executemany(
            f"INSERT INTO cases ({', '.join(NAMES)}) VALUES ({marks})",
            [tuple(None if value == "" else value for value in row) for row in block],
        )
    assert stored(quick) == stored(plain)
    assert writer.written == sum(map(len, blocks))


def test_no_rows_are_nothing_to_write() -> None:
    assert bulk.Flattener().flat("cases", 1, []) == bulk.Flat() == bulk.flattened_again([])
    assert bulk.unflattened(bulk.Flat()) == []
