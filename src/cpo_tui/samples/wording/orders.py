"""How a final order and what follows it is told: travel documents, custody reviews, supervision, removal, reopening."""

from __future__ import annotations

from cpo_tui.samples.wording import Telling

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
CASE_REOPENED = Telling(
    "case_reopened", "Order vacated, proceedings reopened", "{court}", source="EOIR portal", pinned=True
)
