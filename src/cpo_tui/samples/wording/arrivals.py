"""How the first days are told, of children, of those taken from prison, and of those who do not come before a judge."""

from __future__ import annotations

from cpo_tui.samples.wording import Telling

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
RELEASED_AS_CITIZEN = Telling("custody_released", "Released: citizenship confirmed", "Driven home.", pinned=True)
INTERPRETATION_OF_NOTICE = Telling(
    "interpretation_recorded", "Read out in {language} by an interpreter", source="I-851"
)
CRIMINAL_CUSTODY_STARTED = Telling(
    "criminal_custody_started", "In the custody of the state: {facility}", source="prison records office"
)
