"""The query language: one grammar for the screens and the command line.

Words are matched in names and numbers; the rest is `field:value`, joined by spaces (and), `or`, `not` or `-`, and
brackets; `"quoted words"` are taken whole. Pure: a query becomes a tree, and the store makes SQL of it.

Use: `parse` a text, `resolve` the tree for the present moment, hand it to `store.search`; `unparse` to keep it, and
`complete` while it is typed. `FIELDS` is the catalogue from which the help and the guide are made.
"""

from __future__ import annotations

from cpo_tui.domain.query.completion import Completion, complete
from cpo_tui.domain.query.fields import FIELDS, Kind, QueryField
from cpo_tui.domain.query.parser import parse
from cpo_tui.domain.query.resolving import resolve
from cpo_tui.domain.query.scope import is_about_work
from cpo_tui.domain.query.tree import ALL, And, Node, Not, Op, Or, Span, Test, Word
from cpo_tui.domain.query.writing import unparse

__all__ = [
    "ALL",
    "FIELDS",
    "And",
    "Completion",
    "Kind",
    "Node",
    "Not",
    "Op",
    "Or",
    "QueryField",
    "Span",
    "Test",
    "Word",
    "complete",
    "is_about_work",
    "parse",
    "resolve",
    "unparse",
]
