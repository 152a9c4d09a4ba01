"""Files as other offices and systems write them: what mapping alone reads, and what a person is told where it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.errors import ImportRejected, UsageError
from cpo_tui.exchange.extracts import Options, open_extract
from cpo_tui.exchange.own_profiles import profile_text
from cpo_tui.exchange.profiles import read_profile
from cpo_tui.exchange.proposals import proposed_mapping
from cpo_tui.exchange.records import Refusal
from cpo_tui.exchange.remedies import formats_of, remedies
from cpo_tui.exchange.sources import source_of

Take = Callable[..., Any]
REPORT = """U.S. Immigration and Customs Enforcement,,,,
Report: Active Docket by Officer,,,,
Run date: 03/02/2026 07:15,,,,
,,,,
Alien File Number,Alien Name,Citizenship,Next Hearing,Officer
A999-000-001,"DOE, JANE",MEXICO,3/9/2026,alvarez
999000002,"ROE, RICHARD",HONDURAS,,baker
,,,,
Total records: 2,,,,
*** END OF REPORT ***,,,,
"""
NAMES = (("Alien File Number", "a_number"), ("Alien Name", "full_name"))


def test_lines_before_the_header_are_passed_over_where_mapped_columns_tell_it(take: Take) -> None:
    taken = take(REPORT, mapping=(*NAMES, ("Next Hearing", "next_hearing_on")))
    assert [(row["a_number"], row["next_hearing_on"], row["officer"]) for row in taken.rows] == [
        ("999000001", "2026-03-09", "alvarez"),
        ("999000002", None, "baker"),
    ]
    assert taken.extract.facts.header_line == 5
    assert [refusal.kind for refusal in taken.refusals] == ["totals_row", "totals_row"]
    assert [record.line for record in taken.checked] == [6, 7]


def test_without_a_mapping_the_likely_header_is_named_and_a_mapping_proposed(take: Take) -> None:
    with pytest.raises(ImportRejected) as caught:
        take(REPORT)
    assert "line 5" in caught.value.message
    assert '--map "Alien File Number=a_number"' in caught.value.hint


def test_a_column_that_is_not_there_is_answered_with_the_one_that_was_meant(take: Take) -> None:
    with pytest.raises(ImportRejected) as caught:
        take(REPORT, mapping=(("Alien Fle Number", "a_number"), ("Alien Name", "full_name")))
    assert "Did you mean 'Alien File Number'?" in caught.value.hint


def test_words_before_the_header_may_hold_other_delimiters(take: Take) -> None:
    text = "Made on March 2, 2026, by HQ; official\nContact: data@example.org\n\nanumber|subject|nat\n999000051|DOE, J|MX\n"
    taken = take(text, mapping=(("anumber", "a_number"), ("subject", "full_name"), ("nat", "nationality")))
    assert [(row["full_name"], row["nationality"]) for row in taken.rows] == [("DOE, J", "MX")]
    assert taken.extract.facts.delimiter == "|"


def test_skipped_lines_that_were_counted_wrongly_are_not_made_good_in_silence(take: Take) -> None:
    with pytest.raises(ImportRejected):
        take(REPORT, mapping=NAMES, skip_lines=2)


def test_a_spreadsheet_of_another_country(take: Take) -> None:
    text = "\ufeffsep=;\r\nNummer;Name;Geboren\r\nX-1;Müller, Karl;03.04.1980\r\nX-2;Novák;31.12.1975\r\n"
    mapping = (("Nummer", "reference"), ("Name", "full_name"), ("Geboren", "birth_date"))
    refused = take(text, mapping=mapping).refusals
    assert [refusal.kind for refusal in refused] == ["invalid_date", "invalid_date"]
    assert remedies(refused) == ["Say how dates are written in Geboren: --date-format 'Geboren=%d.%m.%Y'."]
    taken = take(text, mapping=mapping, date_formats=(("Geboren", "%d.%m.%Y"),))
    assert [row["birth_date"] for row in taken.rows] == ["1980-04-03", "1975-12-31"]


def test_latin_letters_in_an_old_encoding_are_asked_for_never_guessed(take: Take) -> None:
    data = "Num;Apellidos\nE1;PEÑA GÓMEZ\n".encode("latin-1")
    with pytest.raises(ImportRejected) as caught:
        take(data, mapping=(("Num", "reference"),))
    assert caught.value.name == "encoding_undetermined"
    taken = take(data, mapping=(("Num", "reference"), ("Apellidos", "full_name")), encoding="latin-1")
    assert taken.rows[0]["full_name"] == "PEÑA GÓMEZ"


def test_years_of_two_digits_are_read_only_when_their_form_is_named(take: Take) -> None:
    text = "A Number,Name,DOB,In\n999000011,DOE,3/1/84,3/1/24\n999000012,ROE,12/31/79,12/5/23\n"
    mapping = (("Name", "full_name"), ("DOB", "birth_date"), ("In", "opened_on"))
    said = remedies(take(text, mapping=mapping).refusals)
    assert "Say how dates are written in DOB: --date-format 'DOB=%m/%d/%y'." in said
    assert any("'In=%m/%d/%y'" in one and "'In=%d/%m/%y'" in one for one in said), said
    taken = take(text, mapping=mapping, date_formats=(("DOB", "%m/%d/%y"), ("In", "%m/%d/%y")))
    assert [(row["birth_date"], row["opened_on"]) for row in taken.rows] == [
        ("1984-03-01", "2024-03-01"),
        ("1979-12-31", "2023-12-05"),
    ]


def test_a_day_before_receipt_is_answered_with_what_can_be_wrong() -> None:
    refused = [Refusal(line, "before_receipt", ("due_at lies before the day of receipt",), "raw") for line in (2, 3)]
    (said,) = remedies(refused)
    assert "correct the record" in said
    assert "--date-format" in said


def test_two_forms_that_fit_are_both_said() -> None:
    assert formats_of(["3/1/24", "4/2/24"]) == ("%m/%d/%y", "%d/%m/%y")
    assert formats_of(["02-MAR-2026"]) == ("%d-%b-%Y",)
    assert formats_of([""]) == ()


def test_columns_of_one_name_are_told_by_their_numbers(take: Take) -> None:
    text = "ID,Name,,Date,Date,Name\nR-1,Jane Doe,,2026-01-02,2026-02-03,Kay\n"
    with pytest.raises(ImportRejected) as caught:
        take(text, mapping=(("ID", "reference"), ("Name", "full_name")))
    assert "--map '#2=full_name'" in caught.value.hint
    taken = take(text, mapping=(("ID", "reference"), ("#2", "full_name"), ("#4", "opened_on")))
    assert (taken.rows[0]["full_name"], taken.rows[0]["opened_on"]) == ("Jane Doe", "2026-01-02")
    assert "Kay" in taken.checked[0].source


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("12345678", "012345678"), ("A 999 000 014", "999000014"), ("'999000015", "999000015"),
        ('"=""099900016"""', "099900016"), ("A999-000-001", "999000001"),
    ],
)  # fmt: skip
def test_numbers_that_a_spreadsheet_has_spoiled(take: Take, written: str, digits: str) -> None:
    taken = take(f"ANUM,NAME\n{written},DOE\n", mapping=(("ANUM", "a_number"), ("NAME", "full_name")))
    assert taken.rows[0]["a_number"] == digits


