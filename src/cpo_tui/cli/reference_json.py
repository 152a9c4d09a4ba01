"""The JSON of the reading commands, told from what they print over a small invented caseload."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

CASES, SEED = 40, 3
NOW = {"CPO_NOW": "2026-03-02T09:00-05:00", "CPO_TZ": "America/New_York"}
CALLS = (
    "list --limit 3", "show {case}", "why {case}", "deadlines --limit 5", "lint", "history --limit 3", "documents {case}", "inbox",
    "handover list", "absence list", "officer list", "rules list", "keys", "handover balance --most 3", "report case {case} --format json",
    "report caseload --format json", "report oversight --format json", "verify",
)  # fmt: skip
"""Calls whose documents are told; `--json` is given with each."""


def rows() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each call with the paths of its document and what stands there."""
    with _beginning() as (store, case):
        for call in CALLS:
            words = [word.replace("{case}", case) for word in call.split()]
            document = _asked(
                ["--store", store, "--officer", "alvarez", *words, *(() if "--format" in words else ("--json",))]
            )
            found: dict[str, set[str]] = {}
            _walk(document, "", found)
            yield (
                "cpo " + call.replace("{case}", "CASE"),
                [(path, " or ".join(sorted(kinds))) for path, kinds in found.items()],
            )


@contextmanager
def _beginning() -> Iterator[tuple[str, str]]:
    """A demo at a fixed moment, whatever the environment says."""
    from cpo_tui.actions.demo import demo_store

    before = {name: os.environ.get(name) for name in NOW}
    os.environ.update(NOW)
    try:
        with demo_store(CASES, SEED) as store:
            connection = store.reader()
            # The case with the most on its timeline shows the most of the document.
            from cpo_tui.store import reader, window

            ids = window.ids_in_order(connection)
            most = max(ids, key=lambda one: (len(_events(connection, one)), -one))
            case = reader.case_row(connection, most).reference
            connection.close()
            yield str(store.path), case
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _events(connection: Any, case_id: int) -> tuple[Any, ...]:
    from cpo_tui.domain import records
    from cpo_tui.store import reader

    return reader.of_case(connection, records.Event, case_id)


def _asked(arguments: list[str]) -> Any:
    from cpo_tui.cli.running import run

    held = BytesIO()
    out = TextIOWrapper(held, encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(StringIO()):
        run(arguments)
    out.flush()
    return json.loads(held.getvalue())


_KINDS = {str: "text", bool: "true or false", int: "number", float: "number", type(None): "null"}


def _walk(value: Any, path: str, found: dict[str, set[str]]) -> None:
    if isinstance(value, dict) and value and not any(_is_name(key) for key in value):
        for inner in value.values():
            _walk(inner, f"{path}.*" if path else "*", found)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _walk(inner, f"{path}.{key}" if path else key, found)
    elif isinstance(value, list):
        found.setdefault(f"{path}[]", set())
        for inner in value:
            _walk(inner, f"{path}[]", found)
        if not found[f"{path}[]"] and any(one.startswith(f"{path}[].") for one in found):
            del found[f"{path}[]"]
        elif not found[f"{path}[]"]:
            found[f"{path}[]"].add("list")
    else:
        found.setdefault(path, set()).add(_KINDS[type(value)])


def _is_name(key: str) -> bool:
    return key.isidentifier()
