"""Documents in the store: what a case needs and has, and the forecast of it, recomputed with the list and never edited.

`recompute` makes the forecasts of touched cases true again; the list, the queries `missing:` and `expiring` and the
demands read them. `file_of` gives the whole checklist of one case, for a day of the reader's choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.cases import OPEN_LIFECYCLES
from cpo_tui.domain.demands import HEARING_LEAD, Demand, Severity, Step
from cpo_tui.domain.records import Document
from cpo_tui.store import deadlines, tallies
from cpo_tui.store.changes import canonical
from cpo_tui.store.chosen import Chosen
from cpo_tui.store.connect import Connection
from cpo_tui.store.document_packs import pack_in_use
from cpo_tui.store.reader import day, when

if TYPE_CHECKING:
    from cpo_tui.rules.checklists import ChecklistItem
    from cpo_tui.rules.document_pack import DocumentPack, DocumentType
    from cpo_tui.rules.forecast import Forecast, Missing, NextStep, Paper, Running
    from cpo_tui.rules.timeline import Timeline

_IN = "IN (SELECT value FROM json_each(?))"
_NAMED = 3
"""How many documents a demand names; the rest are counted."""
STEP_KINDS = ("review_cycle", "filing_window")
"""The kinds of rule whose date is a step of the case, besides the rules that a document names."""

MISSING, EXPIRES, CHASE = "missing", "expires", "chase"


# ---------------------------------------------------------------------- what a file holds


def papers_of(connection: Connection, case_ids: Iterable[int], pack: DocumentPack | None) -> dict[int, list[Paper]]:
    """The documents of each case as the forecast sees them, with the answers to their checks."""
    from cpo_tui.rules.checklists import CheckAnswer, HeldDocument
    from cpo_tui.rules.forecast import Paper

    listed = canonical(list(case_ids)).decode()
    checks: dict[int, dict[str, CheckAnswer]] = defaultdict(dict)
    for document_id, check, answer in connection.execute(
        "SELECT k.document_id, k.check_id, k.answer FROM document_checks k JOIN documents d ON d.id = k.document_id"
        f" WHERE d.case_id {_IN}",
        (listed,),
    ):
        checks[document_id][check] = CheckAnswer(answer)
    kinds: dict[tuple[str | None, ...], DocumentType | None] = {}
    days: dict[str | None, date | None] = {None: None}  # days recur
    unanswered: dict[str, CheckAnswer] = {}  # one for all, because most papers have no answers
    found: dict[int, list[Paper]] = defaultdict(list)
    for row in connection.execute(
        "SELECT case_id, id, document, form, requirement, state, requested_on, received_on, served_on, service_language,"
        f" expires_on, supplied_by, chased_on, chases FROM documents WHERE case_id {_IN}",
        (listed,),
    ):
        case_id, row_id, name, form, requirement, state, asked, received, served, language, expires, *chased = row
        for told in (asked, received, served, expires, chased[1]):
            if told not in days:
                days[told] = day(told)
        answers = checks.get(row_id, unanswered)
        held = HeldDocument(state, days[asked], days[received], days[served], language, days[expires], answers, row_id)
        named = (requirement, form, name)
        if named not in kinds:
            kinds[named] = pack.find(*named) if pack is not None else None
        kind = kinds[named]
        found[case_id].append(Paper(held, name, form or "", kind, chased[0] or "", days[chased[1]], chased[2] or 0))
    return found


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of a case that documents are measured by."""

    steps: list[NextStep]
    due: dict[str, date]


def _dates_of(connection: Connection, listed: str, pack: DocumentPack | None, zone: tzinfo) -> dict[int, _Dates]:
    from cpo_tui.domain.facts import local_day
    from cpo_tui.rules.forecast import NextStep

    named = {document.needed_by for document in pack.documents if document.needed_by} if pack is not None else set()
    found: dict[int, _Dates] = defaultdict(lambda: _Dates([], {}))
    for row_id, case_id, starts_at, kind, place in connection.execute(
        f"SELECT id, case_id, starts_at, kind, place FROM hearings WHERE outcome IS NULL AND case_id {_IN}", (listed,)
    ):
        moment = when(starts_at)
        if moment is not None:
            title = ", ".join(part for part in ((kind or "hearing").replace("_", " "), place) if part)
            found[case_id].steps.append(NextStep(title, moment, f"hearings:{row_id}"))
    for case_id, key, rule, kind, title, due_at, seconds in connection.execute(
        "SELECT case_id, key, rule, kind, title, due_at, lead_seconds FROM deadlines WHERE asks AND due_at IS NOT NULL"
        f" AND status IN ('running', 'paused', 'contested') AND case_id {_IN}",
        (listed,),
    ):
        moment = when(due_at)
        if moment is None:
            continue
        if rule in named:
            mine = found[case_id].due
            mine[rule] = min(mine.get(rule, date.max), local_day(moment, zone))
        if rule in named or kind in STEP_KINDS:
            found[case_id].steps.append(NextStep(title, moment, f"deadlines:{key}", timedelta(seconds=seconds), rule))
    return found