def test_a_number_that_was_rounded_is_refused(take: Take) -> None:
    taken = take("ANUM,NAME\n9.99E+08,DOE\n", mapping=(("ANUM", "a_number"), ("NAME", "full_name")))
    assert [refusal.kind for refusal in taken.refusals] == ["a_number_scientific"]


def test_page_ends_inside_a_file_are_no_cases(take: Take) -> None:
    text = "No,Name,Land\n1,DOE,MX\nPage 1 of 2,,\nNo,Name,Land\n2,ROE,MX\n(2 rows affected),,\n-----,,\n"
    taken = take(text, mapping=(("No", "reference"), ("Name", "full_name")))
    assert [row["reference"] for row in taken.rows] == ["1", "2"]
    assert [refusal.kind for refusal in taken.refusals] == ["totals_row", "repeated_header", "totals_row", "totals_row"]


def test_a_line_with_nothing_but_its_first_cell_is_pointed_at(take: Take) -> None:
    taken = take("No,Name,Land\nSeattle,,\n1,Doe,MX\n", mapping=(("No", "reference"), ("Name", "full_name")))
    assert taken.warnings["first_cell_only"] == 1
    assert taken.tally.passed == 2


def test_a_file_without_a_header_loses_no_record(take: Take) -> None:
    text = "999000041,DOE JANE,1980-01-02\n999000042,ROE,1981-02-03\n"
    mapping = (("#1", "a_number"), ("#2", "full_name"), ("#3", "birth_date"))
    with pytest.raises(ImportRejected) as caught:
        take(text, mapping=mapping)
    assert caught.value.name == "missing_required_column"
    assert "--no-header" in caught.value.hint
    with pytest.raises(ImportRejected) as caught:
        take(text)
    assert "--no-header" in caught.value.hint
    taken = take(text, mapping=mapping, no_header=True)
    assert [(record.line, row["full_name"]) for record, row in zip(taken.checked, taken.rows, strict=True)] == [
        (1, "DOE JANE"),
        (2, "ROE"),
    ]


