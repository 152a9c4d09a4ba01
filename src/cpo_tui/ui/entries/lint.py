"""The checks of the caseload and what they found as entries of a list. Pure: findings and a width in, entries out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cpo_tui.store.lint import Finding
from cpo_tui.store.lint_checks import Check
from cpo_tui.ui.flows.remedies import label_of
from cpo_tui.ui.widgets.cells import clip, fit, shown
from cpo_tui.ui.widgets.entry_list import Entry
from cpo_tui.ui.widgets.roles import Part

Found = Mapping[str, Sequence[Finding]]
"""Check → its findings; a check that was not asked yet is not in it."""
_COUNT = 7
_NARROW = 70


def checks(found: Found, every: Sequence[Check], width: int) -> list[Entry]:
    """One entry a check: those that found something first, then those that hold, then those not asked yet."""
    broken = [check for check in every if found.get(check.id)]
    sound = [check for check in every if check.id in found and not found[check.id]]
    waiting = [check for check in every if check.id not in found]
    entries = [_check(check, len(found[check.id]), width) for check in broken]
    if sound:
        entries.append(Entry(None, (([], []), ([(f" holds everywhere ({len(sound)})", "head")], []))))
        entries += [_check(check, 0, width) for check in sound]
    if waiting:
        entries.append(Entry(None, (([], []), ([(f" being asked ({len(waiting)})", "head")], []))))
        entries += [Entry(None, (([("   ", ""), (check.words, "faint")], []),)) for check in waiting]
    return entries


def _check(check: Check, count: int, width: int) -> Entry:
    number: Part = (fit(f"{count:,}" if count else "✓", _COUNT, right=True), "late" if count else "faint")
    left: list[Part] = [number, ("  ", ""), (check.words, "ink" if count else "quiet")]
    right: list[Part] = [(label_of(check.id), "quiet"), (" ", "")] if count and width >= _NARROW else []
    return Entry(check.id, ((left, right),))


def findings(found: Sequence[Finding], marked: Collection[int], width: int) -> list[Entry]:
    """One entry a finding: its case and what was found; its key is its place."""
    room = min(max((len(one.reference) for one in found), default=0) + 2, max(14, width // 3))
    return [
        Entry(
            place,
            (
                (
                    [
                        ("▌ " if place in marked else "  ", "mark"),
                        (fit(shown(one.reference), room), "quiet"),
                        (clip(shown(one.detail), max(8, width - room - 4)), "ink"),
                    ],
                    [],
                ),
            ),
        )
        for place, one in enumerate(found)
    ]
