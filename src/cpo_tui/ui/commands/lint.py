"""The commands of the lint desk: what does not hold in the caseload, and the key that mends it."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command, moves

SCREEN = "lint"


def everywhere() -> Iterator[Command]:
    """The way to the desk, from every screen."""
    yield Command(
        "app.lint", "D", "lint desk", "Show the cases that are stuck or contradict themselves, each with what mends it.",
        "Oversight", EVERYWHERE,
    )  # fmt: skip


def lint() -> Iterator[Command]:
    """What can be done on it."""

    def one(
        name: str, key: str, label: str, text: str, footer: int = 0, *, needs: bool = False, writes: bool = False
    ) -> Command:
        return Command(
            f"lint.{name}", key, label, text, "Lint desk", SCREEN, "case" if needs else "nothing", footer, writes=writes
        )

    yield one(
        "open", "enter,l,right", "open", "Open the findings of the check, or the case of the finding.", 10, needs=True
    )
    yield one(
        "mend",
        "r",
        "mend",
        "Do what mends the case under the cursor, or all that are marked.",
        20,
        needs=True,
        writes=True,
    )
    yield one("mark", "space", "mark", "Mark the finding, or take its mark away, and step on.", 30, needs=True)
    yield one("mark-all", "asterisk", "mark all", "Mark every finding of the check, or take all marks away.")
    yield one("officer", "o", "mine / all", "Change between my cases and everybody's.", 40)
    yield one("refresh", "R,f5", "refresh", "Ask every check anew.")
    yield one("leave", "escape,q,left", "back", "Back to the checks, then to where it was opened.", 70)
    yield from moves(SCREEN, "line")
