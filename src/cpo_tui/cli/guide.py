"""The guide in the terminal: the page, or the part of a page, that words are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.errors import NotFound

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

commands = Noun()
SHOWN = 5
"""How many other parts are named beside the one that is shown."""
OUR_WORDS = {
    "vacation": "absence", "holiday": "absence", "sick": "absence", "password": "passphrase", "duplicate": "merge",
    "handover": "hand", "transfer": "hand", "spreadsheet": "csv", "delete": "destroy", "revert": "undo", "lawyer": "attorney",
    "statistics": "oversight", "dashboard": "oversight", "recover": "restore", "upload": "import", "print": "report",
    "pdf": "report", "mail": "letter", "save": "keep", "logout": "lock", "log out": "lock", "sign out": "lock",
}  # fmt: skip
"""What people type → the word that the guide has for it."""
_IN_PATH, _IN_TITLE, _IN_TEXT = 8, 5, 1
_WHOLE = 2
"""A word that stands there itself counts so many times one that only begins another, such as *print* in *printer*."""
FOR_BUILDERS = ("security.md", "architecture.md", "extending.md")
"""Pages about how the program is made: they come after those about its use that fit as well."""
_DEEPER = 4
"""A command of a command comes so far after the command itself, and a page for builders after one for users."""
_HEADING = re.compile(r"^(#{1,3}) (.+)$", re.MULTILINE)
_PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: where it stands, its heading, and its text with the heading."""

    page: str
    title: str
    text: str
    level: int


@commands.verb("help", "cpo help", "cpo help hand over", "cpo help restore a backup --json")
def guide(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD...]", help="What it is about.")] = None,
    json: Json = False,
) -> int:
    """Find a page of the guide: without words the list of pages, with words the part that is about them."""
    session = session_of(context)
    output = session.output(json=json)
    parts = sections()
    if not words:
        pages = [one for one in parts if one.level == 1]
        if json:
            output.document([{"page": one.page, "title": one.title} for one in pages])
        else:
            output.table(("PAGE", "ABOUT"), ((one.page, one.title) for one in pages))
            talk("cpo help WORDS finds a part of the guide; cpo COMMAND --help tells about a command.")
        return DONE
    found = best_of(parts, words)
    if not found:
        raise NotFound(f"The guide says nothing about {' '.join(words)!r}.", hint="See its pages: cpo help.")
    if json:
        output.document([{"page": one.page, "title": one.title, "text": one.text} for one in found[:SHOWN]])
        return DONE
    output.text(f"{found[0].page}\n\n{found[0].text}")
    others = [one for one in found[1:] if one.page != found[0].page or one.level > 1][:SHOWN]
    if others:
        talk("See also: " + "; ".join(f"{one.page} ({one.title})" for one in others))
    return DONE


def sections() -> list[Section]:
    """Every part of the guide: of a how-to page the whole, of others part by part; the pages in the order of the guide."""
    root = folder()
    found: list[Section] = []
    for name in _pages(root):
        text = _PICTURE.sub("", root.joinpath(name).read_text(encoding="utf-8"))
        heads = list(_HEADING.finditer(text))
        if not heads:
            continue
        whole = len(text) < 6000  # noqa: PLR2004 - about two screens: such a page is read as one
        found.append(
            Section(name, heads[0][2].replace("`", ""), text if whole else text[: heads[1].start()].rstrip(), 1)
        )
        for head, after in zip(heads[1:], [*heads[2:], None][: len(heads) - 1], strict=True):
            part = text[head.start() : after.start() if after is not None else len(text)].rstrip()
            found.append(Section(name, head[2].replace("`", ""), part, len(head[1])))
    return found


def best_of(parts: list[Section], words: list[str]) -> list[Section]:
    """What is found by the words as they were typed and by those of the guide, each part once, the best first."""
    phrase = in_our_words(" ".join(words))
    if len(words) > 1 and phrase != " ".join(words):
        found = matching(parts, [phrase])
    else:
        found = matching(parts, words) + matching(parts, [in_our_words(word) for word in words])
    in_order = sorted(found, key=lambda one: (-one.score, one.place))
    return list({one.place: one.section for one in in_order}.values())


@dataclass(frozen=True, slots=True)
class Scored:
    """A part that fits: how well, and which part of the guide it is."""

    score: int
    place: int
    section: Section


def matching(parts: list[Section], words: list[str]) -> list[Scored]:
    """The parts in which every word stands; they fit better where it is in a heading, or often, or itself."""
    wanted = [re.compile(rf"(?<!\w){re.escape(word.casefold())}(s?(?!\w))?") for word in words]
    found = []
    for place, one in enumerate(parts):
        path = one.page.casefold().replace("-", " ")
        title, text = one.title.casefold(), one.text.casefold().replace("`", "")
        if all(word.search(f"{path} {title} {text}") for word in wanted):
            score = sum(
                _IN_PATH * _weight(word, path, 1) * (one.level == 1)
                + _IN_TITLE * _weight(word, title, 1)
                + _IN_TEXT * _weight(word, text, 3)
                for word in wanted
            )
            score -= _DEEPER * ((one.level > 2) + (one.page in FOR_BUILDERS))  # noqa: PLR2004 - the third level of headings
            found.append(Scored(score, place, one))
    return found


def _weight(word: re.Pattern[str], text: str, most: int) -> int:
    """How often a word is in a text, up to so many times, those first in which it stands itself."""
    times = sorted((_WHOLE if one[1] is not None else 1 for one in word.finditer(text)), reverse=True)
    return sum(times[:most])


def in_our_words(word: str) -> str:
    """The word that the guide has for one that it does not have, also for its plural; else the word as it is."""
    folded = word.casefold()
    return OUR_WORDS.get(folded) or OUR_WORDS.get(folded.removesuffix("s")) or word


def folder() -> Traversable:
    """Where the guide lies: in the installed package, or beside the source; raises `NotFound` where it is in neither."""
    from importlib.resources import files

    package = files("cpo_tui")
    shipped, beside = package.joinpath("guide"), package.joinpath("..", "..", "docs")
    for place in (shipped, beside):
        if place.joinpath("tutorial.md").is_file():
            return place
    raise NotFound("The guide was not installed.", hint="See cpo --help, and docs/ of the project.")


def _pages(root: Traversable) -> list[str]:
    order = ("index.md", "tutorial.md", "how-to", "security.md", "architecture.md", "extending.md", "reference")
    found: list[str] = []
    for name in order:
        place = root.joinpath(name)
        if place.is_file():
            found.append(name)
        elif place.is_dir():
            found += sorted(f"{name}/{one.name}" for one in place.iterdir() if one.name.endswith(".md"))
    return found
