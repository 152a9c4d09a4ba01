"""The rules of law as lines: a row a rule, the pane beneath the list, and a rule in full. Pure: rules in, lines out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cpo_tui.domain import times
from cpo_tui.domain.cases import When
from cpo_tui.ui.entries.why import lead_words
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.law import VERIFIED, RuleBook, RuleFile
from cpo_tui.ui.widgets.cells import clip, fit, shown
from cpo_tui.ui.widgets.columns import glyph_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.panel import line_width
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.rules.pack import Pack, Rule

WIDE, MIDDLE = 100, 60
_LABEL = 16


def plain(code: str) -> str:
    """A code word of the pack as people read it."""
    return shown(code.replace("_", " "))


def title_of(rule: Rule) -> str:
    """The title of a rule, with `?` behind it where it is contested or its source was not read."""
    return f"{shown(rule.title)} ?" if rule.caution else shown(rule.title)


def length_of(rule: Rule) -> str:
    """The length of a rule in words; empty where its text gives none."""
    offset = rule.offset
    if offset is None:
        return ""
    if offset.amount is None:
        return plain(offset.unit.value)
    if offset.amount == 0:
        return "on the day"
    return offset.unit.words(offset.amount) + (" before" if offset.before else "")


def fits(rule: Rule, status: str, severity: str, words: Sequence[str]) -> bool:
    """Whether a rule is of that status (`unsure` means any that carries a caution) and class and says all these words."""
    if status == "unsure" and not rule.caution:
        return False
    if status not in {"", "unsure"} and rule.status.value != status:
        return False
    if severity and rule.severity.value != severity:
        return False
    said = f"{rule.id} {rule.title} {rule.source.citation} {rule.caution} {rule.actor}".casefold()
    return all(word in said for word in words)


def rule_entries(rules: Iterable[Rule], book: RuleBook, width: int) -> list[Entry]:
    """A row a rule; on a narrow screen a second line says what must be said about it."""
    return [Entry(rule.id, tuple(_rule_rows(rule, book.open_dates.get(rule.id, 0), width))) for rule in rules]


def _rule_rows(rule: Rule, open_dates: int, width: int) -> list[Row]:
    governs = rule.status.value in {"in_force", "contested"} and rule.enabled
    count = (f"{open_dates:,}" if open_dates else "·", "ink" if open_dates else "faint")
    disputed = rule.status.value == "contested" or rule.status_notes
    caution = (shown(rule.caution), "now" if disputed else "quiet")
    right: list[Part] = [(fit(count[0], 5, right=True), count[1]), (" ", "")]
    if width >= WIDE:
        right = [(fit(caution[0], 32), caution[1]), ("  ", ""), (fit(length_of(rule), 18), "quiet"), *right]
    elif width >= MIDDLE:
        right = [(fit(caution[0], 22), caution[1]), *right]
    mark = " ?" if rule.caution else ""
    title = clip(shown(rule.title), max(1, width - line_width(right) - 5 - len(mark)))
    left: list[Part] = [(f" {glyph_of(rule.severity)} ", "ink"), (title, "ink" if governs else "done"), (mark, "now")]
    rows: list[Row] = [(left, right)]
    if rule.caution and width < MIDDLE:
        rows.append(([("   ", ""), caution], []))
    return rows


def header(width: int) -> list[Part]:
    """The titles of the columns; none on a narrow screen."""
    if width >= WIDE:
        return [
            (fit("   RULE", width - 61), "head"),
            (fit("CAUTION", 36), "head"),
            (fit("LENGTH", 18), "head"),
            ("  OPEN", "head"),
        ]
    if width >= MIDDLE:
        return [(fit("   RULE", width - 28), "head"), (fit("CAUTION", 22), "head"), (" OPEN ", "head")]
    return []


def preview_lines(rule: Rule, pack: Pack, open_dates: int) -> list[tuple[list[Part], list[Part]]]:
    """What the pane tells of the rule under the cursor: the most needed first, because a low screen shows the first lines."""
    first: list[Part] = [(f"{glyph_of(rule.severity)} ", "ink"), (shown(rule.title), "strong")]
    lines = [
        (
            first,
            [
                (
                    f"{plain(rule.status.value)} · {VERIFIED.get(rule.source.verified, shown(rule.source.verified))}",
                    "quiet",
                )
            ],
        )
    ]
    if rule.caution:
        lines.append(([("? ", "now"), (shown(rule.caution), "now")], []))
    lines += [
        ([("when    ", "quiet"), (shown(rule.applies_when) or "always", "ink")], []),
        (
            [("length  ", "quiet"), (length_of(rule) or "no number in the text", "ink"), ("   lead ", "quiet"),
             (lead_words(pack.lead_of(rule)), "ink"), ("   by ", "quiet"), (shown(rule.actor), "ink")],
            [(f"{open_dates:,} open" if open_dates else "no open date", "quiet")],
        ),
        ([("source  ", "quiet"), (shown(rule.source.citation), "ink")], []),
    ]  # fmt: skip
    return lines


# ---------------------------------------------------------------------- one rule in full


def detail_entries(file: RuleFile, moment: Moment, width: int) -> list[Entry]:
    """A rule in full, a section an entry; versions and cases are entries that can be opened.

    The keys are `("section", n)`, `("rule", id)` and `("case", id)`.
    """
    rule = file.rule
    sections: list[tuple[str, list[Row]]] = [
        ("when it applies", _condition(rule, width)),
        ("how it counts", _counting(file, width)),
        ("where it comes from", _source(rule, width)),
    ]
    if rule.caution:
        sections.insert(0, ("? with caution", _caution(rule, width)))
    if rule.notes:
        sections.append(("notes", wrapped("   ", shown(rule.notes, limit=4000), width, role="ink")))
    entries = [
        Entry(("section", number), (([(f" {name}", "head")], []), *rows, ([], [])))
        for number, (name, rows) in enumerate(sections)
    ]
    return [*entries, *_versions(file), *_cases(file, moment, width)]


def _told(label: str, words: str, width: int, *, role: str = "ink") -> list[Row]:
    if not words:
        return []
    if width < MIDDLE:
        heading: list[Row] = [([(f"   {label}", "faint")], [])] if label else []
        return [*heading, *wrapped("     ", words, width, role=role)]
    return wrapped(f"   {label:<{_LABEL}}", words, width, role=role)


def _condition(rule: Rule, width: int) -> list[Row]:
    english = shown(rule.applies_when, limit=2000) or "always"
    cel = shown(rule.when, limit=2000) or "true"
    if width < WIDE:
        return [*_told("in English", english, width), *_told("for the engine", cel, width, role="quiet")]
    half = width // 2 - 2
    left = [words for row in wrapped("   ", english, half) for words in ["".join(part for part, _ in row[0][1:])]]
    right = [words for row in wrapped("", cel, width - half - 4) for words in ["".join(part for part, _ in row[0][1:])]]
    rows: list[Row] = []
    for line in range(max(len(left), len(right))):
        english_part = left[line] if line < len(left) else ""
        cel_part = right[line] if line < len(right) else ""
        rows.append(([("   ", ""), (fit(english_part, half - 2), "ink"), ("│ ", "rule"), (cel_part, "quiet")], []))
    return rows


def _counting(file: RuleFile, width: int) -> list[Row]:
    rule, pack = file.rule, file.pack
    count = rule.count
    first_day = (
        "the day of the event is not counted" if count.exclude_trigger_day else "the day of the event is counted"
    )
    closed = "weekends and holidays are not counted" if count.skip_closed else "every day is counted"
    roll = {"none": "the last day never moves"}.get(
        count.roll.value, f"a closed last day moves to the {plain(count.roll.value)}"
    )
    counted = f"{first_day}; {closed}; {roll} ({plain(count.calendar)})"
    if rule.offset is not None and rule.offset.unit.value == "hours":
        counted = f"in hours, from the moment of the event; {closed}"
    pause = "may be paused" if rule.pausable else "may not be paused"
    asks = "" if rule.asks else f"nothing ({unasked(rule)}): it is never late for us"
    return [
        *_told("kind", f"{plain(rule.kind.value)} · {plain(rule.severity.value)}", width),
        *_told("length", length_of(rule) or "no number in the text", width),
        *_told("counted", counted if rule.offset is not None and rule.offset.amount else "", width),
        *_told("clock", pause + (f": {shown(rule.pause_citation)}" if rule.pause_citation else ""), width),
        *_told("lead", f"{lead_words(pack.lead_of(rule))} before its date", width),
        *_told("asks of us", asks, width),
        *_told("by", shown(rule.actor), width),
        *_told("begins with", _events(pack, rule.triggers), width),
        *_told("met by", _events(pack, rule.satisfied_by), width),
        *_told("ends with", _events(pack, rule.ends_on), width),
    ]


def unasked(rule: Rule) -> str:
    """What a date is that asks nothing of us: somebody's window, or a mark in time of another kind."""
    actor = shown(rule.actor)
    if rule.kind.value != "filing_window" or not actor:
        return plain(rule.kind.value)
    return f"window of the {actor}" if actor[:1].islower() else f"window of {actor}"


