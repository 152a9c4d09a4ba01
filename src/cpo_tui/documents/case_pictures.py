"""The pictures of one case: its custody over time, and its whole life as bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cpo_tui.documents.pictures import Band, Bands, Mark, Stretch, Tone
from cpo_tui.domain.custody import Stay

Record = Mapping[str, Any]
CUSTODY_TONES = {
    "detained": Tone.PLAIN, "lea": Tone.WARN, "criminal": Tone.WARN, "hospital": Tone.WARN, "orr": Tone.WARN,
}  # fmt: skip
"""Custody → its tone; whoever is free is quiet."""
OTHERS = "Custody in other cases of this A-number"
MOST_CLOCKS = 8
"""How many clocks stand in the picture: the open ones by their dates, then those that ended last."""
MOST_MARKS = 9
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def custody_bands(content: Record) -> Bands | None:
    """Where the person was, day by day, from the first day that is known; None where nothing is."""
    found = _stays(content)
    if not found:
        return None
    today = _day(content["today"])
    last = max(today, found[-1].first)
    bands = []
    for custody in dict.fromkeys(one.custody for one in found):
        tone = CUSTODY_TONES.get(custody, Tone.QUIET)
        stretches = tuple(
            Stretch(one.first, one.last or last, tone, f"{one.days(today):,} d")
            for one in found
            if one.custody == custody
        )
        bands.append(Band(custody.replace("_", " "), stretches))
    held = sum(one.days(today) for one in found if one.custody == "detained")
    return Bands(f"Custody: {held:,} days in detention", found[0].first, last, tuple(bands), (), today)


def other_bands(content: Record) -> Bands | None:
    """Where the person was by their other cases, a band for each case and custody; None where they say nothing."""
    today = _day(content["today"])
    bands, days, held = [], [], 0
    for case in content["other_cases"]:
        found = _stays(case)
        for custody in dict.fromkeys(one.custody for one in found):
            those = [one for one in found if one.custody == custody]
            tone = CUSTODY_TONES.get(custody, Tone.QUIET)
            stretches = tuple(
                Stretch(one.first, one.last or max(today, one.first), tone, f"{one.days(today):,} d") for one in those
            )
            bands.append(Band(f"{case['case']} {custody.replace('_', ' ')}", stretches))
            days += [day for one in stretches for day in (one.first, one.last)]
            held += sum(one.days(today) for one in those if custody == "detained")
    if not bands:
        return None
    return Bands(f"In other cases: {held:,} days in detention", min(days), max(today, *days), tuple(bands), (), today)


def other_rows(content: Record) -> list[dict[str, Any]]:
    """The stretches of the other cases as rows of a table, with their case; a case that tells none has a row too."""
    rows = []
    nothing = {"first": "", "last": "", "days": "", "custody": ""}
    for case in content["other_cases"]:
        why = "protected: open it" if case["protected"] else "nothing on file says where"
        found = stay_rows(case | {"today": content["today"]}) or [nothing | {"words": why}]
        rows += [{"case": case["case"]} | row for row in found]
    return rows


def stay_rows(content: Record) -> list[dict[str, Any]]:
    """The stretches as rows of a table: from, to, days, custody, and what began it."""
    today = _day(content["today"])
    return [
        {
            "first": one.first.isoformat(), "last": one.last.isoformat() if one.last else "goes on", "days": f"{one.days(today):,}",
            "custody": one.custody.replace("_", " "), "words": one.words,
        }
        for one in _stays(content)
    ]  # fmt: skip


def _stays(content: Record) -> list[Stay]:
    return [
        Stay(_day(one["first"]), _day(one["last"]) if one["last"] else None, one["custody"], one["words"])
        for one in content["stays"]
    ]


def case_bands(content: Record) -> Bands | None:
    """The life of the case: custody, clocks, holds, inquiries and papers as bands, what is pinned as marks."""
    today = _day(content["today"])
    bands = [*_custody(content, today), *_clocks(content["clocks"], today), *_others(content, today)]
    marks = _marks(content)
    days = [one.first for band in bands for one in band.stretches] + [one.day for one in marks]
    if not days:
        return None
    opened = content["case"].get("opened_on")
    if opened:
        days.append(_day(opened))
    ends = [one.last for band in bands for one in band.stretches]
    return Bands("The case over time", min(days), max(today, *days, *ends), tuple(bands), marks, today)


def _custody(content: Record, today: date) -> Iterable[Band]:
    found = _stays(content)
    if found:
        yield Band(
            "custody",
            tuple(
                Stretch(
                    one.first,
                    max(one.first, one.last or today),
                    CUSTODY_TONES.get(one.custody, Tone.QUIET),
                    one.custody.replace("_", " "),
                )
                for one in found
            ),
        )


def _clocks(clocks: Sequence[Record], today: date) -> Iterable[Band]:
    dated = [one for one in clocks if one["due_at"] and one["from"]]
    ended = sorted((one for one in dated if not one["open"]), key=lambda one: str(one["closed_at"] or ""), reverse=True)
    for one in [*(one for one in dated if one["open"]), *ended][:MOST_CLOCKS]:
        first, due = _day(one["from"]), _day(one["due_at"])
        if one["open"] and due < first:
            parts = [Stretch(first, max(first, today), Tone.BAD, "late")]
        elif one["open"]:
            parts = [
                Stretch(first, due, Tone.BAD if one["late"] else Tone.WARN, f"due {due.day} {_MONTHS[due.month - 1]}")
            ]
            if one["late"]:
                parts.append(Stretch(due, max(due, today), Tone.BAD, "late"))
        else:
            closed = _day(one["closed_at"]) if one["closed_at"] else due
            tone = Tone.BAD if closed > due else Tone.GOOD
            parts = [Stretch(first, max(first, closed), tone, str(one["status"]).replace("_", " "))]
        yield Band(one["title"], tuple(parts))


def _others(content: Record, today: date) -> Iterable[Band]:
    for label, key, begin, end, words in (
        ("on hold", "holds", "set_at", "until", "reason"),
        ("inquiries", "inquiries", "received_at", "answered_at", "inquiry"),
        ("papers asked for", "documents", "requested_on", "received_on", "document"),
    ):
        stretches = tuple(
            sorted(
                (
                    Stretch(
                        _day(one[begin]),
                        max(_day(one[begin]), _day(one[end]) if one[end] else today),
                        Tone.QUIET,
                        str(one[words] or ""),
                    )
                    for one in content[key]
                    if one[begin]
                ),
                key=lambda one: (one.first, one.last),
            )
        )
        if stretches:
            yield Band(label, stretches)


def _marks(content: Record) -> tuple[Mark, ...]:
    pinned = [one for one in content["timeline"] if one["pinned"]][:MOST_MARKS]
    found = [Mark(_day(one["occurred_at"]), one["title"] or one["kind"].replace("_", " ")) for one in reversed(pinned)]
    upcoming = [one for one in content["hearings"] if not one["outcome"]]
    found += [Mark(_day(one["starts_at"]), one["kind"] or "hearing", Tone.WARN) for one in upcoming]
    return tuple(sorted(found, key=lambda one: one.day)[-MOST_MARKS:])


def _day(value: object) -> date:
    """The day of a value of the content, which may have been through JSON."""
    if hasattr(value, "date"):
        return value.date()  # type: ignore[no-any-return]
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
