"""Writing an answer: it begins with what may be told, keeps what is typed, and goes out only through the gate."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cpo_tui.actions import answer_drafts, asking, disclosing, gate
from cpo_tui.actions.inquiry_clock import due_now
from cpo_tui.actions.languages import ENGLISH, SPANISH
from cpo_tui.documents.templates import LANGUAGES
from cpo_tui.domain.demands import is_late
from cpo_tui.domain.records import Inquiry
from cpo_tui.store import commitments, drafts, inbox, inquiries, reader
from cpo_tui.ui.flows import promises as promise_flows
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.reading import Reading
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from cpo_tui.actions.context import Context, Outcome
    from cpo_tui.rules.service import Line
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.reads.inquiries import InquiryFile

SAVE_SECONDS = 1.0
"""How often a half-written answer is put into the store, so that it survives even a kill."""


class AnswerForm(Form):
    """An answer being written; what is typed is in the store a second later."""

    keeps_drafts = False  # it keeps them itself, with what the draft began with

    def __init__(self, title: str, fields: Sequence[Field], *, kept: Mapping[str, str], said: str) -> None:
        fields = [replace(one, value=kept.get(one.name, one.value)) for one in fields]
        super().__init__(title, fields, save="send", right=f"half-written before · {said}" if kept else said)
        self._began = dict(kept)
        self._kept = ""

    def on_mount(self) -> None:
        """Keep what is typed, again and again."""
        self.set_interval(SAVE_SECONDS, self._keep)

    async def _keep(self) -> None:
        typed = self.half_written()
        words = json.dumps({**self._began, **typed}, ensure_ascii=False)
        if typed and words != self._kept and not self.cpo.read_only:
            self._kept = words
            await self.cpo.gateway.act(answer_drafts.keep_draft, self.place, words)


@dataclass(frozen=True, slots=True)
class Ready:
    """What an answer begins with."""

    built: tuple[disclosing.Built, ...]
    lines: tuple[Line, ...]
    """The standard lines that have not expired."""
    late: bool
    """Whether the reply is late and nobody has said why yet."""
    matter: tuple[int, ...]
    """The open inquiries that are one matter with it, itself among them; empty where it stands alone."""
    today: date


def ready(context: Context, inquiry_id: int, language: str) -> Ready:
    """What an answer in a language begins with; writes nothing."""
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    kept = inquiries.details(context.connection, inquiry_id)
    built = tuple(
        disclosing.status_answer(context, case_id, decision, language=language)
        for case_id, decision in gate.gate(context, inquiry_id).items()
    )
    today = context.now.astimezone(context.zone).date()
    lines = tuple(one for one in commitments.pack_of(context.connection).lines.values() if today <= one.expires_on)
    due = due_now(context, inquiry)
    late = due is not None and is_late(due, context.now, context.zone) and kept.late_reason is None
    matter = (
        tuple(one.id for one in inbox.entries(context.connection, inbox.Sieve(cluster=kept.cluster)))
        if kept.cluster is not None
        else ()
    )
    return Ready(built, lines, late, matter if len(matter) > 1 else (), today)


async def answer(app: CpoApp, file: InquiryFile, *, other: bool = False, override: bool = False) -> None:
    """Write the answer in the language that is proposed, or the `other` one, and send it through the gate.

    With `override` it goes beyond the gate, with a second officer.
    """
    language = (SPANISH if file.language == ENGLISH else ENGLISH) if other else file.language
    title = f"Answer {file.entry.inquiry}"
    begin = await app.gateway.act(ready, file.entry.id, language)
    kept = await app.gateway.read(lambda connection: drafts.drafts_of(connection, app.gateway.officer).get(title))
    fields = _fields(file, begin, override=override)
    said = f"in {LANGUAGES[language]}"
    values = await app.push_screen_wait(AnswerForm(title, fields, kept=json.loads(kept) if kept else {}, said=said))
    if not values:
        return
    # Where the gate refuses it the words are there again at the next try.
    await app.gateway.act(answer_drafts.keep_draft, title, json.dumps(values, ensure_ascii=False))
    line = next((one for one in begin.lines if one.id == values.get("line")), None)
    words = "\n\n".join(part for part in (line.words(language, begin.today) if line else "", values["words"]) if part)
    given = disclosing.Answer(
        words,
        tuple(one.strip() for one in values["tells"].split(",") if one.strip()),
        override_reason=values.get("override", ""),
        second_officer=values.get("second", ""),
        late_reason=values.get("late_reason", ""),
    )
    if values.get("to") == "all":
        outcome = await app.gateway.act(disclosing.answer_together, begin.matter, given)
    else:
        outcome = await app.gateway.act(disclosing.answer_inquiry, file.entry.id, given)
    flows.announce(app, outcome)
    if outcome.change_set is None:
        return
    await app.gateway.act(answer_drafts.keep_draft, title, "")
    made = await promise_flows.offer(app, words, inquiry_id=file.entry.id)
    if made is not None:
        flows.announce(app, made)


def _fields(file: InquiryFile, begin: Ready, *, override: bool) -> list[Field]:
    allowed = {permit.category for _, _, decision in file.decisions for permit in decision.may}
    told = dict.fromkeys(name for one in begin.built for name in one.categories)
    lines = {one.id: one.label or one.id for one in begin.lines}
    fields = [
        Field("words", "answer", "text", value="\n".join(one.words for one in begin.built if one.words), required=True),
        Field(
            "tells", "tells", value=", ".join(told),
            hint=f"what of the case it tells: {', '.join(sorted(allowed)) or 'nothing may be told'}",
        ),
        Field("line", "standard line", "choice", choices=lines, hint="put in front; expired ones are not offered"),
    ]  # fmt: skip
    if begin.matter:
        to = {"one": "this enquirer", "all": f"all {len(begin.matter)} of the matter, each through the gate"}
        fields.append(Field("to", "goes to", "choice", value="one", choices=to, required=True))
    if begin.late:
        fields.append(Field("late_reason", "late: why", required=True, hint="asked for once; it stays on the record"))
    if override:
        fields.append(Field("override", "override: why", required=True, hint="stays on the record"))
        fields.append(Field("second", "second officer", required=True, hint="the login of a supervisor"))
    return fields


async def ask_for_missing(app: CpoApp, file: InquiryFile) -> None:
    """Look at the letter that asks for what is missing, and send it."""
    found = await app.gateway.act(asking.missing_for, file.entry.id)
    wanted = next(iter(found), "")
    if len(found) > 1:
        options = [Option(name, shown(one.label), shown(one.letter)) for name, (_, one) in found.items()]
        chosen = await app.push_screen_wait(Choice("Ask for", options))
        if not chosen:
            return
        wanted = chosen
    # Where nothing is missing this says so.
    await app.gateway.act(asking.draft_request, file.entry.id, wanted)
    fields = (
        Field("language", "language", "choice", value=file.language, choices=LANGUAGES, required=True),
        Field("address", "address", "text", hint="as it stands today"),
        Field("path", "write to", hint="letter.pdf, .html or .txt; empty: it is only kept"),
    )
    label = found[wanted][1].label
    values = await app.push_screen_wait(Form(f"Ask for {shown(label, limit=60)}", fields, save="look at it"))
    if not values:
        return
    given = {"language": values["language"], "address": values["address"]}
    asked = await app.gateway.act(_draft, file.entry.id, wanted, given)
    sure = await app.push_screen_wait(
        Reading(shown(asked.missing.letter.replace("_", " ")).capitalize(), asked.draft.letter.text, yes="send")
    )
    if sure:
        flows.announce(app, await app.gateway.act(_send, file.entry.id, wanted, given, values["path"].strip()))


def _draft(context: Context, inquiry_id: int, wanted: str, given: Mapping[str, str]) -> asking.Asked:
    return asking.draft_request(context, inquiry_id, wanted, language=given["language"], address=given["address"])


def _send(context: Context, inquiry_id: int, wanted: str, given: Mapping[str, str], path: str) -> Outcome:
    _, outcome = asking.ask_for_missing(
        context, inquiry_id, wanted, language=given["language"], address=given["address"], path=path or None
    )
    return outcome


async def vouch(app: CpoApp, file: InquiryFile) -> None:
    """Say that something was checked that no paper shows."""
    options = [Option(name, shown(label)) for name, label in file.can_vouch]
    if not options:
        app.say("Nothing is missing here that an officer could vouch for.", warn=True)
        return
    chosen = await app.push_screen_wait(Choice("I have checked", options))
    if chosen:
        flows.announce(app, await app.gateway.act(asking.vouch, file.entry.id, chosen))
