"""How one date was reached: every step with its day, the law behind it, and how well that was read."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult

from cpo_tui.domain import times
from cpo_tui.domain.facts import spoken_facts
from cpo_tui.ui.entries import rules as rule_entries
from cpo_tui.ui.entries.deadlines import status_words
from cpo_tui.ui.entries.why import lead_words
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.law import VERIFIED, Replay
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row
from cpo_tui.ui.widgets.roles import Part

MARGIN = 17


class ReplayScreen(Dialog[str]):
    """The steps of one date; gives the id of the rule where the officer wants to read it."""

    CSS = """
    ReplayScreen .dialog { width: 110; }
    ReplayScreen .dialog EntryList { height: auto; max-height: 66vh; }
    """

    def __init__(self, replay: Replay) -> None:
        keys = keys_line(("j k", "move"), ("Enter", "read the rule"), ("Esc", "leave"))
        super().__init__(rule_entries.title_of(replay.deadline.rule), keys=keys)
        self._replay = replay

    def body(self) -> ComposeResult:
        """One entry a step."""
        yield EntryList(classes="dialog-list")

    def on_mount(self) -> None:
        """Show the steps."""
        moment, replay, entries = Moment.present(), self._replay, self.query_one(EntryList)
        entries.title_only = True
        entries.show(lambda width: replay_entries(replay, moment, width))
        entries.focus()

    def on_key(self, event: events.Key) -> None:
        """Move from step to step."""
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 6, "pageup": -6}
        if event.key in moves:
            event.stop()
            self.query_one(EntryList).move_by(moves[event.key])
        elif event.key in {"q", "w"}:
            event.stop()
            self.leave()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.accept()

    def accept(self) -> None:
        """To the rule itself."""
        self.dismiss(self._replay.deadline.rule.id)


def replay_entries(replay: Replay, moment: Moment, width: int) -> list[Entry]:
    """The steps, the result with its lead, how it stands, and what must be said about the rule."""
    one, rule = replay.deadline, replay.deadline.rule
    origin = f"{shown(rule.source.citation)} · {shown(replay.pack_name)} {shown(one.pack_version)}"
    read = VERIFIED.get(rule.source.verified, shown(rule.source.verified))
    groups: list[list[Row]] = [
        [
            *wrapped("", origin, width, role="ink"),
            ([(read, "quiet" if rule.source.verified == "text" else "now")], []),
            ([], []),
        ]
    ]
    if rule.caution != "source not read" and rule.caution:
        groups.append([*wrapped("? ", f"with caution: {shown(rule.caution, limit=1000)}", width, role="now"), ([], [])])
    margin = MARGIN if width >= rule_entries.MIDDLE else 2
    for step in one.steps:
        if step.text.startswith("caution: "):
            continue  # said above, with its mark
        day = times.date_words(step.on, weekday=True) if step.on else ""
        if width < rule_entries.MIDDLE and day:
            groups.append([([(day, "faint")], []), *wrapped("  ", shown(step.text, limit=1000), width, role="ink")])
        else:
            groups.append(wrapped(f"{day:>{margin}}  ", shown(step.text, limit=1000), width, role="ink"))
    groups.append(_result(replay, moment, margin, width))
    groups.append([([], []), *_standing(replay, moment, width)])
    return [Entry(number, tuple(rows)) for number, rows in enumerate(groups)]


def _result(replay: Replay, moment: Moment, margin: int, width: int) -> list[Row]:
    one = replay.deadline
    if one.due_at is None:
        words = (
            f"no date: {shown(spoken_facts(one.missing))} not recorded"
            if one.missing
            else "no date: the text gives no number"
        )
        return wrapped(f"{'=':>{margin}}  ", words, width, role="strong")
    word = "first permitted" if one.rule.kind.value == "not_before" else "due"
    parts: list[Part] = [(f"{'=':>{margin}}  ", "quiet"), (f"{word} {moment.full(one.due_at)}", "strong")]
    rows: list[Row] = [(parts, [])]
    if one.lead and one.act_by is not None and one.rule.asks:
        whose = "the rule's own" if one.rule.lead is not None else "of its class"
        rows += wrapped(
            " " * (margin + 2),
            f"lead {lead_words(one.lead)} ({whose}) → act by {moment.full(one.act_by)}",
            width,
            role="ink",
        )
    return rows


def _standing(replay: Replay, moment: Moment, width: int) -> list[Row]:
    one, rule = replay.deadline, replay.deadline.rule
    parts = [status_words(one.status)]
    if one.is_open and rule.asks and one.act_by is not None:
        parts.append(moment.act_words(one.act_by, one.due_at)[1])
    if one.applies is None:
        parts.append("whether it applies is not known")
    if not rule.asks:
        parts.append(f"{rule_entries.unasked(rule)}: it asks nothing of us, and is never late for us")
    if replay.other_versions:
        others = "1 other version" if replay.other_versions == 1 else f"{replay.other_versions} other versions"
        parts.append(f"{others} of this rule exist{'s' if replay.other_versions == 1 else ''}")
    rows = wrapped("", " · ".join(parts), width)
    for warning in one.warnings:
        rows += wrapped("! ", shown(warning, limit=1000), width, role="now")
    if replay.late_reason:
        rows += wrapped("", f"late because: {shown(replay.late_reason, limit=1000)}", width, role="ink")
    return rows
