"""A page as plain values: what a report says, before it is a PDF, a web page or text."""

from __future__ import annotations

from dataclasses import dataclass, field

from cpo_tui.documents.pictures import Picture


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values, one pair a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the names of their columns; the columns in `right` (by place) hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    queries: tuple[tuple[str, ...], ...] = field(default=())
    """For each cell the query that finds the cases behind its number; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; its line breaks are kept."""

    text: str


Block = Fields | Table | Words | Picture


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it; `level` 1 is a chapter, 2 lies inside one."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    new_page: bool = False
    """Whether it begins a page where there are pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report: its title, where it comes from, and its parts."""

    title: str
    origin: tuple[tuple[str, str], ...]
    """Who made it, when, from which state of the store: shown at the head."""
    parts: tuple[Part, ...]
