"""What an import would do, as entries: every fate with its count, and the records behind each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from cpo_tui.exchange.merging import Change, FieldConflict, ImportReport, Verdict
from cpo_tui.exchange.records import Refusal
from cpo_tui.exchange.remedies import remedies
from cpo_tui.ui.entries.import_words import in_keys
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

COMMIT = "commit"
Taken = Collection[tuple[str, str]]
"""(reference, field) of the conflicts in which the file's value is taken."""
_COUNT = 10
_REFERENCE = 16
_FIELD = 18
_WORDS: Mapping[str, str] = {
    "created": "new",
    "updated": "changed by the file",
    "unchanged": "as they are",
    "conflict": "changed by you and by the file: keep yours, or take the file's",
    "refused": "with a reason each; kept apart, to be corrected",
    "disappeared": "open cases that the whole extract has no more; nothing happens to them",
    "duplicate": "people who may be others that are on file already; never merged by themselves",
    "warnings": "read as they are, and worth a look",
}
"""What each fate is, in words."""


def result_entries(report: ImportReport, conflicts: int, taken: int, width: int) -> list[Entry]:
    """The way on, then every fate with its count."""
    counts, tally = report.counts, report.tally
    total = f"= {tally.rows_read:,} records read" + (f", {tally.blank:,} blank lines" if tally.blank else "")
    entries = [Entry(COMMIT, (([(" ▸ ", "key"), ("import it", "strong")], [(total, "faint"), (" ", "")]),))]
    if report.already is not None:
        words = "The same bytes were imported before, and nothing since: importing them again changes nothing."
        entries.append(Entry(None, tuple(wrapped("   ", words, width, role="now"))))
    entries.append(Entry(None, (([], []), ([(" what becomes of the records", "head")], []))))
    fields = f"; {counts.changed_fields:,} fields" if counts.changed_fields else ""
    decided = f"; {taken:,} taken from the file" if taken else ""
    for fate, word, count, more in (
        ("created", "created", counts.created, ""),
        ("updated", "updated", counts.updated, fields),
        ("unchanged", "unchanged", counts.unchanged, ""),
        ("refused", "refused", tally.quarantined, ""),
        ("conflict", "conflicts", conflicts, decided),
        ("disappeared", "disappeared", counts.disappeared, ""),
        ("duplicate", "possible duplicates", counts.look_alike_count, ""),
        ("warnings", "warnings", sum(tally.warnings.values()), ""),
    ):
        if count or fate in {"created", "updated", "unchanged", "refused"}:
            entries.append(_fate(fate, word, count, more, width))
    margin = " " * (_COUNT + 2)
    said = [wrapped(margin, shown(in_keys(remedy)), width) for remedy in remedies(report.refusals)[:3]]
    return entries + [Entry(None, (([], []), *rows)) for rows in said]


def _fate(fate: str, word: str, count: int, more: str, width: int) -> Entry:
    loud = fate in {"refused", "conflict"} and count
    left: list[Part] = [(fit(f"{count:,}", _COUNT, right=True), "late" if loud else "strong" if count else "faint")]
    left += [("  ", ""), (fit(word, 20), "ink" if count else "quiet"), (more, "quiet")]
    if count and width >= 100:  # noqa: PLR2004 - room for both
        left += [("  " if more else "", ""), (_WORDS[fate], "faint")]
    return Entry(fate, ((left, []),))


def fate_entries(
    fate: str,
    report: ImportReport,
    conflicts: Sequence[FieldConflict],
    taken: Taken,
    unfolded: Collection[object],
    width: int,
    *,
    takes_all: bool,
) -> list[Entry]:
    """The records of one fate; what is unfolded tells all that is known of it."""
    made: dict[str, Callable[[], list[Entry]]] = {
        "refused": lambda: [_refusal(place, one, unfolded, width) for place, one in enumerate(report.refusals)],
        "conflict": lambda: [_conflict(one, taken, width, takes_all=takes_all) for one in conflicts],
        "disappeared": lambda: [_line(f"gone {name}", name, "not in the file") for name in report.counts.disappeared_cases],
        "duplicate": lambda: [_duplicate(place, one) for place, one in enumerate(report.counts.look_alikes)],
        "warnings": lambda: [
            Entry(("warning", kind), (([(fit(f"{count:,}", _COUNT, right=True), "now"), ("  ", ""), (shown(kind.replace("_", " ")), "ink")], []),))
            for kind, count in sorted(report.tally.warnings.items()) if count
        ],
    }  # fmt: skip
    if fate in made:
        entries, of = made[fate](), _count_of(fate, report, len(conflicts))
    else:
        found = [one for one in report.counts.verdicts if _belongs(one, fate)]
        entries, of = [_verdict(one, unfolded) for one in found], _count_of(fate, report, 0)
    if of > len(entries):
        words = f"   and {of - len(entries):,} more, which are not listed here"
        entries.append(Entry(None, (([], []), ([(words, "faint")], []))))
    return entries or [Entry(None, (([("   there are none", "faint")], []),))]


