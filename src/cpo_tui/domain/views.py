"""Views: a name for a query, with its order and its columns; those that the product ships with, and how one is shared.

A view is shared as one line of TOML, which a person can read, send and paste:

    view = {name = "Late, mine", query = "officer:me late", sort = "due:desc", columns = "act_by demand:40 full_name"}
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cpo_tui.domain.columns import parse_columns, write_columns
from cpo_tui.domain.query.ordering import Order, parse_order
from cpo_tui.domain.query.parser import parse
from cpo_tui.errors import UsageError

KEYS = "1234567890"
"""The keys of the first ten views, in their order."""
MOST_NAME, MOST_LINE = 60, 4000


@dataclass(frozen=True, slots=True)
class View:
    """A named query, with the order and the columns of its list."""

    name: str
    query: str
    sort: str = ""
    """As `--sort` takes it; empty for the order in which cases must be worked."""
    columns: str = ""
    """As `domain.columns` writes a choice; empty for those that suit the width of the screen."""
    short: str = ""
    """Fewer words for the line at the top, where the name is long."""

    @property
    def order(self) -> Order:
        """The order of its list."""
        return parse_order(self.sort) if self.sort else Order()


SHIPPED: tuple[View, ...] = (
    View("My day", "officer:me act<7d"),
    View("Late", "late"),
    View("Due this week", "due<7d -late", short="This week"),
    View("Due-process clocks", "severity:due_process", short="Due process"),
    View("Missing for next hearing", "has:missing has:hearing", short="Missing", sort="hearing"),
    View("Waiting on others", "waiting:any -waiting:us", short="Waiting"),
    View("Held", "hold:yes"),
    View("Untouched", "untouched>30d", sort="touched"),
    View("Unassigned", "officer:none"),
    View("Inquiries late", "asked:*/waiting_late", short="Inquiries"),
    View("All open", ""),
)
"""In the order of the line at the top; the first ten have a key."""


def folded(name: str) -> str:
    """A view's name as it is compared: without regard to case, spaces and hyphens."""
    return name.casefold().replace(" ", "").replace("-", "").replace("_", "")


def find_view(views: Iterable[View], name: str) -> View:
    """The view of that name, or of its short one; raises `UsageError` with the nearest."""
    known = tuple(views)
    for view in known:
        if folded(name) in {folded(view.name), folded(view.short)} - {""}:
            return view
    near = difflib.get_close_matches(name.casefold(), [view.name.casefold() for view in known], n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Views: {', '.join(view.name for view in known)}."
    raise UsageError(f"There is no view {name!r}.", hint=hint)


def checked(view: View) -> View:
    """The view as it is kept: trimmed, and every part of it readable; raises `UsageError` or `QueryError`."""
    name = " ".join(view.name.split())
    if not name or len(name) > MOST_NAME or not name.isprintable():
        raise UsageError(
            f"A view needs a name of 1 to {MOST_NAME} characters that can be printed.", hint="Give it a short name."
        )
    parse(view.query)
    order = parse_order(view.sort) if view.sort.strip() else Order()
    sort = "" if order == Order() else str(order)
    columns = write_columns(parse_columns(view.columns))
    return replace(view, name=name, query=view.query.strip(), sort=sort, columns=columns)


def view_line(view: View) -> str:
    """The view as one line that `read_views` reads."""
    parts = {"name": view.name, "query": view.query, "sort": view.sort, "columns": view.columns}
    inner = ", ".join(f"{key} = {_quoted(value)}" for key, value in parts.items() if value or key in {"name", "query"})
    return f"view = {{{inner}}}"


def _quoted(text: str) -> str:
    """A JSON text is a TOML text; what cannot be printed is written by its number, so that a terminal may show the line."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in plain)


def read_views(text: str) -> tuple[View, ...]:
    """The views of a text with one a line, as `view_line` writes them; empty lines and `#` lines are passed over.

    Raises `UsageError` with the line that cannot be read, and why.
    """
    found: list[View] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            found.append(_read_line(line.strip(), number))
    if not found:
        raise UsageError("There is no view in this text.", hint=f"A view is a line such as {view_line(SHIPPED[1])}")
    return tuple(found)


_PARTS: Sequence[str] = ("name", "query", "sort", "columns")


def _read_line(line: str, number: int) -> View:
    import tomllib

    example = f"A view is a line such as {view_line(SHIPPED[1])}"
    if len(line) > MOST_LINE:
        raise UsageError(f"Line {number} is longer than {MOST_LINE:,} characters.", hint=example)
    try:
        read = tomllib.loads(line)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Line {number} is not a view: {error}.", hint=example) from error
    parts = read.get("view")
    if set(read) != {"view"} or not isinstance(parts, dict):
        raise UsageError(f"Line {number} is not a view.", hint=example)
    wrong = [key for key, value in parts.items() if key not in _PARTS or not isinstance(value, str)]
    if wrong or not {"name", "query"} <= set(parts):
        said = f"{wrong[0]!r} is not a part of a view" if wrong else "it needs a name and a query"
        raise UsageError(f"Line {number} is not a view: {said}.", hint=example)
    try:
        return checked(View(**parts))
    except UsageError as error:
        raise UsageError(f"Line {number}: {error.message}", hint=error.hint) from error
