"""The commands of the screens about the law: rules, one rule, adoption, calendar, and the clocks of a case."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command


def everywhere() -> Iterator[Command]:
    """The ways to these screens, from every screen."""
    yield Command(
        "app.rules", "B", "rules", "Show the rules of law: what they say, how well they were read, whom they touch.",
        "Law", EVERYWHERE,
    )  # fmt: skip
    yield Command(
        "app.calendar", "C", "calendar", "Show the month or the week: how much comes up on each day, and the holidays.",
        "Law", EVERYWHERE,
    )  # fmt: skip


def clocks() -> Iterator[Command]:
    """What is done to the deadline under the cursor, on the deadlines of a case."""
    yield Command(
        "clock.menu", "c", "clock…",
        "Meet, pause, resume, extend, waive or contest the deadline under the cursor, or say why it was late.",
        "Deadlines", "case", "case", 35, writes=True,
    )  # fmt: skip


def rules() -> Iterator[Command]:
    """The rules and one rule."""

    def move(screen: str, name: str, key: str, label: str, text: str) -> Command:
        return Command(f"{screen}.{name}", key, label, text, "Move", screen)

    def rule(name: str, key: str, label: str, text: str, footer: int = 0, *, writes: bool = False) -> Command:
        return Command(f"rules.{name}", key, label, text, "Rules", "rules", footer=footer, writes=writes)

    yield Command(
        "rules.open",
        "enter,l,right",
        "open",
        "Show the rule in full, and the cases it touches.",
        "Rules",
        "rules",
        "case",
        10,
    )
    yield rule("find", "slash", "find", "Find rules by words of title, citation, id or caution.", 20)
    yield rule("status", "s", "status", "Only rules of the next status; one of them is every rule with a caution.", 30)
    yield rule("severity", "v", "class", "Only rules of the next class, from due process to service.", 40)
    yield rule(
        "adopt", "a", "adopt…", "See what another version of the pack would change, then adopt it.", 50, writes=True
    )
    yield rule("leave", "escape,q", "back", "One step back: take the filters away, then leave.", 70)
    for screen in ("rules", "rule", "adoption"):
        yield move(screen, "down", "j,down", "down", "To the next line.")
        yield move(screen, "up", "k,up", "up", "To the line before.")
        yield move(screen, "page-down", "pagedown,ctrl+f", "page down", "One screen down.")
        yield move(screen, "page-up", "pageup,ctrl+b", "page up", "One screen up.")
    yield move("rules", "first", "g,home", "first", "To the first rule.")
    yield move("rules", "last", "G,end", "last", "To the last rule.")
    yield Command(
        "rule.open",
        "enter,l,right",
        "open",
        "Open the case, or the other version, under the cursor.",
        "Rule",
        "rule",
        "case",
        10,
    )
    yield Command("rule.cases", "c", "its cases", "To the open cases that the rule touches.", "Rule", "rule", footer=20)
    yield Command("rule.leave", "escape,q", "back", "Back to where the rule was opened.", "Rule", "rule", footer=70)


def adoption() -> Iterator[Command]:
    """What another version of the pack would change."""
    yield Command(
        "adoption.open",
        "enter,l,right",
        "open",
        "Show the cases of the rule, or open the case.",
        "Adoption",
        "adoption",
        "case",
        10,
    )
    yield Command(
        "adoption.adopt", "a", "adopt…", "Adopt the pack, with a reason, as one change that can be taken back.",
        "Adoption", "adoption", footer=20, writes=True,
    )  # fmt: skip
    yield Command(
        "adoption.leave", "escape,q", "leave", "Leave: nothing has been changed.", "Adoption", "adoption", footer=70
    )


def calendar() -> Iterator[Command]:
    """The calendar."""

    def go(name: str, key: str, label: str, text: str, footer: int = 0) -> Command:
        return Command(f"calendar.{name}", key, label, text, "Calendar", "calendar", footer=footer)

    yield go("open", "enter", "its cases", "Show the caseload with the cases of the day.", 10)
    yield go("view", "w", "week / month", "Change between the month and the week.", 20)
    yield go("officer", "o", "mine / all", "Change between my cases and everybody's.", 30)
    yield go("today", "t", "today", "To today.", 40)
    yield go("earlier", "left_square_bracket,pageup", "earlier", "The month or the week before.", 50)
    yield go("later", "right_square_bracket,pagedown", "later", "The next month or week.", 55)
    yield go("leave", "escape,q", "back", "Back to where the calendar was opened.", 70)
    yield go("previous", "left,h", "day before", "To the day before.")
    yield go("next", "right,l", "next day", "To the next day.")
    yield go("up", "up,k", "up", "A week earlier; in the week, a day.")
    yield go("down", "down,j", "down", "A week later; in the week, a day.")
