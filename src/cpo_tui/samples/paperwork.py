"""The documents of one case: what the file has, what was asked for, what came back wrong, what runs out."""

from __future__ import annotations

from cpo_tui.samples.days import ISO, working_day
from cpo_tui.samples.dice import Dice, weighted
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Row

NOTHING = 0

_IN_COURT = frozenset(
    ("in_proceedings", "withholding_only", "decided", "appeal", "voluntary_departure", "final_order", "removal_scheduled", "supervised", "protection_granted")
)  # fmt: skip
_AFTER_ORDER = frozenset(("final_order", "removal_scheduled", "supervised"))
_ELSEWHERE = ("A-file, volume 1", "EARM", "eFile", "office safe, shelf 4")
_EVIDENCE = (
    ("Birth certificate", "", "From a relative abroad."),
    ("Certified conviction record", "", "Clerk of court charges 12 dollars."),
    ("Proof of address", "", "Lease or utility bill."),
    ("Marriage certificate", "", ""),
    ("Photographs for the travel document", "", "Four, on white."),
    ("Medical summary", "", "For the flight and the next facility."),
    ("Proof of school enrolment", "", ""),
)
_STATES = weighted((("requested", 30), ("received", 22), ("accepted", 38), ("rejected", 7), ("waived", 3)))
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


def papers(plan: Plan, dice: Dice, today: int) -> list[Row]:
    """The documents of a plan, in the order in which a file holds them."""
    folder = Folder(plan, dice, today)
    stage = plan.scenario.stage
    if plan.scenario.custody in {"lea", "criminal"}:
        folder.own("Immigration Detainer", "I-247A", plan.opened, served=True)
        folder.asked("Certified conviction record", "", plan.opened, "Asked of the clerk of court.")
        return folder.rows
    folder.own("Record of Deportable/Inadmissible Alien", "I-213", plan.opened)
    _opening(folder, plan, dice)
    if stage in _IN_COURT or plan.closed:
        _court_papers(folder, plan, dice, today)
    if stage in _AFTER_ORDER or plan.scenario.name == "removed":
        _order_papers(folder, plan, dice, today)
    if plan.scenario.custody == "released" and stage != "supervised":
        folder.own("Order of Release on Recognizance", "I-220A", plan.opened + 6, served=True)
    return folder.rows


def _opening(folder: Folder, plan: Plan, dice: Dice) -> None:
    stage, day = plan.scenario.stage, plan.opened
    if plan.scenario.name.startswith("arrest"):
        folder.add("Notice of Custody Determination", "I-286", "not_asked")
        folder.add("Record of consular advice", "", "accepted", signed=day, kept="A-file, volume 1")
    elif stage == "expedited_removal" or stage.endswith("fear_review") or stage == "fear_screening":
        folder.own("Expedited removal order", "I-860", day + 1, served=True)
        folder.own("Record of sworn statement", "I-867A", day + 1)
        if stage != "expedited_removal":
            folder.own("Information about the credible fear interview", "M-444", plan.anchor, served=True)
            folder.asked(
                "Credible fear worksheet",
                "I-870",
                plan.anchor,
                "Comes from the asylum office.",
                state="requested" if stage == "fear_screening" else "received",
            )
    elif stage in {"reinstatement", "withholding_only"}:
        folder.own("Notice of intent to reinstate", "I-871", day + 1, served=True)
        folder.asked(
            "Reasonable fear worksheet",
            "I-899",
            day + 3,
            "Comes from the asylum office.",
            state="requested" if stage == "reinstatement" else "received",
        )
    elif stage == "administrative_removal":
        folder.own("Notice of intent, final administrative order", "I-851", plan.anchor, served=True)
        folder.asked("Certified conviction record", "", day, "Clerk of court says next week.")
    elif plan.scenario.docket == "juvenile":
        folder.own("Notice of rights (juvenile)", "I-770", day, served=True)
        folder.asked("Birth certificate", "", day, "An aunt is sending it.", state="requested")
    elif stage != "intake":
        folder.own("Notice to Appear", "I-862", day + 2, served=True)
        folder.own("List of free legal services", "", day + 2, served=True)
    if stage == "status_claim_review":
        folder.add(
            "Citizenship claim memorandum", "memo", "not_asked", notes="Due to headquarters within one business day."
        )
        folder.asked("Birth certificate", "", plan.anchor, "Grandmother has the hospital record.", state="requested")
    if plan.scenario.custody == "detained" and not plan.scenario.name.startswith("arrest"):
        folder.own("Notice of Custody Determination", "I-286", day + 1, served=True)
        folder.asked(
            "Medical intake screening",
            "",
            day,
            "From the facility.",
            state="accepted" if dice.chance(85) else "requested",
        )


