"""What one open thing weighs in a comparison of caseloads: visible numbers in a file, never a judgement of a person."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cpo_tui.domain.demands import Severity
from cpo_tui.errors import UsageError


@dataclass(frozen=True, slots=True)
class Weights:
    """What each open thing weighs; `held` stands instead of `case` for a case on hold."""

    case: float
    held: float
    inquiry: float
    document: float
    deadline: Mapping[str, float]

    def __post_init__(self) -> None:
        # Those that ship are one object for the whole run: whoever shows them must not be able to change them.
        object.__setattr__(self, "deadline", MappingProxyType(dict(self.deadline)))

    def load(self, *, cases: int, held: int, inquiries: int, documents: int, deadlines: Mapping[str, int]) -> float:
        """The weighted sum; `cases` counts the held ones too."""
        own = (cases - held) * self.case + held * self.held + inquiries * self.inquiry + documents * self.document
        return own + sum(self.deadline[severity] * count for severity, count in deadlines.items())

    def as_json(self) -> dict[str, Any]:
        """The weights as a report shows them."""
        return {
            "case": self.case,
            "held": self.held,
            "inquiry": self.inquiry,
            "document": self.document,
            "deadline": dict(self.deadline),
        }

    def as_toml(self) -> str:
        """The weights as the file that they can be read from."""
        own = [f"{name} = {value!r}" for name, value in self.as_json().items() if name != "deadline"]
        classes = [f"{name} = {value!r}" for name, value in self.deadline.items()]
        return "\n".join(["[weights]", *own, "", "[weights.deadline]", *classes, ""])


def weights_from(path: str) -> Weights:
    """The weights of a file; raises `UsageError` for a file that is not of that form."""
    try:
        return weights_of(Path(path).read_text(encoding="utf-8"), path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8.", hint="Save it as UTF-8.") from error


def weight_typed(weight: float) -> str:
    """A weight as it is typed: with every digit that it has, so that a form that is saved leaves it as it was."""
    return repr(weight).removesuffix(".0")


def weights_typed(values: Mapping[str, str]) -> Weights:
    """The weights as they were typed, one text each, a class of deadlines by its name; raises `UsageError` for another."""
    numbers = {}
    for name in ("case", "held", "inquiry", "document", *(severity.value for severity in Severity)):
        try:
            numbers[name] = _number(float(values[name].strip()))
        except ValueError as error:
            hint = "A weight is a number from 0 to 1,000, such as 1.5."
            raise UsageError(f"{values[name]!r} is no weight of {name.replace('_', ' ')}.", hint=hint) from error
    deadline = {severity.value: numbers[severity.value] for severity in Severity}
    return Weights(numbers["case"], numbers["held"], numbers["inquiry"], numbers["document"], deadline)


@cache
def shipped_weights() -> Weights:
    """The weights that ship with the product."""
    return weights_of(files("cpo_tui.rules").joinpath("workload.toml").read_text("utf-8"), "workload.toml")


def weights_of(text: str, name: str) -> Weights:
    """The weights of a text in TOML, which is called `name`; raises `UsageError` where it is not of that form."""
    try:
        found = tomllib.loads(text)["weights"]
        deadline = {severity.value: _number(found["deadline"][severity.value]) for severity in Severity}
        case, held, inquiry, document = (_number(found[name]) for name in ("case", "held", "inquiry", "document"))
        return Weights(case, held, inquiry, document, deadline)
    except (ValueError, KeyError, TypeError) as error:
        hint = "Weights are numbers from 0 to 1,000 under [weights] and [weights.deadline], as in rules/workload.toml."
        raise UsageError(f"{name} has no weights of the right form: {error}.", hint=hint) from error


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:  # noqa: PLR2004 - a bound, not a law
        raise ValueError(f"{value!r} is not a weight")
    return float(value)
