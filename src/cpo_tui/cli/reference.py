"""The reference of the guide, written from the code: `python -m cpo_tui.cli.reference docs/reference`.

A test holds the files in `docs/reference` to what this gives, so that the guide cannot say what the program does not do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

_NOTE = "<!-- Written by python -m cpo_tui.cli.reference docs/reference; edit the code, not this file. -->"


@cache
def pages() -> dict[str, str]:
    """The name of each file of the reference → its content."""
    made: dict[str, Callable[[], Iterable[str]]] = {
        "commands.md": _commands, "query.md": _query, "fields.md": _fields, "keys.md": _keys, "checks.md": _checks,
        "exports.md": _exports, "packs.md": _packs, "json.md": _json,
    }  # fmt: skip
    return {name: "\n".join([*make()]).rstrip() + "\n" for name, make in made.items()}


TOP_LEVEL = 2
"""`cpo` and one word: deeper commands stand under theirs."""


def _commands() -> Iterator[str]:
    from cpo_tui.cli.app import command_tree

    yield from ("# Commands", "", _NOTE, "")
    for path, command in _walk(command_tree(), ("cpo",)):
        yield from (
            f"{'##' if len(path) <= TOP_LEVEL else '###'} `{' '.join(path)}`",
            "",
            " ".join((command.help or "").split()),
            "",
        )
        rows = [_parameter(param) for param in command.params if param.name != "help"]
        if rows:
            yield from _table(("option", "what it says"), rows)
        examples = [
            line.strip() for line in (command.epilog or "").partition("Examples:\n")[2].splitlines() if line.strip()
        ]
        if examples:
            yield from ("```", *examples, "```", "")


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            yield from _walk(command.get_command(None, name), (*path, name))


def _parameter(param: Any) -> tuple[str, str]:
    if param.param_type_name == "argument":
        return f"`{param.metavar or param.name.upper()}`", str(param.help or "")
    names = ", ".join(param.opts)
    return f"`{names} {param.metavar}`" if param.metavar else f"`{names}`", str(param.help or "")


def _query() -> Iterator[str]:
    from cpo_tui.domain.query.fields import FIELDS

    yield from ("# The query language", "", _NOTE, "")
    yield from (
        "Words are looked for in names and numbers. `field:value`, joined by spaces (and), `or`, `not` or `-`, and brackets.",
        "",
    )
    yield from _table(
        ("field", "also", "what it asks", "values", "example"),
        (
            (f"`{one.name}`", ", ".join(f"`{name}`" for name in one.aliases), one.help, ", ".join(f"`{value}`" for value in (*one.values, *(f"…/{state}" for state in one.states))), f"`{one.example}`")
            for one in FIELDS.values()
        ),
    )  # fmt: skip


def _fields() -> Iterator[str]:
    from cpo_tui.domain.fields import FIELDS

    yield from ("# Fields of a case", "", _NOTE, "", "As they are set with `cpo edit CASE FIELD=VALUE`.", "")
    yield from _table(
        ("field", "form", "what it means", "values"),
        (
            (
                f"`{one.name}`",
                one.form.replace("_", " "),
                one.help,
                ", ".join(f"`{value}`" for value in one.choices or ()),
            )
            for one in FIELDS.values()
        ),
    )


def _keys() -> Iterator[str]:
    from cpo_tui.ui.commands.register import with_keymap

    yield from ("# Keys", "", _NOTE, "", "As they are without a keymap of your own; `cpo keys` shows yours.", "")
    commands = [command.as_json() for command in with_keymap({})]
    for screen in dict.fromkeys(str(one["screen"]) for one in commands):
        yield from (f"## {screen}", "")
        yield from _table(
            ("key", "command", "what it does"),
            (
                (f"`{one['key']}`" if one["key"] else "", f"`{one['id']}`", str(one["help"]))
                for one in commands
                if one["screen"] == screen
            ),
        )


def _checks() -> Iterator[str]:
    from cpo_tui.store.lint import REPLAY
    from cpo_tui.store.lint_checks import CHECKS

    yield from ("# Checks of `cpo lint`", "", _NOTE, "")
    yield from _table(
        ("check", "what must hold", "the command that mends it"),
        ((f"`{one.id}`", one.words, f"`{one.remedy}`") for one in (*CHECKS, REPLAY)),
    )


def _exports() -> Iterator[str]:
    from cpo_tui.store.exports import COLUMNS

    yield from ("# Columns of the files", "", _NOTE, "", "What each means: `data/README.md`.", "")
    yield from _table(
        ("kind", "columns"),
        ((f"`{kind}`", ", ".join(f"`{name}`" for name in columns)) for kind, columns in COLUMNS.items()),
    )


def _packs() -> Iterator[str]:
    from cpo_tui.cli.reference_packs import rows

    yield from (
        "# The format of rule packs",
        "",
        _NOTE,
        "",
        "A pack is a TOML file; `cpo rules check FILE` tells every fault at once.",
        "",
    )
    for title, keys in rows():
        yield from (f"## {title}", "")
        yield from _table(("key", "form", "must be there"), ((f"`{key}`", form, must) for key, form, must in keys))


def _json() -> Iterator[str]:
    from cpo_tui.cli.reference_json import rows

    yield from ("# JSON", "", _NOTE, "")
    yield from (
        "With `--json` a command prints one document on stdout and nothing else. A day is `2026-03-02`, a moment has its offset. `[]`"
        " stands for each item of a list, `*` for any key. What an invented caseload did not have is not listed.", "",
    )  # fmt: skip
    for call, paths in rows():
        yield from (f"## `{call}`", "")
        yield from _table(("path", "what stands there"), ((f"`{path}`", kinds) for path, kinds in paths))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def main(folder: str) -> None:
    """Write the files of the reference into a folder."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (target / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "docs/reference")
