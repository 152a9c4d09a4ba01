"""Which cases a query is about: the work, or every case on file."""

from __future__ import annotations

from cpo_tui.domain.query.fields import FIELDS, Kind
from cpo_tui.domain.query.tree import And, Node, Not, Or, Test, Text, Word

_BEYOND_WORK = frozenset(
    {"lifecycle", "closed", "closure", "batch", "changed", "reference", "deadline", "lateness", "asked"}
)


def is_about_work(tree: Node) -> bool:
    """Whether the query means open cases only, so that a list of it is a list of work.

    Words, names and numbers find closed cases too, because people ask about them, and so do the fields that speak of
    what is closed, imported or changed. Everything else is about work.
    """
    match tree:
        case Word():
            return False
        case Test(field, _, value):
            speaks_of_closed = field == "stage" and value == Text("closed")
            return not (speaks_of_closed or field in _BEYOND_WORK or FIELDS[field].kind is Kind.WORDS)
        case Not(operand):
            return is_about_work(operand)
        case And(operands) | Or(operands):
            return all(map(is_about_work, operands))
