"""What stays out of a file unless it is asked for: asylum and fear, T, U and VAWA matters, and what passes with counsel.

The words and flags come from the disclosure pack and the event categories from the rule pack; nothing of the law is here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpo_tui.domain.facts import EventDeclaration
    from cpo_tui.rules.disclosure_pack import DisclosurePack
    from cpo_tui.rules.pack import Pack

COUNSEL = frozenset({"attorney"})
"""The capacities whose inquiries are communications with counsel."""


class Protection:
    """Tells what is protected, by the packs in use.

    The rule pack is asked for when the first event is: it takes long to read, and most files have no events.
    """

    def __init__(self, disclosure: DisclosurePack, pack: Callable[[], Pack]) -> None:
        protected = [category for category in disclosure.categories.values() if category.protected]
        self.flags: frozenset[str] = frozenset(
            flag for category in protected for flag in (category.id, *category.flags)
        )
        """The safeguards that protect the whole of a case."""
        self._words = [word for category in protected for word in category.words]
        self._pack = pack

    @cached_property
    def _events(self) -> Mapping[str, EventDeclaration]:
        return self._pack().events

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(
            {r"[\W_]+".join(map(re.escape, _plain(word).split())) for word in self._words}, key=len, reverse=True
        )
        return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])")

    def by_event(self, kind: str) -> bool:
        """Whether an event of that kind tells something protected."""
        declared = self._events.get(kind)
        return declared is not None and declared.category in self.flags

    def by_words(self, texts: Iterable[str | None]) -> bool:
        """Whether a text seems to tell something protected. It finds what officers write by habit, not everything."""
        return any(text and self._pattern.search(_plain(text)) for text in texts)

    def by_capacity(self, capacity: str | None) -> bool:
        """Whether an inquiry comes from counsel."""
        return capacity in COUNSEL


def _plain(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
