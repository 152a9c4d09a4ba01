"""JSON Lines in the product's columns: one object a line, read as a table whose header is all the names that occur."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from cpo_tui.exchange.characters import BLANK_CELL
from cpo_tui.exchange.checking import Checker
from cpo_tui.exchange.encodings import coding_of, texts
from cpo_tui.exchange.extracts import Extract, Options
from cpo_tui.exchange.mapping import MAX_COLUMNS, NotUnderstood, plan_header
from cpo_tui.exchange.reading import Lines, physical_lines, without_end
from cpo_tui.exchange.records import FileFacts, Records, rejected
from cpo_tui.exchange.sources import Source


class BadLine(ValueError):
    """A line that is not one JSON object of plain names and values."""


def open_json_lines(source: Source, options: Options) -> Extract:
    """The extract in a file of JSON Lines; raises `ImportRejected` where its names do not have what is required."""
    wanted = options.wanted()
    coding = coding_of(source, options.encoding)
    asked = bool(options.encoding)
    names = _names(physical_lines(texts(source, coding, asked=asked)))
    plan = plan_header(names, wanted)
    if isinstance(plan, NotUnderstood):
        raise rejected(
            "missing_required_column",
            f"The objects lack {', '.join(plan.missing)}. Names seen: {', '.join(plan.header)[:400]}.",
            hint="Map its names: --map NAME=FIELD.",
            line=1,
            missing=list(plan.missing),
        )
    records = (_records(block, names) for block in physical_lines(texts(source, coding, asked=asked)))
    profile = wanted.profile.name if wanted.profile is not None else "product"
    facts = FileFacts(
        source.name, source.sha256, source.size, coding.name, "", "json", plan.header, 1, plan.kind, profile
    )
    return Extract(source, plan, facts, records, Checker(plan, zone=options.zone))


def _names(blocks: Iterator[Lines]) -> list[str]:
    """All the names that occur in the objects, in the order in which they are first met."""
    names: dict[str, None] = {}
    any_line = False
    for block in blocks:
        for line in block.lines:
            if BLANK_CELL.fullmatch(line):
                continue
            any_line = True
            with suppress(BadLine):
                names.update(dict.fromkeys(read_object(line)))
        if len(names) > MAX_COLUMNS:
            raise rejected(
                "too_many_columns",
                f"The objects have more than {MAX_COLUMNS:,} names.",
                hint="Cut them down to what is needed.",
                line=block.first,
            )
    if not any_line:
        raise rejected("empty_file", "The file has no objects.", hint="Check that the export has finished.", line=1)
    if not names:
        raise rejected(
            "not_csv", "No line of the file is a JSON object.", hint="JSON Lines have one object a line: {…}.", line=1
        )
    return list(names)


def _records(block: Lines, names: Sequence[str]) -> Records:
    rows: list[list[str]] = []
    places: list[int] = []
    faults: list[tuple[int, str, str, str]] = []
    for place, line in enumerate(block.lines):
        if BLANK_CELL.fullmatch(line):
            continue
        try:
            values = read_object(line)
        except BadLine as error:
            faults.append((block.first + place, "malformed_json", str(error), without_end(line)))
            continue
        rows.append([as_cell(values.get(name)) for name in names])
        places.append(place)
    numbers = [block.first + place for place in places]
    return Records(rows, numbers, lambda index: without_end(block.lines[places[index]]), clean=False, faults=faults)


def read_object(line: str) -> dict[str, Any]:
    """The object on a line; raises `BadLine`, also for a name that is there twice."""
    try:
        found = json.loads(line, object_pairs_hook=_pairs, parse_constant=_no_constant)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLine(f"the line is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadLine("the line is JSON, but not an object")
    return found


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadLine("a name is there twice")
    return found


def _no_constant(name: str) -> Any:
    raise BadLine(f"{name} is not JSON")


def as_cell(value: object) -> str:
    """A JSON value as the text of a cell: null is empty, true and false are words, lists and objects stay JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
