"""Where the sample's office works and who works there. Cities exist; the facilities, courts and people do not."""

from __future__ import annotations

from typing import NamedTuple

from cpo_tui.samples.dice import weighted


class Officer(NamedTuple):
    """Somebody at the sample's office."""

    login: str
    name: str
    team: str
    role: str


ALVAREZ = Officer("alvarez", "R. Alvarez", "North", "officer")
OFFICERS = (
    ALVAREZ,
    Officer("okafor", "N. Okafor", "North", "officer"),
    Officer("lindqvist", "S. Lindqvist", "Harbor", "officer"),
    Officer("tran", "M. Tran", "Harbor", "officer"),
    Officer("beaumont", "C. Beaumont", "North", "supervisor"),
)
"""The people of the demo; `alvarez` sits at it."""

UNASSIGNED = Officer("", "", "Intake desk", "")
CASELOADS = weighted(((ALVAREZ, 60), (OFFICERS[1], 17), (OFFICERS[2], 12), (OFFICERS[3], 9), (UNASSIGNED, 2)))
"""How the cases are shared out: most of them to the officer of the demo, a few to nobody yet."""

SUPERVISOR = OFFICERS[4]

DETENTION = (
    "Alder Creek Processing Center",
    "Mill River Detention Facility",
    "Harbor Point Service Processing Center",
    "Stony Ridge Detention Center",
    "Cold Spring County Jail",
    "Elk Meadow Correctional Facility",
)
STANDARDS = {place: "pbnds_2011" if place in DETENTION[:3] else "nds_2025" for place in DETENTION}
OTHER_STANDARD = "nds_2025"
"""The detention standards under which each facility is run, as the rule pack calls them."""

REPORTING = ("Paterson", "Bridgeport", "Worcester", "Fall River", "Allentown", "Utica", "Manchester")
SHELTERS = ("Bright Harbor Youth Shelter", "Maple Grove Children's Center")
JAILS = ("Ashford County Jail", "Kittery City Jail", "Wexford County Correctional")
PRISONS = ("Pine Hollow Correctional Institution", "Blackwater State Prison")
HOSPITALS = ("St. Brigid Medical Center", "Lakeside General Hospital")

PLACES: dict[str, tuple[str, ...]] = {
    "detention": DETENTION,
    "reporting": tuple(f"{city} reporting office" for city in REPORTING),
    "shelter": SHELTERS,
    "jail": JAILS,
    "prison": PRISONS,
    "hospital": HOSPITALS,
}
COURTS = (
    "Alder Creek Immigration Court, courtroom 3",
    "Federal Square Immigration Court, courtroom 12",
    "Harbor Point Immigration Court, courtroom 1",
    "Worcester Immigration Court, courtroom 5",
)
COUNSEL = (
    "Jesús Ortiz-Whelan",
    "Priya Raghunathan",
    "Dana Fairweather",
    "Tobias Achterberg",
    "Nkechi Umeh-Carter",
    "Leah Rosenzweig-Tal",
    "Marcus D'Amico",
    "Soledad Arrizabalaga",
    "Hollis Kettering",
    "Yevgenia Marchuk",
    "Samir Abouzeid",
    "Grace Tolliver-Nguyen",
    "Iván Belaustegui",
    "Bronwen Pryce",
    "Amadou Keïta-Lowell",
    "Cordelia Nakamoto",
)
"""Invented attorneys and accredited representatives; each stands on many files, as in life."""

CONGRESS = (
    "Office of Representative Castellane",
    "Office of Senator Winterbourne",
    "Office of Representative Okoro-Lindgren",
    "Office of Senator Vantongeren",
)
NGOS = ("Lantern Legal Orientation Project", "Tidewater Welcome Network", "Northgate Interfaith Visitation")
ARRESTED_AT = (
    "a vehicle stop on Route 9",
    "a residence in Paterson",
    "a worksite in Fall River",
    "the parking lot of a store in Allentown",
    "a residence in Bridgeport",
    "a roadside in Utica",
    "a bus station in Worcester",
)
