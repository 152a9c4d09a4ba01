"""What stands between the data and the terminal, and between a crash and the eyes of others."""

from __future__ import annotations

import stat
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.safety.guard import NoColour, NothingObeyed, crash_report, write_crash_report

BLACK = Color(0, 0, 0)


@given(st.text())
def test_nothing_that_a_terminal_obeys_passes(text: str) -> None:
    passed = "".join(segment.text for segment in NothingObeyed().apply([Segment(text)], BLACK))
    assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 for one in passed)
    assert not set(passed) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert cell_len(passed) == cell_len(text)


def test_harmless_lines_are_left_alone() -> None:
    segments = [Segment("García 李"), Segment(" ")]
    assert NothingObeyed().apply(segments, BLACK) is segments


def test_without_colour_there_is_none() -> None:
    styled = NoColour().apply([Segment("x", Style.parse("bold red on blue")), Segment("y")], BLACK)
    style = styled[0].style
    assert style is not None
    assert style.bold
    assert style.color is not None
    assert style.color.is_default
    assert style.bgcolor is not None
    assert style.bgcolor.is_default


def _fail(secret: str) -> None:
    raise ValueError(f"could not read {secret}")


def test_r_exp_6_a_report_has_the_place_and_no_value() -> None:
    try:
        _fail("García López")
    except ValueError as error:
        path = write_crash_report(error)
        report = crash_report(error)
    assert "ValueError" in report
    assert "in _fail" in report
    assert "García" not in report
    assert path.read_text() == report
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_r_tty_6_a_crash_tells_nothing_of_a_case(
    caseload: Store, app_on: Callable[..., CpoApp], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = app_on(caseload)

    def crash() -> None:
        name = "García López, María Elena"
        raise RuntimeError(name)

    with pytest.raises(RuntimeError):  # noqa: PT012 - the crash comes out where the application ends
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            monkeypatch.setattr(app.screen, "do_list_down", crash)
            await pilot.press("j")
            await pilot.pause()
    app._print_error_renderables()
    captured = capsys.readouterr()
    assert "García" not in captured.out + captured.err
    assert "fault of its own" in captured.err
    assert app.return_code == 1


async def test_r_tty_7_nothing_goes_to_the_system_clipboard(
    caseload: Store, app_on: Callable[..., CpoApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(100, 30)) as pilot:
        written: list[str] = []
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", written.append)
        app.copy_to_clipboard("A212345678")
        await pilot.pause()
        assert not any("\x1b]52" in one for one in written)
        assert app.clipboard == "A212345678"


def test_r_tty_8_no_picture_command_and_no_toolkit_palette() -> None:
    assert CpoApp.ENABLE_COMMAND_PALETTE is False
    assert set() == CpoApp.COMMANDS
