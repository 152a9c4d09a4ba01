"""The mark of a report is found again, and says when the report is no longer what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.documents import marking
from cpo_tui.errors import UsageError

MARK = {"head": "0" * 64, "content": "", "seal": "s", "at": "2026-03-02", "officer": "x"}


@pytest.mark.parametrize("form", ["md", "html", "pdf"])
@given(body=st.binary(max_size=200), officer=st.text(max_size=30))
def test_what_was_marked_is_found(form: str, body: bytes, officer: str) -> None:
    content = marking.ended(body)
    mark = {**MARK, "content": marking.digest(content), "officer": officer + "-->%cpo-report <!-- cpo-report "}
    found = marking.found_in(marking.marked(content, form, mark))
    assert found == marking.Marked(mark, mark["content"])


def test_json_is_hashed_by_its_content_and_not_by_its_layout() -> None:
    content = {"b": ["é", None, 1], "a": True}
    mark = {**MARK, "content": marking.digest(marking.json_body(content))}
    data = marking.marked_json(content, mark)
    assert marking.found_in(data.replace(b"  ", b" ")).content == mark["content"]
    assert marking.found_in(data.replace(b"true", b"false")).content != mark["content"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# Notes\n",
        b"{}",
        b'{"report": 1, "mark": []}',
        b"\xff\xfe",
        b"<!-- cpo-report {} -->\n",
        b"%cpo-report [\n",
        b"[" * 100_000,
    ],
)
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="no mark"):
        marking.found_in(data)
