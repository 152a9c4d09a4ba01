"""Query text → tree: every example of the contract, the errors with their place, and no other error for any text."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.filters import ALL, FIELDS, And, Node, Not, Op, Or, Test, Word, parse, unparse
from cpo_tui.domain.query.tree import Keyword, Number, On, Text, Value
from cpo_tui.domain.times import Duration
from cpo_tui.errors import QueryError

CORPORA = Path(__file__).resolve().parents[2] / "corpora"


def test(field: str, op: str, value: Value) -> Test:
    return Test(field, Op(op), value)


test.__test__ = False  # type: ignore[attr-defined]
YES = Keyword("yes")
CONTRACT = [
    ("officer:me", test("officer", ":", Keyword("me"))),
    ("officer:none", test("officer", ":", Keyword("none"))),
    ("stage:final_order", test("stage", ":", Text("final_order"))),
    ("custody:detained", test("custody", ":", Text("detained"))),
    ("waiting:third_party", test("waiting", ":", Text("third_party"))),
    ("due<7d", test("due", "<", Duration(7, "d"))),
    ("due:today", test("due", ":", Keyword("today"))),
    ("late", test("late", ":", YES)),
    ("now", test("now", ":", YES)),
    ("act<2026-12-01", test("act", "<", On(date(2026, 12, 1)))),
    ("age>180d", test("age", ">", Duration(180, "d"))),
    ("untouched>30d", test("untouched", ">", Duration(30, "d"))),
    ("missing:I-862", test("missing", ":", Text("I-862"))),
    ("has:inquiry", test("has", ":", Text("inquiry"))),
    ("flag:possible_us_citizen", test("flag", ":", Text("possible_us_citizen"))),
    ("severity:due_process", test("severity", ":", Text("due_process"))),
    ("rule:us-pocr-90d-decision", test("rule", ":", Text("us-pocr-90d-decision"))),
    ("hold:yes", test("hold", ":", YES)),
    ('facility:"Tacoma NW (annex)"', test("facility", ":", Text("Tacoma NW (annex)"))),
    ("batch:7", test("batch", ":", Number(7))),
    ("changed:since-yesterday", test("changed", ">=", Keyword("yesterday"))),
]


@pytest.mark.parametrize(("text", "tree"), CONTRACT)
def test_the_contract(text: str, tree: Node) -> None:
    assert parse(text) == tree
    assert parse(unparse(tree)) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ALL),
        ("  \t ", ALL),
        ("()", ALL),
        ("(((", ALL),
        ('""', ALL),
        ("-(", ALL),
        ("garcia", Word("garcia")),
        ("garcia lopez", And((Word("garcia"), Word("lopez")))),
        ("garcia and lopez", And((Word("garcia"), Word("lopez")))),
        ("garcia OR lopez", Or((Word("garcia"), Word("lopez")))),
        ("a or b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a or b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("(a or b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("a (b (c))", And((Word("a"), Word("b"), Word("c")))),
        ("-late", Not(test("late", ":", YES))),
        ("not late", Not(test("late", ":", YES))),
        ("-(a or b)", Not(Or((Word("a"), Word("b"))))),
        ("--a", Not(Not(Word("a")))),
        ("a-b", Word("a-b")),
        ('"García López"', Word("García López", whole=True)),
        ('"say ""hi"""', Word('say "hi"', whole=True)),
        ("“pasted words”", Word("pasted words", whole=True)),
        ('"never closed', Word("never closed", whole=True)),
        ('"late"', Word("late", whole=True)),
        ("or", Word("or", whole=True)),
        ("not", Word("not", whole=True)),
        ("a or", And((Word("a"), Word("or", whole=True)))),
        ("a not", And((Word("a"), Word("not", whole=True)))),
        ("A212 345 678 garcia", And((Word("A212345678"), Word("garcia")))),
        ("A212 3", Word("A2123")),
        ("212 345 678", Word("212345678")),
        ("A212 (345 x)", And((Word("A212345"), Word("x")))),
        ("212 34", And((Word("212"), Word("34")))),
        ("12:30", Word("12:30")),
        ("{name notes}:ana", And((Word("{name"), Word("notes}:ana")))),
    ],
)
def test_the_grammar(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("OFFICER:ME", test("officer", ":", Keyword("me"))),
        ('officer:"me"', test("officer", ":", Text("me"))),
        ('officer:"none"', test("officer", ":", Text("none"))),
        ("custody_status:released", test("custody", ":", Text("released"))),
        ("custody-status:released", test("custody", ":", Text("released"))),
        ('stage:"final order"', test("stage", ":", Text("final_order"))),
        ("stage:in-proceedings", test("stage", ":", Text("in_proceedings"))),
        ('custody:"police custody"', test("custody", ":", Text("lea"))),
        ('stage:"a code of the file"', test("stage", ":", Text("a code of the file"))),
        ("stage:none", test("stage", ":", Keyword("none"))),
        ("lifecycle:closed", test("lifecycle", ":", Text("closed"))),
        ("docket:juvenile", test("docket", ":", Text("juvenile"))),
        ("reference:SEA-2026-*", test("reference", ":", Text("SEA-2026-*"))),
        ("name:garcia", test("name", ":", Text("garcia"))),
        ("a:212345678", test("a_number", ":", Text("212345678"))),
        ("anumber:212345678", test("a_number", ":", Text("212345678"))),
        ("opened>=2026-01-01", test("opened", ">=", On(date(2026, 1, 1)))),
        ("opened:>=2026-01-01", test("opened", ">=", On(date(2026, 1, 1)))),
        ("closed<30d", test("closed", "<", Duration(30, "d"))),
        ("hearing<14d", test("hearing", "<", Duration(14, "d"))),
        ("hearing<2026-03-12T08:30", test("hearing", "<", On(datetime(2026, 3, 12, 8, 30)))),
        ("nationality:GT", test("nationality", ":", Text("GT"))),
        ("event:nta_served", test("event", ":", Text("nta_served"))),
        ("expiring<30d", test("expiring", "<", Duration(30, "d"))),
        ("stage_age>90d", test("stage_age", ">", Duration(90, "d"))),
        ("mine-time>60d", test("with_officer", ">", Duration(60, "d"))),
        ("mine>60d", test("with_officer", ">", Duration(60, "d"))),
        ("changed:since-7d", test("changed", "<=", Duration(7, "d"))),
        ("changed:since-2026-03-01", test("changed", ">=", On(date(2026, 3, 1)))),
        ("due:this-week", test("due", ":", Keyword("this-week"))),
        ("late:no", test("late", ":", Keyword("no"))),
        ("due<48H", test("due", "<", Duration(48, "h"))),
    ],
)
def test_fields_and_values(text: str, tree: Node) -> None:
    assert parse(text) == tree
    assert parse(unparse(tree)) == tree


