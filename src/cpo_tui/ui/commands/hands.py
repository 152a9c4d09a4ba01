"""The commands for many cases at once: marks, verbs over them, the verb once more, routines, and jumping to a line."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import Command


def marks() -> Iterator[Command]:
    """How cases are marked."""

    def mark(name: str, key: str, label: str, text: str) -> Command:
        return Command(f"mark.{name}", key, label, text, "Marks", "caseload")

    yield Command(
        "mark.toggle", "space", "mark", "Mark the case, or take its mark away, and step on.", "Marks", "caseload",
        "case", 20,
    )  # fmt: skip
    yield mark("range", "b", "mark to here", "Mark every case from the one that was marked last to this one.")
    yield mark("extend-down", "shift+down,J", "mark down", "Mark the case and the next, and step on.")
    yield mark("extend-up", "shift+up,K", "mark up", "Mark the case and the one before, and step back.")
    yield mark("query", "equals_sign", "mark by query…", "Mark the cases of the list that a query finds.")
    yield mark("all", "asterisk", "mark all", "Mark every case of the list.")
    yield mark("invert", "exclamation_mark", "invert marks", "Mark what is not marked, and the other way round.")
    yield Command("mark.clear", "minus", "clear marks", "Take all marks away.", "Marks", "caseload", "marks")
    yield mark("again", "ampersand", "marks again", "Bring back the marks that were taken away last.")


def verbs() -> Iterator[Command]:
    """What is done to the cases, beside the verbs of one case."""

    def act(name: str, key: str, label: str, text: str, *, writes: bool = True) -> Command:
        group = "Act on the case, or on all marked cases"
        return Command(f"act.{name}", key, label, text, group, "caseload", "case", writes=writes)

    yield act("flag", "f", "flag", "Raise a flag that protects the persons.")
    yield act("request", "E", "request", "Ask for a document, or for all that will be missing.")
    yield act("print", "y", "print", "Write the file of each case as PDF, HTML or text into a folder.", writes=False)
    yield act("repeat", "full_stop", "repeat", "Do the last verb again, with the same words.")
    yield Command(
        "routine.menu", "semicolon", "routines…", "Run a verb that was saved with its query, or delete it.", "Routines",
        "caseload", writes=True,
    )  # fmt: skip
    yield Command(
        "routine.save", "colon", "save routine", "Save the last verb with the query of this list, to run it again.",
        "Routines", "caseload", writes=True,
    )  # fmt: skip


def jumps() -> Iterator[Command]:
    """Jumping to what is seen."""
    for screen, name, thing in (("caseload", "list", "case"), ("case", "entry", "entry")):
        text = f"Show a letter on every {thing} that is seen; typing it puts the cursor there."
        yield Command(f"{name}.jump", "apostrophe", "jump", text, "Move", screen)