def _events(pack: Pack, kinds: Sequence[str]) -> str:
    return ", ".join(shown(pack.events[kind].label) if kind in pack.events else plain(kind) for kind in kinds)


def _source(rule: Rule, width: int) -> list[Row]:
    source = rule.source
    return [
        *_told("citation", shown(source.citation), width),
        *_told("read", VERIFIED.get(source.verified, shown(source.verified)), width),
        *_told("confidence", shown(source.confidence), width),
        *_told("look it up at", shown(source.url), width, role="quiet"),
        *_told("what was read", ", ".join(map(shown, source.read_at)), width, role="quiet"),
    ]


def _caution(rule: Rule, width: int) -> list[Row]:
    rows = wrapped("   ", shown(rule.caution, limit=2000), width, role="now")
    for note in rule.status_notes:
        rows += _told(
            times.date_words(note.on), f"{shown(note.effect)} by {shown(note.body)}, {shown(note.scope)}", width
        )
        rows += _told("", shown(note.text, limit=2000), width, role="quiet")
        rows += _told("", shown(note.citation), width, role="quiet")
        rows += _told("", f"entered by {shown(note.entered_by)}", width, role="faint")
    return rows


def _versions(file: RuleFile) -> list[Entry]:
    if len(file.versions) == 1:
        words = _span(file.rule.effective_from, file.rule.effective_to)
        return [
            Entry(
                ("section", "version"),
                (([(" versions", "head")], []), ([("   the only one, ", "quiet"), (words, "ink")], []), ([], [])),
            )
        ]
    entries = [Entry(None, (([(f" versions {len(file.versions)}", "head")], []),))]
    for one in file.versions:
        here = one.id == file.rule.id
        left: list[Part] = [
            (" → " if here else "   ", "you"), (fit(_span(one.effective_from, one.effective_to), 32), "ink" if here else "quiet"),
            (shown(one.id), "ink" if here else "quiet"), ("  this one" if here else "", "faint"),
        ]  # fmt: skip
        entries.append(Entry(("rule", one.id), ((left, [(plain(one.status.value), "quiet"), (" ", "")]),)))
    return [*entries, Entry(None, (([], []),))]


