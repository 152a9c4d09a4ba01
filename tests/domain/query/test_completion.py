"""What the query bar and the shell propose."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.filters import FIELDS, complete, parse
from cpo_tui.errors import QueryError


def proposals(text: str, cursor: int | None = None, **known: list[str]) -> list[str]:
    return [completion.text for completion in complete(text, cursor, known)]


def test_fields_by_their_beginning() -> None:
    assert proposals("sta") == ["stage:", "stage_age>", "staged:"]
    assert proposals("garcia (-off") == ["officer:"]
    assert proposals("la")[:1] == ["late"]
    assert proposals("custody_st") == ["custody:"]
    assert "officer:" in proposals("offcer")


def test_an_empty_bar_proposes_every_field() -> None:
    assert len(proposals("")) == min(len(FIELDS), 40)


def test_values_of_a_field() -> None:
    assert proposals("stage:fi") == ["final_order"]
    assert proposals("severity:")[:2] == ["due_process", "statutory"]
    assert proposals("custody:police") == ["lea"]
    assert proposals("due<to") == ["today", "tomorrow"]
    assert "7d" in proposals("age>")
    assert proposals("changed:since-y") == ["since-yesterday"]
    assert "none" in proposals("facility:")
    assert "none" not in proposals("due<")


def test_known_values_of_the_store_are_quoted_where_they_need_it() -> None:
    assert proposals("officer:", officer=["alvarez"])[:2] == ["me", "any"] or "alvarez" in proposals(
        "officer:", officer=["alvarez"]
    )
    assert proposals("officer:al", officer=["alvarez", "bell"]) == ["alvarez"]
    assert proposals("facility:tac", facility=["Tacoma NW", "Elgin"]) == ['"Tacoma NW"']
    assert proposals('facility:"tac', facility=["Tacoma NW", "Elgin"]) == ['"Tacoma NW"']
    assert proposals("officer:no", officer=["none"])[0] == "none"


def test_it_replaces_what_is_under_the_cursor() -> None:
    (completion,) = complete("garcia stage:fi late", 15)
    assert (completion.start, completion.end, completion.text) == (13, 15, "final_order")


def test_nothing_for_an_unknown_field_or_inside_a_quoted_word() -> None:
    assert proposals("nosuch:a") == []
    assert proposals('"some wor') == []


@given(st.text() | st.text(st.sampled_from('abcofficer:<>=-()" ')), st.integers(-5, 40))
def test_it_never_fails_and_every_proposal_has_help_and_a_place(text: str, cursor: int) -> None:
    for completion in complete(text, cursor, {"officer": ["a b", 'q"x', ""]}):
        assert 0 <= completion.start <= completion.end <= len(text)
        assert completion.text


def test_every_proposed_value_can_be_read() -> None:
    for field in FIELDS.values():
        for completion in complete(f"{field.name}:", None, {field.name: ["plain", "two words", "none"]}):
            text = f"{field.name}:{completion.text}"
            try:
                parse(text)
            except QueryError as error:
                raise AssertionError(text) from error
