"""The commands of the team screen: who carries how much, what would move, handovers and absences."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command, moves

SCREEN = "team"


def everywhere() -> Iterator[Command]:
    """The way to the screen, from every screen."""
    yield Command(
        "app.team", "T", "team", "Show who carries how much, the weeks ahead, what could move, handovers and absences.",
        "Oversight", EVERYWHERE,
    )  # fmt: skip


def of_list() -> Iterator[Command]:
    """Offering cases of the list to another officer."""
    yield Command(
        "act.offer", "Y", "offer", "Offer the cases to another officer, who accepts them or sends them back.",
        "Act on the case, or on all marked cases", "caseload", "case", writes=True,
    )  # fmt: skip


def team() -> Iterator[Command]:
    """What can be done on it."""

    def one(
        name: str, key: str, label: str, text: str, footer: int = 0, *, needs: bool = False, writes: bool = False
    ) -> Command:
        return Command(
            f"team.{name}", key, label, text, "Team", SCREEN, "case" if needs else "nothing", footer, writes=writes
        )

    yield one(
        "open",
        "enter,l",
        "open",
        "Open the cases behind the line, the case, or the page of the handover.",
        10,
        needs=True,
    )
    yield one("next", "tab,right", "next view", "Load, weeks ahead, moves, handovers, people.", 25)
    yield one("previous", "shift+tab,left", "view before", "The view before.")
    yield one("other", "e", "to another…", "Let the case of the move go to another officer.", 12, needs=True)
    yield one("keep", "x", "keep", "Let the case of the move stay where it is.", 13, needs=True)
    yield one("more", "a", "add a case…", "Move one more case; see the loads before you confirm.", 14)
    yield one(
        "confirm",
        "c",
        "confirm…",
        "Carry out the moves as they stand, with a reason; one undo takes them back.",
        11,
        writes=True,
    )
    yield one("again", "b", "suggest", "Suggest the moves that even out the load, by the weights that are shown.", 15)
    yield one(
        "weigh", "W", "weights…", "Say what each open thing weighs, with a reason; one undo goes back.", 16, writes=True
    )
    yield one("accept", "y", "accept", "Accept the case that was offered to you.", 12, needs=True, writes=True)
    yield one(
        "send-back",
        "z",
        "send back…",
        "Send the case back to whoever offered it, with a reason.",
        13,
        needs=True,
        writes=True,
    )
    yield one("take-back", "w", "take back", "Withdraw the offer.", 14, needs=True, writes=True)
    yield one(
        "leaver",
        "v",
        "leaves…",
        "See where the cases of the officer would go; nothing moves until it is confirmed.",
        12,
        needs=True,
    )
    yield one("away", "A", "away…", "Enter when the officer is away, and who covers.", 13, needs=True, writes=True)
    yield one(
        "here",
        "n",
        "here again",
        "Let the officer be back, and give the cases that were covered back.",
        14,
        needs=True,
        writes=True,
    )
    yield one(
        "report",
        "p",
        "report",
        "Write the caseload, or on people the handover of the officer, as PDF, HTML, Markdown or JSON.",
        40,
    )
    yield one("leave", "escape,q", "back", "Back to where it was opened.", 70)
    yield from moves(SCREEN, "line")


def page() -> Iterator[Command]:
    """The page of one case that was offered."""

    def one(name: str, key: str, label: str, text: str, footer: int = 0, *, writes: bool = False) -> Command:
        return Command(f"handover.{name}", key, label, text, "Handover", "handover", footer=footer, writes=writes)

    yield one("accept", "y", "accept", "Accept the case: it is yours from then on.", 10, writes=True)
    yield one(
        "send-back", "z", "send back…", "Send the case back to whoever offered it, with a reason.", 20, writes=True
    )
    yield one("open", "enter,l,right", "the case", "Open the whole case.", 30)
    yield one("leave", "escape,q,left", "back", "Back to the handovers.", 70)
    yield from moves("handover", "line")
