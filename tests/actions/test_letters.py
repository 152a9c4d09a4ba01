"""Letters from a case: through the gate, in both languages, read back from the PDF, and kept as sent."""

from __future__ import annotations

import errno
import io
import re
from pathlib import Path

import pytest

from cpo_tui.actions import cases, document_packs, documents, letters, officers, timeline
from cpo_tui.actions.context import Context
from cpo_tui.actions.letter_fields import name_in_speech
from cpo_tui.actions.letters import Addressee
from cpo_tui.actions.undo import undo
from cpo_tui.documents import setting
from cpo_tui.documents.templates import LANGUAGES, names, template
from cpo_tui.errors import CpoError, ExportError, Refused, UsageError
from cpo_tui.exchange.target import Target
from cpo_tui.rules.document_pack import DOCUMENTS_FOLDER

PERSON = Addressee("María Núñez Ağaoğlu", "person", "12 Elm St\nTacoma", vouched=frozenset({"identity_check"}))


@pytest.fixture
def case_id(context: Context) -> int:
    """A case with a hearing and without its papers."""
    values = {
        "stage": "in_proceedings",
        "custody_status": "detained",
        "full_name": "María Núñez Ağaoğlu",
        "facility": "Tacoma",
    }
    cases.edit_case(context, 1, values)
    timeline.add_event(context, [1], "nta_served", "2026-03-01", facts={"proceeding.type": "section_240"})
    timeline.add_hearing(context, [1], "2026-05-04T09:30-04:00", place="Tacoma")
    documents.add_document(context, [1], {"document": "Birth certificate"})
    return 1