def _span(first: date | None, last: date | None) -> str:
    begins = f"from {times.date_words(first)}" if first else "from the beginning"
    return f"{begins} to {times.date_words(last)}" if last else begins


def _cases(file: RuleFile, moment: Moment, width: int) -> list[Entry]:
    if not file.cases:
        return [
            Entry(
                ("section", "cases"),
                (([(" open cases", "head")], []), ([("   This rule has no open date on any case.", "quiet")], [])),
            )
        ]
    more = f", the first {len(file.cases):,} by date" if file.open_dates > len(file.cases) else ""
    entries = [Entry(None, (([(f" open dates {file.open_dates:,}{more}", "head")], []),))]
    for one in file.cases:
        number = f"A{one.row.a_number}" if one.row.a_number else shown(one.row.reference)
        state, words = date_words(one.due, moment, asks=file.rule.asks)
        left: list[Part] = [
            ("   ", ""),
            (fit(words, 18), state),
            (fit(shown(number), 12), "quiet"),
            (shown(one.row.full_name), "ink"),
        ]
        right: list[Part] = [(f"{moment.short(one.due)} ", "quiet")] if width >= MIDDLE else []
        entries.append(Entry(("case", one.row.id), ((left, right),)))
    return entries


def date_words(due: When | None, moment: Moment, *, asks: bool) -> tuple[str, str]:
    """The role and the words of a date at the left edge; a date that asks nothing of us is never late."""
    if due is None:
        return "quiet", "no date"
    if not asks:
        day = times.local_day(due, moment.zone)
        words = f"{day.day} {times.MONTHS[day.month - 1]}"
        if day.year != moment.today.year:
            words = times.date_words(day)
        return "quiet", f"{'until' if day >= moment.today else 'ended'} {words}"
    state, words = moment.act_words(due, due)
    return (state if state in {"late", "now"} else "quiet"), words
