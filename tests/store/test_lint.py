"""Every named check: a case in which it does not hold is found, and a case in which it holds is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import cases, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.errors import UsageError
from cpo_tui.store import connect
from cpo_tui.store.lint import REPLAY, checks_named, findings
from cpo_tui.store.lint_checks import CHECKS

A_DEADLINE = (
    "INSERT INTO deadlines (case_id, key, rule, kind, title, severity, citation, pack, pack_version, trigger_id, trigger_at,"
    " due_at, status, asks, round, lead_seconds) VALUES ({case}, 'k', '{rule}', 'deadline', 'T', 'policy', '{citation}', 'p', '1', '7',"
    " '2026-02-10', '{due}', '{status}', 1, 1, 0)"
)


def deadline(
    due: str = "2026-04-01", case: int = 1, rule: str = "r", citation: str = "8 CFR", status: str = "running"
) -> str:
    return A_DEADLINE.format(case=case, rule=rule, citation=citation, due=due, status=status)


def row(table: str, **values: object) -> str:
    shown = ", ".join("NULL" if value is None else repr(value) for value in values.values())
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({shown})"


def event(kind: str, at: str = "2026-03-01", **more: object) -> str:
    return row("events", case_id=1, kind=kind, occurred_at=at, recorded_at=at, **more)


def clock(kind: str, on: str, **more: object) -> str:
    return row("clock_events", case_id=1, rule="r", kind=kind, on_at=on, recorded_at=on, **more)


def told(**more: object) -> str:
    values = {
        "case_id": 1,
        "at": "2026-02-01T10:00:00+00:00",
        "recipient": "Ines",
        "capacity": "family",
        "categories": "x",
        "ground": "consent",
        "words": "w",
    }
    return row("disclosures", **(values | more))


def asked(**more: object) -> tuple[str, str]:
    values = {"inquiry": "2026-0001", "received_at": "2026-02-01", "enquirer": "Ines", "state": "received"}
    return row("inquiries", **(values | more)), row("inquiry_cases", inquiry_id=1, case_id=1)


def whole(number: int, missing: list[int]) -> str:
    """An import of the whole caseload that lacked those cases."""
    return part(number, report=json.dumps({"missing_ids": missing}))


def part(number: int, report: str = "{}") -> str:
    return row(
        "import_batches", id=number, change_set_id=100 + number, file="x.csv", sha256="x", kind="cases",
        imported_at="2026-03-01", report=report,
    )  # fmt: skip


HANDOVER = {"case_id": 1, "to_officer": "okafor"}
CONSENT = {"case_id": 1, "recipient": "Ines", "scope": "status", "signed_on": "2026-01-01"}
ALVAREZ, OKAFOR_LEFT = row("officers", login="alvarez", active=1), row("officers", login="okafor", active=0)
DETAINED = "UPDATE cases SET custody_status = 'detained', facility = 'Tacoma' WHERE id = 1"
RELEASED = "UPDATE cases SET custody_status = 'released' WHERE id = 1"
CLOSED = "UPDATE cases SET lifecycle = 'closed' WHERE id = 1"

Statements = tuple[str, ...]
FIXTURES: dict[str, tuple[Statements, Statements]] = {
    "no-owner": (("UPDATE cases SET officer = NULL WHERE id = 1",), ()),
    "inactive-owner": (("UPDATE cases SET officer = 'okafor' WHERE id = 1", OKAFOR_LEFT), (ALVAREZ, OKAFOR_LEFT)),
    "unknown-owner": ((OKAFOR_LEFT,), (ALVAREZ,)),
    "stuck": (
        (deadline("2026-03-01"), row("holds", case_id=1, until="2026-02-01"), row("tasks", case_id=1, title="t", due_at="2026-01-01", done_at="2026-01-01")),
        (deadline("2026-03-02"),),
    ),
    "idle": (("UPDATE cases SET last_touched_at = '2025-12-01T09:00:00+00:00' WHERE id = 1",), ("UPDATE cases SET last_touched_at = '2025-12-02T09:00:00+00:00' WHERE id = 1",)),
    "hold-past-its-day": ((row("holds", case_id=1, until="2026-03-01"),), (row("holds", case_id=1, until="2026-03-02"), row("holds", case_id=1, until="2026-02-01", ended_at="2026-02-01"))),
    "closed-with-open-work": ((CLOSED, row("tasks", case_id=1, title="Ring back", due_at="2026-04-01")), (CLOSED, row("tasks", case_id=1, title="t", due_at="2026-04-01", done_at="2026-02-01"), deadline(status="met"))),
    "disappeared": ((whole(1, [1]),), (whole(1, [1]), whole(2, []), part(3))),
    "two-open-pauses": ((clock("pause", "2026-02-11"), clock("pause", "2026-02-12")), (clock("pause", "2026-02-11"), clock("resume", "2026-02-12"), clock("pause", "2026-02-13"))),
    "clock-event-out-of-place": ((deadline(), clock("pause", "2026-02-09", trigger_id="7")), (deadline(), clock("pause", "2026-02-10", trigger_id="7"))),
    "event-to-come": ((event("hearing_held", "2026-03-03"),), (event("hearing_held", "2026-03-02"), event("a", "2026-03-03", superseded_by=1))),
    "dates-out-of-order": ((row("documents", case_id=1, document="I-862", requested_on="2026-02-02", received_on="2026-02-01"),), (row("documents", case_id=1, document="I-862", requested_on="2026-02-02", received_on="2026-02-02"),)),
    "detained-without-place": (("UPDATE cases SET custody_status = 'detained' WHERE id = 1",), (DETAINED,)),
    "custody-contradicts-events": ((RELEASED, event("custody_released", "2026-02-01"), event("custody_book_in", "2026-02-02")), (RELEASED, event("custody_book_in", "2026-02-02"), event("custody_released", "2026-02-03"))),
    "location-stale": ((DETAINED, event("custody_book_in", "2025-12-01")), (DETAINED, event("custody_book_in", "2025-12-02"))),
    "citizenship-empty": ((row("safeguards", case_id=1, kind="possible_us_citizen"),), (row("safeguards", case_id=1, kind="possible_us_citizen"), "UPDATE persons SET nationality = 'Peru' WHERE id = 1")),
    "same-a-number": (("UPDATE persons SET a_number = '212345678' WHERE id IN (1, 2)",), ("UPDATE persons SET a_number = '21234567' || id",)),
    "accepted-but-expired": (
        (row("documents", case_id=1, document="passport", state="accepted", expires_on="2026-03-20"), row("hearings", case_id=1, starts_at="2026-03-21T09:00:00-04:00")),
        (row("documents", case_id=1, document="passport", state="accepted", expires_on="2026-03-20"), row("hearings", case_id=1, starts_at="2026-03-20T09:00:00-04:00")),
    ),
    "letter-with-gaps": tuple((row("letters", case_id=1, template="t", template_version="1", language="en", words=words, made_at="2026-02-01"),) for words in ("Dear {{ name }}", "Dear Ines, 100% right")),  # type: ignore[dict-item]
    "told-without-ground": ((told(ground=" "),), (told(), told(override_reason="court", override_by="tran"))),
    "told-on-lapsed-consent": ((row("consents", **CONSENT, expires_on="2026-01-31"), told(consent_id=1)), (row("consents", **CONSENT, expires_on="2026-02-01"), told(consent_id=1))),
    "consent-lapsed-in-use": ((row("consents", **CONSENT, expires_on="2026-03-01"), *asked()), (row("consents", **CONSENT, expires_on="2026-03-02"), *asked())),
    "approved-by-its-author": ((clock("extend", "2026-02-11", recorded_by="alvarez", approver="alvarez"),), (clock("extend", "2026-02-11", recorded_by="alvarez", approver="tran"),)),
    "correction-of-another-case": ((event("a", superseded_by=2), row("events", case_id=2, kind="a", occurred_at="2026-02-01", recorded_at="2026-02-01")), (event("a", superseded_by=2), event("a"))),
    "settled-without-answer": (asked(state="answered"), asked(state="answered", answered_at="2026-02-02")),
    "deadline-without-rule": ((deadline(citation=""),), (deadline(),)),
    "handover-unanswered": ((row("handovers", **HANDOVER, offered_at="2026-02-20T10:00:00+00:00"),), (row("handovers", **HANDOVER, offered_at="2026-02-27T10:00:00+00:00"), row("handovers", **HANDOVER, offered_at="2026-01-01", answered_at="2026-01-02"))),
}  # fmt: skip


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """Two sound cases of alvarez with a task each."""
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        for number in (1, 2):
            cases.add_case(opened, {"reference": f"R{number}", "full_name": f"Person {number}", "officer": "alvarez"})
        yield opened


def found(
    context: Context, name: str, statements: Statements, ids: tuple[int, ...] | None = None
) -> list[tuple[str, str]]:
    for statement in statements:
        context.connection.execute(statement)
    return [
        (one.check, one.reference)
        for one in findings(
            context.connection, now=context.now, zone=context.zone, case_ids=ids, checks=checks_named((name,))
        )
    ]


def test_every_check_has_fixtures() -> None:
    assert list(FIXTURES) == [check.id for check in CHECKS]


@pytest.mark.parametrize("name", FIXTURES)
def test_what_does_not_hold_is_found(context: Context, name: str) -> None:
    expected = [(name, "R1"), (name, "R2")] if name in {"same-a-number", "unknown-owner", "stuck"} else [(name, "R1")]
    assert found(context, name, FIXTURES[name][0]) == expected
    assert found(context, name, (), (2,)) == expected[1:]


@pytest.mark.parametrize("name", FIXTURES)
def test_what_holds_is_not_found(context: Context, name: str) -> None:
    assert "R1" not in [reference for _, reference in found(context, name, FIXTURES[name][1])]


def test_a_case_that_only_an_import_that_was_taken_back_lacked_is_not_found(context: Context) -> None:
    sets = row("change_sets", id=999, at="x", officer="a", verb="undo", root_id=102, count=0, digest="", hash="")
    assert found(context, "disappeared", (whole(1, []), whole(2, [1]))) == [("disappeared", "R1")]
    assert found(context, "disappeared", (sets,)) == []


def test_a_stored_deadline_that_the_replay_does_not_give_is_found(context: Context) -> None:
    timeline.add_event(context, [1], "custody_book_in", at="2026-02-20T10:00-05:00")
    assert context.connection.execute("SELECT count(*) FROM deadlines WHERE due_at IS NOT NULL").fetchone()[0] > 0
    assert found(context, REPLAY.id, ()) == []
    changed = (
        "UPDATE deadlines SET due_at = '2030-01-01' WHERE id = (SELECT min(id) FROM deadlines WHERE due_at IS NOT NULL)"
    )
    assert found(context, REPLAY.id, (changed,)) == [(REPLAY.id, "R1")]
    assert found(context, REPLAY.id, (), (2,)) == []


def test_the_remedy_is_a_command_for_that_case(context: Context) -> None:
    context.connection.execute("UPDATE cases SET officer = NULL, reference = 'R 1; rm' WHERE id = 1")
    (one,) = findings(context.connection, now=context.now, zone=context.zone, checks=checks_named(("no-owner",)))
    assert one.remedy == "cpo assign 'R 1; rm' --to OFFICER"


def test_an_unknown_check_is_an_error() -> None:
    with pytest.raises(UsageError, match="no check 'nonsense'"):
        checks_named(("nonsense",))
