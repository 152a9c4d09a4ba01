"""The figures of oversight and their pictures as entries of a list. Pure: what was counted and a width in, entries out.

The key of a row is its figures that open something, each as `(name, count, query)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cpo_tui.documents.oversight_pictures import AGE_NAMES, age_bars, kept_bars, on_time_trend, open_trend
from cpo_tui.documents.picture_text import lines
from cpo_tui.documents.pictures import Picture
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

Figure = tuple[str, str, str | int]
"""The name of a figure, how much it is, and what opens behind it: the cases of a query, or what an import refused."""
Content = Mapping[str, Any]

_ROLES = {
    "good": "you", "plain": "you", "warn": "now", "bad": "late", "quiet": "faint", "label": "quiet", "words": "ink",
    "title": "head", "today": "now",
}  # fmt: skip
WIDEST = 100
"""Cells: a wider picture is no better."""
_COLUMN = 9
"""Cells of a figure beside its word: seven for the number, and a blank at either side of the word."""


def drawn(picture: Picture, width: int) -> Entry:
    """A picture as an entry that cannot be chosen, with an empty line under it."""
    rows: list[Row] = [
        ([("  ", ""), *((text, _ROLES.get(tone, "")) for text, tone in line)], [])
        for line in lines(picture, min(WIDEST, max(20, width - 4)))
    ]
    return Entry(None, (*rows, ([], [])))


def counted(
    name: str, one: Mapping[str, Any], figures: Sequence[str], width: int, *, note: str = "", room: int = 0
) -> Entry:
    """One row of counts; its key is those of its figures that open cases."""
    queries: Mapping[str, str | int] = one["queries"]
    key: tuple[Figure, ...] = tuple(
        (figure.replace("_", " "), f"{one[figure]:,}", queries[figure])
        for figure in figures
        if queries.get(figure) and one.get(figure)
    )
    room = room or max(14, min(44, width // 3))
    left: list[Part] = [("   ", ""), (fit(shown(name), room), "ink"), (" ", "")]
    # Where there is room every figure has its column, with a point for none; else only what there is stands there.
    wide = room + 4 + sum(len(figure) + _COLUMN for figure in figures) <= width
    told = figures if wide else [figure for figure in figures if one.get(figure) != 0]
    if not told:
        left.append((" none", "faint"))
    for figure in told:
        count = one.get(figure)
        late = figure in {"met_late", "open_late", "answered_late", "waiting_late"} and count
        words = "–" if not isinstance(count, int) else f"{count:,}" if count else "·"
        left.append(
            (f"{words:>{_COLUMN - 2}}" if wide else f" {words}", "late" if late else "strong" if count else "faint")
        )
        left.append((f" {figure.replace('_', ' ')} ", "faint"))
    return Entry(key or ("nothing",), ((left, [(shown(note), "quiet"), (" ", "")] if note else []),))


def now(open_cases: int, late: int) -> dict[str, Any]:
    """The first figures, which are known at once."""
    queries = {"open": "(lifecycle:open or lifecycle:reopened)", "late": "late"}
    return {"open": open_cases, "late": late, "queries": queries}


def nothing() -> Entry:
    """The line of a view without rows."""
    return Entry(None, (([("   Nothing to show.", "ink")], []),))


def on_time(content: Content, width: int) -> list[Entry]:
    """By class with its bars, then by rule, then the reasons for lateness."""
    counts = ("met", "met_late", "open_late", "open_in_time")
    entries = [counted("cases now", content["now"], ("open", "late"), width), Entry(None, (([], []),))]
    entries += [drawn(kept_bars(content["classes"], "severity"), width)]
    entries += [
        counted(one["severity"].replace("_", " "), one, counts, width)
        for one in content["classes"]
        if any(one[name] for name in counts)
    ]
    if content["rules"]:
        entries.append(Entry(None, (([], []), ([(" by rule", "head")], []))))
        worst = sorted(content["rules"], key=lambda one: (-(one["met_late"] + one["open_late"]), one["rule"]))
        entries += [counted(one["rule"], one, counts, width) for one in worst]
    if content["reasons"]:
        entries.append(Entry(None, (([], []), ([(" why it was late", "head")], []))))
        entries += [counted(f"{one['rule']}: {one['reason']}", one, ("times",), width) for one in content["reasons"]]
    return entries


def change(content: Content, width: int) -> list[Entry]:
    """The last twelve months: the share in time, the open cases, and each month with its figures."""
    months = content["months"]
    entries = [drawn(on_time_trend(months), width), drawn(open_trend(months), width)]
    figures = ("met", "met_late", "open_late", "opened", "closed", "open")
    return entries + [counted(one["month"], one, figures, width, room=9) for one in reversed(months)]


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
    """The four ages with their bars, and the stages."""
    entries: list[Entry] = []
    for picture, (name, one) in zip(age_bars(content["ages"]), content["ages"].items(), strict=True):
        entries.append(drawn(picture, width))
        flat = {**one["ranges"], "unknown": one["unknown"], "queries": one["queries"]}
        entries.append(counted(AGE_NAMES[name], flat, [*one["ranges"], "unknown"], width, room=min(24, width // 5)))
        entries.append(Entry(None, (([], []),)))
    entries.append(Entry(None, (([(" by stage", "head")], []),)))
    for one in content["stages"]:
        median = "" if one["median"] is None else f"median {one['median']:,} d"
        entries.append(counted(one["stage"].replace("_", " "), one, ("cases",), width, note=median))
    return entries


def inquiries(content: Content, width: int) -> list[Entry]:
    """Inquiries against their standard."""
    figures = ("answered_in_time", "answered_late", "waiting_in_time", "waiting_late", "no_date")
    return [counted(one["capacity"].replace("_", " "), one, figures, width) for one in content["inquiries"]] or [
        nothing()
    ]


def papers(content: Content, width: int) -> list[Entry]:
    """Documents that open cases lack."""
    return [
        counted(f"{one['document']}: {one['state'].replace('_', ' ')}", one, ("documents", "cases"), width)
        for one in content["documents"]
    ] or [nothing()]


def extracts(content: Content, width: int) -> list[Entry]:
    """Import by import: rows, refused, disappeared."""
    return [
        counted(
            f"{one['batch']} {one['file']}",
            {**one, "queries": {**one["queries"], "refused": one["batch"]}},
            ("rows", "refused", "disappeared"),
            width,
            note="taken back" if one["taken_back"] else "",
        )
        for one in content["extracts"]
    ] or [nothing()]


def fairness(content: Content, width: int) -> list[Entry]:
    """Open cases compared by group; nothing of this orders the list."""
    words = f" Groups of fewer than {content['smallest_group']} are put together or left out. Nothing of this orders the list."
    entries = [Entry(None, (([(words, "quiet")], []),))]
    for name, found in content["fairness"].items():
        entries.append(Entry(None, (([], []), ([(f" by {name}", "head")], []))))
        for one in found:
            age = "" if one["median_age"] is None else f"median {one['median_age']:,} d"
            entries.append(counted(one["group"], one, ("cases", "late", "touched"), width, note=age))
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
    first = [counted("cases now", content["now"], ("open", "late"), width)] if "now" in content else []
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
