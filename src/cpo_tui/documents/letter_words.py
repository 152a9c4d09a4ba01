"""Words that letters take from data and not from the case: reasons and kinds of hearing by language.

Names of documents and titles of rules have theirs in the packs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("letter_words.toml")
ByLanguage = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Language → word of the program → words of the letter. What a language does not have keeps its own name."""

    reasons: ByLanguage
    hearings: ByLanguage
    asked_of: Mapping[str, tuple[str, ...]]
    """Capacity → the suppliers (of the documents pack) whose papers somebody of it can be asked for."""


@cache
def letter_words() -> LetterWords:
    """The words that are shipped."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    asked = {capacity: tuple(suppliers) for capacity, suppliers in told["asked_of"].items()}
    return LetterWords(told["reasons"], told["hearings"], asked)
