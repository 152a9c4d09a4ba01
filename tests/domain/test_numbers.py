"""A-numbers in every spelling, and the ways to name a case."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.numbers import format_a_number, parse_a_number, read_a_number, read_case_name
from cpo_tui.errors import UsageError


@pytest.mark.parametrize(
    ("text", "digits", "warnings"),
    [
        ("A999000001", "999000001", ()),
        ("999000001", "999000001", ()),
        ("a999000002", "999000002", ("a_number_reformatted",)),
        ("A-999-000-003", "999000003", ("a_number_reformatted",)),
        ("A# 999 000 004", "999000004", ("a_number_reformatted",)),
        ("A212 345 678", "212345678", ("a_number_reformatted",)),
        (" A999000006 ", "999000006", ("a_number_reformatted",)),
        ("'A999000012", "999000012", ("a_number_reformatted",)),
        ('="A999000001"', "999000001", ("a_number_reformatted",)),
        ("A‑999‑000‑013", "999000013", ("a_number_reformatted",)),
        ("Ａ９９９０００１１４", "999000114", ("a_number_reformatted",)),
        ("12345678", "012345678", ("a_number_padded",)),
        ("1234567", "001234567", ("a_number_padded",)),
        ("A12345679", "012345679", ("a_number_padded",)),
        ("999000001.0", "999000001", ("a_number_float",)),
        ("999000002.00", "999000002", ("a_number_float",)),
    ],
)
def test_spellings(text: str, digits: str, warnings: tuple[str, ...]) -> None:
    number = read_a_number(text)
    assert (number.digits, number.warnings) == (digits, warnings)
    assert parse_a_number(text) == digits


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "invalid_a_number"),
        ("123456", "invalid_a_number"),
        ("A9990000091", "invalid_a_number"),
        ("A99900000B", "invalid_a_number"),
        ("Α999000007", "invalid_a_number"),
        ("A٩٩٩٠٠٠١١٥", "invalid_a_number"),
        ("999000003.5", "invalid_a_number"),
        ("N/A", "invalid_a_number"),
        ("2.01235E+08", "a_number_scientific"),
        ("9.99E8", "a_number_scientific"),
        ("1E9", "a_number_scientific"),
    ],
)
def test_what_is_not_an_a_number(text: str, kind: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_a_number(text)
    assert caught.value.name == kind
    assert parse_a_number(text) is None


@pytest.mark.parametrize(("file", "good"), [("formats", 9), ("leading_zero_lost", 3), ("scientific", 0), ("float", 2)])
def test_corpus(shared: Path, file: str, good: int) -> None:
    path = shared / "corpora" / "malformed" / f"a_numbers_{file}.csv"
    with path.open(encoding="utf-8-sig", newline="") as rows:
        read = [parse_a_number(row["a_number"]) for row in csv.DictReader(rows)]
    assert len([digits for digits in read if digits]) == good


@given(st.text() | st.text(st.sampled_from("A#0123456789- .E'=\"９")))
def test_reading_gives_nine_digits_or_says_no(text: str) -> None:
    digits = parse_a_number(text)
    assert digits is None or (len(digits) == 9 and digits.isascii() and digits.isdigit())


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.booleans())
def test_what_is_written_is_read(digits: str, grouped: bool) -> None:
    assert parse_a_number(format_a_number(digits, grouped=grouped)) == digits


def test_writing() -> None:
    assert format_a_number("212345678") == "A212345678"
    assert format_a_number("212345678", grouped=True) == "A212 345 678"
    assert format_a_number(None) == ""


def test_names_of_cases() -> None:
    assert read_case_name("@12").row_id == 12
    assert read_case_name("@12").reference is None
    assert read_case_name(" TST-2026-0001 ").reference == "TST-2026-0001"
    assert read_case_name("A-212-345-678").a_number == "212345678"
    assert read_case_name("A-212-345-678").reference == "A-212-345-678"
    for wrong in ("", " ", "@", "@x", "@-1", "@" + "9" * 30, "@１"):
        with pytest.raises(UsageError):
            read_case_name(wrong)
