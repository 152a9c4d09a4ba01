"""What reaches the terminal, byte by byte, from a real run in a pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from fcntl import ioctl
from pathlib import Path

import pyte
import pytest
from tests.ui.conftest import corpus

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting
from cpo_tui.store.connect import Store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

PROGRAM = """
import sys
from pathlib import Path
from cpo_tui.store.connect import open_store
from cpo_tui.ui.app import run_application
path = Path(sys.argv[1])
sys.exit(run_application(open_store(path), officer="alvarez", store_path=path))
"""


class Terminal:
    """A run of the application in a pseudo-terminal of a size."""

    def __init__(self, store: Store, columns: int, rows: int, **more: str) -> None:
        self.bytes = b""
        self.process, self._file = pty.fork()
        if self.process == 0:
            known = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
            world = {**known, "TERM": "xterm-256color", "COLORTERM": "truecolor", **more}
            os.execve(sys.executable, [sys.executable, "-c", PROGRAM, str(store.path)], world)  # noqa: S606
        ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.columns, self.rows = columns, rows

    def wait_for(self, text: str, seconds: float = 20) -> None:
        """Read until the screen shows `text`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.05)
            if text in self.shown:
                self._read(0.1)
                return
        pytest.fail(f"{text!r} never came; the screen was:\n{self.shown}")

    def press(self, keys: str) -> None:
        os.write(self._file, keys.encode())
        self._read(0.3)

    def _read(self, silent: float) -> None:
        while select.select([self._file], [], [], silent)[0]:
            try:
                some = os.read(self._file, 1 << 16)
            except OSError:
                return
            if not some:
                return
            self.bytes += some

    @property
    def shown(self) -> str:
        screen = pyte.Screen(self.columns, self.rows)
        stream = pyte.ByteStream(screen)
        stream.feed(re.sub(rb"\x1b\[[?<>=][0-9;]*[a-zA-Z$]+|\x1bP.*?\x1b\\", b"", self.bytes, flags=re.DOTALL))
        return "\n".join(screen.display)

    def end(self, how: int = signal.SIGKILL) -> int:
        os.kill(self.process, how)
        self._read(1)
        _, status = os.waitpid(self.process, 0)
        return status

    def quit(self) -> int:
        self.press("\x11")
        self._read(2)
        _, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    made: list[Terminal] = []
    yield made
    for terminal in made:
        try:
            if os.waitpid(terminal.process, os.WNOHANG) == (0, 0):
                terminal.end()
        except ChildProcessError:
            continue


def forced(store: Store, texts: Sequence[str]) -> None:
    """Put texts into every place of the store that a screen shows, past every check."""
    with acting(store, "alvarez") as context:
        connection = context.connection
        for number, text in enumerate(texts, 1):
            made = cases.add_case(context, {"reference": f"C-{number}", "officer": "alvarez"}).made
            connection.execute("UPDATE persons SET full_name = ?, language = ? WHERE id = ?", (text, text, made))
            connection.execute(
                "UPDATE cases SET facility = ?, demand = ?, citation = ?, stage = ?, waiting_on = ?, safeguards = ?"
                ", act_by = '2026-03-02', due_at = '2026-03-03' WHERE id = ?",
                (text, text, text, text, text, text.replace(",", ""), made),
            )
            sql = "INSERT INTO events(case_id, kind, occurred_at, recorded_at, title, body, source) VALUES (?, ?, '2026-03-01', '2026-03-01', ?, ?, ?)"
            connection.execute(sql, (made, text, text, text, text))
            connection.execute(
                "INSERT INTO documents(case_id, document, form, state) VALUES (?, ?, ?, 'requested')",
                (made, text, text),
            )
            connection.execute(
                "INSERT INTO notes(case_id, body, written_at, written_by) VALUES (?, ?, '2026-03-01', ?)",
                (made, text, text),
            )


ALLOWED = re.compile(
    rb"\x1b\[[0-9;?<>=]*[a-zA-Z]"  # what the toolkit draws with
    rb"|\x1b\[\?[0-9;]*\$[py]"  # and what it asks the terminal
    rb"|\x1b\]22;[a-z-]*\x07"  # the shape of the pointer
    rb"|\x1b[78=>]|\x1b\[[0-9;]* q|\x1b\(B"
)


