"""What the keys of a verb do: ask what is needed in a dialog, let the action do it, and say what came of it.

The list and the case screen use the same flows; one case is a list of one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from cpo_tui.actions.context import Outcome
from cpo_tui.actions.deeds import OVER_QUERY, VERBS, Deed, deed, line_of, perform
from cpo_tui.actions.rehearsal import rehearse
from cpo_tui.actions.waking import WAKING
from cpo_tui.domain.cases import STAGES, WAITING_ON
from cpo_tui.domain.records import CAPACITIES, CHANNELS, DOCUMENT_STATES
from cpo_tui.errors import Refused
from cpo_tui.store import reader
from cpo_tui.ui.flows import promises as promise_flows
from cpo_tui.ui.flows.again import Again
from cpo_tui.ui.one_picture import one_picture
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.verb_preview import Preview
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

R = TypeVar("R")

SEVERAL = 2
"""From so many cases on a verb is shown before it is done."""
MANY = 500
"""From so many cases on the work shows how far it is and can be stopped."""
NAMED = 12
"""So many cases are named in a command line; more would be read from a file."""
LONGEST_LINE = 400


def of(case_ids: Sequence[int], name: str = "") -> str:
    """What a verb is about, for the title of its dialog."""
    if len(case_ids) == 1:
        return name or "the marked case"
    return f"{len(case_ids):,} cases"


async def do(app: CpoApp, wanted: Deed, case_ids: Sequence[int]) -> Outcome | None:
    """Do a deed: on several cases it is shown first what it would change; None where the officer left it at that."""
    ids = list(case_ids)
    doing = VERBS[wanted.verb].doing
    if len(ids) >= SEVERAL:
        seen = await carried(app, "Looking ahead", len(ids), rehearse, perform, ids, wanted)
        if not await app.push_screen_wait(Preview(seen, line_for(app, wanted, ids))):
            return None
    outcome = await carried(app, doing, len(ids), perform, ids, wanted)
    app.last_deed, app.again = wanted, Again(partial(do, app, wanted))
    announce(app, outcome)
    return outcome


async def carried(app: CpoApp, doing: str, many: int, verb: Callable[..., R], /, *args: Any) -> R:
    """What a verb gives back; over many cases with a bar that shows how far it is."""
    if many >= MANY:
        from cpo_tui.ui.screens.progress import with_progress

        return await with_progress(app, doing, verb, *args)
    with one_picture(app):
        return await app.gateway.act(verb, *args)


def line_for(app: CpoApp, wanted: Deed, case_ids: Sequence[int]) -> str:
    """The command line that does the same: over the query where the cases are those of the list, else by their names."""
    query = app.query_of(case_ids)
    if query is not None and wanted.verb in OVER_QUERY:
        return shown(line_of(wanted, query=query), limit=LONGEST_LINE)
    names = [] if len(case_ids) > NAMED else [f"@{case_id}" for case_id in case_ids]
    return shown(line_of(wanted, names=names or ["-"]), limit=LONGEST_LINE)


def announce(app: CpoApp, outcome: Outcome) -> None:
    """Say what was done and what was left alone, and let the screens draw the touched cases anew."""
    kept = bool(outcome.refused) and not outcome.done and app.lock.put_back()
    app.lock.sent = None
    words = f"{outcome.summary[:1].upper()}{outcome.summary[1:]}"
    if outcome.change_set is not None:
        words += f" · {app.key_of('app.undo')} takes it back"
    if outcome.refused:
        first = outcome.refused[0]
        words += f"\nLeft alone: {first.reference}, {first.reason}"
        words += f"; and {len(outcome.refused) - 1:,} more" if len(outcome.refused) > 1 else ""
    words += "".join(f"\nCheck: {note}" for note in outcome.notes)
    words += "\nWhat you wrote is in the form when you open it again." if kept else ""
    told = bool(outcome.refused or outcome.notes)
    app.cases_changed(outcome.done)
    # The rows come first: a notice moves the whole screen, which takes as long as everything before it.
    app.call_after_refresh(app.say, words, warn=told, seconds=8 if told else 5)


async def _ask(
    app: CpoApp, title: str, fields: Sequence[Field], *, right: str = "", save: str = "save"
) -> dict[str, str] | None:
    return await app.push_screen_wait(Form(title, fields, right=right, save=save))


async def assign(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Give cases to an officer; the officer may be a new one."""
    logins = await app.gateway.read(reader.officers)
    options = [Option(login, shown(login), "me" if login == app.officer else "") for login in logins]
    options.append(Option("-", "nobody", "leaves the cases unassigned"))
    chosen = await app.push_screen_wait(Choice(f"Assign {of(case_ids, name)} to", options, free="new officer:"))
    if chosen is not None:
        await do(app, deed("assign", to="" if chosen == "-" else chosen), case_ids)


