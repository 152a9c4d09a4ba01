"""What a character may be in imported text: which refuse a record, which only deserve a warning.

Control and direction characters act on a terminal or deceive the eye, so a record that has one is refused; invisible
characters are part of real names and are kept with a warning. The whole of a block of text is tested at once, because
nearly every file has none of these.
"""

from __future__ import annotations

import re

MAX_CELL = 65_536
"""Characters in one cell; a longer one refuses its record."""

BIDI = "\u202a-\u202e\u2066-\u2069"
_CONTROL = "\x00-\x08\x09\x0b\x0c\x0d\x0e-\x1f\x7f-\x9f"
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ufeff\uffa0\U000e0000-\U000e007f"
)
_MOJIBAKE = "(?:Ã|Â)[\u0080-\u00bf\u0192\u0160-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"

CONTROL_IN_LINE = re.compile(f"[{_CONTROL}\n]")
"""A control character in a cell that may only be one line."""
CONTROL_IN_TEXT = re.compile(f"[{_CONTROL.replace(chr(9), '')}]")
"""A control character in a cell that may have several lines and tabs; line ends are folded to LF before."""
BIDI_CONTROL = re.compile(f"[{BIDI}]")
INVISIBLE = re.compile(f"[{_UNSEEN}]")
MOJIBAKE = re.compile(_MOJIBAKE)
SMART_QUOTED = re.compile("\\s*[“„][^”]*[”“]\\s*")
SUSPECT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{BIDI}{_UNSEEN}\ufffd“„]|{_MOJIBAKE}")
"""Whether a text holds anything at all that needs a look, tabs and line ends apart."""

# The same in bytes of UTF-8, for each first byte of a character: a search for one fixed byte is quicker than for any of all.
_SUSPECT_AFTER = {
    pattern[0]: re.compile(pattern)
    for pattern in (
        b"\xc2[\x80-\x9f\xad]", b"\xcd\x8f", b"\xd8\x9c", b"\xe1(?:\x85[\x9f\xa0]|\x9e[\xb4\xb5]|\xa0[\x8b-\x8f])",
        b"\xe2(?:\x80[\x8b-\x8f\x9c\x9e\xa8-\xae]|\x81[\xa0-\xaf]|\xa0\x80)", b"\xe3\x85\xa4",
        b"\xef(?:\xbb\xbf|\xbe\xa0|\xbf\xbd)", b"\xf3\xa0[\x80\x81]",
    )
}  # fmt: skip
_MOJIBAKE_BYTES = re.compile(b"\xc3(?:[\x82\x83]|\xa2\xe2\x82\xac)")
_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\t\r\n"
_HARMLESS = _PLAIN_ASCII + bytes(byte for byte in range(0x80, 0x100) if byte not in _SUSPECT_AFTER)
_BLANK = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\r\n"
BLANK_CELL = re.compile(f"[{_BLANK}]*")
"""A cell with nothing or only white space; control characters are something."""
TRIM = " \t\r\n\u00a0\u2007\u202f\u3000"
"""White space that is taken off the ends of codes, numbers and dates."""


def is_clean(text: str, delimiter: str) -> bool:
    """Whether no character of `text` needs a look; tabs need one unless they separate the cells.

    Lone carriage returns are line ends and are seen where lines are cut. Nearly every text is told by its bytes alone.
    """
    encoded = text.encode()
    if delimiter != "\t" and b"\t" in encoded:
        return False
    for begin in set(encoded.translate(None, _HARMLESS)):
        # What begins no character is a control character.
        if begin not in _SUSPECT_AFTER or _SUSPECT_AFTER[begin].search(encoded):
            return False
    # These letters may be letters, or the remains of a wrong decoding: what comes after them tells.
    return not _MOJIBAKE_BYTES.search(encoded) or not MOJIBAKE.search(text)
