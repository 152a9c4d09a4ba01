"""How charges, hearings, representation, bonds, applications, decisions and appeals are told."""

from __future__ import annotations

from cpo_tui.samples.wording import Telling

NTA_ISSUED = Telling(
    "nta_issued",
    "NTA issued",
    "Signed by the supervisor.",
    source="I-862",
    facts=(("arrest.location.type", "interior"),),
)
RIGHTS_ADVISAL_RECORDED = Telling("rights_advisal_recorded", "Rights and list of free lawyers given", source="I-862")
NTA_1367_STATEMENT_PRESENT = Telling(
    "nta_1367_statement_present", "8 USC 1367 check on the NTA: arrest not at a listed place", source="I-862"
)
NTA_SERVED = Telling(
    "nta_served",
    "NTA served in person ({language})",
    "Certificate of service signed.",
    source="I-862",
    pinned=True,
    facts=(
        ("service.method", "personal"),
        ("document.legal_services_list.served", "true"),
        ("document.legal_services_list.date", "{list_date}"),
    ),
)
NTA_FILED_WITH_COURT = Telling("nta_filed_with_court", "NTA filed with the court", source="EOIR portal")
HEARING_SCHEDULED = Telling(
    "hearing_scheduled",
    "{hearing} hearing set for {when}",
    "{court}",
    source="EOIR portal",
    facts=(("hearing.date", "{hearing_date}"), ("hearing.type", "{hearing_type}")),
)
ASYLUM_FILED_COMPLETE = Telling(
    "asylum_filed_complete", "I-589 filed with the court", "Filed in open court.", source="EOIR portal"
)
IJ_DECISION = Telling(
    "ij_decision", "{decision}", "{court}", source="EOIR portal", pinned=True, facts=(("ij.decision", "{ij_decision}"),)
)
BIA_APPEAL_FILED = Telling(
    "bia_appeal_filed", "Appeal received by the Board", "EOIR-26, by the person.", source="EOIR portal"
)
BIA_BRIEFING_SCHEDULE_SET = Telling(
    "bia_briefing_schedule_set", "Briefing schedule set", "Both sides within 20 days.", source="EOIR portal"
)
BIA_BRIEF_FILED = Telling("bia_brief_filed", "Brief filed by OPLA", source="EOIR portal")
INTERPRETATION_RECORDED = Telling(
    "interpretation_recorded",
    "Read out in {language} by an interpreter",
    "Interpreter number on the form.",
    source="I-862",
)
G28_RECEIVED = Telling("g28_received", "G-28 received: {counsel}", "Signed by both.", source="eFile")
G28_RECORDED = Telling("g28_recorded", "Representation recorded: {counsel}", source="officer")
HEARING_HELD = Telling("hearing_held", "Master hearing held: {outcome}", source="EOIR portal")
HEARING_CONTINUED = Telling("hearing_continued", "Hearing continued: {outcome}", source="EOIR portal")
ATD_ENROLLED = Telling("atd_enrolled", "Enrolled: phone app, weekly", source="contractor")
OPPOSING_FILING_RECEIVED = Telling(
    "opposing_filing_received",
    "Motion to terminate received",
    "From {counsel}.",
    source="EOIR portal",
    facts=(("filing.days_before_hearing", "{days_before}"),),
)
VD_GRANTED_PRE = Telling(
    "vd_granted_pre",
    "Voluntary departure granted, 120 days",
    "Leaves at own expense.",
    source="EOIR portal",
    pinned=True,
)
DEPARTURE_VERIFIED_ABROAD = Telling(
    "departure_verified", "Departure verified", "Stamped passport copy from the consulate.", source="I-210", pinned=True
)
CASE_REASSIGNED = Telling(
    "case_reassigned",
    "Case sent to another field office: the person moved",
    "Handed over by {officer_name}.",
    pinned=True,
)
BOND_SET = Telling("bond_set", "Bond set: {amount}")
BOND_POSTED = Telling("bond_posted", "Bond posted by a cousin")
APPEAL_WAIVED = Telling("appeal_waived", "Appeal waived by both sides", source="EOIR portal")
ASYLUM_HEARING_BEGUN = Telling(
    "asylum_interview_or_hearing_begun", "Hearing on the asylum application begun", source="EOIR portal"
)
ASYLUM_DECIDED = Telling("asylum_decided", "Asylum application decided", source="EOIR portal")
