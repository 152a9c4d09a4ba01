"""Conditions in CEL over typed facts, with three answers: true, false, and unknown for want of a fact.

A fact that is not recorded is absent from the evaluation, never false. CEL's own `||` and `&&` absorb what is absent
where the other side settles the answer (`true || absent` is true); in every other case the answer is unknown, and the
names of the missing facts are given. Answers are remembered by the values of the facts that a condition names.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.facts import FactDeclaration, FactType, Folded, Value
from cpo_tui.errors import RuleError

if TYPE_CHECKING:
    import cel

ALWAYS = "true"
"""The condition of what applies whenever it is triggered."""

MEMORY = 4096
"""How many answers one condition remembers before it starts afresh."""

_SAMPLES_TRIED = 512
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'')
_NAME = re.compile(r"(?<![\w.])([A-Za-z_]\w*)(\s*\()?")
_RECORDED = re.compile(r"\brecorded\s*\.\s*([A-Za-z_]\w*)")
_BOUND = re.compile(r"\.\s*(?:all|exists|exists_one|map|filter)\s*\(\s*([A-Za-z_]\w*)\s*,")
_WORDS = frozenset({"true", "false", "null", "in", "recorded"})
_COMPARED = re.compile(
    r"(?<![\w.])([A-Za-z_]\w*)\s*(?:==|!=|<=|>=|<|>)\s*(\"[^\"]*\"|'[^']*'|-?\d+|true|false)(?![\w.])"
)
_REVERSED = re.compile(
    r"(?<![\w.])(\"[^\"]*\"|'[^']*'|-?\d+|true|false)\s*(?:==|!=|<=|>=|<|>)\s*([A-Za-z_]\w*)(?![\w.(])"
)
_ONE_OF = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s+in\s+\[([^\]]*)\]")
_HELD = re.compile(r"(\"[^\"]*\"|'[^']*')\s+in\s+([A-Za-z_]\w*)(?![\w.(])")

_SAMPLES: Mapping[FactType, tuple[Value, ...]] = {
    FactType.BOOL: (True, False),
    FactType.INT: (0, 17, 40),
    FactType.STR: ("", "x"),
    FactType.DATE: (date(2026, 3, 2),),
    FactType.DATETIME: (datetime(2026, 3, 2, 14, tzinfo=UTC),),
    FactType.LIST: ((), ("x",)),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a condition says: `value` is True, False or None for unknown; `missing` names the facts that are wanting."""

    value: bool | None
    missing: tuple[str, ...] = ()


_TRUE, _FALSE = Answer(value=True), Answer(value=False)


@cache
def _core() -> Any:
    """The compiled core of the CEL package.

    The package itself also loads an interactive prompt, which costs six times as much as the core and is never used
    here; where the core cannot be found alone the whole package is loaded.
    """
    package = PathFinder.find_spec("cel")
    places = package.submodule_search_locations if package is not None else None
    found = PathFinder.find_spec("cel.cel", places) if places and "cel" not in sys.modules else None
    if found is None or found.loader is None:
        return import_module("cel")
    core = module_from_spec(found)
    found.loader.exec_module(core)
    sys.modules.setdefault("cel.cel", core)  # an extension is made once in a process; the package would use this one
    return core


def names_in(expression: str) -> tuple[str, ...]:
    """The names of variables that an expression uses, each once, `recorded.NAME` as NAME; functions are not names."""
    bare = _STRING.sub('""', expression)
    bound = set(_BOUND.findall(bare))
    found = [name for name, call in _NAME.findall(bare) if not call and name not in _WORDS and name not in bound]
    return tuple(dict.fromkeys([*found, *_RECORDED.findall(bare)]))


