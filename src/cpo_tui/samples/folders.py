"""The folder of one case: its rows of `documents.csv`, and how long an office lets a request lie."""

from __future__ import annotations

from cpo_tui.samples.days import ISO, working_day
from cpo_tui.samples.dice import Dice, weighted
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Row

NOTHING = 0
TRAVEL = "Travel document"
_OVERDUE = 14
"""One request in so many has been lying for a few days longer than it should."""
PATIENCE = 14
"""After how many days others are asked again, where `ASKED_AGAIN` does not say."""
ASKED_AGAIN = {
    "Medical intake screening": 1, "Custody review worksheet": 2, "Notice of file custody review": 2,
    "Warning for failure to depart": 2, "Information for travel document": 2, "Certified conviction record": 5,
    "Certificate of translation": 5, "Credible fear worksheet": 7, "Reasonable fear worksheet": 7, TRAVEL: 30,
}  # fmt: skip
"""Document → after how many days an office asks again: as the documents pack has it for whoever supplies it."""
_ELSEWHERE = ("A-file, volume 1", "EARM", "eFile", "office safe, shelf 4")
_STATES = weighted((("requested", 24), ("received", 9), ("accepted", 61), ("rejected", 4), ("waived", 2)))
_FAULTS = (
    "Rejected: second page missing.",
    "Rejected: translation without the translator's statement.",
    "Rejected: name does not match the file.",
    "Rejected: signature missing.",
)


class Folder:
    """Collects the rows of `documents.csv` for one case."""

    __slots__ = ("_dice", "_plan", "_today", "rows")

    def __init__(self, plan: Plan, dice: Dice, today: int) -> None:
        self._plan = plan
        self._dice = dice
        self._today = today
        self.rows: list[Row] = []

    @property
    def names(self) -> set[str]:
        """The documents that are in the folder already; a file lists each once."""
        return {row[1] for row in self.rows}

    def awaited(self, document: str, since: int) -> int:
        """The day on which something was last asked for that is still awaited: nobody lets a request lie for long."""
        patience = ASKED_AGAIN.get(document, PATIENCE)
        spread = self._dice.between(0, 10_000)
        lies = patience + spread % 3 + 1 if spread % _OVERDUE == 0 else spread % (patience + 1)
        return min(max(since, self._today - lies), self._today)

    def own(self, document: str, form: str, day: int, *, served: bool = False, notes: str = "") -> None:
        """A form that the office made itself, complete; served on the person where that is owed."""
        day = min(day, self._today)
        self.add(
            document,
            form,
            "accepted",
            signed=day,
            served=day if served else NOTHING,
            kept=self._dice.pick(_ELSEWHERE),
            notes=notes,
        )

    def asked(self, document: str, form: str, since: int, notes: str = "", *, state: str = "") -> None:
        """A document that others must send, in a state that chance decides unless it is given."""
        dice = self._dice
        state = state or dice.pick(_STATES)
        requested = min(working_day(since + dice.between(0, 6)), self._today)
        if state == "requested":
            requested = self.awaited(document, requested)
        received = NOTHING
        if state in {"received", "accepted", "rejected"}:
            received = min(requested + dice.between(3, 24), self._today)
        kept = dice.pick(_ELSEWHERE) if state in {"received", "accepted"} else ""
        digest = dice.hex(64) if kept == "eFile" else ""
        words = dice.pick(_FAULTS) if state == "rejected" else notes if state == "requested" else ""
        self.add(document, form, state, requested=requested, received=received, kept=kept, digest=digest, notes=words)

    def add(
        self, document: str, form: str, state: str, *, requested: int = 0, received: int = 0, signed: int = 0, served: int = 0,
        expires: int = 0, kept: str = "", digest: str = "", notes: str = "",
    ) -> None:  # fmt: skip
        """A document as it is."""
        language = self._plan.person.language if served else ""
        method = (
            ("mail" if form in {"I-862", "I-229(a)"} and self._plan.scenario.custody == "released" else "personal")
            if served
            else ""
        )
        self.rows.append(
            (
                self._plan.reference, document, form, state, _day(requested), _day(received), _day(signed), _day(served), method,
                language, _day(expires), digest, kept, notes,
            )
        )  # fmt: skip


def _day(day: int) -> str:
    return ISO[day] if day else ""
