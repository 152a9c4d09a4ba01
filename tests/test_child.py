"""A process of our own: asked, heard, and never left behind."""

from __future__ import annotations

import io

import pytest

from cpo_tui.child import Child, receive, send

ECHO = """
import sys
from cpo_tui.child import receive, send
while True:
    send(sys.stdout.buffer, receive(sys.stdin.buffer))
"""


@pytest.fixture
def echo(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Child:
    folder = tmp_path_factory.mktemp("module")
    (folder / "echo_of_test.py").write_text(ECHO, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=":")
    return Child("echo_of_test")


def test_it_answers_until_there_is_nothing_more_to_ask(echo: Child) -> None:
    echo.widen()
    for message in ("", ("block", [1, None, 2.5, b"\0", "\ud800"]), "x" * 3_000_000):
        echo.send(message)
        assert echo.receive() == message
    echo.asked_all()
    with pytest.raises(EOFError):
        echo.receive()
    echo.end()
    assert not echo.lives


def test_whoever_listens_to_one_that_was_stopped_hears_it(echo: Child) -> None:
    assert echo.lives
    echo.stop()
    with pytest.raises(EOFError):
        echo.receive()
    with pytest.raises(BrokenPipeError):
        echo.send("x" * 3_000_000)
    echo.end()
    assert not echo.lives


@pytest.mark.parametrize("kept", [0, 1, 7, 8, 9, 20])
def test_part_of_a_message_is_none(kept: int) -> None:
    whole = io.BytesIO()
    send(whole, "a message of some length")
    whole.seek(0)
    assert receive(whole) == "a message of some length"
    with pytest.raises(EOFError):
        receive(io.BytesIO(whole.getvalue()[:kept]))
