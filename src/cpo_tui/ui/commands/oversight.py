"""The commands of the screen that shows how well the work is done."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command, moves

SCREEN = "oversight"


def everywhere() -> Iterator[Command]:
    """The way to the screen, from every screen."""
    yield Command(
        "app.oversight", "V", "oversight", "Show how well the work is done: on time, ages, missed protections, inquiries, extracts.",
        "Oversight", EVERYWHERE,
    )  # fmt: skip


def oversight() -> Iterator[Command]:
    """What can be done on it."""

    def one(name: str, key: str, label: str, text: str, footer: int = 0) -> Command:
        return Command(f"oversight.{name}", key, label, text, "Oversight", SCREEN, footer=footer)

    yield Command(
        "oversight.open",
        "enter,l",
        "cases",
        "Open the cases behind the figures of the row.",
        "Oversight",
        SCREEN,
        "case",
        10,
    )
    yield one("next", "tab,right", "next view", "Show the next view.", 20)
    yield one("previous", "shift+tab,left", "view before", "Show the view before.")
    yield one("report", "p", "report", "Write these figures as PDF, HTML, Markdown or JSON.", 30)
    yield one("leave", "escape,q", "back", "Back to where it was opened.", 70)
    yield from moves(SCREEN, "row")


def of_case() -> Iterator[Command]:
    """The pictures of a case, and the way to them."""
    yield Command(
        "file.picture", "b", "over time", "Show the custody of the person and the life of the case as bands over time.",
        "Case", "case", footer=49,
    )  # fmt: skip
    yield Command(
        "file.report", "p", "report", "Write the file of the case as PDF, HTML, Markdown or JSON, as it is or as of a day.",
        "Case", "case",
    )  # fmt: skip
    yield Command("picture.leave", "escape,q,b,left", "back", "Back to the case.", "Picture", "picture", footer=70)
    yield from moves("picture", "line")
