"""Saving, moving and deleting views. They belong to the office: what one officer saves, all see; each change can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.views import SHIPPED, View, checked, find_view, folded, read_views
from cpo_tui.store import views
from cpo_tui.store.changes import Recorder

_SHIPPED = {folded(view.name) for view in SHIPPED}


def save_view(context: Context, view: View, *, instead_of: str = "", place: int | None = None) -> Outcome:
    """Save a view under its name; one of that name, or the one that it stands `instead_of`, is replaced.

    `place` is where it stands, counted from 1; None leaves it where it is, a new one at the end of the saved ones.
    Raises `UsageError` or `QueryError` for a view that cannot be read.
    """
    return _save(context, [checked(view)], instead_of=instead_of, place=place)


def paste_views(context: Context, text: str) -> Outcome:
    """Save the views of a text with one a line, all or none; raises `UsageError` with the line that cannot be read."""
    return _save(context, read_views(text))


def _save(context: Context, given: Sequence[View], *, instead_of: str = "", place: int | None = None) -> Outcome:
    with change_set(context, "save view") as sealed:
        for view in given:
            if instead_of and folded(instead_of) != folded(view.name):
                _take_away(context, sealed.recorder, instead_of)
            _keep(context, sealed.recorder, view, place)
        names = ", ".join(view.name for view in given)
        sealed.summary = f"saved the view {names}" if len(given) == 1 else f"saved the views {names}"
    return _outcome(sealed.change_set, sealed.summary, given)


def delete_view(context: Context, name: str) -> Outcome:
    """Delete a view; one that the product ships with is only put away, and comes back when it is saved again."""
    view = find_view(views.views(context.connection), name)
    with change_set(context, "delete view") as sealed:
        _take_away(context, sealed.recorder, view.name)
        sealed.summary = f"deleted the view {view.name}"
    return _outcome(sealed.change_set, sealed.summary, [view])


def move_view(context: Context, name: str, place: int) -> Outcome:
    """Put a view at a place of the line at the top, counted from 1; the others make room."""
    before = views.views(context.connection)
    view = find_view(before, name)
    others = [one for one in before if one != view]
    others.insert(max(0, place - 1), view)
    with change_set(context, "move view") as sealed:
        for number, one in enumerate(others, start=1):
            _keep(context, sealed.recorder, one, number)
        sealed.summary = f"moved the view {view.name} to place {others.index(view) + 1}"
    return _outcome(sealed.change_set, sealed.summary, [view])


def _keep(context: Context, recorder: Recorder, view: View, place: int | None) -> None:
    values = {"name": view.name, "query": view.query, "sort": view.sort or None, "columns": view.columns or None}
    row = _row(context, view.name)
    if row is None:
        recorder.insert("saved_views", values | {"place": place})
        return
    if place is not None or row.place == views.TAKEN_AWAY:
        values["place"] = place  # type: ignore[assignment]
    recorder.update("saved_views", row.id, values)


def _take_away(context: Context, recorder: Recorder, name: str) -> None:
    row = _row(context, name)
    if folded(name) not in _SHIPPED:
        if row is not None:
            recorder.delete("saved_views", row.id)
    elif row is None:
        usual = find_view(SHIPPED, name)
        recorder.insert("saved_views", {"name": usual.name, "query": usual.query, "place": views.TAKEN_AWAY})
    else:
        recorder.update("saved_views", row.id, {"place": views.TAKEN_AWAY})


def _row(context: Context, name: str) -> views.Saved | None:
    return next((row for row in views.saved(context.connection) if folded(row.view.name) == folded(name)), None)


def _outcome(change_set_id: int | None, summary: str, given: Sequence[View]) -> Outcome:
    names = tuple(view.name for view in given)
    return Outcome(change_set_id, (), names, summary=summary if change_set_id else "nothing changed")
