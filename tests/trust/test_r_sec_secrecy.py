"""R-SEC: what is on disk, in the process, in its environment and on the network."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.pages import plain_bytes
from tests.trust.conftest import MARKER, PASSPHRASE, SOURCE, Run

from cpo_tui import process
from cpo_tui.actions import attaching
from cpo_tui.actions.context import acting
from cpo_tui.cli.running import run
from cpo_tui.errors import ConfigError, StoreError, UsageError
from cpo_tui.store import keyring, keys
from cpo_tui.store.connect import Store, open_store
from cpo_tui.ui.app import CpoApp

EXTRACT = f"reference,a_number,full_name,stage\nI-1,A219004411,{MARKER} Imported,intake\nI-2,A21900,{MARKER} Refused,nowhere\n"


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


def test_r_sec_1_no_name_is_readable_in_any_file_after_a_whole_session(
    tmp_path: Path, cpo: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Init, work, import with a refusal, backup, undo, rekey and a killed writer; then every byte is searched."""
    place, temp, extract = tmp_path / "data" / "mine.cpo", tmp_path / "temp", tmp_path / "in" / "extract.csv"
    temp.mkdir()
    extract.parent.mkdir()
    extract.write_text(EXTRACT, encoding="utf-8")
    monkeypatch.setenv("CPO_STORE", str(place))
    monkeypatch.setenv("TMPDIR", str(temp))
    cpo("init")
    for number in range(3):
        cpo("add", "case", "--reference", f"C-{number}", "--name", f"{MARKER} {number}", "--officer", "alvarez")
    cpo("add", "note", "C-1", f"{MARKER} called")
    cpo("import", extract, code=3)
    cpo("list", "--query", MARKER)
    cpo("show", "C-1")
    cpo("edit", "C-1", f"team={MARKER} team")
    cpo("undo")
    cpo("backup", tmp_path / "data" / "copy.cpo")
    cpo("show", "no such case", code=1)
    killed = subprocess.Popen(
        [sys.executable, "-m", "cpo_tui", "add", "note", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "CPO_PASSPHRASE_FILE": str(tmp_path / "secret")},
    )  # fmt: skip
    assert killed.stdin is not None
    assert killed.stdout is not None
    killed.stdin.write(f"C-1\t{MARKER} before the kill\n")
    killed.stdin.flush()
    assert killed.stdout.readline()
    killed.kill()
    killed.communicate()
    searched = 0
    for path in _files(tmp_path / "data", temp, Path(os.environ["HOME"])):
        raw = path.read_bytes()
        searched += 1
        assert MARKER.encode() not in raw, path
        assert MARKER.encode("utf-16-le") not in raw, path
        assert PASSPHRASE.encode() not in raw, path
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert searched >= 3
    assert list(temp.iterdir()) == []
    assert MARKER in cpo("show", "C-1").stdout


def test_r_sec_1_the_search_finds_it_in_a_plain_store(tmp_path: Path, cpo: Run) -> None:
    """The control: what the search looks for is there where nothing is encrypted."""
    place = tmp_path / "plain" / "mine.cpo"
    cpo("--store", place, "init", "--no-encryption")
    cpo("--store", place, "add", "case", "--reference", "C-1", "--name", MARKER)
    assert any(MARKER.encode() in path.read_bytes() for path in _files(place.parent))


def test_r_sec_13_an_attached_file_lies_inside_the_encrypted_store_and_nowhere_else(
    encrypted: Store, tmp_path: Path
) -> None:
    scan = tmp_path / "in" / "scan.txt"
    scan.parent.mkdir()
    scan.write_text(f"{MARKER} wrote this letter", encoding="utf-8")
    with acting(encrypted, "alvarez") as context:
        attaching.attach(context, 1, "I-862", scan)
    scan.unlink()
    words = f"{MARKER} wrote this letter".encode()
    files = list(_files(tmp_path, Path(os.environ["HOME"])))
    assert encrypted.path in files
    assert all(words not in path.read_bytes() for path in files)
    assert words in plain_bytes(encrypted)


