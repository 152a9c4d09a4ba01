"""The guide in the terminal."""

from __future__ import annotations

import pytest
from tests.cli.conftest import Cpo

from cpo_tui.cli.guide import OUR_WORDS, best_of, folder, in_our_words, matching, sections


def test_without_words_the_pages_are_listed(cpo: Cpo) -> None:
    said = cpo("help")
    assert said.code == 0
    assert "how-to/hand-over.md" in said.out
    assert "tutorial.md" in said.out
    assert {one["page"] for one in cpo("help", "--json").json} >= {"index.md", "reference/commands.md"}


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("hand over", "how-to/hand-over.md"),
        ("restore", "how-to/back-up-and-restore.md"),
        ("import extract", "how-to/import-your-extract.md"),
        ("attorney", "how-to/answer-an-attorney.md"),
        ("change rule", "how-to/change-a-rule.md"),
        ("add verb", "extending.md"),
        ("cpo lint", "reference/commands.md"),
        ("tutorial minutes", "tutorial.md"),
    ],
)
def test_words_find_the_page_that_is_about_them(cpo: Cpo, words: str, page: str) -> None:
    said = cpo("help", *words.split())
    assert said.code == 0
    assert said.out.splitlines()[0] == page
    assert words.split(maxsplit=1)[0] in said.out.casefold().replace("-", " ")


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("print", "cpo report"), ("PDF", "cpo report"), ("lock", "cpo lock-after"), ("log out", "cpo lock-after"),
        ("mail", "cpo letter"), ("vacation", "cpo absence"), ("undo", "cpo undo"), ("backup", "cpo backup"),
        ("save", "Keep your own views, columns and order"), ("history", "cpo history"), ("close", "cpo close"),
        ("calendar", "calendar"), ("assign", "cpo assign"), ("find", "3. Find"),
        ("merge", "Duplicates: two files of one person cannot be merged"),
        ("duplicates", "Duplicates: two files of one person cannot be merged"),
    ],
)  # fmt: skip
def test_the_part_that_comes_first_is_the_one_that_answers(words: str, heading: str) -> None:
    """What a newcomer types leads to the command or page itself, not to one that mentions it, or a word that begins so."""
    assert best_of(sections(), words.split())[0].title == heading


def test_words_that_are_nowhere_are_said(cpo: Cpo) -> None:
    said = cpo("help", "xylophone")
    assert said.code == 1
    assert "cpo help" in said.err


def test_every_part_of_the_guide_can_be_found_by_its_heading() -> None:
    parts = sections()
    assert folder().joinpath("tutorial.md").is_file()
    for one in parts:
        assert any(other.section.title == one.title for other in matching(parts, one.title.split()[:6])), one.title
        assert one.text.strip()
        assert "![" not in one.text


@pytest.mark.parametrize("word", OUR_WORDS)
def test_a_word_that_people_type_finds_a_page(word: str) -> None:
    """Each leads to a part of the guide that is there, in the plural too."""
    parts = sections()
    assert matching(parts, [in_our_words(word)])
    assert in_our_words(f"{word}s".upper()) == OUR_WORDS[word]
