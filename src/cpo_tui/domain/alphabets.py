"""Letters of other alphabets as an officer with a Latin keyboard types them.

Only for finding: nothing here is ever shown or stored as somebody's name. The tables follow the letters of passports
(ICAO Doc 9303) where those exist; a second Cyrillic table has the spelling of newspapers (`yu` for `iu`), because both
are typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_Table = Mapping[int, str]


def _table(letters: str, spellings: str) -> dict[int, str]:
    return dict(zip(map(ord, letters), spellings.split(" "), strict=True))


LATIN = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t",
        "ŋ": "ng", "ı": "i", "ĸ": "k", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɖ": "d", "ə": "a", "ɛ": "e", "ɔ": "o", "ɲ": "ny",
        "ƴ": "y", "ʋ": "v",
    }
)  # fmt: skip
"""Letters that have no decomposition, folded to those that people type instead."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
"""The other usual way to type a letter; a name is found by both."""

_CYRILLIC = _table(
    "абвгґдеёжзийклмнопрстуфхцчшщъыьэюяіїєўђѓјљњћќџѕғқңөұүһәҳҷӣӯѣѵ",
    "a b v g g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y  e iu ia i i ie u dj g j lj nj c k dz dz"
    " gh k ng o u u h a h j i u e y",
)
_NEWSPAPER_CYRILLIC = _table("йюяїєъёхщ", "y yu ya yi ye  yo h sch")
_GREEK = _table("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o")
_ARMENIAN = _table(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
    "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev",
)
_GEORGIAN = _table(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h"
)
_PASSPORT: _Table = {**_CYRILLIC, **_ARMENIAN, **_GEORGIAN}
_NEWSPAPER: _Table = {**_PASSPORT, **_NEWSPAPER_CYRILLIC}

ARABIC = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ـ": None}
)
"""Letters that Arabic, Persian, Urdu and Pashto write alike with different code points."""


def in_latin(word: str) -> tuple[str, ...]:
    """`word` (lower case, composed) in Latin letters without marks, in each spelling that is usual.

    Letters without a table stay as they are; empty for a word that has no letters of the tables.
    """
    if not _READABLE.search(word):
        return ()
    spelled = (_greek(word.translate(table)) for table in (_PASSPORT, _NEWSPAPER))
    return tuple(dict.fromkeys(spelled))


_READABLE = re.compile("[\u0370-\u058f\u10a0-\u10ff\u1f00-\u1fff]")


def _greek(word: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    return (
        "".join(letters).replace("\N{GREEK SMALL LETTER OMICRON}\N{GREEK SMALL LETTER UPSILON}", "ou").translate(_GREEK)
    )