def _court_papers(folder: Folder, plan: Plan, dice: Dice, today: int) -> None:
    if plan.counsel:
        came = min(plan.opened + 8, today)
        folder.add(
            "Notice of appearance (ICE)",
            "G-28",
            "accepted",
            received=came,
            signed=came,
            kept="eFile",
            digest=dice.hex(64),
        )
        folder.add("Notice of appearance (court)", "EOIR-28", "received", received=came, kept="EOIR portal")
    if dice.chance(40):
        folder.asked("Application for asylum and withholding", "I-589", plan.opened + 30, "Copy from the court.")
    document, form, notes = dice.pick(_EVIDENCE)
    folder.asked(document, form, max(plan.opened + 20, today - dice.between(4, 60)), notes)
    if plan.person.language != "English" and dice.chance(30):
        folder.asked(
            "Certificate of translation",
            "",
            max(plan.opened + 25, today - dice.between(4, 40)),
            "Promised with the evidence.",
        )


def _order_papers(folder: Folder, plan: Plan, dice: Dice, today: int) -> None:
    name = plan.scenario.name
    final = (
        plan.anchor - 85
        if plan.scenario.stage == "supervised"
        else plan.opened + 150
        if name == "revoked"
        else plan.anchor
    )
    elapsed = today - final
    folder.own("Final order of removal", "order", final)
    folder.own("Warrant of Removal", "I-205", final + 2)
    if name == "absent":
        folder.add("Information for travel document", "I-217", "not_asked", notes="Whereabouts not known.")
        return
    if dice.chance(78):
        folder.own("Warning for failure to depart", "I-229(a)", final + 9, served=True)
    else:
        folder.asked(
            "Warning for failure to depart",
            "I-229(a)",
            final + 9,
            "Certificate of service not back from the facility.",
            state="requested",
        )
    folder.asked(
        "Information for travel document",
        "I-217",
        final + 5,
        "Not signed yet.",
        state="requested" if name == "packet_due" else "accepted",
    )
    _travel_document(folder, plan, dice, final, today)
    if plan.scenario.custody == "detained" and elapsed > 54 and name not in {"scheduled", "revoked"}:  # noqa: PLR2004 - the notice is owed
        state = "requested" if name == "notice_due" else "accepted"
        folder.add(
            "Notice of file custody review",
            "",
            state,
            requested=final + 45,
            served=final + 54 if state == "accepted" else 0,
        )
        reviewed = elapsed > 90 and name != "review_late"  # noqa: PLR2004 - the decision is owed
        folder.add(
            "Custody review worksheet",
            "POCR worksheet",
            "accepted" if reviewed else "requested",
            requested=final + 50,
            signed=final + 84 if reviewed else 0,
            notes="" if reviewed else "Supervisor's signature missing.",
        )
    if plan.scenario.stage == "supervised":
        folder.own("Order of Supervision", "I-220B", plan.anchor, served=True)


def _travel_document(folder: Folder, plan: Plan, dice: Dice, final: int, today: int) -> None:
    """The document that decides most removals: valid, running out, run out, or still awaited."""
    name, asked = "Travel document", working_day(final + 20)
    if plan.scenario.name in {"scheduled", "removed"}:
        came = min(final + 38, today - 1)
        folder.add(
            name,
            "passport" if dice.chance(40) else "laissez-passer",
            "accepted",
            requested=asked,
            received=came,
            expires=today + dice.between(9, 120),
            kept="office safe, shelf 4",
        )
    elif today - asked < 0 or plan.scenario.name == "packet_due":
        folder.add(name, "", "not_asked")
    elif dice.chance(14) and today - asked > 60:  # noqa: PLR2004 - it came, and time ran on
        ran_out = today - dice.between(5, 40)
        folder.add(
            name,
            "laissez-passer",
            "expired",
            requested=asked,
            received=ran_out - 60,
            expires=ran_out,
            kept="office safe, shelf 4",
            notes="Ran out before a flight was found.",
        )
    elif dice.chance(16) and today - asked > 20:  # noqa: PLR2004
        folder.add(
            name,
            "laissez-passer",
            "received",
            requested=asked,
            received=today - dice.between(1, 12),
            expires=today + dice.between(12, 75),
            kept="office safe, shelf 4",
            notes="Came by courier.",
        )
    else:
        folder.add(name, "", "requested", requested=asked, notes=f"Consulate of {plan.person.nationality}.")
