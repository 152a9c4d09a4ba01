"""The tree of commands: everything in it is explained, shown by an example, and called as the example says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from cpo_tui.cli.app import COMMANDS, command_tree


def walk(command: Any, path: tuple[str, ...] = ("cpo",)) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    if hasattr(command, "list_commands"):
        for name in command.list_commands(None):
            yield from walk(command.get_command(None, name), (*path, name))


TREE = {" ".join(path): command for path, command in walk(command_tree())}


def examples(command: Any) -> list[str]:
    _, found, lines = (command.epilog or "").partition("Examples:\n")
    return [line.strip() for line in lines.splitlines() if line.strip()] if found else []


EXAMPLES = [(path, line) for path, command in TREE.items() for line in examples(command)]


@pytest.mark.parametrize("path", TREE)
def test_every_command_is_explained_and_has_an_example(path: str) -> None:
    command = TREE[path]
    assert command.help
    assert command.help.partition("\n")[0].endswith(".")
    assert examples(command), path
    assert all("cpo" in line for line in examples(command))


@pytest.mark.parametrize("path", TREE)
def test_every_option_is_explained_and_is_in_an_example(path: str) -> None:
    command = TREE[path]
    shown = "\n".join(examples(command))
    for param in command.params:
        assert getattr(param, "help", None), (path, param.name)
        if param.param_type_name == "option":
            used = any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", shown) for name in param.opts)
            assert used, f"no example of {path} shows {param.opts}"


def arguments(line: str) -> list[str]:
    """The arguments of the one call of `cpo` in a line of a shell."""
    words = shlex.split(line, comments=False)
    words = words[words.index("cpo") + 1 :]
    for stop in ("<", "|", ">"):
        if stop in words:
            words = words[: words.index(stop)]
    return words


@pytest.mark.parametrize(("path", "line"), EXAMPLES)
def test_every_example_can_be_called(path: str, line: str) -> None:
    """The example is read as far as the values of its options; nothing is done."""
    command, args, parent = command_tree(), arguments(line), None
    called = ["cpo"]
    while hasattr(command, "list_commands"):
        context = command.make_context(called[-1], args, parent=parent)
        rest = [*context._protected_args, *context.args]
        if not rest:
            break
        name, command, args = command.resolve_command(context, rest)
        called.append(name)
        parent = context
        if not hasattr(command, "list_commands"):
            command.make_context(name, args, parent=parent)
    assert " ".join(called).startswith(path)


def test_the_help_lists_every_command_with_its_first_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    from cpo_tui.cli.running import run

    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert re.search(rf"^  {re.escape(name)} +[A-Z]", shown, re.MULTILINE), name