def test_r_sec_2_everything_that_is_made_is_private(tmp_path: Path, cpo: Run) -> None:
    place = tmp_path / "a" / "b" / "mine.cpo"
    cpo("--store", place, "init")
    cpo("--store", place, "add", "case", "--reference", "C-1")
    cpo("--store", place, "backup", tmp_path / "a" / "copy.cpo")
    cpo("--store", place, "export", "-o", tmp_path / "a" / "out.csv")
    for path in (tmp_path / "a").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_r_sec_2_a_store_that_others_can_read_is_refused(store: Store, mode: int) -> None:
    store.path.chmod(mode)
    with pytest.raises(StoreError, match="Others on this machine"):
        open_store(store.path)


def test_r_sec_3_nothing_is_written_to_the_shared_temporary_folder() -> None:
    """Temporary tables lie in memory, and where `tempfile` is used it is given a private folder or makes one (0700)."""
    used = {
        str(path.relative_to(SOURCE)): sorted(set(re.findall(r"tempfile\.(\w+)", text)))
        for path in SOURCE.rglob("*.py")
        if "tempfile." in (text := path.read_text(encoding="utf-8"))
    }
    allowed = {"mkdtemp", "TemporaryDirectory", "SpooledTemporaryFile", "TemporaryFile"}
    assert all(set(names) <= allowed for names in used.values()), used


