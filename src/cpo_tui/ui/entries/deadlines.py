"""The deadlines of a case as entries: what must be done, what stands still, what runs for others, what is settled. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpo_tui.domain.demands import Demand
from cpo_tui.domain.times import local_day
from cpo_tui.store.deadlines import StoredDeadline
from cpo_tui.ui.entries.rules import date_words, unasked
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.law import late_reason_of
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.columns import glyph_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.panel import line_width
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.ui.entries.cases import CaseFile

WHEN = 17
WIDE, MIDDLE = 100, 60
_LATE, _EARLY = "late_met", "too_early"
_SETTLED_WORDS = {
    "met": "met", _LATE: "met LATE", _EARLY: "done too early", "waived": "waived", "ended": "ended", "shown": "noted",
}  # fmt: skip
_SETTLED_SHOWN = 30
"""How many settled dates are listed; a case of many years has hundreds of rounds."""


def status_words(status: str) -> str:
    """The status of a deadline as people say it."""
    return _SETTLED_WORDS.get(status, shown(status.replace("_", " ")))


@dataclass(frozen=True, slots=True)
class DeadlineKey:
    """The key of an entry that stands for a deadline of the law: that of the deadline itself, which outlives recomputing."""

    key: str


def of_key(file: CaseFile, key: object) -> StoredDeadline | None:
    """The deadline that an entry stands for; None where it stands for something else."""
    wanted = key.key if isinstance(key, DeadlineKey) else None
    return next((one for one in file.deadlines if one.key == wanted), None)


def asked_keys(file: CaseFile) -> set[str]:
    """The keys of the deadlines that ask something of us."""
    return {
        demand.source.removeprefix("deadlines:") for demand in file.demands if demand.source.startswith("deadlines:")
    }


def is_asked(file: CaseFile, one: StoredDeadline) -> bool:
    """Whether a deadline asks something of us: only such a one can be late."""
    rule = file.rules.get(one.rule)
    return (rule is None or rule.asks) and (one.key in asked_keys(file) or one.status == _LATE)


def is_late(file: CaseFile, one: StoredDeadline, moment: Moment) -> bool:
    """Whether a deadline was met late, or is late now."""
    if not is_asked(file, one):
        return False
    if one.status == _LATE:
        return True
    return one.is_open and one.act_by is not None and moment.state(one.act_by, one.due_at) == "late"


def late_reason(file: CaseFile, one: StoredDeadline) -> str:
    """Why it was late, as an officer gave it; empty where nobody did."""
    return late_reason_of(file.late_reasons, one.rule, one.trigger_id)


def deadlines(file: CaseFile, moment: Moment, width: int) -> list[Entry]:
    """What must be done in its order, then what stands still, what others may do, and what is settled."""
    by_key = {one.key: one for one in file.deadlines}
    asked: list[Entry] = []
    paused: list[Entry] = []
    for number, demand in enumerate(file.demands):
        stored = by_key.get(demand.source.removeprefix("deadlines:"))
        key = _key_of(demand, number)
        entry = Entry(key, tuple(_demand_rows(file, demand, stored, moment, width)))
        (paused if stored is not None and stored.status == "paused" else asked).append(entry)
    of_us = asked_keys(file)
    quiet = [one for one in file.deadlines if one.is_open and one.key not in of_us]
    still = [one for one in quiet if one.status == "paused"]
    others = [one for one in quiet if one.status != "paused"]
    settled = [one for one in file.deadlines if not one.is_open]
    settled.sort(key=lambda one: local_day(one.closed_at or one.due_at or date.min, moment.zone), reverse=True)
    entries = list(asked)
    entries += _section("paused", [*paused, *(_other(file, one, moment, width) for one in still)], bool(entries))
    entries += _section(
        "runs, and asks nothing of us", [_other(file, one, moment, width) for one in others], bool(entries)
    )
    entries += _section(
        "settled", [_settled(file, one, moment, width) for one in settled[:_SETTLED_SHOWN]], bool(entries)
    )
    if len(settled) > _SETTLED_SHOWN:
        entries.append(Entry(None, (([(f"   and {len(settled) - _SETTLED_SHOWN:,} settled earlier", "faint")], []),)))
    return entries


def _key_of(demand: Demand, number: int) -> object:
    table, _, row = demand.source.partition(":")
    if table == "deadlines":
        return DeadlineKey(row)
    return (table, int(row)) if row.isdigit() else ("demand", number)


def _section(heading: str, entries: Sequence[Entry], after: bool) -> list[Entry]:
    if not entries:
        return []
    blank: list[Row] = [([], [])] if after else []
    return [Entry(None, (*blank, ([(f" {heading} {len(entries)}", "head")], []))), *entries]


def _demand_rows(
    file: CaseFile, demand: Demand, stored: StoredDeadline | None, moment: Moment, width: int
) -> list[Row]:
    state, words = moment.act_words(demand.act_by, demand.due_at)
    role = state if state in {"late", "now"} else "quiet"
    glyph = glyph_of(demand.severity)
    if demand.status == "paused":
        glyph, role, words = "‖", "quiet", "stands still"
    left: list[Part] = [
        (f" {glyph} ", role if role != "quiet" else "ink"), (fit(words, WHEN), role), ("  ", ""), (shown(demand.title), "ink"),
    ]  # fmt: skip
    if stored is not None and stored.kind == "review_cycle":
        left.append((f"  next in its cycle{_round(stored)}", "quiet"))
    if demand.status not in {"open", "running", "paused"}:
        left.append((f"  {shown(demand.status.replace('_', ' '))}", "now"))
    right: list[Part] = []
    if demand.due_at is not None and width >= MIDDLE:
        word = "was due" if demand.status == "paused" else "due"
        right = [(f"{word} {moment.short(demand.due_at)}", "quiet")]
    origin = _clipped(demand.citation) if width >= WIDE else ""
    if origin and line_width([*left, *right]) + len(origin) + 6 <= width:
        right = [(f"{origin} · ", "faint"), *right] if right else [(origin, "faint")]
    rows: list[Row] = [(left, [*right, (" ", "")] if right else [])]
    if stored is not None and is_late(file, stored, moment):
        rows.append(_reason_row(file, stored))
    return rows


def _round(one: StoredDeadline) -> str:
    return f", round {one.round}" if one.round > 1 else ""


def _clipped(citation: str) -> str:
    text = shown(citation)
    return text if len(text) <= 30 else text[:29].rstrip(" ,;") + "…"  # noqa: PLR2004 - the title matters more


def _reason_row(file: CaseFile, one: StoredDeadline) -> Row:
    reason = late_reason(file, one)
    words = f"because: {shown(reason)}" if reason else "no reason was given yet"
    return [(" " * (WHEN + 5), ""), (words, "quiet")], []


def _other(file: CaseFile, one: StoredDeadline, moment: Moment, width: int) -> Entry:
    """A date that asks nothing of us, never as late: whose window it is, or why it is shown."""
    _, words = date_words(one.due_at, moment, asks=False)
    if one.status == "paused":
        words = "‖ stands still"
    elif one.kind == "not_before" and one.due_at is not None:
        words = f"not before {moment.short(one.due_at)}"
    elif one.status == "blocked" or (one.due_at is None and one.missing):
        words = "no date yet"
    left: list[Part] = [("   ", ""), (fit(words, WHEN), "quiet"), ("  ", ""), (_titled(one), "quiet")]
    return Entry(
        DeadlineKey(one.key), ((left, [(_why_shown(file, one), "faint"), (" ", "")] if width >= WIDE else []),)
    )


def _titled(one: StoredDeadline) -> str:
    return f"{shown(one.title)} ?" if one.caution else shown(one.title)


def _why_shown(file: CaseFile, one: StoredDeadline) -> str:
    rule = file.rules.get(one.rule)
    if one.applies is None:
        return "may apply"
    if one.kind == "not_before":
        return "a first permitted day"
    if rule is not None and not rule.asks:
        return unasked(rule)
    return shown(one.kind.replace("_", " "))


def _settled(file: CaseFile, one: StoredDeadline, moment: Moment, width: int) -> Entry:
    state = status_words(one.status)
    late = is_late(file, one, moment)
    if one.status == _LATE and not late:
        state = "done"
    role = "late" if late else "now" if one.status == _EARLY else "faint"
    left: list[Part] = [("   ", ""), (fit(state, WHEN), role), ("  ", ""), (_titled(one), "quiet")]
    if one.round > 1:
        left.append((_round(one), "faint"))
    dates = [f"due {moment.short(one.due_at)}"] if one.due_at is not None and width >= WIDE else []
    dates += [moment.short(one.closed_at)] if one.closed_at is not None else []
    rows: list[Row] = [(left, [(" · ".join(dates), "faint"), (" ", "")] if width >= MIDDLE else [])]
    if late:
        rows.append(_reason_row(file, one))
    return Entry(DeadlineKey(one.key), tuple(rows))
