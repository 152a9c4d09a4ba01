"""A process of our own: asked, heard, and never left behind."""

from __future__ import annotations

import io
from pathlib import Path

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


def test_what_lies_in_the_folder_that_one_works_in_is_not_run(
    echo: Child, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echo.end()
    for name in ("echo_of_test", "subprocess"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    begun = Child("echo_of_test")
    begun.send("heard")
    assert begun.receive() == "heard"
    begun.end()
    assert not (tmp_path / "ran").exists()
