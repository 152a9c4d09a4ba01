"""The facts of events in files: they leave with the events, come back, and are refused where the pack does not know them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from cpo_tui.actions import timeline
from cpo_tui.actions.cases import edit_case
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.exporting import ExportOptions, export
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.errors import UsageError
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.merging import ImportReport
from cpo_tui.store import connect

FACTS = "SELECT facts FROM events ORDER BY occurred_at, id"


def _file(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("reference", "kind", "occurred_at", "title", "facts"), *rows])
    return path


def _bring(context: Context, path: Path) -> ImportReport:
    return import_file(context, path, ImportOptions(Options(), again=True))


def _facts(context: Context) -> list[str | None]:
    return [row[0] for row in context.connection.execute(FACTS)]


def test_facts_leave_and_come_back_and_change_nothing_again(context: Context, tmp_path: Path) -> None:
    facts = {"release.type": "bond", "release.conditions": "yes"}
    timeline.add_event(context, [1], "release", "2026-02-20", title="Released", facts=facts)
    timeline.add_event(context, [1], "foia_received", "2026-02-21", facts={"ref": "F-1"})
    timeline.add_event(context, [1], "foia_received", "2026-02-21", facts={"ref": "F-2"})
    timeline.add_event(context, [2], "note_added", "2026-02-22")
    out, cases = tmp_path / "events.csv", tmp_path / "cases.csv"
    for kind, path in (("events", out), ("cases", cases)):
        export(context, path, ExportOptions(kind=kind))
    assert _bring(context, out).counts.unchanged == 4
    other = connect.create(tmp_path / "b.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(other, "alvarez") as second:
        _bring(second, cases)
        report = _bring(second, out)
        assert (report.counts.created, report.tally.quarantined) == (4, 0)
        assert _facts(second) == _facts(context)
        again = _bring(second, out)
        assert (again.counts.created, again.counts.updated, again.counts.unchanged) == (0, 0, 4)
        export(second, tmp_path / "again.csv", ExportOptions(kind="events"))
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ('{"release.typ": "bond"}', "did you mean release.type"),
        ('{"release.type": "barter"}', "recognizance, bond, parole"),
        ('{"release.conditions": "perhaps"}', "release.conditions must be a bool"),
        ('{"release.type": "bond", "release.type": "parole"}', "each once"),
        ('{"release.type": {"how": "bond"}}', "is not a JSON object of facts"),
        ("[1, 2]", "is not a JSON object of facts"),
        ("release.type=bond", "is not a JSON object of facts"),
        ("[" * 5000, "is not a JSON object of facts"),
    ],
)
def test_what_the_pack_does_not_know_is_refused(facts: str, said: str, context: Context, tmp_path: Path) -> None:
    report = _bring(context, _file(tmp_path / "e.csv", [("R1", "release", "2026-02-20", "", facts)]))
    assert report.tally.kinds == {"invalid_facts": 1}
    assert said in report.refusals[0].reasons[0]
    assert _facts(context) == []


def test_the_spelling_of_the_file_does_not_matter(context: Context, tmp_path: Path) -> None:
    rows = [("R1", "release", "2026-02-20", "", '{ "release.type":"bond","release.conditions":true }')]
    assert _bring(context, _file(tmp_path / "e.csv", rows)).counts.created == 1
    assert _facts(context) == ['{"release.conditions": true, "release.type": "bond"}']


def test_an_empty_cell_takes_nothing_away_and_another_value_is_taken(context: Context, tmp_path: Path) -> None:
    def bring(facts: str) -> ImportReport:
        return _bring(context, _file(tmp_path / "e.csv", [("R1", "release", "2026-02-20", "", facts)]))

    bring('{"release.type": "bond"}')
    assert bring("").counts.unchanged == 1
    assert bring('{"release.type": "parole"}').counts.updated == 1
    assert _facts(context) == ['{"release.type": "parole"}']


def test_a_fact_that_no_rule_could_read_is_refused_at_the_prompt_too(context: Context) -> None:
    with pytest.raises(UsageError, match=r"no fact 'service\.methd'; did you mean service\.method\?$"):
        timeline.add_event(context, [1], "nta_served", "2026-02-20", facts={"service.methd": "mail"})
    with pytest.raises(UsageError, match="one of: personal, mail"):
        timeline.add_event(context, [1], "nta_served", "2026-02-20", facts={"service.method": "pigeon"})
    assert _facts(context) == []


def test_an_event_says_what_does_not_fit_and_is_kept(context: Context) -> None:
    outcome = timeline.add_event(context, [1, 2], "nta_servd", "2026-02-20")
    assert outcome.notes == (
        "no rule knows the kind nta_servd, so it starts no clock; did you mean nta_served? (u or cpo undo takes this back)",
    )
    assert outcome.as_json()["notes"] == list(outcome.notes)
    edit_case(context, 1, {"birth_date": "1990-05-01"})
    early = timeline.add_event(context, [1, 2], "nta_served", "1989-02-01")
    assert early.notes == (
        "NTA served (1989-02-01): before the birth date 1990-05-01; it is not used until one of them is corrected",
    )
    fits = timeline.add_event(context, [1], "nta_served", "2026-02-20", facts={"service.method": "mail"})
    assert fits.notes == ()
    assert "notes" not in fits.as_json()
