"""Inquiries as lines: a row an inquiry in the inbox, and one inquiry with its gate. Pure: records in, lines out."""

from __future__ import annotations

from cpo_tui.domain.inquiries import age_band
from cpo_tui.domain.records import SETTLED_INQUIRIES
from cpo_tui.rules.disclosure import Decision, Permit
from cpo_tui.store.inbox import Entry as Asked
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.inquiries import InquiryFile
from cpo_tui.ui.widgets.cells import clip, fit, shown, width_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.panel import Line, line_width, spread
from cpo_tui.ui.widgets.roles import Part
from cpo_tui.ui.widgets.window_table import Look

WIDE, NARROW = 100, 60
_WHEN, _NUMBER, _STATE, _CASES = 18, 11, 15, 16
_LABEL = 15


def plain(code: str | None) -> str:
    """A code word as people read it."""
    return shown((code or "").replace("_", " "))


def header(width: int) -> list[Part]:
    """The titles of the columns of the inbox."""
    if width < NARROW:
        return [(fit("   WHEN           FROM, AND WHAT ABOUT", width), "head")]
    cells = [("   WHEN", _WHEN), ("INQUIRY", _NUMBER)]
    right = [("STATE", _STATE), ("CASES", _CASES)] if width >= WIDE else [("CASES", _CASES - 4)]
    room = width - sum(cells for _, cells in (*cells, *right))
    return [(fit(words, cells), "head") for words, cells in (*cells, ("FROM, AND WHAT ABOUT", room), *right)]


def inbox_rows(one: Asked, look: Look, moment: Moment, width: int) -> list[Row]:
    """When the reply is due, the number, who asks what, the state and the cases; on two lines where it is narrow."""
    settled = one.state in SETTLED_INQUIRIES
    state, words = ("done", moment.day(one.answered_at)) if settled else moment.act_words(one.due_at, one.due_at)
    role = state if state in {"late", "now"} else "quiet"
    cases = ", ".join(shown(reference) for reference in one.references) or "unlinked"
    linked = "ink" if one.references else "now"
    mark: Part = ("▌", "mark") if look.marked else (" ", "")
    left: list[Part] = [mark, ("! " if state == "late" else "  ", role)]
    who = f"{shown(one.enquirer) or 'nobody named'}, {plain(one.capacity) or 'capacity unknown'}"
    who = f"≡ {who}" if one.cluster else who
    about = shown(one.subject) or shown((one.question or "").split("\n")[0])
    asker = "ink" if one.capacity else "now"
    if width < NARROW:
        first: list[Part] = [*left, (fit(words or "no date", _WHEN - 3), role)]
        return [
            ([*first, (clip(who, max(1, width - line_width(first) - 1)), asker)], []),
            ([mark, ("  ", ""), (about, "quiet")], [(clip(cases, 14), linked), (" ", "")]),
        ]
    right: list[Part] = [(fit(plain(one.state), _STATE), "quiet")] if width >= WIDE else []
    right.append((fit(cases, _CASES if width >= WIDE else _CASES - 4), linked))
    left += [(fit(words or "no date", _WHEN - 3), role), (fit(shown(one.inquiry), _NUMBER), "ink")]
    room = max(1, width - line_width(left) - line_width(right) - 1)
    who = clip(who, room)
    rest = clip(f" · {about}", max(0, room - width_of(who))) if about and room - width_of(who) > 4 else ""  # noqa: PLR2004
    return [([*left, (who, asker), (rest, "quiet")], right)]


def preview_lines(one: Asked, moment: Moment) -> list[Row]:
    """What the pane tells of the inquiry under the cursor."""
    by = f"received {moment.short(one.received_at)}" + (f" by {plain(one.channel)}" if one.channel else "")
    age = f"{age_band(one.received_at, moment.now, moment.zone)} old"
    return [
        ([(shown(one.question) or shown(one.subject), "ink")], []),
        (
            [(f"{by} · {age}", "quiet")],
            [(f"matter {shown(one.cluster)}" if one.cluster else plain(one.state), "quiet")],
        ),
    ]


# ---------------------------------------------------------------------- one inquiry


def band_lines(file: InquiryFile, moment: Moment, width: int) -> list[Line]:
    """Who asks, when, and by when the reply is due."""
    one = file.entry
    due = "waits for the enquirer; ask again" if file.details.standard == "waits-for-enquirer" else "due"
    when = f"{due} {moment.short(one.due_at)} · {moment.day(one.due_at)}" if one.due_at else "no due date"
    state, _ = moment.act_words(one.due_at, one.due_at)
    settled = one.state in SETTLED_INQUIRIES
    right: list[Part] = [(plain(one.state), "done" if settled else "you")] if settled else [
        (plain(one.state), "you"), ("  ", ""), (when, state if state in {"late", "now"} else "quiet")
    ]  # fmt: skip
    came = f"received {moment.short(one.received_at)}" + (f" by {plain(one.channel)}" if one.channel else "")
    who = ", ".join(
        part for part in (shown(one.enquirer) or "nobody named", shown(one.organisation), plain(one.capacity)) if part
    )
    if width < NARROW:
        # The number and who asks stay; when it is due comes first of what is at the right.
        at_right: list[Part] = (
            [] if settled else [(moment.day(one.due_at), state if state in {"late", "now"} else "quiet")]
        )
        return [
            spread([(shown(one.inquiry), "strong"), (f"  {plain(one.state)}", "quiet")], at_right, width),
            spread([(who, "ink")], [], width),
        ]
    return [
        spread(
            [(f"Inquiry {shown(one.inquiry)}", "strong"), (f"   {shown(one.subject)}" if one.subject else "", "quiet")],
            right,
            width,
        ),
        spread([("from  ", "quiet"), (who, "ink")], [(came, "quiet")], width),
    ]


