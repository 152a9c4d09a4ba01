"""Where an officer was in the caseload, as it is kept in the store: view, query, order, columns, place, marks, what was seen.

Pure. What cannot be read (it was written by another version) counts as nothing kept: the list then begins at its first
view, and nothing of a case is lost by it.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpo_tui.domain.columns import parse_columns
from cpo_tui.domain.query.ordering import parse_order
from cpo_tui.errors import CpoError
from cpo_tui.store.seen import Look

MOST_QUERIES = 50
"""Queries that are remembered."""
MOST_LISTED = 2_000
"""Marks that are kept as a list."""
HIGHEST_BIT = 50_000_000
"""The highest id that is kept as a bit."""
_BITS = "bits:"
MOST_LOOKED = 20_000
"""Cases that are remembered one by one as looked at."""


@dataclass(slots=True)
class Layout:
    """How the list of a view stands, where an officer has changed it."""

    sort: str = ""
    columns: str = ""


@dataclass(slots=True)
class Remembered:
    """Where an officer was."""

    view: str = ""
    query: str | None = None
    """None where nothing was kept."""
    case: int | None = None
    place: int = 0
    preview: bool = False
    layouts: dict[str, Layout] = field(default_factory=dict)
    """The name of a view, folded → how its list stands; the empty name is that of no view."""
    queries: list[str] = field(default_factory=list)
    """What was asked, the latest last."""

    def note_query(self, query: str) -> None:
        """Remember what was asked."""
        if query.strip():
            self.queries = [*(one for one in self.queries if one != query), query][-MOST_QUERIES:]

    def as_text(self) -> str:
        """The state as it is kept."""
        return json.dumps(
            {
                "view": self.view, "query": self.query, "case": self.case, "place": self.place, "preview": self.preview,
                "layouts": {name: [one.sort, one.columns] for name, one in self.layouts.items()},
                "queries": self.queries,
            },
            ensure_ascii=False,
        )  # fmt: skip


def read_remembered(kept: Mapping[str, str]) -> Remembered:
    """The state that was kept under `caseload`; an empty one where there is none."""
    found = _object(kept.get("caseload"))
    layouts = {}
    for name, pair in _of(found, "layouts", dict, {}).items():
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair):  # noqa: PLR2004
            layouts[name] = _readable(Layout(*pair))
    return Remembered(
        _of(found, "view", str, ""),
        _of(found, "query", str, None),
        _of(found, "case", int, None),
        _of(found, "place", int, 0),
        _of(found, "preview", bool, False),
        layouts,
        [one for one in _of(found, "queries", list, []) if isinstance(one, str)],
    )


def _readable(layout: Layout) -> Layout:
    try:
        parse_columns(layout.columns)
        if layout.sort:
            parse_order(layout.sort)
    except CpoError:
        return Layout()
    return layout


def marks_text(marks: Sequence[int]) -> str:
    """Marked cases as a list of ids; of very many a bit a case, packed, so that a million take no room to speak of."""
    if len(marks) <= MOST_LISTED or max(marks) > HIGHEST_BIT:
        return json.dumps(sorted(marks), separators=(",", ":"))
    bits = bytearray(max(marks) // 8 + 1)
    for case_id in marks:
        bits[case_id >> 3] |= 1 << (case_id & 7)
    return _BITS + base64.b64encode(zlib.compress(bits)).decode()


def read_marks(text: str | None) -> set[int]:
    """The marks that `marks_text` wrote; none where the text is not of it."""
    if text is None or not text.startswith(_BITS):
        return {one for one in _list(text) if isinstance(one, int)}
    try:
        bits = zlib.decompressobj().decompress(base64.b64decode(text[len(_BITS) :]), HIGHEST_BIT // 8 + 1)
    except (ValueError, zlib.error):
        return set()
    return {place << 3 | bit for place, byte in enumerate(bits) if byte for bit in range(8) if byte >> bit & 1}


def look_text(look: Look) -> str:
    """What was seen, as it is kept; of very many cases the latest."""
    latest = sorted(look.cases.items(), key=lambda one: one[1])[-MOST_LOOKED:]
    return json.dumps({"since": look.since, "cases": [[case, at] for case, at in latest]}, separators=(",", ":"))


def read_look(text: str | None, officer: str, head: int) -> Look:
    """What was seen; for an officer who looks for the first time, everything until `head`."""
    found = _object(text)
    since = _of(found, "since", int, head)
    pairs = _of(found, "cases", list, [])
    return Look(officer, since, {one[0]: one[1] for one in pairs if isinstance(one, list) and len(one) == 2})  # noqa: PLR2004


def _object(text: str | None) -> dict[str, Any]:
    found = _json(text)
    return found if isinstance(found, dict) else {}


def _list(text: str | None) -> list[Any]:
    found = _json(text)
    return found if isinstance(found, list) else []


def _json(text: str | None) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _of(found: Mapping[str, Any], name: str, kind: type, missing: Any) -> Any:
    value = found.get(name)
    return value if isinstance(value, kind) else missing
