"""The register of commands: complete, without clashes, and strict about an officer's own keys."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cpo_tui.errors import ConfigError
from cpo_tui.ui.commands.register import (
    EVERYWHERE,
    as_json,
    check_key,
    clashes_of,
    docs_page,
    shipped,
    shown_key,
    with_keymap,
)

INPUT_KEYS = {"left", "right", "home", "end", "backspace", "delete", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+f", "ctrl+d", "ctrl+x", "ctrl+v"}  # fmt: skip


def test_every_command_is_complete() -> None:
    for command in shipped():
        assert command.help.endswith("."), command.id
        assert command.label, command.id
        assert command.group, command.id
        assert command.keys, command.id
        for key in command.keys:
            check_key(key, command.id)


def test_no_key_means_two_commands_and_no_id_two_things() -> None:
    assert clashes_of(shipped()) == []
    ids = [command.id for command in shipped()]
    assert len(ids) == len(set(ids))


def test_what_works_everywhere_leaves_the_keys_of_typing_alone() -> None:
    for command in shipped():
        if command.screen == EVERYWHERE:
            assert INPUT_KEYS.isdisjoint(command.keys), command.id


def test_the_footer_of_a_screen_has_at_most_seven_keys() -> None:
    from cpo_tui.ui.widgets.key_line import MOST_KEYS, key_line, offered

    for screen in ("caseload", "case", "rules", "rule", "calendar", "adoption", "start"):
        there = [command for command in shipped() if command.screen in {screen, EVERYWHERE}]
        line = "".join(
            words for words, _ in key_line(offered(there, read_only=False, has_case=True, has_marks=True), {}, 200)
        )
        shown = [part for part in line.split("   ") if part.strip()]
        assert 3 <= len(shown) <= MOST_KEYS, (screen, line)


def test_an_own_key_takes_the_place_of_the_shipped_one() -> None:
    commands = {command.id: command for command in with_keymap({"act.assign": "f9"})}
    assert commands["act.assign"].key == "f9"
    assert commands["act.stage"].key == "s"


@pytest.mark.parametrize(
    ("keymap", "message", "hint"),
    [
        ({"act.asign": "f9"}, "no command 'act.asign'", "act.assign"),
        ({"act.assign": "s"}, "would mean both", "another key"),
        ({"act.assign": "ctrl+"}, "not the name of a key", ""),
        ({"act.assign": "entr"}, "not the name of a key", "enter"),
        ({"act.assign": "ctrl+z"}, "kept for", ""),
        ({"act.assign": ""}, "empty key", ""),
    ],
)
def test_a_wrong_keymap_is_an_error_that_helps(keymap: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as error:
        with_keymap(keymap)
    assert message in error.value.message
    assert hint in error.value.hint


def test_keys_are_written_as_people_write_them() -> None:
    assert shown_key("question_mark,f1") == "?"
    assert shown_key("ctrl+p") == "^p"
    assert shown_key("pagedown,ctrl+f", every=True) == "PgDn ^f"
    assert shown_key("H") == "H"


def test_the_register_is_the_json_and_the_page_of_the_guide() -> None:
    page = docs_page()
    for command in as_json():
        assert set(command) == {"id", "key", "label", "help", "screen", "group"}
        assert f"`{command['id']}`" in page
        assert command["help"] in page


def test_every_command_is_done_by_its_screen() -> None:
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.screens.case import TAB_KEYS, CaseScreen
    from cpo_tui.ui.screens.caseload import Caseload
    from cpo_tui.ui.screens.caseload_views import VIEW_KEYS
    from cpo_tui.ui.screens.first_run import FirstRun

    holders = {"everywhere": CpoApp, "caseload": Caseload, "case": CaseScreen, "start": FirstRun}
    for command in shipped():
        if command.screen in holders and command.id not in {**VIEW_KEYS, **TAB_KEYS}:
            assert callable(getattr(holders[command.screen], command.method, None)), command.id


def test_the_register_is_read_without_the_toolkit() -> None:
    program = "import cpo_tui.ui.commands.register as c, sys; c.docs_page(); print([m for m in sys.modules if m.startswith('textual')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