def read_back(pdf: bytes) -> str:
    from pypdf import PdfReader

    return plain("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def plain(text: str) -> str:
    """The words without what a page adds: line ends, hyphens of lines, bullets."""
    return re.sub(r"[\s\u2022\u00ad-]+", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_a_letter_is_set_and_read_back(context: Context, case_id: int, name: str, language: str) -> None:
    made = template(name)
    to = Addressee("okafor") if made.internal else PERSON
    by_hand = {"document": "I-862", "inquiry": "2026-0318"}
    letter = letters.draft_letter(context, name, case_id, to, language=language, fields=by_hand).letter
    assert ("2 de marzo de 2026" if language == "es" else "March 2, 2026") in letter.head
    assert read_back(setting.as_pdf(letter)) == plain(letter.text)
    page = setting.as_html(letter).decode()
    assert f'lang="{language}"' in page
    assert "María Núñez Ağaoğlu" in page


def test_names_of_other_scripts_come_back_from_the_pdf(context: Context, case_id: int) -> None:
    cases.edit_case(context, case_id, {"full_name": "Олена Шевченко"})
    letter = letters.draft_letter(context, "deficiency", case_id, PERSON).letter
    assert "ОленаШевченко" in read_back(setting.as_pdf(letter))


@pytest.mark.parametrize(
    ("on_file", "spoken"),
    [
        ("Ibáñez Zelaya, Ismael", "Ismael Ibáñez Zelaya"),
        ("María Núñez", "María Núñez"),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("King, Jr.", "King, Jr."),
        ("Doe, Ann, alias Roe", "Doe, Ann, alias Roe"),
        ("Doe,", "Doe,"),
    ],
)
def test_a_person_is_addressed_and_not_indexed(on_file: str, spoken: str) -> None:
    assert name_in_speech(on_file) == spoken


@pytest.mark.parametrize(
    ("language", "step", "stage", "asked"),
    [
        (
            "en",
            "master calendar hearing, Tacoma. The day is May 4, 2026",
            "at this stage: in proceedings",
            "I-862, Notice to Appear",
        ),
        (
            "es",
            "audiencia preliminar, Tacoma, 4 de mayo de 2026",
            "Etapa: ante el tribunal de inmigración",
            "I-862, Aviso de comparecencia",
        ),
    ],
)
def test_a_letter_speaks_one_language(context: Context, language: str, step: str, stage: str, asked: str) -> None:
    cases.edit_case(context, 1, {"stage": "in_proceedings", "full_name": "Núñez, María"})
    timeline.add_hearing(context, [1], "2026-05-04T09:30-04:00", kind="master", place="Tacoma")
    inside = letters.draft_letter(context, "handover_note", 1, Addressee("okafor"), language=language).letter.text
    assert step in inside
    assert stage in inside
    to = Addressee("Núñez, María", "person", vouched=frozenset({"identity_check"}))
    told = letters.draft_letter(context, "status", 1, to, language=language).letter
    assert told.head[2] == "María Núñez"
    assert ("4 de mayo de 2026 a las 09:30" if language == "es" else "May 4, 2026 at 09:30") in told.body
    fields = {"document": "i862"}
    request = letters.draft_letter(context, "document_request", 1, to, language=language, fields=fields).letter
    assert f"- {asked}" in request.body


def test_a_deficiency_letter_names_the_gaps(context: Context, case_id: int) -> None:
    words = letters.draft_letter(context, "deficiency", case_id, PERSON, language="es").letter.text
    assert "- Birth certificate: se pidió y no ha llegado" in words
    assert "4 de mayo de 2026" in words
    assert "I-862" not in words, "nobody is asked for what the office has to make"
    inside = letters.draft_letter(context, "handover_note", case_id, Addressee("okafor"), language="es").letter.text
    assert "- I-862, Aviso de comparecencia: todavía no se ha pedido" in inside


def test_a_document_of_another_version_without_a_spanish_name_is_a_gap(
    context: Context, case_id: int, tmp_path: Path
) -> None:
    shipped = (DOCUMENTS_FOLDER / "us-documents.toml").read_text(encoding="utf-8")
    path = tmp_path / "us-documents.toml"
    name = 'name_es = "Aviso de comparecencia"\n'
    assert name in shipped
    path.write_text(shipped.replace(name, "").replace('version = "2026.1"', 'version = "2026.2"', 1), encoding="utf-8")
    document_packs.adopt_documents(context, path, "new editions")
    to = Addressee("okafor")
    with pytest.raises(Refused, match="Spanish name of I-862") as refusal:
        letters.draft_letter(context, "handover_note", case_id, to, language="es")
    assert "name_es" in refusal.value.hint
    seen = letters.preview_letter(context, "handover_note", case_id, to, language="es")
    assert seen.unfilled == ("Spanish name of I-862",)
    assert "Notice to Appear" not in seen.letter.text
    assert "Notice to Appear" in letters.draft_letter(context, "handover_note", case_id, to).letter.text


def test_a_step_of_the_law_is_told_in_spanish(context: Context) -> None:
    cases.edit_case(context, 1, {"stage": "final_order", "custody_status": "detained"})
    timeline.add_event(context, [1], "order_admin_final", "2026-01-20", facts={"order.final": "true"})
    english, spanish = (
        letters.draft_letter(context, "handover_note", 1, Addressee("okafor"), language=language).letter.body
        for language in LANGUAGES
    )
    assert "90-day custody review" in english
    assert "Próximo paso: Aviso de la revisión de la custodia a los 90 días" in spanish


def test_what_was_sent_is_kept_and_told_of_and_can_be_undone(context: Context, case_id: int, tmp_path: Path) -> None:
    path, outcome = letters.send_to_file(context, "status", case_id, PERSON, tmp_path / "a.txt")
    row = context.connection.execute(
        "SELECT template, template_version, language, recipient, address, words FROM letters"
    ).fetchone()
    assert row[:5] == ("status", "2026.1", "en", PERSON.name, PERSON.address)
    assert path.read_text(encoding="utf-8") == row[5]
    told = context.connection.execute("SELECT recipient, channel, categories, words FROM disclosures").fetchone()
    assert told == (PERSON.name, "letter", "existence,case_status,custody,dates", row[5])
    assert outcome.change_set is not None
    undo(context)
    assert context.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)


def test_the_gate_stands_before_every_letter(context: Context, case_id: int, tmp_path: Path) -> None:
    for who in (
        Addressee("A. Reporter", "press"),
        Addressee("J. Ortiz", "attorney"),
        Addressee(PERSON.name, "person"),
        Addressee("X"),
    ):
        for name in ("deficiency", "status", "appointment_cover"):
            with pytest.raises(Refused) as caught:
                letters.send_to_file(context, name, case_id, who, tmp_path / "a.txt")
            assert caught.value.name == "disclosure"
    assert context.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)
    assert list(tmp_path.glob("*.txt")) == []
    timeline.add_representation(context, case_id, "J. Ortiz", form="G-28", from_on="2026-01-05")
    letters.send_to_file(context, "status", case_id, Addressee("J. Ortiz", "attorney"), tmp_path / "a.txt")


