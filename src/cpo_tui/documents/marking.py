"""The mark of a report: one line at its end by which it can later be held against the store.

The mark is not part of what people read; in HTML and Markdown it is a comment, in PDF it stands behind the end of the
file, where readers of PDF pass over it, and in JSON it is a key beside the report.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cpo_tui.errors import UsageError

_AROUND = {
    "md": (b"<!-- cpo-report ", b" -->\n"),
    "html": (b"<!-- cpo-report ", b" -->\n"),
    "pdf": (b"%cpo-report ", b"\n"),
}
Mark = dict[str, Any]
"""officer, at, data date, packs, head … `content` is the SHA-256 of the report, `seal` the store's own word for it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A report as it was found: its mark, and the SHA-256 of its content as it is now."""

    mark: Mark
    content: str


def digest(body: bytes) -> str:
    """The SHA-256 of the content of a report."""
    return hashlib.sha256(body).hexdigest()


def json_body(content: Any) -> bytes:
    """The content of a JSON report in the one form that is hashed."""
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def ended(body: bytes) -> bytes:
    """The content of a rendered report with the end of line that its mark needs before it."""
    return body if body.endswith(b"\n") else body + b"\n"


def marked(body: bytes, form: str, mark: Mark) -> bytes:
    """A rendered report (PDF, HTML or Markdown; see `ended`) with its mark as its last line."""
    before, after = _AROUND[form]
    # A comment must not be ended by what stands in it, and PDF wants ASCII.
    line = json.dumps(mark, ensure_ascii=True, sort_keys=True).replace("-->", "--\\u003e")
    return body + before + line.encode() + after


def marked_json(content: Any, mark: Mark) -> bytes:
    """A JSON report with its mark: each of its figures on lines of its own, a record of a list a line."""
    parts = (f"{json.dumps(name)}: {_laid_out(part)}" for name, part in (("report", content), ("mark", mark)))
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _laid_out(content: Any) -> str:
    # The encoder that indents takes as long as counting did, where thousands of records are named.
    if not isinstance(content, dict):
        return json.dumps(content, ensure_ascii=False)
    lines = (f"  {json.dumps(name, ensure_ascii=False)}: {_part(value)}" for name, value in content.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _part(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(f"    {json.dumps(one, ensure_ascii=False)}" for one in value) + "\n  ]"


def found_in(data: bytes) -> Marked:
    """The mark of a report and the hash of what it marks; raises `UsageError` for a file that is no report of ours."""
    start = data.rfind(b"\n", 0, len(data) - 1) + 1
    line = data[start:]
    try:
        for before, after in _AROUND.values():
            if line.startswith(before) and line.endswith(after):
                return _checked(json.loads(line[len(before) : -len(after)]), digest(data[:start]))
        whole = json.loads(data)
        if isinstance(whole, dict) and {"report", "mark"} <= whole.keys():
            return _checked(whole["mark"], digest(json_body(whole["report"])))
    except (ValueError, RecursionError) as error:
        raise _no_report() from error
    raise _no_report()


def _checked(mark: Any, content: str) -> Marked:
    if not isinstance(mark, dict) or not all(
        isinstance(mark.get(name), str) for name in ("head", "content", "seal", "at")
    ):
        raise _no_report()
    return Marked(mark, content)


def _no_report() -> UsageError:
    return UsageError(
        "This file has no mark of a report.", hint="Only what cpo report wrote can be checked, and only whole."
    )
