"""What the pane under the list tells of a case: who, what is next and why, what is missing, who asks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cpo_tui.domain.cases import CUSTODY_STATUSES, STAGES, WAITING_ON, CaseRow
from cpo_tui.domain.numbers import format_a_number
from cpo_tui.domain.papers import spoken
from cpo_tui.domain.states import MISSING_STATES, SETTLED_INQUIRIES
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.columns import glyph_of
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.domain import records

Line = tuple[Sequence[Part], Sequence[Part]]
"""Parts at the left, parts at the right."""

LABEL = 11


@dataclass(frozen=True, slots=True)
class Detail:
    """What the list does not hold of a case and the pane tells."""

    needed: tuple[str, ...] = ()
    """What the file still needs, as many as the list counts, each as it is spoken of."""
    documents: tuple[records.Document, ...] = ()
    representations: tuple[records.Representation, ...] = ()
    inquiries: tuple[records.Inquiry, ...] = ()
    hearings: tuple[records.Hearing, ...] = ()
    news: tuple[tuple[str, str, str], ...] = ()
    """What somebody else did since the officer looked, the latest first: moment, officer, words."""


def title_of(row: CaseRow) -> list[Part]:
    """The number and the name of a case."""
    number = format_a_number(row.a_number, grouped=True) or shown(row.reference)
    return [(number, "quiet"), ("  ", ""), (shown(row.full_name), "strong")]


def hands_of(row: CaseRow) -> list[Part]:
    """Whose case it is, and whose move."""
    waiting = WAITING_ON.get(row.waiting_on or "", shown(row.waiting_on))
    parts: list[Part] = [("  officer ", "quiet"), (shown(row.officer) or "nobody", "ink" if row.officer else "now")]
    return [*parts, ("   waiting on ", "quiet"), (waiting, "ink")] if waiting else parts


def custody_of(row: CaseRow) -> list[Part]:
    """Where the person is, and the language that is needed."""
    words = [CUSTODY_STATUSES.get(row.custody_status, shown(row.custody_status))]
    if row.facility:
        words.append(shown(row.facility))
    if row.language or row.interpreter_needed:
        need = "interpreter needed" if row.interpreter_needed else ""
        words.append(", ".join(part for part in (shown(row.language), need) if part))
    return [(" · ".join(words), "ink")]


def next_of(row: CaseRow, moment: Moment) -> list[Part]:
    """The demand that rules the case's place, with its date and its law."""
    if not row.is_open:
        return [(shown(row.lifecycle), "quiet")]
    state, words = moment.act_words(row.act_by, row.due_at)
    role = state if state in {"late", "now"} else "ink"
    parts: list[Part] = [
        (f"{glyph_of(row.severity)} {words}", role),
        ("  ", ""),
        (shown(row.demand) or "nothing asked", "ink"),
    ]
    if row.due_at is not None:
        parts.append((f"  due {moment.short(row.due_at)}", "quiet"))
    if row.citation:
        parts.append((f" · {shown(row.citation)}", "quiet"))
    return parts


def lines(row: CaseRow, detail: Detail | None, moment: Moment, *, why_key: str) -> list[Line]:
    """The lines of the pane, the most important first."""
    held: list[Part] = []
    if moment.is_held(row.held_until):
        held = [(f"‖ held until {moment.short(row.held_until)}   ", "now")]
    first: Line = (title_of(row), hands_of(row))
    second: Line = ([*held, *next_of(row, moment)], [("  ", ""), (why_key, "key"), (" why", "quiet")])
    hearing: list[Part] = (
        [("hearing ", "quiet"), (moment.short(row.next_hearing_at), "ink")] if row.next_hearing_at else []
    )
    return [
        first,
        second,
        (standing(row, moment), hearing),
        _missing(row, detail, moment),
        _people(row, detail, moment),
    ]


def standing(row: CaseRow, moment: Moment) -> list[Part]:
    """Where the case stands: its stage, the person's place, and the language that is needed."""
    stage = STAGES.get(row.stage or "", shown(row.stage)) or "no stage"
    since = moment.age(row.stage_since)
    return [
        *_label("stage"),
        (stage + (f", {since}" if since else ""), "ink"),
        ("   ", ""),
        *custody_of(row),
    ]


def _label(word: str) -> list[Part]:
    return [(f"{word:<{LABEL}}", "quiet")]


def _missing(row: CaseRow, detail: Detail | None, moment: Moment) -> Line:
    if detail is None:
        words = f"{row.missing_documents} documents" if row.missing_documents else "nothing"
        return [*_label("missing"), (words, "ink" if row.missing_documents else "faint")], []
    states = {spoken(one.form, one.document): one.state for one in detail.documents if one.state in MISSING_STATES}
    names = [f"{shown(name)} ({states[name]})" if name in states else shown(name) for name in detail.needed]
    return [*_label("missing"), (" · ".join(names) or "nothing", "ink" if names else "faint")], _news(detail, moment)


def _news(detail: Detail, moment: Moment) -> list[Part]:
    """The latest thing that somebody else did in the case since the officer looked."""
    if not detail.news:
        return []
    at, officer, words = detail.news[0]
    more = f" and {len(detail.news) - 1} more" if len(detail.news) > 1 else ""
    when = moment.short(datetime.fromisoformat(at))
    return [("  + ", "fresh"), (f"{shown(officer)} {when}: ", "quiet"), (shown(words, limit=60) + more, "ink")]


def _people(row: CaseRow, detail: Detail | None, moment: Moment) -> Line:
    flags: list[Part] = []
    if row.safeguards:
        flags = [("▲ ", "now"), (", ".join(shown(flag.replace("_", " ")) for flag in row.safeguards), "ink")]
    parts = _label("counsel")
    current = [
        one for one in (detail.representations if detail else ()) if one.to_on is None or one.to_on >= moment.today
    ]
    if current:
        one = current[-1]
        since = f" since {moment.short(one.from_on)}" if one.from_on else ""
        parts.append((f"{shown(one.name)}, {shown(one.form) or 'no form'}{since}", "ink"))
    else:
        parts.append(("none on file" if detail else "", "faint"))
    open_ones = [one for one in (detail.inquiries if detail else ()) if one.state not in SETTLED_INQUIRIES]
    if open_ones:
        due = min((one.due_at for one in open_ones if one.due_at is not None), key=str, default=None)
        words = f"{len(open_ones)} open" + (f", due {moment.day(due)}" if due else "")
        parts += [("   inquiries ", "quiet"), (words, "ink")]
    return parts, flags