def test_every_field_understands_its_own_example() -> None:
    for field in FIELDS.values():
        tree = parse(field.example)
        assert isinstance(tree, Test)
        assert tree.field == field.name
        assert field.help.endswith("."), field.name
        for alias in field.aliases:
            assert parse(field.example.replace(field.name, alias, 1)) == tree or field.example.startswith(
                tuple(field.aliases)
            )
        for choice in field.values:
            assert isinstance(parse(f"{field.name}:{choice}"), Test)


@pytest.mark.parametrize(
    ("text", "at", "length", "hint"),
    [
        ("garcia officr:me", 7, 6, "officer"),
        ("stage:final_ordr", 6, 10, "final_order"),
        ("custody:detaned", 8, 7, "detained"),
        ("due<tomorow", 4, 7, "tomorrow"),
        ("due<7x", 4, 2, "7d"),
        ("due<2026-02-30", 4, 10, "day, month"),
        ("due:", 4, 1, "due<7d"),
        ("officer<me", 8, 2, "officer:me"),
        ("hold:maybe", 5, 5, "yes"),
        ("batch:seven", 6, 5, "batch:7"),
        ("batch:٧", 6, 1, "batch:7"),
        ("age>2026-01-01", 4, 10, "7d"),
        ("a ) b", 2, 1, "quotes"),
        ("nosuch:ana", 0, 6, "quotes"),
        ("name:", 5, 1, "name:garcia"),
        ("(" * 200 + "a", 60, 1, "brackets"),
        ("x" * 30_000, 20_000, 1, "Shorten"),
    ],
)
def test_errors_point_at_the_place_and_name_the_nearest(text: str, at: int, length: int, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.details["at"], caught.value.details["length"]) == (at, length)
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2


