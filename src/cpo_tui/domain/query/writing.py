"""Tree → query text that means the same, for saved views and for a filter that a screen has put together."""

from __future__ import annotations

from cpo_tui.domain.query.fields import FIELDS
from cpo_tui.domain.query.tree import And, Keyword, Node, Not, Op, Or, Test, Word
from cpo_tui.domain.query.values import quote, write_value


def unparse(tree: Node) -> str:
    """The text that `parse` reads as `tree`; empty for every case."""
    match tree:
        case Word(text, whole):
            return quote(text) if whole else text
        case Test():
            return _test(tree)
        case Not(operand):
            return f"-{_inside(operand)}"
        case And(operands):
            return " ".join(map(_inside, operands))
        case Or(operands):
            return " or ".join(
                f"({unparse(operand)})" if isinstance(operand, Or) else unparse(operand) for operand in operands
            )


def _inside(tree: Node) -> str:
    return f"({unparse(tree)})" if isinstance(tree, And | Or) else unparse(tree)


def _test(test: Test) -> str:
    field = FIELDS[test.field]
    if field.stands_alone and test.op is Op.IS and test.value == Keyword("yes"):
        return field.name
    return f"{field.name}{test.op.value}{write_value(field, test.op, test.value)}"
