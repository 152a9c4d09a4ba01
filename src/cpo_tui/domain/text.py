"""Safe display: everything from data that is shown to a person passes through `safe`.

A terminal obeys bytes that it finds in text, and a person is deceived by characters that cannot be seen. So control
characters, direction controls and characters without a picture are replaced by visible marks, on display only: the
store keeps what was given. Marks are ordinary printable characters, so text that is safe stays as it is.
"""

from __future__ import annotations

import unicodedata

_BIDI = {
    0x061C: "ALM",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
}
_INVISIBLE = {
    0x00AD: "SHY",
    0x034F: "CGJ",
    0x115F: "HF",
    0x1160: "HF",
    0x17B4: "KIV",
    0x17B5: "KIV",
    0x180B: "FVS1",
    0x180C: "FVS2",
    0x180D: "FVS3",
    0x180E: "MVS",
    0x180F: "FVS4",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x2028: "LS",
    0x2029: "PS",
    0x2060: "WJ",
    0x2800: "BLANK",
    0x3164: "HF",
    0xFEFF: "BOM",
    0xFFA0: "HF",
}
_EMOJI_VARIATION = range(0xFE00, 0xFE10)
_IDEOGRAPHIC_VARIATION = range(0xE0100, 0xE01F0)
_TAGS = range(0xE0000, 0xE0080)
_TAG_LETTERS = range(0xE0021, 0xE007F)


def _marked_as(name: str) -> str:
    return f"\u2039{name}\u203a"


def _marks() -> dict[str, str]:
    """The mark of each character that has one of its own; the rest is told by its category."""
    marks = {chr(point): chr(0x2400 + point) for point in range(0x20)}
    marks["\x7f"] = "\N{SYMBOL FOR DELETE}"
    marks |= {chr(point): f"\\x{point:02x}" for point in range(0x80, 0xA0)}
    marks |= {chr(point): _marked_as(name) for point, name in (_BIDI | _INVISIBLE).items()}
    selectors = (*_EMOJI_VARIATION, *_IDEOGRAPHIC_VARIATION)
    marks |= {chr(point): _marked_as(f"VS{number}") for number, point in enumerate(selectors, 1)}
    marks |= {chr(point): _marked_as(f"TAG {point - _TAGS.start:02X}") for point in _TAGS}
    marks |= {chr(point): _marked_as(f"TAG {chr(point - _TAGS.start)}") for point in _TAG_LETTERS}
    return marks


_MARKS = _marks()
_UNSEEN = frozenset(character for character in _MARKS if character.isprintable())
"""Characters that Python calls printable and nobody can see."""

_ONE_LINE = {"\n": "⏎", "\r": "⏎", "\t": " "}
_MANY_LINES = {"\n": "\n", "\t": "\t"}


def safe(s: str, *, multiline: bool = False, limit: int | None = None) -> str:
    """`s` as it may be shown: nothing in it is obeyed by a terminal and nothing in it is hidden.

    `multiline` keeps line feeds and tabs (for notes and letters); else a line end is `⏎` and a tab a space. `limit` is
    the greatest number of characters of the result, whose last is then `…`. Text that is safe comes back unchanged.
    """
    if not s.isprintable() or not (s.isascii() or _UNSEEN.isdisjoint(s)):
        s = _marked(s, _MANY_LINES if multiline else _ONE_LINE)
    if limit is not None and len(s) > limit:
        return s[: max(limit - 1, 0)] + "…" if limit > 0 else ""
    return s


def _marked(s: str, line_ends: dict[str, str]) -> str:
    shown: list[str] = []
    before = ""
    for character in s.replace("\r\n", "\n"):
        if ord(character) in _IDEOGRAPHIC_VARIATION and before and unicodedata.name(before, "").startswith("CJK "):
            shown.append(character)  # it chooses the form of the ideograph before it, as Japanese names need
        else:
            shown.append(line_ends.get(character) or _MARKS.get(character) or _by_category(character))
        before = character
    return "".join(shown)


def _by_category(character: str) -> str:
    if character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if category == "Cs" else _marked_as(f"U+{ord(character):04X}")


_LOOK_ALIKE_ALPHABETS = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU", "GOTHIC", "DESERET", "OSAGE"}
)


def mixed_script(text: str) -> bool:
    """Whether a word of `text` mixes alphabets whose letters look alike (a Cyrillic letter in a Latin word, say).

    It does not say that the name is wrong, only that it is not what it seems to the eye, and that a search by the
    letters one sees needs care. Scripts that are written together by custom (Han and kana) do not count.
    """
    if text.isascii():
        return False
    alphabets: set[str] = set()
    for character in text:
        if not character.isalpha() and not unicodedata.combining(character):
            alphabets.clear()
            continue
        alphabet = _alphabet(character)
        if alphabet in _LOOK_ALIKE_ALPHABETS:
            alphabets.add(alphabet)
            if len(alphabets) > 1:
                return True
    return False


def _alphabet(character: str) -> str:
    words = unicodedata.name(character, "").split()
    if words and words[0] in {"FULLWIDTH", "MATHEMATICAL"}:
        return "LATIN" if "LATIN" in words else ""
    return words[0] if words else ""
