"""What a case fills into a letter: its papers, its next step, its appointment and its status, in the words of a language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.actions.context import Context
from cpo_tui.actions.disclosing import status_answer
from cpo_tui.documents.letter_words import letter_words
from cpo_tui.documents.templates import Wanting
from cpo_tui.domain.cases import STAGES, CaseRow
from cpo_tui.domain.facts import local_day
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.papers import spoken
from cpo_tui.domain.records import Hearing
from cpo_tui.errors import UsageError
from cpo_tui.rules.day_words import day_in
from cpo_tui.rules.disclosure import Decision
from cpo_tui.store import commitments, deadlines, documents, officers, reader

if TYPE_CHECKING:
    from cpo_tui.rules.document_pack import DocumentType
    from cpo_tui.rules.forecast import NextStep
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
        "person": name_in_speech(row.full_name),
        "recipient": name_in_speech(addressee) if addressee == row.full_name else addressee,
        "officer": (known.name if known is not None else None) or context.actor.officer,
        "stage": _stage(context, row, language),
        "missing": _missing(file, language, letter_words().asked_of.get(capacity)),
        "step": None,
        "inquiry": None,
        "document": None,
        "appointment": None,
        "status": status_answer(context, row.id, decision, language=language).words if decision is not None else None,
    }
    if file.step is not None:
        title = _appointment(context, file.step.source, language) or _title(context, file.step, language)
        values["step"] = {"title": title, "day": day_in(file.on, language)}
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
    by_hand: dict[str, Any] = {name: parse_text(name, text.strip()) for name, text in given.items()}
    if by_hand.get("document"):
        by_hand["document"] = _document(file, by_hand["document"], language)
    return values | by_hand


def name_in_speech(full_name: str) -> str:
    """A name as a person is addressed: `Family, Given` is turned round, any other form is left as it is."""
    family, comma, own = (part.strip() for part in full_name.partition(","))
    if not comma or not family or not own or "," in own or own.casefold().rstrip(".") in _SUFFIXES:
        return full_name
    return f"{own} {family}"


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def _stage(context: Context, row: CaseRow, language: str) -> str | None:
    """The stage in the words of a language, where there are any."""
    found = commitments.pack_of(context.connection).stages.get(row.stage or "")
    return found.es if language == "es" and found is not None else STAGES.get(row.stage or "", row.stage)


def _document(file: CaseDocuments, name: str, language: str) -> str | Wanting:
    """A document with the number of its form and its name, where the pack knows it; else as it was typed."""
    kind = file.pack.find(name) if file.pack is not None else None
    if kind is None:
        return name
    return _labelled(kind.form, kind, kind.name, language)


def _labelled(form: str, kind: DocumentType | None, name: str, language: str) -> str | Wanting:
    """A document by its form and its name; one that the pack does not know keeps the name under which it was entered."""
    called = name if kind is None or language == "en" else kind.name_es
    if not called:
        return Wanting.in_spanish("name", spoken(form, name))
    return f"{form}, {called}" if form and spoken(form, name) == form else called


def _title(context: Context, step: NextStep, language: str) -> str | Wanting:
    """A step that is a date of the law, in a language."""
    if language == "en" or not step.rule:
        return step.title
    rule = deadlines.pack_in_use(context.connection).by_id.get(step.rule)
    return (rule.title_es if rule is not None else "") or Wanting.in_spanish("title", step.title)


def _missing(file: CaseDocuments, language: str, suppliers: tuple[str, ...] | None) -> tuple[Mapping[str, Any], ...]:
    """What is missing and can be asked of whoever gets the letter: nobody is asked for what the office itself has to make."""
    reasons = letter_words().reasons.get(language, {})
    return tuple(
        {
            "label": _labelled(one.form, one.kind, one.name, language),
            "reason": reasons.get(one.reason.value, one.reason.value),
        }
        for one in file.missing
        if suppliers is None or one.kind is None or one.kind.supplied_by in suppliers
    )


def _hearing(context: Context, case_id: int, language: str) -> str:
    found = [one for one in reader.of_case(context.connection, Hearing, case_id) if one.outcome is None]
    return _spoken(min(found, key=lambda one: str(one.starts_at)), language)


def _appointment(context: Context, source: str, language: str) -> str:
    """A hearing in the words of a language by its table and row; empty for another step."""
    table, _, row_id = source.partition(":")
    return _spoken(reader.record(context.connection, Hearing, int(row_id)), language) if table == "hearings" else ""


def _spoken(hearing: Hearing, language: str) -> str:
    kind = hearing.kind or "hearing"
    known = letter_words().hearings.get(language, {})
    words = known.get(kind) or known.get("other") or kind
    return ", ".join(part for part in (words.replace("_", " "), hearing.place) if part)


def _day_of(moment: date, zone: tzinfo, language: str) -> str:
    return day_in(local_day(moment, zone), language)
