"""Changes the passphrase of a store from OLD to NEW, with few rounds of stretching so that it can be killed often.

usage: rekeyer.py STORE. A line `done` says that the new one was acknowledged, `failed` that it was refused.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cpo_tui.errors import CpoError
from cpo_tui.store import backup, keys
from cpo_tui.store.connect import open_store

OLD, NEW = "seven quiet herons cross the marsh", "eleven loud geese leave the lake"
ROUNDS = 1000


def main(path: Path) -> int:
    """Rekey; the exit code is 1 where it was refused."""
    keys.ITERATIONS = ROUNDS
    try:
        backup.rekey(open_store(path, OLD), NEW)
    except CpoError as error:
        print(f"failed {error.name}", flush=True)
        return 1
    print("done", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
