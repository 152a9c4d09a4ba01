"""The commands themselves, as data; `commands` says what their fields mean."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands import documents as document_commands
from cpo_tui.ui.commands import hands as hand_commands
from cpo_tui.ui.commands import imports as import_commands
from cpo_tui.ui.commands import inquiries as inquiry_commands
from cpo_tui.ui.commands import law as law_commands
from cpo_tui.ui.commands import lint as lint_commands
from cpo_tui.ui.commands import oversight as oversight_commands
from cpo_tui.ui.commands import team as team_commands
from cpo_tui.ui.commands import trust as trust_commands
from cpo_tui.ui.commands.register import DIALOG, EVERYWHERE, Command


def _everywhere() -> Iterator[Command]:
    yield Command(
        "app.help",
        "question_mark,f1",
        "help",
        "Show the keys of this screen; type to filter them.",
        "Help",
        EVERYWHERE,
        footer=90,
    )
    yield Command(
        "app.palette", "ctrl+p", "commands", "Find a command by its name and run it.", "Help", EVERYWHERE, footer=95
    )
    yield Command("app.tour", "f2", "tour", "Show in five steps how the caseload is worked.", "Help", EVERYWHERE)
    yield Command(
        "app.undo",
        "u",
        "undo",
        "Take back your latest change; what was changed since is kept and named.",
        "Undo",
        EVERYWHERE,
        footer=60,
        writes=True,
    )
    yield Command(
        "app.redo", "ctrl+r", "redo", "Bring back what your latest undo took away.", "Undo", EVERYWHERE, writes=True
    )
    yield Command(
        "app.history",
        "H",
        "history",
        "Show what was changed, by whom and why, and take back any of it.",
        "Undo",
        EVERYWHERE,
    )
    yield Command(
        "app.theme",
        "f6",
        "theme",
        "Change to the next theme: dark, light, high contrast, the terminal's own colours.",
        "Application",
        EVERYWHERE,
    )
    yield Command(
        "app.quit", "ctrl+q", "quit", "Leave the application; everything is saved already.", "Application", EVERYWHERE
    )


def _caseload() -> Iterator[Command]:
    def move(name: str, key: str, label: str, text: str) -> Command:
        return Command(f"list.{name}", key, label, text, "Move", "caseload")

    def case(name: str, key: str, label: str, text: str, footer: int = 0) -> Command:
        return Command(f"case.{name}", key, label, text, "Case", "caseload", needs="case", footer=footer)

    def act(name: str, key: str, label: str, text: str, footer: int = 0) -> Command:
        return Command(
            f"act.{name}",
            key,
            label,
            text,
            "Act on the case, or on all marked cases",
            "caseload",
            "case",
            footer,
            writes=True,
        )

    yield case("open", "enter,l,right", "open", "Open the case under the cursor.", 10)
    yield case(
        "why", "w", "why", "Show every demand of the case, how its dates were reached, and the law behind them.", 55
    )
    yield case("preview", "p", "preview", "Open or fold the pane that tells about the case under the cursor.")
    yield from hand_commands.marks()
    yield Command(
        "query.edit",
        "slash",
        "find",
        "Find cases: words of a name or number, or field:value.",
        "Find",
        "caseload",
        footer=30,
    )
    yield Command("query.clear", "backspace", "clear query", "Show the whole view again.", "Find", "caseload")
    yield Command("query.officer", "o", "mine / all", "Change between my cases and everybody's.", "Find", "caseload")
    for number in range(1, 11):
        yield Command(
            f"view.{number}",
            str(number % 10),
            f"view {number}",
            f"Show view {number} of the line at the top.",
            "Find",
            "caseload",
        )
    yield Command("view.next", "tab,greater_than_sign", "next view", "Show the next view.", "Find", "caseload")
    yield Command(
        "view.previous", "shift+tab,less_than_sign", "previous view", "Show the view before.", "Find", "caseload"
    )
    yield Command("view.list", "v", "views…", "See, edit, move, delete and share the views.", "Find", "caseload")
    yield Command(
        "view.save",
        "S",
        "save view",
        "Save the query, order and columns of this list as a view.",
        "Find",
        "caseload",
        writes=True,
    )
    yield Command(
        "list.sort", "r", "order…", "Order the list by a column; the same once more turns it round.", "Find", "caseload"
    )
    yield Command(
        "list.columns", "c", "columns…", "Choose the columns of this view, their order and widths.", "Find", "caseload"
    )
    yield Command(
        "list.goto",
        "number_sign,ctrl+g",
        "go to…",
        "To a row by its number, or to a case by its reference.",
        "Move",
        "caseload",
    )
    yield Command("next.late", "L", "next late", "To the next case that is late.", "Move", "caseload")
    yield Command(
        "next.new",
        "plus",
        "next new",
        "To the next case that somebody else changed since you looked (+).",
        "Move",
        "caseload",
    )
    yield Command("next.marked", "M", "next mark", "To the next of your marks.", "Move", "caseload", "marks")
    yield Command(
        "seen.all", "Z", "all seen", "Take every + away: all that was changed counts as seen.", "Find", "caseload"
    )
    yield Command(
        "list.refresh",
        "R,f5",
        "refresh",
        "Take the list anew: what was acted on goes to its new place.",
        "Find",
        "caseload",
    )
    yield act("menu", "a", "act…", "Choose what to do with the case, or with all marked cases.", 40)
    yield act("assign", "A", "assign", "Give the cases to an officer.")
    yield act("stage", "s", "stage", "Move the cases to a stage of the process.")
    yield act("hold", "h", "hold", "Set the cases aside until a day; they stay in the list.", 45)
    yield act("wake", "W", "wake", "End the hold of the cases.")
    yield act("waiting", "m", "whose move", "Say on whom the cases wait.")
    yield act("note", "n", "note", "Write a note on the cases.", 50)
    yield act("event", "e", "event", "Record what happened on the cases.")
    yield act("task", "t", "task", "Set a task with its date on the cases.")
    yield act("document", "d", "document", "Enter a document on the cases: requested or received.")
    yield act("inquiry", "i", "inquiry", "Log an inquiry about the cases.")
    yield act("close", "X", "close", "Close the cases, with the reason.")
    yield act("reopen", "O", "reopen", "Open closed cases again, with the reason.")
    yield from hand_commands.verbs()
    yield Command("case.new", "N", "new case", "Make a case by hand.", "Case", "caseload", writes=True)
    yield move("down", "j,down", "down", "To the next case.")
    yield move("up", "k,up", "up", "To the case before.")
    yield move("page-down", "pagedown,ctrl+f", "page down", "One screen down.")
    yield move("page-up", "pageup,ctrl+b", "page up", "One screen up.")
    yield move("first", "g,home", "first", "To the first case.")
    yield move("last", "G,end", "last", "To the last case.")
    yield move("back", "escape", "back", "One step back: leave the query, clear the marks, show the whole view.")
    yield Command(
        "list.export", "x", "export", "Write the marked cases, or else the whole list, to a file.", "Files", "caseload"
    )
    yield Command(
        "list.quit", "q", "quit", "Leave the application; everything is saved already.", "Application", "caseload"
    )


def _case() -> Iterator[Command]:
    def tab(number: int, name: str, key: str = "") -> Command:
        keys = f"{number},{key}" if key else str(number)
        return Command(f"tab.{number}", keys, name, f"Show the {name} of the case.", "Tabs", "case")

    def add(name: str, key: str, label: str, text: str, footer: int = 0) -> Command:
        return Command(f"add.{name}", key, label, text, "Add", "case", footer=footer, writes=True)

    def file(name: str, key: str, label: str, text: str, footer: int = 0, *, writes: bool = True) -> Command:
        return Command(f"file.{name}", key, label, text, "Case", "case", footer=footer, writes=writes)

    yield Command(
        "entry.open",
        "enter",
        "open",
        "Open the entry under the cursor: read it whole, and change it.",
        "Entries",
        "case",
        "case",
        10,
    )
    yield Command(
        "entry.add",
        "a",
        "add",
        "Add an entry of the kind that this tab lists; on the checklist, ask for the document under the cursor.",
        "Entries",
        "case",
        footer=20,
        writes=True,
    )
    yield Command(
        "entry.done",
        "r",
        "received / done",
        "Mark the document as received, the task as done, the inquiry as answered, the promise as kept.",
        "Entries",
        "case",
        "case",
        30,
        writes=True,
    )
    for number, name in enumerate(("timeline", "checklist", "inquiries", "deadlines", "notes"), 1):
        yield tab(number, name, "K" if name == "checklist" else "")
    yield Command("tab.next", "tab,right,l", "next tab", "Show the next tab.", "Tabs", "case")
    yield Command("tab.previous", "shift+tab,left", "previous tab", "Show the tab before.", "Tabs", "case")
    yield add("note", "n", "note", "Write a note.", 40)
    yield add("event", "e", "event", "Record what happened.", 45)
    yield add("document", "d", "document", "Enter a document: requested or received.")
    yield add("inquiry", "i", "inquiry", "Log an inquiry.")
    yield add("task", "t", "task", "Set a task with its date.")
    yield add("flag", "f", "flag", "Raise a flag that protects the person.")
    yield add("representation", "L", "counsel", "Enter who represents the person, and under which form.")
    yield add("communication", "m", "said", "Keep what came in, a call or a message; a promise in it is offered.")
    yield add("request", "R", "ask agency", "Ask another agency; its answer is chased.")
    yield add("consent", "Y", "consent", "Enter what the person allowed to be told, to whom and until when.")
    yield file(
        "only", "o", "kinds", "Show one kind of the timeline alone: what happened, was said, was told.", writes=False
    )
    yield file("edit", "E", "edit", "Change the fields of the case.")
    yield file("stage", "s", "stage", "Move the case to a stage of the process.")
    yield file("assign", "A", "assign", "Give the case to an officer.")
    yield file("hold", "h", "hold", "Set the case aside until a day.")
    yield file("why", "w", "why", "Show every demand of the case and how its dates were reached.", 50, writes=False)
    yield file("history", "v", "changes", "Show what was changed on this case, by whom and why.", writes=False)
    yield file("next", "right_square_bracket", "next case", "Open the next case of the list.", writes=False)
    yield file("previous", "left_square_bracket", "previous case", "Open the case before in the list.", writes=False)
    yield Command("entry.down", "j,down", "down", "To the next entry.", "Move", "case")
    yield Command("entry.up", "k,up", "up", "To the entry before.", "Move", "case")
    yield Command("entry.page-down", "pagedown,ctrl+f", "page down", "One screen down.", "Move", "case")
    yield Command("entry.page-up", "pageup,ctrl+b", "page up", "One screen up.", "Move", "case")
    yield Command("entry.first", "g,home", "first", "To the first entry.", "Move", "case")
    yield Command("entry.last", "G,end", "last", "To the last entry.", "Move", "case")
    yield Command("file.leave", "escape,q", "back", "Back to the list, to the same place.", "Case", "case", footer=70)


def _start() -> Iterator[Command]:
    def way(name: str, key: str, label: str, text: str, footer: int = 0) -> Command:
        return Command(f"start.{name}", key, label, text, "Begin", "start", footer=footer)

    yield way("choose", "enter", "choose", "Begin as the cursor says.", 10)
    yield way("demo", "d", "demo", "Look around in a throw-away store of invented cases.", 20)
    yield way("import", "i", "import", "Make a store and read a file into it.", 30)
    yield way("make", "m", "make a store", "Make an empty, encrypted store.", 40)
    yield way("plain", "p", "plain store", "Make an empty store without encryption.")
    yield way("down", "j,down", "down", "To the next way.")
    yield way("up", "k,up", "up", "To the way before.")
    yield way("quit", "q,escape", "quit", "Leave the application.", 50)


def _dialogs() -> Iterator[Command]:
    yield Command(
        "dialog.accept",
        "enter",
        "accept",
        "Take what the dialog shows; in a form, from its last field.",
        "Dialogs",
        DIALOG,
    )
    yield Command("dialog.save", "ctrl+s", "save", "Save a form from any of its fields.", "Dialogs", DIALOG)
    yield Command("dialog.leave", "escape", "leave", "Leave; nothing has been changed.", "Dialogs", DIALOG)


COMMANDS: tuple[Command, ...] = (
    *_everywhere(),
    *law_commands.everywhere(),
    *document_commands.everywhere(),
    *inquiry_commands.everywhere(),
    *oversight_commands.everywhere(),
    *trust_commands.everywhere(),
    *lint_commands.everywhere(),
    *team_commands.everywhere(),
    *import_commands.everywhere(),
    *_caseload(),
    *team_commands.of_list(),
    *hand_commands.jumps(),
    *_case(),
    *law_commands.clocks(),
    *document_commands.of_case(),
    *document_commands.screens(),
    *law_commands.rules(),
    *law_commands.adoption(),
    *law_commands.calendar(),
    *inquiry_commands.inbox(),
    *inquiry_commands.inquiry(),
    *oversight_commands.oversight(),
    *trust_commands.screens(),
    *oversight_commands.of_case(),
    *lint_commands.lint(),
    *team_commands.team(),
    *team_commands.page(),
    *import_commands.screens(),
    *_start(),
    *_dialogs(),
)
"""Every command of the application, in the order in which the help lists it."""
