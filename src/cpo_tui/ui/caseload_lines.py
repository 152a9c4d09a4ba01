"""The quiet lines of the caseload: the views with their counts, the load of the coming days, who looks at what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpo_tui.domain import times
from cpo_tui.domain.views import VIEWS
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.panel import Line, cut, line_width, spread
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.screens.caseload_list import CaseloadList

LOAD_DAYS = 21
_BLOCKS = "▁▂▃▄▅▆▇█"


def top(screen: CaseloadList, width: int) -> Sequence[Line]:
    """The two lines at the top, for a width."""
    moment = screen.moment
    present = f"{times.date_words(moment.today, weekday=True)} {moment.now:%H:%M}"
    right: list[Part] = [(present, "quiet")]
    narrow = width < 58  # noqa: PLR2004 - the width at which the list takes two lines a case
    if narrow:
        right = [(f"{moment.now:%H:%M}", "quiet")]
    views = view_parts(screen, width - line_width(right) - 3)
    who = who_parts(screen, short=width < 90)  # noqa: PLR2004 - room for the words beside the load
    load = [] if narrow else load_parts(screen)
    if line_width(load) + line_width(who) + 2 > width:
        load = []
    return [spread(views, right, width), spread(load, who, width) if load or not narrow else spread(who, (), width)]


def view_parts(screen: CaseloadList, room: int) -> list[Part]:
    """The views with their counts, as many as fit around the one that is shown; the rest is a `›`."""
    open_view = next((place for place, view in enumerate(VIEWS) if view.query == screen.query_text), None)
    pieces: list[list[Part]] = []
    for place, view in enumerate(VIEWS):
        count = f" {screen.counts[place]:,}" if place < len(screen.counts) else ""
        is_open = place == open_view
        late = view.query == "late" and bool(count.strip(" 0"))
        name: Part = (view.name, "open-tab" if is_open else "quiet")
        number: Part = (count, "you" if is_open else "late" if late else "ink")
        pieces.append([(f"{place + 1} ", "faint"), name, number])
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


def load_parts(screen: CaseloadList) -> list[Part]:
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


def who_parts(screen: CaseloadList, *, short: bool = False) -> list[Part]:
    """Who looks, how many cases are open, shown and marked, and what the machine has to say."""
    listed, marked = len(screen.table.source), len(screen.table.marks)
    parts: list[Part] = []
    if screen.others_wrote:
        parts += [("changed elsewhere: ", "quiet"), (screen.cpo.key_of("list.refresh"), "key"), (" · ", "faint")]
    if screen.cpo.demo:
        parts.append(("demo · " if short else "demo, nothing is kept · ", "you"))
    if screen.cpo.read_only:
        parts.append(("read-only · ", "now"))
    if not short:
        parts.append((f"{shown(screen.cpo.officer)} · {screen.open_cases:,} open · ", "quiet"))
    parts.append((f"{listed:,} shown", "quiet"))
    if marked:
        parts.append((f" · {marked:,} marked", "you"))
    return parts


def empty_words(query: str, app: CpoApp) -> tuple[str, ...]:
    """What an empty list says, and what to do next."""
    if query:
        key = app.key_of("query.clear")
        return ("No case fits this query.", f"{key} shows the whole list; {app.key_of('query.edit')} asks anew.")
    return (
        "There are no cases yet.",
        f"{app.key_of('app.import')} reads a file; {app.key_of('case.new')} makes a case by hand.",
    )
