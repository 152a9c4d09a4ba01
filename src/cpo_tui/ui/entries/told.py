"""What was said, told, promised and asked of others, as entries of a case. Pure: records in, lines out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cpo_tui.domain import times
from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import begin_key
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.panel import Line
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.domain.records import Consent, Representation
    from cpo_tui.store.commitments import Coordination, Promise
    from cpo_tui.store.disclosing import Disclosed
    from cpo_tui.store.inquiries import Said

ONLY = ("", "events", "said", "told")
"""What the timeline shows: everything, or one kind of entry."""
ONLY_WORDS = {"events": "what happened", "said": "what was said and sent", "told": "what was told from this file"}
_WHEN = 17


def plain(code: str | None) -> str:
    """A code word as people read it."""
    return shown((code or "").replace("_", " "))


def dated(when: When | None, moment: Moment, entry: Entry) -> tuple[int, date, Entry]:
    """An entry with its place and its day on the timeline."""
    at = when if when is not None else date.min
    return begin_key(at, moment.zone) if when is not None else 0, times.local_day(at, moment.zone), entry


def _day(when: When | None, moment: Moment) -> str:
    if when is None:
        return "   ?       "
    day = times.local_day(when, moment.zone)
    return f"   {times.MONTHS[day.month - 1]} {day.day:02}  "


def said_entry(one: Said, moment: Moment, width: int) -> Entry:
    """Something that was said or sent: which way, with whom, and its first words."""
    arrow, verb = ("→", "sent to") if one.direction == "out" else ("←", "from")
    who = shown(one.party) or "somebody"
    capacity = f", {plain(one.capacity)}" if one.capacity else ""
    left: list[Part] = [
        (_day(one.at, moment), "quiet"),
        (f"{arrow} ", "you"),
        (f"{plain(one.channel) or 'word'} {verb} {who}{capacity}", "ink"),
    ]
    rows: list[Row] = [(left, _origin(one.by, one.inquiry, width))]
    first = (one.body or "").strip().split("\n")[0]
    words = " · ".join(dict.fromkeys(part for part in (shown(one.summary), shown(first)) if part))
    if words:
        rows.append(([("           ", ""), (words, "quiet")], []))
    return Entry(("communications", one.id), tuple(rows))


def told_entry(one: Disclosed, moment: Moment, width: int) -> Entry:
    """What was told from the file: to whom, which categories, on which ground."""
    what = ", ".join(plain(name) for name in one.categories) or "nothing of the case"
    left: list[Part] = [
        (_day(one.at, moment), "quiet"),
        ("◇ ", "now"),
        (f"told {shown(one.recipient)}, {plain(one.capacity)}: {what}", "ink"),
    ]
    ground = f"{shown(one.ground)}{f' · {shown(one.citation)}' if one.citation else ''}"
    rows: list[Row] = [(left, _origin(one.by, one.inquiry, width)), ([("           ", ""), (ground, "quiet")], [])]
    if one.override_reason:
        words = f"overridden with {shown(one.override_by)}: {shown(one.override_reason)}"
        rows.append(([("           ", ""), (words, "now")], []))
    return Entry(("disclosures", one.id), tuple(rows))


def _origin(by: str | None, inquiry: str | None, width: int) -> Line:
    if width < 70:  # noqa: PLR2004 - room for both sides
        return []
    parts = (shown(inquiry), f"by {shown(by)}" if by else "")
    return [(" · ".join(part for part in parts if part), "faint"), (" ", "")]


def consent_entry(one: Consent, moment: Moment) -> Entry:
    """What the person allowed to be told, to whom and until when; one that holds no more says so."""
    ended = one.withdrawn_on or (
        one.expires_on if one.expires_on is not None and one.expires_on < moment.today else None
    )
    words = "withdrawn" if one.withdrawn_on is not None else "has ended" if ended else "consent"
    left: list[Part] = [
        ("   ", ""), (fit(words, _WHEN), "faint" if ended else "quiet"),
        (f"{shown(one.recipient)}: {plain(one.scope)}", "done" if ended else "ink"),
        (f"   {shown(one.form)}" if one.form else "", "quiet"),
    ]  # fmt: skip
    facts = [f"signed {moment.short(one.signed_on)}"] if one.signed_on is not None else ["not signed"]
    if one.withdrawn_on is not None:
        facts.append(f"withdrawn {moment.short(one.withdrawn_on)}")
    elif one.expires_on is not None:
        facts.append(f"until {moment.short(one.expires_on)}")
    return Entry(("consents", one.id), ((left, [(" · ".join(facts), "faint"), (" ", "")]),))


def mandate_entry(one: Representation, moment: Moment) -> Entry:
    """Who represents the person, under which form, since and until when."""
    over = one.to_on is not None and one.to_on < moment.today
    left: list[Part] = [
        ("   ", ""), (fit("has ended" if over else "counsel", _WHEN), "faint" if over else "quiet"),
        (shown(one.name), "done" if over else "ink"), (f"   {shown(one.form)}" if one.form else "", "quiet"),
    ]  # fmt: skip
    facts = [f"since {moment.short(one.from_on)}"] if one.from_on is not None else []
    facts += [f"until {moment.short(one.to_on)}"] if one.to_on is not None else []
    return Entry(("representations", one.id), ((left, [(" · ".join(facts), "faint"), (" ", "")]),))


def promise_entry(one: Promise, moment: Moment) -> Entry:
    """A promise: by when, what, to whom, and what became of it."""
    if one.settled_at is not None:
        words, role = shown(one.settled_as), "faint"
    else:
        state, words = moment.act_words(one.due_at, one.due_at)
        role = state if state in {"late", "now"} else "quiet"
    to = f"   to {shown(one.to_whom)}" if one.to_whom else ""
    done = "done" if one.settled_at is not None else "ink"
    left: list[Part] = [("   ", ""), (fit(words, _WHEN), role), (shown(one.words), done), (to, "quiet")]
    when = f"due {moment.short(one.due_at)}" if one.due_at is not None else ""
    rows: list[Row] = [(left, [(when, "faint"), (" ", "")])]
    if one.reason:
        rows.append(([(" " * (_WHEN + 3), ""), (shown(one.reason), "quiet")], []))
    return Entry(("promises", one.id), tuple(rows))


def request_entry(one: Coordination, moment: Moment) -> Entry:
    """A request to another agency: when its answer is due, how often it was chased, what was answered."""
    if one.answered_on is not None:
        over = one.expires_on is not None and one.expires_on < moment.today
        words, role = ("has ended" if over else "answered"), "late" if over else "faint"
    else:
        state, words = moment.act_words(one.due_on, one.due_on)
        role = state if state in {"late", "now"} else "quiet"
    about = f": {shown(one.subject)}" if one.subject else ""
    left: list[Part] = [
        ("   ", ""), (fit(words, _WHEN), role), (f"{plain(one.kind)} · {plain(one.agency)}{about}", "ink"),
    ]  # fmt: skip
    facts = [f"asked {moment.short(one.asked_on)}"]
    facts += [f"chased {one.chases} ×, last {moment.short(one.chased_on)}"] if one.chased_on is not None else []
    facts += [f"until {moment.short(one.expires_on)}"] if one.expires_on is not None else []
    rows: list[Row] = [(left, [(" · ".join(facts), "faint"), (" ", "")])]
    if one.answer:
        rows.append(([(" " * (_WHEN + 3), ""), (shown(one.answer), "quiet")], []))
    return Entry(("coordinations", one.id), tuple(rows))
