"""Templates of letters: data in TOML with the words in each language, filled in a sandbox.

A template has days between which it may be used, and says which categories of information it tells. A field that is
not filled refuses the letter: nobody gets one with a gap in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cpo_tui.errors import NotFound, Refused, RuleError

FOLDER = Path(__file__).with_name("letters")
LANGUAGES = {"en": "English", "es": "Spanish"}
_HINTS = {
    "missing": "Nothing is missing that this person could be asked for.",
    "appointment": "Set a hearing: cpo add hearing CASE --at WHEN.",
    "status": "Nothing of the status may be told to this person, or nothing is known.",
    "document": "Give it: --field document=NAME.",
}
_SPANISH = "Spanish "
"""How the name of a field begins that lacks nothing but its words in Spanish."""
MOST = 40_000
"""Characters; no letter is longer."""


@dataclass(frozen=True, slots=True)
class Template:
    """A letter as it is written once for all: subject and body by language."""

    id: str
    version: str
    effective_from: date
    effective_to: date | None
    categories: tuple[str, ...]
    """What it tells, in the words of the disclosure pack; empty for one that tells nothing of a case."""
    needs: tuple[str, ...]
    """The fields without which it makes no sense."""
    internal: bool
    """Whether it stays inside the office."""
    words: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is ready to go: plain text, with the template that it was made from."""

    template: str
    version: str
    language: str
    head: tuple[str, ...]
    """The lines above the subject: the day, the recipient, the address."""
    subject: str
    body: str

    @property
    def text(self) -> str:
        """The whole letter as plain text."""
        return "\n".join((*self.head, "", self.subject, "", self.body)) + "\n"


