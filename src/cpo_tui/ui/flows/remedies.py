"""What mends a case in which a named check does not hold: one key, a dialog where something must be said.

What is on the record and cannot be otherwise (something was told without a ground) is not made to look better: its
remedy is a task for a second look.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpo_tui.store.lint import Finding

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.screens.form import Field

Mend = Callable[["CpoApp", Sequence[Finding]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What mends a finding."""

    label: str
    mend: Mend
    many: bool = True
    """Whether it mends many cases at once."""


def _ids(found: Sequence[Finding]) -> list[int]:
    return list(dict.fromkeys(one.case_id for one in found))


def _name(found: Sequence[Finding]) -> str:
    from cpo_tui.ui.widgets.cells import shown

    return shown(found[0].reference) if len(_ids(found)) == 1 else ""


def _flow(name: str) -> Mend:
    """A flow that the list has too."""

    async def mend(app: CpoApp, found: Sequence[Finding]) -> None:
        from cpo_tui.ui.flows import verbs as flows

        await getattr(flows, name)(app, _ids(found), _name(found))

    return mend


def _field(name: str, label: str, hint: str) -> Mend:
    """One field of the case, asked for and set."""

    async def mend(app: CpoApp, found: Sequence[Finding]) -> None:
        from cpo_tui.actions import cases
        from cpo_tui.domain.cases import CUSTODY_STATUSES
        from cpo_tui.ui.screens.form import Field

        choices = CUSTODY_STATUSES if name == "custody_status" else None
        field = Field(name, label, "choice" if choices else "line", choices=choices, required=True, hint=hint)
        values = await _asked(app, f"{_name(found)}: {found[0].detail}", (field,))
        if values:
            await _done(app, cases.edit_case, found[0].case_id, values)

    return mend


def _tab(place: int) -> Mend:
    """The case, open where the fault stands."""

    async def mend(app: CpoApp, found: Sequence[Finding]) -> None:
        from cpo_tui.ui.screens.case import CaseScreen

        screen = CaseScreen(found[0].case_id)
        screen.tab = place
        await app.push_screen(screen)

    return mend


async def _asked(app: CpoApp, title: str, fields: Sequence[Field]) -> dict[str, str] | None:
    from cpo_tui.ui.screens.form import Form
    from cpo_tui.ui.widgets.cells import shown

    return await app.push_screen_wait(Form(shown(title, limit=70), fields))


async def _done(app: CpoApp, verb: Callable[..., object], /, *args: object, **kwargs: object) -> None:
    from cpo_tui.ui.flows import verbs as flows

    flows.announce(app, await app.gateway.act(verb, *args, **kwargs))  # type: ignore[arg-type]


