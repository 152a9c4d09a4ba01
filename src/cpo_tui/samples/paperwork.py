"""The documents of one case: what the file has, what was asked for, what came back wrong, what runs out."""

from __future__ import annotations

from cpo_tui.samples.days import working_day
from cpo_tui.samples.dice import Dice
from cpo_tui.samples.folders import NOTHING, TRAVEL, Folder
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Row, Timeline

Days = dict[str, int]
"""Kind of event → the day of the last one that was told."""

_REVIEW_PREPARED = 50
_ASKED = 20
_INCOMPLETE = 5
"""One file in so many lacks some of its routine papers."""
_UNREVIEWED = 7
"""One paper that came in in so many has not been looked at, though it has lain for a while."""
_LOOKED_AT_WITHIN = 4
_LONG_ASKED = 60
_RUNNING_OUT = 20
"""In how many of a hundred files a travel document runs out within two months."""
_EVIDENCE = (
    ("Birth certificate", "", "From a relative abroad."),
    ("Certified conviction record", "", "Clerk of court charges 12 dollars."),
    ("Proof of address", "", "Lease or utility bill."),
    ("Marriage certificate", "", ""),
    ("Photographs for the travel document", "", "Four, on white."),
    ("Medical summary", "", "For the flight and the next facility."),
    ("Proof of school enrolment", "", ""),
)


def papers(plan: Plan, seed: int, timeline: Timeline) -> list[Row]:
    """The documents of a plan whose story has been told, in the order in which a file holds them.

    Each case has dice of its own, so that one paper more or less deals nobody else another hand.
    """
    dice = Dice(seed * 1_000_003 + sum(place * ord(sign) for place, sign in enumerate(plan.reference, 1)) + plan.opened)
    folder = Folder(plan, dice, timeline.today)
    days = timeline.days
    if plan.scenario.custody in {"lea", "criminal"}:
        folder.own("Immigration Detainer", "I-247A", plan.opened, served=True)
        folder.asked("Certified conviction record", "", plan.opened, "Asked of the clerk of court.")
        return folder.rows
    folder.own("Record of Deportable/Inadmissible Alien", "I-213", plan.opened)
    _custody_papers(folder, plan, dice, days)
    _OPENINGS.get(plan.scenario.stage, _no_opening)(folder, plan, days)
    _court_papers(folder, plan, dice, timeline)
    if "order_admin_final" in days and plan.scenario.lifecycle != "reopened":
        _order_papers(folder, plan, dice, timeline)
    _routine_papers(folder, plan, dice, days)
    return folder.rows


_BOOKED_IN = (
    ("Warrant for Arrest of Alien", "I-200"),
    ("Alien Booking Record", "I-385"),
    ("Order to Detain or Release Alien", "I-203"),
    ("Record of consular advice and notification", ""),
    ("Vulnerability screening", ""),
)
_REVIEWED = (("Record of action", ""), ("HQ custody decision", "HQ letter"))
_AFTER = {
    "address_changed": (("Change of address (court or Board)", "EOIR-33"),),
    "bia_appeal_filed": (
        ("Notice of appeal to the Board", "EOIR-26"),
        ("Entry of appearance before the BIA", "EOIR-27"),
    ),
    "custody_transfer": (
        ("Record of persons and property transferred", "I-216"),
        ("Transfer notification to detainee and to counsel", ""),
    ),
    "order_admin_final": (("Warning to alien ordered removed", "I-294"),),
}
"""Kind of event → the papers that come of it without being asked for."""
_AT_STAGE = {
    "expedited_removal": (("Record of sworn statement, jurat", "I-867A / I-867B"),),
    "administrative_removal": (("List of free legal services", ""), ("Warning to alien ordered removed", "I-294")),
    "reinstatement": (("Warning to alien ordered removed", "I-294"),),
    "withholding_only": (("Warning to alien ordered removed", "I-294"),),
    "appeal": (("Notice of appeal to the Board", "EOIR-26"), ("Entry of appearance before the BIA", "EOIR-27")),
    "orr_transfer": (("Vulnerability screening", ""),),
}
"""Stage → the papers that the office makes, or is sent, on the way there."""


