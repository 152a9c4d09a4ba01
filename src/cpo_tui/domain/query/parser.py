"""Tokens → tree. The only error is `QueryError`, which says where in the text the fault is.

What cannot be an operator where it stands is a word, because `Or` and `Not` are names too; a quote or a bracket that is
never closed reaches to the end, because the text is read while it is typed.
"""

from __future__ import annotations

import re

from cpo_tui.domain.query.fields import FIELDS, field_of, nearest_field
from cpo_tui.domain.query.lexer import Token, TokenKind, tokens
from cpo_tui.domain.query.tree import ALL, And, Node, Not, Op, Or, Span, Test, Word
from cpo_tui.domain.query.values import BadValue, read_value
from cpo_tui.errors import QueryError

MAX_CHARACTERS = 20_000
MAX_DEPTH = 60
_GROUP_START = re.compile(r"[Aa][0-9]{3}(?:[0-9]{3})?|[0-9]{3}(?:[0-9]{3})?")
_GROUP = re.compile(r"[0-9]{1,3}")
_WHOLE_NUMBER = 9


def parse(text: str) -> Node:
    """The tree that `text` means; `ALL` for an empty text.

    Raises `QueryError` with `at` and `length` (characters) in its details for an unknown field, a value that its field
    does not take, a closing bracket that nothing opened, or a text that is too long or too deep.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            f"A query has at most {MAX_CHARACTERS:,} characters.", hint="Shorten it.", at=MAX_CHARACTERS, length=1
        )
    return _Parser(tuple(tokens(text))).whole()


class _Parser:
    def __init__(self, found: tuple[Token, ...]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        tree = self._either()
        if token := self._here():
            raise _fault("Nothing was opened that this bracket closes.", "Remove it, or put it in quotes.", token)
        return tree

    def _here(self, ahead: int = 0) -> Token | None:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else None

    def _either(self) -> Node:
        operands = [self._all()]
        while self._is_operator("or"):
            self._at += 1
            operands.append(self._all())
        return _joined(Or, operands)

    def _all(self) -> Node:
        operands: list[Node] = []
        while (token := self._here()) and token.kind is not TokenKind.CLOSE:
            if operands and self._is_operator("or"):
                break
            if operands and self._is_operator("and"):
                self._at += 1
            operands.append(self._one())
        return _joined(And, operands)

    def _is_operator(self, word: str) -> bool:
        """Whether the word stands here and something follows that it can join or negate."""
        token, following = self._here(), self._here(1)
        if token is None or token.kind is not TokenKind.WORD or token.text.lower() != word:
            return False
        return following is not None and following.kind is not TokenKind.CLOSE

    def _one(self) -> Node:
        token = self._tokens[self._at]
        negated = token.kind is TokenKind.NOT or self._is_operator("not")
        if negated or token.kind is TokenKind.OPEN:
            return self._nested(token, negated=negated)
        self._at += 1
        if token.kind is TokenKind.TEST:
            return _test(token)
        span = _span(token)
        if token.kind is TokenKind.QUOTED:
            return Word(token.text, whole=True, span=span) if token.text else ALL
        name = token.text.lower()
        if name in FIELDS and FIELDS[name].stands_alone:
            return Test(name, *read_value(FIELDS[name], Op.IS, "yes"), span)
        return Word(token.text, whole=name in {"or", "and", "not"}, span=span)

    def _nested(self, token: Token, *, negated: bool) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _fault("The query is nested too deeply.", f"At most {MAX_DEPTH} brackets in one another.", token)
        self._at += 1
        if negated:
            inside = _negated(self._one())
        else:
            inside = self._either()
            if self._here():
                self._at += 1
        self._depth -= 1
        return inside


def _test(token: Token) -> Test:
    field = field_of(token.field)
    if field is None:
        near = nearest_field(token.field)
        hint = (f"Did you mean {near}? " if near else "") + "In quotes it is searched for as it is."
        name = Span(token.start, len(token.field))
        raise QueryError(f"There is no field {token.field!r}.", hint=hint, at=name.at, length=name.length)
    try:
        op, value = read_value(field, Op(token.op), token.text, quoted=token.quoted)
    except BadValue as error:
        raise QueryError(
            error.message, hint=error.hint, at=token.value_start, length=max(token.end - token.value_start, 1)
        ) from error
    return Test(field.name, op, value, _span(token))


def _span(token: Token) -> Span:
    return Span(token.start, token.end - token.start)


def _fault(message: str, hint: str, token: Token) -> QueryError:
    return QueryError(message, hint=hint, at=token.start, length=token.end - token.start)


def _negated(operand: Node) -> Node:
    return operand if operand == ALL else Not(operand)


def _joined(kind: type[And | Or], operands: list[Node]) -> Node:
    """One node of that kind, with those of the same kind inside it taken in; a single operand stands for itself.

    Brackets with nothing in them restrict nothing, because they are seen while somebody types.
    """
    flat: list[Node] = []
    for operand in operands:
        if operand != ALL:
            flat.extend(operand.operands if isinstance(operand, kind) else (operand,))
    if kind is And:
        flat = _grouped(flat)
    if not flat:
        return ALL
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _grouped(operands: list[Node]) -> list[Node]:
    """The operands, with an A-number that was typed in groups (`A212 345 678`) as one word."""
    grouped: list[Node] = []
    for operand in operands:
        before = grouped[-1] if grouped else None
        if isinstance(before, Word) and isinstance(operand, Word) and _belong_together(before, operand):
            length = operand.span.at + operand.span.length - before.span.at
            grouped[-1] = Word(before.text + operand.text, span=Span(before.span.at, length))
        else:
            grouped.append(operand)
    return grouped


def _belong_together(before: Word, after: Word) -> bool:
    if before.whole or after.whole or not _GROUP_START.fullmatch(before.text) or not _GROUP.fullmatch(after.text):
        return False
    digits = len(before.text.lstrip("Aa")) + len(after.text)
    return digits <= _WHOLE_NUMBER and (before.text[0] in "Aa" or len(after.text) == 3)  # noqa: PLR2004