def test_refused_records_of_a_file_without_a_header_come_back_under_its_numbers(take: Take) -> None:
    text = "#1,#2,cpo:line,cpo:reason\n999000041,DOE,7,corrected\n"
    taken = take(text, mapping=(("#1", "a_number"), ("#2", "full_name")), no_header=True)
    assert [row["full_name"] for row in taken.rows] == ["DOE"]


def test_words_for_nothing_are_named_by_the_officer(take: Take) -> None:
    text = "Case,Name,Land,Opened\n1,Doe,NULL,NULL\n2,Roe,NA,2026-01-02\n"
    mapping = (("Case", "reference"), ("Name", "full_name"), ("Land", "nationality"), ("Opened", "opened_on"))
    assert [row["nationality"] for row in take(text, mapping=mapping).rows] == ["NA"], "NULL is no day"
    taken = take(text, mapping=mapping, nulls=("NULL",))
    assert [(row["nationality"], row["opened_on"]) for row in taken.rows] == [(None, None), ("NA", "2026-01-02")]


def test_a_column_whose_name_is_a_field_can_be_left_beside(take: Take) -> None:
    text = "Case,Name,Stage\n1,Doe,Pending\n"
    mapping = (("Case", "reference"), ("Name", "full_name"))
    refused = take(text, mapping=mapping).refusals
    assert [refusal.kind for refusal in refused] == ["invalid_stage"]
    assert "--map 'Stage=-'" in remedies(refused)[0]
    taken = take(text, mapping=(*mapping, ("Stage", "-")))
    assert taken.rows[0]["stage"] is None
    assert "Pending" in taken.checked[0].source


def test_a_field_that_is_none_is_answered_with_those_that_are(take: Take) -> None:
    with pytest.raises(UsageError):
        take("Case\n1\n", mapping=(("Case", "referenz"),))


def test_quotes_that_mean_inches(take: Take) -> None:
    text = 'Case,Name,Notes\n1,Doe,height 5\'11" tall\n2,"Poe" Ed,bad\n3,Low,fine\n'
    mapping = (("Case", "reference"), ("Name", "full_name"), ("Notes", "notes"))
    taken = take(text, mapping=mapping)
    assert [row["reference"] for row in taken.rows] == ["1", "3"]
    assert "--quoting none" in remedies(taken.refusals)[0]
    assert [row["full_name"] for row in take(text, mapping=mapping, quoting="none").rows][1] == '"Poe" Ed'


def test_a_header_of_two_rows_and_lone_carriage_returns(take: Take) -> None:
    text = ",Person,,Case,\rNo.,Name,Born,Opened,Officer\r1,Doe,1980,2026-01-02,kay\r"
    taken = take(text, mapping=(("No.", "reference"), ("Name", "full_name"), ("Born", "birth_date")))
    assert (taken.rows[0]["birth_date"], taken.rows[0]["officer"]) == ("1980", "kay")


def test_a_workbook_with_a_title_a_run_date_and_a_total(take: Take, tmp_path: Path) -> None:
    import datetime as dt

    import xlsxwriter

    path = tmp_path / "docket.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Docket")
    day = book.add_format({"num_format": "m/d/yy"})
    sheet.merge_range("A1:C1", "Docket Report")
    sheet.write_row(6, 0, ["A Number", "Alien Name", "DOB"])
    sheet.write_row(7, 0, [90000062, "ROE"])
    sheet.write_datetime(7, 2, dt.datetime(1981, 1, 2), day)
    sheet.write(9, 0, "Total")
    sheet.write_formula(9, 2, "=COUNT(A8:A9)")
    book.add_worksheet("Notes").write(0, 0, "For official use")
    book.close()
    with pytest.raises(ImportRejected) as caught:
        take(path)
    assert '--map "Alien Name=full_name"' in caught.value.hint
    taken = take(path, mapping=(("Alien Name", "full_name"), ("DOB", "birth_date")))
    assert [(row["a_number"], row["birth_date"]) for row in taken.rows] == [("090000062", "1981-01-02")]
    assert taken.extract.facts.header_line == 7
    assert taken.warnings["sheet_skipped"] == 1
    assert [refusal.kind for refusal in taken.refusals] == ["totals_row"]


