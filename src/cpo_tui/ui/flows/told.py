"""What was said, told, promised and asked of others on a case: entering it, reading it, and saying what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpo_tui.actions import communications, coordinating, mandates, promising, timeline
from cpo_tui.domain.records import CAPACITIES, CHANNELS
from cpo_tui.ui.flows import promises as promise_flows
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.reading import Reading
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from cpo_tui.actions.context import Outcome
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.entries.cases import CaseFile

AGENCIES = ("eoir", "uscis", "cbp", "consulate", "jail", "orr", "state", "ihsc", "usms", "bop", "opla")
REQUESTS = {"request": "request", "travel_document": "travel document"}


async def log_communication(app: CpoApp, case_id: int, name: str) -> None:
    """Keep what came in, and offer what was promised in it."""
    channels = {channel: channel.replace("_", " ") for channel in CHANNELS}
    capacities = {capacity: capacity.replace("_", " ") for capacity in CAPACITIES}
    fields = (
        Field("party", "from", hint="who rang or wrote"),
        Field("channel", "by", "choice", choices=channels, free=True),
        Field("capacity", "capacity", "choice", choices=capacities),
        Field("at", "when", "past", value="now", required=True, hint="now, today 14:05"),
        Field("words", "said", "text", required=True),
    )
    values = await app.push_screen_wait(Form(f"Said about {name}", fields))
    if not values:
        return
    words = values.pop("words")
    logged = app.gateway.act(
        communications.log_communication, case_id, words, party=values["party"], capacity=values["capacity"],
        channel=values["channel"], at=values["at"],
    )  # fmt: skip
    flows.announce(app, await logged)
    made = await promise_flows.offer(app, words, case_id=case_id)
    if made is not None:
        flows.announce(app, made)


async def ask_agency(app: CpoApp, case_id: int, name: str) -> None:
    """Enter a request to another agency; without a date the agency's own is set."""
    fields = (
        Field("agency", "asked", "choice", choices={one: one.upper() if len(one) < 6 else one for one in AGENCIES}, free=True, required=True),  # noqa: PLR2004
        Field("kind", "kind", "choice", value="request", choices=REQUESTS, free=True),
        Field("subject", "for", hint="record of proceedings, travel document …"),
        Field("asked_on", "on", "past", value="today", required=True),
        Field("due_on", "answer due", "when", hint="empty: the agency's usual time"),
    )  # fmt: skip
    values = await app.push_screen_wait(Form(f"Ask another agency about {name}", fields))
    if values:
        agency = values.pop("agency")
        given = {key: text[:10] if key.endswith("_on") else text for key, text in values.items()}
        flows.announce(app, await app.gateway.act(coordinating.ask_agency, case_id, agency, **given))


async def consent(app: CpoApp, case_id: int) -> None:
    """Enter what the person allowed to be told, to whom and until when."""
    fields = (
        Field("recipient", "to", required=True, hint="who may be told"),
        Field(
            "scope", "what", required=True, hint="custody, dates, case_status … or all; asylum only where it is named"
        ),
        Field("form", "form", hint="60-001, letter"),
        Field("signed_on", "signed", "past", value="today", required=True),
        Field("expires_on", "until", "when", hint="31 dec; empty where it has no end"),
    )
    values = await app.push_screen_wait(Form("Consent of the person", fields))
    if values:
        recipient = values.pop("recipient")
        given = {key: text[:10] if key.endswith("_on") else text for key, text in values.items()}
        flows.announce(app, await app.gateway.act(timeline.add_consent, case_id, recipient, **given))


async def end_consent(app: CpoApp, file: CaseFile, row_id: int) -> None:
    """Withdraw a consent; from that day the gate does not count it any more."""
    one = next(each for each in file.consents if each.id == row_id)
    await _end(app, f"Withdraw the consent for {shown(one.recipient, limit=40)}", mandates.withdraw_consent, row_id)


