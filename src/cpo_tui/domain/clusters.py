"""One matter, many doors: which open inquiries seem to ask the same thing. Only ever suggested, never joined by itself.

Two inquiries belong together where they came within a window by different doors (another channel or another enquirer),
are about the same case or the same named person, and ask about the same thing. No points are given: each condition holds
or it does not, and the suggestion says which did.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from itertools import combinations

from cpo_tui.domain.cases import When

WINDOW = timedelta(days=14)
MOST_NAMES = 6
"""The names of an inquiry by which others are looked for, the longest ones."""
ENOUGH_NAMES = 2
"""Names that must agree before an inquiry without a case is about the same person."""
LIKE = 0.34
"""The part of the shorter question's words that must stand in the other, where no topic tells."""
MAX_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Asked:
    """An inquiry as it is compared."""

    id: int
    inquiry: str
    received_at: When
    channel: str
    enquirer: str
    subject: str
    question: str
    cases: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    """The folded words of the names of the persons whom its cases are about."""
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An inquiry that seems to ask the same, and why."""

    id: int
    inquiry: str
    why: str


def suggest(asked: Asked, others: Iterable[Asked], window: timedelta = WINDOW) -> tuple[Suggestion, ...]:
    """The inquiries that seem to ask the same as `asked`, in the order given; those of its own cluster are left out."""
    mine = _Read(asked)
    return tuple(
        Suggestion(other.id, other.inquiry, why) for other in others if (why := _why_one(mine, _Read(other), window))
    )


MOST_COMPARED = 300
"""With how many neighbours of the same case or name an inquiry is compared, where all are looked through."""


def suggested_among(asked: Iterable[Asked], window: timedelta = WINDOW) -> frozenset[int]:
    """The ids of the inquiries for which another one of them would be suggested.

    Only those are compared that share a case or two names, so that fifty thousand take seconds.
    """
    beside: dict[object, list[_Read]] = defaultdict(list)
    for one in sorted((_Read(each) for each in asked), key=lambda read: read.day):
        for case_id in one.asked.cases:
            beside[case_id].append(one)
        names = sorted(one.named, key=len, reverse=True)[:MOST_NAMES]
        for pair in combinations(sorted(names), 2):
            beside[pair].append(one)
    found: set[int] = set()
    apart: set[tuple[int, int]] = set()
    """Those that were compared and are not one: they may be neighbours by several names."""
    # A name that few bear finds most of them, so that little is left to compare among those whom many bear.
    for group in sorted(beside.values(), key=len):
        if len(group) > 1:
            _compare(group, window, found, apart)
    return frozenset(found)


def _compare(group: list[_Read], window: timedelta, found: set[int], apart: set[tuple[int, int]]) -> None:
    """Look for each of a group, in the order of their days, for a neighbour that seems to be one matter with it."""
    for place, one in enumerate(group):
        if one.asked.id in found:
            continue
        for other in _neighbours(group, place, window):
            pair = (one.asked.id, other.asked.id) if one.asked.id < other.asked.id else (other.asked.id, one.asked.id)
            if pair in apart:
                continue
            if _why_one(one, other, window):
                found.update(pair)
                break
            apart.add(pair)


def _neighbours(group: list[_Read], place: int, window: timedelta) -> Iterator[_Read]:
    """Those that came within the window after one of a group, then those that came before, the nearest first."""
    day = group[place].day
    for other in group[place + 1 : place + 1 + MOST_COMPARED]:
        if other.day - day > window.days:
            break
        yield other
    for other in reversed(group[max(0, place - MOST_COMPARED) : place]):
        if day - other.day > window.days:
            break
        yield other


class _Read:
    """An inquiry, and what is read in it when it is first needed."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.day = asked.received_at.toordinal()

    @cached_property
    def enquirer(self) -> str:
        return folded(self.asked.enquirer)

    @cached_property
    def matter(self) -> Matter:
        return matter(self.asked.subject, self.asked.question)

    @cached_property
    def named(self) -> frozenset[str]:
        return self.asked.names | names_in(self.asked.question)


def _why_one(one: _Read, other: _Read, window: timedelta) -> str:
    """Why two inquiries seem to be one matter; empty where they do not, or where they are joined already."""
    asked, second = one.asked, other.asked
    if second.id == asked.id or (asked.cluster is not None and asked.cluster == second.cluster):
        return ""
    if abs(one.day - other.day) > window.days:
        return ""
    door = _other_door(one, other)
    about = door and _same_person(one, other)
    alike = about and same_matter(one.matter, other.matter)
    return f"{about}; {alike}; {door}" if alike else ""


def _other_door(one: _Read, other: _Read) -> str:
    if one.asked.channel != other.asked.channel:
        return f"by {other.asked.channel or 'another channel'}"
    return "" if one.enquirer == other.enquirer else f"from {other.asked.enquirer or 'somebody else'}"


