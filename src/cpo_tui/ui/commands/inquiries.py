"""The commands of the inbox and of one inquiry."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command, moves


def everywhere() -> Iterator[Command]:
    """The way to the inbox, from every screen."""
    yield Command(
        "app.inbox",
        "Q",
        "inbox",
        "Show the inquiries that wait for a reply, the earliest due first.",
        "Inquiries",
        EVERYWHERE,
    )


def inbox() -> Iterator[Command]:
    """The inbox over all cases."""

    def list_of(
        name: str, key: str, label: str, text: str, footer: int = 0, *, needs: bool = False, writes: bool = False
    ) -> Command:
        return Command(
            f"inbox.{name}", key, label, text, "Inbox", "inbox", "case" if needs else "nothing", footer, writes=writes
        )

    yield list_of(
        "open",
        "enter,l,right",
        "open",
        "Show the inquiry: what may be told, what is missing, what was said.",
        10,
        needs=True,
    )
    yield list_of("log", "i", "log", "Log an inquiry; it is linked to its case afterwards.", 20, writes=True)
    yield list_of(
        "acknowledge", "a", "acknowledge", "Tell the enquirer that the question has come.", 30, needs=True, writes=True
    )
    yield list_of("mark", "space", "mark", "Mark the inquiry, or take its mark away.", 60, needs=True)
    yield Command(
        "inbox.join",
        "J",
        "one matter",
        "Make the marked inquiries one matter.",
        "Inbox",
        "inbox",
        "marks",
        36,
        writes=True,
    )
    yield list_of(
        "view", "v", "next view", "All, mine, unlinked, due today, late, awaiting input, same matter?, settled.", 40
    )
    yield list_of("view-back", "b", "view before", "The view before.")
    yield list_of("find", "slash", "find", "Find inquiries by words of the enquirer or the question.", 50)
    yield list_of("leave", "escape,q", "back", "One step back: take the words away, then leave.", 70)
    yield from moves("inbox", "inquiry")


def inquiry() -> Iterator[Command]:
    """One inquiry."""

    def one(name: str, key: str, label: str, text: str, footer: int = 0, *, writes: bool = True) -> Command:
        return Command(f"inquiry.{name}", key, label, text, "Inquiry", "inquiry", footer=footer, writes=writes)

    yield one("answer", "e", "answer", "Write the answer; it goes out only as far as the gate allows.", 10)
    yield one("answer-other", "s", "other language", "Write the answer in the other language: Spanish, or English.")
    yield one(
        "ask", "m", "ask for it", "Ask for what is missing by the letter that the gate names; look at it first.", 15
    )
    yield one("vouch", "y", "vouch", "Say that you have checked what no paper shows, such as an identity.", 17)
    yield one("override", "o", "override", "Answer beyond the gate, with a reason and a second officer.")
    yield one("acknowledge", "a", "acknowledge", "Tell the enquirer that the question has come.", 20)
    yield one("link", "L", "link", "Say which case it is about.", 30)
    yield one("join", "J", "one matter", "Join it with the inquiries that seem to ask the same.", 40)
    yield one("wait", "w", "wait", "Wait for the enquirer; the clock stands still until the next step.", 50)
    yield one("draft", "d", "drafting", "Say that an answer is being written.")
    yield one("clear", "c", "clear", "Say that the answer was looked at and may go out.")
    yield one("close", "x", "close", "Put it away.")
    yield one("refuse", "X", "refuse", "Answer with the words that tell nothing; the reason stays inside.")
    yield one("reopen", "O", "reopen", "Take it up again; its clock starts anew.")
    yield one("unjoin", "K", "unjoin", "Take it out of its matter.")
    yield one("promise", "p", "promise", "Enter what was promised to the enquirer, and by when.")
    yield one("edit", "E", "correct", "Correct who asked, as what, by which way, when and what.")
    yield one("open", "enter,l,right", "open", "Open the case or the other inquiry under the cursor.", writes=False)
    yield one("leave", "escape,q", "back", "Back.", 70, writes=False)
    yield from moves("inquiry", "entry")
