"""A mapping that was made by hand, as a profile that can be used again."""

from __future__ import annotations

import json
import re
from pathlib import Path

from cpo_tui.errors import UsageError
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.headers import delimiter_named
from cpo_tui.exchange.mapping import Plan
from cpo_tui.exchange.profiles import Profile, builtin_names, read_profile
from cpo_tui.exchange.target import writing_to

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")


def profile_text(title: str, plan: Plan, options: Options) -> str:
    """The TOML of a profile that reads files of this header in this way; columns without a field are kept beside."""
    lines = [f"title = {_quoted(title)}", f"kind = {_quoted(plan.kind)}"]
    if options.key:
        lines.append(f"key = {_quoted(options.key)}")
    elif plan.key:
        lines.append(f"key = [{', '.join(map(_quoted, plan.key))}]")
    if options.delimiter:
        lines.append(f"delimiters = [{_quoted(delimiter_named(options.delimiter))}]")
    if options.quoting:
        lines.append(f"quoting = {_quoted(options.quoting)}")
    if options.encoding:
        lines.append(f"encoding = {_quoted(options.encoding)}")
    lines.append("no_header = true" if options.no_header else "find_header = true")
    if plan.nulls:
        lines.append(f"nulls = [{', '.join(map(_quoted, sorted(plan.nulls)))}]")
    named = [one for one in plan.filled if plan.header[one.index].strip()]
    lines.append(f"required = [{', '.join(_quoted(plan.header[one.index].strip()) for one in named)}]")
    lines += ["", "[columns]", *_columns(plan)]
    return "\n".join(lines) + "\n"


def _columns(plan: Plan) -> list[str]:
    lines: list[str] = []
    fields = {one.index: one for one in plan.filled}
    joins = dict(plan.joins)
    seen: set[str] = set()
    for index, cell in enumerate(plan.header):
        name = cell.strip()
        if not name or name in seen:
            continue
        seen.add(name)
        one = fields.get(index)
        parts = [f"field = {_quoted(one.field)}"] if one is not None else []
        joined = [plan.header[other].strip() for other in joins.get(index, ()) if plan.header[other].strip()]
        if joined:
            parts.append(f"join = [{', '.join(map(_quoted, joined))}]")
        if one is not None and one.rule.formats:
            parts.append(f"formats = [{', '.join(map(_quoted, one.rule.formats))}]")
        lines.append(f"{_quoted(name)} = {{ {', '.join(parts)} }}" if parts else f"{_quoted(name)} = {{}}")
    return lines


def save_profile(folder: Path, name: str, text: str, *, force: bool = False) -> Profile:
    """Keep a profile under a name in the officer's folder; gives it as it was read back.

    Raises `UsageError` for a name that is none or is taken by a profile of the product, `ExportError` where the file
    cannot be written or is there already.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is not a name for a profile.", hint="Small letters, digits, - and _.")
    if name in builtin_names():
        raise UsageError(f"The product has a profile {name!r}.", hint="Choose another name.")
    profile = read_profile(text, name)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with writing_to(folder / f"{name}.toml", force=force) as target:
        target.write(text.encode())
    return profile


def _quoted(text: str) -> str:
    """A text as TOML: its basic strings are those of JSON, but for the characters that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
