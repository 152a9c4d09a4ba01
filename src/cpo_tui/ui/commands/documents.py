"""The commands about documents: the checklist of a case, its letters, and the documents of the whole caseload."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command, moves


def everywhere() -> Iterator[Command]:
    """The way to the documents of the caseload, from every screen."""
    yield Command(
        "app.papers", "P", "papers",
        "Show the documents of all cases that want somebody: not reviewed, rejected, expiring, to be chased.",
        "Documents", EVERYWHERE,
    )  # fmt: skip


def of_case() -> Iterator[Command]:
    """The letters of a case, and the steps of a document's life on its checklist."""

    def step(name: str, key: str, label: str, text: str, footer: int = 0) -> Command:
        return Command(f"checklist.{name}", key, label, text, "Checklist", "case", "case", footer, writes=True)

    yield Command(
        "file.letter", "W", "letter…", "Write a letter, and see it with its gaps and what the gate says before it goes.",
        "Documents", "case", writes=True,
    )  # fmt: skip
    yield step("accept", "y", "accept…", "Accept the document, with an answer to each of its checks.", 32)
    yield step("reject", "x", "reject…", "Reject the document, with the reason.", 34)
    yield step("chase", "z", "reminded", "Record that somebody was reminded of the document today.")
    yield step("waive", "minus", "waive…", "Do without the document, with the reason.")
    yield Command(
        "checklist.all", "M", "ask for all", "Ask for everything that will be missing at the next step.",
        "Checklist", "case", footer=36, writes=True,
    )  # fmt: skip


def screens() -> Iterator[Command]:
    """The documents of the caseload."""
    yield Command(
        "papers.open", "enter,l,right", "open", "Open the checklist of its case, at the document.", "Documents", "papers",
        "case", 10,
    )  # fmt: skip
    yield Command(
        "papers.show", "space", "look", "Show everything that is known of the document, without leaving the list.",
        "Documents", "papers", "case", 15,
    )  # fmt: skip
    yield Command(
        "papers.officer",
        "o",
        "mine / all",
        "Change between my cases and everybody's.",
        "Documents",
        "papers",
        footer=20,
    )
    yield Command("papers.leave", "escape,q", "back", "Back to where it was opened.", "Documents", "papers", footer=70)
    yield from moves("papers", "document")
