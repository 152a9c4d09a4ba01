"""The situations in which the cases of a sample stand: one card of the deck each, as often as `cards` says.

A scenario fixes the state of the case and when the event happened that defines it; `stories` tells how it came there.
Together they give a list that looks like a working week: a little is late, some of it must be acted on now, some is due
today, much is due within days, and most of it runs quietly.
"""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""The least and the most, in days, both included."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One situation."""

    name: str
    cards: int
    stage: str
    docket: str
    custody: str
    waiting_on: str
    story: str
    """Which story of `stories.STORIES` leads here."""
    anchor: Span
    """How many days ago the defining event happened."""
    before: Span
    """How many days before that the case began."""
    hearing: Span | None = None
    """In how many days the next hearing is; negative where it has passed."""
    touched: Span = (1, 27)
    """How many days ago somebody last did something on the case."""
    withheld: tuple[str, ...] = ()
    """Kinds of event that ought to have happened and have not: what is due or late."""
    counsel: int = 45
    """In how many of a hundred cases there is a representative."""
    place: str = "detention"
    """A group of `places.PLACES`."""
    on_working_day: bool = False
    """Whether the defining event is moved back to a working day, because its rule counts working days."""
    ages: Span = (19, 64)
    lifecycle: str = "open"
    closure: str = ""
    notes: tuple[str, ...] = ()


_DETAINED_NOTES = (
    "Bond redetermination denied; client preparing I-589.",
    "Sister in Providence will be sponsor; phone number on the I-213.",
    "Counsel asked for more time to collect records.",
    "A-file ordered from the records center, not here yet.",
    "Witness list due with the evidence.",
)
_RELEASED_NOTES = (
    "Reports in person every six months.",
    "Moved in spring; EOIR-33 on file.",
    "Lives with spouse and two children.",
    "Work permit pending with USCIS.",
    "Answers the phone after 17:00 only.",
    "Family of four, each with a case of their own.",
)
_POST_ORDER_NOTES = (
    "Consulate wants a birth certificate before it interviews.",
    "Passport expired; copy in the A-file, page 41.",
    "Consulate interviews on Thursdays by video.",
    "No family here. Chaplain visits weekly.",
    "Travel document asked for twice, no answer yet.",
)

