"""How a command of the command line is made: plain help with examples, and no more loaded than it needs.

Typer turns every value of an option by way of pydantic, which costs a program of this kind a quarter of its start. The
options here are texts, whole numbers and flags only, so their values are turned in place; anything else is left to
Typer.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_CONTEXT: dict[str, Any] = {"help_option_names": ["--help", "-h"], "max_content_width": 100}


@dataclass(frozen=True, slots=True)
class _Plain:
    """Turns the text of an option into the value of its type, as Typer's own does for simple types."""

    turn: Callable[[Any], Any]
    many: bool

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of an option or argument; raises Typer's `BadParameter`."""
        if value is None:
            return () if self.many else None
        try:
            return [self.turn(item) for item in value] if self.many else self.turn(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is not a number.", ctx=ctx, param=param) from None


_TURNS: dict[Any, _Plain] = {
    bool: _Plain(bool, many=False),
    str: _Plain(str, many=False),
    int: _Plain(int, many=False),
    float: _Plain(float, many=False),
    list[str]: _Plain(str, many=True),
}


def _turn_in_place(params: Iterable[Any]) -> None:
    for param in params:
        described = getattr(param, "type_descriptor", None)
        plain = _TURNS.get(getattr(described, "annotation", None))
        if plain is not None and hasattr(param, "_runtime_param"):
            param._runtime_param = plain  # noqa: SLF001 - the one place where Typer can be spared pydantic


def _turned(option: Any) -> Any:
    if option is not None:
        _turn_in_place((option,))
    return option


class Command(TyperCommand):
    """A command whose simple values are turned in place."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _turn_in_place(self.params)

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`, which Typer makes late."""
        return _turned(super().get_help_option(ctx))


class Group(TyperGroup):
    """The commands of a noun, each made when it is called or listed: making them all is half the cost of a start."""

    noun: Noun | None = None

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _turn_in_place(self.params)

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`, which Typer makes late."""
        return _turned(super().get_help_option(ctx))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """The names of the commands in the order in which they were written."""
        return self.noun.names() if self.noun is not None else []

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's signature
        """The command of that name; None where there is none."""
        if cmd_name not in self.commands and self.noun is not None and cmd_name in self.noun.names():
            self.commands[cmd_name] = self.noun.made(cmd_name)
        return self.commands.get(cmd_name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; where no command is named, the noun's usual one is meant."""
        usual = self.noun.usual if self.noun is not None else ""
        if usual and (not args or (args[0].startswith("-") and args[0] not in _CONTEXT["help_option_names"])):
            args = [usual, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments begin with; an unknown one names the nearest."""
        name = args[0] if args else ""
        known = self.list_commands(ctx)
        if name and not name.startswith("-") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            ctx.fail(f"There is no command {name!r}." + (f" Did you mean {near[0]}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each command with its first sentence, whole."""
        self.write_section(ctx, formatter, "Commands", self.list_commands(ctx))

    def write_section(self, ctx: Any, formatter: Any, title: str, names: Iterable[str]) -> None:
        """Write a part of the help: commands with their first sentences."""
        found = ((name, self.get_command(ctx, name)) for name in names)
        rows = [(name, (command.help or "").partition("\n")[0]) for name, command in found if command is not None]
        with formatter.section(title):
            formatter.write_dl(rows)


class Noun(typer.Typer):
    """The commands of one noun; every command has a docstring and at least one example."""

    def __init__(self, help_text: str = "", *examples: str, usual: str = "") -> None:
        super().__init__(
            cls=Group,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            context_settings=_CONTEXT,
        )
        self.help_text = help_text
        self.examples = examples
        self.usual = usual
        """The command that is meant where none is named."""
        self.nouns: dict[str, Noun] = {}

    def verb(self, name: str, *examples: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register a function as the command `name`; `examples` are whole command lines."""
        return self.command(name, cls=Command, epilog=epilog(examples), context_settings=_CONTEXT)

    def add_noun(self, name: str, noun: Noun) -> None:
        """Put the commands of another noun under a name."""
        self.nouns[name] = noun

    def names(self) -> list[str]:
        """The names of the commands and nouns."""
        return [str(info.name) for info in self.registered_commands] + list(self.nouns)

    def made(self, name: str) -> Any:
        """The command or noun of that name, as Typer runs it."""
        if name in self.nouns:
            inner = self.nouns[name]
            group = Group(name=name, help=inner.help_text, epilog=epilog(inner.examples), context_settings=_CONTEXT)
            group.rich_markup_mode = None
            group.noun = inner
            return group
        alone = Noun()
        alone.registered_commands = [info for info in self.registered_commands if info.name == name]
        return typer.main.get_command(alone)


def epilog(examples: Iterable[str]) -> str:
    """The examples as the end of a help page, line by line."""
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples)
