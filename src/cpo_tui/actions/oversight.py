"""The reports about the whole of the work: the caseload by officer, and how well what the law asks is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from cpo_tui.actions import figures
from cpo_tui.actions.context import Context
from cpo_tui.actions.left_out import keep_for
from cpo_tui.domain.demands import Severity
from cpo_tui.rules.workload import Weights
from cpo_tui.store import ages, fairness, ontime, oversight, reader, workload
from cpo_tui.store.beside import beside
from cpo_tui.store.connect import Connection
from cpo_tui.store.oversight import Moment

Progress = Callable[[int, int], None] | None
"""Told how many parts of a report are done, and of how many."""


class _Parts:
    """Counts the parts of a report as they are done."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def done(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)


def caseload(context: Context, connection: Connection, weights: Weights, progress: Progress = None) -> dict[str, Any]:
    """Open cases by officer with what they weigh, the weeks ahead, the four ages and the stages."""
    at = Moment(context.now, context.zone)
    parts = _Parts(progress, 4)
    open_cases, all_cases = reader.counts(connection)
    work = workload.tally(connection, at)
    parts.done()
    officers = [
        {"officer": officer or None, **counts, "load": round(_load(weights, counts), 2)}
        for officer, counts in work.officers.items()
    ]
    weeks = workload.weeks_ahead(connection, at, work)
    parts.done()
    cases = ages.population(connection, at)
    parts.done()
    missing = oversight.documents_missing(connection)
    parts.done()
    return {
        "open": open_cases, "all": all_cases, "weights": weights.as_json(), "officers": figures.officers(officers),
        "weeks": figures.weeks(weeks), "today": at.today,
        "days": [{"officer": who or None, "day": day, "due": count} for (who, day), count in sorted(work.days.items())],
        "ages": figures.ages(cases.ages()), "stages": figures.stages(cases.time_in_stage()),
        "documents": figures.papers(missing),
    }  # fmt: skip


def _load(weights: Weights, counts: dict[str, Any]) -> float:
    return weights.load(
        cases=counts["cases"], held=counts["held"], inquiries=counts["inquiries"], documents=counts["documents"],
        deadlines=counts["deadlines"],
    )  # fmt: skip


PARTS = 6


def supervision(context: Context, connection: Connection, progress: Progress = None) -> dict[str, Any]:
    """How well the work is done, and how that changed.

    On time by rule and class with reasons, missed protections case by case, ages, stages, inquiries, extracts,
    fairness, and the change of it all over the last twelve months.
    """
    parts = _Parts(progress, PARTS)
    content: dict[str, Any] = {}
    at = Moment(context.now, context.zone)
    # The documents are counted beside the rest: the two largest tables are read by two cores.
    with beside(context.store, connection) as other, ThreadPoolExecutor(1) as pool:
        papers = pool.submit(oversight.documents, other, at)
        for part in supervised(context, connection, papers.result):
            content |= part
            parts.done()
    return content


def supervised(
    context: Context, connection: Connection, count_documents: Callable[[], oversight.Documents] | None = None
) -> Iterator[dict[str, Any]]:
    """The same part by part, each as soon as it is counted: what takes longest comes last.

    `count_documents` gives the documents where somebody counts them already.
    """
    at = Moment(context.now, context.zone)
    extracts = oversight.extracts(connection)
    yield {
        "inquiries": figures.inquiries(oversight.inquiry_standard(connection, at)),
        "extracts": figures.extracts(extracts),
    }
    kept = ontime.on_time(connection, at)
    rules = [one | {"rate": rate(one)} for one in kept.by_rule()]
    yield {
        "classes": figures.deadlines([_class(severity, rules) for severity in Severity], "severity"),
        "rules": figures.deadlines(rules, "rule"), "reasons": figures.reasons(ontime.reasons_for_lateness(connection)),
    }  # fmt: skip
    cases = ages.population(connection, at)
    yield {
        "open": cases.open, "all": cases.all, "ages": figures.ages(cases.ages()),
        "stages": figures.stages(cases.time_in_stage()),
    }  # fmt: skip
    yield _protections(connection, kept)
    papers = count_documents() if count_documents else oversight.documents(connection, at)
    yield {"documents": figures.papers(papers.missing)}
    yield {
        "fairness": figures.groups(fairness.fairness(connection, at)), "smallest_group": fairness.SMALLEST_GROUP,
        "months": _months(connection, at, kept, cases, papers, extracts),
    }  # fmt: skip


def _protections(connection: Connection, kept: ontime.OnTime) -> dict[str, Any]:
    """The protections that were missed, case by case; those in protected categories are counted and not named."""
    keep = keep_for(connection)
    # Few rules miss many protections, so the same words come again and again.
    telling = cache(keep.protection.by_words)
    named: list[dict[str, Any]] = []
    for one in ontime.protections(connection, kept.missed):
        if keep.whole(one.pop("safeguards")) or telling((one["title"], one["reason"])):
            keep.left_out += 1
        else:
            named.append(figures.protection(one))
    return {"protections": named, "left_out": keep.left_out}


def _months(
    connection: Connection,
    at: Moment,
    kept: ontime.OnTime,
    cases: ages.Population,
    papers: oversight.Documents,
    extracts: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Month by month: on time by the day that was due, protections missed, cases, inquiries, documents, extracts."""
    lives = {one["month"]: one for one in cases.by_month(at.months)}
    answered = oversight.inquiries_by_month(connection, at)
    found = []
    for one in kept.by_month(at.months):
        month = one["month"]
        of_month = [extract for extract in extracts if str(extract["at"])[:7] == month and not extract["taken_back"]]
        replies = answered.get(month, Counter())
        found.append(
            {
                **one, "rate": rate(one), **lives[month], "answered_in_time": replies["answered_in_time"],
                "answered_late": replies["answered_late"], "documents_asked": papers.months[month]["asked"],
                "documents_came": papers.months[month]["came"], "refused": sum(extract["refused"] for extract in of_month),
                "disappeared": sum(extract["disappeared"] for extract in of_month),
            }
        )  # fmt: skip
    return figures.months(found, today=at.today, extracts=extracts)


def _class(severity: Severity, rules: list[dict[str, Any]]) -> dict[str, Any]:
    total: dict[str, Any] = {
        name: sum(one[name] for one in rules if one["severity"] == severity.value) for name in ontime.COUNTS
    }
    return {"severity": severity.value, **total, "rate": rate(total)}


def rate(counts: Mapping[str, Any]) -> float | None:
    """The share, in per cent, of what has fallen due that was done in time; None where nothing has."""
    due = counts["met"] + counts["met_late"] + counts["open_late"]
    return round(100 * counts["met"] / due, 1) if due else None
