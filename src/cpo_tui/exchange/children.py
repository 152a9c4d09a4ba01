"""What a row makes beside its case, as its profile says: events, hearings, documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo

from cpo_tui.exchange.characters import TRIM
from cpo_tui.exchange.columns import Column
from cpo_tui.exchange.mapping import Plan
from cpo_tui.exchange.profiles import CHILDREN, ChildPlan, placeholders
from cpo_tui.exchange.records import Child
from cpo_tui.exchange.values import Stored

Make = Callable[[Sequence[str]], tuple[Child, ...]]
_GAP = re.compile(r"\{([^{}]+)\}")
JOIN = ": "
"""What stands between the pieces of a text."""


def child_maker(plan: Plan, columns: Mapping[str, Column], zone: tzinfo) -> Make | None:
    """The function from a row's cells to what it makes; None where the profile makes nothing.

    `columns` are by the profile's column name; a child whose columns this file lacks is left out. A row given to it has
    passed its checks.
    """
    profile = plan.profile
    if profile is None or not profile.children:
        return None
    makers = [maker for child in profile.children if (maker := _maker(child, columns, zone)) is not None]
    if not makers:
        return None

    def make(row: Sequence[str]) -> tuple[Child, ...]:
        return tuple(child for maker in makers if (child := maker(row)) is not None)

    return make


def _maker(
    plan: ChildPlan, columns: Mapping[str, Column], zone: tzinfo
) -> Callable[[Sequence[str]], Child | None] | None:
    if plan.when not in columns or any(name not in columns for name in plan.require):
        return None
    when = columns[plan.when]
    clock = columns.get(plan.clock)
    unless = columns.get(plan.unless)
    require = [(columns[name], frozenset(codes)) for name, codes in plan.require.items()]
    names = CHILDREN[plan.into]
    texts = {name: [_piece(piece, columns) for piece in pieces] for name, pieces in plan.values.items()}

    def make(row: Sequence[str]) -> Child | None:
        at = when.value(row[when.index])
        if at is None or (unless is not None and unless.value(row[unless.index]) is not None):
            return None
        if any(row[column.index].strip(TRIM) not in codes for column, codes in require):
            return None
        values: dict[str, Stored] = {
            name: JOIN.join(text for piece in pieces if (text := piece(row))) or None for name, pieces in texts.items()
        }
        values[plan.at] = str(at) if clock is None else at_clock(str(at), row[clock.index], zone)
        return plan.into, tuple(values.get(name) for name in names)

    return make


def _piece(text: str, columns: Mapping[str, Column]) -> Callable[[Sequence[str]], str]:
    """The function that fills a piece of text; the piece is empty where none of its columns has a value."""
    gaps = [columns.get(name) for name in placeholders(text)]
    if not gaps:
        return lambda row: text  # noqa: ARG005 - a constant piece has the shape of the others
    parts = _GAP.split(text)[::2]

    def fill(row: Sequence[str]) -> str:
        labels = ["" if column is None else _label(column, row) for column in gaps]
        if not any(labels):
            return ""
        return "".join(part + label for part, label in zip(parts, (*labels, ""), strict=True))

    return fill


def _label(column: Column, row: Sequence[str]) -> str:
    value = column.value(row[column.index])
    return "" if value is None else " ".join(str(value).split())


def at_clock(day: str, clock: str, zone: tzinfo) -> str:
    """The moment of a day at a time of four digits in the office's zone; the day where there is no time or it is 0000."""
    digits = clock.strip(TRIM).replace(":", "")[:4]
    if len(digits) < 3 or not digits.isascii() or not digits.isdecimal():  # noqa: PLR2004 - 900 is nine o'clock
        return day
    hour, minute = int(digits[:-2]), int(digits[-2:])
    if hour > 23 or minute > 59 or (hour, minute) == (0, 0) or "T" in day:  # noqa: PLR2004 - hours and minutes
        return day
    return datetime.combine(date.fromisoformat(day), time(hour, minute), zone).isoformat(timespec="seconds")