def _belongs(verdict: Verdict, fate: str) -> bool:
    """A record with a conflict counts by what is changed in it all the same."""
    if verdict.fate != "conflict":
        return verdict.fate == fate
    return fate == ("updated" if verdict.changes else "unchanged")


def _count_of(fate: str, report: ImportReport, conflicts: int) -> int:
    counts = report.counts
    return {
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
        "refused": report.tally.quarantined,
        "conflict": max(counts.conflict_count, conflicts),
        "disappeared": counts.disappeared,
        "duplicate": counts.look_alike_count,
    }.get(fate, 0)


def _line(key: str, reference: str, words: str) -> Entry:
    return Entry(key, (([("   ", ""), (fit(shown(reference), _REFERENCE), "ink"), ("  ", ""), (words, "quiet")], []),))


def _verdict(one: Verdict, unfolded: Collection[object]) -> Entry:
    key = (one.fate, one.line, one.reference)
    left: list[Part] = [
        (f" line {one.line:>7,}  ", "faint"),
        (fit(shown(one.reference) or "(named by the import)", _REFERENCE), "ink"),
        ("  ", ""),
    ]
    names = [change.field for change in one.changes] + [f"{conflict.field} in conflict" for conflict in one.conflicts]
    left.append((", ".join(name.replace("_", " ") for name in names) or one.fate, "quiet"))
    rows: list[Row] = [(left, [])]
    if key in unfolded or len(one.changes) == 1:
        rows += [_change(change) for change in one.changes]
    return Entry(key, tuple(rows))


def _change(change: Change) -> Row:
    return [
        (" " * 17, ""),
        (fit(change.field.replace("_", " "), _FIELD), "quiet"),
        (f"{_value(change.before)} → {_value(change.after)}", "ink"),
    ], []


def _refusal(place: int, one: Refusal, unfolded: Collection[object], width: int) -> Entry:
    key = ("refused", place)
    left: list[Part] = [
        (f" line {one.line:>7,}  ", "faint"),
        (fit(shown(one.kind.replace("_", " ")), 20), "late"),
        ("  ", ""),
    ]
    rows: list[Row] = [([*left, (shown(one.reasons[0]), "ink")], [])]
    if key in unfolded:
        rows += [row for reason in one.reasons[1:] for row in wrapped(" " * 17, f"also: {shown(reason)}", width)]
        rows += wrapped(" " * 17, shown(one.raw, limit=2_000), width, role="faint")
    return Entry(key, tuple(rows))


def _conflict(one: FieldConflict, taken: Taken, width: int, *, takes_all: bool) -> Entry:
    key = ("conflict", one.reference, one.field)
    takes = takes_all or (one.reference, one.field) in taken
    left: list[Part] = [
        (" take file's " if takes else " keep yours  ", "now" if takes else "you"),
        (fit(shown(one.reference), _REFERENCE), "ink"),
        ("  ", ""),
        (one.field.replace("_", " "), "ink"),
    ]
    room = max(12, (width - 40) // 2)
    return Entry(
        key,
        (
            (left, []),
            (
                [
                    (" " * 13, ""),
                    ("yours ", "faint"),
                    (fit(_value(one.ours), room), "quiet" if takes else "strong"),
                    (" file's ", "faint"),
                    (_value(one.theirs), "strong" if takes else "quiet"),
                ],
                [],
            ),
            ([(" " * 13, ""), (f"the last extract said {_value(one.before)}", "faint")], []),
        ),
    )


def _duplicate(place: int, one: Mapping[str, object]) -> Entry:
    cases = one.get("cases")
    said = " · ".join(shown(value) for name, value in one.items() if name != "cases")
    names = ", ".join(map(shown, cases)) if isinstance(cases, list | tuple) else shown(cases)
    return Entry(("duplicate", place), (([("   ", ""), (said, "ink"), ("  ", ""), (names, "quiet")], []),))


def _value(value: object) -> str:
    return "nothing" if value is None or value == "" else shown(value, limit=60)