def best_row(rows: Sequence[Document]) -> Document | None:
    """The row that counts among several of one kind of document."""
    from cpo_tui.rules.checklists import held_from, merit

    return max(rows, key=lambda row: merit(held_from(row)), default=None)


def answers_of(connection: Connection, document_id: int) -> dict[str, tuple[int, str]]:
    """The answers to the checks of a document: check → (row id, answer)."""
    rows = connection.execute("SELECT check_id, id, answer FROM document_checks WHERE document_id = ?", (document_id,))
    return {str(check): (int(row_id), str(answer)) for check, row_id, answer in rows}


# ---------------------------------------------------------------------- the forecast, stored


def recompute(connection: Connection, case_ids: Sequence[int], laid: Mapping[int, Timeline], zone: tzinfo) -> None:
    """Make the forecasts of these cases true again, inside the caller's transaction, after their deadlines.

    `laid` are the cases that `deadlines.recompute` laid out; a case without a document and without an event costs nothing.
    """
    rows = wanted_rows(connection, case_ids, laid, zone)
    tallies.replace_rows(connection, "document_forecasts", WRITTEN, case_ids, rows)


WRITTEN = (
    "case_id", "kind", "document", "form", "requirement", "document_id", "reason", "step", "due_at", "lead_seconds",
    "citation",
)  # fmt: skip
"""The columns of a stored forecast, in the order of `wanted_rows`."""


def wanted_rows(
    connection: Connection, case_ids: Sequence[int], laid: Mapping[int, Timeline], zone: tzinfo
) -> list[tuple[Any, ...]]:
    """The rows that the table of forecasts must hold for these cases, by `WRITTEN`."""
    listed = canonical(list(case_ids)).decode()
    ids = {
        int(row[0])
        for row in connection.execute(f"SELECT DISTINCT case_id FROM documents WHERE case_id {_IN}", (listed,))
    }
    ids.update(case_id for case_id, timeline in laid.items() if timeline.usable)
    if not ids:
        return []
    found = _computed(connection, sorted(ids), laid, zone)
    return [row for case_id, forecast in found.items() for row in _rows(case_id, forecast)]


def _computed(
    connection: Connection, case_ids: Sequence[int], laid: Mapping[int, Timeline], zone: tzinfo,
    choose: Callable[[Sequence[NextStep]], NextStep | None] | None = None,
) -> dict[int, Forecast]:  # fmt: skip
    """The forecast of each case for its earliest open step, or for the step that `choose` takes."""
    from cpo_tui.rules.forecast import forecast, next_step
    from cpo_tui.rules.timeline import Timeline

    pack = pack_in_use(connection)
    listed = canonical(list(case_ids)).decode()
    papers = papers_of(connection, case_ids, pack)
    dates = _dates_of(connection, listed, pack, zone)
    timelines = dict(laid)
    bare = [case_id for case_id in case_ids if case_id not in timelines]
    if bare and pack is not None:
        rules = deadlines.pack_in_use(connection)
        for case_id, (fields, events, clocks) in deadlines.inputs_of(connection, bare).items():
            timelines[case_id] = Timeline(rules, fields, events, zone, clocks)
    found: dict[int, Forecast] = {}
    for case_id in case_ids:
        timeline = timelines.get(case_id)
        is_open = timeline is not None and timeline.fields.get("lifecycle") in OPEN_LIFECYCLES
        mine = dates[case_id]
        found[case_id] = forecast(
            pack,
            timeline.facts if timeline is not None and is_open else None,
            str(timeline.fields["stage"]) if timeline is not None and timeline.fields.get("stage") else None,
            papers.get(case_id, ()),
            step=(choose(mine.steps) if choose else next_step(mine.steps, zone)) if is_open else None,
            due=mine.due,
            zone=zone,
        )
    return found


def _rows(case_id: int, found: Forecast) -> Iterable[tuple[Any, ...]]:
    step, at = (found.step.title, _text(found.step.at)) if found.step is not None else (None, None)
    ahead = max(found.lead, HEARING_LEAD) if found.step is None or found.step.lead is None else found.step.lead
    lead = int(ahead.total_seconds()) if step is not None else 0
    for one in found.missing:
        yield (
            case_id, MISSING, one.name, one.form or None, one.kind.id if one.kind else None,
            one.held.id if one.held else None, one.reason.value, step, at, lead,
            one.kind.source.citation if one.kind else None,
        )  # fmt: skip
    for running in found.expiries:
        yield _running(case_id, EXPIRES, running, "")
    for running in found.chases:
        chase = running.chase
        words = "" if chase is None else f"to {chase.escalate_to}" if chase.escalate_to else str(chase.number)
        yield _running(case_id, CHASE, running, words)


