"""Profiles: the built-in ones are sound, wrong ones are named, and a mapping made by hand can be kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.errors import ExportError, UsageError
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.own_profiles import profile_text, save_profile
from cpo_tui.exchange.preview import preview
from cpo_tui.exchange.profiles import builtin, builtin_names, load_profile, own_names, read_profile, shared_codes
from cpo_tui.exchange.proposals import proposed_mapping, proposed_profile
from cpo_tui.store import exports, matching

NAMES = (
    "eoir-applications", "eoir-cases", "eoir-proceedings", "eoir-schedule", "ice-arrests", "ice-detainers", "ice-detentions", "ice-i213",
    "ice-removals", "uscis-i589", "usbp-apprehensions",
)  # fmt: skip


def test_the_profiles_that_come_with_the_product() -> None:
    assert set(builtin_names()) == set(NAMES)
    for name in NAMES:
        profile = builtin(name)
        assert profile.title
        assert profile.required
        assert proposed_profile([column.name for column in profile.columns]) == name


def test_codes_of_closed_fields_are_words_of_their_vocabulary() -> None:
    from cpo_tui.exchange.layout import CHOICES

    for name in NAMES:
        profile = builtin(name)
        for column in profile.columns:
            choices = CHOICES.get((profile.kind, column.field))
            if column.codes and choices:
                table = profile.codes.get(column.codes) or shared_codes()[column.codes]
                assert set(table.values()) - {""} <= set(choices.values()), (name, column.name)
        for field, value in profile.constants.items():
            assert value in CHOICES[profile.kind, field].values()


def test_the_columns_of_files_are_those_of_the_store() -> None:
    assert tuple(COLUMNS["cases"]) == matching.CASE_FIELDS
    for kind, columns in COLUMNS.items():
        assert tuple(columns) == exports.COLUMNS[kind]


def test_every_eoir_code_that_looks_like_nothing_is_a_code() -> None:
    assert shared_codes()["eoir_schedule"]["NA"] == "naturalization"
    assert shared_codes()["eoir_adjournment"]["01"] != shared_codes()["eoir_adjournment"]["10"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "TOML"),
        ("tittle = 'x'", "title"),
        ("kind = 'shoes'", "cases"),
        ("[columns]\na = { feild = 'notes' }", "field"),
        ("[columns]\na = { field = 'note' }", "notes"),
        ("[columns]\na = { form = 'dai' }", "day"),
        ("required = ['b']\n[columns]\na = {}", "Add"),
        ("[columns]\na = { codes = 'none' }", "codes.none"),
        ("key = 'shoe'", "row"),
        ("null_pattern = '['", "Mend"),
        ("[[children]]\ninto = 'shoes'", "events"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_profile(text, "mine")
    assert "mine" in caught.value.message
    assert said in caught.value.message + caught.value.hint


def test_profiles_are_found_by_name_or_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("title = 'Mine'\n[columns]\nid = { field = 'reference' }\n")
    assert load_profile("mine", tmp_path).title == "Mine"
    assert load_profile(str(tmp_path / "mine.toml")).title == "Mine"
    assert own_names(tmp_path) == ("mine",)
    with pytest.raises(UsageError) as caught:
        load_profile("ice-i312", tmp_path)
    assert "ice-i213" in caught.value.hint
    with pytest.raises(UsageError):
        load_profile(str(tmp_path / "none.toml"))


def test_a_mapping_made_by_hand_is_kept_and_used_again(tmp_path: Path, take: Callable[..., Any]) -> None:
    text = "Extract of today\n\nCase No;Alien;Born;Shoe\nC1;A999000001;31/12/1980;42\n"
    options: dict[str, Any] = {
        "mapping": (("Case No", "reference"), ("Alien", "a_number"), ("Born", "birth_date")), "delimiter": ";", "skip_lines": 2,
        "date_formats": (("Born", "%d/%m/%Y"),),
    }  # fmt: skip
    first = take(text, **options)
    saved = save_profile(
        tmp_path / "profiles", "office", profile_text("Office extract", first.extract.plan, Options(**options))
    )
    again = take(text, profile=saved)
    assert again.rows == first.rows
    assert again.rows[0]["birth_date"] == "1980-12-31"
    assert again.checked[0].source == first.checked[0].source == '{"Shoe":"42"}'
    assert load_profile("office", tmp_path / "profiles") == saved
    with pytest.raises(ExportError):
        save_profile(tmp_path / "profiles", "office", saved.text)
    for name in ("ice-i213", "../x", "Office", ""):
        with pytest.raises(UsageError):
            save_profile(tmp_path, name, saved.text)


def test_proposals_are_made_and_not_taken() -> None:
    pairs = proposed_mapping(["Alien No", "Full Name", "DOB", "Citizenship Country", "shoe"])
    assert pairs == (
        ("Alien No", "a_number"),
        ("Full Name", "full_name"),
        ("DOB", "birth_date"),
        ("Citizenship Country", "nationality"),
    )


def test_a_preview_shows_what_would_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("reference,Opened On,shoe\nR1,2026-01-02,42\nR2,nope,43\n")
    seen = preview(path, Options())
    assert seen.fields == ("reference", "opened_on")
    assert [(one.name, one.field) for one in seen.columns] == [
        ("reference", "reference"), ("Opened On", "opened_on"), ("shoe", ""),
    ]  # fmt: skip
    assert [(row.line, row.values, row.refusal is None) for row in seen.rows] == [
        (2, ("R1", "2026-01-02"), True),
        (3, (), False),
    ]
    path.write_text("Report\nid,name\n1,Ana\n")
    seen = preview(path, Options())
    assert seen.error is not None
    assert seen.error.name == "missing_required_column"
    assert seen.lines == ("Report", "id,name", "1,Ana")
    path.write_bytes(b"\xff\xfe\x00\x00")
    assert preview(path, Options()).lines == ()
