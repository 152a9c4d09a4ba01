"""Names are found as officers type them: proved with the search index that the store uses."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.names import fts_query, search_key, search_terms

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
INDEX = "CREATE VIRTUAL TABLE keys USING fts5(key, tokenize='unicode61 remove_diacritics 0')"


def rows(name: str) -> list[dict[str, str]]:
    with (CORPORA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def index_of(keys: list[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(INDEX)
    connection.executemany("INSERT INTO keys(key) VALUES (?)", [(key,) for key in keys])
    return connection


def hits(connection: sqlite3.Connection, typed: str, *, whole: bool = False) -> set[int]:
    query = fts_query(search_terms(typed), whole=whole)
    return (
        {row[0] for row in connection.execute("SELECT rowid FROM keys WHERE keys MATCH ?", (query,))}
        if query
        else set()
    )


def found(key: str, typed: str) -> bool:
    connection = index_of([key])
    try:
        return hits(connection, typed) == {1}
    finally:
        connection.close()


@pytest.fixture(scope="module")
def people() -> Iterator[tuple[sqlite3.Connection, list[dict[str, str]]]]:
    records = rows("unicode_names.csv")
    connection = index_of([search_key(row["full_name"], row["docket"], row["a_number"][1:]) for row in records])
    yield connection, records
    connection.close()


def test_r_qry_2_every_name_is_found_as_it_is_typed(people: tuple[sqlite3.Connection, list[dict[str, str]]]) -> None:
    connection, records = people
    numbers = [row["a_number"] for row in records]
    pairs = rows("unicode_search_expect.csv")
    assert len(pairs) == 109
    results = [(row, hits(connection, row["type_this"])) for row in pairs]
    missed = [row["type_this"] for row, found_ids in results if numbers.index(row["a_number"]) + 1 not in found_ids]
    assert missed == []
    assert max(len(found_ids) for _, found_ids in results) <= 10, "a single letter"
    assert sum(len(found_ids) for _, found_ids in results) / len(results) < 1.6, "few others come with it"


def test_a_whole_name_finds_its_record_and_hardly_another(
    people: tuple[sqlite3.Connection, list[dict[str, str]]],
) -> None:
    connection, records = people
    others = 0
    for place, row in enumerate(records, start=1):
        found_ids = hits(connection, row["full_name"])
        assert place in found_ids, row["full_name"]
        others += len(found_ids) - 1
    assert others < 80, "Smith, O, E and Ng begin other names"


def test_numbers_are_found_by_beginning_end_and_in_every_spelling(
    people: tuple[sqlite3.Connection, list[dict[str, str]]],
) -> None:
    connection, records = people
    for place, row in enumerate(records, start=1):
        digits = row["a_number"][1:]
        for typed in (
            digits,
            f"A{digits}",
            f"A-{digits[:3]}-{digits[3:6]}-{digits[6:]}",
            f"a{digits[:3]} {digits[3:6]} {digits[6:]}",
        ):
            assert hits(connection, typed) == {place}, typed
        assert place in hits(connection, digits[-4:])
        assert hits(connection, row["docket"]) == {place}
        assert place in hits(connection, row["docket"][-4:])
    assert len(hits(connection, "99900")) == len(records)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("García López, María Elena", "maria lopez"),
        ("García López, María Elena", "GARCIA-LOPEZ"),
        ("Garcia-Lopez, Maria", "garcia lopez"),
        ("Garcia-Lopez, Maria", "garcialopez"),
        ("GarciaLopez, Maria", "lopez"),
        ("O'Brien-Okafor, Chidi", "obrien"),
        ("O'Brien-Okafor, Chidi", "o'brien"),
        ("O'Brien-Okafor, Chidi", "brien okafor"),
        ("O'Brien-Okafor, Chidi", "okaf chi"),
        ("OBrien, Sean", "o'brien"),
        ("OBRIEN", "o’brien"),
        ("O Brien, Sean", "obrien"),
        ("de la Cruz, José", "delacruz"),
        ("DeLaCruz, Jose", "cruz"),
        ("Mc Donald", "mcdonald"),
        ("McDonald", "mc donald"),
        ("McDonald", "McDonald"),
        ("Al Sayed", "alsayed"),
        ("Al-Sayed", "alsayed"),
        ("Alsayed", "al-sayed"),
        ("Müller", "mueller"),
        ("Mueller", "müller"),
        ("Sørensen", "soerensen"),
        ("Иванов, Пётр", "ivanov"),
        ("Иванов, Пётр", "pyotr"),
        ("Ivanov, Petr", "иванов"),
        ("Юрий", "yuriy"),
        ("Оксана Петренко", "petrenko oksana"),
        ("Παπαδόπουλος", "papadopoulos"),
        ("გიორგი ბერიძე", "beridze"),
        ("Հակոբյան", "hakobyan"),
        ("Smіth (Cyrillic i)", "smith"),
        ("Аlex", "alex"),
        ("欧阳娜娜", "娜娜"),
        ("김민수", "민수"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ"),
        ("สมชาย ใจดี", "ชาย"),
        ("کریمی‌زاده", "زاده"),
        ("كريمي", "کریمی"),
        ("دוד בן־גוריון", "גוריון"),
        ("محمد عبد الله", "عبد"),
        ("Nguyễn Văn An", "van nguyen"),
        ("ǃXóõ", "xoo"),
    ],
)
def test_the_ways_in_which_a_name_is_typed(name: str, typed: str) -> None:
    assert found(search_key(name), typed), (search_key(name), search_terms(typed))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Garcia, Maria", "lopez"),
        ("Garcia, Maria", "arcia"),
        ("Garcia, Maria", "maria lopez"),
        ("Smith", "smythe"),
        ("王伟", "伟王"),
        ("Иванов", "petrov"),
    ],
)
def test_other_names_are_not_found(name: str, typed: str) -> None:
    assert not found(search_key(name), typed)


@pytest.mark.parametrize(
    ("reference", "typed"),
    [
        ("SEA-2026-001234", "sea-2026-001234"),
        ("SEA-2026-001234", "sea 001234"),
        ("SEA-2026-001234", "1234"),
        ("SEA-2026-001234", "sea-2026-0012"),
        ("DET26K0042", "det26k0042"),
        ("DET26K0042", "DET26"),
        ("A212345678", "a212345"),
        ("A212345678", "5678"),
        ("A212345678", "A212 345 678"),
        ("A212345678", "A212 3"),
        ("№ 17/Ж", "17"),
    ],
)
def test_references(reference: str, typed: str) -> None:
    assert found(search_key("Test Person", reference), typed), (search_key("", reference), search_terms(typed))


def test_a_whole_word_is_not_the_beginning_of_another() -> None:
    connection = index_of([search_key("Ng, Mei"), search_key("Nguyen, An")])
    assert hits(connection, "ng") == {1, 2}
    assert hits(connection, "ng", whole=True) == {1}
    connection.close()


def test_nothing_typed_is_syntax(people: tuple[sqlite3.Connection, list[dict[str, str]]]) -> None:
    connection, _ = people
    queries = [json.loads(line) for line in (CORPORA / "fts_queries.txt").read_text(encoding="utf-8").splitlines()]
    assert len(queries) == 79
    for query in queries:
        hits(connection, query)


@given(st.text(st.characters(codec=None, categories=None)), st.booleans())
def test_any_text_at_all_is_a_harmless_query(text: str, whole: bool) -> None:
    connection = index_of(["anything"])
    hits(connection, text, whole=whole)
    connection.close()


letters = st.characters(codec="utf-8", categories=["L", "N", "Zs", "M", "P"], max_codepoint=0x2FFFF)


@given(st.text(letters, max_size=30))
def test_every_name_finds_itself(name: str) -> None:
    terms = search_terms(name)
    assert not terms or found(search_key(name), name), (search_key(name), terms)


@given(st.lists(st.text("abcdeéñ", min_size=1, max_size=6), min_size=1, max_size=4), st.randoms())
def test_order_and_unfinished_words_do_not_matter(words: list[str], random) -> None:  # type: ignore[no-untyped-def]
    typed = [word[: random.randint(1, len(word))] for word in words]
    random.shuffle(typed)
    assert found(search_key(" ".join(words)), " ".join(typed))


@given(st.text(st.sampled_from("abcABC ,.'-0123é"), max_size=20))
def test_the_quick_way_is_the_careful_way(name: str) -> None:
    from cpo_tui.domain import names

    quick = search_key(name)
    assert quick.split() == quick.split(" ") or not quick
    if names._NEEDS_CARE.search(name) is None:
        assert sorted(set(quick.split())) == sorted(set(names._name_tokens(name)))


@given(st.text(st.one_of(st.characters(), st.sampled_from("ab AZ'-\u0301\u00a0\u200d\u3000\u0345ßﬁ한")), max_size=20))
def test_the_words_between_two_spaces_are_folded_by_themselves(text: str) -> None:
    from cpo_tui.domain import names

    assert [word for part in text.split(" ") for word in names._words(part)] == names._words(text)


@given(
    st.one_of(st.from_regex(r"[A-Za-zé]{0,3}-?[0-9٣]{0,6}", fullmatch=True), st.text(max_size=12)),
    st.one_of(st.none(), st.from_regex(r"[0-9]{9}", fullmatch=True)),
)
def test_the_numbers_of_a_case_are_one_text(reference: str, a_number: str | None) -> None:
    from cpo_tui.domain import names

    assert names.numbers_key(reference, a_number) == " ".join(names.number_tokens(reference, a_number))
