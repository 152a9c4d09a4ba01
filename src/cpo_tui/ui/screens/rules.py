"""The rules of law: a list that is filtered by status, class and words, and each rule in full with the cases it touches."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets._input import Input

from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries import rules as rule_entries
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import law
from cpo_tui.ui.reads.law import RuleBook, RuleFile
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.rules.pack import Rule

STATUSES = ("", "unsure", "in_force", "contested", "superseded", "vacated", "proposed")
"""What the key of the status steps through; `unsure` is every rule that carries a caution."""
SEVERITIES = ("", "due_process", "statutory", "regulatory", "policy", "service")


class Rules(CommandScreen):
    """The rules that compute the dates here."""

    NAME = "rules"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("rules")]
    CSS = """
    Rules #law-top { height: auto; padding: 0 1; }
    Rules #law-filter { height: 1; border: none; padding: 0 1; background: $panel; color: $strong; }
    Rules #law-filter:focus { background: $cursor; }
    Rules #law-filter > .input--placeholder { color: $faint; }
    Rules #law-filter:nocolor { text-style: underline; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.book: RuleBook | None = None
        self.status = ""
        self.severity = ""
        self.words = ""

    # ------------------------------------------------------------------ what it consists of

    def compose(self) -> ComposeResult:
        """What is listed, a filter that is there while it is typed in, the rules, the rule under the cursor, the keys."""
        yield Panel(id="law-top")
        yield Input(id="law-filter", placeholder="words of a title, a citation, an id", select_on_focus=False)
        yield EntryList(id="entries")
        yield Panel(id="preview")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the pack in a reader thread; the screen is there meanwhile."""
        self.query_one(Input).display = False
        self.query_one("#law-top", Panel).show(self._top)
        self.query_one("#preview", Panel).show(self._preview)
        self._list()
        self.entries.focus()
        self.work(self._read())

    async def _read(self) -> None:
        self.book = await self.cpo.gateway.read(law.rulebook_of)
        self._list()

    @property
    def entries(self) -> EntryList:
        """The list of rules."""
        return self.query_one(EntryList)

    @property
    def has_case(self) -> bool:
        """Whether a rule is under the cursor."""
        return self.entries.key is not None

    @property
    def found(self) -> list[Rule]:
        """The rules that the filters leave."""
        words = self.words.casefold().split()
        rules = self.book.pack.rules if self.book is not None else ()
        return [rule for rule in rules if rule_entries.fits(rule, self.status, self.severity, words)]

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        book = self.book
        if book is None:
            return [spread([("reading the rules …", "quiet")], [], width), [], []]
        unsure = sum(bool(rule.caution) for rule in book.pack.rules)
        title: list[Part] = [
            (shown(book.pack.title), "strong"),
            (f"  {shown(book.pack.name)} {shown(book.pack.version)}", "quiet"),
        ]
        counts: list[Part] = [
            (f"{len(book.pack.rules)} rules · {unsure} with caution ? · {len(self.found)} shown", "quiet")
        ]
        narrow = width < rule_entries.MIDDLE
        lines: list[Line] = []
        if book.problem:
            lines.append(spread([("! ", "late"), (shown(book.problem), "late")], [], width))
        lines.append(spread(title, [] if narrow else counts, width))
        chosen = [
            (self.cpo.key_of("rules.status"), "status", rule_entries.plain(self.status) or "all"),
            (self.cpo.key_of("rules.severity"), "class", rule_entries.plain(self.severity) or "all"),
            (self.cpo.key_of("rules.find"), "words", shown(self.words) or "any"),
        ]
        parts: list[Part] = []
        for key, label, value in chosen:
            parts += [("   ", "")] if parts else []
            parts += [(key, "key"), (f" {label} ", "quiet"), (value, "faint" if value in {"all", "any"} else "you")]
        lines.append(spread(parts, [], width))
        if not narrow:
            lines.append(spread(rule_entries.header(width), [], width))
        return lines

    def _preview(self, width: int, height: int) -> Sequence[Line]:
        key = self.entries.key
        if self.book is None or not isinstance(key, str):
            return []
        lines = rule_entries.preview_lines(self.book.pack.by_id[key], self.book.pack, self.book.open_dates.get(key, 0))
        return [spread(left, right, width) for left, right in lines[: max(1, height)]]

    def _list(self) -> None:
        book, found = self.book, self.found

        def build(width: int) -> list[Entry]:
            if book is None:
                return []
            nothing = Entry(
                None, (([], []), ([("   No rule fits.", "ink")], []), ([("   Esc shows them all.", "quiet")], []))
            )
            return rule_entries.rule_entries(found, book, width) or [nothing]

        self.entries.show(build)
        self._renew()

    def _renew(self) -> None:
        self.query_one("#law-top", Panel).renew()
        self.query_one("#preview", Panel).renew()
        self.offer_keys()

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self._renew()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_rules_open()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.words = event.value
        self._list()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._close_filter()

    def _close_filter(self) -> None:
        self.entries.focus()
        self.query_one(Input).display = False

    # ------------------------------------------------------------------ commands

    def do_rules_open(self) -> None:
        """Show the rule in full."""
        key = self.entries.key
        if isinstance(key, str):
            self.app.push_screen(RuleScreen(key))

    def do_rules_find(self) -> None:
        """Type words; the list follows."""
        box = self.query_one(Input)
        box.display = True
        box.focus()

    def do_rules_status(self) -> None:
        """The next status."""
        self.status = STATUSES[(STATUSES.index(self.status) + 1) % len(STATUSES)]
        self._list()

    def do_rules_severity(self) -> None:
        """The next class."""
        self.severity = SEVERITIES[(SEVERITIES.index(self.severity) + 1) % len(SEVERITIES)]
        self._list()

    def do_rules_adopt(self) -> None:
        """Look at what another version of the pack would change."""
        from cpo_tui.ui.screens.adopt import begin_adoption

        self.work(begin_adoption(self.cpo))

    def do_rules_down(self) -> None:
        """To the next rule."""
        self.entries.move_by(1)

    def do_rules_up(self) -> None:
        """To the rule before."""
        self.entries.move_by(-1)

    def do_rules_page_down(self) -> None:
        """One screen down."""
        self.entries.page_by(1)

    def do_rules_page_up(self) -> None:
        """One screen up."""
        self.entries.page_by(-1)

    def do_rules_first(self) -> None:
        """To the first rule."""
        self.entries.move_to_end(last=False)

    def do_rules_last(self) -> None:
        """To the last rule."""
        self.entries.move_to_end(last=True)

    def do_rules_leave(self) -> None:
        """One step back: the filter that is typed in, the filters, the screen."""
        box = self.query_one(Input)
        if box.has_focus or self.words or self.status or self.severity:
            self.status = self.severity = ""
            box.value = self.words = ""
            self._close_filter()
            self._list()
        else:
            self.app.pop_screen()

    def cases_changed(self, _case_ids: object) -> None:
        """Count the open dates anew: a change may have made some, and an adoption changes the rules themselves."""
        self.work(self._read())


class RuleScreen(CommandScreen):
    """One rule in full; its other versions and the open cases that it touches can be opened."""

    NAME = "rule"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("rule")]
    CSS = """
    RuleScreen #rule-band { height: 2; padding: 0 1; }
    """

    def __init__(self, rule_id: str) -> None:
        super().__init__()
        self.rule_id = rule_id
        self.file: RuleFile | None = None

    def compose(self) -> ComposeResult:
        """The band of the rule, its sections, the keys."""
        yield Panel(id="rule-band")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the rule in a reader thread."""
        self.entries.title_only = True
        self.query_one("#rule-band", Panel).show(self._band)
        self.entries.focus()
        self.work(self._read())

    async def _read(self) -> None:
        self.file = await self.cpo.gateway.read(partial(law.rule_file, rule_id=self.rule_id))
        file, moment = self.file, Moment.present()
        self.entries.show(lambda width: rule_entries.detail_entries(file, moment, width))
        self.query_one("#rule-band", Panel).renew()
        self.offer_keys()

    @property
    def entries(self) -> EntryList:
        """The sections, versions and cases."""
        return self.query_one(EntryList)

    @property
    def has_case(self) -> bool:
        """Whether something that can be opened is under the cursor."""
        key = self.entries.key
        return isinstance(key, tuple) and key[0] in {"case", "rule"}

    def _band(self, width: int, height: int) -> Sequence[Line]:
        if self.file is None:
            return [[], []]
        rule = self.file.rule
        right: list[Part] = [
            (rule_entries.plain(rule.status.value), "now" if rule.status.value != "in_force" else "quiet")
        ]
        lines = [
            spread([(rule_entries.title_of(rule), "strong")], right, width),
            spread(
                [(shown(rule.source.citation), "ink")],
                [(f"{shown(rule.id)} · {shown(self.file.pack.version)}", "quiet")]
                if width >= rule_entries.MIDDLE
                else [],
                width,
            ),
        ]
        return lines[: max(1, height)] if height else lines

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_rule_open()

    def do_rule_open(self) -> None:
        """Open the case, or the other version, under the cursor."""
        from cpo_tui.ui.screens.case import CaseScreen

        key = self.entries.key
        if not isinstance(key, tuple):
            return
        if key[0] == "case":
            self.app.push_screen(CaseScreen(key[1]))
        elif key[0] == "rule" and key[1] != self.rule_id:
            self.rule_id = key[1]
            self.work(self._read())

    def do_rule_down(self) -> None:
        """To the next section, version or case."""
        self.entries.move_by(1)

    def do_rule_up(self) -> None:
        """To the one before."""
        self.entries.move_by(-1)

    def do_rule_page_down(self) -> None:
        """One screen down."""
        self.entries.page_by(1)

    def do_rule_page_up(self) -> None:
        """One screen up."""
        self.entries.page_by(-1)

    def do_rule_cases(self) -> None:
        """To the open cases."""
        cases = self.file.cases if self.file is not None else ()
        if cases:
            self.entries.move_to_key(("case", cases[0].row.id))
        else:
            self.cpo.say("This rule has no open date on any case.")

    def do_rule_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()

    def cases_changed(self, _case_ids: object) -> None:
        """Read the rule anew."""
        self.work(self._read())
