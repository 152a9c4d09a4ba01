"""Letters: filled from the case, passed through the gate, kept as they were sent.

What a template tells is declared in it; nothing goes to somebody outside unless the gate allows those categories for
them. A letter that was made is stored word for word, with the version of its template and the address as it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.actions import gate
from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.gate import Passed, Telling
from cpo_tui.actions.letter_fields import fields_of
from cpo_tui.documents.templates import LANGUAGES, Letter, Template, filled, template, tried
from cpo_tui.domain.fields import parse_text
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.day_words import day_in
from cpo_tui.rules.disclosure import Decision
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import disclosing, officers

if TYPE_CHECKING:
    from cpo_tui.store.changes import Recorder


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a letter: name, capacity (see `domain.records.CAPACITIES`), postal address, and what an officer vouches for."""

    name: str
    capacity: str = ""
    address: str = ""
    organisation: str = ""
    vouched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is sent, with what the gate said about it."""

    letter: Letter
    template: Template
    passed: Passed | None
    """What the gate let pass; None for a letter that stays inside."""
    reading_age: int


def draft_letter(
    context: Context,
    name: str,
    case_id: int,
    to: Addressee,
    *,
    language: str = "en",
    fields: Mapping[str, str] | None = None,
) -> Draft:
    """A letter as it would go out; writes nothing. `fields` are values that the case cannot give (`document`, `inquiry`).

    Raises `Refused` where the gate does not allow what it tells, where a field is not filled, or where the text is not
    in force today.
    """
    from cpo_tui.documents.setting import reading_age

    made, addressee = _begun(name, language, to)
    row = one_case(context, case_id)
    if made.internal:
        _stays_inside(context, addressee)
    decision = None if made.internal else _allowed(context, case_id, made, to)
    values = fields_of(context, row, language, addressee, "" if made.internal else to.capacity, decision, fields or {})
    subject, body = filled(made, language, values, date.fromisoformat(context.today))
    letter = Letter(
        made.id, made.version, language, _head(context, str(values["recipient"]), to.address, language), subject, body
    )
    let_through = None if made.internal else gate.ask(context, case_id, _enquirer(to), _telling(made, letter))
    return Draft(letter, made, let_through, reading_age(body, language))


def _begun(name: str, language: str, to: Addressee) -> tuple[Template, str]:
    """The template and the name of whoever gets it; raises `UsageError` for a language or an addressee that is none."""
    made = template(name)
    if language not in LANGUAGES:
        raise UsageError(f"There are no letters in {language!r}.", hint=f"One of: {', '.join(LANGUAGES)}.")
    addressee = parse_text("to", to.name.strip())
    if not addressee:
        raise UsageError("Say to whom the letter goes.", hint="Give --to NAME.")
    return made, addressee


def _head(context: Context, addressee: str, address: str, language: str) -> tuple[str, ...]:
    lines = parse_text("address", address.strip(), multiline=True).splitlines()
    return (day_in(date.fromisoformat(context.today), language), "", addressee, *(line for line in lines if line))


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter to look at before it is sent: its words as far as they go, and everything that stands against sending it."""

    letter: Letter
    reading_age: int
    unfilled: tuple[str, ...]
    """Fields without a value; their names stand in the words."""
    refused: str
    """Why the gate does not let it go to this person; empty where it does."""
    hint: str = ""

    @property
    def can_go(self) -> bool:
        """Whether nothing stands against it."""
        return not self.unfilled and not self.refused


def preview_letter(
    context: Context,
    name: str,
    case_id: int,
    to: Addressee,
    *,
    language: str = "en",
    fields: Mapping[str, str] | None = None,
) -> Preview:
    """A letter with all its gaps named and what the gate says; writes nothing and tells nobody.

    Where the gate refuses, nothing of the case is filled in: only the officer's own words and names stand there. Raises
    `UsageError` for what is wrong in the call and `Refused` for a text that is not in force today.
    """
    from cpo_tui.documents.setting import reading_age

    made, addressee = _begun(name, language, to)
    row, decision, refused, hint = one_case(context, case_id), None, "", ""
    try:
        if made.internal:
            _stays_inside(context, addressee)
        else:
            decision = _allowed(context, case_id, made, to)
    except Refused as refusal:
        refused, hint = refusal.message, refusal.hint
    values = fields_of(context, row, language, addressee, "" if made.internal else to.capacity, decision, fields or {})
    if refused:
        values = {
            key: value if key in ("recipient", "officer", "inquiry", "document") else None
            for key, value in values.items()
        }
    found = tried(made, language, values, date.fromisoformat(context.today))
    letter = Letter(
        made.id,
        made.version,
        language,
        _head(context, str(values["recipient"]), to.address, language),
        found.subject,
        found.body,
    )
    return Preview(letter, reading_age(found.body, language), () if refused else found.unfilled, refused, hint)


def send_letter(
    context: Context, name: str, case_id: int, to: Addressee, *, language: str = "en",
    fields: Mapping[str, str] | None = None, inquiry_id: int | None = None,
) -> tuple[Letter, Outcome]:  # fmt: skip
    """Make a letter and keep it as sent, with what was told and on which ground; gives the letter and what was done."""
    draft = draft_letter(context, name, case_id, to, language=language, fields=fields)
    return draft.letter, keep_letter(context, case_id, to, draft, inquiry_id=inquiry_id)


