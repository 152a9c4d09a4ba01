"""The words in which events are told: kind, title, body, where the entry came from, and whether it is pinned.

Words in braces are filled from the case ({language}, {country}, {facility}, {counsel}, {court}) or given with the event.
"""

from __future__ import annotations

from typing import NamedTuple


class Telling(NamedTuple):
    """One way of telling an event of a kind."""

    kind: str
    title: str
    body: str = ""
    source: str = "EARM"
    pinned: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    """What an officer would enter with it, by the names of the rule pack. The files have no column for it."""


ARREST_WARRANTLESS = Telling(
    "arrest_warrantless",
    "Arrested without a warrant: {place}",
    "Times as on the I-213.",
    source="I-213",
    pinned=True,
    facts=(("arrest.location.type", "interior"),),
)
EXAMINATION_DONE = Telling("examination_done", "Examined by a second officer", source="I-213")
HOLD_ROOM_IN = Telling("hold_room_in", "Placed in hold room 2", source="hold room log")
HOLD_ROOM_OUT = Telling("hold_room_out", "Left the hold room", source="hold room log")
ARREST_WITH_WARRANT = Telling(
    "arrest_with_warrant",
    "Arrested on warrant I-200: {place}",
    source="I-213",
    pinned=True,
    facts=(("arrest.location.type", "interior"),),
)
CUSTODY_DETERMINATION_MADE = Telling("custody_determination_made", "{decision}", "Form I-286 served.", source="I-286")
CUSTODY_BOOK_IN = Telling(
    "custody_book_in",
    "Booked in: {place}",
    source="I-385",
    facts=(("custody.location.type", "detention_facility"), ("nationality.mandatory_notification", "{mandatory}")),
)
FACILITY_ADMISSION = Telling(
    "facility_admission", "Admitted to {place}", source="facility", facts=(("facility.standard", "{standard}"),)
)
CONSULAR_ADVICE_GIVEN = Telling(
    "consular_advice_given", "Told of the right to contact the consulate", "In {language}.", source="I-213"
)
MEDICAL_SCREENING_DONE = Telling("medical_screening_done", "Medical intake screening done", source="IHSC")
CLASSIFICATION_RECORDED = Telling(
    "classification_recorded", "Classified: {level}", source="facility", facts=(("facility.standard", "{standard}"),)
)
DETAINEE_REQUEST_RECEIVED = Telling(
    "detainee_request_received",
    "Request from detainee: {subject}",
    "{wish}",
    source="facility tablet",
    facts=(("facility.standard", "{standard}"),),
)
CUSTODY_TRANSFER = Telling("custody_transfer", "Moved from {origin} to {place}", "Bed space.", source="I-216")
CUSTODY_LOCATION_CHANGED = Telling("custody_location_changed", "Place of custody: {place}")
EOIR_TOLD_OF_MOVE = Telling(
    "eoir_custody_notice_sent", "Court told of the new place of custody", "Form I-830.", source="I-830"
)
CUSTODY_RELEASED = Telling(
    "custody_released",
    "Released: {how}",
    "Reports at the {facility}.",
    pinned=True,
    facts=(("release.type", "{release_type}"), ("release.conditions", "false")),
)
EOIR_TOLD_OF_RELEASE = Telling(
    "eoir_custody_notice_sent", "Court told of the release and the address", "Form I-830.", source="I-830"
)
ADDRESS_CHANGED = Telling("address_changed", "New address reported", "By phone, then in writing.", source="officer")
EOIR33_FILED = Telling("eoir33_filed", "Change of address filed with the court", source="EOIR portal")
AR11_FILED = Telling("ar11_filed", "AR-11 filed", source="USCIS")
HOSPITAL_IN = Telling(
    "hospital_in", "Taken to {facility}: {reason}", "Family told by phone.", source="facility", pinned=True
)
NOTE_MEDICAL = Telling(
    "note_added",
    "Medical: {words}",
    "From the intake screening; summary to travel with the person.",
    source="IHSC",
    pinned=True,
)
NOTE_CHILDREN = Telling(
    "note_added",
    "Parent of two children here, aged four and nine",
    "Cared for by an aunt; phone number on the I-213.",
    source="I-213",
)
COMPETENCY_INDICIA_SEEN = Telling(
    "competency_indicia_seen",
    "Signs of a serious mental disorder seen",
    "Reported by the facility psychologist.",
    source="IHSC",
    pinned=True,
)
COMPETENCY_NOTICE_TO_OPLA = Telling(
    "competency_notice_to_opla", "OPLA told of the signs", "Evaluation enclosed.", source="officer"
)
USC_INDICIA_SEEN = Telling(
    "usc_indicia_seen",
    "Claims birth in the United States",
    "Grandmother has the hospital record.",
    source="officer",
    pinned=True,
)
USC_MEMO_SUBMITTED = Telling("usc_memo_submitted", "Citizenship memorandum sent to headquarters", source="officer")
USC_HQ_DECISION = Telling("usc_hq_decision", "Headquarters answered the memorandum", source="headquarters")
MINOR_CLAIM_OR_DISCOVERY = Telling(
    "minor_claim_or_discovery",
    "Claims to be under eighteen",
    "Age to be treated as claimed until shown otherwise.",
    source="I-213",
    pinned=True,
    facts=(("age.claim_under_18", "true"), ("unaccompanied", "true")),
)
HHS_NOTIFIED = Telling("hhs_notified", "HHS/ORR notified", source="ORR portal")
CONSULAR_NOTIFIED = Telling(
    "consular_notified", "Consulate of {country} notified", "By e-mail; mandatory.", source="officer"
)
RECLASSIFICATION_RECORDED = Telling(
    "reclassification_recorded", "Classification reviewed: unchanged", source="facility"
)
DETAINEE_REQUEST_ANSWERED = Telling(
    "detainee_request_answered", "Request answered: {subject}", "{reply}", source="facility tablet"
)
ATTORNEY_TRANSFER_NOTICE_SENT = Telling(
    "attorney_transfer_notice_sent", "Move told to counsel, {counsel}", "By e-mail and phone.", source="officer"
)
CHECK_IN_REPORTED = Telling("check_in_reported", "Reported in person at {time}", source="{facility}")
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
ORDER_ADMIN_FINAL = Telling(
    "order_admin_final", "Order became final: {how}", "Starts the 90-day removal period.", pinned=True
)
TD_REQUEST_SUBMITTED = Telling(
    "td_request_submitted",
    "Travel document asked of the consulate of {country}",
    "I-217, photos, copy of the order.",
    source="officer",
)
TD_INTERVIEW = Telling(
    "td_interview", "Interviewed by the consulate by video", "Asked for a birth certificate.", source="officer"
)
POCR_NOTICE_SERVED = Telling(
    "pocr_notice_served", "Notice of file custody review served ({language})", "Copy to the A-file.", source="officer"
)
POCR_90_DECISION_SERVED = Telling(
    "pocr_90_decision_served",
    "90-day review: detention continued, decision served",
    "Travel document expected.",
    source="officer",
    pinned=True,
    facts=(("pocr.90_decision", "continue"),),
)
RELEASED_UNDER_SUPERVISION = Telling(
    "custody_released",
    "Released under an order of supervision (I-220B)",
    "Reports at the {facility}.",
    source="I-220B",
    pinned=True,
    facts=(("release.type", "order_of_supervision"), ("release.basis", "241.4")),
)
OSUP_CHECKIN_SET = Telling(
    "osup_checkin_set", "Next check-in set for {due}", source="{facility}", facts=(("osup.next_report", "{due_date}"),)
)
TD_RECEIVED = Telling(
    "td_received",
    "Travel document received from the consulate of {country}",
    "Valid for a limited time; see documents.",
    source="officer",
    pinned=True,
)
FLIGHT_BOOKED = Telling(
    "flight_booked", "Flight booked for {flight}", "One stop; no escort.", source="officer", pinned=True
)
REMOVED = Telling("removed", "Departed on the flight", "Form I-296 signed at the gate.", source="I-296", pinned=True)
DEPARTURE_VERIFIED = Telling("departure_verified", "Departure verified", source="I-296")
HQ_REVIEW_NOTICE_SERVED = Telling("hq_review_notice_served", "Notice of headquarters review served", source="officer")
POCR_HQ_DECISION_SERVED = Telling(
    "pocr_hq_decision_served",
    "Headquarters: detention continued, decision served",
    source="headquarters",
    pinned=True,
    facts=(("pocr.hq_decision", "continue"),),
)
PHONE_CALL = Telling("phone_call", "Consulate chased by phone", "Told to write again next month.", source="officer")
OSUP_CHECKIN_DONE = Telling("osup_checkin_done", "Check-in kept", "{remark}", source="{facility}")
POCR_ANNUAL_SERVED = Telling(
    "pocr_hq_decision_served",
    "Annual review: detention continued, decision served",
    source="headquarters",
    facts=(("pocr.hq_decision", "continue"),),
)
CHECK_IN_MISSED = Telling("check_in_missed", "Check-in missed", "No call, no letter.", source="{facility}", pinned=True)
APPREHENDED_WITH_ADULTS = Telling(
    "apprehended",
    "Arrested with two adults, not related",
    "Held apart from them.",
    source="I-213",
    pinned=True,
    facts=(
        ("arrest.location.type", "interior"),
        ("unaccompanied", "true"),
        ("residence.contiguous", "false"),
        ("flores.licensed_program", "false"),
    ),
)
CUSTODY_APART = Telling("custody_determination_made", "Held apart until the age is known", source="I-286")
APPREHENDED_CHILD = Telling(
    "apprehended",
    "Found at a bus station, alone",
    source="I-213",
    pinned=True,
    facts=(
        ("arrest.location.type", "interior"),
        ("unaccompanied", "true"),
        ("residence.contiguous", "false"),
        ("flores.licensed_program", "false"),
    ),
)
UAC_DETERMINED = Telling("uac_determined", "Determined to be an unaccompanied child", source="ORR portal")
UAC_SCREENING_DONE = Telling("uac_screening_done", "Screened for trafficking and fear of return", source="officer")
TRANSFERRED_TO_ORR = Telling(
    "transferred_to_orr",
    "Taken over by HHS/ORR: {facility}",
    "Birth certificate copy handed over.",
    source="ORR portal",
    pinned=True,
)
MINOR_PLACED_OR_RELEASED = Telling("minor_placed_or_released", "Placed with a licensed program", source="ORR portal")
DETAINER_ISSUED = Telling(
    "detainer_issued",
    "Detainer I-247A lodged with {facility}",
    "Served on the person too.",
    source="I-247A",
    pinned=True,
    facts=(("detainer.form", "I-247A"), ("detainer.box_1", "true")),
)
LEA_RELEASE_OTHERWISE_DUE = Telling(
    "lea_release_otherwise_due",
    "Jail: bail posted, held on the detainer only",
    "Call from the booking desk.",
    source="{facility}",
    facts=(("detainer.form", "I-247A"), ("detainer.box_1", "true")),
)
NOTE_PRISON_INTERVIEW = Telling(
    "note_added", "Interviewed in prison by video", "Conviction record asked for.", source="officer"
)
ATD_ENROLLED = Telling("atd_enrolled", "Enrolled: phone app, weekly", source="contractor")
OPPOSING_FILING_RECEIVED = Telling(
    "opposing_filing_received",
    "Motion to terminate received",
    "From {counsel}.",
    source="EOIR portal",
    facts=(("filing.days_before_hearing", "{days_before}"),),
)
NOTE_SWORN_STATEMENT = Telling(
    "note_added", "Sworn statement taken, I-860 served", "Read out in {language}.", source="I-867A", pinned=True
)
NOTE_NO_FEAR = Telling("note_added", "I-860 served, no fear stated then", source="I-867A")
FEAR_CLAIM_EXPRESSED = Telling(
    "fear_claim_expressed",
    "States a fear of return",
    "Told to an officer, M-444 handed over.",
    source="officer",
    pinned=True,
)
CF_REFERRED = Telling("cf_referred", "Referred to the asylum office", source="officer")
CF_NEGATIVE_APPROVED = Telling(
    "cf_negative_approved",
    "Credible fear: negative, approved; asks for the judge",
    "I-863 served.",
    source="asylum office",
    pinned=True,
    facts=(("fear.review_requested", "true"),),
)
REINSTATEMENT_DETERMINATION = Telling(
    "reinstatement_determination", "Earlier order found; notice I-871 given", source="I-871", pinned=True
)
I871_STATEMENT_RECORDED = Telling(
    "i871_statement_recorded",
    "Statement on the earlier order recorded",
    "Does not contest the order; states a fear.",
    source="I-871",
)
RF_REFERRED = Telling("rf_referred", "Referred for reasonable fear", source="officer")
RF_DECIDED = Telling(
    "rf_decided",
    "Reasonable fear found",
    "Referred to the judge, withholding only.",
    source="asylum office",
    pinned=True,
    facts=(("fear.reasonable.result", "positive"),),
)
NOI_SERVED = Telling(
    "noi_served",
    "Notice of intent I-851 served in person ({language})",
    "Ten days to answer.",
    source="I-851",
    pinned=True,
    facts=(
        ("service.method", "personal"),
        ("document.legal_services_list.served", "true"),
        ("document.legal_services_list.date", "{list_date}"),
    ),
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
POCR_90_RELEASE = Telling(
    "pocr_90_decision_served",
    "90-day review: release under supervision",
    source="officer",
    facts=(("pocr.90_decision", "release"),),
)
RELEASE_REVOKED = Telling(
    "release_revoked",
    "Release revoked, returned to custody",
    "Notice of revocation served at the counter.",
    source="officer",
    pinned=True,
    facts=(
        ("release.type", "order_of_supervision"),
        ("release.basis", "241.4"),
        ("release.revocation_reason", "violation"),
    ),
)
ORDER_IN_ABSENTIA = Telling(
    "order_in_absentia", "Did not appear: ordered removed in absentia", "{court}", source="EOIR portal", pinned=True
)
MOTION_REOPEN_FILED = Telling(
    "motion_reopen_filed",
    "Motion to reopen filed",
    "By {counsel}; hearing notice went to an old address.",
    source="EOIR portal",
)
MOTION_DECIDED = Telling(
    "motion_decided", "Motion granted, proceedings reopened", "{court}", source="EOIR portal", pinned=True
)
RELEASED_AS_CITIZEN = Telling("custody_released", "Released: citizenship confirmed", "Driven home.", pinned=True)
CASE_REASSIGNED = Telling(
    "case_reassigned",
    "Case sent to another field office: the person moved",
    "Handed over by {officer_name}.",
    pinned=True,
)
BOND_SET = Telling("bond_set", "Bond set: {amount}")
BOND_POSTED = Telling("bond_posted", "Bond posted by a cousin")
INTERPRETATION_OF_NOTICE = Telling(
    "interpretation_recorded", "Read out in {language} by an interpreter", source="I-851"
)
APPEAL_WAIVED = Telling("appeal_waived", "Appeal waived by both sides", source="EOIR portal")
ASYLUM_HEARING_BEGUN = Telling(
    "asylum_interview_or_hearing_begun", "Hearing on the asylum application begun", source="EOIR portal"
)
ASYLUM_DECIDED = Telling("asylum_decided", "Asylum application decided", source="EOIR portal")
CASE_REOPENED = Telling(
    "case_reopened", "Order vacated, proceedings reopened", "{court}", source="EOIR portal", pinned=True
)
CRIMINAL_CUSTODY_STARTED = Telling(
    "criminal_custody_started", "In the custody of the state: {facility}", source="prison records office"
)
TOUCHES_RELEASED = (
    Telling("phone_call", "Called; address and phone confirmed", source="{by}"),
    Telling("note_added", "File read: nothing outstanding", source="{by}"),
    Telling("note_added", "Court date checked in the portal", "Unchanged.", source="{by}"),
    Telling("supervisor_review", "Quarterly look by the supervisor", "Keep as is.", source="{by}"),
    Telling(
        "check_in_reported",
        "Reported at the counter",
        "Brought the electricity bill as proof of address.",
        source="{by}",
    ),
    Telling("phone_call", "Spoke with spouse", "Asked what to bring to the next appointment.", source="{by}"),
    Telling("note_added", "Letter came back; called instead", "New flat number: 3B.", source="{by}"),
)
TOUCHES_DETAINED = (
    Telling("phone_call", "Facility called about property", "One bag, one phone.", source="{by}"),
    Telling("note_added", "File read before the weekly meeting", source="{by}"),
    Telling("supervisor_review", "Weekly look by the supervisor", "No change.", source="{by}"),
    Telling(
        "property_received",
        "Property list received from the facility",
        "Bag, belt, wallet with 42 dollars.",
        source="{by}",
    ),
    Telling("phone_call", "Sister called; told how to send documents", "No details given.", source="{by}"),
    Telling("note_added", "Asked the facility for a dental appointment", source="{by}"),
    Telling(
        "grievance_received",
        "Grievance about the food, passed to the facility",
        "No reply needed from us.",
        source="{by}",
    ),
)
TOUCHES_AWAY = (
    Telling("note_added", "File read: nothing new", source="{by}"),
    Telling("phone_call", "Records office called: no change", source="{by}"),
    Telling("supervisor_review", "Monthly look by the supervisor", "Keep as is.", source="{by}"),
)
