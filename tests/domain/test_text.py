"""Safe display: nothing that a terminal obeys and nothing hidden comes out, and safe text stays as it is."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.text import mixed_script, safe

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
anything = st.text(st.characters(codec=None, categories=None))
SPECIAL = st.text(st.sampled_from("a \t\r\n\x00\x1b\x7f\x9b\u202e\u200d\ufe0f\U000e0101\U000e0041\ud800渡é\u3000…‹›"))


def forbidden(character: str) -> bool:
    """Written apart from the product's own tables: what a terminal may obey, or what has no picture of its own."""
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return True
    return character in "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0" or "\ufe00" <= character <= "\ufe0f"


@given(st.one_of(anything, SPECIAL))
def test_nothing_forbidden_comes_out(text: str) -> None:
    shown = safe(text)
    assert not [character for character in shown if forbidden(character)]
    shown = safe(text, multiline=True)
    assert not [character for character in shown if forbidden(character) and character not in "\n\t"]


@given(st.one_of(anything, SPECIAL), st.booleans(), st.none() | st.integers(0, 12))
def test_safe_text_is_left_alone(text: str, multiline: bool, limit: int | None) -> None:
    once = safe(text, multiline=multiline, limit=limit)
    assert safe(once, multiline=multiline, limit=limit) == once
    assert limit is None or len(once) <= limit


def test_every_character_of_unicode_by_itself() -> None:
    bad = [f"{point:04X}" for point in range(sys.maxunicode + 1) if any(map(forbidden, safe(chr(point))))]
    assert bad == []
    assert all(safe(chr(point)) for point in range(sys.maxunicode + 1)), "nothing is dropped without a mark"


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("García López", "García López"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\x7fb", "a␡b"),
        ("\x9b31m", "\\x9b31m"),
        ("John\u202enhoJ", "John‹RLO›nhoJ"),
        ("a\u2066b\u2069", "a‹LRI›b‹PDI›"),
        ("Zero\u200bWidth", "Zero‹ZWSP›Width"),
        ("Soft\u00adHyphen", "Soft‹SHY›Hyphen"),
        ("Ali\U000e0041ce", "Ali‹TAG A›ce"),
        ("\ud800x", "\ufffdx"),
        ("one\r\ntwo\nthree\tfour", "one⏎two⏎three four"),
        ("J\u3000S\u00a0T", "J S T"),
        ("❤\ufe0f", "❤‹VS16›"),
        ("渡邉\U000e0102", "渡邉\U000e0102"),
        ("x\U000e0102", "x‹VS19›"),
        ("\ue000", "‹U+E000›"),
        ("a\u2028b", "a‹LS›b"),
    ],
)
def test_r_tty_4_hidden_characters_are_marks(given_text: str, shown: str) -> None:
    assert safe(given_text) == shown


def test_many_lines_keep_their_line_ends() -> None:
    assert safe("one\r\ntwo\n\tthree\rfour\x1b", multiline=True) == "one\ntwo\n\tthree␍four␛"


def test_limit_ends_with_an_ellipsis() -> None:
    assert safe("abcdef", limit=4) == "abc…"
    assert safe("abcd", limit=4) == "abcd"
    assert safe("\x9b\x9b", limit=5) == "\\x9b…"


@pytest.mark.parametrize("file", ["escape_injection.csv", "markup_injection.csv", "unicode_names.csv"])
def test_corpora_show_nothing_forbidden(file: str) -> None:
    text = (CORPORA / file).read_bytes().decode("utf-8", "surrogateescape")
    values = [value for row in csv.reader(text.splitlines(keepends=True)) for value in row]
    assert len(values) > 500
    assert not [value for value in values if any(map(forbidden, safe(value)))]


def test_markup_is_shown_literally() -> None:
    with (CORPORA / "markup_injection.csv").open(encoding="utf-8", newline="") as file:
        names = [row["full_name"] for row in csv.DictReader(file)]
    visible = [name for name in names if not any(map(forbidden, name)) and "\xa0" not in name]
    assert len(visible) > 100
    assert [safe(name) for name in visible] == visible


def test_r_tty_2_hostile_file_names() -> None:
    lines = (CORPORA / "hostile_filenames.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert not [line for line in lines if any(map(forbidden, safe(json.loads(line))))]


@pytest.mark.parametrize(
    ("word", "mixed"),
    [
        ("Smith", False),
        ("Smіth", True),
        ("Аlex", True),
        ("Иванов", False),
        ("García", False),
        ("Иванов Ivanov", False),
        ("山田たろう", False),
        ("Παπαδόπουλος", False),
        ("Oʻahu", False),
        ("ǂKhomani", False),
        ("Ｊｏｈｎ", False),
        ("Ｊоｈｎ", True),
        ("Jоsé", True),
        ("e\u0301 о", False),
    ],
)
def test_r_tty_4_look_alike_words_are_flagged(word: str, mixed: bool) -> None:
    assert mixed_script(word) is mixed
