"""Who asks, and whether a name on file is theirs. A mandate or consent is read narrowly, a contact block widely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cpo_tui.domain.names import search_terms

ENOUGH_NAMES = 2
"""Names that must agree before a shorter form of a name counts as the same person."""


@dataclass(frozen=True, slots=True)
class Enquirer:
    """Who asks. `asserted` are the requirements that an officer has checked and vouches for (an identity check …)."""

    capacity: str
    name: str = ""
    organisation: str = ""
    asserted: frozenset[str] = frozenset()


def names_enquirer(recipient: str, enquirer: Enquirer) -> bool:
    """Whether a mandate or consent names this enquirer. It is read narrowly: one bare first name names nobody else."""
    wanted = _words(recipient)
    for text in (enquirer.name, enquirer.organisation):
        given = _words(text)
        if not given or not wanted:
            continue
        if given == wanted:
            return True
        if min(len(given), len(wanted)) >= ENOUGH_NAMES and (_covers(given, wanted) or _covers(wanted, given)):
            return True
    return False


def blocks_enquirer(blocked_names: Iterable[str], enquirer: Enquirer) -> bool:
    """Whether a contact block names this enquirer. It is read widely, because what was told cannot be taken back: a part of the name is enough."""
    asked = [_words(text) for text in (enquirer.name, enquirer.organisation)]
    blocked = [_words(text) for text in blocked_names]
    return any(_covers(one, other) or _covers(other, one) for one in asked for other in blocked if one and other)


def _words(text: str) -> frozenset[str]:
    return frozenset(search_terms(text))


def _covers(longer: frozenset[str], shorter: frozenset[str]) -> bool:
    """Whether every word of one name is in the other; an initial stands for a word, but not for all of them."""
    full = [word for word in shorter if len(word) > 1]
    initials = [word for word in shorter if len(word) == 1]
    rest = longer - set(full)
    return bool(full) and set(full) <= longer and all(any(word.startswith(one) for word in rest) for one in initials)
