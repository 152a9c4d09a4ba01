"""Finding people by what an officer types: the folded search key of a case, and the folded terms of a search.

Both sides are folded in the same way, so that any part of a name, in either order, with or without marks, hyphens and
apostrophes, in its own script or in Latin letters, finds the record. The key is a line of tokens for a full-text index
whose tokens are runs of letters and digits (FTS5 `unicode61`, diacritics kept) and which can match prefixes and
phrases; scripts written without spaces have a token for each character, so that a phrase finds any part of a name.

The fold is for finding only. Names are stored and shown as they were given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cpo_tui.domain.alphabets import ARABIC, LATIN, UMLAUTS, in_latin

BACKWARDS = "\N{LATIN SMALL LETTER REVERSED C}"
"""The mark before digits that stand backwards: a letter to the index, and on nobody's keyboard."""

_NEEDS_CARE = re.compile(r"[^A-Za-z0-9 ,.]|[a-z][A-Z]")
_PUNCTUATION = str.maketrans(",.", "  ")
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_JOINTS = re.compile(r"['-]+")
_REFERENCE_PARTS = re.compile(r"[a-z]+|[0-9]+")
_NUMBER = re.compile(r"a?([0-9]{3,})")
_GROUPED_NUMBER = re.compile(r"(?<!\w)(?:[aA][0-9]{3}(?: [0-9]{1,3}){1,2}|[0-9]{3} [0-9]{3} [0-9]{3})(?!\w)")

_WRITTEN_BOTH_WAYS = (
    "abd abdel abdul abu al ap as ben bin bint d da de del dela della den der des di do dos du el fitz ibn ka la las le"
    " les lo los mac mc ni nic o saint san santa santo st te ten ter ul umm van von"
)
_PARTICLES = frozenset(_WRITTEN_BOTH_WAYS.split())
"""Words that are written both apart from the name that follows and together with it: `de la Cruz`, `Delacruz`."""

_APOSTROPHES = (
    "'`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER TURNED COMMA}"
    "\N{MODIFIER LETTER APOSTROPHE}\N{MODIFIER LETTER REVERSED COMMA}\N{MODIFIER LETTER PRIME}"
    "\N{MODIFIER LETTER RIGHT HALF RING}\N{MODIFIER LETTER LEFT HALF RING}\N{PRIME}\N{ACUTE ACCENT}"
    "\N{HEBREW PUNCTUATION GERESH}\N{ARMENIAN APOSTROPHE}\N{LATIN SMALL LETTER SALTILLO}"
)
_HYPHENS = (
    "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
    "\N{HEBREW PUNCTUATION MAQAF}\N{KATAKANA MIDDLE DOT}\N{MIDDLE DOT}\N{ZERO WIDTH NON-JOINER}"
)
_IGNORED = "\N{COMBINING GRAPHEME JOINER}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}ǀǁǂǃ"
"""Fillers that nobody sees, and click letters, which few keyboards have."""
_UNSPACED = (
    range(0x0E00, 0x1100),  # Thai, Lao, Tibetan, Myanmar
    range(0x1780, 0x1800),  # Khmer
    range(0x3005, 0x3008),
    range(0x3040, 0x3100),  # kana
    range(0x3400, 0xA000),  # ideographs
    range(0xAC00, 0xD7A4),  # Hangul syllables
    range(0xF900, 0xFB00),
    range(0x20000, 0x40000),
)


class _Shape(dict[int, str]):
    """Character → what stands for it while words are cut: itself, `'`, `-`, nothing, or a space."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        self[point] = shaped = _shape(character)
        return shaped


def _shape(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    if character in _HYPHENS:
        return "-"
    category = unicodedata.category(character)
    if category == "Cf" or character in _IGNORED:
        return ""
    return character if character.isalnum() or category.startswith("M") else " "


class _Bare(dict[int, str]):
    """Character → what is left of it without marks; those of unspaced scripts stand alone."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if unicodedata.category(character).startswith("M"):
            bare = ""
        else:
            bare = f" {character} " if any(point in block for block in _UNSPACED) else character
        self[point] = bare
        return bare


_SHAPES = _Shape()
_BARE = _Bare()


def search_key(full_name: str, reference: str = "", a_number: str | None = None) -> str:
    """The tokens under which a case is found: of the name, the reference and the A-number (nine digits).

    A number has a second token, its digits backwards behind a mark, by which its end can be found as a prefix.
    """
    if _NEEDS_CARE.search(full_name) is None:
        words = full_name.lower().translate(_PUNCTUATION).split()
        tokens = words if _PARTICLES.isdisjoint(words) else [*words, *_with_particles(words)]
    else:
        tokens = _name_tokens(full_name)
    return joined_key(" ".join(tokens), numbers_key(reference, a_number))


def joined_key(name: str, numbers: str) -> str:
    """The search key of a case from that of the name and that of its numbers."""
    return f"{name} {numbers}" if name and numbers else name or numbers


def number_tokens(reference: str, a_number: str | None) -> list[str]:
    """The part of a search key that a case's numbers make: what `search_key` adds to the tokens of the name."""
    tokens = [a_number, BACKWARDS + a_number[::-1]] if a_number else []
    if reference:
        tokens += _reference_tokens(reference, a_number)
    return tokens


def numbers_key(reference: str, a_number: str | None) -> str:
    """The same as one text; references are mostly some letters, a hyphen and a number, and need no looking for parts."""
    letters, _, digits = reference.partition("-")
    if not (digits.isdecimal() and len(digits) > 3 and letters.isalpha() and reference.isascii()):  # noqa: PLR2004 - as below
        return " ".join(number_tokens(reference, a_number))
    own = f"{letters.lower()} {digits} {BACKWARDS}{digits[::-1]}"
    return f"{a_number} {BACKWARDS}{a_number[::-1]} {own}" if a_number else own


