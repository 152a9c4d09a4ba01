"""The figures of oversight and their pictures as entries of a list. Pure: what was counted and a width in, entries out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from cpo_tui.documents.oversight_pictures import AGE_NAMES, age_bars, kept_bars, on_time_trend, open_trend
from cpo_tui.documents.picture_text import lines
from cpo_tui.documents.pictures import Picture
from cpo_tui.ui.entries.counts import Counts, counts
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

Content = Mapping[str, Any]

_ROLES = {
    "good": "you", "plain": "you", "warn": "now", "bad": "late", "quiet": "faint", "label": "quiet", "words": "ink",
    "title": "head", "today": "now",
}  # fmt: skip
WIDEST = 100
"""Cells: a wider picture is no better."""


def drawn(picture: Picture, width: int) -> Entry:
    """A picture as an entry that cannot be chosen, with an empty line under it."""
    rows: list[Row] = [
        ([("  ", ""), *((text, _ROLES.get(tone, "")) for text, tone in line)], [])
        for line in lines(picture, min(WIDEST, max(20, width - 4)))
    ]
    return Entry(None, (*rows, ([], [])))


def now(open_cases: int, late: int) -> dict[str, Any]:
    """The first figures, which are known at once."""
    queries = {"open": "(lifecycle:open or lifecycle:reopened)", "late": "late"}
    return {"open": open_cases, "late": late, "queries": queries}


def nothing() -> Entry:
    """The line of a view without rows."""
    return Entry(None, (([("   Nothing to show.", "ink")], []),))


def on_time(content: Content, width: int) -> list[Entry]:
    """By class with its bars, then by rule, then the reasons for lateness."""
    figures = ("met", "met_late", "open_late", "open_in_time")
    entries = [*_now(content, width), Entry(None, (([], []),)), drawn(kept_bars(content["classes"], "severity"), width)]
    classes = [
        Counts(one["severity"].replace("_", " "), one)
        for one in content["classes"]
        if any(one[name] for name in figures)
    ]
    worst = sorted(content["rules"], key=lambda one: (-(one["met_late"] + one["open_late"]), one["rule"]))
    # One list for both, so that their columns are the same.
    laid = counts([*classes, *(Counts(one["rule"], one) for one in worst)], figures, width)
    entries += laid[: len(classes)]
    if worst:
        entries += [_heading("by rule"), *laid[len(classes) :]]
    if content["reasons"]:
        reasons = [Counts(f"{one['rule']}: {one['reason']}", one) for one in content["reasons"]]
        entries += [_heading("why it was late"), *counts(reasons, ("times",), width)]
    return entries


def _now(content: Content, width: int) -> list[Entry]:
    return counts([Counts("cases now", content["now"])], ("open", "late"), width)


def _heading(words: str) -> Entry:
    return Entry(None, (([], []), ([(f" {words}", "head")], [])))


def change(content: Content, width: int) -> list[Entry]:
    """The last twelve months: the share in time, the open cases, and each month with its figures."""
    months = content["months"]
    figures = ("met", "met_late", "open_late", "opened", "closed", "open")
    rows = [Counts(one["month"], one) for one in reversed(months)]
    return [drawn(on_time_trend(months), width), drawn(open_trend(months), width), *counts(rows, figures, width)]


def protections(content: Content, width: int) -> list[Entry]:  # noqa: ARG001 - one shape for all views
    """The protections that were missed or nearly missed, case by case."""
    words = f" {len(content['protections']):,} named, {content['left_out']:,} more in protected categories"
    entries = [Entry(None, (([(words, "quiet")], []),))]
    for one in content["protections"]:
        how = one["how"].replace("_", " ")
        left: list[Part] = [
            ("   ", ""), (fit(how, 10), "late" if one["how"] != "nearly" else "now"), (f" {fit(shown(one['reference']), 16)} ", "quiet"),
            (shown(one["title"]), "ink"),
        ]  # fmt: skip
        key = (("case", one["reference"], one["queries"]["reference"]),)
        entries.append(Entry(key, ((left, [(f"due {str(one['due_at'])[:10]}", "quiet"), (" ", "")]),)))
    return entries


def ages(content: Content, width: int) -> list[Entry]:
    """The four ages, with bars where a case has the age, and the stages."""
    entries: list[Entry] = []
    found, pictures = content["ages"], age_bars(content["ages"])
    ranges = next(iter(found.values()))["ranges"]
    rows = [
        Counts(AGE_NAMES[name], {**one["ranges"], "unknown": one["unknown"], "queries": one["queries"]})
        for name, one in found.items()
    ]
    for name, row in zip(found, counts(rows, (*ranges, "unknown"), width), strict=True):
        if name in pictures:
            entries.append(drawn(pictures[name], width))
        entries += [row, Entry(None, (([], []),))]
    entries.append(Entry(None, (([(" by stage", "head")], []),)))
    stages = [
        Counts(one["stage"].replace("_", " "), one, "" if one["median"] is None else f"median {one['median']:,} d")
        for one in content["stages"]
    ]
    return entries + counts(stages, ("cases",), width)


def inquiries(content: Content, width: int) -> list[Entry]:
    """Inquiries against their standard."""
    figures = ("answered_in_time", "answered_late", "waiting_in_time", "waiting_late", "no_date")
    rows = [Counts(one["capacity"].replace("_", " "), one) for one in content["inquiries"]]
    return counts(rows, figures, width) or [nothing()]


def papers(content: Content, width: int) -> list[Entry]:
    """Documents that open cases lack."""
    rows = [Counts(f"{one['document']}: {one['state'].replace('_', ' ')}", one) for one in content["documents"]]
    return counts(rows, ("documents", "cases"), width) or [nothing()]


def extracts(content: Content, width: int) -> list[Entry]:
    """Import by import: rows, refused, disappeared."""
    rows = [
        Counts(
            f"{one['batch']} {one['file']}",
            {**one, "queries": {**one["queries"], "refused": one["batch"]}},
            "taken back" if one["taken_back"] else "",
        )
        for one in content["extracts"]
    ]
    return counts(rows, ("rows", "refused", "disappeared"), width) or [nothing()]


def fairness(content: Content, width: int) -> list[Entry]:
    """Open cases compared by group; nothing of this orders the list."""
    words = f" Groups of fewer than {content['smallest_group']} are put together or left out. Nothing of this orders the list."
    entries = [Entry(None, (([(words, "quiet")], []),))]
    rows = [
        Counts(one["group"], one, "" if one["median_age"] is None else f"median {one['median_age']:,} d")
        for found in content["fairness"].values()
        for one in found
    ]
    laid = iter(counts(rows, ("cases", "late", "touched"), width))
    for name, found in content["fairness"].items():
        entries += [_heading(f"by {name}"), *islice(laid, len(found))]
    return entries


VIEWS: dict[str, Callable[[Content, int], list[Entry]]] = {
    "on time": on_time, "change": change, "protections": protections, "ages": ages, "inquiries": inquiries,
    "documents": papers, "extracts": extracts, "fairness": fairness,
}  # fmt: skip
"""View → how it is laid out, in the order of the tabs."""
_SHOWS = {
    "on time": "classes", "change": "months", "protections": "protections", "ages": "ages", "inquiries": "inquiries",
    "documents": "documents", "extracts": "extracts", "fairness": "fairness",
}  # fmt: skip
"""View → the part of the content that it shows."""


def is_counted(view: str, content: Content) -> bool:
    """Whether what a view shows has been counted."""
    return _SHOWS[view] in content


def laid_out(view: str, content: Content, width: int) -> list[Entry]:
    """A view, or that it is being counted; the first figures are there before."""
    if is_counted(view, content):
        return VIEWS[view](content, width)
    first = _now(content, width) if "now" in content else []
    return [*first, Entry(None, (([], []), ([("   counting …", "quiet")], [])))]


def tabs(view: str, width: int, *, names: Sequence[str] = tuple(VIEWS), title: str = "Oversight") -> list[Part]:
    """The names of the views with the open one marked; where there is no room, the open one and how many there are."""
    if width < sum(len(name) + 3 for name in names) + len(title):
        return [(f"{title}   ", "strong"), (view, "open-tab"), (f"  {names.index(view) + 1} of {len(names)}", "quiet")]
    return [(title, "strong"), *_spaced((name, "open-tab" if name == view else "quiet") for name in names)]


def _spaced(parts: Iterable[Part]) -> Iterable[Part]:
    for part in parts:
        yield ("   ", "")
        yield part