async def stage(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Move cases to a stage."""
    options = [Option(key, words) for key, words in STAGES.items()]
    chosen = await app.push_screen_wait(Choice(f"Move {of(case_ids, name)} to", options))
    if chosen is not None:
        await do(app, deed("stage", to=chosen), case_ids)


async def waiting(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Say whose move it is."""
    options = [*(Option(key, words) for key, words in WAITING_ON.items()), Option("-", "nobody named")]
    chosen = await app.push_screen_wait(Choice(f"{of(case_ids, name)}: waiting on", options))
    if chosen is not None:
        await do(app, deed("wait", on="" if chosen == "-" else chosen), case_ids)


async def hold(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Set cases aside until a day."""
    fields = (
        Field("until", "until", "when", required=True, hint="fri, +7d, 12 mar", steps=True),
        Field("wake_on", "or until", "choice", choices={**WAKING, **EVENT_KINDS}, free=True, hint="optional"),
        Field("reason", "reason", hint="optional: why it is set aside"),
    )
    values = await _ask(app, f"Hold {of(case_ids, name)}", fields, save="hold")
    if values:
        values["until"] = values["until"][:10]
        await do(app, deed("hold", **values), case_ids)


async def wake(app: CpoApp, case_ids: Sequence[int], _name: str = "") -> None:
    """End the holds of cases."""
    await do(app, deed("wake"), case_ids)


async def close(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Close cases with a reason."""
    values = await _ask(
        app,
        f"Close {of(case_ids, name)}",
        (Field("reason", "reason", required=True, hint="why the case ends"),),
        save="close",
    )
    if values:
        await do(app, deed("close", reason=values["reason"]), case_ids)


async def reopen(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Open closed cases again with a reason."""
    values = await _ask(app, f"Reopen {of(case_ids, name)}", (Field("reason", "reason", required=True),), save="reopen")
    if values:
        await do(app, deed("reopen", reason=values["reason"]), case_ids)


async def note(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Write a note on cases."""
    values = await _ask(app, f"Note on {of(case_ids, name)}", (Field("body", "note", "text", required=True),))
    if values:
        done = await do(app, deed("note", body=values["body"]), case_ids)
        if done is not None and len(case_ids) == 1:
            made = await promise_flows.offer(app, values["body"], case_id=case_ids[0])
            if made is not None:
                announce(app, made)


async def event(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Record what happened on cases."""
    fields = (
        Field("kind", "what happened", "choice", choices=EVENT_KINDS, required=True, free=True),
        Field("at", "when", "past", value="today", required=True, hint="today, yesterday 14:00, 26 feb"),
        Field("title", "title", hint="optional: one line for the timeline"),
        Field("body", "details", "text"),
    )
    values = await _ask(app, f"Record on {of(case_ids, name)}", fields)
    if values:
        await do(app, deed("event", **values), case_ids)


async def task(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Set a task on cases."""
    fields = (
        Field("title", "task", required=True, hint="what has to be done"),
        Field("due", "due", "when", required=True, hint="fri, +7d, 12 mar, fri 14:00", steps=True),
    )
    values = await _ask(app, f"Task on {of(case_ids, name)}", fields)
    if values:
        await do(app, deed("task", title=values["title"], due=values["due"]), case_ids)


async def document(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Enter a document on cases."""
    values = await _ask(app, f"Document on {of(case_ids, name)}", document_fields({}))
    if values:
        await do(app, deed("document", **filled(values)), case_ids)


async def flag(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Raise a flag that protects the persons."""
    values = await _ask(app, f"Raise a flag on {of(case_ids, name)}", flag_fields())
    if values:
        days = {day: values[day][:10] for day in ("since", "review_on")}
        await do(app, deed("flag", **{**values, **days}), case_ids)


async def request(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Ask for a document, or for everything that will be missing."""
    fields = (Field("document", "document", hint="I-862, passport …; empty for all that will be missing"),)
    values = await _ask(app, f"Request for {of(case_ids, name)}", fields, save="request")
    if values is not None:
        await do(app, deed("request", **values), case_ids)


async def repeat(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:  # noqa: ARG001 - one shape for all
    """Do the last verb again, on these cases."""
    if app.again is None:
        raise Refused("There is no verb to repeat yet.", hint="It repeats the last verb of this run.")
    await app.again.do(case_ids)


async def inquiry(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Log an inquiry about cases."""
    values = await _ask(app, f"Inquiry about {of(case_ids, name)}", inquiry_fields({"received_at": "now"}))
    if values:
        await do(app, deed("inquiry", **filled(values)), case_ids)


def flag_fields() -> tuple[Field, ...]:
    """The fields of a flag."""
    return (
        Field("kind", "flag", "choice", choices=FLAGS, required=True, free=True),
        Field("since", "since", "past", value="today"),
        Field("review_on", "look again", "when", hint="+30d"),
        Field("source", "on whose word"),
    )


def document_fields(now: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of a document; `now` holds what they are."""
    states = {state: state.replace("_", " ") for state in DOCUMENT_STATES}
    return (
        Field("document", "document", value=now.get("document", ""), required=True, hint="I-862, I-229(a), passport …"),
        Field("state", "state", "choice", value=now.get("state", ""), choices=states),
        Field("requested_on", "requested", "past", value=now.get("requested_on", ""), hint="today, 26 feb"),
        Field("received_on", "received", "past", value=now.get("received_on", ""), hint="today, 26 feb"),
        Field("served_on", "served", "past", value=now.get("served_on", ""), hint="today, 26 feb"),
        Field("expires_on", "expires", "when", value=now.get("expires_on", ""), hint="31 dec"),
        Field("kept_at", "kept at", value=now.get("kept_at", ""), hint="where the paper or the file is"),
        Field("notes", "notes", "text", value=now.get("notes", "")),
    )


def inquiry_fields(now: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of an inquiry; `now` holds what they are."""
    channels = {channel: channel.replace("_", " ") for channel in CHANNELS}
    capacities = {capacity: capacity.replace("_", " ") for capacity in CAPACITIES}
    return (
        Field("enquirer", "from", value=now.get("enquirer", ""), hint="who asks"),
        Field("capacity", "capacity", "choice", value=now.get("capacity", ""), choices=capacities),
        Field("organisation", "for", value=now.get("organisation", ""), hint="the organisation, where there is one"),
        Field("channel", "by", "choice", value=now.get("channel", ""), choices=channels, free=True),
        Field("received_at", "received", "past", value=now.get("received_at", ""), hint="now, today 14:05"),
        Field("due_at", "answer due", "when", value=now.get("due_at", ""), hint="+2d, fri 12:00"),
        Field("subject", "subject", value=now.get("subject", ""), hint="one line"),
        Field("question", "question", "text", value=now.get("question", "")),
    )


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """Only the fields in which something was typed; days of a document without their hour."""
    return {name: text[:10] if name.endswith("_on") else text for name, text in values.items() if text.strip()}


EVENT_KINDS: dict[str, str] = {
    "arrest": "arrest",
    "custody_decision": "custody decision",
    "nta_served": "NTA served",
    "hearing_held": "hearing held",
    "hearing_rescheduled": "hearing rescheduled",
    "bond_set": "bond set",
    "released": "released",
    "transferred": "transferred",
    "order_issued": "order issued",
    "order_final": "order became final",
    "appeal_filed": "appeal filed",
    "appeal_decided": "appeal decided",
    "stay_granted": "stay granted",
    "travel_document_requested": "travel document requested",
    "travel_document_received": "travel document received",
    "notice_served": "notice served",
    "custody_review_done": "custody review done",
    "interview": "interview",
    "contact": "contact",
    "address_changed": "address changed",
    "medical": "medical",
    "other": "other",
}
"""Kinds that a form offers; a kind that is not among them can be typed."""

FLAGS: dict[str, str] = {
    "possible_us_citizen": "possible US citizen",
    "minor": "minor",
    "medical": "medical",
    "mental_competency": "mental competency",
    "pregnant": "pregnant",
    "protected_1367": "protected (8 USC 1367)",
    "fear_claim": "fear claim",
    "suicide_watch": "suicide watch",
    "victim_of_trafficking": "victim of trafficking",
    "language_barrier": "language barrier",
}
"""Flags that a form offers; one that is not among them can be typed."""
