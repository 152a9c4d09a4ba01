"""Pictures as SVG, without script and without anything from elsewhere; the same picture gives the same bytes.

Each tone has a pattern besides its colour, so that a printed or colour-blind reading says the same.
"""

from __future__ import annotations

import html
from datetime import date, timedelta

from cpo_tui.documents.pictures import Bands, Bars, Heat, Picture, Tone, Trend, alt
from cpo_tui.domain.text import safe

WIDTH = 720
"""The width of a picture in its own units; it is shown as wide as the page."""
_ROW = 22
_LABEL = 150
_WORDS = 170
_COLOURS = {
    Tone.PLAIN: "#4a78a8", Tone.GOOD: "#4a78a8", Tone.WARN: "#c98a1b", Tone.BAD: "#b3361e", Tone.QUIET: "#c9ced6",
}  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_PATTERNS = (
    '<defs><pattern id="warn" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#c98a1b"/>'
    '<path d="M0 6L6 0" stroke="#fff" stroke-width="1"/></pattern>'
    '<pattern id="bad" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#b3361e"/>'
    '<path d="M0 0L6 6M0 6L6 0" stroke="#fff" stroke-width="1"/></pattern></defs>'
)


def as_svg(picture: Picture) -> str:
    """The picture as one SVG element, with itself in words for those who do not see it."""
    match picture:
        case Bars():
            height, body = _bars(picture)
        case Trend():
            height, body = _trend(picture)
        case Heat():
            height, body = _heat(picture)
        case Bands():
            height, body = _bands(picture)
    words = html.escape(alt(picture))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img"'
        f' aria-label="{words}" font-family="system-ui, sans-serif" font-size="12"><title>{words}</title>{_PATTERNS}'
        f"{''.join(body)}</svg>"
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = "#333") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{fill}">{html.escape(safe(words))}</text>'


def _rect(x: float, y: float, width: float, height: float, tone: Tone, words: str = "") -> str:
    fill = f"url(#{tone})" if tone in {Tone.WARN, Tone.BAD} else _COLOURS[tone]
    title = f"<title>{html.escape(safe(words))}</title>" if words else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" fill="{fill}">{title}</rect>'


def _bars(picture: Bars) -> tuple[int, list[str]]:
    room = WIDTH - _LABEL - _WORDS
    body: list[str] = []
    for number, bar in enumerate(picture.bars):
        y = number * _ROW + 4
        body.append(_text(_LABEL - 8, y + 13, _short(bar.label, 26), anchor="end"))
        x = float(_LABEL)
        for piece in bar.pieces:
            wide = room * min(1.0, piece.value / picture.scale)
            if piece.value > 0:
                body.append(_rect(x, y, wide, _ROW - 7, piece.tone))
            x += wide
        body.append(_text(WIDTH - _WORDS + 8, y + 13, _short(bar.words, 30), fill="#666"))
    return max(1, len(picture.bars)) * _ROW + 8, body


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _trend(picture: Trend) -> tuple[int, list[str]]:
    high, left, bottom = 120, 48, 136
    each = (WIDTH - left - 10) / max(1, len(picture.points))
    span = picture.high - picture.low or 1
    body = [
        f'<path d="M{left} {bottom}H{WIDTH - 10}M{left} {bottom - high}H{WIDTH - 10}" stroke="#ccc" fill="none"/>',
        _text(left - 6, bottom, f"{picture.low:g}{picture.unit}", anchor="end", fill="#666"),
        _text(left - 6, bottom - high + 8, f"{picture.high:g}{picture.unit}", anchor="end", fill="#666"),
    ]
    for number, one in enumerate(picture.points):
        x = left + number * each
        if one.value is not None:
            tall = high * min(1.0, max(0.0, (one.value - picture.low) / span))
            words = f"{one.label}: {one.value:g}{picture.unit}"
            body.append(_rect(x + each * 0.15, bottom - tall, each * 0.7, tall, Tone.PLAIN, words))
            body.append(_text(x + each / 2, bottom - tall - 4, f"{one.value:g}", anchor="middle", fill="#666"))
        body.append(_text(x + each / 2, bottom + 16, one.label, anchor="middle"))
    return bottom + 24, body


def _heat(picture: Heat) -> tuple[int, list[str]]:
    load = dict(picture.load)
    most = max(load.values(), default=0) or 1
    left, each, tall = 70, 62, 30
    body = [_text(left + number * each + each / 2, 12, name, anchor="middle") for number, name in enumerate(_DAYS)]
    for week in range(picture.weeks):
        monday = picture.first + timedelta(days=7 * week)
        y = 20 + week * tall
        body.append(_text(left - 8, y + 19, f"{monday.day} {_MONTHS[monday.month - 1]}", anchor="end"))
        for number in range(7):
            day = monday + timedelta(days=number)
            count = load.get(day, 0)
            x = left + number * each
            body.append(
                f'<rect x="{x}" y="{y}" width="{each - 3}" height="{tall - 3}" fill="{_COLOURS[Tone.PLAIN]}"'
                f' fill-opacity="{0.06 + 0.84 * count / most:.2f}"{_outline(day, picture.today)}>'
                f"<title>{day.isoformat()}: {count}</title></rect>"
            )
            if count:
                fill = "#fff" if count * 2 > most else "#333"
                body.append(_text(x + (each - 3) / 2, y + 18, str(count), anchor="middle", fill=fill))
    return 26 + picture.weeks * tall, body


def _outline(day: date, today: date) -> str:
    return ' stroke="#111" stroke-width="2"' if day == today else ""


def _bands(picture: Bands) -> tuple[int, list[str]]:
    left = 110
    room = WIDTH - left - 10

    def x_of(day: date) -> float:
        return left + room * min(1.0, max(0.0, (day - picture.first).days / picture.days))

    bottom = 24 + len(picture.bands) * 26
    body = [
        _text(left, 12, _day(picture.first), fill="#666"),
        _text(WIDTH - 10, 12, _day(picture.last), anchor="end", fill="#666"),
    ]
    for number, band in enumerate(picture.bands):
        y = 22 + number * 26
        body.append(_text(left - 8, y + 14, _short(band.label, 18), anchor="end"))
        body.append(f'<path d="M{left} {y + 10}H{WIDTH - 10}" stroke="#ddd" fill="none"/>')
        for one in band.stretches:
            begin, end = x_of(one.first), x_of(one.last + timedelta(days=1))
            words = (
                f"{one.words}: {_day(one.first)} to {_day(one.last)}"
                if one.words
                else f"{_day(one.first)} to {_day(one.last)}"
            )
            body.append(_rect(begin, y, end - begin, 20, one.tone, words))
            if end - begin > 8 * len(one.words) and one.words:
                fill = "#333" if one.tone is Tone.QUIET else "#fff"
                body.append(_text(begin + 5, y + 14, one.words, fill=fill))
    if picture.first <= picture.today <= picture.last:
        x = x_of(picture.today)
        body.append(f'<path d="M{x:.1f} 18V{bottom}" stroke="#111" stroke-dasharray="3 2" fill="none"/>')
    for number, mark in enumerate(picture.marks):
        x, y = x_of(mark.day), bottom + 16 + number * 17
        body.append(f'<path d="M{x:.1f} 18V{bottom + 4}" stroke="{_COLOURS[mark.tone]}" fill="none"/>')
        body.append(_text(left, y, f"{number + 1}  {_day(mark.day)}  {_short(mark.label, 80)}"))
        body.append(_text(x, bottom - 1, str(number + 1), anchor="middle", fill="#111"))
    return bottom + 12 + 17 * len(picture.marks), body


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