def names() -> tuple[str, ...]:
    """The templates that there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def template(name: str) -> Template:
    """The template of that name; raises `NotFound`."""
    if name not in names():
        raise NotFound(f"There is no letter {name!r}.", hint=f"One of: {', '.join(names())}.")
    return read(name, (FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def read(name: str, text: str) -> Template:
    """A template from its TOML text; raises `RuleError` for one that is broken, before anybody uses it."""
    try:
        told = tomllib.loads(text)
        words = {code: (told[code]["subject"], told[code]["body"].strip()) for code in LANGUAGES if code in told}
        made = Template(
            name, told["version"], told["effective_from"], told.get("effective_to"), tuple(told["categories"]), tuple(told.get("needs", ())),
            bool(told.get("internal", False)), words,
        )  # fmt: skip
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise _broken(name, str(error)) from error
    if not words:
        raise _broken(name, "it has no words in any language")
    if not isinstance(made.effective_from, date) or (
        made.effective_to is not None and made.effective_to < made.effective_from
    ):
        raise _broken(name, "the days between which it may be used are wrong")
    _check_syntax(made)
    return made


def _check_syntax(made: Template) -> None:
    from jinja2 import TemplateSyntaxError

    for code, parts in made.words.items():
        for text in parts:
            try:
                _sandbox().from_string(text)
            except TemplateSyntaxError as error:
                raise _broken(made.id, f"{code}, line {error.lineno}: {error.message}") from error


def _broken(name: str, why: str) -> RuleError:
    return RuleError(f"The letter {name} is broken: {why}.", hint="Mend its TOML file.", kind="bad_template")


@dataclass(frozen=True, slots=True)
class Filled:
    """The words of a letter, and the fields that have no value; where there are any, their names stand in the words."""

    subject: str
    body: str
    unfilled: tuple[str, ...] = ()


def filled(made: Template, language: str, fields: Mapping[str, Any], on: date) -> tuple[str, str]:
    """The subject and the body in a language, with every field filled.

    Raises `Refused` for a template that may not be used on that day, that has no words in the language, or fields that
    have no value: it names all of them.
    """
    found = tried(made, language, fields, on)
    if found.unfilled:
        names = ", ".join(found.unfilled)
        hints = dict.fromkeys(hint_for(name) for name in found.unfilled)
        raise Refused(
            f"The letter {made.id} cannot be filled: there is no {names}.",
            hint=" ".join(hints),
            kind="unfilled",
            fields=list(found.unfilled),
        )
    return found.subject, found.body


@dataclass(frozen=True, slots=True)
class Wanting:
    """Words that nobody has given in the language of a letter: they stand in it as a gap, not in another language."""

    what: str

    @classmethod
    def in_spanish(cls, what: str, of: str) -> Wanting:
        """A name or title of something that has none in Spanish; `of` is what it is called in English."""
        return cls(f"{_SPANISH}{what} of {of}")


def hint_for(field: str) -> str:
    """What to do about a field that has no value."""
    if field.startswith(_SPANISH):
        return "Give it in the pack (name_es of a document, title_es of a rule), or write the letter in English."
    return _HINTS.get(field.partition(".")[0], "Enter it in the case first.")


def tried(made: Template, language: str, fields: Mapping[str, Any], on: date) -> Filled:
    """The letter as far as it can be filled: a field without a value is named in its place and told.

    Raises `Refused` for a template that may not be used on that day, that has no words in the language or becomes too
    long, and `RuleError` for one that is broken.
    """
    from jinja2 import TemplateError, UndefinedError

    if on < made.effective_from or (made.effective_to is not None and on > made.effective_to):
        until = f" until {made.effective_to}" if made.effective_to is not None else ""
        raise Refused(
            f"The letter {made.id} {made.version} may be used from {made.effective_from}{until}, not on {on}.",
            hint="Use a newer text.",
            kind="expired_template",
        )
    if language not in made.words:
        raise Refused(f"The letter {made.id} has no words in {language!r}.", hint=f"One of: {', '.join(made.words)}.")
    wanting: dict[str, None] = dict.fromkeys(need for need in made.needs if not fields.get(need))
    given = {name: _or_gap(name, value, wanting) for name, value in fields.items()}
    try:
        subject, body = (_sandbox().from_string(text).render(**given) for text in made.words[language])
    except UndefinedError as error:
        raise Refused(
            f"The letter {made.id} cannot be filled: {error.message}.",
            hint="Enter it in the case first.",
            kind="unfilled",
        ) from error
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise _broken(made.id, str(error)) from error
    if len(body) > MOST:
        raise Refused(f"The letter {made.id} is too long.", hint="Shorten what goes into it.")
    # A part of something that is wanting as a whole is not told again.
    told = tuple(name for name in wanting if not name.partition(".")[1] or name.partition(".")[0] not in wanting)
    return Filled(" ".join(subject.split()), _tidy(body), told)


class _Gap:
    """A field without a value: it counts as nothing where a template asks for it, and tells its name where it is written."""

    def __init__(self, name: str, wanting: dict[str, None]) -> None:
        self._name = name
        self._wanting = wanting

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __getattr__(self, name: str) -> _Gap:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Gap(f"{self._name}.{name}", self._wanting)

    def __str__(self) -> str:
        self._wanting.setdefault(self._name, None)
        return f"[{self._name}?]"


def _or_gap(name: str, value: Any, wanting: dict[str, None]) -> Any:
    """A value, or where there is none, something that tells its name when a template writes it."""
    if isinstance(value, Wanting):
        return _Gap(value.what, wanting)
    if isinstance(value, tuple):
        return tuple(_or_gap(name, each, wanting) for each in value)
    if isinstance(value, Mapping):
        return {key: _or_gap(f"{name}.{key}", each, wanting) for key, each in value.items()}
    if value is None or (isinstance(value, str) and not value.strip()):
        return _Gap(name, wanting)
    return value


@cache
def _sandbox() -> Any:
    from jinja2 import StrictUndefined, UndefinedError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def finalize(value: object) -> object:
        if value is None or (isinstance(value, str) and not value.strip()):
            raise UndefinedError("a field has no value")
        return value

    found = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=finalize, autoescape=False)
    # Nothing but plain values is needed; what could take memory or time is not there.
    found.globals.clear()
    return found


def _tidy(body: str) -> str:
    lines: list[str] = []
    for line in body.splitlines():
        kept = line.rstrip()
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip()
