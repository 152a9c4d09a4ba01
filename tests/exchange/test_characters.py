"""The quick test of a block's characters says what the patterns say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.exchange.characters import SUSPECT, is_clean

_NEAR = "aéñ ,\n\r\t\x00\x07\x1f\x7f\x80\x9f\xa0\xadÃÂâ€\u0192\u0160¢\u034f\u061c\u10d0\u115f\u17b4\u180b\u180f\u1810\u200a\u200b\u2013\u2019“„\u2028\u202e\u2030\u2060\u206f\u2070\u2800\u3164界\ufeff\uff9f\uffa0\ufffd\U000e0041\U000e01ef🇬"


@given(st.text(alphabet=_NEAR, max_size=12) | st.text(max_size=12))
def test_a_block_is_clean_where_nothing_in_it_is_suspect(text: str) -> None:
    assert is_clean(text, ",") == (SUSPECT.search(text) is None and "\t" not in text)
    assert is_clean(text, "\t") == (SUSPECT.search(text) is None)


def test_every_character_by_itself() -> None:
    for point in range(0x110000):
        if not 0xD800 <= point < 0xE000:
            text = f"a{chr(point)}b"
            assert is_clean(text, "\t") == (SUSPECT.search(text) is None), hex(point)
