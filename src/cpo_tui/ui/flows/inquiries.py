"""What is done to one inquiry from its screen: each asks for what it needs and runs its verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpo_tui.actions import disclosing, inquiries, inquiry_links, inquiry_lives
from cpo_tui.store.reader import find_case
from cpo_tui.ui.flows import promises as promise_flows
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.screens.form import Field, Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from cpo_tui.actions.context import Context, Outcome
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.reads.inquiries import InquiryFile


async def promise(app: CpoApp, file: InquiryFile) -> None:
    """Enter what was promised to the enquirer."""
    made = await promise_flows.ask(app, "", "", inquiry_id=file.entry.id)
    if made is not None:
        flows.announce(app, made)


async def link(app: CpoApp, file: InquiryFile) -> None:
    """Say which case it is about."""
    values = await app.push_screen_wait(
        Form(
            "The case that it is about",
            (Field("case", "case", required=True, hint="a reference or an A-number"),),
            save="link",
        )
    )
    if values:
        case_id = await app.gateway.read(lambda connection: find_case(connection, values["case"]))
        flows.announce(app, await app.gateway.act(inquiry_links.link_inquiry, file.entry.id, [case_id]))


async def join(app: CpoApp, file: InquiryFile) -> None:
    """Join it with what seems to be the same matter; the numbers can be changed before."""
    suggested = " ".join(one.inquiry for one in file.suggested)
    fields = (Field("numbers", "inquiries", value=suggested, required=True, hint="numbers, such as 2026-0015"),)
    values = await app.push_screen_wait(Form(f"One matter with {file.entry.inquiry}", fields, save="join"))
    if values:
        from cpo_tui.store.inquiries import find_inquiry

        names = values["numbers"].replace(",", " ").split()
        ids = await app.gateway.read(lambda connection: [find_inquiry(connection, name) for name in names])
        flows.announce(app, await app.gateway.act(inquiry_links.join_inquiries, [file.entry.id, *ids]))


async def unjoin(app: CpoApp, file: InquiryFile) -> None:
    """Take it out of its matter."""
    flows.announce(app, await app.gateway.act(inquiry_links.unjoin_inquiry, [file.entry.id]))


async def edit(app: CpoApp, file: InquiryFile) -> None:
    """Correct what was logged."""
    names = ("enquirer", "capacity", "channel", "received_at", "due_at", "subject", "question")
    record = file.record
    now = {name: _text(getattr(record, name)) for name in names} | {"organisation": file.details.organisation or ""}
    if file.details.standard is not None:
        now["due_at"] = ""
    fields = flows.inquiry_fields(now)
    values = await app.push_screen_wait(Form(f"Inquiry {record.inquiry}", fields))
    changed = {one.name: values[one.name] for one in fields if values[one.name] != one.value} if values else {}
    if changed:
        flows.announce(app, await app.gateway.act(inquiries.edit_inquiry, record.id, changed, version=record.version))


def _text(value: object) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


async def acknowledge(app: CpoApp, file: InquiryFile) -> None:
    """Tell the enquirer that the question has come."""
    flows.announce(app, await app.gateway.act(inquiry_lives.acknowledge, [file.entry.id]))


async def move(app: CpoApp, file: InquiryFile, step: str) -> None:
    """One step of its life; a reason is asked for, and needed only where the step is unusual."""
    verb, title, must = _STEPS[step]
    why = "" if step in {"draft", "clear"} else await _why(app, title, must=must)
    if why is not None:
        flows.announce(app, await app.gateway.act(_step, verb, file.entry.id, why))


async def _why(app: CpoApp, title: str, *, must: bool) -> str | None:
    values = await app.push_screen_wait(Form(title, (Field("why", "why", required=must, hint="stays on the record"),)))
    return values["why"] if values is not None else None


def _step(context: Context, verb: Callable[..., Outcome], inquiry_id: int, why: str) -> Outcome:
    if verb is disclosing.refuse_inquiry:
        return disclosing.refuse_inquiry(context, inquiry_id, why)
    return verb(context, [inquiry_id], reason=why)


_STEPS: dict[str, tuple[Callable[..., Outcome], str, bool]] = {
    "wait": (inquiry_lives.await_input, "Wait for the enquirer", False),
    "draft": (inquiry_lives.draft_inquiry, "Drafting", False),
    "clear": (inquiry_lives.clear_inquiry, "Clear", False),
    "close": (inquiry_lives.close_inquiry, "Close the inquiry", False),
    "refuse": (disclosing.refuse_inquiry, "Refuse: the enquirer does not see why", True),
    "reopen": (inquiry_lives.reopen_inquiry, "Reopen the inquiry", True),
}
