"""The commands of the import desk: how a file is read, what it would do, past imports, and what they refused."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command, Needs, moves

DESK, RESULT, BATCHES, REFUSED = "import", "import result", "imports", "refused"


def everywhere() -> Iterator[Command]:
    """The ways to the desk and to past imports, from every screen."""
    yield Command(
        "app.import", "I", "import", "Read a file into the caseload: look first, then commit.", "Files", EVERYWHERE,
        writes=True,
    )  # fmt: skip
    yield Command(
        "app.imports", "F", "past imports", "Show past imports, take one back, and correct what they refused.", "Files",
        EVERYWHERE,
    )  # fmt: skip


def screens() -> Iterator[Command]:
    """The commands of the four screens."""
    yield from _desk()
    yield from _result()
    yield from _batches()
    yield from _refused()


def _desk() -> Iterator[Command]:
    def one(name: str, key: str, label: str, text: str, footer: int = 0, *, needs: Needs = "nothing") -> Command:
        return Command(f"import.{name}", key, label, text, "How the file is read", DESK, needs, footer)

    yield one(
        "choose", "enter", "choose", "Do what the line says: look what would be done, or choose another value.", 10
    )
    yield one("next", "right,l", "next value", "The next value of the setting, the next field of the column.", 20)
    yield one("previous", "left,h", "value before", "The value before.")
    yield one("check", "c", "what it would do", "Say what importing the file would do; nothing is changed.", 15)
    yield one(
        "accept", "y", "take proposal", "Fill in what the columns may well mean, or the profile that they have.", 30
    )
    yield one("delimiter", "d", "delimiter", "The next delimiter.", 40)
    yield one("encoding", "e", "encoding", "The next encoding.", 41)
    yield one("header-down", "plus", "header lower", "The header stands one line lower.", 42)
    yield one("header-up", "minus", "header higher", "The header stands one line higher.")
    yield one("no-header", "n", "no header", "Whether the first line is a header or a record.")
    yield one("quoting", "apostrophe", "quotes", "Whether quotes keep cells together or mean nothing.")
    yield one("dates", "t", "dates", "How dates are written in the column under the cursor.", needs="case")
    yield one("kind", "r", "records", "What a record of the file is: a case, an event, a document, an inquiry.")
    yield one("profile", "p", "profile", "Read the file as a profile says.", 45)
    yield one("save", "s", "save profile", "Save how the file is read as a profile of your own.", 50)
    yield one(
        "whole", "w", "whole caseload", "Whether the file is the whole caseload, so that missing cases are named."
    )
    yield one("pan-right", "greater_than_sign", "fields right", "Show the fields at the right of the rows.")
    yield one("pan-left", "less_than_sign", "fields left", "Show the fields at the left of the rows.")
    yield one("leave", "escape,q", "leave", "Leave; nothing has been changed.", 70)
    yield from moves(DESK, "line")


def _result() -> Iterator[Command]:
    def one(
        name: str, key: str, label: str, text: str, footer: int = 0, *, needs: Needs = "nothing", writes: bool = False
    ) -> Command:
        return Command(f"result.{name}", key, label, text, "What it would do", RESULT, needs, footer, writes=writes)

    yield one("open", "enter,l,right", "open", "Commit, or open the rows of the line under the cursor.", 10)
    yield one("commit", "c", "commit", "Import the file: one change-set, one undo.", 20, writes=True)
    yield one(
        "take", "space", "take / keep", "Take the file's value of the conflict under the cursor, or keep yours.", 30
    )
    yield one("take-all", "asterisk", "take all", "Take the file's value in every conflict of the batch.", 35)
    yield one("keep-all", "minus", "keep all", "Keep your value in every conflict of the batch.")
    yield one("edit", "e", "edit mapping", "Back to how the file is read.", 40)
    yield one("leave", "escape,q,left,h", "back", "One step back; nothing has been changed.", 70)
    yield from moves(RESULT, "line")


def _batches() -> Iterator[Command]:
    def one(
        name: str, key: str, label: str, text: str, footer: int = 0, *, needs: Needs = "case", writes: bool = False
    ) -> Command:
        return Command(f"imports.{name}", key, label, text, "Past imports", BATCHES, needs, footer, writes=writes)

    yield one("open", "enter,l,right", "refused rows", "Open the records that the import refused, to correct them.", 10)
    yield one(
        "undo", "x", "take back", "Take the import back; what was changed since is kept and named.", 20, writes=True
    )
    yield one("import", "i", "import a file", "Read a file into the caseload.", 30, needs="nothing", writes=True)
    yield one("leave", "escape,q,left,h", "back", "Back to where it was opened.", 70, needs="nothing")
    yield from moves(BATCHES, "import")


def _refused() -> Iterator[Command]:
    def one(
        name: str, key: str, label: str, text: str, footer: int = 0, *, needs: Needs = "case", writes: bool = False
    ) -> Command:
        return Command(f"refused.{name}", key, label, text, "Refused records", REFUSED, needs, footer, writes=writes)

    yield one("edit", "enter,e,l,right", "correct", "Correct the record under the cursor.", 10, writes=True)
    yield one(
        "retry", "r", "import corrected", "Import the corrected records as the file was imported.", 20, writes=True
    )
    yield one("forget", "backspace", "as it was", "Forget what was corrected in the record under the cursor.")
    yield one("write", "w", "write to a file", "Write the refused records to a file that can be corrected.", 30)
    yield one("leave", "escape,q,left,h", "back", "Back to the imports.", 70, needs="nothing")
    yield from moves(REFUSED, "record")