HARDENED = """
import os, resource, stat, sys, time
from cpo_tui.process import harden
harden()
print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0o077)), flush=True)
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux promises")
def test_r_sec_4_no_core_dump_not_dumpable_private_files() -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", HARDENED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "(0, 0) 0o77\n"
    assert running.stdout.readline() == "0\n"
    owner = Path(f"/proc/{running.pid}/mem").stat().st_uid
    running.communicate("")
    assert owner == 0  # a process that is not dumpable belongs to root in the eyes of /proc


def test_r_sec_4_the_program_hardens_before_anything_else() -> None:
    body = ast.parse((SOURCE / "__main__.py").read_text(encoding="utf-8"))
    names = [
        node.module
        for node in ast.walk(body)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cpo_tui.")
    ]
    assert names.index("cpo_tui.process") < names.index("cpo_tui.cli.running")


def test_r_sec_4_no_option_takes_a_passphrase() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "cli").glob("*.py"))
    assert set(re.findall(r'"--[a-z-]*pass[a-z-]*"', text)) == {'"--new-passphrase-file"'}


def test_r_sec_6_the_product_keeps_no_log_of_its_own() -> None:
    """What is logged is in the encrypted store; there is no other log that could hold a name."""
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else [getattr(node, "module", "") or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            wrong += [
                f"{path.name}: {name}" for name in names if name.split(".")[0] in {"logging", "syslog", "warnings"}
            ]
    assert wrong == []


def test_r_sec_6_sql_errors_carry_no_values() -> None:
    assert "hide_parameters=True" in (SOURCE / "store" / "migrate.py").read_text(encoding="utf-8")
    assert "echo=" not in "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))


@pytest.mark.parametrize(
    "weak", ["short", "12345678901234567890", "aaaaaaaaaaaaaaaaaaaaaa", "password password", "letmein letmein"]
)
def test_r_sec_7_a_weak_passphrase_is_refused(weak: str) -> None:
    with pytest.raises(UsageError):
        keys.check_strength(weak)
    assert keys.ITERATIONS >= 600_000


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "ſieben stille Reiher übers Moor", "七羽の静かな鷺が沼を渡る"])
def test_r_sec_7_the_key_is_that_of_the_standard_library(passphrase: str) -> None:
    salt = bytes(range(16))
    raw = hashlib.pbkdf2_hmac("sha512", passphrase.encode("utf-8"), salt, keys.ITERATIONS, 32)
    assert keys.derive(passphrase, salt).pragma == f"x'{(raw + salt).hex()}'"


def test_r_sec_8_only_a_real_keyring_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fake:
        priority = 0

        def get_password(self, _service: str, _name: str) -> str:
            return "never asked"

    module: Any = type(sys)("keyring")
    module.get_keyring = Fake
    monkeypatch.setitem(sys.modules, "keyring", module)
    assert keyring._backend() is None


def test_r_sec_10_no_shell_no_editor_no_pager() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if path.name in {"child.py", "copying.py"} and "sys.executable" in ast.unparse(node):
                    continue  # an import reads, a backup copies, verify works out in a second process: the program starts itself
                if (
                    name in {"os.system", "os.popen", "eval", "exec", "pty.spawn", "webbrowser.open"}
                    or name.startswith(("subprocess.", "os.exec", "os.spawn"))
                    or name.endswith(".suspend")
                ):
                    wrong.append(f"{path.name}: {name}")
                wrong += [f"{path.name}: shell" for key in node.keywords if key.arg == "shell"]
    assert wrong == []


def test_r_sec_11_settings_are_data(tmp_path: Path) -> None:
    from cpo_tui.config import read_settings

    path = tmp_path / "config.toml"
    for text, words in (
        ("editor = 'vim'\n", "unknown setting"), ("lock_after_minutes = 0\n", "from 1 to 30"),
        ("lock_after_minutes = 31\n", "from 1 to 30"), ("x = [\n", "not valid TOML"), ("#" * 300_000, "larger than"),
    ):  # fmt: skip
        path.write_text(text)
        path.chmod(0o600)
        with pytest.raises(ConfigError, match=words):
            read_settings(path)
    path.write_text("lock_after_minutes = 5\nbanner = 'For official use'\n")
    path.chmod(0o622)
    with pytest.raises(ConfigError, match="Others can write"):
        read_settings(path)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every attempt to reach or to be reached is remembered and refused."""
    attempts: list[object] = []

    def refuse(_self: socket.socket, *args: object) -> NoReturn:
        attempts.append(args)
        raise AssertionError(args)

    for name in ("connect", "connect_ex", "bind", "listen", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return attempts


def test_r_sec_12_a_day_on_the_command_line_opens_no_socket(
    tmp_path: Path, no_network: list[object], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, extract = tmp_path / "secret", tmp_path / "x.csv"
    secret.write_text(PASSPHRASE)
    extract.write_text(EXTRACT, encoding="utf-8")
    monkeypatch.setenv("CPO_PASSPHRASE_FILE", str(secret))
    monkeypatch.setenv("CPO_STORE", str(tmp_path / "s" / "mine.cpo"))
    for line in (
        "init", "doctor", "add case --reference C-1 --name Ana", "assign C-1 --to okafor", "list", "show C-1", "why C-1",
        "deadlines", "export -o OUT", "rules list", "history", "undo", "redo", "backup COPY", "verify", "access-log",
    ):  # fmt: skip
        args = line.replace("OUT", str(tmp_path / "out.csv")).replace("COPY", str(tmp_path / "copy.cpo")).split()
        assert run(args) == 0, (line, capsys.readouterr())
    assert run(["import", str(extract)]) == 3
    assert no_network == []


async def test_r_sec_12_the_application_opens_no_socket(encrypted: Store, no_network: list[object]) -> None:
    app = CpoApp(encrypted, officer="alvarez", store_path=encrypted.path)
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("j", "enter", "escape", "f1", "escape", "slash", "escape"):
            await pilot.press(key)
        await pilot.pause()
    assert no_network == []


def test_r_sec_12_no_extension_can_be_loaded(store: Store) -> None:
    connection = store.writer()
    with pytest.raises(Exception, match=r"not authorized|not permitted|disabled"):
        connection.execute("SELECT load_extension('x')")
    connection.close()


def test_r_sec_12_no_module_of_the_product_knows_the_network() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            wrong += [
                f"{path.name}: {name}"
                for name in names
                if name.split(".")[0]
                in {"socket", "http", "urllib", "requests", "httpx", "ssl", "smtplib", "ftplib", "xmlrpc"}
            ]
    assert wrong == []


def test_r_tty_8_the_toolkit_gets_no_switch_from_the_environment() -> None:
    environment = {**os.environ, **dict.fromkeys(process.TOOLKIT_SWITCHES, "leak")}
    words = "import cpo_tui.ui, textual.constants as c; print(c.LOG_FILE, c.SCREENSHOT_DELAY, c.PRESS, c.DEBUG)"
    answer = subprocess.run([sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=True)
    assert "leak" not in answer.stdout
    assert answer.stdout.startswith("None ")