def test_spans_point_into_the_text() -> None:
    text = "garcia  due<7d -late"
    tree = parse(text)
    assert isinstance(tree, And)
    word, due, _ = tree.operands
    assert isinstance(word, Word)
    assert isinstance(due, Test)
    assert text[due.span.at : due.span.at + due.span.length] == "due<7d"
    assert (word.span.at, word.span.length) == (0, 6)


def outcome(text: str) -> Node | None:
    try:
        return parse(text)
    except QueryError as caught:
        error = caught
    at, length = error.details["at"], error.details["length"]
    assert 0 <= at <= len(text)
    assert length >= 1
    assert error.message
    assert error.hint
    return None


def test_the_search_box_corpus_is_harmless() -> None:
    queries = [json.loads(line) for line in (CORPORA / "fts_queries.txt").read_text(encoding="utf-8").splitlines()]
    refused = {query for query in queries if outcome(query) is None}
    assert {query[:20] for query in refused} == {
        ")",
        "full_name:",
        "nosuch:ana",
        "rank:1",
        "rowid:1",
        "fts:x",
        "(" * 20,
    }


pieces = st.sampled_from(
    ["officer", "due", "late", "now", "or", "and", "not", "-", "(", ")", '"', '""', ":", "<", ">=", "=", "7d", "me", "today",
     "stage", "final_order", "a", "A212", "345", "678", " ", "  ", "\t", "\0", "*", "é", "“", "”", "none", "since-", "name", "2026-03-02"]
)  # fmt: skip
anything = st.text(st.characters(codec=None, categories=None)) | st.lists(pieces, max_size=14).map("".join)


@given(anything)
def test_no_text_raises_anything_else_and_what_is_read_can_be_written(text: str) -> None:
    tree = outcome(text)
    if tree is not None:
        assert parse(unparse(tree)) == tree


@st.composite
def tests(draw: st.DrawFn) -> Test:
    """Any test that a text can mean, made by reading a spelled one."""
    field = draw(st.sampled_from(list(FIELDS)))
    op = draw(st.sampled_from([":", "=", "<", ">="]))
    value = draw(
        st.sampled_from(["none", "any", "today", "7d", "2026-03-02", "yes", "12", "me", *FIELDS[field].values])
        | st.text(max_size=8).map(lambda text: '"' + text.replace('"', '""') + '"')
    )
    try:
        tree = parse(f"{field}{op}{value}")
    except QueryError:
        tree = parse(FIELDS[field].example)
    assert isinstance(tree, Test)
    return tree


tests.__test__ = False  # type: ignore[attr-defined]
words = st.text("abcxyzé'", min_size=2, max_size=6).map(Word) | st.text(min_size=1, max_size=6).map(
    lambda text: Word(text, whole=True)
)


def joined(kind: type[And | Or], operands: list[Node]) -> Node:
    flat = [inner for node in operands for inner in (node.operands if isinstance(node, kind) else (node,))]
    return kind(tuple(flat))


trees = st.recursive(
    words.filter(lambda word: not isinstance(parse(unparse(word)), Test)) | tests(),
    lambda inner: (
        inner.map(Not)
        | st.lists(inner, min_size=2, max_size=4).map(lambda nodes: joined(And, nodes))
        | st.lists(inner, min_size=2, max_size=4).map(lambda nodes: joined(Or, nodes))
    ),
    max_leaves=12,
)


@given(trees)
def test_writing_and_reading_gives_the_same_tree(tree: Node) -> None:
    assert parse(unparse(tree)) == tree
