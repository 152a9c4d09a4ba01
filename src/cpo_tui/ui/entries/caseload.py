"""The quiet lines of the caseload: the views with their counts, the load of the coming days, who looks at what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpo_tui.domain import times
from cpo_tui.domain.views import KEYS, View
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.panel import Line, cut, line_width, spread
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.screens.caseload_frame import CaseloadFrame

LOAD_DAYS = 21
_BLOCKS = "▁▂▃▄▅▆▇█"


def top(screen: CaseloadFrame, width: int) -> Sequence[Line]:
    """The two lines at the top, for a width."""
    moment = screen.moment
    present = f"{times.date_words(moment.today, weekday=True)} {moment.now:%H:%M}"
    right: list[Part] = [(present, "quiet")]
    narrow = width < 58  # noqa: PLR2004 - the width at which the list takes two lines a case
    if narrow:
        right = short_status(screen) or [(f"{moment.now:%H:%M}", "quiet")]
    views = view_parts(screen, width - line_width(right) - 3)
    who = who_parts(screen, short=width < 90)  # noqa: PLR2004 - room for the words beside the load
    load = [] if narrow else load_parts(screen)
    if line_width(load) + line_width(who) + 2 > width:
        load = []
    return [spread(views, right, width), spread(load, who, width) if load or not narrow else spread(who, (), width)]


def short_status(screen: CaseloadFrame) -> list[Part]:
    """What the machine has to say, for a screen with one line at the top."""
    if screen.changed_elsewhere:
        return [(f"{screen.changed_elsewhere:,} changed: ", "now"), (screen.cpo.key_of("list.refresh"), "key")]
    if screen.done_now:
        return [(f"{screen.done_now} …", "you")]
    marked = len(screen.table.marks)
    return [(f"{marked:,} marked", "you")] if marked else []


def view_parts(screen: CaseloadFrame, room: int) -> list[Part]:
    """The views with their counts, in short words where not all fit, as many as fit around the one that is shown."""
    long = _view_pieces(screen, short=False)
    whole = _joined(long)
    return whole if line_width(whole) <= room else _around(screen, _view_pieces(screen, short=True), room)


def _view_pieces(screen: CaseloadFrame, *, short: bool) -> list[list[Part]]:
    open_view = open_place(screen)
    pieces: list[list[Part]] = []
    for place, view in enumerate(screen.views):
        count = f" {screen.counts[place]:,}" if place < len(screen.counts) else ""
        is_open = place == open_view
        late = view.query == "late" and bool(count.strip(" 0"))
        words = shown(view.short if short and view.short else view.name, limit=24 if short else 60)
        number: Part = (count, "you" if is_open else "late" if late else "ink")
        key = f"{KEYS[place]} " if place < len(KEYS) else ""
        pieces.append([(key, "faint"), (words, "open-tab" if is_open else "quiet"), number])
    return pieces


def open_place(screen: CaseloadFrame) -> int | None:
    """The place of the view that is shown; None where another query is asked."""
    return next(
        (place for place, view in enumerate(screen.views) if view.query == screen.query_text and view == screen.view),
        next((place for place, view in enumerate(screen.views) if view.query == screen.query_text), None),
    )


def _joined(pieces: Sequence[list[Part]]) -> list[Part]:
    parts: list[Part] = []
    for piece in pieces:
        parts += ([("  ", "")] if parts else []) + piece
    return parts


def _around(screen: CaseloadFrame, pieces: list[list[Part]], room: int) -> list[Part]:
    open_view = open_place(screen)
    first = 0
    while True:
        parts: list[Part] = [("‹ ", "faint")] if first else []
        fits = True
        for place in range(first, len(pieces)):
            more = ([("  ", "")] if parts and place > first else []) + pieces[place]
            if line_width(parts) + line_width(more) > room - 2 and place > first:
                parts.append((" ›", "faint"))
                fits = open_view is None or place > open_view
                break
            parts += more
        if fits:
            return cut(parts, room)
        first += 1


def load_parts(screen: CaseloadFrame) -> list[Part]:
    """How many cases come up on each of the coming days, a bar a day, a blank between weeks."""
    if not any(screen.load):
        return []
    most = max(*screen.load[1:], 1)  # today holds all that is late as well, and would flatten the days to come
    parts: list[Part] = [("load ", "quiet")]
    weekday = screen.moment.today.weekday()
    for day, count in enumerate(screen.load):
        if day and (weekday + day) % 7 == 0:
            parts.append((" ", ""))
        bar = "·" if not count else _BLOCKS[min(7, count * 8 // most)]
        parts.append((bar, "faint" if not count else "now" if not day else "you"))
    return parts


def who_parts(screen: CaseloadFrame, *, short: bool = False) -> list[Part]:
    """What the machine is doing, who looks, how many cases are open, where in the list the cursor is, what is marked."""
    listed, marked = len(screen.table.source), len(screen.table.marks)
    parts: list[Part] = []
    if screen.done_now:
        parts.append((f"{screen.done_now} … ", "you"))
    if screen.changed_elsewhere:
        cases = f"{screen.changed_elsewhere:,} case{'s' if screen.changed_elsewhere != 1 else ''}"
        parts += [(f"{cases} changed: ", "now"), (screen.cpo.key_of("list.refresh"), "key"), (" · ", "faint")]
    if screen.law_problem:
        parts += [
            ("! rules unreadable, earlier ones count: ", "late"),
            (screen.cpo.key_of("app.rules"), "key"),
            (" · ", "faint"),
        ]
    if screen.cpo.demo:
        parts.append(("demo · " if short else "demo, nothing is kept · ", "you"))
    if screen.cpo.read_only:
        parts.append(("read-only · ", "now"))
    if not short:
        counted = f"{screen.open_cases:,} open · " if screen.open_cases or screen.counts else ""
        parts.append((f"{shown(screen.cpo.officer)} · {counted}", "quiet"))
    if marked:
        parts.append((f"{marked:,} marked · ", "you"))
    place = f"{screen.table.place + 1:,} of " if listed else ""
    return [*parts, (f"{place}{listed:,}{'' if screen.is_whole else '+'}", "quiet")]


_NOTHING = {
    "my day": "Nothing asks for you in the next seven days.",
    "late": "Nothing is late.",
    "due this week": "Nothing is due in the next seven days.",
    "due-process clocks": "No clock of due process runs.",
    "missing for next hearing": "No hearing lacks a document.",
    "waiting on others": "Nobody else has the next move in any case.",
    "held": "No case is set aside.",
    "untouched": "Every open case was touched within thirty days.",
    "unassigned": "Every open case has an officer.",
    "inquiries late": "No inquiry waits beyond its day.",
}


def empty_words(view: View, query: str, app: CpoApp, *, has_cases: bool) -> tuple[str, ...]:
    """What an empty list says, and what to do next."""
    if not has_cases:
        return (
            "There are no cases yet.",
            f"{app.key_of('app.import')} reads a file; {app.key_of('case.new')} makes a case by hand.",
        )
    if not query:
        return ("No case is open.", f"{app.key_of('query.edit')} lifecycle:closed shows those that were closed.")
    words = _NOTHING.get(view.name.casefold()) if query == view.query else None
    every = f"{app.key_of('query.clear')} shows all open cases"
    if words is not None:
        return words, f"{app.key_of('view.next')} shows the next view; {every}."
    if "officer:me" in query:
        return "No case of yours fits this query.", f"{app.key_of('query.officer')} asks of everybody's; {every}."
    return "No case fits this query.", f"{every}; {app.key_of('query.edit')} asks anew."
