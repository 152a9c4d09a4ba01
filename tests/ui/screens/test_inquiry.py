"""The inbox and one inquiry on the screen: the gate first, answers only through it, and half-written words survive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.conftest import corpus
from tests.ui.screens import test_case
from tests.ui.screens.test_case import open_case
from tests.ui.screens.test_caseload import Text, enter, press, settle, text_of
from textual.widgets import TextArea

from cpo_tui.actions import cases, inquiries, inquiry_lives, timeline
from cpo_tui.actions.context import acting
from cpo_tui.domain.records import Inquiry
from cpo_tui.store import commitments, disclosing, drafts, reader
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.reads.pages import Pages
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.inbox import InboxScreen
from cpo_tui.ui.screens.inquiry import InquiryScreen
from cpo_tui.ui.screens.reading import Reading
from cpo_tui.ui.widgets.inquiry_table import InquiryTable

Make = Callable[..., CpoApp]


def shown(app: CpoApp) -> str:
    """The lines of the inbox without its titles, or what else the screen lists."""
    if not isinstance(app.screen, InboxScreen):
        return test_case.shown(app)
    table = app.screen.query_one(InquiryTable)
    lines = [table.render_line(y).text.rstrip() for y in range(1, table.size.height)]
    return "\n".join(line for line in lines if line)


@pytest.fixture
def asked(caseload: Store) -> Store:
    """Beside the inquiry of the caseload: one of the press about no case, and one of a relative about the same case."""
    with acting(caseload, "alvarez") as context:
        inquiries.add_inquiry(
            context, [], {"enquirer": "A. Reporter", "capacity": "press", "question": "How many are held?"}
        )
        inquiries.add_inquiry(
            context,
            [1],
            {
                "enquirer": "Ana López",
                "capacity": "family",
                "channel": "phone",
                "subject": "status",
                "question": "Any progress?",
            },
        )
        timeline.add_representation(context, 1, "J. Ortiz", form="G-28", from_on="2025-12-11")
    return caseload


def _inquiry(store: Store, inquiry_id: int) -> Inquiry:
    connection = store.reader()
    try:
        return reader.record(connection, Inquiry, inquiry_id)
    finally:
        connection.close()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (50, 20)])
async def test_the_inbox_and_its_views(asked: Store, app_on: Make, size: tuple[int, int]) -> None:
    app = app_on(asked)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "Q")
        assert isinstance(app.screen, InboxScreen)
        assert "unlinked 1" in text_of(app, "#inbox-top") or size[0] < 60
        lines = 2 if size[0] < 60 else 1
        assert ["unlinked" in line for line in shown(app).splitlines()][lines - 1 :: lines] == [False, True, False]
        await press(pilot, app, "v", "v")
        assert "Reporter" in shown(app)
        assert len(shown(app).splitlines()) == lines
        await press(pilot, app, "b", "b", "b")
        assert "No inquiry has been answered yet." in shown(app)
        await press(pilot, app, "b")
        assert "A. Reporter" not in shown(app)
        assert len(shown(app).splitlines()) == 2 * lines
        assert "matters 2" in text_of(app, "#inbox-top") or "same matter? 2" in text_of(app, "#inbox-top")
        await press(pilot, app, "escape", "slash", Text("progress"), "enter")
        assert "Ana López" in shown(app)
        await press(pilot, app, "escape", "escape")
        assert not isinstance(app.screen, InboxScreen)


async def test_an_inquiry_is_logged_in_twelve_keys_and_its_text(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    keys: tuple[str, ...] = (
        "Q",
        "i",
        Text("K. Lee"),
        "tab",
        Text("att"),
        "tab",
        "tab",
        "tab",
        "tab",
        "tab",
        Text("status"),
        "ctrl+s",
    )
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, *keys[:2])
        await enter(pilot, app, *keys[2:])
        await settle(pilot, app)
        assert "K. Lee, attorney · status" in shown(app)
    pressed = sum(1 for key in keys if not isinstance(key, Text))
    assert pressed <= 12


async def test_fifty_thousand_inquiries_cost_what_is_seen(asked: Store, app_on: Make) -> None:
    connection = asked.writer()
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO inquiries (inquiry, received_at, enquirer, question, due_at) VALUES (?, ?, ?, ?, ?)",
        [(f"2025-{n:05d}", "2026-02-01", f"Asker {n}", "Where?", f"2026-04-{n % 28 + 1:02d}") for n in range(50_000)],
    )
    connection.execute("COMMIT")
    connection.close()
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q")
        assert isinstance(app.screen, InboxScreen)
        table = app.screen.table
        assert len(table.source) == 50_003
        await press(pilot, app, "G", "k", "pageup", "g", "G")
        assert isinstance(table.source, Pages)
        assert table.source.fetched <= 6
        assert "no date" not in shown(app)
        assert "all 50,003" in text_of(app, "#inbox-top")
        # The list is read anew after a change, and the cursor stays on its inquiry.
        before = table.row_id
        await press(pilot, app, "a")
        assert table.row_id == before
        assert "acknowledged" in shown(app).splitlines()[-1]


async def test_marked_inquiries_are_acknowledged_and_joined_together(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "space", "space", "space")
        assert "3 marked" in text_of(app, "#inbox-top")
        await press(pilot, app, "a")
        assert shown(app).count("acknowledged") == 3
        assert "marked" not in text_of(app, "#inbox-top")
        await press(pilot, app, "g", "space", "G", "space", "J")
        assert shown(app).count("≡") == 2


async def test_the_gate_says_why_before_one_writes(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "enter")
        assert isinstance(app.screen, InquiryScreen)
        text = shown(app)
        assert text.index("may be told") < text.index("missing") < text.index("never")
        assert "G-28 in force since" in text
        assert "8 CFR 208.6" in text
        assert "may be the same matter" in text
        await press(pilot, app, "escape", "G", "enter")
        assert "the person's written consent for this enquirer" in shown(app)
        assert "consent_request" in shown(app)


async def test_an_answer_goes_out_only_through_the_gate(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "G", "enter", "e")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text("Held in Tacoma."), "tab", Text("custody"), "ctrl+s")
        await settle(pilot, app)
        assert _inquiry(asked, 3).state == "received"
        # What was written is there again.
        await press(pilot, app, "e")
        assert isinstance(app.screen, Form)
        assert app.screen.query_one(TextArea).text == "Held in Tacoma."
        await press(pilot, app, "escape", "escape", "g", "enter", "e")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text("I will call you back Tuesday."), "ctrl+s")
        await settle(pilot, app)
        assert _inquiry(asked, 1).state == "answered"
        # The promise in it is offered, and one key takes it.
        assert isinstance(app.screen, Form)
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
        assert "I will call you back Tuesday" in shown(app)
    connection = asked.reader()
    told = disclosing.disclosed_from(connection, 1)
    connection.close()
    assert [(one.recipient, one.words.splitlines()[-1]) for one in told] == [
        ("J. Ortiz", "I will call you back Tuesday.")
    ]


async def test_what_is_missing_is_asked_for_by_its_letter(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "G", "enter")
        assert "· m asks" in shown(app)
        await press(pilot, app, "m")
        await enter(pilot, app, Text("Spanish"), "ctrl+s")
        await settle(pilot, app)
        # The letter is read before it goes out, and Enter does not send it.
        assert isinstance(app.screen, Reading)
        assert "Ana López:" in shown(app)
        assert "consentimiento" in shown(app)
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
        assert "asked for the person's written consent" in shown(app)
    assert _inquiry(asked, 3).state == "awaiting_input"
    connection = asked.reader()
    letters = connection.execute("SELECT template, language, inquiry_id FROM letters").fetchall()
    assert disclosing.disclosed_from(connection, 1) == ()
    connection.close()
    assert letters == [("consent_request", "es", 3)]


async def test_an_officer_vouches_for_an_identity_and_answers_in_spanish(asked: Store, app_on: Make) -> None:
    with acting(asked, "alvarez") as context:
        values = {"enquirer": "García López, María Elena", "capacity": "person", "question": "¿Cuándo?"}
        made = inquiries.add_inquiry(context, [1], values).made
        cases.edit_case(context, 1, {"next_hearing_on": "2026-04-09"})
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q")
        assert isinstance(app.screen, InboxScreen)
        place = app.screen.table.source.place_of(made or 0)
        app.screen.table.move_to(place or 0)
        await press(pilot, app, "enter")
        assert "a check of identity" in shown(app)
        await press(pilot, app, "y", "enter")
        assert "· m asks" not in shown(app)
        await press(pilot, app, "s")
        assert isinstance(app.screen, Form)
        assert "audiencia" in app.screen.query_one(TextArea).text
        await enter(pilot, app, "tab", "tab", Text("acknowledged"), "ctrl+s")
        await press(pilot, app, "escape")
        await settle(pilot, app)
    connection = asked.reader()
    found = disclosing.disclosed_from(connection, 1)
    connection.close()
    assert [one.capacity for one in found] == ["person"]
    assert "9 de abril de 2026" in found[0].words


async def test_one_answer_goes_to_a_whole_matter_each_through_the_gate(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "enter", "J")
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
        await press(pilot, app, "e")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text("We look into it."), "tab", "tab", "tab", Text("all"), "ctrl+s")
        await settle(pilot, app)
    assert [_inquiry(asked, number).state for number in (1, 3)] == ["answered", "answered"]


async def test_a_late_answer_asks_why_once(asked: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "enter", "e")
        assert not app.screen.query("#field-late_reason")
        await press(pilot, app, "escape")
        monkeypatch.setenv("CPO_NOW", "2026-03-20T09:00:00-04:00")
        await press(pilot, app, "e")
        assert app.screen.query("#field-late_reason")
        await press(pilot, app, "escape")
        with acting(asked, "alvarez") as context:
            inquiry_lives.explain_late(context, [1], "on leave")
        await press(pilot, app, "e")
        assert not app.screen.query("#field-late_reason")


async def test_expired_standard_lines_are_not_offered(
    asked: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "enter", "e")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, "tab", "tab", Text("we have"))
        form = app.screen
        before = [field.choices for field in form._fields if field.name == "line"]
        assert "acknowledged" in (before[0] or {})
        await press(pilot, app, "escape")
        monkeypatch.setenv("CPO_NOW", "2028-01-10T09:00:00-05:00")
        await press(pilot, app, "e")
        assert isinstance(app.screen, Form)
        after = [field.choices for field in app.screen._fields if field.name == "line"]
        assert "acknowledged" not in (after[0] or {})


async def test_a_half_written_answer_survives_a_kill(
    asked: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpo_tui.ui.flows.answers.SAVE_SECONDS", 0.02)
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "enter", "e")
        await enter(pilot, app, Text("Half of an ans"))
        await pilot.pause(0.3)
        connection = asked.reader()
        kept = drafts.drafts_of(connection, "alvarez")
        connection.close()
        assert "Half of an ans" in kept["Answer 2026-0001"]


async def test_a_life_by_keys(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q", "a", "enter", "w")
        await enter(pilot, app, Text("asked for the form"), "enter")
        await settle(pilot, app)
        assert _inquiry(asked, 1).state == "awaiting_input"
        await press(pilot, app, "d", "c")
        assert _inquiry(asked, 1).state == "cleared"
        await press(pilot, app, "J")
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
        await press(pilot, app, "escape")
        assert shown(app).count("≡") == 2
        await press(pilot, app, "u", "enter")
        assert shown(app).count("≡") == 0


@pytest.mark.parametrize("row", corpus("escape_injection.csv")[:6] + corpus("markup_injection.csv")[:6])
async def test_nothing_of_an_inquiry_is_obeyed(asked: Store, app_on: Make, row: dict[str, str]) -> None:
    hostile = next(value for value in reversed(list(row.values())) if value)
    writer = asked.writer()
    writer.execute(
        "UPDATE inquiries SET enquirer = ?, question = ?, subject = ? WHERE id = 1", (hostile, hostile, hostile)
    )
    writer.close()
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "Q")
        assert "\x1b" not in shown(app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, InquiryScreen)
        assert all(character == "\n" or character.isprintable() for character in shown(app))


async def test_a_promise_in_a_note_is_offered_and_taken_by_one_key(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "n")
        await enter(pilot, app, Text("Counsel rang. Le llamo el martes."), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, Form)
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
    connection = asked.reader()
    (one,) = commitments.promises(connection)
    connection.close()
    assert (one.words, str(one.due_at)) == ("Le llamo el martes", "2026-03-03")


async def test_the_inquiries_of_a_case_open_with_their_gate(asked: Store, app_on: Make) -> None:
    app = app_on(asked)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "3", "enter")
        assert isinstance(app.screen, InquiryScreen)
        assert "the gate" in shown(app)