def _running(case_id: int, kind: str, one: Running, reason: str) -> tuple[Any, ...]:
    paper = one.paper
    known = paper.kind
    return (
        case_id, kind, paper.name, paper.form or None, known.id if known else None, paper.held.id, reason or None, None,
        one.on.isoformat(), int(one.lead.total_seconds()), known.source.citation if known else None,
    )  # fmt: skip


def _text(value: date) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def demands_of_documents(connection: Connection, among: Chosen) -> dict[int, list[Demand]]:
    """What the stored forecasts of these cases ask for."""
    from cpo_tui.domain.papers import spoken

    found: dict[int, list[Demand]] = defaultdict(list)
    wanting: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    sql = (
        "SELECT case_id, kind, document, form, document_id, reason, step, due_at, lead_seconds, citation"
        f" FROM document_forecasts WHERE due_at IS NOT NULL AND case_id {among.sql} ORDER BY id"
    )
    for case_id, kind, document, form, row_id, reason, step, due_at, lead, citation in connection.execute(
        sql, among.values
    ):
        due = when(due_at)
        if due is None:
            continue
        name = spoken(form, document)
        if kind == MISSING:
            wanting[case_id].append((name, reason, step, due, lead, citation))
            continue
        if kind == EXPIRES:
            title, steps = f"{name} expires", (Step("the last day on which it holds", day(due_at)),)
        elif reason.startswith("to "):
            title, steps = f"Escalate {name} {reason}", (Step("asked for and chased in vain"),)
        else:
            title, steps = f"Chase {name}", (Step(f"asked for and not received: chase number {reason}"),)
        found[case_id].append(
            Demand(
                "document", title, due, timedelta(seconds=lead), citation=citation or "", steps=steps,
                source=f"documents:{row_id}",
            )
        )  # fmt: skip
    for case_id, rows in wanting.items():
        found[case_id].append(_gap_demand(rows))
    return found


def _gap_demand(rows: Sequence[tuple[Any, ...]]) -> Demand:
    names = [row[0] for row in rows]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    _, _, step, due, lead, _ = rows[0]
    return Demand(
        "document",
        f"Missing for {step}: {', '.join(names[:_NAMED])}{more}",
        due,
        timedelta(seconds=lead),
        Severity.POLICY,
        citation=next((row[5] for row in rows if row[5]), ""),
        steps=(
            Step(
                f"what the checklist will lack on the day of the next step, {step}",
                due if not isinstance(due, datetime) else due.date(),
            ),
            *(Step(f"{name}: {reason}") for name, reason, *_ in rows),
        ),
        source="document_forecasts",
    )


# ---------------------------------------------------------------------- one case, for a reader


@dataclass(frozen=True, slots=True)
class CaseDocuments:
    """The documents of one case: its checklist with what is held, and what will be wanting on the day of its next step."""

    pack: DocumentPack | None
    on: date
    """The day that `missing` is about: that of the next step, else the day that was asked about."""
    step: NextStep | None
    items: tuple[ChecklistItem, ...]
    missing: tuple[Missing, ...]
    uncertain: tuple[ChecklistItem, ...]
    """What may be needed: a fact is missing that would settle it."""
    others: tuple[Paper, ...]
    """What the file has besides."""
    chases: tuple[Running, ...]
    expiries: tuple[Running, ...]


def file_of(connection: Connection, case_id: int, zone: tzinfo, *, today: date) -> CaseDocuments:
    """The checklist of a case and what will be wanting on the day of its next step from `today` on.

    A step that has passed without an outcome is still the next one where there is no later one. Without any, the day
    is today.
    """
    from cpo_tui.domain.facts import local_day
    from cpo_tui.rules.forecast import NextStep, next_step

    day_itself = NextStep("today", today)

    def choose(steps: Sequence[NextStep]) -> NextStep:
        return next_step(steps, zone, after=today) or next_step(steps, zone) or day_itself

    pack = pack_in_use(connection)
    found = _computed(connection, [case_id], {}, zone, choose)[case_id]
    kinds = {item.document.id for item in found.items}
    papers = papers_of(connection, [case_id], pack).get(case_id, [])
    step = found.step or day_itself
    return CaseDocuments(
        pack=pack,
        on=local_day(step.at, zone),
        step=None if step is day_itself else step,
        items=found.items,
        missing=found.missing,
        uncertain=tuple(item for item in found.items if item.required.applies is None),
        others=tuple(paper for paper in papers if paper.kind is None or paper.kind.id not in kinds),
        chases=found.chases,
        expiries=found.expiries,
    )
