"""Days in files: the short way of a plain day gives what the long way gives."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from cpo_tui.exchange.days import BIRTH_YEARS, YEARS, BadDate, is_plain_day, read_birth, read_day


@given(
    st.one_of(
        st.dates(date(1890, 1, 1), date(2110, 1, 1)).map(date.isoformat),
        st.from_regex(r"[0-9]{4}[-W/][0-9W]{1,2}[-/][0-9]{1,2}", fullmatch=True),
        st.text("0123456789-W", max_size=10),
    )
)
@example("2024-W01-1")
@example("2023-02-29")
@example("1899-12-31")
@example("２０２４-01-01")
def test_a_plain_day_is_its_own_value(text: str) -> None:
    for years, read in ((YEARS, read_day), (BIRTH_YEARS, read_birth)):
        try:
            value = read(text)
        except BadDate:
            value = ""
        if is_plain_day(text, years):
            assert value == text
        elif len(value) == 10:
            assert value != text
