"""A form: a few fields in a dialog, each checked where it stands, saved by one key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Horizontal, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widgets._input import Input
from textual.widgets._text_area import TextArea

from cpo_tui.domain.times import iso, parse_step
from cpo_tui.errors import CpoError, UsageError
from cpo_tui.ui.days import read_when
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.panel import Line, Panel, spread

KEEP_SECONDS = 1.0
"""How often what is being written is put into the store."""

Kind = Literal["line", "text", "when", "past", "choice", "secret"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    kind: Kind = "line"
    """`when` is a day or moment to come, `past` one that has been; both are given as ISO 8601. `secret` is not shown."""
    value: str = ""
    choices: Mapping[str, str] | None = None
    """For `choice`: id → words. What is typed may be the beginning of either; the id is given."""
    required: bool = False
    hint: str = ""
    free: bool = False
    """Whether a choice may also be a text that is not among its words."""
    steps: bool = False
    """Whether a step from today, such as `+7d`, is given as it was typed: done again another day, it means another day."""


class Form(Dialog[dict[str, str]]):
    """Fields under one another; Enter goes to the next and saves from the last, ^s saves from anywhere.

    It gives the values by field name, dates as ISO 8601 and choices by their id; empty texts where nothing was typed.
    """

    keeps_drafts: ClassVar[bool] = True
    """Whether a text is put into the store as it is written."""

    def __init__(self, title: str, fields: Sequence[Field], *, right: str = "", save: str = "save") -> None:
        several = len(fields) > 1 or any(one.kind == "text" for one in fields)
        keys = keys_line(*((("Tab", "next"), ("^s", save)) if several else (("Enter", save),)), ("Esc", "leave"))
        super().__init__(title, keys=keys)
        self._fields = tuple(fields)
        self._kept = ""
        """What the store keeps of this form."""
        self._right = right
        self._moment = Moment.present()

    def body(self) -> ComposeResult:
        """A label and an input a field, and a line for what is wrong or meant."""
        with VerticalScroll(classes="fields", can_focus=False):
            for field in self._fields:
                with Horizontal(classes="field"):
                    yield Panel(id=f"label-{field.name}", classes="label")
                    if field.kind == "text":
                        yield TextArea(field.value, id=f"field-{field.name}", compact=True, tab_behavior="focus")
                    else:
                        suggester = SuggestFromList(_words(field), case_sensitive=False) if field.choices else None
                        yield Input(
                            _begun(field),
                            id=f"field-{field.name}",
                            suggester=suggester,
                            placeholder=field.hint,
                            password=field.kind == "secret",
                            select_on_focus=bool(field.value),
                        )
        yield Panel(classes="meaning")

    def on_mount(self) -> None:
        """Labels are lines of text; the first field has the keys."""
        self.set_title(self._title, [(self._right, "quiet")] if self._right else ())
        for field in self._fields:
            self.query_one(f"#label-{field.name}", Panel).show(partial(_label, field))
            widget = self.query_one(f"#field-{field.name}")
            if isinstance(widget, TextArea):
                widget.move_cursor(widget.document.end)
        self.query_one(f"#field-{self._fields[0].name}").focus()
        self.cpo.lock.sent = None
        self._take_draft()
        self._mean("")
        if self._can_keep:
            self.set_interval(KEEP_SECONDS, self._keep_draft)

    def _mean(self, words: str, *, wrong: bool = False) -> None:
        self.query_one(".meaning", Panel).show(
            lambda width, _: [spread([(words, "late" if wrong else "faint")], (), width)]
        )

    # ------------------------------------------------------------------ drafts

    @property
    def place(self) -> str:
        """What a draft of this form is kept under."""
        return self._title

    def half_written(self) -> dict[str, str]:
        """What was typed and not saved, by field; a secret is never part of it."""
        typed = {field.name: self._typed(field) for field in self._fields if field.kind != "secret"}
        began = {field.name: _begun(field) for field in self._fields}
        return {name: words for name, words in typed.items() if words != began[name]}

    def _take_draft(self) -> None:
        kept = self.cpo.lock.take_draft(self.place)
        self._kept = json.dumps(kept, ensure_ascii=False) if kept else ""
        for name, words in kept.items():
            for widget in self.query(f"#field-{name}"):
                if isinstance(widget, TextArea):
                    widget.load_text(words)
                elif isinstance(widget, Input):
                    widget.value = words
                    widget.select_on_focus = True  # so that typing puts another text in its place
                    widget.action_select_all()

    @property
    def _can_keep(self) -> bool:
        app = self.cpo
        is_written = any(field.kind == "text" for field in self._fields)
        return self.keeps_drafts and is_written and app.store is not None and not app.demo and not app.read_only

    async def _keep_draft(self) -> None:
        """Put what is typed into the store, so that it survives a kill; only where it has changed."""
        from cpo_tui.actions.answer_drafts import keep_draft

        typed = self.half_written()
        words = json.dumps(typed, ensure_ascii=False) if typed else ""
        if words == self._kept or self.cpo.lock.closed or not self.is_current:
            return
        self._kept = words
        try:
            await self.cpo.gateway.act(keep_draft, self.place, words)
        except CpoError as error:
            self.cpo.tell(error)

    def dismiss(self, result: dict[str, str] | None = None) -> AwaitComplete:
        """Leave the form; what was kept of it while it was written is forgotten."""
        if self._kept and self._can_keep:
            from cpo_tui.actions.answer_drafts import keep_draft

            self._kept = ""
            self.app.run_worker(self.cpo.gateway.act(keep_draft, self.place, ""), exit_on_error=False)
        return super().dismiss(result)

    # ------------------------------------------------------------------ reading

    def _typed(self, field: Field) -> str:
        widget = self.query_one(f"#field-{field.name}")
        return widget.text if isinstance(widget, TextArea) else widget.value if isinstance(widget, Input) else ""

    def _read(self, field: Field) -> str:
        """The value of a field as the verbs take it; raises `UsageError`."""
        typed = self._typed(field)
        if not typed.strip():
            if field.required:
                raise UsageError(f"{field.label}: this is needed.", hint=field.hint)
            return ""
        if field.kind in {"when", "past"}:
            if field.steps and parse_step(typed, self._moment.today):
                return "".join(typed.split())
            return iso(read_when(typed, self._moment, past=field.kind == "past")) or ""
        if field.choices is not None:
            return _choice(field, typed)
        return typed

    def accept(self) -> None:
        """Save, or point at the first field that cannot be read."""
        values: dict[str, str] = {}
        for field in self._fields:
            try:
                values[field.name] = self._read(field)
            except CpoError as error:
                self.query_one(f"#field-{field.name}").focus()
                self._mean(f"{error.message} {error.hint}".strip(), wrong=True)
                return
        self.cpo.lock.sent = (self.place, self.half_written())
        self.dismiss(values)

    # ------------------------------------------------------------------ while typing

    def _field_of(self, widget_id: str | None) -> Field | None:
        return next((field for field in self._fields if widget_id == f"field-{field.name}"), None)

    def _explain(self, widget_id: str | None) -> None:
        field = self._field_of(widget_id)
        if field is None:
            return
        typed = self._typed(field).strip()
        if field.kind in {"when", "past"} and typed:
            try:
                self._mean("= " + self._moment.full(read_when(typed, self._moment, past=field.kind == "past")))
            except CpoError as error:
                self._mean(error.hint)
        elif field.choices is not None:
            near = [words for key, words in field.choices.items() if typed.casefold() in f"{words} {key}".casefold()]
            self._mean(" · ".join((near or list(field.choices.values()))[:8]))
        else:
            self._mean(field.hint)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._explain(event.input.id)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field takes."""
        self._explain(event.widget.id)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        field = self._field_of(event.input.id)
        if field is not None and field is not self._fields[-1]:
            self.focus_next()
        else:
            self.accept()

    def on_key(self, event: events.Key) -> None:
        """Up and down go from field to field, except inside a text of several lines."""
        if isinstance(self.focused, TextArea):
            return
        if event.key == "down":
            event.stop()
            self.focus_next()
        elif event.key == "up":
            event.stop()
            self.focus_previous()


def _label(field: Field, width: int, _height: int) -> list[Line]:
    return [spread([(field.label + (" *" if field.required else ""), "quiet")], (), width)]


def _begun(field: Field) -> str:
    return field.value if not field.choices else field.choices.get(field.value, field.value)


def _words(field: Field) -> list[str]:
    return list((field.choices or {}).values())


def _choice(field: Field, typed: str) -> str:
    choices = field.choices or {}
    wanted = typed.strip().casefold()
    for key, words in choices.items():
        if wanted in {key.casefold(), words.casefold()}:
            return key
    begins = [
        key
        for key, words in choices.items()
        if words.casefold().startswith(wanted) or key.casefold().startswith(wanted)
    ]
    if len(begins) == 1:
        return begins[0]
    if field.free:
        return typed.strip()
    if begins:
        raise UsageError(f"{field.label}: {typed!r} could be {', '.join(choices[key] for key in begins[:4])}.")
    raise UsageError(f"{field.label}: there is no {typed!r}.", hint=f"One of: {', '.join(list(choices.values())[:8])}.")
