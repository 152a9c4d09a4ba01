"""The reports about the whole of the work: the caseload by officer, and how well what the law asks is done."""

from __future__ import annotations

from typing import Any

from cpo_tui.actions.context import Context
from cpo_tui.domain.demands import Severity
from cpo_tui.exchange.protection import Protection
from cpo_tui.rules import disclosure
from cpo_tui.rules.workload import Weights
from cpo_tui.store import deadlines, oversight, reader, workload
from cpo_tui.store.connect import Connection
from cpo_tui.store.oversight import Moment


def caseload(context: Context, connection: Connection, weights: Weights) -> dict[str, Any]:
    """Open cases by officer with what they weigh, the weeks ahead, the four ages and the stages."""
    at = Moment(context.now, context.zone)
    open_cases, all_cases = reader.counts(connection)
    work = workload.tally(connection, at)
    officers = [
        {"officer": officer or None, **counts, "load": round(_load(weights, counts), 2)}
        for officer, counts in work.officers.items()
    ]
    return {
        "open": open_cases, "all": all_cases, "weights": weights.as_json(), "officers": officers,
        "weeks": workload.weeks_ahead(connection, at, work), "ages": oversight.ages(connection, at),
        "stages": oversight.time_in_stage(connection, at), "documents": oversight.documents_missing(connection),
    }  # fmt: skip


def _load(weights: Weights, counts: dict[str, Any]) -> float:
    return weights.load(
        cases=counts["cases"], held=counts["held"], inquiries=counts["inquiries"], documents=counts["documents"],
        deadlines=counts["deadlines"],
    )  # fmt: skip


def supervision(context: Context, connection: Connection) -> dict[str, Any]:
    """On time by rule and class with reasons, missed protections case by case, ages, stages, inquiries, extracts, fairness."""
    at = Moment(context.now, context.zone)
    protection = Protection(disclosure.builtin(), deadlines.pack_in_use(connection))
    named, left_out = [], 0
    for one in oversight.protections(connection, at):
        if not protection.flags.isdisjoint(one.pop("safeguards")) or protection.by_words((one["title"], one["reason"])):
            left_out += 1
        else:
            named.append(one)
    rules = [one | {"rate": _rate(one)} for one in oversight.by_rule(connection, at)]
    open_cases, all_cases = reader.counts(connection)
    return {
        "open": open_cases, "all": all_cases,
        "classes": [_class(severity, rules) for severity in Severity],
        "rules": rules, "reasons": oversight.reasons_for_lateness(connection),
        "protections": named, "left_out": left_out, "ages": oversight.ages(connection, at),
        "stages": oversight.time_in_stage(connection, at), "inquiries": oversight.inquiry_standard(connection, at),
        "documents": oversight.documents_missing(connection), "extracts": oversight.extracts(connection),
        "fairness": oversight.fairness(connection, at), "smallest_group": oversight.SMALLEST_GROUP,
    }  # fmt: skip


_COUNTS = ("met", "met_late", "open_late", "open_in_time")


def _class(severity: Severity, rules: list[dict[str, Any]]) -> dict[str, Any]:
    total: dict[str, Any] = {
        name: sum(one[name] for one in rules if one["severity"] == severity.value) for name in _COUNTS
    }
    return {"severity": severity.value, **total, "rate": _rate(total)}


def _rate(counts: dict[str, Any]) -> float | None:
    """The share, in per cent, of what has fallen due that was done in time; None where nothing has."""
    due = counts["met"] + counts["met_late"] + counts["open_late"]
    return round(100 * counts["met"] / due, 1) if due else None