def test_the_gate_is_asked_again_in_the_transaction_that_keeps_a_letter(
    context: Context, case_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = timeline.add_representation(context, case_id, "J. Ortiz", form="G-28", from_on="2026-01-05").made
    real = letters.__dict__["change_set"]

    def meanwhile(*args: object, **named: object) -> object:
        other = context.store.writer()
        other.execute("UPDATE representations SET to_on = '2026-02-01' WHERE id = ?", (made,))
        other.close()
        return real(*args, **named)

    monkeypatch.setattr(letters, "change_set", meanwhile)
    with pytest.raises(Refused, match="changed meanwhile"):
        letters.send_to_file(context, "status", case_id, Addressee("J. Ortiz", "attorney"), tmp_path / "a.txt")
    assert context.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)
    assert context.connection.execute("SELECT count(*) FROM disclosures").fetchone() == (0,)
    assert not (tmp_path / "a.txt").exists()


@pytest.mark.parametrize("officers_here", [False, True])
def test_a_letter_that_stays_inside_goes_to_officers_only(
    context: Context, case_id: int, tmp_path: Path, *, officers_here: bool
) -> None:
    if officers_here:
        officers.add_officer(context, "alvarez", role="admin")
        officers.add_officer(context, "okafor")
    for who in (PERSON, Addressee("Luis Pérez"), *((Addressee("luis"),) if officers_here else ())):
        with pytest.raises(Refused, match="stays inside"):
            letters.send_to_file(context, "handover_note", case_id, who, tmp_path / "a.txt")
    letters.send_to_file(context, "handover_note", case_id, Addressee("okafor"), tmp_path / "a.txt")


def test_what_cannot_be_filled_or_written_is_not_kept(context: Context, case_id: int, tmp_path: Path) -> None:
    wrong: list[tuple[type[CpoError], str, Addressee, str]] = [
        (UsageError, "status", PERSON, "a.docx"),
        (UsageError, "status", Addressee(" ", "person"), "a.txt"),
        (ExportError, "status", PERSON, "none/a.txt"),
        (Refused, "document_request", PERSON, "a.txt"),
    ]
    for error, name, who, target in wrong:
        with pytest.raises(error):
            letters.send_to_file(context, name, case_id, who, tmp_path / target)
    with pytest.raises(Refused, match="no appointment"):
        letters.send_to_file(context, "appointment_cover", 2, PERSON, tmp_path / "a.txt")
    with pytest.raises(Refused, match="no missing"):
        letters.send_to_file(context, "deficiency", 2, PERSON, tmp_path / "a.txt")
    with pytest.raises(UsageError, match="no letters in"):
        letters.draft_letter(context, "status", case_id, PERSON, language="fr")
    assert context.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)


def test_a_letter_whose_bytes_do_not_reach_the_disk_is_not_kept(
    context: Context, case_id: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Target) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Target, "settle", full)
    with pytest.raises(ExportError):
        letters.send_to_file(context, "status", case_id, PERSON, tmp_path / "a.txt")
    assert context.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)
    assert not (tmp_path / "a.txt").exists()


def test_what_was_typed_in_a_name_is_words_and_never_source(context: Context, case_id: int) -> None:
    cases.edit_case(context, case_id, {"full_name": "#set page(fill: red) {{ 7*7 }} <b>$x$</b>"})
    letter = letters.draft_letter(context, "status", case_id, PERSON).letter
    assert "{{ 7*7 }}" in letter.text
    assert "<b>" not in setting.as_html(letter).decode()
    assert "#setpage(fill:red){{7*7}}<b>$x$</b>" in read_back(setting.as_pdf(letter))
