"""What the keys of the views do: save, edit, move, delete, copy out as a line, paste in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cpo_tui.actions import views as verbs
from cpo_tui.actions.context import Outcome
from cpo_tui.domain.columns import COLUMNS
from cpo_tui.domain.query.ordering import AGES, ORDERS
from cpo_tui.domain.views import KEYS, View, view_line
from cpo_tui.errors import CpoError
from cpo_tui.ui.screens.choice import Option
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.views import ViewsDialog
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.screens.caseload_views import CaseloadViews


async def save_view(screen: CaseloadViews, view: View, *, instead_of: str = "") -> None:
    """Ask for the name and the parts of a view, and save it; what cannot be read is asked again."""
    title = f"Edit the view {shown(instead_of, limit=40)}" if instead_of else "Save this list as a view"
    while True:
        values = await screen.app.push_screen_wait(Form(title, _fields(view)))
        if not values:
            return
        view = View(values["name"], values["query"], values["sort"], values["columns"])
        place = int(values["place"]) if values["place"].isascii() and values["place"].isdigit() else None
        try:
            await _act(screen, verbs.save_view, view, instead_of=instead_of, place=place, show=view.name)
        except CpoError as error:
            screen.cpo.tell(error)
            continue
        return


def _fields(view: View) -> tuple[Field, ...]:
    return (
        Field("name", "name", value=view.name, required=True, hint="a few words for the line at the top"),
        Field("query", "query", value=view.query, hint="as after /; empty for every open case"),
        Field("sort", "order", value=view.sort, hint="empty: as it must be worked; or opened, age:desc, hearing …"),
        Field(
            "columns", "columns", value=view.columns, hint="empty: those that suit the screen; or act_by demand:40 …"
        ),
        Field("place", "place", hint="1 to 10 have a key; empty leaves it where it is"),
    )


async def manage_views(screen: CaseloadViews) -> None:
    """The list of views and what can be done with each, until it is left."""
    at = ""
    while True:
        chosen = await screen.app.push_screen_wait(ViewsDialog(screen.views, screen.counts, at))
        if chosen is None:
            return
        doing, place = chosen
        view = screen.views[place]
        at = view.name
        if doing == "show":
            screen.show_view(view)
            return
        await _manage(screen, doing, view, place)


async def _manage(screen: CaseloadViews, doing: str, view: View, place: int) -> None:
    match doing:
        case "edit":
            await save_view(screen, view, instead_of=view.name)
        case "delete":
            await _act(screen, verbs.delete_view, view.name)
        case "up" | "down":
            step = -1 if doing == "up" else 1
            await _act(screen, verbs.move_view, view.name, max(1, min(len(screen.views), place + 1 + step)), quiet=True)
        case "copy":
            line = view_line(view)
            hint = f"mark it with the mouse, or use: cpo view show '{view.name}'"
            await screen.app.push_screen_wait(
                Form(
                    f"The view {shown(view.name, limit=40)} as a line", (Field("line", "line", value=line, hint=hint),)
                )
            )
        case "paste":
            values = await screen.app.push_screen_wait(
                Form("Paste views, one a line", (Field("lines", "lines", "text", required=True, hint=view_line(view)),))
            )
            if values:
                await _act(screen, verbs.paste_views, values["lines"])


async def _act(
    screen: CaseloadViews, verb: Callable[..., Outcome], *args: Any, show: str = "", quiet: bool = False, **options: Any
) -> None:
    outcome = await screen.cpo.gateway.act(verb, *args, **options)
    if not quiet:
        words = f"{outcome.summary[:1].upper()}{outcome.summary[1:]}"
        undo = f" · {screen.cpo.key_of('app.undo')} takes it back" if outcome.change_set is not None else ""
        screen.cpo.say(words + undo)
    screen.views_changed(show)


def order_options(screen: CaseloadViews) -> list[Option]:
    """The orders to choose from: those of the columns on the screen first, the present one said."""
    ages = {date: age for age, date in AGES.items()}
    shown_first = [COLUMNS[one.id].order for one in screen.shown_columns if COLUMNS[one.id].order]
    names = list(dict.fromkeys([*shown_first, *ORDERS]))
    options = []
    for name in names:
        note = ""
        if name == screen.order.name:
            note = "now, greatest first" if screen.order.descending else "now, smallest first"
        words = ORDERS[name]
        if name in ages:
            options.append(Option(f"{ages[name]}:desc", f"{ages[name].replace('_', ' ')}: the oldest first", note))
            note = ""
        options.append(Option(name, f"{name.replace('_', ' ')}: {words}", note))
    return options


def key_of_place(place: int) -> str:
    """The key of the view at a place; empty beyond the tenth."""
    return KEYS[place] if place < len(KEYS) else ""