def detail_entries(file: InquiryFile, moment: Moment, width: int, asks: str = "") -> list[Entry]:
    """The gate first, because it says why before one writes; then the question, the answer, and what was done.

    `asks` says after each missing thing how it is asked for. The keys are `("section", n)`, `("case", id)` and `("inquiry", id)`.
    """
    entries = [
        Entry(
            ("gate", 0),
            ((([("   ", ""), ("It is about no case: nothing of a case may be told.", "now")]), []), ([], [])),
        )
    ]
    if file.decisions:
        entries = [
            Entry(
                ("case", case_id),
                (([(f" {shown(name)} · the gate", "head")], []), *gate_rows(decision, width, asks), ([], [])),
            )
            for name, case_id, decision in file.decisions
        ]
    sections: list[tuple[str, list[Row]]] = [("asked", _text(file.record.question, width))]
    if file.record.answer:
        sections.append(("answered", _text(file.record.answer, width)))
    if file.promises:
        sections.append(("promised", [
            ([(f"   {moment.short(one.due_at)}  ", "quiet"), (shown(one.words), "ink")], [(shown(one.settled_as) or "open", "quiet")])
            for one in file.promises
        ]))  # fmt: skip
    steps: list[Row] = []
    for step in file.steps:
        note = f"  {shown(step.note)}" if step.note else ""
        what: list[Part] = [(plain(step.state), "now" if step.unexpected else "ink"), (note, "quiet")]
        steps.append(([(f"   {moment.short(step.at)}  ", "quiet"), *what], [(shown(step.by), "faint")]))
    steps += [
        (
            [
                (f"   {moment.short(said.at)}  ", "quiet"),
                (f"{said.direction} {plain(said.channel)}: {shown(said.summary)}", "ink"),
            ],
            [(shown(said.by), "faint")],
        )
        for said in file.said
    ]
    if steps:
        sections.append(("done", steps))
    entries += [
        Entry(("section", number), (([(f" {name}", "head")], []), *rows, ([], [])))
        for number, (name, rows) in enumerate(sections)
    ]
    if file.suggested:
        entries.append(Entry(None, (([(" may be the same matter", "head")], []),)))
        entries += [
            Entry(("inquiry", one.id), (([(f"   {shown(one.inquiry)}  ", "ink"), (shown(one.why), "quiet")], []),))
            for one in file.suggested
        ]
    return entries


def _text(words: str | None, width: int) -> list[Row]:
    rows: list[Row] = []
    for line in (words or "")[:20_000].split("\n"):
        rows += wrapped("   ", shown(line, limit=20_000), width, role="ink")
    return rows


def gate_rows(decision: Decision, width: int, asks: str = "") -> list[Row]:
    """What may be told, what never, and what is missing, with the law behind each; `asks` says how it is asked for."""
    may = [(", ".join(permit.label for permit in group), citation) for citation, group in _by_citation(decision)]
    missing = [
        (f"{one.label}{f' ({one.note})' if one.note else ''}{asks}", f"letter {one.letter}") for one in decision.missing
    ]
    never = [(f"{one.label}: {one.why}", one.citation) for one in decision.never]
    if not decision.may and not decision.missing and not decision.may_confirm_existence:
        may = [("nothing, not even that there is a case", "")]
    rows: list[Row] = []
    for label, found, role in (("may be told", may, "ink"), ("missing", missing, "now"), ("never", never, "quiet")):
        for number, (words, citation) in enumerate(found or [("–", "")]):
            rows += _law(label if not number else "", words, citation, role, width)
    for ground in dict.fromkeys(permit.ground for permit in decision.may):
        rows += _law("on file", ground, "", "quiet", width)
    for note in decision.notes:
        rows += _law("note", note, "", "now", width)
    if decision.refer:
        rows += _law("refer to", decision.refer, "", "ink", width)
    return rows


def _by_citation(decision: Decision) -> list[tuple[str, list[Permit]]]:
    groups: dict[str, list[Permit]] = {}
    for permit in decision.may:
        groups.setdefault(permit.citation, []).append(permit)
    return list(groups.items())


def _law(label: str, words: str, citation: str, role: str, width: int) -> list[Row]:
    room = width - (32 if width >= WIDE else 0)
    rows = wrapped(f"   {label:<{_LABEL - 3}}", shown(words), room, role=role)
    if not citation:
        return rows
    if width >= WIDE:
        (left, _), *rest = rows
        return [(left, [(clip(shown(citation), 30), "faint"), (" ", "")]), *rest]
    return [*rows, *wrapped(" " * _LABEL, shown(citation), width, role="faint")]