@dataclass(slots=True)
class Condition:
    """A compiled condition over the facts that its rule names. Raises `RuleError` if it cannot be compiled."""

    text: str
    facts: tuple[FactDeclaration, ...]
    _program: cel.Program = field(init=False, repr=False)
    _used: tuple[tuple[str, str], ...] = field(init=False, repr=False)
    _wants_recorded: bool = field(init=False, repr=False)
    _memory: dict[tuple[object, ...], Answer] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Compile once; the syntax is checked here and the types by `faults`."""
        try:
            self._program = _core().compile(self.text)
        except ValueError as error:
            raise RuleError(f"not a CEL expression: {_first_line(error)}") from error
        used = set(names_in(self.text))
        self._used = tuple((fact.name, fact.identifier) for fact in self.facts if fact.identifier in used)
        self._wants_recorded = _RECORDED.search(_STRING.sub('""', self.text)) is not None
        self._memory = {}

    def answer(self, facts: Folded, own: Mapping[str, Value] | None = None) -> Answer:
        """What the condition says about these facts; `own` are values (of the trigger itself) that win over them."""
        if self.text == ALWAYS:
            return _TRUE
        own = own or {}
        key: tuple[object, ...] = tuple([own[name] if name in own else facts.get(name) for name, _ in self._used])
        if self._wants_recorded:
            key += tuple([name in facts.recorded or name in own for name, _ in self._used])
        known = self._memory.get(key)
        if known is None:
            if len(self._memory) >= MEMORY:
                self._memory.clear()
            names = [identifier for _, identifier in self._used]
            recorded = dict(zip(names, key[len(names) :], strict=True)) if self._wants_recorded else {}
            known = self._memory[key] = self._evaluate(dict(zip(names, key[: len(names)], strict=True)), recorded)
        return known

    def _evaluate(self, values: Mapping[str, object], recorded: Mapping[str, object]) -> Answer:
        context = {name: _for_cel(value) for name, value in values.items() if value is not None}
        try:
            result = self._program.execute({**context, "recorded": dict(recorded)})
        except RuntimeError as error:
            missing = tuple(name for name, identifier in self._used if values.get(identifier) is None)
            if not missing or "Undefined variable" not in str(error):
                raise RuleError(f"the condition {self.text!r} cannot be evaluated: {_first_line(error)}") from error
            return Answer(None, missing)
        except (TypeError, ValueError) as error:
            raise RuleError(f"the condition {self.text!r} cannot be evaluated: {_first_line(error)}") from error
        if not isinstance(result, bool):
            raise RuleError(f"the condition {self.text!r} gives {result!r}, not true or false")
        return _TRUE if result else _FALSE

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the types: a comparison that can never hold, or an answer that is not true or false."""
        by_name = {fact.identifier: fact for fact in self.facts}
        found = [fault for name, literal in _literals(self.text) if (fault := _mismatch(by_name.get(name), literal))]
        if found:
            return tuple(dict.fromkeys(found))
        choices = [_samples(by_name[identifier]) for _, identifier in self._used]
        recorded = {identifier: True for _, identifier in self._used}
        for values in islice(product(*choices), _SAMPLES_TRIED):
            context = dict(zip((identifier for _, identifier in self._used), values, strict=True))
            try:
                self._evaluate(context, recorded)
            except RuleError as error:
                return (error.message,)
        return ()


def _samples(fact: FactDeclaration) -> tuple[Value, ...]:
    if fact.values:
        return tuple((word,) for word in fact.values) if fact.type is FactType.LIST else fact.values
    return _SAMPLES[fact.type]


def _literals(text: str) -> list[tuple[str, str]]:
    """Each comparison of a name with a literal, as (name, literal); `held` marks a word looked for in a list."""
    found = list(_COMPARED.findall(text))
    found += [(name, literal) for literal, name in _REVERSED.findall(text)]
    for name, listed in _ONE_OF.findall(text):
        found += [(name, item.strip()) for item in listed.split(",") if item.strip()]
    found += [(name, f"held {literal}") for literal, name in _HELD.findall(text)]
    return found


def _mismatch(fact: FactDeclaration | None, literal: str) -> str:
    """Why a fact can never equal a literal; empty where it can."""
    if fact is None:
        return ""
    held = literal.startswith("held ")
    literal = literal.removeprefix("held ")
    if held != (fact.type is FactType.LIST):
        return f"{fact.name} is {_article(fact.type)}: it cannot be compared with {literal} in this way"
    if literal[0] in "\"'":
        kinds, word = (FactType.STR, FactType.LIST), literal[1:-1]
        if fact.type in kinds and fact.values and word not in fact.values:
            return f"{fact.name} is never {literal}; its values are {', '.join(fact.values)}"
    elif literal in ("true", "false"):
        kinds = (FactType.BOOL, FactType.BOOL)
    else:
        kinds = (FactType.INT, FactType.INT)
    return "" if fact.type in kinds else f"{fact.name} is {_article(fact.type)}: it cannot be compared with {literal}"


def _article(kind: FactType) -> str:
    return f"an {kind.value}" if kind is FactType.INT else f"a {kind.value}"


def _for_cel(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time.min, UTC)
    return list(value) if isinstance(value, tuple) else value


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
