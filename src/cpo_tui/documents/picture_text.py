"""Pictures in block characters: pieces of text with what they mean, for a terminal and for plain text.

Without colour every tone still has a pattern of its own. Widths are cells of a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from rich.cells import cell_len, set_cell_size

from cpo_tui.documents.pictures import Band, Bands, Bars, Heat, Mark, Picture, Tone, Trend
from cpo_tui.domain.text import safe

Piece = tuple[str, str]
"""Text, and its tone or one of `label`, `words`, `title`, `today`, empty for nothing."""
Line = list[Piece]
Place = Callable[[date], int]
"""From a day to a cell."""

PATTERN = {Tone.GOOD: "█", Tone.PLAIN: "█", Tone.WARN: "▓", Tone.BAD: "▒", Tone.QUIET: "░"}
"""Tone → the character that fills it."""
STEPS = " ▁▂▃▄▅▆▇█"
WEEK = 7
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SHADES = "·░▒▓█"


def lines(picture: Picture, width: int) -> list[Line]:
    """The picture in at most `width` cells; its title is the first line."""
    match picture:
        case Bars():
            body = _bars(picture, width)
        case Trend():
            body = _trend(picture, width)
        case Heat():
            body = _heat(picture, width)
        case Bands():
            body = _bands(picture, width)
    return [[(to_cells(safe(picture.title), width).rstrip(), "title")], *body]


def as_text(picture: Picture, width: int = 76) -> str:
    """The picture as plain text."""
    return "\n".join("".join(text for text, _ in line).rstrip() for line in lines(picture, width))


def to_cells(text: str, width: int, *, right: bool = False) -> str:
    """`text` in exactly `width` cells, with `…` where it was cut."""
    taken = cell_len(text)
    if taken > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    space = " " * (width - taken)
    return space + text if right else text + space


# ---------------------------------------------------------------------- bars


def _bars(picture: Bars, width: int) -> list[Line]:
    label_wide = min(max((cell_len(safe(bar.label)) for bar in picture.bars), default=0), width // 3)
    words_wide = min(max((cell_len(safe(bar.words)) for bar in picture.bars), default=0), width // 3)
    room = max(4, width - label_wide - words_wide - 2)
    found: list[Line] = []
    for bar in picture.bars:
        line: Line = [(to_cells(safe(bar.label), label_wide), "label"), (" ", "")]
        used = 0
        end = 0.0
        for piece in bar.pieces:
            end += piece.value
            till = round(room * min(1.0, end / picture.scale))
            if piece.value > 0 and till == used and used < room:
                till += 1  # what is there is seen
            line.append((PATTERN[piece.tone] * (till - used), piece.tone))
            used = till
        line.append((" " * (room - used + 1), ""))
        line.append((to_cells(safe(bar.words), words_wide, right=True), "words"))
        found.append([piece for piece in line if piece[0]])
    return found


# ---------------------------------------------------------------------- trend

TALL = 6
"""Lines of a trend."""


def _trend(picture: Trend, width: int) -> list[Line]:
    known = [one.value for one in picture.points if one.value is not None]
    if not known:
        return [[("nothing to measure yet", "words")]]
    left = max(len(f"{picture.high:g}{picture.unit}"), len(f"{picture.low:g}{picture.unit}")) + 1
    each = max(2, min(8, (width - left) // max(1, len(picture.points))))
    shown = picture.points[-max(1, (width - left) // each) :]
    span = picture.high - picture.low or 1
    found: list[Line] = []
    for row in range(TALL - 1, -1, -1):
        scale = {TALL - 1: f"{picture.high:g}{picture.unit}", 0: f"{picture.low:g}{picture.unit}"}.get(row, "")
        line: Line = [(f"{scale:>{left - 1}} ", "label")]
        for one in shown:
            eighths = 0 if one.value is None else round((one.value - picture.low) / span * TALL * 8)
            inside = min(8, max(0, eighths - row * 8))
            if one.value is not None and row == 0 and not inside:
                inside = 1
            bar = (
                STEPS[inside] * (each - 1)
                if one.value is not None
                else (" " * (each - 1) if row else "·" + " " * (each - 2))
            )
            line.append((bar + " ", Tone.PLAIN if one.value is not None else Tone.QUIET))
        found.append(line)
    numbers = [("" if one.value is None else f"{one.value:g}") for one in shown]
    if all(len(number) < each for number in numbers):
        found.append([(" " * left, ""), ("".join(f"{number:<{each}}" for number in numbers), "words")])
    labels = [one.label for one in shown]
    if any(len(label) >= each for label in labels):
        labels = [label[: each - 1] for label in labels]
    found.append([(" " * left, ""), ("".join(f"{label:<{each}}" for label in labels), "label")])
    return found


# ---------------------------------------------------------------------- heat

ROOMY = 6
"""Cells of a day from which on its shade takes two."""


def _heat(picture: Heat, width: int) -> list[Line]:
    load = dict(picture.load)
    most = max(load.values(), default=0) or 1
    each = max(4, min(9, (width - 8) // WEEK))
    found: list[Line] = [[(" " * 8, ""), ("".join(f"{name:<{each}}" for name in _DAYS), "label")]]
    for week in range(picture.weeks):
        monday = picture.first + timedelta(days=week * WEEK)
        line: Line = [(f"{monday.day:>2} {_MONTHS[monday.month - 1]}  ", "label")]
        for number in range(WEEK):
            day = monday + timedelta(days=number)
            count = load.get(day, 0)
            shade = _SHADES[0] if not count else _SHADES[1 + min(3, (count * 4 - 1) // most)]
            tone = Tone.QUIET if not count or day < picture.today else Tone.WARN if count * 4 > most * 3 else Tone.PLAIN
            text = shade * (1 if each < ROOMY else 2) + (f"{count}" if count else "")
            mark = "◂" if day == picture.today and len(text) < each - 1 else ""
            line.append((to_cells(text + mark, each), "today" if mark else tone))
        found.append(line)
    return found


# ---------------------------------------------------------------------- bands


def _bands(picture: Bands, width: int) -> list[Line]:
    label_wide = min(max((cell_len(safe(band.label)) for band in picture.bands), default=0), max(8, width // 4))
    room = max(10, width - label_wide - 1)

    def place(day: date) -> int:
        return min(room - 1, max(0, (day - picture.first).days * room // picture.days))

    found: list[Line] = [_axis(picture, label_wide, room)]
    now = place(picture.today) if picture.first <= picture.today <= picture.last else None
    found += [
        [(to_cells(safe(band.label), label_wide), "label"), (" ", ""), *_band(band, room, place, now)]
        for band in picture.bands
    ]
    found += _marks(picture.marks, label_wide, room, place, width)
    return found


def _axis(picture: Bands, label_wide: int, room: int) -> Line:
    first, last = _day(picture.first), _day(picture.last)
    gap = room - len(first) - len(last)
    words = f"{first}{'─' * (gap - 2):^{gap}}{last}" if gap > 4 else to_cells(first, room)  # noqa: PLR2004 - room for a line
    return [(" " * (label_wide + 1), ""), (words, "label")]


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _band(band: Band, room: int, place: Place, now: int | None) -> Line:
    filled: list[tuple[str, str]] = [("·", Tone.QUIET)] * room
    for one in band.stretches:
        start, end = place(one.first), place(one.last)
        for cell in range(start, end + 1):
            filled[cell] = (PATTERN[one.tone], one.tone)
        words = safe(one.words)
        if words and cell_len(words) == len(words):
            begin = _room_for(words, start, end, now)
            for number, letter in enumerate(f" {words} " if begin is not None else ""):
                filled[(begin or 0) + number] = (letter, "words")
    if now is not None:
        filled[now] = ("│", "today")
    found: Line = []
    for text, tone in filled:
        if found and found[-1][1] == tone:
            found[-1] = (found[-1][0] + text, tone)
        else:
            found.append((text, tone))
    return found


def _room_for(words: str, start: int, end: int, now: int | None) -> int | None:
    """The cell at which words can stand inside a stretch without the line of today going through them."""
    wide = len(words) + 2
    for begin in (start, end + 1 - wide) if now is None else (start, now + 1, end + 1 - wide):
        free = now is None or not begin <= now < begin + wide
        if start <= begin and begin + wide <= end + 1 and free:
            return begin
    return None


def _marks(marks: tuple[Mark, ...], label_wide: int, room: int, place: Place, width: int) -> list[Line]:
    found: list[Line] = []
    if not marks:
        return found
    signs = [" "] * room
    for number, mark in enumerate(marks):
        signs[place(mark.day)] = _NUMBERS[number] if number < len(_NUMBERS) else "*"
    found.append([(" " * (label_wide + 1), ""), ("".join(signs), "today")])
    for number, mark in enumerate(marks):
        sign = _NUMBERS[number] if number < len(_NUMBERS) else "*"
        words = to_cells(f" {_day(mark.day)}  {safe(mark.label)}", width - 2).rstrip()
        found.append([(f"{sign}", "today"), (words, "words" if mark.tone is not Tone.BAD else Tone.BAD)])
    return found


_NUMBERS = "123456789abcdefghijklmnopqrstuvwxyz"