async def _second_look(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.actions import timeline
    from cpo_tui.ui.screens.form import Field

    words = found[0].detail if len(found) == 1 else found[0].words
    fields = (
        Field("title", "task", value=f"Second look: {words}"[:120], required=True),
        Field("due", "due", "when", required=True, hint="fri, +7d, 12 mar"),
    )
    values = await _asked(app, "Have a second officer look at it", fields)
    if values:
        await _done(app, timeline.add_task, _ids(found), values["title"], values["due"])


async def _enter_officer(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.actions import officers
    from cpo_tui.domain.roles import Role
    from cpo_tui.ui.screens.form import Field

    roles = {role.value: role.value for role in Role}
    fields = (
        Field("login", "login", value=found[0].detail, required=True),
        Field("name", "name"),
        Field("team", "team"),
        Field("role", "role", "choice", value=Role.OFFICER.value, choices=roles, required=True),
    )
    values = await _asked(app, "Enter the officer", fields)
    if values:
        login = values.pop("login")
        await _done(app, officers.add_officer, login, **values)


async def _where(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.actions import timeline
    from cpo_tui.ui.screens.form import Field

    fields = (
        Field("at", "confirmed", "past", value="today", required=True, hint="today, yesterday 14:00, 26 feb"),
        Field("title", "place", required=True, hint="where the person is"),
    )
    values = await _asked(app, "Where the person is", fields)
    if values:
        await _done(
            app, timeline.add_event, _ids(found), "custody_location_changed", values["at"], title=values["title"]
        )


async def _same_number(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.ui.flows.figures import show_list

    show_list(app, found[0].detail)


async def _checklist(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.ui.entries.cases import CHECKLIST
    from cpo_tui.ui.screens.case import CaseScreen

    await app.push_screen(CaseScreen(found[0].case_id, tab=CHECKLIST))


async def _consent(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.actions import timeline
    from cpo_tui.ui.screens.form import Field

    fields = (
        Field("recipient", "to", value=found[0].detail.partition(" from ")[2], required=True),
        Field("scope", "scope", required=True, hint="what may be told"),
        Field("signed_on", "signed", "past", value="today", required=True),
        Field("expires_on", "expires", "when", hint="optional"),
    )
    values = await _asked(app, "Enter the new consent", fields)
    if values:
        await _done(
            app, timeline.add_consent, found[0].case_id, values["recipient"], scope=values["scope"],
            signed_on=values["signed_on"][:10], expires_on=values["expires_on"][:10],
        )  # fmt: skip


async def _resume(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.actions import clocks
    from cpo_tui.ui.screens.form import Field

    fields = (
        Field("on", "from", "past", value="today", required=True, hint="today, 26 feb"),
        Field("reason", "reason", required=True, hint="it stays on the record"),
    )
    values = await _asked(app, f"Let {found[0].detail} run again", fields)
    if values:
        await _done(
            app,
            clocks.set_clock,
            [found[0].case_id],
            found[0].detail,
            "resume",
            on=values["on"],
            reason=values["reason"],
        )


async def _take_back(app: CpoApp, found: Sequence[Finding]) -> None:
    from cpo_tui.actions import handover

    await _done(app, handover.take_back_cases, _ids(found), reason="not answered")


async def _rules(app: CpoApp, _found: Sequence[Finding]) -> None:
    from cpo_tui.ui.screens.rules import Rules

    await app.push_screen(Rules())


_TIMELINE, _DOCUMENTS, _INQUIRIES, _DEADLINES = range(4)
_LOOK = Remedy("second look", _second_look)

REMEDIES: dict[str, Remedy] = {
    "no-owner": Remedy("assign", _flow("assign")),
    "inactive-owner": Remedy("assign", _flow("assign")),
    "unknown-owner": Remedy("enter the officer", _enter_officer, many=False),
    "stuck": Remedy("set a task", _flow("task")),
    "idle": Remedy("set a task", _flow("task")),
    "hold-past-its-day": Remedy("wake", _flow("wake")),
    "closed-with-open-work": Remedy("reopen", _flow("reopen")),
    "disappeared": Remedy("close", _flow("close")),
    "two-open-pauses": Remedy("resume the clock", _resume, many=False),
    "clock-event-out-of-place": Remedy("open its deadlines", _tab(_DEADLINES), many=False),
    "event-to-come": Remedy("open its timeline", _tab(_TIMELINE), many=False),
    "dates-out-of-order": Remedy("open the case", _tab(_DOCUMENTS), many=False),
    "detained-without-place": Remedy("enter the facility", _field("facility", "facility", "where the person is"), many=False),
    "custody-contradicts-events": Remedy("set the custody", _field("custody_status", "custody", "what holds now"), many=False),
    "location-stale": Remedy("confirm the place", _where),
    "citizenship-empty": Remedy("enter nationality", _field("nationality", "nationality", "a country, or unknown"), many=False),
    "same-a-number": Remedy("show both cases", _same_number, many=False),
    "accepted-but-expired": Remedy("open its checklist", _checklist, many=False),
    "letter-with-gaps": Remedy("open its documents", _tab(_DOCUMENTS), many=False),
    "told-without-ground": _LOOK,
    "told-on-lapsed-consent": _LOOK,
    "consent-lapsed-in-use": Remedy("enter a consent", _consent, many=False),
    "approved-by-its-author": _LOOK,
    "correction-of-another-case": Remedy("open its timeline", _tab(_TIMELINE), many=False),
    "settled-without-answer": Remedy("open its inquiries", _tab(_INQUIRIES), many=False),
    "deadline-without-rule": Remedy("open the rules", _rules, many=False),
    "handover-unanswered": Remedy("take back", _take_back),
}  # fmt: skip
"""Check → what mends what it finds."""


def label_of(check: str) -> str:
    """What the remedy of a check is called."""
    return REMEDIES[check].label
