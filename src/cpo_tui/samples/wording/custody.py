"""How arrest, custody, moves and release are told, and what protects a person there."""

from __future__ import annotations

from cpo_tui.samples.wording import Telling

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