def _routine_papers(folder: Folder, plan: Plan, dice: Dice, days: Days) -> None:
    """What an office makes without being asked, wherever the step that calls for it was taken."""
    detained = plan.scenario.custody in {"detained", "hospital"}
    wanted = [*(_BOOKED_IN if detained else ()), *(_REVIEWED if detained and "order_admin_final" in days else ())]
    wanted += [paper for kind, papers in _AFTER.items() if kind in days for paper in papers]
    wanted += _AT_STAGE.get(plan.scenario.stage, ())
    if "nta_filed_with_court" in days:
        wanted.append(("Notice to EOIR: Alien Address", "I-830"))
    if detained and "medical_screening_done" not in days:
        wanted.append(("Medical intake screening", ""))
    if "custody_released" in days:
        wanted.append(("Immigration Bond", "I-352"))
    if plan.person.language != "English":
        wanted.append(("Certificate of translation", ""))
    lacks = dice.below(len(wanted)) if wanted and not dice.below(_INCOMPLETE) else len(wanted)
    for place, (document, form) in enumerate(wanted):
        if document not in folder.names and place != lacks:
            folder.add(document, form, "accepted", signed=plan.opened, served=plan.opened, kept="A-file, volume 1")


def _custody_papers(folder: Folder, plan: Plan, dice: Dice, days: Days) -> None:
    if "custody_determination_made" in days:
        folder.own("Notice of Custody Determination", "I-286", days["custody_determination_made"], served=True)
    else:
        folder.add("Notice of Custody Determination", "I-286", "not_asked")
    if "medical_screening_done" in days and plan.scenario.custody == "detained":
        folder.asked(
            "Medical intake screening",
            "",
            plan.opened,
            "From the facility.",
            state="accepted" if dice.chance(93) else "requested",
        )
    if plan.scenario.docket == "juvenile":
        folder.own("Notice of rights (juvenile)", "I-770", plan.opened, served=True)
        folder.asked("Birth certificate", "", plan.opened, "An aunt is sending it.", state="requested")


def _no_opening(folder: Folder, plan: Plan, days: Days) -> None:
    """Nothing beyond what every file holds."""


def _expedited_opening(folder: Folder, plan: Plan, days: Days) -> None:
    folder.own("Expedited removal order", "I-860", plan.opened + 1, served=True)
    folder.own("Record of sworn statement", "I-867A", plan.opened + 1)
    if "fear_claim_expressed" in days:
        folder.own("Information about the credible fear interview", "M-444", days["fear_claim_expressed"], served=True)
        state = "received" if "cf_negative_approved" in days else "requested"
        folder.asked(
            "Credible fear worksheet",
            "I-870",
            days["fear_claim_expressed"],
            "Comes from the asylum office.",
            state=state,
        )


def _reinstatement_opening(folder: Folder, plan: Plan, days: Days) -> None:
    folder.own("Notice of intent to reinstate", "I-871", plan.opened + 1, served=True)
    state = "received" if "rf_decided" in days else "requested"
    folder.asked("Reasonable fear worksheet", "I-899", plan.opened + 3, "Comes from the asylum office.", state=state)


def _administrative_opening(folder: Folder, plan: Plan, days: Days) -> None:  # noqa: ARG001 - the shape of an opening
    folder.own("Notice of intent, final administrative order", "I-851", plan.anchor, served=True)
    folder.asked("Certified conviction record", "", plan.opened, "Clerk of court says next week.")


def _citizen_opening(folder: Folder, plan: Plan, days: Days) -> None:  # noqa: ARG001
    folder.add(
        "Citizenship claim memorandum", "memo", "not_asked", notes="Due to headquarters within one business day."
    )
    folder.asked("Birth certificate", "", plan.anchor, "Grandmother has the hospital record.", state="requested")


_OPENINGS = {
    "expedited_removal": _expedited_opening,
    "fear_screening": _expedited_opening,
    "ij_fear_review": _expedited_opening,
    "reinstatement": _reinstatement_opening,
    "withholding_only": _reinstatement_opening,
    "administrative_removal": _administrative_opening,
    "status_claim_review": _citizen_opening,
}


def _court_papers(folder: Folder, plan: Plan, dice: Dice, timeline: Timeline) -> None:
    days, today = timeline.days, timeline.today
    if "nta_served" in days:
        folder.own("Notice to Appear", "I-862", days["nta_served"], served=True)
        folder.own("List of free legal services", "", days["nta_served"], served=True)
    elif plan.scenario.name == "warrant_arrest":
        folder.add("Notice to Appear", "I-862", "not_asked", notes="Draft with the supervisor.")
    if "custody_released" in days and plan.scenario.stage != "supervised":
        folder.own("Order of Release on Recognizance", "I-220A", days["custody_released"], served=True)
    if "g28_received" in days:
        came = days["g28_received"]
        folder.add(
            "Notice of appearance (ICE)",
            "G-28",
            "accepted",
            received=came,
            signed=came,
            kept="eFile",
            digest=dice.hex(64),
        )
        fresh = timeline.today - came <= _LOOKED_AT_WITHIN or not dice.below(_UNREVIEWED)
        state = "received" if fresh else "accepted"
        folder.add("Notice of appearance (court)", "EOIR-28", state, received=came, kept="EOIR portal")
    if "asylum_filed_complete" in days:
        folder.asked(
            "Application for asylum and withholding", "I-589", days["asylum_filed_complete"], "Copy from the court."
        )
    if "nta_filed_with_court" not in days:
        return
    asked = max(days["nta_filed_with_court"], today - dice.between(4, 60))
    document, form, notes = dice.pick([one for one in _EVIDENCE if one[0] not in folder.names])
    folder.asked(document, form, asked, notes)
    if plan.person.language != "English" and dice.chance(30):
        folder.asked("Certificate of translation", "", asked, "Promised with the evidence.")


