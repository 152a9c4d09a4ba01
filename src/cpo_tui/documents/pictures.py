"""Pictures as plain values: bars, a trend, a calendar of load, and bands of time; drawn as text or as SVG elsewhere.

A picture says nothing that its numbers do not say beside it, and nothing by colour alone: each tone has a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """What a piece of a picture means; each has a colour and a pattern of its own."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: how long it is, and what it means."""

    value: float
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with the words that stand behind it."""

    label: str
    pieces: tuple[Piece, ...]
    words: str = ""

    @property
    def value(self) -> float:
        """How long it is as a whole."""
        return sum(piece.value for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under one another, all to the same scale."""

    title: str
    bars: tuple[Bar, ...]
    most: float | None = None
    """The length that fills the width; else that of the longest."""

    @property
    def scale(self) -> float:
        """The length that fills the width; never 0."""
        return self.most or max((bar.value for bar in self.bars), default=0) or 1


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a trend; None where there is nothing to measure."""

    label: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure over time, from `low` to `high`."""

    title: str
    points: tuple[Point, ...]
    low: float = 0
    high: float = 100
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Heat:
    """A calendar: how much falls on each day, whole weeks from a Monday on."""

    title: str
    first: date
    weeks: int
    load: tuple[tuple[date, int], ...]
    today: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days in a band, both days inclusive; `words` say what it is."""

    first: date
    last: date
    tone: Tone
    words: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One line of stretches."""

    label: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that is marked across the bands."""

    day: date
    label: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands over one stretch of time, with marked days; `today` is shown as a line."""

    title: str
    first: date
    last: date
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    today: date

    @property
    def days(self) -> int:
        """How many days it covers; at least one."""
        return max(1, (self.last - self.first).days + 1)


Picture = Bars | Trend | Heat | Bands


def alt(picture: Picture) -> str:
    """The picture in words, for those who do not see it."""
    match picture:
        case Bars():
            said = "; ".join(f"{bar.label} {bar.words or f'{bar.value:g}'}" for bar in picture.bars)
        case Trend():
            said = "; ".join(
                f"{one.label} {'nothing' if one.value is None else f'{one.value:g}{picture.unit}'}"
                for one in picture.points
            )
        case Heat():
            said = "; ".join(f"{day.isoformat()} {count}" for day, count in picture.load if count)
        case Bands():
            said = "; ".join(
                f"{band.label}: "
                + ", ".join(f"{one.first} to {one.last} {one.words}".strip() for one in band.stretches)
                for band in picture.bands
            )
    return f"{picture.title}: {said or 'nothing'}."