SCENARIOS: tuple[Scenario, ...] = (
    # intake
    Scenario("arrest_decision_today", 2, "intake", "detained", "detained", "us", "arrest", (2, 2), (0, 0), counsel=15,
             notes=("Arrested without a warrant; custody decision open.",)),
    Scenario("arrest_yesterday", 3, "intake", "detained", "detained", "us", "arrest", (1, 1), (0, 0), counsel=10,
             notes=("Prints taken, record check running.", "Arrested without a warrant; custody decision open.")),
    Scenario("arrest_decision_late", 1, "intake", "detained", "detained", "us", "arrest", (3, 3), (0, 0), counsel=10,
             notes=("Weekend shift handed over without a custody decision.",)),
    Scenario("warrant_arrest", 3, "intake", "detained", "detained", "supervisor", "warrant_arrest", (1, 3), (0, 0), counsel=20,
             notes=("NTA drafted, with the supervisor for signature.", "Waiting for the conviction record.")),
    Scenario("child_claimed", 1, "intake", "juvenile", "detained", "us", "child_claim", (1, 1), (0, 0), ages=(15, 17), counsel=0,
             withheld=("hhs_notified",), notes=("Claims to be sixteen; an aunt is sending the birth record.",)),
    Scenario("child_in_care", 2, "orr_transfer", "juvenile", "orr", "agency", "child_in_care", (20, 200), (2, 3), (15, 160),
             ages=(9, 16), counsel=70, place="shelter",
             notes=("Uncle has applied to be sponsor.", "Caseworker writes every second week.")),
    Scenario("police_hold", 1, "intake", "detained", "lea", "agency", "police_hold", (1, 1), (0, 0), place="jail", counsel=10,
             withheld=("dhs_assumed_custody",), notes=("Detainer lodged; jail says bail was posted yesterday.",)),
    Scenario("serving_sentence", 2, "intake", "detained", "criminal", "agency", "serving_sentence", (30, 300), (0, 0),
             place="prison", counsel=10, notes=("Release date set by the state for next year.", "Interview by video with the prison's records office.")),
    # charged
    Scenario("charged_detained", 4, "charged", "detained", "detained", "us", "charged", (1, 4), (1, 2), counsel=30,
             notes=("NTA to be filed with the court this week.", "Asked again for the list of free lawyers.")),
    Scenario("charged_released", 4, "charged", "non_detained", "released", "court", "charged_released", (6, 26), (2, 9), (40, 300),
             counsel=35, place="reporting", notes=("Released on recognizance to a cousin.", "Given the address of the court.")),
    # in proceedings
    Scenario("master_detained", 12, "in_proceedings", "detained", "detained", "court", "detained", (3, 24), (34, 210), (3, 28),
             counsel=55, notes=_DETAINED_NOTES),
    Scenario("individual_detained", 3, "in_proceedings", "detained", "detained", "us", "detained", (2, 12), (70, 220), (1, 5),
             counsel=75, notes=("Individual hearing; country reports to be served.", "OPLA asked for the criminal history again.")),
    Scenario("hearing_today", 1, "in_proceedings", "detained", "detained", "court", "detained", (5, 18), (50, 160), (0, 0),
             counsel=60, notes=("Master at 13:00 by video from the facility.",)),
    Scenario("hearing_unrecorded", 1, "in_proceedings", "non_detained", "released", "court", "released", (9, 25), (200, 700), (-3, -1),
             counsel=50, place="reporting", notes=("Outcome of the hearing not in the portal yet.",)),
    Scenario("moved_yesterday", 1, "in_proceedings", "detained", "detained", "us", "moved", (1, 1), (40, 150), (9, 30), counsel=100,
             withheld=("attorney_transfer_notice_sent",), notes=("Moved for bed space; counsel not told yet.",)),
    Scenario("in_hospital", 1, "in_proceedings", "detained", "hospital", "third_party", "hospital", (1, 4), (40, 200), (8, 40),
             counsel=60, place="hospital", notes=("Admitted after chest pain; guard on the ward.",)),
    Scenario("master_released", 16, "in_proceedings", "non_detained", "released", "court", "released", (15, 120), (150, 1300), (18, 420),
             place="reporting", notes=_RELEASED_NOTES),
    Scenario("monitored", 7, "in_proceedings", "alternatives_to_detention", "released", "person", "monitored", (10, 90), (60, 500),
             (14, 240), place="reporting", notes=("Phone app check-in every Tuesday.", "Ankle unit removed in autumn, phone app since.", *_RELEASED_NOTES)),
    Scenario("reopened", 1, "in_proceedings", "non_detained", "released", "court", "reopened", (14, 60), (500, 1500), (30, 200),
             counsel=95, place="reporting", lifecycle="reopened", notes=("Reopened on joint motion.",)),
    Scenario("filing_to_answer", 1, "in_proceedings", "non_detained", "released", "us", "opposed", (7, 9), (200, 800), (6, 30),
             counsel=100, place="reporting", notes=("Motion to terminate served by counsel; reply with OPLA.",)),
    # expedited removal, fear, other orders
    Scenario("expedited", 3, "expedited_removal", "detained", "detained", "us", "expedited", (2, 14), (0, 0), counsel=10,
             notes=("No fear stated; asked twice through the interpreter.", "Prior entries found in the prints.")),
    Scenario("fear_stated", 1, "fear_screening", "detained", "detained", "us", "fear_stated", (1, 1), (1, 3), counsel=15,
             withheld=("cf_referred",), notes=("Told the nurse of a fear of going back.",)),
    Scenario("fear_referred", 3, "fear_screening", "detained", "detained", "agency", "fear_stated", (4, 16), (1, 3), counsel=30,
             notes=("Asylum office has the referral; interview not set.", "Interview set, rare language, relay interpreter.")),
    Scenario("judge_reviews_fear", 1, "ij_fear_review", "detained", "detained", "court", "judge_review", (1, 1), (14, 25), counsel=55,
             withheld=("ij_cf_review_done",), notes=("Negative finding; asked for the judge.",)),
    Scenario("citizen_claim", 1, "status_claim_review", "detained", "detained", "us", "citizen_claim", (1, 1), (1, 2), counsel=40, on_working_day=True,
             withheld=("usc_memo_submitted", "usc_hq_decision"), notes=("Claims birth in Lawrence, Massachusetts.",)),
    Scenario("withholding", 2, "withholding_only", "detained", "detained", "court", "withholding", (10, 25), (35, 120), (6, 40),
             counsel=70, notes=("Reasonable fear found; withholding only.",)),
    Scenario("reinstated", 2, "reinstatement", "detained", "detained", "agency", "reinstated", (7, 9), (2, 4), counsel=25,
             withheld=("rf_decided",), notes=("Reasonable fear referral is with the asylum office.",)),
    Scenario("administrative", 2, "administrative_removal", "detained", "detained", "person", "administrative", (3, 7), (2, 6),
             counsel=40, withheld=("noi_response_received",), notes=("I-851 served; ten days to answer.",)),
    # decision and appeal
    Scenario("decided", 4, "decided", "detained", "detained", "person", "decided", (4, 27), (60, 220), counsel=60,
             notes=("Appeal reserved.", "Judge denied all relief; appeal reserved by both.")),
    Scenario("on_appeal", 5, "appeal", "detained", "detained", "court", "appeal", (40, 150), (120, 260), counsel=80,
             notes=("Briefs filed; Board has the record.", "Transcript ordered.")),
    Scenario("brief_due", 1, "appeal", "non_detained", "released", "counsel", "brief_due", (15, 18), (500, 1100), counsel=100,
             place="reporting", withheld=("bia_brief_filed",), notes=("Briefing schedule set.",)),
    Scenario("departure_due", 1, "voluntary_departure", "non_detained", "released", "person", "departure", (113, 118), (100, 400),
             counsel=60, place="reporting", notes=("Ticket bought for next week; copy promised.",)),
    Scenario("departure_granted", 1, "voluntary_departure", "non_detained", "released", "person", "departure", (20, 80), (100, 400),
             counsel=60, place="reporting", notes=("Selling the car before leaving.",)),
    # final order, detained
    Scenario("order_fresh", 4, "final_order", "detained", "detained", "us", "final_detained", (5, 25), (70, 300),
             notes=("Family brings the passport on Sunday.", *_POST_ORDER_NOTES)),
    Scenario("packet_due", 2, "final_order", "detained", "detained", "us", "final_detained", (27, 30), (70, 260),
             withheld=("td_request_submitted", "td_interview"), notes=("I-217 not signed yet.", "Photos missing for the packet.")),
    Scenario("order_waiting", 5, "final_order", "detained", "detained", "consulate", "final_detained", (32, 54), (80, 300),
             notes=_POST_ORDER_NOTES),
    Scenario("notice_due", 2, "final_order", "detained", "detained", "us", "final_detained", (57, 60), (80, 300),
             withheld=("pocr_notice_served",), notes=_POST_ORDER_NOTES),
    Scenario("review_due", 3, "final_order", "detained", "detained", "us", "final_detained", (85, 90), (80, 300),
             withheld=("pocr_90_decision_served",), notes=("Worksheet half done; interview notes in the file.", *_POST_ORDER_NOTES)),
    Scenario("review_late", 1, "final_order", "detained", "detained", "us", "final_detained", (92, 95), (80, 300),
             withheld=("pocr_90_decision_served",), notes=("Panel did not meet last week.",)),
    Scenario("continued", 2, "final_order", "detained", "detained", "consulate", "final_detained", (105, 140), (80, 300),
             notes=_POST_ORDER_NOTES),
    Scenario("headquarters_due", 1, "final_order", "detained", "detained", "agency", "final_detained", (175, 178), (80, 300),
             withheld=("pocr_hq_decision_served",), notes=("Headquarters has the file.",)),
    Scenario("long_detained", 1, "final_order", "detained", "detained", "consulate", "final_detained", (240, 500), (80, 300),
             notes=("Consulate finds no record. Second interview asked for.",)),
    Scenario("revoked", 1, "final_order", "detained", "detained", "us", "revoked", (1, 1), (500, 1600),
             withheld=("informal_interview_done",), notes=("Brought back from supervision; interview to be held.",)),
    Scenario("absent", 3, "final_order", "non_detained", "released", "person", "absent", (90, 500), (200, 700), place="reporting", counsel=20,
             notes=("Hearing notice came back undelivered.", "Last seen at the old address in March.")),
    # leaving, or staying
    Scenario("scheduled", 3, "removal_scheduled", "detained", "detained", "us", "scheduled", (52, 84), (80, 260), touched=(1, 7),
             notes=("Escort not needed.", "Medical summary for the flight asked for.", "Bag at the property room, 18 kg.")),
    Scenario("supervised", 10, "supervised", "final_order_supervised", "released", "person", "supervised", (100, 1400), (200, 700),
             place="reporting", counsel=25, notes=("Reports every three months.", "Brings the consulate's letter each time.", *_POST_ORDER_NOTES)),
    Scenario("check_in_missed", 1, "supervised", "final_order_supervised", "released", "person", "check_in_missed", (300, 1400),
             (200, 700), touched=(3, 6), place="reporting", counsel=25, notes=("Did not report; the daughter says: in hospital.",)),
    Scenario("protected", 2, "protection_granted", "final_order_supervised", "released", "us", "protected", (20, 300), (200, 800),
             place="reporting", counsel=80, notes=("Withholding granted; not to that country.",)),
    # quiet
    Scenario("quiet", 4, "in_proceedings", "non_detained", "released", "court", "released", (60, 200), (200, 1200), (90, 500),
             touched=(23, 29), place="reporting", notes=_RELEASED_NOTES),
    Scenario("forgotten", 2, "in_proceedings", "non_detained", "released", "court", "released", (60, 200), (200, 1200), (90, 500),
             touched=(31, 43), place="reporting", notes=_RELEASED_NOTES),
    # closed
    Scenario("removed", 2, "closed", "detained", "none", "us", "removed", (60, 80), (90, 260), touched=(1, 9), lifecycle="closed",
             closure="removed: departure verified"),
    Scenario("relief", 1, "closed", "non_detained", "none", "us", "relief", (10, 60), (300, 900), lifecycle="closed",
             place="reporting", counsel=90, closure="relief granted"),
    Scenario("left", 1, "closed", "non_detained", "none", "us", "left", (40, 110), (200, 600), lifecycle="closed",
             place="reporting", closure="voluntary departure verified"),
    Scenario("citizen", 1, "closed", "detained", "none", "us", "citizen", (8, 40), (1, 2), lifecycle="closed",
             closure="US citizenship confirmed"),
    Scenario("transferred", 1, "in_proceedings", "non_detained", "released", "agency", "transferred", (15, 60), (200, 600),
             lifecycle="transferred", place="reporting", closure="transferred to another field office"),
)  # fmt: skip
DECK: tuple[Scenario, ...] = tuple(scenario for scenario in SCENARIOS for _ in range(scenario.cards))
