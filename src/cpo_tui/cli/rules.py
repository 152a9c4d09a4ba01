"""The rules: what they say, what a date of theirs is, and what another pack would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cpo_tui.cli import vocabulary
from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.output import duration
from cpo_tui.cli.packs import find_rule, packs_of
from cpo_tui.cli.running import DONE, IN_PART
from cpo_tui.cli.session import session_of

if TYPE_CHECKING:
    from cpo_tui.cli.output import Output
    from cpo_tui.rules.compare import Comparison
    from cpo_tui.rules.pack import Pack, Rule

commands = Noun()
rules = Noun(
    "The rules of law: list and show them, check a pack, see what it would change, adopt it.",
    "cpo rules list",
    "cpo rules show us-pocr-90d-decision",
    "cpo rules diff new-pack.toml",
    usual="list",
)
commands.add_noun("rules", rules)

RuleId = Annotated[
    str, typer.Argument(metavar="RULE", help="The id of a rule, as cpo rules list gives it.", show_default=False)
]
File = Annotated[str, typer.Argument(metavar="FILE", help="A pack: a TOML file.", show_default=False)]


@rules.verb(
    "list",
    "cpo rules list",
    "cpo rules list --status contested --json",
    "cpo rules list --severity due_process --text custody",
)
def list_rules(
    context: typer.Context,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="Only in_force, contested, superseded, vacated or proposed."),
    ] = None,
    severity: Annotated[
        str | None, typer.Option("--severity", metavar="CLASS", help="Only one class, such as due_process.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="WORDS", help="Only those that say this in id, title or citation.")
    ] = None,
    json: Json = False,
) -> int:
    """List the rules of the packs in use."""
    from cpo_tui.domain.demands import Severity
    from cpo_tui.domain.fields import parse_choice
    from cpo_tui.rules.pack import RuleStatus

    session = session_of(context)
    wanted = status and parse_choice("status", status, dict.fromkeys(RuleStatus, ""))
    level = severity and parse_choice("severity", severity, dict.fromkeys(Severity, ""))
    words = (text or "").casefold().split()
    found = [
        _rule_json(pack, rule)
        for pack in packs_of(session)
        for rule in pack.rules
        if (not wanted or rule.status == wanted)
        and (not level or rule.severity == level)
        and all(word in f"{rule.id} {rule.title} {rule.source.citation}".casefold() for word in words)
    ]
    output = session.output(json=json)
    if json:
        output.document(found)
    else:
        columns = ("id", "title", "severity", "status", "length", "citation", "caution")
        output.table(columns, ([rule[column] for column in columns] for rule in found))
    return DONE


def _rule_json(pack: Pack, rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "kind": rule.kind.value,
        "severity": rule.severity.value,
        "status": rule.status.value,
        "enabled": rule.enabled,
        "length": _length(rule),
        "lead": duration(pack.lead_of(rule)),
        "citation": rule.source.citation,
        "url": rule.source.url or None,
        "verified": rule.source.verified,
        "caution": rule.caution or None,
        "effective_from": rule.effective_from,
        "effective_to": rule.effective_to,
        "pack": pack.name,
        "pack_version": pack.version,
    }


def _length(rule: Rule) -> str:
    if rule.offset is None:
        return ""
    unit = rule.offset.unit.value.replace("_", " ")
    return unit if rule.offset.amount is None else f"{rule.offset.amount} {unit}"


@rules.verb("show", "cpo rules show us-pocr-90d-decision", "cpo rules show uk-detention-review-24h --json")
def show(context: typer.Context, rule: RuleId, json: Json = False) -> int:
    """Show a rule: what starts it, how it is counted, where it comes from, and its other versions."""
    from cpo_tui.rules.governance import versions

    session = session_of(context)
    pack, found = find_rule(packs_of(session), rule)
    offset, count = found.offset, found.count
    whole = _rule_json(pack, found) | {
        "actor": found.actor,
        "applies_when": found.applies_when,
        "condition": found.when,
        "facts": list(found.facts),
        "triggers": list(found.triggers),
        "satisfied_by": list(found.satisfied_by),
        "ends_on": list(found.ends_on),
        "before": bool(offset and offset.before),
        "calendar": count.calendar,
        "exclude_trigger_day": count.exclude_trigger_day,
        "roll": count.roll.value,
        "pausable": found.pausable,
        "recurring": found.recurring is not None,
        "confidence": found.source.confidence,
        "status_notes": [_note_json(note) for note in found.status_notes],
        "versions": [one.id for one in versions(pack, found)],
        "notes": found.notes or None,
    }
    output = session.output(json=json)
    if json:
        output.document(whole)
    else:
        output.fields((name, value) for name, value in whole.items() if name != "status_notes")
        for note in whole["status_notes"]:
            output.line(f"{note['date']}  {note['effect']} by {note['body']} ({note['scope']}): {note['text'] or ''}")
    return DONE


def _note_json(note: Any) -> dict[str, Any]:
    from dataclasses import asdict

    values = asdict(note)
    return {"date": values.pop("on"), **values}


@rules.verb("check", "cpo rules check new-pack.toml", "cpo rules check new-pack.toml --json")
def check(context: typer.Context, file: File, json: Json = False) -> int:
    """Check a pack and name every error in it; exit 3 where there is one."""
    from cpo_tui.actions.rules import read_pack
    from cpo_tui.rules.pack import PackError

    output = session_of(context).output(json=json)
    try:
        pack, _ = read_pack(Path(file))
    except PackError as error:
        if json:
            output.document({"ok": False, "problems": error.details["problems"]})
        else:
            columns = ("file", "rule", "field", "reason", "nearest")
            output.table(columns, ([row[column] for column in columns] for row in error.details["problems"]))
        return IN_PART
    if json:
        output.document(
            {"ok": True, "problems": [], "pack": pack.name, "pack_version": pack.version, "rules": len(pack.rules)}
        )
    else:
        output.line(f"{pack.name} {pack.version}: {len(pack.rules)} rules, no errors.")
    return DONE


@rules.verb("diff", "cpo rules diff new-pack.toml", "cpo rules diff new-pack.toml --json")
def diff(context: typer.Context, file: File, json: Json = False) -> int:
    """Show which open dates another pack would move, make appear or make vanish; changes nothing."""
    from cpo_tui.actions.rules import preview_adoption

    session = session_of(context)
    with session.acting() as acting:
        found = preview_adoption(acting, Path(file))
    _show_comparison(session.output(json=json), found)
    return DONE


@rules.verb(
    "adopt",
    "cpo rules adopt new-pack.toml --reason 'amended rule of 1 March'",
    "cpo rules adopt p.toml --reason r --json",
)
def adopt(
    context: typer.Context,
    file: File,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")],
    json: Json = False,
) -> int:
    """Work under another version of the pack from now on: one change-set, which undo takes back."""
    from cpo_tui.actions.rules import adopt_pack
    from cpo_tui.store.rulebook import comparison_as_json

    session = session_of(context)
    with session.acting() as acting:
        outcome, found = adopt_pack(acting, Path(file), reason)
    output = session.output(json=json)
    if json:
        output.document(outcome.as_json() | comparison_as_json(found))
    else:
        output.line(f"{outcome.summary} (change-set {outcome.change_set})")
        _show_comparison(output, found)
    return DONE


def _show_comparison(output: Output, found: Comparison) -> None:
    from cpo_tui.store.rulebook import comparison_as_json

    shown = comparison_as_json(found)
    if output.json:
        output.document(shown)
        return
    rows = [
        (what, one["reference"], one["rule"], one.get("from"), one.get("to"))
        for what in ("moved", "appear", "vanish")
        for one in shown[what]
    ]
    output.table(("change", "case", "rule", "from", "to"), rows)


@rules.verb("history", "cpo rules history", "cpo rules history --json")
def history(context: typer.Context, json: Json = False) -> int:
    """Show which packs the office adopted, and when."""
    from cpo_tui.store import deadlines, rulebook

    session = session_of(context)
    with session.reading() as connection:
        found = rulebook.adopted(connection)
        current = deadlines.pack_in_use(connection)
    output = session.output(json=json)
    if json:
        rows = [
            {
                "pack": one.pack,
                "pack_version": one.pack_version,
                "adopted_at": one.adopted_at,
                "adopted_by": one.adopted_by,
            }
            for one in found
        ]
        output.document({"in_use": {"pack": current.name, "pack_version": current.version}, "adopted": rows})
    else:
        output.line(f"in use: {current.name} {current.version}{'' if found else ', as shipped'}")
        rows_shown = ((one.adopted_at, one.pack, one.pack_version, one.adopted_by) for one in found)
        output.table(("adopted", "pack", "version", "by"), rows_shown)
    return DONE


rules.verb("events", "cpo rules events", "cpo rules events service", "cpo rules events nta --json")(vocabulary.events)
rules.verb("facts", "cpo rules facts", "cpo rules facts service", "cpo rules facts custody --json")(vocabulary.facts)
