"""The words that the rules understand: kinds of event and facts, so that what is typed starts the clocks that it should."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cpo_tui.cli.options import Json
from cpo_tui.cli.packs import packs_of
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of

if TYPE_CHECKING:
    from cpo_tui.domain.facts import FactDeclaration
    from cpo_tui.rules.pack import Pack

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORD...", help="Only those that have all of these words in them.", show_default=False),
]


def events(context: typer.Context, words: Words = None, json: Json = False) -> int:
    """List the kinds of event that the rules know: what each starts, and which facts come with it."""
    session = session_of(context)
    found: list[dict[str, Any]] = [
        {
            "kind": kind.kind,
            "label": kind.label,
            "category": kind.category,
            "time_of_day": kind.needs_time,
            "facts": list(kind.takes),
            "starts": [rule.id for rule in pack.by_trigger.get(kind.kind, ())],
            "meets": [rule.id for rule in pack.rules if kind.kind in rule.satisfied_by],
            "pack": pack.name,
        }
        for pack in packs_of(session)
        for kind in pack.events.values()
    ]
    found = _with_words(found, words, ("kind", "label", "category"))
    output = session.output(json=json)
    if json:
        output.document(found)
    else:
        output.table(
            ("kind", "label", "category", "time", "starts", "meets", "facts", "pack"),
            (
                (
                    one["kind"], one["label"], one["category"], "matters" if one["time_of_day"] else "",
                    len(one["starts"]) or "", len(one["meets"]) or "", " ".join(one["facts"]), one["pack"],
                )
                for one in found
            ),
        )  # fmt: skip
    return DONE


def facts(context: typer.Context, words: Words = None, json: Json = False) -> int:
    """List the facts that conditions ask for: their types and values, and where each comes from."""
    session = session_of(context)
    found: list[dict[str, Any]] = [
        {
            "name": fact.name,
            "label": fact.label or fact.name,
            "type": fact.type.value,
            "values": list(fact.values),
            "from": _origin(pack, fact),
            "rules": [rule.id for rule in pack.rules if fact.name in rule.facts],
            "pack": pack.name,
        }
        for pack in packs_of(session)
        for fact in pack.facts.values()
    ]
    found = _with_words(found, words, ("name", "label"))
    output = session.output(json=json)
    if json:
        output.document(found)
    else:
        output.table(
            ("name", "label", "type", "values", "from", "rules", "pack"),
            (
                (one["name"], one["label"], one["type"], " ".join(map(str, one["values"])), one["from"], len(one["rules"]), one["pack"])
                for one in found
            ),
        )  # fmt: skip
    return DONE


def _origin(pack: Pack, fact: FactDeclaration) -> str:
    """Where a fact comes from: a field of the case, another fact, or the events that tell it."""
    if fact.field:
        return f"field {fact.field}"
    if fact.derived:
        return f"{fact.derived} of {fact.of}"
    telling = [
        kind.kind
        for kind in pack.events.values()
        if fact.name in kind.takes or any(name == fact.name for name, _ in kind.sets)
    ]
    return " ".join(telling)


def _with_words(
    found: Iterable[dict[str, Any]], words: Sequence[str] | None, columns: Sequence[str]
) -> list[dict[str, Any]]:
    wanted = [word.casefold() for word in words or ()]
    return [one for one in found if all(any(word in one[name].casefold() for name in columns) for word in wanted)]
