"""Before the law changes: which open dates would move, appear and vanish; then its adoption as one change that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.actions import rules as acts
from cpo_tui.errors import Refused
from cpo_tui.store import reader
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries import adoption as adopt_entries
from cpo_tui.ui.entries.adoption import ChangeKey, GroupKey
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.rules.compare import Comparison
    from cpo_tui.rules.pack import Pack, Problem
    from cpo_tui.store.connect import Connection
    from cpo_tui.ui.app import CpoApp


async def begin_adoption(app: CpoApp) -> None:
    """Ask for the file, look at what it would change with a bar on the screen, and show it; writes nothing.

    A pack with faults shows every one of them.
    """
    from cpo_tui.rules.pack import PackError

    fields = (Field("path", "pack file", required=True, hint="a TOML file: a version of the pack in use"),)
    values = await app.push_screen_wait(Form("Look at another version of the rules", fields, save="look"))
    if not values:
        return
    path = _path_of(values["path"])
    try:
        old, new = await app.gateway.read(partial(_packs, path=path))
    except PackError as error:
        await app.push_screen_wait(Faults(path.name, error.problems))
        return
    found = await with_progress(app, "Looking at what would change", acts.preview_adoption, path)
    app.push_screen(Adoption(path, old, new, found))


def _path_of(text: str) -> Path:
    return Path(text.strip()).expanduser()


def _packs(connection: Connection, path: Path) -> tuple[Pack, Pack]:
    """The pack in use and the one in the file; raises `PackError`, and `Refused` for a pack of another office."""
    from cpo_tui.store import deadlines

    new, _ = acts.read_pack(path)
    old = deadlines.pack_in_use(connection)
    if new.name != old.name:
        raise Refused(
            f"This office works under {old.name}; the file is {shown(new.name)}.",
            hint="Choose a version of the same pack.",
        )
    return old, new


class Faults(Dialog[None]):
    """Every fault of a pack that cannot be used."""

    CSS = """
    Faults .dialog { width: 104; }
    Faults .dialog EntryList { height: auto; max-height: 66vh; }
    """

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        number = "1 fault" if len(problems) == 1 else f"{len(problems)} faults"
        super().__init__(
            f"{shown(name)} cannot be used: {number}",
            keys=keys_line(("j k", "move"), ("Esc", "leave: nothing has been changed")),
        )
        self._problems = tuple(problems)

    def body(self) -> ComposeResult:
        """One entry a fault."""
        yield EntryList(classes="dialog-list")

    def on_mount(self) -> None:
        """Show the faults."""
        problems, entries = self._problems, self.query_one(EntryList)
        entries.title_only = True
        entries.show(lambda width: fault_entries(problems, width))
        entries.focus()

    def on_key(self, event: events.Key) -> None:
        """Move from fault to fault."""
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 5, "pageup": -5}
        if event.key in moves:
            event.stop()
            self.query_one(EntryList).move_by(moves[event.key])

    def accept(self) -> None:
        """Nothing is taken here."""
        self.leave()


def fault_entries(problems: Sequence[Problem], width: int) -> list[Entry]:
    """Each fault: the rule and field, what is wrong, and the nearest right value."""
    entries = []
    for number, one in enumerate(problems):
        where = " · ".join(part for part in (shown(one.rule), shown(one.field)) if part) or shown(one.file)
        near = f" Did you mean {shown(one.nearest)}?" if one.nearest else ""
        rows = [
            *wrapped("", where, width, role="strong"),
            *wrapped("   ", shown(one.reason, limit=1000) + near, width, role="ink"),
        ]
        entries.append(Entry(number, tuple(rows)))
    return entries


class Adoption(CommandScreen):
    """What a pack would change, rule by rule and case by case."""

    NAME = "adoption"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("adoption")]
    CSS = """
    Adoption #adoption-top { height: 3; padding: 0 1; }
    Adoption.-low #adoption-top { height: 2; }
    """

    def __init__(self, path: Path, old: Pack, new: Pack, found: Comparison) -> None:
        super().__init__()
        self.path = path
        self.old = old
        self.new = new
        self.found = found
        self.opened: GroupKey | None = None

    # ------------------------------------------------------------------ what it consists of

    def compose(self) -> ComposeResult:
        """The two versions and the counts, the rules, the keys."""
        yield Panel(id="adoption-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the groups, all of them folded."""
        self.query_one("#adoption-top", Panel).show(self._top)
        self._show()
        self.entries.focus()

    @property
    def entries(self) -> EntryList:
        """The groups and their cases."""
        return self.query_one(EntryList)

    @property
    def has_case(self) -> bool:
        """Whether something that can be opened is under the cursor."""
        return self.entries.key is not None

    def _top(self, width: int, height: int) -> Sequence[Line]:
        old, new = self.old, self.new
        versions: list[Part] = [
            (shown(new.name), "strong"), (f"  {shown(old.version)}", "quiet"), (" → ", "you"), (shown(new.version), "strong"),
        ]  # fmt: skip
        file: list[Part] = [(shown(self.path.name), "quiet")]
        said: list[Part] = [("Nothing has been changed yet.", "quiet")]
        lines = [spread(versions, file, width), spread(adopt_entries.counts(self.found), said, width)]
        rules = len({*old.by_id} ^ {*new.by_id})
        number = len(self.found.rules)
        told = f"{number:,} of {len(new.rules):,} rules differ in what they compute"
        told += f"; {rules:,} {'is' if rules == 1 else 'are'} in one version only" if rules else ""
        lines.append(spread([(told, "quiet")], [], width))
        return lines[: max(1, height)]

    def _show(self, keep: object = None) -> None:
        found, opened, moment = self.found, self.opened, Moment.present()
        rules = {**self.old.by_id, **self.new.by_id}
        self.entries.show(lambda width: adopt_entries.adoption_entries(found, rules, opened, moment, width), keep=keep)
        self.offer_keys()

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.run_command(self.cpo.command("adoption.open"))

    # ------------------------------------------------------------------ commands

    async def do_adoption_open(self) -> None:
        """Show the cases of the rule, fold them again, or open the case."""
        key = self.entries.key
        if isinstance(key, ChangeKey):
            from cpo_tui.ui.screens.case import CaseScreen

            case_id = await self.cpo.gateway.read(partial(reader.find_case, name=key.reference))
            self.app.push_screen(CaseScreen(case_id))
        elif isinstance(key, tuple):
            self.opened = None if key == self.opened else key
            self._show(keep=key)

    async def do_adoption_adopt(self) -> None:
        """Ask for the reason and adopt the pack."""
        fields = (
            Field("reason", "reason", required=True, hint="why the office works under it; it stays on the record"),
        )
        title = f"Adopt {shown(self.new.name)} {shown(self.new.version)}"
        values = await self.app.push_screen_wait(Form(title, fields, save="adopt"))
        if not values:
            return
        _, now = await self.cpo.gateway.read(partial(_packs, path=self.path))
        if now != self.new:
            raise Refused("The file has changed since it was looked at.", hint="Leave, and look at it again.")
        outcome, _ = await with_progress(self.cpo, "Adopting the rules", acts.adopt_pack, self.path, values["reason"])
        self.app.pop_screen()
        flows.announce(self.cpo, outcome)

    def do_adoption_down(self) -> None:
        """To the next line."""
        self.entries.move_by(1)

    def do_adoption_up(self) -> None:
        """To the line before."""
        self.entries.move_by(-1)

    def do_adoption_page_down(self) -> None:
        """One screen down."""
        self.entries.page_by(1)

    def do_adoption_page_up(self) -> None:
        """One screen up."""
        self.entries.page_by(-1)

    def do_adoption_leave(self) -> None:
        """Leave: nothing has been changed."""
        self.app.pop_screen()
        self.cpo.say("Nothing has been changed.")
