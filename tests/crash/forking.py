"""A worker that is warm and forks for each run: to start Python and to read the packs takes longer than the run itself.

usage: python -m tests.crash.forking STORE, with the shim put before it. It first works a little on STORE, to have read what
every run reads. Each line of standard input is a run, as JSON: `args` for the worker, `env` to be added, and the files that
get its `out` and `err`. For each one, when it has ended, a line with what `os.waitpid` says of it.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
from contextlib import redirect_stdout

from tests.crash import worker


def main(store: str) -> int:
    """Run what is asked for until nothing more is; a forked worker comes back from here with its own exit code."""
    with redirect_stdout(io.StringIO()):
        worker.main([store, "6", "7"])
    for line in iter(sys.stdin.readline, ""):
        wanted = json.loads(line)
        child = os.fork()
        if not child:
            _become(wanted["env"], wanted["out"], wanted["err"])
            return worker.main(wanted["args"])
        print(os.waitpid(child, 0)[1], flush=True)
    return 0


def _become(env: dict[str, str], out: str, err: str) -> None:
    os.environ.update(env)
    ctypes.CDLL(None).cpo_fault_begin()
    for path, descriptor in ((out, 1), (err, 2)):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
