"""A rehearsal: the verb itself, run and taken back, so that it can be seen before it is done what it will change.

Nothing is worked out a second time. What a preview shows is what the verb wrote in a transaction that was rolled back,
so a preview cannot say another thing than the verb does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec

from cpo_tui.actions.context import Context, Outcome, Refusal
from cpo_tui.actions.undo import Undone
from cpo_tui.domain.cases import CUSTODY_STATUSES, STAGES, WAITING_ON
from cpo_tui.domain.fields import FIELDS
from cpo_tui.store import reader
from cpo_tui.store.changes import Change

P = ParamSpec("P")

_BESIDE = frozenset({"assigned_at", "stage_since", "version", "recorded_at", "written_at", "set_at", "case_id", "id"})
"""Columns that follow from the others; a preview that named them would only be longer."""

_THINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "notes": ("note", ("body",)),
    "events": ("entry of the timeline", ("title", "kind")),
    "tasks": ("task", ("title",)),
    "documents": ("document", ("document",)),
    "holds": ("hold", ("until",)),
    "safeguards": ("flag", ("kind",)),
    "hearings": ("hearing", ("starts_at",)),
    "inquiry_cases": ("inquiry", ()),
    "handovers": ("offer of a handover", ("to_officer",)),
}
"""Table → what one row of it is called, and the columns of which the first filled one says which."""

_FIELD_WORDS = {"ended_at": "hold ended", "lifecycle": "lifecycle", "waiting_on": "waiting on"}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Effect:
    """One kind of change, and the cases to which it would happen."""

    what: str
    """What changes, such as `officer`."""
    before: str
    after: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a verb would do: its summary, its effects (the most frequent first), and what it would leave alone."""

    summary: str
    cases: int
    effects: tuple[Effect, ...]
    refused: tuple[Refusal, ...]
    notes: tuple[str, ...] = ()
    bulk: int = 0
    """Rows that would be written or removed in bulk, such as those of an import that is undone."""

    def as_json(self) -> dict[str, Any]:
        """The rehearsal in the command line's form."""
        return {
            "rehearsal": True,
            "summary": self.summary,
            "cases": self.cases,
            "effects": [
                {"what": one.what, "before": one.before, "after": one.after, "cases": list(one.references)}
                for one in self.effects
            ],
            "refused": [{"case": one.reference, "reason": one.reason} for one in self.refused],
        }


def rehearse(
    context: Context, verb: Callable[Concatenate[Context, P], Outcome | Undone], *args: P.args, **kwargs: P.kwargs
) -> Rehearsal:
    """Run a verb and take it back; raises what the verb raises."""
    written: list[Change] = []
    result = verb(replace(context, rehearsed=written, sealed=[]), *args, **kwargs)
    if isinstance(result, Undone):
        refused = tuple(Refusal(0, one.case or "an entry", one.reason) for one in result.kept)
        bulk = result.reversed - len(written)
        return Rehearsal(result.summary, len(result.cases), effects_of(context, written), refused, bulk=bulk)
    return Rehearsal(result.summary, len(result.done), effects_of(context, written), result.refused, result.notes)


def effects_of(context: Context, changes: list[Change]) -> tuple[Effect, ...]:
    """Changes put together by what they do, the most frequent first."""
    case_ids = tuple({case_id for case_id, *_ in changes if case_id is not None})
    names = reader.references_of(context.connection, case_ids)
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for case_id, table, row_id, op, before, after in changes:
        name = names.get(case_id, f"@{case_id}") if case_id is not None else f"{table.replace('_', ' ')} {row_id}"
        for key in _told(table, op, before, after):
            found.setdefault(key, {})[name] = None
    effects = [Effect(*key, tuple(cases)) for key, cases in found.items()]
    return tuple(sorted(effects, key=lambda one: -len(one.references)))


def _told(table: str, op: str, before: str | None, after: str | None) -> list[tuple[str, str, str]]:
    old: Mapping[str, Any] = json.loads(before) if before else {}
    new: Mapping[str, Any] = json.loads(after) if after else {}
    thing, naming = _THINGS.get(table, (table.rstrip("s").replace("_", " "), ()))
    if op == "insert":
        return [(f"new {thing}", "", _name(new, naming))]
    if op == "delete":
        return [(f"{thing} goes", _name(old, naming), "")]
    if table == "holds" and new.get("ended_at"):
        return [("hold ends", "held", "awake")]
    prefix = "" if table in {"cases", "persons"} else f"{thing}: "
    shown = [name for name in new if name not in _BESIDE] or list(new)
    return [(prefix + _field(name), _worded(name, old.get(name)), _worded(name, new.get(name))) for name in shown]


def _name(values: Mapping[str, Any], naming: tuple[str, ...]) -> str:
    return next((_value(values[name]) for name in naming if values.get(name)), "")


def _field(name: str) -> str:
    if name in _FIELD_WORDS:
        return _FIELD_WORDS[name]
    return FIELDS[name].label if name in FIELDS else name.replace("_", " ")


_WORDS: dict[str, Mapping[str, str]] = {"stage": STAGES, "waiting_on": WAITING_ON, "custody_status": CUSTODY_STATUSES}


def _worded(name: str, value: object) -> str:
    return _value(_WORDS.get(name, {}).get(str(value), value))


def _value(value: object) -> str:
    if value is None:
        return "nothing"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
