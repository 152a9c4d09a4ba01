"""What a case fills into a letter: its papers, its next step, its appointment and its status, in the words of a language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.actions.context import Context
from cpo_tui.actions.disclosing import status_answer
from cpo_tui.documents.letter_words import letter_words
from cpo_tui.domain.cases import STAGES, CaseRow
from cpo_tui.domain.facts import local_day
from cpo_tui.domain.fields import parse_text
from cpo_tui.errors import UsageError
from cpo_tui.rules.disclosure import Decision
from cpo_tui.rules.tell_tales import MONTHS
from cpo_tui.store import documents, officers, reader

if TYPE_CHECKING:
    from cpo_tui.store.documents import CaseDocuments


def fields_of(
    context: Context,
    row: CaseRow,
    language: str,
    addressee: str,
    capacity: str,
    decision: Decision | None,
    given: Mapping[str, str],
) -> dict[str, Any]:
    """The fields of every letter by name; what the case cannot give is None. `given` are those filled by hand.

    Raises `UsageError` for a field that is not filled by hand.
    """
    today = date.fromisoformat(context.today)
    file = documents.file_of(context.connection, row.id, context.zone, today=today)
    known = officers.officer(context.connection, context.actor.officer)
    values: dict[str, Any] = {
        "reference": row.reference,
        "person": row.full_name,
        "recipient": addressee,
        "officer": (known.name if known is not None else None) or context.actor.officer,
        "stage": STAGES.get(row.stage or "", row.stage),
        "missing": _missing(file, language, letter_words().asked_of.get(capacity)),
        "step": None,
        "inquiry": None,
        "document": None,
        "appointment": None,
        "status": status_answer(context, row.id, decision, language=language).words if decision is not None else None,
    }
    if file.step is not None:
        values["step"] = {"title": file.step.title, "day": day_in(file.on, language)}
    if row.next_hearing_at is not None:
        moment = row.next_hearing_at
        time = moment.astimezone(context.zone).strftime("%H:%M") if isinstance(moment, datetime) else ""
        values["appointment"] = {
            "title": _hearing(context, row.id, language),
            "day": _day_of(moment, context.zone, language),
            "time": time,
        }
    if not values["missing"]:
        values["missing"] = ()
    unknown = [name for name in given if name not in ("document", "inquiry")]
    if unknown:
        raise UsageError(f"A letter has no field {unknown[0]!r} to fill by hand.", hint="By hand: document, inquiry.")
    return values | {name: parse_text(name, text.strip()) for name, text in given.items()}


def _missing(file: CaseDocuments, language: str, suppliers: tuple[str, ...] | None) -> tuple[dict[str, str], ...]:
    """What is missing and can be asked of whoever gets the letter: nobody is asked for what the office itself has to make."""
    words = letter_words()
    reasons, names = words.reasons.get(language, {}), words.names.get(language, {})
    found = []
    for one in file.missing:
        if suppliers is None or one.kind is None or one.kind.supplied_by in suppliers:
            name = names.get(one.kind.id, one.name) if one.kind is not None else one.name
            label = f"{one.form}, {name}" if one.label == one.form else name
            found.append({"label": label, "reason": reasons.get(one.reason.value, one.reason.value)})
    return tuple(found)


def _hearing(context: Context, case_id: int, language: str) -> str:
    from cpo_tui.domain.records import Hearing

    found = [one for one in reader.of_case(context.connection, Hearing, case_id) if one.outcome is None]
    first = min(found, key=lambda one: str(one.starts_at))
    kind = first.kind or "hearing"
    words = letter_words().hearings.get(language, {}).get(kind, kind)
    return ", ".join(part for part in (words.replace("_", " "), first.place) if part)


def _day_of(moment: date, zone: tzinfo, language: str) -> str:
    return day_in(local_day(moment, zone), language)


def day_in(day: date, language: str) -> str:
    """A day in the words of a language, so that nobody takes a month for a day."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if language == "es" else f"{month} {day.day}, {day.year}"
