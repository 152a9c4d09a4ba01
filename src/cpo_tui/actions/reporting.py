"""Writing a report: read from one state of the store, marked so that it can be checked later, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context
from cpo_tui.actions.leaving import leaving
from cpo_tui.collector import collecting_rarely
from cpo_tui.documents import marking, rendering
from cpo_tui.documents.page import Page
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import UsageError
from cpo_tui.store import marks
from cpo_tui.store.connect import Connection
from cpo_tui.store.verify import Problem

Content = dict[str, Any]
MOST_BYTES = 200_000_000
"""A report larger than this was not written by us."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """In which form a report is written, and what it may hold."""

    format: str = "md"
    include_protected: bool = False
    reason: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Reported:
    """What was written."""

    file: str
    kind: str
    subject: str
    format: str
    sha256: str
    head: str
    left_out: int

    def as_json(self) -> Content:
        """The result in the command line's form."""
        return {
            "file": self.file, "report": self.kind, "subject": self.subject, "format": self.format, "sha256": self.sha256,
            "head": self.head, "left_out": self.left_out,
        }  # fmt: skip


Build = Callable[[Connection], Content]
Lay = Callable[[Content, Sequence[tuple[str, str]]], Page]
Write = Callable[[bytes], None]


def write_report(
    context: Context, kind: str, subject: str, build: Build, lay: Lay, target: Path | Write, options: ReportOptions
) -> Reported:
    """Build a report from one state of the store and write it to a file, or hand its bytes to a function.

    Raises `UsageError` for an unknown format, `Refused` for protected categories that this officer may not export.
    """
    if options.format not in rendering.FORMATS:
        raise UsageError(f"There is no format {options.format!r}.", hint=f"One of: {', '.join(rendering.FORMATS)}.")
    reason = parse_text("reason", options.reason.strip(), multiline=True)
    if options.include_protected:
        permissions.require(context, Permission.EXPORT_PROTECTED)
        if not reason:
            raise UsageError("Protected categories are reported with a reason.", hint="Give --reason.")
    connection = context.store.reader()
    try:
        connection.execute("BEGIN")
        with collecting_rarely():
            content = build(connection)
            data, mark = _marked(context, connection, kind, subject, content, lay, options)
    finally:
        connection.close()
    detail = {
        "report": kind,
        "format": options.format,
        "content": mark["content"],
        "protected": options.include_protected,
    }
    if isinstance(target, Path):
        with leaving(context, target, "report", force=options.force) as made:
            made.file.write(data)
            made.detail, made.reason = detail, reason or None
    else:
        target(data)
        permissions.note(context, "report", detail=detail, reason=reason or None)
    where = str(target) if isinstance(target, Path) else "-"
    left_out = int(content.get("left_out", 0))
    return Reported(where, kind, subject, options.format, mark["content"], mark["head"], left_out)


def _marked(
    context: Context,
    connection: Connection,
    kind: str,
    subject: str,
    content: Content,
    lay: Lay,
    options: ReportOptions,
) -> tuple[bytes, marking.Mark]:
    state = marks.state(connection)
    mark: marking.Mark = {
        "report": kind, "subject": subject, "format": options.format, "officer": context.actor.officer, "at": context.at,
        "protected": options.include_protected, **state,
    }  # fmt: skip
    plain = json.loads(json.dumps(content, default=_plain))
    if options.format == "json":
        mark["content"] = marking.digest(marking.json_body(plain))
        mark["seal"] = marks.seal(connection, mark)
        return marking.marked_json(plain, mark), mark
    render = {"md": rendering.as_markdown, "html": rendering.as_html, "pdf": rendering.as_pdf}[options.format]
    body = marking.ended(render(lay(plain, origin_of(mark))))
    mark["content"] = marking.digest(body)
    mark["seal"] = marks.seal(connection, mark)
    return marking.marked(body, options.format, mark), mark


def origin_of(mark: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Where a report comes from, in words."""
    return (
        ("made by", str(mark["officer"])),
        ("made at", str(mark["at"])),
        ("data as of", str(mark["data_at"] or "nothing recorded yet")),
        ("rules", str(mark["pack"])),
        ("head of the record", f"{mark['head']} ({mark['change_sets']} change-sets)"),
        ("protected categories", "included" if mark["protected"] else "left out"),
    )


def _plain(value: object) -> str:
    found = getattr(value, "isoformat", None)
    if found is None:
        raise TypeError(f"{type(value).__name__} has no form in a report")
    return str(found(timespec="seconds") if hasattr(value, "hour") else found())


@dataclass(frozen=True, slots=True)
class ReportVerdict:
    """Whether a report is what this store made, and how much has changed since."""

    problems: tuple[Problem, ...]
    mark: marking.Mark
    changed_since: int

    @property
    def ok(self) -> bool:
        """Whether the report is as it was made, by this store."""
        return not self.problems


def check_report(context: Context, path: Path) -> ReportVerdict:
    """Hold a report against the store: its content, its seal, and whether its head is in the chain."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(f"{path} is too large to be a report.", hint="Name a file that cpo report wrote.")
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    found = marking.found_in(data)
    mark = found.mark
    problems = tuple(
        Problem(kind, str(path), words) for kind, words in marks.problems(context.connection, mark, found.content)
    )
    subject = str(mark.get("subject")) if mark.get("report") == "case" else None
    since = 0 if problems else marks.changed_since(context.connection, mark["head"], subject)
    permissions.note(context, "verify report", "ok" if not problems else "problems", detail={"content": found.content})
    return ReportVerdict(problems, mark, since)
