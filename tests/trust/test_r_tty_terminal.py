"""R-TTY-2, -3, -6 and R-QRY: what hostile text does to the command line, the screens, a crash and a query: nothing."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.trust.conftest import MARKER, SOURCE, Run

from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.undo import undo
from cpo_tui.cli import running
from cpo_tui.errors import CpoError
from cpo_tui.store import search
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def _values(name: str) -> list[str]:
    with (CORPORA / name).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        rows = csv.DictReader(line.replace("\0", "\x00") for line in file)
        return [value for row in rows for key, value in row.items() if key and isinstance(value, str) and value]


def _force(store: Store, texts: list[str]) -> None:
    """Put texts into the store past every check."""
    with acting(store, "alvarez") as context:
        connection = context.connection
        for text in texts:
            held = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            connection.execute("INSERT INTO persons(full_name, language) VALUES (?, ?)", (held, held))
            connection.execute(
                "INSERT INTO cases(reference, person_id, lifecycle, officer, facility, demand, act_key, opened_on)"
                " VALUES (?1, last_insert_rowid(), 'open', 'alvarez', ?2, ?2, '2026-03-02', '2026-01-05')",
                (f"H-{len(held)}-{held[:40]}-{connection.total_changes}", held),
            )
            case_id = connection.execute("SELECT max(id) FROM cases").fetchone()[0]
            sql = "INSERT INTO notes(case_id, body, written_at, written_by) VALUES (?, ?, '2026-03-01', ?)"
            connection.execute(sql, (case_id, held, held))


def test_r_tty_2_no_command_writes_what_a_terminal_obeys(store: Store, cpo: Run, tmp_path: Path) -> None:
    _force(store, _values("escape_injection.csv")[:40])
    names = [
        line
        for line in (CORPORA / "hostile_filenames.txt").read_text(encoding="utf-8", errors="replace").splitlines()
        if line and "\0" not in line
    ][:5]
    commands: list[tuple[str, ...]] = [
        ("list",), ("list", "--json"), ("show", "@3"), ("show", "@3", "--json"), ("show", "@9"), ("why", "@5"), ("history",),
        ("export", "-o", str(tmp_path / "out.csv")), ("show", "no\x1b]0;owned\x07such"), ("list", "--query", "\x1b[2J(("),
        ("assign", "@1", "--to", "\x9b31m"), *(("import", name) for name in names),
    ]  # fmt: skip
    for command in commands:
        answer = cpo("--store", store.path, *command, code=None)
        assert OBEYED.search(answer.stdout) is None, command
        assert OBEYED.search(answer.stderr) is None, command
        assert answer.stdout + answer.stderr


def test_r_tty_3_markup_is_shown_as_it_is(store: Store, cpo: Run) -> None:
    texts = [text for text in dict.fromkeys(_values("markup_injection.csv")) if "[" in text and text.isprintable()]
    _force(store, texts)
    listed = json.loads(cpo("--store", store.path, "list", "--json").stdout)
    shown = {row["full_name"] for row in listed}
    assert len(texts) > 20
    assert set(texts) <= shown
    for number in (1, 2, 3):
        assert texts[number - 1] in cpo("--store", store.path, "show", f"@{number}").stdout


async def test_r_tty_3_no_screen_takes_markup(store: Store) -> None:
    texts = ["[/] [bold]x[/bold]", "[@click=app.quit]q[/]", "[REDACTED]", "[I-589 pending]", ":warning: [link=x]y"]
    _force(store, texts)
    app = CpoApp(store, officer="alvarez", store_path=store.path)
    async with app.run_test(size=(160, 36)) as pilot:
        await pilot.pause(0.3)
        await pilot.press("backspace")
        for text in texts:
            app.say(text)
            for _ in range(200):
                await pilot.pause(0.01)
                lines = ["".join(part.text for part in line) for line in app.screen._compositor.render_strips()]
                if any(text in line for line in lines):
                    break
            else:
                pytest.fail(f"{text} is not on the screen")


def test_r_tty_3_no_text_of_data_is_read_as_markup() -> None:
    wrong = []
    for path in (SOURCE / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        wrong += [
            f"{path.name}: {found}"
            for found in re.findall(r"markup=True|markup\.escape|from_markup|Label\(|Static\(", text)
        ]
    assert wrong == []


def _fail_with(secret: str) -> None:
    raise RuntimeError(f"reading {secret}")


def test_r_tty_6_a_fault_on_the_command_line_shows_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        _fail_with(MARKER)
    except RuntimeError as error:
        running._unforeseen(type(error), error, error.__traceback__)
    captured = capsys.readouterr()
    assert MARKER not in captured.out + captured.err
    assert "A fault in cpo itself: RuntimeError" in captured.err


THREAD = """
import sys, threading
from cpo_tui.cli import running
running.command_tree = None
sys.argv = ["cpo"]
def work():
    secret = "{marker}"
    raise RuntimeError(secret)
def run(args):
    one = threading.Thread(target=work)
    one.start()
    one.join()
    return 0
running.run = run
running.run_process([])
"""


def test_r_tty_6_a_fault_in_a_thread_shows_no_value() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", THREAD.format(marker=MARKER)], capture_output=True, text=True, check=False
    )
    assert "A fault in cpo itself: RuntimeError" in answer.stderr
    assert MARKER not in answer.stdout + answer.stderr
    assert threading.excepthook is not None


def test_r_qry_3_the_index_fits_its_table_after_any_work(context: Context) -> None:
    from cpo_tui.actions import cases

    connection = context.connection
    cases.edit_case(context, 1, {"full_name": "Somebody Else"})
    cases.add_case(context, {"reference": "C-9", "full_name": "Nine"})
    undo(context)
    for index in ("case_search", "inquiry_search"):
        connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
    assert search.matching(connection, "Somebody", officer="alvarez", now=context.now, zone=context.zone) == (1,)
    assert search.matching(connection, "Nine", officer="alvarez", now=context.now, zone=context.zone) == ()


@pytest.mark.parametrize("pattern", ["(a+)+$", "name:/(x+x+)+y/", "~^(.*a){20}$", "re:(a|aa)+$"])
def test_r_qry_4_no_query_takes_a_regular_expression(context: Context, pattern: str) -> None:
    from cpo_tui.actions import cases

    cases.edit_case(context, 1, {"full_name": "a" * 60})
    began = time.monotonic()
    try:
        found = search.matching(context.connection, pattern, officer="alvarez", now=context.now, zone=context.zone)
    except CpoError:
        found = ()
    assert time.monotonic() - began < 1
    assert set(found) <= {1}


def test_r_qry_6_no_sql_from_text() -> None:
    """Values are bound; what is put into SQL text are names from fixed lists, and only the store writes SQL."""
    strays = []
    for path in SOURCE.rglob("*.py"):
        if path.parent.name in {"store", "versions", "rules"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"execute", "executemany", "executescript"}
            ):
                words = ast.unparse(node.args[0]) if node.args else ""
                if words not in {"'BEGIN'", "'ROLLBACK'"}:
                    strays.append(f"{path.name}:{node.lineno} {words}")
    assert strays == []


def test_r_qry_6_a_name_that_is_sql_is_a_name(store: Store, cpo: Run) -> None:
    name = "Robert'); DROP TABLE cases;--"
    cpo("--store", store.path, "add", "case", "--reference", "C-1", "--name", name)
    assert json.loads(cpo("--store", store.path, "list", "--json", "--query", "robert").stdout)[0]["full_name"] == name
    assert json.loads(cpo("--store", store.path, "verify", "--json").stdout)["ok"] is True
