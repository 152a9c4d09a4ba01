"""The commands of the screens about documents: the checklist of a case, and the documents of the whole caseload."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands import EVERYWHERE, Command, moves


def everywhere() -> Iterator[Command]:
    """The way to the documents of the caseload, from every screen."""
    yield Command(
        "app.papers", "P", "papers",
        "Show the documents of all cases that want somebody: not reviewed, rejected, expiring, to be chased.",
        "Documents", EVERYWHERE,
    )  # fmt: skip


def of_case() -> Iterator[Command]:
    """The way to the checklist of a case, and to its letters."""
    yield Command(
        "file.letter", "W", "letter…", "Write a letter, and see it with its gaps and what the gate says before it goes.",
        "Documents", "case", writes=True,
    )  # fmt: skip
    yield Command(
        "file.checklist", "K", "checklist", "Show what the case needs, what it has, and what will be missing at its next step.",
        "Documents", "case", footer=48,
    )  # fmt: skip


def screens() -> Iterator[Command]:
    """The checklist, and the documents of the caseload."""

    def step(name: str, key: str, label: str, text: str, footer: int) -> Command:
        return Command(f"checklist.{name}", key, label, text, "Document", "checklist", "case", footer, writes=True)

    yield Command(
        "checklist.open", "enter,l,right", "open", "Show everything that is known of the document: checks, files, custody.",
        "Document", "checklist", "case", 5,
    )  # fmt: skip
    yield Command(
        "checklist.letter", "L", "letter…", "Write a letter, and see it with its gaps and what the gate says before it goes.",
        "Document", "checklist", footer=45, writes=True,
    )  # fmt: skip
    yield step("receive", "r", "received", "Mark the document as received today.", 10)
    yield step("accept", "y", "accept…", "Accept it, with an answer to each of its checks.", 15)
    yield step("reject", "x", "reject…", "Reject it, with the reason.", 20)
    yield step("request", "a", "ask for", "Ask for it today; its chases come up by themselves.", 25)
    yield step("chase", "c", "chased", "Record that somebody was reminded today.", 30)
    yield step("waive", "w", "waive…", "Do without it, with the reason.", 35)
    yield Command(
        "checklist.all", "M", "ask for all", "Ask for everything that will be missing at the next step.",
        "Document", "checklist", footer=40, writes=True,
    )  # fmt: skip
    yield Command(
        "papers.open", "enter,l,right", "open", "Open the checklist of its case.", "Documents", "papers", "case", 10
    )
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
    for screen in ("checklist", "papers"):
        yield Command(
            f"{screen}.leave", "escape,q", "back", "Back to where it was opened.", "Documents", screen, footer=70
        )
        yield from moves(screen, "document")
