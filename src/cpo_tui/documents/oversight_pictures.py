"""The pictures of the reports about the whole of the work, made from what those reports hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cpo_tui.documents.pictures import Bar, Bars, Heat, Piece, Point, Tone, Trend

AGE_NAMES = {
    "case": "age of the case",
    "stage": "age in stage",
    "officer": "time with this officer",
    "untouched": "time since last touch",
}
"""The four ages as people say them."""
_AGE_TONES = (Tone.QUIET, Tone.PLAIN, Tone.PLAIN, Tone.WARN, Tone.BAD)
Rows = Sequence[Mapping[str, Any]]


def on_time_trend(months: Rows) -> Trend:
    """The share done in time, by the month in which it was due."""
    return Trend(
        "Done in time, by the month in which it was due, in %",
        tuple(Point(_month(one["month"]), one["rate"]) for one in months),
        unit="%",
    )


def open_trend(months: Rows) -> Trend:
    """How many cases were open at the end of each month."""
    points = tuple(Point(_month(one["month"]), one["open"]) for one in months)
    return Trend(
        "Open cases at the end of the month", points, high=max((one["open"] for one in months), default=0) or 1
    )


def _month(text: str) -> str:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return names[int(text[5:]) - 1]


def kept_bars(rows: Rows, name: str) -> Bars:
    """Of what has fallen due, how much was done in time and how much was not, a row a bar; all bars have one length."""
    bars = []
    for one in rows:
        due = one["met"] + one["met_late"] + one["open_late"]
        pieces = (
            (Piece(one["met"] / due, Tone.GOOD), Piece(one["met_late"] / due, Tone.WARN), Piece(one["open_late"] / due, Tone.BAD))
            if due
            else ()
        )  # fmt: skip
        words = f"{one['rate']:.1f} % of {due:,}" if due else "nothing has fallen due"
        bars.append(Bar(str(one[name]).replace("_", " "), pieces, words))
    return Bars("Done in time █   met late ▓   open and late ▒", tuple(bars), most=1)


def age_bars(ages: Mapping[str, Mapping[str, Any]]) -> dict[str, Bars]:
    """Those of the four ages that an open case has, by name, each with its ranges of days.

    Five bars of nothing say less than the line that counts the cases without a date.
    """
    found = {}
    for name, one in ages.items():
        if one["median"] is None:
            continue
        bars = tuple(
            Bar(f"{words} d", (Piece(count, tone),), f"{count:,}")
            for (words, count), tone in zip(one["ranges"].items(), _AGE_TONES, strict=True)
        )
        unknown = f", {one['unknown']:,} without a date" if one["unknown"] else ""
        found[name] = Bars(f"{AGE_NAMES[name].capitalize()}: median {one['median']:,} d{unknown}", bars)
    return found


def load_bars(officers: Rows) -> Bars:
    """What each officer carries, by the weights."""
    bars = tuple(
        Bar(str(one["officer"] or "nobody"), (Piece(one["load"]),), f"{one['load']:,.1f} · {one['cases']:,} cases")
        for one in sorted(officers, key=lambda one: (-one["load"], str(one["officer"])))
    )
    return Bars("Load by officer", bars)


def load_heat(days: Rows, today: date, weeks: int, *, officer: str | None = None) -> Heat:
    """What falls due on each day of the weeks ahead, of everybody or of one officer."""
    load: dict[date, int] = {}
    for one in days:
        if officer is None or (one["officer"] or "") == officer:
            day = date.fromisoformat(one["day"])
            load[day] = load.get(day, 0) + one["due"]
    monday = date.fromordinal(today.toordinal() - today.weekday())
    whose = "" if officer is None else f" of {officer or 'nobody'}"
    return Heat(f"What falls due{whose}, day by day", monday, weeks, tuple(sorted(load.items())), today)
