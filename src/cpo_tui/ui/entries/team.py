"""Loads, weeks, moves, handovers and people as entries of a list. Pure: what was read and a width in, entries out."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cpo_tui.documents.oversight_pictures import load_bars, load_heat
from cpo_tui.documents.pictures import Bar, Bars, Piece, Tone
from cpo_tui.domain import times
from cpo_tui.ui.entries.counts import Counts, counts
from cpo_tui.ui.entries.oversight import drawn, nothing
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.team import Draft, Team
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry
from cpo_tui.ui.widgets.roles import Part

VIEWS = ("load", "weeks", "moves", "handovers", "people")
WEEKS = 6
_NAME = 16
_NARROW = 70
"""Below this width an officer is shown without a name."""


def _away(team: Team, login: str | None, moment: Moment) -> str:
    gone = {one.login for one in team.officers if not one.active}
    if login in gone:
        return "has left"
    for one in team.absences:
        if one.officer == login and one.from_on <= moment.today:
            return f"away until {moment.short(one.to_on)}"
    return ""


def load(team: Team, moment: Moment, width: int) -> list[Entry]:
    """Who carries how much, the figures behind it, and what each open thing weighs."""
    officers = team.content["officers"]
    entries = [drawn(load_bars(officers), width)]
    rows = [
        Counts(one["officer"] or "nobody", one, _away(team, one["officer"], moment))
        for one in sorted(officers, key=lambda one: (-one["load"], str(one["officer"])))
    ]
    entries += counts(rows, ("cases", "held", "late", "inquiries", "documents"), width)
    weights = team.content["weights"]
    words = [f"{name} {value:g}" for name, value in weights.items() if name != "deadline"]
    words += [f"{name.replace('_', ' ')} deadline {value:g}" for name, value in weights["deadline"].items()]
    whose = (f"  {shown(team.weighed.since(moment.zone))}", "faint")
    entries.append(Entry(None, (([], []), ([(" what each open thing weighs", "head"), whose], []))))
    entries.append(Entry(None, tuple(([("   ", ""), (line, "quiet")], []) for line in _wrapped(words, width - 4))))
    return entries


def _wrapped(words: Sequence[str], width: int) -> list[str]:
    lines: list[str] = []
    for one in words:
        if lines and len(lines[-1]) + len(one) + 3 <= width:
            lines[-1] += f" · {one}"
        else:
            lines.append(one)
    return lines


def weeks(team: Team, moment: Moment, width: int) -> list[Entry]:
    """What falls due in the weeks ahead against who is here, and which week cannot be met at the pace of the last six."""
    content = team.content
    entries = [drawn(load_heat(content["days"], moment.today, WEEKS), width)]
    by_officer: dict[str, list[Mapping[str, Any]]] = {}
    for one in content["weeks"]:
        by_officer.setdefault(one["officer"] or "", []).append(one)
    if not by_officer:
        return [*entries, nothing()]
    each = max(7, min(14, (width - _NAME - 4) // WEEKS))
    first = next(iter(by_officer.values()))
    head = "".join(fit(_day(one, moment), each) for one in first)
    entries.append(Entry(None, (([("   ", ""), (fit("due / pace", _NAME), "faint"), (head, "titles")], []),)))
    for officer, found in by_officer.items():
        parts: list[Part] = [("   ", ""), (fit(shown(officer or "nobody"), _NAME), "ink")]
        for one in found:
            words, role = _week(one)
            parts.append((fit(words, each), role))
        key = tuple(
            (f"{_day(one, moment)}", f"{one['due']:,} due", one["queries"]["due"])
            for one in found
            if one["due"] and one.get("queries", {}).get("due")
        )
        entries.append(Entry(key or (officer,), ((parts, []),)))
    legend = "▲ more falls due than the pace of the last six weeks does in the days present · – nobody is here"
    lines = _wrapped(legend.split(" · "), width - 4) if width >= len(legend) else textwrap.wrap(legend, width - 4)
    entries.append(Entry(None, (([], []), *(([("   ", ""), (line, "faint")], []) for line in lines))))
    return entries


def _day(one: Mapping[str, Any], moment: Moment) -> str:
    """The first day of a week, with its year where that is not this one."""
    day = date.fromisoformat(one["week"])
    return times.date_words(day) if day.year != moment.today.year else moment.short(day).partition(" ")[2]


def _week(one: Mapping[str, Any]) -> tuple[str, str]:
    """`12/15`, with ▲ where it cannot be done; without a pace only what falls due."""
    if not one["due"]:
        return ("·" if one["days_present"] else "–"), "faint"
    if not one["pace"]:
        return f"{one['due']:,}", "ink"
    can = one["pace"] * one["days_present"] / 5
    words = f"{one['due']:,}/{can:,.0f}"
    return (f"▲{words}", "late") if one["cannot"] else (words, "ink")


def moves(draft: Draft, width: int) -> list[Entry]:
    """What would move, and the load of each officer before and after."""
    plan = draft.plan
    after = plan.after
    touched = {login for one in plan.shifts for login in (one.giver or "", one.to)}
    shown_loads = sorted(touched or after, key=lambda login: (-plan.before.get(login, 0.0), login))
    most = max((*plan.before.values(), *after.values()), default=0) or 1
    bars = tuple(
        Bar(
            f"{login or 'nobody'} {when}", (Piece(max(0.0, value), tone),), f"{value:,.1f}",
        )
        for login in shown_loads
        for when, value, tone in (
            ("now", plan.before.get(login, 0.0), Tone.QUIET), ("then", after.get(login, 0.0), Tone.PLAIN)
        )
    )  # fmt: skip
    entries = [drawn(Bars("Load now ░ and then █", bars, most=most), width)] if bars else []
    room = max(14, width // 5)
    for one in plan.shifts:
        left: list[Part] = [
            ("   ", ""), (fit(shown(one.reference), room), "ink"), (fit(shown(one.giver or "nobody"), room), "quiet"),
            ("→ ", "faint"), (shown(one.to), "you"),
        ]  # fmt: skip
        entries.append(Entry(("move", one.case_id), ((left, [(f"{one.load:g}", "quiet"), (" ", "")]),)))
    if plan.nobody_fits:
        entries.append(
            Entry(None, (([], []), ([(f" fits nobody by this rule ({len(plan.nobody_fits):,})", "late")], [])))
        )
        entries += [Entry(None, (([("   ", ""), (shown(one), "ink")], []),)) for one in plan.nobody_fits]
    if not plan.shifts:
        entries.append(Entry(None, (([("   Nothing would move: no move brings the loads closer.", "ink")], []),)))
    return entries


def waiting(team: Team, officer: str, moment: Moment, width: int) -> list[Entry]:
    """What waits for an answer: what was offered to me first, then what I offered, then what others did."""

    def place(one: Any) -> int:
        return 0 if one.to_officer == officer else 1 if one.from_officer == officer else 2

    entries: list[Entry] = []
    heads = ("offered to me", "offered by me", "between others")
    for number, head in enumerate(heads):
        found = [one for one in team.waiting if place(one) == number]
        if not found:
            continue
        entries.append(Entry(None, (*((([], []),) if entries else ()), ([(f" {head}", "head")], []))))
        for one in found:
            left: list[Part] = [
                ("   ", ""), (fit(shown(one.reference), max(14, width // 6)), "ink"),
                (f"{shown(one.from_officer or 'nobody')} → {shown(one.to_officer)}", "quiet"),
                ("   ", ""), (shown(one.note), "ink"),
            ]  # fmt: skip
            entries.append(
                Entry(("handover", one.case_id), ((left, [(moment.age(one.offered_at), "quiet"), (" ", "")]),))
            )
    return entries or [Entry(None, (([("   No handover waits for an answer.", "ink")], []),))]


def people(team: Team, moment: Moment, width: int) -> list[Entry]:
    """Who works here, who is away and covered by whom, and who has left; work that stays with them stands out."""
    cases = {one["officer"]: one["cases"] for one in team.content["officers"]}
    entries: list[Entry] = []
    known = {one.login for one in team.officers}
    rows = [(one.login, one.name or "", one.team or "", one.role.value, one.active) for one in team.officers]
    rows += [(login, "", "", "not entered", True) for login in cases if login and login not in known]
    for login, name, unit, role, active in sorted(rows, key=lambda row: (row[4] or not cases.get(row[0]), row[0])):
        count = cases.get(login, 0)
        state = _away(team, login, moment)
        cover = next(
            (one.cover for one in team.absences if one.officer == login and one.from_on <= moment.today and one.cover),
            "",
        )
        words = " · ".join(filter(None, (state, f"covered by {cover}" if cover else "")))
        left: list[Part] = [
            ("   ", ""), (fit(shown(login), _NAME), "ink" if active else "faint"), (fit(shown(name or role), _NAME + 4) if width >= _NARROW else "", "quiet"),
            (fit(f"{count:,}", 7, right=True), "late" if count and not active else "strong" if count else "faint"), (" cases  ", "faint"),
            (shown(words), "late" if not active and count else "now" if words else "quiet"),
        ]  # fmt: skip
        right: list[Part] = [(shown(unit), "quiet"), (" ", "")] if width >= 100 else []  # noqa: PLR2004 - room for both
        entries.append(Entry(("person", login), ((left, right),)))
    to_come = [one for one in team.absences if one.from_on > moment.today]
    if to_come:
        entries.append(Entry(None, (([], []), ([(" away later", "head")], []))))
        for one in to_come:
            words = f"{moment.short(one.from_on)} to {moment.short(one.to_on)}"
            left = [("   ", ""), (fit(shown(one.officer), _NAME), "ink"), (words, "quiet")]
            left += [(f"   covered by {shown(one.cover)}", "quiet")] if one.cover else [("   nobody covers", "now")]
            entries.append(Entry(("person", one.officer, one.id), ((left, []),)))
    return entries or [Entry(None, (([("   Nobody is entered yet: cpo officer add LOGIN.", "ink")], []),))]