def test_r_tty_1_no_control_of_the_data_reaches_the_terminal(store: Store, terminals: list[Terminal]) -> None:
    texts = [
        value
        for record in corpus("escape_injection.csv")
        for value in record.values()
        if value and not value.isprintable()
    ]
    forced(store, [*dict.fromkeys(texts)][:60])
    terminal = Terminal(store, 120, 36)
    terminals.append(terminal)
    terminal.wait_for("ACT BY")
    for keys in (
        "\x7f",
        "j" * 10,
        "\x06",
        "\x06",
        "\r",
        "2",
        "3",
        "4",
        "5",
        "v",
        "\x1b",
        "E",
        "\x1b",
        "]",
        "]",
        "\x1b",
        "G",
        "k",
        "\r",
        "1",
        "\r",
        "\x1b",
        "w",
        "\x1b",
    ):
        terminal.press(keys)
    left = ALLOWED.sub(b"", terminal.bytes)
    controls = sorted({byte for byte in left if byte < 0x20 and byte not in b"\r\n"})
    assert controls == [], left[:300]
    assert re.search(rb"\x1b\](?!22;)", terminal.bytes) is None
    assert "\x9b" not in terminal.bytes.decode("utf-8", "replace")
    assert terminal.quit() == 0


def test_r_tty_5_names_of_every_script_leave_the_columns_straight(store: Store, terminals: list[Terminal]) -> None:
    names = [record["full_name"] for record in corpus("unicode_names.csv") if record["full_name"]]
    with acting(store, "alvarez") as context:
        for number, name in enumerate(names[:110], 1):
            made = cases.add_case(context, {"reference": f"C-{number}", "officer": "alvarez", "stage": "charged"}).made
            context.connection.execute("UPDATE persons SET full_name = ? WHERE id = ?", (name, made))
    terminal = Terminal(store, 120, 60)
    terminals.append(terminal)
    terminal.wait_for("ACT BY")
    terminal.press("\x7f")
    seen = 0
    for keys in ("", "\x06", "\x06"):
        terminal.press(keys)
        for line in terminal.shown.splitlines():
            if "Review: not touched" in line and "w why" not in line:
                seen += 1
                head = re.match(r"^. . .{16}  .{20,40}  C-\d+ +charged +·  +·  ", line)
                assert head is not None, line
    assert seen > 100
    assert terminal.quit() == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_r_tty_9_the_terminal_is_left_as_it_was(caseload: Store, terminals: list[Terminal], how: int) -> None:
    terminal = Terminal(caseload, 100, 30)
    terminals.append(terminal)
    terminal.wait_for("ACT BY")
    terminal.end(how)
    assert terminal.bytes.rstrip().endswith(b"\x1b[?1049l") or b"\x1b[?1049l" in terminal.bytes[-400:]
    assert b"\x1b[?25h" in terminal.bytes[-400:]
    assert "García".encode() not in terminal.bytes.split(b"\x1b[?1049l")[-1]


def test_without_colour_no_colour_is_sent(caseload: Store, terminals: list[Terminal]) -> None:
    terminal = Terminal(caseload, 100, 30, NO_COLOR="1")
    terminals.append(terminal)
    terminal.wait_for("ACT BY")
    terminal.press("j")
    assert b"38;2;" not in terminal.bytes
    assert b"48;2;" not in terminal.bytes
    assert b"\x1b[7" in terminal.bytes or b";7" in terminal.bytes
    assert terminal.quit() == 0


def test_a_terminal_of_twenty_by_five(caseload: Store, terminals: list[Terminal]) -> None:
    terminal = Terminal(caseload, 20, 5)
    terminals.append(terminal)
    terminal.wait_for("My day")
    for keys in ("j", "\r", "2", "\x1b", "?", "\x1b", "n", "\x1b", "a", "\x1b"):
        terminal.press(keys)
    assert terminal.quit() == 0


def test_the_first_picture_needs_no_object_mapper(caseload: Store, tmp_path: Path) -> None:
    import subprocess

    program = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from cpo_tui.store.connect import open_store\n"
        "from cpo_tui.ui.app import CpoApp\n"
        "from cpo_tui.ui.screens.caseload_list import CaseloadList\n"
        "heavy = ('sqlalchemy', 'sqlmodel', 'alembic', 'pydantic', 'typer', 'holidays', 'cel', 'python_calamine',\n"
        "         'xlsxwriter', 'icalendar', 'textual.widgets._text_area', 'cpo_tui.actions.cases',\n"
        "         'cpo_tui.rules.pack', 'cpo_tui.exchange.reading')\n"
        "then = CaseloadList._painted_first\n"
        "def painted(self):\n"  # what is loaded now; a reader thread loads more as soon as this returns
        "    print([name for name in heavy if name in sys.modules])\n"
        "    then(self)\n"
        "CaseloadList._painted_first = painted\n"
        "async def main():\n"
        f"    app = CpoApp(open_store(Path({str(caseload.path)!r})), officer='alvarez')\n"
        "    async with app.run_test(size=(120, 36)) as pilot:\n"
        "        await pilot.pause()\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