def send_to_file(
    context: Context, name: str, case_id: int, to: Addressee, path: str | Path, *, language: str = "en",
    fields: Mapping[str, str] | None = None, force: bool = False,
) -> tuple[Path, Outcome]:  # fmt: skip
    """Make a letter, keep it as sent, and write it to a file whole or not at all; what cannot be written is not kept.

    It is kept when its bytes are on the disk, and before they have their name: a power cut between leaves a letter that is
    kept and no file, never a file of which the store knows nothing. The end of the file's name says the form: .pdf, .html
    or .txt.
    """
    from cpo_tui.exchange.target import writing_to

    form_of(path)
    draft = draft_letter(context, name, case_id, to, language=language, fields=fields)
    content = rendered(draft.letter, path)
    with writing_to(path, force=force) as file:
        file.write(content)
        file.settle()
        outcome = keep_letter(context, case_id, to, draft)
    return file.path, outcome


def keep_letter(
    context: Context, case_id: int, to: Addressee, draft: Draft, *, inquiry_id: int | None = None,
    also: Callable[[Recorder], None] | None = None,
) -> Outcome:  # fmt: skip
    """Keep a letter as sent. The gate is asked again inside the transaction, so that what changed meanwhile counts.

    `also` writes what belongs to the sending into the same change-set.
    """
    row = one_case(context, case_id)
    letter, made = draft.letter, draft.template
    with change_set(context, "send letter") as sealed:
        recorder = sealed.recorder
        values = {
            "case_id": case_id, "inquiry_id": inquiry_id, "template": letter.template, "template_version": letter.version,
            "language": letter.language, "recipient": to.name.strip(), "address": to.address.strip() or None,
            "words": letter.text, "made_at": context.at, "made_by": context.actor.officer,
        }  # fmt: skip
        kept = recorder.insert("letters", values, case_id=case_id)
        if draft.passed is not None:
            telling = _telling(made, letter, inquiry_id)
            if draft.passed.categories:
                gate.tell(context, recorder, case_id, _enquirer(to), telling, draft.passed)
            else:
                gate.still_passes(context, case_id, _enquirer(to), telling, draft.passed)
        entry = {
            "case_id": case_id, "kind": "letter_sent", "occurred_at": context.at, "recorded_at": context.at,
            "recorded_by": context.actor.officer, "title": f"{letter.template.replace('_', ' ')} to {to.name.strip()}",
        }  # fmt: skip
        recorder.insert("events", entry, case_id=case_id)
        if also is not None:
            also(recorder)
        sealed.summary = f"{letter.template.replace('_', ' ')} for {row.reference}"
    return Outcome(sealed.change_set, (case_id,), (row.reference,), (), sealed.summary, kept)


def _enquirer(to: Addressee) -> Enquirer:
    return Enquirer(to.capacity.strip(), to.name.strip(), to.organisation, to.vouched)


def _telling(made: Template, letter: Letter, inquiry_id: int | None = None) -> Telling:
    words = f"{letter.subject}\n\n{letter.body}"
    return Telling(words, made.categories, "letter", whole=letter.text, inquiry_id=inquiry_id)


def form_of(path: str | Path) -> str:
    """The form that the end of a file's name says; raises `UsageError` for another one."""
    forms = {".pdf": "pdf", ".html": "html", ".htm": "html", ".txt": "txt"}
    form = forms.get(Path(path).suffix.lower())
    if form is None:
        raise UsageError("A letter is written as .pdf, .html or .txt.", hint="For example: -o letter.pdf.")
    return form


def rendered(letter: Letter, path: str | Path) -> bytes:
    """The bytes of a letter in the form that the end of a file's name says."""
    from cpo_tui.documents import setting

    return {"pdf": setting.as_pdf, "html": setting.as_html, "txt": setting.as_text}[form_of(path)](letter)


def _stays_inside(context: Context, addressee: str) -> None:
    """Raise `Refused` where a letter that no gate is asked about would go to somebody who is no officer here."""
    known = officers.all_officers(context.connection)
    wanted = addressee.casefold()
    if any(one.active and wanted in {one.login.casefold(), (one.name or "").casefold()} for one in known):
        return
    if known or _LOGIN.fullmatch(addressee) is None:
        raise Refused(
            f"This letter stays inside, and {addressee} is no officer here.",
            hint="Name an officer by login: cpo officer list.",
            kind="disclosure",
        )


_LOGIN = re.compile(r"[a-z0-9._-]+")
"""Whom an internal letter may go to in a store into which nobody has entered the officers."""


def _allowed(context: Context, case_id: int, made: Template, to: Addressee) -> Decision:
    """What the gate says, where it allows everything that the template tells; else `Refused`."""
    decision = gate.consider(context, case_id, _enquirer(to))
    allowed = {permit.category for permit in decision.may}
    pack = disclosing.pack_of(context.connection)
    forbidden = [pack.categories[one].label for one in made.categories if one not in allowed]
    if forbidden:
        missing = "; ".join(one.label for one in decision.missing)
        raise Refused(
            f"This letter may not go to this person: it tells {'; '.join(forbidden)}.",
            hint=f"Missing: {missing}." if missing else "Say in which capacity they ask: --capacity.",
            kind="disclosure",
            forbidden=forbidden,
            missing=[{"requirement": one.requirement, "letter": one.letter} for one in decision.missing],
        )
    return decision