def search_terms(text: str, *, together: bool = False) -> tuple[str, ...]:
    """The terms that must all be found, for what was typed; nothing for a text without letters and digits.

    A term is its alternatives separated by `|`, each of one or more tokens separated by spaces: `o brien|obrien`.
    With `together` the words must stand beside one another in their order: they are one term.
    """
    joined = _GROUPED_NUMBER.sub(lambda found: found[0].replace(" ", ""), text)
    terms = ("|".join(dict.fromkeys(_alternatives(word))) for word in _words(joined))
    found = tuple(dict.fromkeys(term for term in terms if term))
    return found if not together or len(found) < 2 else (" ".join(term.split("|")[0] for term in found),)  # noqa: PLR2004


def fts_query(terms: Iterable[str], *, whole: bool = False) -> str:
    """The terms as a full-text query in which each is a quoted prefix (or the `whole` word) and all must be found.

    Terms hold letters, digits, spaces and `|` only, so nothing in them can be an operator; empty without terms.
    """
    star = "" if whole else "*"
    return " AND ".join(_any_of(term, star) for term in terms)


def _any_of(term: str, star: str) -> str:
    phrases = ['"' + phrase.replace('"', "").replace("\0", "") + '"' + star for phrase in term.split("|")]
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def _words(text: str) -> list[str]:
    """The words of a text: composed, without case, cut at everything but letters, digits, marks and joints."""
    folded = unicodedata.normalize("NFKC", _CAMEL.sub("-", text)).casefold()
    return unicodedata.normalize("NFC", folded.translate(_SHAPES)).split()


def _bare(piece: str) -> str:
    if piece.isascii():
        return piece
    plain = unicodedata.normalize("NFD", piece.translate(LATIN).translate(ARABIC))
    kept = "".join(character for character in plain if not unicodedata.category(character).startswith("M"))
    return " ".join(unicodedata.normalize("NFC", kept).translate(_BARE).split())


def _pieces(word: str) -> list[str]:
    return [bare for piece in _JOINTS.split(word) if (bare := _bare(piece))]


def _other_spellings(word: str) -> Iterator[str]:
    """The word as one token in the other ways in which it is written: umlauts spelled out, other scripts in Latin."""
    if word.isascii():
        return
    plain = _JOINTS.sub("", word)
    spelled = plain.translate(UMLAUTS)
    if spelled != plain:
        yield _bare(spelled)
    for latin in in_latin(plain):
        bare = _bare(latin)
        if bare.isascii():
            yield bare


def _name_tokens(full_name: str) -> list[str]:
    tokens: list[str] = []
    others: dict[str, None] = {}
    # A name is folded between its spaces, which neither casing nor normalization reaches across: its parts recur.
    for part in full_name.split(" "):
        pieces, spellings = _part_tokens(part)
        tokens.extend(pieces)
        if spellings:
            others.update(spellings)
    if not _PARTICLES.isdisjoint(tokens):
        others.update(dict.fromkeys(_with_particles(tokens)))
    if not others:
        return tokens
    present = set(tokens)
    return [*tokens, *(other for other in others if other not in present)]


@lru_cache(maxsize=16384)
def _part_tokens(part: str) -> tuple[tuple[str, ...], dict[str, None]]:
    """The tokens and the other spellings of what stands between two spaces; kept, because names recur."""
    tokens: list[str] = []
    others: dict[str, None] = {}
    for word in _words(part):
        pieces, spellings = _word_tokens(word)
        tokens.extend(pieces)
        others.update(spellings)
    return tuple(tokens), others


def _word_tokens(word: str) -> tuple[list[str], dict[str, None]]:
    """The tokens of a word in their order, and its other spellings as single tokens."""
    pieces = _pieces(word)
    joined = ["".join(pieces[start:]) for start in range(len(pieces) - 1)]
    spellings = (spelling for spelling in (*joined, *_other_spellings(word)) if " " not in spelling)
    return pieces, dict.fromkeys(spellings)


def _with_particles(words: list[str]) -> Iterator[str]:
    for place, word in enumerate(words[:-1]):
        if word in _PARTICLES:
            end = place + 1
            while end < len(words) - 1 and words[end] in _PARTICLES:
                end += 1
            yield "".join(words[place : end + 1])


def _reference_tokens(reference: str, a_number: str | None) -> list[str]:
    folded = reference.lower() if reference.isascii() else " ".join(map(_bare, _words(reference)))
    if folded.isascii():
        if folded[1:] == a_number and folded[0] == "a":
            return []
        parts = _REFERENCE_PARTS.findall(folded)
    else:
        parts = folded.split()
    if parts and len(parts[-1]) > 3 and parts[-1].isdigit():  # noqa: PLR2004 - three digits are found by themselves
        parts.append(BACKWARDS + parts[-1][::-1])
    return parts


def _alternatives(word: str) -> Iterator[str]:
    pieces = _pieces(word)
    joined = "".join(pieces)
    if number := _NUMBER.fullmatch(joined):
        yield from (number[1], BACKWARDS + number[1][::-1])
        return
    yield " ".join(pieces)
    if len(pieces) > 1 and " " not in joined:
        yield joined
    if joined.isascii() and not joined.isalpha():
        yield " ".join(_REFERENCE_PARTS.findall(joined))
    yield from (spelling for spelling in _other_spellings(word) if " " not in spelling)
