"""What one open thing weighs in a comparison of caseloads: visible numbers in a file, never a judgement of a person."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
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


def weights_from(path: str | None = None) -> Weights:
    """The weights of a file, or those that ship with the product; raises `UsageError` for a file that is not of that form."""
    try:
        text = (
            Path(path).read_text(encoding="utf-8")
            if path
            else files("cpo_tui.rules").joinpath("workload.toml").read_text("utf-8")
        )
        found = tomllib.loads(text)["weights"]
        deadline = {severity.value: _number(found["deadline"][severity.value]) for severity in Severity}
        case, held, inquiry, document = (_number(found[name]) for name in ("case", "held", "inquiry", "document"))
        return Weights(case, held, inquiry, document, deadline)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    except (ValueError, KeyError, TypeError) as error:
        hint = "Weights are numbers from 0 to 1,000 under [weights] and [weights.deadline], as in rules/workload.toml."
        raise UsageError(f"{path} has no weights of the right form: {error}.", hint=hint) from error


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:  # noqa: PLR2004 - a bound, not a law
        raise ValueError(f"{value!r} is not a weight")
    return float(value)
