"""Every path out of a file × everything that can be missing: nothing leaves, nothing is kept as told, and no refusal tells.

The paths are an answer, an answer to a matter, a disclosure, a letter, a letter to a file, and a built status answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from cpo_tui.actions import asking, cases, inquiries, inquiry_links, inquiry_lives, letters, timeline
from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.context import Context
from cpo_tui.actions.disclosing import (
    Answer,
    answer_inquiry,
    answer_together,
    disclose,
    refuse_inquiry,
    status_answer,
)
from cpo_tui.actions.exporting import ExportOptions, export
from cpo_tui.actions.gate import consider, gate, who_asks
from cpo_tui.actions.handover_report import handover_file
from cpo_tui.actions.letters import Addressee
from cpo_tui.actions.reporting import ReportOptions, write_report
from cpo_tui.documents.casefile import case_page
from cpo_tui.documents.handover import handover_page
from cpo_tui.domain.records import Inquiry
from cpo_tui.errors import Refused
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import disclosing, reader
from cpo_tui.store import inquiries as stored
from cpo_tui.ui.flows import printing as print_flows

NAME = "Ana López"
SECRETS = ("Tacoma", "appeal", "212345678", "212 345 678", "2026-04-09", "9 April", "April 9", "Person 1", "R1")


def _nothing(context: Context) -> None:
    """Nothing is put on file."""


def _representation(**more: str) -> Callable[[Context], None]:
    def put(context: Context) -> None:
        timeline.add_representation(context, 1, **{"name": NAME, "form": "G-28", "from_on": "2025-12-11", **more})

    return put


def _consent(**more: str) -> Callable[[Context], None]:
    def put(context: Context) -> None:
        values = {"recipient": NAME, "scope": "custody, dates, case_status", "signed_on": "2026-01-05", **more}
        timeline.add_consent(context, 1, **values)

    return put


def _withdrawn(context: Context) -> None:
    _consent()(context)
    context.connection.execute("UPDATE consents SET withdrawn_on = '2026-02-01'")


LACKING: dict[str, tuple[str, Callable[[Context], None]]] = {
    "no G-28": ("attorney", _nothing),
    "an EOIR-28 only": ("attorney", _representation(form="EOIR-28")),
    "a G-28 of somebody else": ("attorney", _representation(name="Eva Roe")),
    "a G-28 that begins tomorrow": ("attorney", _representation(from_on="2026-03-03")),
    "a consent, and no G-28": ("attorney", _consent()),
    "no check of identity": ("person", _nothing),
    "no consent": ("family", _nothing),
    "a consent for somebody else": ("family", _consent(recipient="Eva Roe")),
    "a consent that has expired": ("family", _consent(expires_on="2026-03-01")),
    "a consent that was withdrawn": ("family", _withdrawn),
    "a consent for other things": ("family", _consent(scope="dates")),
    "a visitor without consent": ("ngo", _nothing),
    "no waiver": ("congress_member", _nothing),
    "a waiver on another form": ("congress_member", _consent(form="letter")),
    "a waiver that has expired": ("congress_member", _consent(form="60-001", expires_on="2026-02-01")),
    "a waiver for other things": ("congress_member", _consent(form="60-001", scope="dates")),
    "not through congressional relations": ("congress_committee", _nothing),
    "no consular basis": ("consulate", _nothing),
    "no request of the agency's head": ("police", _nothing),
    "no official need": ("agency", _nothing),
    "an authority that nobody checked": ("oversight", _nothing),
    "the press": ("press", _consent()),
    "the public": ("public", _consent()),
    "anybody else": ("other", _consent()),
}
TELLS = Answer("She is held in Tacoma.", ("custody",))


def _together(context: Context, asked: int) -> object:
    other = inquiries.add_inquiry(context, [1], {"enquirer": "Max", "capacity": "press", "question": "?"}).made
    assert other is not None
    inquiry_links.join_inquiries(context, [asked, other])
    outcome = answer_together(context, [asked, other], TELLS)
    assert len(outcome.refused) == 2
    raise Refused(outcome.refused[0].reason)


def _letter(context: Context, asked: int) -> object:
    enquirer = who_asks(context, reader.record(context.connection, Inquiry, asked))
    return letters.send_letter(context, "status", 1, Addressee(enquirer.name, enquirer.capacity))


def _letter_in_file(context: Context, asked: int) -> object:
    enquirer = who_asks(context, reader.record(context.connection, Inquiry, asked))
    path = Path(context.store.path).with_name("out.pdf")
    return letters.send_to_file(context, "status", 1, Addressee(enquirer.name, enquirer.capacity), path)


def _disclosed(context: Context, asked: int) -> object:
    enquirer = who_asks(context, reader.record(context.connection, Inquiry, asked))
    return disclose(context, 1, enquirer, TELLS)


PATHS: dict[str, Callable[[Context, int], object]] = {
    "answer": lambda context, asked: answer_inquiry(context, asked, TELLS),
    "answer that does not say what it tells": lambda context, asked: answer_inquiry(
        context, asked, Answer("Her number is A 212 345 678.")
    ),
    "answer to the matter": _together,
    "disclosure": _disclosed,
    "letter": _letter,
    "letter in a file": _letter_in_file,
}


@pytest.fixture
def file(context: Context) -> Context:
    """A case that has something to tell."""
    values = {
        "custody_status": "detained", "facility": "Tacoma", "stage": "appeal", "a_number": "A212345678",
        "next_hearing_on": "2026-04-09",
    }  # fmt: skip
    cases.edit_case(context, 1, values)
    return context


def _ask(context: Context, capacity: str, case_ids: tuple[int, ...] = (1,)) -> int:
    values = {
        "enquirer": NAME,
        "capacity": capacity,
        "question": "Where is she?",
        "channel": "email",
        "received_at": "2026-03-02",
    }
    made = inquiries.add_inquiry(context, list(case_ids), values).made
    assert made is not None
    return made


def _outside(context: Context) -> str:
    """All that went out: words of answers, of communications, of letters, and of what was told."""
    sql = (
        "SELECT COALESCE(answer, '') FROM inquiries UNION ALL SELECT COALESCE(body, '') || summary FROM communications"
        " WHERE direction = 'out' UNION ALL SELECT words FROM letters UNION ALL SELECT words FROM disclosures"
    )
    return "\n".join(row[0] for row in context.connection.execute(sql))


@pytest.mark.parametrize("lacking", LACKING)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_leaves_by_any_path_while_anything_is_missing(file: Context, lacking: str, path: str) -> None:
    capacity, put = LACKING[lacking]
    put(file)
    _nothing_leaves(file, capacity, path)
    # A built answer tells no more than the gate allows: here never the place of custody, save to the family's locator.
    assert ("Tacoma" in status_answer(file, 1, consider(file, 1, Enquirer(capacity, NAME))).words) <= (
        capacity == "family"
    )


LACKING_IN_THE_UK: dict[str, tuple[str, Callable[[Context], None]]] = {
    "a form of another country": ("attorney", _representation()),
    "an authority that has ended": ("attorney", _representation(form="authority", to_on="2026-03-01")),
    "no check of identity": ("person", _nothing),
    "an authority for other things": ("family", _consent(scope="dates")),
    "a Member of Parliament without authority": ("congress_member", _nothing),
    "an embassy without an application": ("consulate", _nothing),
    "the police": ("police", _nothing),
    "the press": ("press", _consent()),
}


@pytest.mark.parametrize("lacking", LACKING_IN_THE_UK)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_leaves_by_any_path_in_the_united_kingdom(file: Context, lacking: str, path: str) -> None:
    capacity, put = LACKING_IN_THE_UK[lacking]
    put(file)
    file.connection.execute(
        "INSERT INTO meta(key, value) VALUES ('pack', 'uk-home-office') ON CONFLICT(key) DO UPDATE SET value = excluded.value"
    )
    assert disclosing.pack_of(file.connection).jurisdiction == "UK"
    _nothing_leaves(file, capacity, path)
    assert "Tacoma" not in status_answer(file, 1, consider(file, 1, Enquirer(capacity, NAME))).words


def _nothing_leaves(file: Context, capacity: str, path: str) -> None:
    """The path is refused, the refusal tells nothing, and nothing is kept as told or written."""
    asked = _ask(file, capacity)
    with pytest.raises(Refused) as refusal:
        PATHS[path](file, asked)
    assert "212345678" not in f"{refusal.value.message} {refusal.value.hint}"
    assert disclosing.disclosed_from(file.connection, 1) == ()
    assert not Path(file.store.path).with_name("out.pdf").exists()
    assert file.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)
    assert stored.said_about(file.connection, inquiry_id=asked) == ()
    assert _outside(file).strip() == ""
    assert "custody" not in status_answer(file, 1, consider(file, 1, Enquirer(capacity, NAME))).categories


@pytest.mark.parametrize("lacking", LACKING)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_sent_instead_tells_nothing(file: Context, lacking: str, language: str) -> None:
    capacity, put = LACKING[lacking]
    put(file)
    asked = _ask(file, capacity)
    inquiry_lives.acknowledge(file, [asked], language=language)
    if asking.missing_for(file, asked):
        asking.ask_for_missing(file, asked, language=language)
    refuse_inquiry(file, asked, "nothing on file", language=language)
    out = _outside(file)
    assert out.strip()
    assert [one for one in SECRETS if one in out] == []


@pytest.mark.parametrize("capacity", ["family", "attorney", "person", "public", "police", ""])
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_alleged_abuser_cannot_tell_whether_there_is_a_case(file: Context, capacity: str, language: str) -> None:
    """The same question where there is a case that is protected from him, and where there is none: the same in all he sees."""
    timeline.add_flag(file, [1], "contact_block", source=NAME)
    timeline.add_consent(file, 1, NAME, scope="all", signed_on="2026-01-05")
    seen = []
    for case_ids in ((1,), ()):
        asked = _ask(file, capacity, case_ids)
        inquiry_lives.acknowledge(file, [asked], language=language)
        due = stored.details(file.connection, asked).standard, _column(file, asked, "due_at")
        refuse_inquiry(file, asked, "contact block", language=language)
        sent = [
            (one.at, one.channel, one.party, (one.body or "").encode())
            for one in stored.said_about(file.connection, inquiry_id=asked)
        ]
        seen.append((due, sent, _column(file, asked, "answer"), _column(file, asked, "state")))
    assert seen[0] == seen[1]
    assert seen[0][0][1]
    assert disclosing.disclosed_from(file.connection, 1) == ()
    assert [one for one in SECRETS if one in _outside(file)] == []


def test_family_without_consent_is_told_what_the_public_locator_shows_and_no_more(file: Context) -> None:
    asked = _ask(file, "family")
    answer_inquiry(file, asked, Answer("She is held in Tacoma."))
    (told,) = disclosing.disclosed_from(file.connection, 1)
    assert (told.categories, told.words) == (("locator",), "She is held in Tacoma.")


def test_the_gate_of_a_blocked_enquirer_is_that_of_nobody(file: Context) -> None:
    timeline.add_flag(file, [1], "contact_block", source=NAME)
    decisions = gate(file, _ask(file, "family"))
    assert [(one.may, one.missing, one.refer) for one in decisions.values()] == [((), (), "")]


EXPORTS = ("cases", "events", "inquiries", "documents")


@pytest.mark.parametrize("way", ["report", "print", "handover", *EXPORTS])
def test_no_report_print_or_export_holds_what_is_protected_unasked(file: Context, tmp_path: Path, way: str) -> None:
    timeline.add_event(file, [1], "fear_claim_expressed", "2026-03-01", title="credible fear, zebra")
    inquiries.add_inquiry(
        file, [1], {"enquirer": "K. Lee", "capacity": "agency", "question": "Is the asylum claim zebra?"}
    )
    timeline.add_event(file, [1], "note", "2026-03-01", title="giraffe")
    inquiries.add_inquiry(file, [1], {"enquirer": "K. Lee", "capacity": "agency", "question": "giraffe"})
    written: list[bytes] = []
    if way in EXPORTS:
        export(file, written.append, ExportOptions(kind=way))
    elif way == "print":
        assert print_flows.write_files(file, [1], tmp_path, "html").written == 1
        written += [path.read_bytes() for path in tmp_path.glob("*.html")]
    elif way == "report":
        write_report(
            file,
            "case",
            "R1",
            lambda held: case_file(file, held, 1, density="all"),
            case_page,
            written.append,
            ReportOptions("html"),
        )
    else:
        build = partial(handover_file, file, officer="alvarez", case_ids=[1])
        write_report(file, "handover", "all", build, handover_page, written.append, ReportOptions("html"))
    text = b"".join(written).decode("utf-8-sig")
    assert "R1" in text or way == "documents"
    assert ("giraffe" in text) is (way in {"report", "handover", "events", "inquiries"})
    assert "zebra" not in text


def _column(context: Context, inquiry_id: int, name: str) -> str | None:
    found: str | None = context.connection.execute(
        f"SELECT {name} FROM inquiries WHERE id = ?", (inquiry_id,)
    ).fetchone()[0]
    return found
