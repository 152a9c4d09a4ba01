"""The format of rule packs, read off the code that reads them, so that no key is told that is not read.

The reader asks each table for its keys by name (`table.text("title")`); the page lists what it asks for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum
from importlib import import_module, resources
from typing import Any

TABLES = {
    "_pack": "The file itself", "_leads": "`[lead]`", "_fact": "`[[fact]]`", "_event": "`[[event]]`",
    "_derived": "`[[derived_event]]`", "_exception": "`[[calendar_exception]]`", "_rule": "`[[rule]]`",
    "_offset": "`offset` of a rule", "_recurring": "`recurring` of a rule", "_count": "`count` of a rule", "_source": "`source` of a rule",
    "_note": "`[[rule.status_note]]`",
}  # fmt: skip
"""Reading function → the table that it reads; a function that is not here reads no table of its own."""
FORMS = {
    "text": "text", "spanish": "text in Spanish, for letters", "words": "a name or a list of names", "flag": "true or false", "number": "whole number", "day": "date",
    "clock": "time of day", "lead": "duration, such as `14d` or `72h`", "raw": "as it stands", "child": "table", "children": "array of tables",
}  # fmt: skip


def rows() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Each table with its keys: name, form, and whether it must be there."""
    module = import_module("cpo_tui.rules.reading")
    tree = ast.parse(resources.files("cpo_tui.rules").joinpath("reading.py").read_text(encoding="utf-8"))
    functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    for name, title in TABLES.items():
        found: dict[str, tuple[str, str, str]] = {}
        for call in ast.walk(functions[name]):
            if isinstance(call, ast.Call) and (row := _asked(call, vars(module))) is not None:
                found.setdefault(row[0], row)
        if found:
            yield title, list(found.values())


def _asked(call: ast.Call, names: dict[str, Any]) -> tuple[str, str, str] | None:
    """The key that a call asks a table for; None for a call that asks for none."""
    if not (
        call.args and isinstance(call.args[-1 if _is(call, "_unique") else 0], ast.Constant | ast.Name | ast.Attribute)
    ):
        return None
    if _is(call, "_unique"):
        key = call.args[1]
        return (str(key.value), FORMS["children"], "") if isinstance(key, ast.Constant) else None
    key, method = call.args[0], call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if not isinstance(key, ast.Constant) or method not in {*FORMS, "choice", "one_of"}:
        return None
    must = any(one.arg == "required" and getattr(one.value, "value", None) is True for one in call.keywords)
    form = FORMS.get(method) or _choices(call.args[1] if len(call.args) > 1 else None, names)
    return str(key.value), form, "yes" if must or (method == "choice" and len(call.args) == 2) else ""  # noqa: PLR2004


def _is(call: ast.Call, name: str) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == name


def _choices(node: ast.expr | None, names: dict[str, Any]) -> str:
    value: Any = (
        names.get(node.id) if isinstance(node, ast.Name) else ast.literal_eval(node) if node is not None else ()
    )
    members = [one.value for one in value] if isinstance(value, type) and issubclass(value, Enum) else list(value or ())
    return "one of " + ", ".join(f"`{one}`" for one in members)