def _order_papers(folder: Folder, plan: Plan, dice: Dice, timeline: Timeline) -> None:
    name, days = plan.scenario.name, timeline.days
    final = days["order_admin_final"]
    folder.own("Final order of removal", "order", final)
    if plan.scenario.stage == "protection_granted":
        return
    folder.own("Warrant of Removal", "I-205", working_day(final + 2))
    if name == "absent":
        folder.add("Information for travel document", "I-217", "not_asked", notes="Whereabouts not known.")
        return
    warned = working_day(final + 9)
    if warned >= timeline.today or dice.chance(22):
        folder.asked(
            "Warning for failure to depart",
            "I-229(a)",
            final,
            "Certificate of service not back from the facility.",
            state="requested",
        )
    else:
        folder.own("Warning for failure to depart", "I-229(a)", warned, served=True)
    state = "accepted" if "td_request_submitted" in days else "requested"
    folder.asked("Information for travel document", "I-217", final, "Not signed yet.", state=state)
    _travel_document(folder, plan, dice, timeline)
    if timeline.today - final > _REVIEW_PREPARED and plan.scenario.stage in {"final_order", "removal_scheduled"}:
        _review_papers(folder, days, final)
    if "custody_released" in days and plan.scenario.stage == "supervised":
        folder.own("Order of Supervision", "I-220B", days["custody_released"], served=True)


def _review_papers(folder: Folder, days: Days, final: int) -> None:
    """The papers of the 90-day review, as far as it has come."""
    served, decided = days.get("pocr_notice_served", NOTHING), days.get("pocr_90_decision_served", NOTHING)
    notice, sheet = "Notice of file custody review", "Custody review worksheet"
    folder.add(
        notice, "", "accepted" if served else "requested", served=served,
        requested=final + 45 if served else folder.awaited(notice, final + 45),
    )  # fmt: skip
    folder.add(
        sheet, "POCR worksheet", "accepted" if decided else "requested", signed=decided,
        requested=final + 46 if decided else folder.awaited(sheet, final + 46),
        notes="" if decided else "Supervisor's signature missing.",
    )  # fmt: skip
    if decided:
        folder.own("Decision to release or continue detention (90-day)", "", decided, served=True)


def _travel_document(folder: Folder, plan: Plan, dice: Dice, timeline: Timeline) -> None:
    """The document that decides most removals: valid, running out, run out, or still awaited."""
    days, today = timeline.days, timeline.today
    asked = days.get("td_request_submitted", NOTHING)
    form, kept = ("passport" if dice.chance(40) else "laissez-passer"), "office safe, shelf 4"
    if "td_received" in days:
        folder.add(
            TRAVEL,
            form,
            "accepted",
            requested=asked,
            received=days["td_received"],
            expires=today + (dice.between(12, 58) if dice.chance(_RUNNING_OUT) else dice.between(80, 420)),
            kept=kept,
        )
    elif not asked:
        folder.add(TRAVEL, "", "not_asked")
    elif today - asked > _LONG_ASKED and dice.chance(14):
        ended = today - dice.between(5, 40)
        folder.add(
            TRAVEL,
            form,
            "expired",
            requested=asked,
            received=max(asked + 2, ended - 60),
            expires=ended,
            kept=kept,
            notes="Ran out before a flight was found.",
        )
    elif today - asked > _ASKED and dice.chance(16):
        folder.add(
            TRAVEL,
            form,
            "received",
            requested=asked,
            received=today - dice.between(1, 12),
            expires=today + dice.between(12, 75),
            kept=kept,
            notes="Came by courier.",
        )
    else:
        folder.add(
            TRAVEL,
            "",
            "requested",
            requested=folder.awaited(TRAVEL, asked),
            notes=f"Consulate of {plan.person.nationality}.",
        )
