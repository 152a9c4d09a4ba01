"""How long a closed file is kept: schedules as data, and the day on which a file is due under its schedule."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from cpo_tui.rules.fields import Fields
from cpo_tui.rules.pack import PACK_FOLDER, SCHEMA_VERSION, PackError, Problem, Source

FOLDER = PACK_FOLDER / "retention"
SHIPPED = FOLDER / "us-retention.toml"
_VERIFIED = ("text", "secondary", "own_knowledge")
_CONFIDENCE = ("high", "medium", "low")
LONGEST_YEARS = 500


class Disposition(StrEnum):
    """What becomes of a file when its time is over."""

    DESTROY = "destroy"
    PERMANENT = "permanent"
    """It is never due."""


class Beginning(StrEnum):
    """From which day the period runs."""

    CLOSED = "closed"
    BIRTH = "birth"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule. Without `events`, `closure_reasons` and `safeguards` it fits every file."""

    id: str
    title: str
    disposition: Disposition
    after: Beginning
    months: int
    """The period; years are twelve months."""
    events: tuple[str, ...]
    closure_reasons: tuple[str, ...]
    safeguards: tuple[str, ...]
    source: Source
    caution: str = ""


@dataclass(frozen=True, slots=True)
class RetentionPack:
    """The schedules of an office in the order in which they are tried."""

    name: str
    version: str
    title: str
    jurisdiction: str
    schedules: tuple[Schedule, ...]
    compiled_on: date | None
    file: str

    @property
    def shortest(self) -> int | None:
        """The shortest period in months that runs from the closing of a case; None where one runs from the birth."""
        ending = [one for one in self.schedules if one.disposition is Disposition.DESTROY]
        if any(one.after is Beginning.BIRTH for one in ending):
            return None
        return min((one.months for one in ending), default=LONGEST_YEARS * 12)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a schedule may ask of a closed file; `events` and `safeguards` are kinds."""

    closed_on: date
    born_on: date | None
    closure_reason: str | None
    events: frozenset[str]
    safeguards: frozenset[str]


def schedule_for(pack: RetentionPack, facts: FileFacts) -> Schedule | None:
    """The first schedule that fits a file; None where none does, and then it is never due."""
    return next((one for one in pack.schedules if _fits(one, facts)), None)


def _fits(schedule: Schedule, facts: FileFacts) -> bool:
    reasons = frozenset() if facts.closure_reason is None else frozenset({facts.closure_reason})
    asked = (
        (schedule.events, facts.events), (schedule.safeguards, facts.safeguards), (schedule.closure_reasons, reasons),
    )  # fmt: skip
    return all(not wanted or not had.isdisjoint(wanted) for wanted, had in asked)


def due_on(schedule: Schedule, facts: FileFacts) -> tuple[date | None, date | None]:
    """From which day the period runs, and the day on which it has ended; (day, None) where the file is permanent.

    Without a known birth date a period from birth has not begun: both are None.
    """
    began = facts.born_on if schedule.after is Beginning.BIRTH else facts.closed_on
    if began is None or schedule.disposition is Disposition.PERMANENT:
        return began, None
    return began, plus_months(began, schedule.months)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier); the last of the month where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, 1), date.max.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@cache
def shipped() -> RetentionPack:
    """The schedules that come with cpo."""
    return read_retention(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)


def read_retention(text: str, file: str) -> RetentionPack:
    """The retention pack in `text`. Raises `PackError` with every error; `file` is the name that the errors carry."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(file, (Problem(file, "", "", f"is not TOML: {error}"),)) from error
    top = Fields(table, file)
    if top.raw("schema_version") != SCHEMA_VERSION:
        top.fault("schema_version", f"must be {SCHEMA_VERSION}, not {table.get('schema_version')!r}")
    pack = RetentionPack(
        name=top.text("pack", required=True),
        version=top.text("version", required=True),
        title=top.text("title") or top.text("pack"),
        jurisdiction=top.text("jurisdiction", required=True),
        schedules=tuple(_schedule(one) for one in top.children("schedule")),
        compiled_on=top.day("compiled_on"),
        file=file,
    )
    ids = [one.id for one in pack.schedules]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        top.fault("schedule", f"has two schedules with the id {twice!r}")
    if not ids:
        top.fault("schedule", "is missing: a retention pack has at least one schedule")
    top.finish()
    if top.problems:
        raise PackError(file, tuple(dict.fromkeys(top.problems)))
    return pack


def load_retention(path: Path) -> tuple[RetentionPack, str]:
    """The pack in a file, and its text; raises `PackError`, or `OSError` where the file cannot be read."""
    text = path.read_text(encoding="utf-8")
    return read_retention(text, path.name), text


def _schedule(table: Fields) -> Schedule:
    disposition = table.choice("disposition", Disposition)
    years = table.number("years", most=LONGEST_YEARS)
    months = table.number("months", most=LONGEST_YEARS * 12)
    if disposition is Disposition.DESTROY and not (years or months):
        table.fault("years", "is missing: a file is kept for some years or months before it is destroyed")
    found = Schedule(
        id=table.text("id", required=True),
        title=table.text("title", required=True),
        disposition=disposition,
        after=table.choice("after", Beginning, Beginning.CLOSED),
        months=(years or 0) * 12 + (months or 0),
        events=table.words("events"),
        closure_reasons=table.words("closure_reasons"),
        safeguards=table.words("safeguards"),
        source=_source(table),
        caution=table.text("caution"),
    )
    table.finish()
    return found


def _source(schedule: Fields) -> Source:
    table = schedule.child("source")
    if table is None:
        schedule.fault("source", "is missing: a schedule needs a citation")
        return Source("", "own_knowledge", "low")
    found = Source(
        citation=table.text("citation", required=True),
        verified=table.one_of("verified", _VERIFIED, ""),
        confidence=table.one_of("confidence", _CONFIDENCE, ""),
        url=table.text("url"),
        read_at=table.words("read_at"),
    )
    table.finish()
    return found
