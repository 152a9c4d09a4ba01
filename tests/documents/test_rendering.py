"""A page is the same in every form: nothing of the data is obeyed, nothing is lost, and the same page gives the same bytes."""

from __future__ import annotations

import html
import time
from typing import Literal

import pytest

from cpo_tui.documents import rendering
from cpo_tui.documents.page import Fields, Page, Part, Table, Words

NASTY = "<script>alert(1)</script> | `x` *y* #set text(red) $1$ \\ [z](http://a) & \u202eabc"
PAGE = Page(
    f"Title {NASTY}",
    (("made by", NASTY),),
    (
        Part("One", (Fields((("name", NASTY), ("names", "Хадиджа 王伟 محمد"))), Words("first\nsecond"))),
        Part("Two", (Table(("a", "n"), ((NASTY, "1"), ("two\nlines", "2")), right=(1,)),), level=2),
        Part("Empty", (Table(("a",), ()),)),
    ),
)


def test_html_holds_the_words_and_no_element_of_the_data() -> None:
    made = rendering.as_html(PAGE).decode()
    assert "<script" not in made
    assert "\u202e" not in made
    assert html.escape("<script>alert(1)</script> | `x`") in made
    assert "Хадиджа 王伟 محمد" in made
    assert '<td class="n">2</td>' in made
    assert "http-equiv" not in made


def test_markdown_rows_keep_their_cells() -> None:
    made = rendering.as_markdown(PAGE).decode()
    (row,) = (line for line in made.splitlines() if line.endswith("| 1 |"))
    assert row.replace("\\|", "").count("|") == 3
    assert "<script" not in made.replace("\\<", "")
    assert "| two<br>lines | 2 |" in made
    assert "first<br>second" in made
    assert "\n## One\n" in made
    assert "\n### Two\n" in made


@pytest.mark.parametrize("render", [rendering.as_html, rendering.as_markdown, rendering.as_pdf])
def test_the_same_page_gives_the_same_bytes(render: object) -> None:
    assert callable(render)
    first = render(PAGE)
    assert first == render(PAGE)
    assert len(first) > 200


def test_a_pdf_is_one_and_takes_a_long_table_in_time() -> None:
    rows = tuple((f"2026-01-{n % 28 + 1:02}", f"event {n}", "words " * 12) for n in range(2000))
    page = Page("Long", (), (Part("Timeline", (Table(("when", "kind", "words"), rows),)),))
    begun = time.perf_counter()
    made = rendering.as_pdf(page)
    assert made.startswith(b"%PDF-")
    assert time.perf_counter() - begun < 30  # the target is 3 s; a loaded machine gets room


def test_letters_that_no_font_has_are_said_and_never_left_as_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Page] = []
    whole = rendering._set

    def spy(page: Page, standard: Literal["ua-1"] | None) -> bytes:
        told.append(page)
        return whole(page, standard)

    monkeypatch.setattr(rendering, "_set", spy)
    no_font_has = "\U00012000"  # cuneiform
    assert rendering.as_pdf(Page("Plain", (), (Part("One", (Words("Ana"),)),))).startswith(b"%PDF")
    assert [part.title for part in told[-1].parts] == ["One"]
    assert rendering.as_pdf(Page("Other", (), (Part("One", (Words(no_font_has),)),))).startswith(b"%PDF")
    assert [part.title for part in told[-1].parts] == ["Letters that could not be set", "One"]


def test_every_page_says_where_it_comes_from_and_what_belongs_together_stays_together() -> None:
    origin = (
        ("made by", "alvarez"),
        ("data as of", "2026-03-01"),
        ("head of the record", "0123456789abcdef (7 change-sets)"),
    )
    clock = Part("A clock", (Fields((("due", "2026-04-01"),)), Table(("day",), (("2026-03-01",),) * 9)), level=2)
    long = Part("A long one", (Table(("day",), (("2026-03-01",),) * 99),), level=2)
    sent = rendering._values(Page("P", origin, (Part("Clocks", (Words("2 in all."),)), clock, long)))
    assert sent["foot"] == "alvarez · data 2026-03-01 · head 0123456789ab"
    assert [one["leads"] for one in sent["parts"]] == [True, False, False]
    assert [one["together"] for one in sent["parts"]] == [False, True, False]


def test_a_column_of_moments_takes_no_more_than_it_needs() -> None:
    def narrow(words: str) -> int:
        return int(rendering._block_values(Table(("when", "words"), (("2026-02-20 10:00 -05:00", words),)))["narrow"])

    assert narrow("Booked in") == rendering.A_MOMENT
    assert narrow("Booked in at the office of the county, late") == rendering.NARROW