def test_a_web_page_that_is_named_as_a_workbook(take: Take, tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(b"<html><table><tr><td>Case</td></tr></table></html>")
    with pytest.raises(ImportRejected) as caught:
        take(path)
    assert "web page" in caught.value.message


def test_what_databases_write_for_nothing_is_no_text(take: Take) -> None:
    text = "reference,full_name,facility,opened_on\n1,Doe,NULL,\n2,Roe,\\N,\n3,Poe,N/A,\n4,Null Island,NA,NULL\n"
    taken = take(text)
    assert [row["facility"] for row in taken.rows] == [None, None, None]
    assert taken.warnings["placeholder"] == 3
    assert [refusal.kind for refusal in taken.refusals] == ["invalid_date"], "a day is not guessed to be nothing"


def test_names_of_columns_are_likely_whatever_stands_behind_them() -> None:
    header = ("Alien File No.", "Respondent Name:", "Cust. Status", "Next Hrg")
    assert dict(proposed_mapping(header)) == {
        "Alien File No.": "a_number", "Respondent Name:": "full_name", "Cust. Status": "custody_status",
        "Next Hrg": "next_hearing_on",
    }  # fmt: skip


def test_both_orders_of_a_day_and_a_month_are_named_where_forms_were_given() -> None:
    refusal = Refusal(
        2, "invalid_date", ("Opened: '01/05/2026' is not a date that is read",), "", (("Opened", "01/05/2026"),)
    )
    assert remedies([refusal]) == [
        "Say how dates are written in Opened: --date-format 'Opened=%m/%d/%Y' or --date-format 'Opened=%d/%m/%Y'."
    ]


def test_text_with_every_other_byte_nul_is_told_to_be_utf_16() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        data = "Alien No,Name\nA212345678,Garc\u00eda\n".encode(encoding)
        with pytest.raises(ImportRejected) as caught:
            open_extract(source_of(data), Options())
        assert caught.value.name == "encoding_undetermined"
        assert f"--encoding {encoding}" in caught.value.hint


def test_of_several_sheets_the_likeliest_is_told_of(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "b.xlsx"))
    book.add_worksheet("Read me").write_string(0, 0, "Produced for the field office")
    sheet = book.add_worksheet("Docket")
    sheet.write_string(0, 0, "Docket of March")
    for column, name in enumerate(("Alien No", "Name", "DOB")):
        sheet.write_string(2, column, name)
    book.close()
    with pytest.raises(ImportRejected) as caught:
        open_extract(source_of((tmp_path / "b.xlsx").read_bytes(), "b.xlsx"), Options())
    assert "'Docket'" in caught.value.message
    assert caught.value.details["columns"] == ["Alien No", "Name", "DOB"]
    assert "Alien No=a_number" in caught.value.hint


SPLIT = (
    "Alien No,Last Name,First Name,MI\nA999000001,García,Ana,L\nA999000002,Doe,,\nA999000003,,Eve,\n"
    "Alien No,Last Name,First Name,MI\nA999000004,(b)(6),(b)(6),\nA999000005,Roe\n"
)
NAMED = (("Alien No", "a_number"), ("Last Name", "full_name"), ("First Name", "full_name"), ("#4", "full_name"))


def test_a_name_in_several_columns_is_joined_in_the_order_of_the_mapping(take: Take) -> None:
    taken = take(SPLIT, mapping=NAMED)
    assert [row["full_name"] for row in taken.rows] == ["García, Ana L", "Doe", "Eve"]
    assert [refusal.kind for refusal in taken.refusals] == ["repeated_header", "missing_name", "field_count"]
    assert taken.refusals[2].raw == "A999000005,Roe"
    assert "unknown_column" not in taken.warnings
    with pytest.raises(UsageError, match="two columns"):
        take(SPLIT, mapping=(("Alien No", "a_number"), ("Last Name", "full_name"), ("First Name", "a_number")))


def test_a_joined_name_is_kept_in_a_profile_and_beside_the_record(take: Take) -> None:
    taken = take(SPLIT, mapping=NAMED)
    assert json.loads(taken.checked[0].source) == {"First Name": "Ana", "MI": "L"}
    options = Options(mapping=NAMED)
    profile = read_profile(profile_text("Split names", taken.extract.plan, options), "split")
    assert [row["full_name"] for row in take(SPLIT, profile=profile).rows] == ["García, Ana L", "Doe", "Eve"]
    older = "Alien No,Last Name,First Name\nA999000001,García,Ana\n"
    assert [row["full_name"] for row in take(older, profile=profile).rows] == ["García, Ana"]


def test_a_profile_keeps_the_delimiter_that_was_named_by_a_word(take: Take) -> None:
    text = "Nr\tName\n1\tAna\n"
    mapping = (("Nr", "reference"), ("Name", "full_name"))
    taken = take(text, mapping=mapping, delimiter="tab")
    saved = read_profile(profile_text("Tabs", taken.extract.plan, Options(mapping=mapping, delimiter="tab")), "tabs")
    assert saved.delimiters == ("\t",)
    assert [row["full_name"] for row in take(text, profile=saved).rows] == ["Ana"]
