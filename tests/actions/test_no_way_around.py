"""No way around the gate: every path by which something of a case could reach somebody outside is tried."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

import cpo_tui
from cpo_tui.actions import cases, inquiries, inquiry_links, inquiry_lives, timeline
from cpo_tui.actions.context import Context
from cpo_tui.actions.disclosing import Answer, answer_inquiry, answer_together, disclose, status_answer
from cpo_tui.actions.exporting import ExportOptions, export
from cpo_tui.actions.gate import consider, gate
from cpo_tui.errors import CpoError, Refused
from cpo_tui.rules.disclosure_pack import disclosure_pack
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import disclosing, inbox, reader
from cpo_tui.store import inquiries as stored

REFUSAL = disclosure_pack().refusal["en"]
ABUSER = Enquirer("family", "Luis Perez")
TELLS = Answer("She is in Tacoma.", ("custody",))
UNAWARES = Answer("Her U visa is being looked at.")


@pytest.fixture
def blocked(context: Context) -> int:
    """An inquiry by somebody from whom the person of case 1 is protected."""
    cases.edit_case(
        context, 1, {"full_name": "Ana Pérez", "custody_status": "detained", "facility": "Tacoma", "stage": "appeal"}
    )
    timeline.add_flag(context, [1], "contact_block", source="Luis Pérez")
    # Not even a consent that names him opens the way.
    timeline.add_consent(context, 1, "Luis Perez", scope="custody, dates, case_status", signed_on="2026-02-01")
    made = inquiries.add_inquiry(
        context, [1], {"enquirer": "Luis Perez", "capacity": "family", "question": "Where is she?"}
    ).made
    assert made is not None
    return made


WAYS: dict[str, Callable[[Context, int], object]] = {
    "answer": lambda context, asked: answer_inquiry(context, asked, TELLS),
    "answer without saying what it tells": lambda context, asked: answer_inquiry(context, asked, UNAWARES),
    "answer, vouching for everything": lambda context, asked: answer_inquiry(
        context,
        asked,
        Answer("Tacoma.", ("custody",), asserted=frozenset({"identity_check", "consent", "official_need"})),
    ),
    "disclose": lambda context, asked: disclose(context, 1, ABUSER, TELLS),
    "disclose as himself in another capacity": lambda context, asked: disclose(
        context, 1, Enquirer("ngo", "Luis Perez"), TELLS
    ),
    "disclose to an unknown capacity": lambda context, asked: disclose(context, 1, Enquirer("king", "Luis"), TELLS),
    "edit the answer in": lambda context, asked: inquiries.edit_inquiry(context, asked, {"answer": "Tacoma."}),
    "edit the state": lambda context, asked: inquiries.edit_inquiry(context, asked, {"state": "answered"}),
    "override alone": lambda context, asked: answer_inquiry(
        context, asked, Answer("Tacoma.", ("custody",), override_reason="x")
    ),
    "close as answered": lambda context, asked: inquiry_lives.close_inquiry(context, [asked]),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_around_the_gate(context: Context, blocked: int, way: str) -> None:
    with pytest.raises(CpoError):
        WAYS[way](context, blocked)
    assert disclosing.disclosed_from(context.connection, 1) == ()
    assert stored.said_about(context.connection, inquiry_id=blocked) == ()
    assert inbox.entries(context.connection, inbox.Sieve(inquiry_id=blocked))[0].answered_at is None


def test_one_of_many_addressees_is_left_out(context: Context, blocked: int) -> None:
    timeline.add_representation(context, 1, "J. Ortiz", form="G-28", from_on="2025-12-11")
    counsel = inquiries.add_inquiry(
        context, [1], {"enquirer": "J. Ortiz", "capacity": "attorney", "question": "Where is she?"}
    ).made
    assert counsel is not None
    inquiry_links.join_inquiries(context, [blocked, counsel])
    outcome = answer_together(context, [blocked, counsel], TELLS)
    assert [one.case_id for one in outcome.refused] == [blocked]
    assert [one.recipient for one in disclosing.disclosed_from(context.connection, 1)] == ["J. Ortiz"]


def test_a_built_answer_and_an_acknowledgement_tell_him_nothing(context: Context, blocked: int) -> None:
    decision = consider(context, 1, ABUSER)
    assert (decision.may, decision.missing, decision.may_confirm_existence) == ((), (), False)
    assert status_answer(context, 1, decision).words == ""
    assert gate(context, blocked)[1] == decision
    inquiry_lives.acknowledge(context, [blocked])
    (said,) = stored.said_about(context.connection, inquiry_id=blocked)
    assert all(word not in f"{said.body} {REFUSAL}" for word in ("Tacoma", "Ana", "Pérez", "appeal"))


def test_what_was_allowed_a_moment_ago_is_asked_again_when_it_goes_out(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cpo_tui.actions import disclosing as verbs

    consent = timeline.add_consent(context, 2, "Ana López", scope="custody", signed_on="2026-02-01").made
    real = verbs.__dict__["change_set"]

    def meanwhile(*args: object, **named: object) -> object:
        other = context.store.writer()
        other.execute("UPDATE consents SET withdrawn_on = '2026-03-01' WHERE id = ?", (consent,))
        other.close()
        return real(*args, **named)

    monkeypatch.setattr(verbs, "change_set", meanwhile)
    with pytest.raises(Refused, match="changed meanwhile"):
        disclose(context, 2, Enquirer("family", "Ana López"), TELLS)
    assert disclosing.disclosed_from(context.connection, 2) == ()


@pytest.mark.parametrize("kind", ["inquiries", "events", "documents"])
def test_an_export_leaves_out_what_is_protected(context: Context, kind: str) -> None:
    timeline.add_event(context, [2], "fear_claim_expressed", "2026-03-01", title="credible fear")
    inquiries.add_inquiry(
        context, [2], {"enquirer": "K. Lee", "capacity": "agency", "question": "Is the asylum case open?"}
    )
    inquiries.add_inquiry(context, [3], {"enquirer": "K. Lee", "capacity": "agency", "question": "Which facility?"})
    written: list[bytes] = []
    done = export(context, written.append, ExportOptions(kind=kind))
    rows = list(csv.reader(io.StringIO(b"".join(written).decode("utf-8-sig"))))
    text = str(rows).casefold()
    assert "asylum" not in text
    assert "fear" not in text
    assert done.left_out == (0 if kind == "documents" else 1)
    with pytest.raises(CpoError):
        export(context, written.append, ExportOptions(kind=kind, include_protected=True))


MAY_TELL = {"gate.py"}
"""The only module that writes down that something was told; it asks again in the transaction that writes."""


def test_only_the_gate_writes_that_something_was_told() -> None:
    package = Path(cpo_tui.__file__).parent
    writers: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        if path.parent.name == "versions":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"insert", "update"}
            ):
                table = node.args[0] if node.args else None
                if isinstance(table, ast.Constant) and isinstance(table.value, str):
                    writers.setdefault(table.value, set()).add(path.name)
    assert writers["disclosures"] <= MAY_TELL
    # Outgoing: an answer, a refusal, an acknowledgement, a letter that asks; what `communications` keeps has come in.
    assert writers["communications"] == {"disclosing.py", "inquiry_lives.py", "asking.py", "communications.py"}
    # The screens and the command line write nothing by themselves, so they cannot go around it either.
    assert reader.inquiries_of.__module__ == "cpo_tui.store.reader"