def _same_person(one: _Read, other: _Read) -> str:
    if one.asked.cases & other.asked.cases:
        return "the same case"
    if one.asked.cases and other.asked.cases:
        return ""
    return "the same name" if len(one.named & other.named) >= ENOUGH_NAMES else ""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is asked: topics that are known, and the other words that carry meaning."""

    topics: frozenset[str]
    words: frozenset[str]


def same_matter(one: Matter, other: Matter) -> str:
    """How two questions ask the same, in words; empty where they do not."""
    if one.topics and other.topics:
        shared = sorted(one.topics & other.topics)
        return f"both about {', '.join(shared)}" if shared else ""
    smaller = min(len(one.words), len(other.words))
    if smaller and len(one.words & other.words) / smaller >= LIKE:
        return "similar words"
    return ""


def matter(subject: str, question: str) -> Matter:
    """What a subject and a question ask, in English and Spanish."""
    words = folded(f"{subject} {question[:MAX_TEXT]}".replace("_", " ")).split()
    if "stand" in words:  # "Where does the case stand?" asks for no place.
        words = ["status", *(word for word in words if word != "where")]
    topics = frozenset(topic for word in words if word[:5] in _TOPICS_OF for topic in _TOPICS_OF[word[:5]])
    # "Status" is what everybody asks; it is a topic only where nothing else is said.
    sharp = topics - {"status"}
    return Matter(sharp or topics, frozenset(word[:5] for word in words if len(word) > 3 and word[:5] not in _EMPTY))  # noqa: PLR2004


def names_in(text: str) -> frozenset[str]:
    """The folded words of names in a text: runs of two or more words that begin with a capital letter."""
    found: set[str] = set()
    for run in _RUN.findall(text[:MAX_TEXT]):
        words = [word for word in re.split(r"[\s,]+", run) if word]
        if len(words) >= ENOUGH_NAMES:
            found.update(part for word in words for part in _parts(word) if len(part) > 1 and part not in _NO_NAMES)
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, ...]:
    """The folded parts of one word of a name; the same names come again and again."""
    return tuple(folded(word).split())


def folded(text: str) -> str:
    """A text in lower case, without accents and signs."""
    bare = text.casefold()
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare).translate(_ACCENTS)
    return _NO_WORD.sub(" ", bare).strip()


class _Accents(dict[int, "int | None"]):
    """Signs that combine with a letter → nothing; learnt as they are met, because a text has few different ones."""

    def __missing__(self, sign: int) -> int | None:
        found = self[sign] = None if unicodedata.combining(chr(sign)) else sign
        return found


_ACCENTS = _Accents()
_NO_WORD = re.compile(r"[\W_]+")
_CAPITAL = r"[A-ZÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝŠŽ][\w'\u2019-]+"
_RUN = re.compile(rf"{_CAPITAL}(?:,?\s+(?:(?:de|del|la|las|los|al|van|von|da|dos|y)\s+)*{_CAPITAL})+")
_NOT_OF_NAMES = (
    "mr mrs ms miss sr sra srta dr de del la las los al van von da dos the my mi where is what when has how please dear our we i"
    " donde esta cuando que como por favor senor senora ice ero uscis eoir cbp form court county detention center facility"
)
_NO_NAMES = frozenset(_NOT_OF_NAMES.split())

_TOPICS: dict[str, frozenset[str]] = {
    topic: frozenset(word[:5] for word in words.split())
    for topic, words in {
        "place": "where held location located locator detained moved transferred transfer whereabouts place donde detenido detenida"
        " ubicacion lugar localizar trasladado trasladada traslado encuentra",
        "hearing": "hearing court judge date audiencia corte juez tribunal fecha cita",
        "bond": "bond bail paid fianza pagar pagada",
        "medical": "medical medicine medication doctor health ill sick insulin tablets pregnant asthma medicinas medicamento"
        " medico enfermo enferma salud insulina pastillas embarazada",
        "property": "property phone wallet keys belongings pertenencias propiedad telefono cartera llaves",
        "document": "copies copy file record records documents copias expediente documentos archivo",
        "travel document": "passport consulate travel pasaporte consulado viaje",
        "release": "release released parole liberar liberacion libertad soltar",
        "removal": "removal removed deported flight deportation deportar deportado deportada deportacion vuelo expulsion",
        "visit": "visit visits visiting visita visitar",
        "check-in": "check-in checkin report reporting presentacion presentarse reportar",
        "complaint": "complaint grievance mistreated queja maltrato denuncia",
        "stay": "stay i-246 i246 suspension",
        "status": "status stage progress situation case estado etapa situacion caso avance",
    }.items()
}
_TOPICS_OF = {
    mark: tuple(topic for topic, marks in _TOPICS.items() if mark in marks)
    for marks in _TOPICS.values()
    for mark in marks
}
"""The beginning of a word → the topics that it tells."""
_NO_MEANING = (
    "what when which that this there with from have been about please could would their they them your case person"
    " client brother sister husband wife mother father relative constituent para como cual cuando esta este sobre favor quien"
    " hermano hermana esposo esposa madre padre cliente familiar persona information informacion know saber tell need want asks"
)
_EMPTY = frozenset(word[:5] for word in _NO_MEANING.split())
