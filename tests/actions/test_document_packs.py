"""Another version of the documents pack: looked at, adopted, undone; one that is wrong changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpo_tui.actions import cases, document_packs, timeline
from cpo_tui.actions.context import Context, office
from cpo_tui.actions.undo import undo
from cpo_tui.errors import CpoError, Refused, UsageError
from cpo_tui.rules.document_pack import DOCUMENTS_FOLDER
from cpo_tui.store import document_packs as stored
from cpo_tui.store import reader
from cpo_tui.store.verify import verify

SHIPPED = (DOCUMENTS_FOLDER / "us-documents.toml").read_text(encoding="utf-8")


@pytest.fixture
def other(tmp_path: Path, context: Context) -> Path:
    """A version in which nobody needs an I-213, beside a case that needs one."""
    cases.edit_case(context, 1, {"stage": "in_proceedings", "custody_status": "detained"})
    timeline.add_event(context, [1], "nta_served", "2026-03-01", facts={"proceeding.type": "section_240"})
    path = tmp_path / "us-documents.toml"
    begin = SHIPPED.index('id = "doc-i213"')
    changed = SHIPPED[begin:].replace('when = "true"', 'when = "false"', 1)
    path.write_text(
        (SHIPPED[:begin] + changed).replace('version = "2026.1"', 'version = "2026.2"', 1), encoding="utf-8"
    )
    return path


def test_a_version_is_previewed_adopted_and_undone(context: Context, other: Path) -> None:
    before = reader.case_row(context.connection, 1).missing_documents
    found = document_packs.preview_documents(context, other)
    assert {name: one.dropped for name, one in found.items()} == {"R1": ("doc-i213",)}
    outcome, _ = document_packs.adopt_documents(context, other, "new law")
    assert outcome.references == ("R1",)
    pack = stored.pack_in_use(context.connection)
    assert pack is not None
    assert pack.version == "2026.2"
    assert reader.case_row(context.connection, 1).missing_documents == before - 1
    looking = context.store.reader()
    assert verify(looking, office()).problems == ()
    looking.close()
    with pytest.raises(Refused, match="in use already"):
        document_packs.adopt_documents(context, other, "again")
    undo(context)
    assert reader.case_row(context.connection, 1).missing_documents == before


def test_what_is_wrong_is_refused_whole(context: Context, other: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="with a reason"):
        document_packs.adopt_documents(context, other, " ")
    unused = SHIPPED.replace('document = "doc-convictions"', 'document = "doc-none"', 1)
    undefined = SHIPPED.replace('checks = ["photo",', 'checks = ["photograph_of_nobody",', 1)
    for text in (unused, undefined, "version ="):
        path = tmp_path / "wrong.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CpoError):
            document_packs.adopt_documents(context, path, "new")
    with pytest.raises(UsageError, match="cannot be read"):
        document_packs.preview_documents(context, tmp_path / "none.toml")
    assert context.connection.execute("SELECT count(*) FROM packs").fetchone() == (0,)
