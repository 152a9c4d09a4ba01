"""Files in the layout of the immigration courts' release: tab shifts, NULs, codes that look like nothing, leading zeros."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cpo_tui.errors import ImportRejected
from cpo_tui.exchange.profiles import builtin

CASES = builtin("eoir-cases")
SCHEDULE = builtin("eoir-schedule")


def _table(
    profile: str, *rows: dict[str, str], shift: tuple[int, str] | None = None, encoding: str = "cp1252"
) -> bytes:
    """A file of a profile's columns; with `shift`, the last row has one more cell at that place and lacks its last."""
    names = [column.name for column in builtin(profile).columns]
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    if shift:
        last = lines[-1]
        last.insert(shift[0], shift[1])
        last.pop()
    return "".join("\t".join(line) + "\r\n" for line in lines).encode(encoding)


def _case(number: str = "1000001", **more: str) -> dict[str, str]:
    return {
        "IDNCASE": number, "NAT": "MX", "LANG": "SP", "CUSTODY": "D", "CASE_TYPE": "RMV", "C_BIRTHDATE": "3/1985",
        "LATEST_HEARING": "2026-05-04 00:00:00.000", "LATEST_TIME": "0830", "LATEST_CAL_TYPE": "M", "LPR": "0", "GENDER": "M",
        "UPDATE_SITE": "NYC", **more,
    }  # fmt: skip


def test_a_case_and_its_hearing(take: Callable[..., Any]) -> None:
    taken = take(_table("eoir-cases", _case()), profile=CASES)
    row = taken.rows[0]
    assert row["reference"] == "1000001"
    assert row["nationality"] == "MEXICO"
    assert row["language"] == "SPANISH"
    assert row["custody_status"] == "detained"
    assert row["stage"] == "in_proceedings"
    assert row["birth_date"] == "1985-03"
    assert taken.checked[0].children == (("hearings", ("2026-05-04T08:30:00+00:00", "master hearing", "NYC", None)),)


def test_na_is_a_code_and_quotes_mean_nothing(take: Callable[..., Any]) -> None:
    taken = take(_table("eoir-cases", _case(NAT="NA", ALIEN_CITY='O"NEILL', LANG="NAV")), profile=CASES)
    assert taken.tally.passed == 1
    assert taken.rows[0]["nationality"] == "NA"
    assert '"ALIEN_CITY":"O\\"NEILL"' in taken.checked[0].source


def test_codes_outside_the_tables_are_kept_with_a_warning(take: Callable[..., Any]) -> None:
    taken = take(_table("eoir-cases", _case(NAT="ZQ", CUSTODY="SP", CASE_TYPE="nul")), profile=CASES)
    assert taken.warnings["unknown_code"] == 3
    assert taken.rows[0]["nationality"] == "ZQ"
    assert taken.rows[0]["custody_status"] == "unknown"
    assert taken.rows[0]["stage"] is None
    assert '"CUSTODY":"SP"' in taken.checked[0].source


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("LATEST_HEARING", "PHI"),
        ("DATE_DETAINED", "F"),
        ("C_BIRTHDATE", "E"),
        ("LATEST_CAL_TYPE", "0900"),
        ("LPR", "2025-02-27 10:43:03.530"),
        ("GENDER", "2025-02-27 10:43:03.530"),
        ("ADDRESS_CHANGEDON", "10/1993"),
        ("UP_BOND_DATE", "ORL"),
        ("DETENTION_DATE", "F"),
        ("IDNCASE", "1O00001"),
    ],
)
def test_a_value_of_another_type_says_that_the_row_has_slipped(
    column: str, value: str, take: Callable[..., Any]
) -> None:
    taken = take(_table("eoir-cases", _case("1"), _case("2", **{column: value})), profile=CASES)
    assert taken.tally.passed == 1
    assert [(refusal.kind, refusal.line) for refusal in taken.refusals] == [("shifted_row", 3)]


def test_a_tab_in_the_middle_of_a_row(take: Callable[..., Any]) -> None:
    shifted = _table("eoir-cases", _case("1"), _case("2"), shift=(1, "NEW"))
    taken = take(shifted, profile=CASES)
    assert taken.tally.passed == 1
    assert taken.refusals[0].kind == "shifted_row"
    more = take(shifted[:-2] + b"\tX\r\n", profile=CASES)
    assert more.refusals[0].kind == "field_count"


def test_nuls_are_removed_with_a_warning_and_stay_in_the_raw_text(take: Callable[..., Any]) -> None:
    good = _table("eoir-cases", _case("1", ALIEN_CITY="NEW\x00 YORK"), _case("", ALIEN_CITY="A\x00B"))
    taken = take(good, profile=CASES)
    assert taken.warnings["nul_removed"] == 2
    assert '"ALIEN_CITY":"NEW YORK"' in taken.checked[0].source
    assert taken.refusals[0].kind == "missing_key"
    assert "A\x00B" in taken.refusals[0].raw


def test_latin_letters_and_undefined_bytes(take: Callable[..., Any]) -> None:
    taken = take(_table("eoir-cases", _case(ALIEN_CITY="PEÑASCO")), profile=CASES)
    assert "PEÑASCO" in taken.checked[0].source
    data = _table("eoir-cases", _case("1"), _case("2", NAT="M?")).replace(b"M?", b"M\x81")
    taken = take(data, profile=CASES)
    assert taken.tally.passed == 1
    assert taken.refusals[0].kind == "control_char"


def test_letter_case_of_headers_and_new_names(take: Callable[..., Any]) -> None:
    data = (
        _table("eoir-cases", _case())
        .replace(b"IDNCASE", b"idncase")
        .replace(b"GENDER", b"Sex")
        .replace(b"CASEPRIORITY_CODE", b"NEW_COLUMN")
    )
    taken = take(data, profile=CASES)
    assert taken.tally.passed == 1
    assert taken.warnings["unknown_column"] == 1


def test_leading_zeros_of_a_reason_and_rows_without_a_key(take: Callable[..., Any]) -> None:
    def hearing(number: str, **more: str) -> dict[str, str]:
        base = {
            "IDNSCHEDULE": number,
            "IDNPROCEEDING": "77",
            "IDNCASE": "1000001",
            "ADJ_DATE": "2024-02-01 00:00:00.000",
            "ADJ_TIME_START": "900",
        }
        return {**base, "SCHEDULE_TYPE": "MM", "HEARING_LOC_CODE": "NYC", **more}

    taken = take(
        _table("eoir-schedule", hearing("1", ADJ_RSN="01"), hearing("2", ADJ_RSN="1"), hearing(""), hearing("4")),
        profile=SCHEDULE,
    )
    made = [record.children[0][1] for record in taken.checked]
    assert made[0][:3] == ("2024-02-01T09:00:00+00:00", "initial master", "NYC")
    assert made[0][3] == "adjourned: Respondent to seek representation"
    assert made[1][3] == "adjourned: 1"
    assert taken.warnings["unknown_code"] == 1
    assert [refusal.kind for refusal in taken.refusals] == ["missing_key"]


def test_utf16_without_its_mark_is_not_taken_for_nuls(take: Callable[..., Any]) -> None:
    with pytest.raises(ImportRejected) as caught:
        take(_table("eoir-cases", _case(), encoding="utf-16-le"), profile=CASES)
    assert caught.value.name == "encoding_undetermined"
