"""Commands with what they take, in one line of the palette: `assign okafor`, `hold fri`, `find late`, `view held`.

For each command that takes something: what fits what was typed so far, and how it is done without asking again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.cases import STAGES, WAITING_ON
from cpo_tui.domain.times import iso
from cpo_tui.errors import CpoError
from cpo_tui.ui import themes
from cpo_tui.ui.days import read_when
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.commands.register import Command
    from cpo_tui.ui.screens.base import CommandScreen

_MOST = 8


@dataclass(frozen=True, slots=True)
class Given:
    """What a command is given: its value, and the words that say so."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Argument:
    """How what is typed becomes a value, and what is done with it."""

    fits: Callable[[Any, str], Sequence[Given]]
    run: Callable[[Any, str], Awaitable[object]]


def split(commands: Sequence[Command], typed: str) -> list[tuple[Command, str]]:
    """The commands that a text begins with the name of, each with the rest of it."""
    words = typed.split()
    found = []
    for count in range(len(words) - 1, 0, -1):
        head, rest = " ".join(words[:count]).casefold(), " ".join(words[count:])
        found += [
            (command, rest)
            for command in commands
            if command.id in ARGUMENTS and command.label.rstrip("….").strip().casefold().startswith(head)
        ]
    return found


def given(screen: CommandScreen, commands: Sequence[Command], typed: str) -> list[tuple[Command, Given]]:
    """The commands that a text means together with what they take."""
    return [
        (command, one)
        for command, rest in split(commands, typed)
        for one in list(ARGUMENTS[command.id].fits(screen, rest))[:_MOST]
    ]


def run(screen: CommandScreen, command: Command, value: str) -> None:
    """Do a command with what it takes, or say why it cannot be done."""
    reason = screen.why_not(command)
    if reason:
        screen.cpo.say(reason, warn=True)
    else:
        screen.work(ARGUMENTS[command.id].run(screen, value))


# ---------------------------------------------------------------------- what fits


def _fitting(choices: dict[str, str], typed: str) -> list[Given]:
    wanted = typed.casefold()
    found = [Given(key, words) for key, words in choices.items() if wanted in f"{key} {words}".casefold()]
    return sorted(found, key=lambda one: not one.words.casefold().startswith(wanted))


def _officers(screen: Any, typed: str) -> list[Given]:
    from cpo_tui.store import reader

    logins = {login: shown(login) for login in screen.cpo.gateway.read_now(reader.officers)}
    found = _fitting({**logins, "-": "nobody"}, typed)
    if not any(one.words.casefold() == typed.casefold() for one in found):
        found.append(Given(typed, f"new officer: {shown(typed)}"))
    return found


def _stages(_screen: Any, typed: str) -> list[Given]:
    return _fitting(dict(STAGES), typed)


def _whom(_screen: Any, typed: str) -> list[Given]:
    return _fitting({**WAITING_ON, "-": "nobody named"}, typed)


def _flags(_screen: Any, typed: str) -> list[Given]:
    from cpo_tui.ui.flows.verbs import FLAGS

    return _fitting(dict(FLAGS), typed) or [Given(typed, shown(typed))]


def _day(_screen: Any, typed: str) -> list[Given]:
    moment = Moment.present()
    try:
        when = read_when(typed, moment)
    except CpoError:
        return []
    return [Given((iso(when) or "")[:10], f"until {moment.full(when)}")]


def _words(_screen: Any, typed: str) -> list[Given]:
    return [Given(typed, shown(typed, limit=60))]


def _views(screen: Any, typed: str) -> list[Given]:
    return _fitting({view.name: shown(view.name) for view in screen.views}, typed)


def _orders(screen: Any, typed: str) -> list[Given]:
    from cpo_tui.ui.flows.views import order_options

    return _fitting({one.key: one.label for one in order_options(screen)}, typed)


def _themes(_screen: Any, typed: str) -> list[Given]:
    return _fitting({name: name for name in themes.NAMES}, typed)


# ---------------------------------------------------------------------- what is done


def _deed(verb: str, option: str) -> Callable[[Any, str], Awaitable[object]]:
    async def run_deed(screen: Any, value: str) -> None:
        from cpo_tui.actions.deeds import deed
        from cpo_tui.ui.flows import verbs as flows

        text = "" if value == "-" and option in {"to", "on"} else value
        ids = screen.chosen if hasattr(screen, "chosen") else [screen.case_id]
        await flows.do(screen.cpo, deed(verb, **{option: text}), ids)

    return run_deed


async def _ask(screen: Any, value: str) -> None:
    screen.query_kept(value)
    await screen.try_query(value)


async def _mark(screen: Any, value: str) -> None:
    await screen.mark_query(value)


async def _go(screen: Any, value: str) -> None:
    await screen.go_to(value)


async def _view(screen: Any, value: str) -> None:
    screen.show_view(next(view for view in screen.views if view.name == value))


async def _order(screen: Any, value: str) -> None:
    from cpo_tui.domain.query.ordering import parse_order

    screen.sort_by(parse_order(value))


async def _theme(screen: Any, value: str) -> None:
    screen.cpo.theme = value


ARGUMENTS: dict[str, Argument] = {
    "act.assign": Argument(_officers, _deed("assign", "to")),
    "file.assign": Argument(_officers, _deed("assign", "to")),
    "act.stage": Argument(_stages, _deed("stage", "to")),
    "file.stage": Argument(_stages, _deed("stage", "to")),
    "act.waiting": Argument(_whom, _deed("wait", "on")),
    "act.hold": Argument(_day, _deed("hold", "until")),
    "file.hold": Argument(_day, _deed("hold", "until")),
    "act.note": Argument(_words, _deed("note", "body")),
    "add.note": Argument(_words, _deed("note", "body")),
    "act.flag": Argument(_flags, _deed("flag", "kind")),
    "add.flag": Argument(_flags, _deed("flag", "kind")),
    "act.request": Argument(_words, _deed("request", "document")),
    "act.close": Argument(_words, _deed("close", "reason")),
    "act.reopen": Argument(_words, _deed("reopen", "reason")),
    "query.edit": Argument(_words, _ask),
    "mark.query": Argument(_words, _mark),
    "list.goto": Argument(_words, _go),
    "view.list": Argument(_views, _view),
    "list.sort": Argument(_orders, _order),
    "app.theme": Argument(_themes, _theme),
}
"""Command → what it takes."""

TAKES: dict[str, str] = {
    "act.assign": "OFFICER", "file.assign": "OFFICER", "act.stage": "STAGE", "file.stage": "STAGE",
    "act.waiting": "WHOM", "act.hold": "DAY", "file.hold": "DAY", "act.note": "TEXT", "add.note": "TEXT",
    "act.flag": "FLAG", "add.flag": "FLAG", "act.request": "DOCUMENT", "act.close": "REASON", "act.reopen": "REASON",
    "query.edit": "QUERY", "mark.query": "QUERY", "list.goto": "ROW OR CASE", "view.list": "VIEW", "list.sort": "FIELD",
    "app.theme": "THEME",
}  # fmt: skip
"""The same in a word, for the palette."""
