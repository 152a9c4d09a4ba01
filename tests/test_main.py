"""What has happened to the process before the first command is read."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")

LOOK = (
    "import os, resource, runpy, sys\n"
    "from cpo_tui.cli import running\n"
    "def look(args):\n"
    "    print(resource.getrlimit(resource.RLIMIT_CORE)[0], oct(os.umask(0)))\n"
    "    return 0\n"
    "running.run_process = look\n"
    "sys.argv = ['cpo', 'list']\n"
    "os.umask(0o022)\n"
    "runpy.run_module('cpo_tui', run_name='__main__')\n"
)


def test_nothing_is_dumped_and_what_is_written_is_private() -> None:
    answer = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, timeout=60, check=True)
    assert answer.stdout == "0 0o77\n"