async def end_mandate(app: CpoApp, file: CaseFile, row_id: int) -> None:
    """Say that somebody does not represent the person any more."""
    one = next(each for each in file.representations if each.id == row_id)
    title = f"{shown(one.name, limit=40)} represents no more"
    await _end(app, title, mandates.end_representation, row_id)


async def _end(app: CpoApp, title: str, verb: Callable[..., Outcome], row_id: int) -> None:
    fields = (
        Field("on", "on", "past", value="today", required=True),
        Field("reason", "why", hint="by letter, by phone …"),
    )
    values = await app.push_screen_wait(Form(title, fields))
    if values:
        ended = app.gateway.act(verb, row_id, on=values["on"][:10], reason=values["reason"] or None)
        flows.announce(app, await ended)


async def read_said(app: CpoApp, file: CaseFile, row_id: int) -> None:
    """Read what was said or sent, whole."""
    one = next(each for each in file.said if each.id == row_id)
    way = "sent to" if one.direction == "out" else "from"
    title = f"{shown(one.channel) or 'Word'} {way} {shown(one.party) or 'somebody'}"
    await app.push_screen_wait(Reading(title[:1].upper() + title[1:], one.body or one.summary or ""))


async def read_told(app: CpoApp, file: CaseFile, row_id: int) -> None:
    """Read what was told, word for word, with its ground."""
    one = next(each for each in file.disclosed if each.id == row_id)
    ground = f"{one.ground}{f' · {one.citation}' if one.citation else ''}"
    facts = [[(shown(ground), "quiet")]]
    if one.override_reason:
        facts.append([(f"overridden with {shown(one.override_by)}: {shown(one.override_reason)}", "now")])
    await app.push_screen_wait(Reading(f"Told {shown(one.recipient)}", one.words, facts=facts))


async def open_promise(app: CpoApp, file: CaseFile, row_id: int) -> None:
    """Say what became of a promise; of one that is settled, why."""
    one = next(each for each in file.promises if each.id == row_id)
    title = f"Promised: {shown(one.words, limit=60)}"
    if one.settled_at is not None:
        why = Field("why", "why", "text", value=one.reason or "", required=True, hint=f"it was {one.settled_as}")
        values = await app.push_screen_wait(Form(title, (why,)))
        if values:
            flows.announce(app, await app.gateway.act(promising.explain_promise, row_id, values["why"]))
        return
    ways = {"kept": "kept", "broken": "broken", "withdrawn": "no longer holds"}
    fields = (
        Field("how", "it was", "choice", value="kept", choices=ways, required=True),
        Field("why", "why", hint="where it was not kept"),
    )
    values = await app.push_screen_wait(Form(title, fields))
    if not values:
        return
    if values["how"] == "kept":
        flows.announce(app, await app.gateway.act(promising.keep_promise, row_id))
    elif values["how"] == "broken":
        flows.announce(app, await app.gateway.act(promising.break_promise, row_id, values["why"]))
    else:
        flows.announce(app, await app.gateway.act(promising.withdraw_promise, row_id, values["why"]))


async def open_request(app: CpoApp, file: CaseFile, row_id: int) -> None:
    """Enter that a request was chased, or what was answered."""
    one = next(each for each in file.requests if each.id == row_id)
    title = f"{shown(one.kind.replace('_', ' '))} · {shown(one.agency)}"
    if one.answered_on is not None:
        await app.push_screen_wait(Reading(title, one.answer or ""))
        return
    fields = (
        Field("answer", "answered", hint="issued, refused, no record; empty: it was chased"),
        Field("on", "on", "past", value="today", required=True),
        Field("expires_on", "valid until", "when", hint="of a travel document"),
    )
    values = await app.push_screen_wait(Form(title, fields))
    if not values:
        return
    day = values["on"][:10]
    if values["answer"].strip():
        answered = app.gateway.act(
            coordinating.record_answer, row_id, values["answer"], on=day, expires_on=values["expires_on"][:10]
        )
        flows.announce(app, await answered)
    else:
        flows.announce(app, await app.gateway.act(coordinating.chase_agency, row_id, on=day))
