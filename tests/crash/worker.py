"""A worker that uses the store through the product's own verbs and says what was acknowledged.

usage: worker.py STORE STEPS SEED [--careless | --unsynced]

After each verb has returned, a line `CHANGE_SET HASH` is written to standard output and flushed: that is the promise
that the checks hold the store to. `--careless` is the negative control: it commits without syncing and undoes the
promise that one transaction is one action, and a harness that does not notice is worthless. `--unsynced` opens the store
without syncing what it writes, which a replay of power cuts must notice.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from cpo_tui.actions import cases, documents, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.undo import undo
from cpo_tui.errors import NotFound, Refused, StoreError
from cpo_tui.store import connect
from cpo_tui.store.connect import open_store, transaction
from cpo_tui.store.verify import head_of


def main(path: str, steps: int, seed: int, *, careless: bool) -> int:
    """Run the steps; the exit code is 1 where a verb was refused by the disk (and then nothing of it may be there)."""
    dice = random.Random(seed)
    with acting(open_store(Path(path)), "alvarez") as context:
        for _ in range(steps):
            try:
                act(context, dice)
                if careless:
                    corrupt(context)
            except (NotFound, Refused):
                continue
            except StoreError as error:
                print(f"failed {error.name}", flush=True)
                return 1
            head, change_set = head_of(context.connection)
            print(f"{change_set} {head}", flush=True)
    return 0


def act(context: Context, dice: random.Random) -> None:
    """One random verb over random cases."""
    known = [row[0] for row in context.connection.execute("SELECT id FROM cases ORDER BY id")]
    choice = dice.randrange(7) if known else 0
    some = dice.sample(known, min(len(known), dice.randint(1, 20))) if known else []
    match choice:
        case 0:
            cases.add_case(context, {"reference": f"R{dice.getrandbits(40):010x}", "full_name": "Ana Pérez"})
        case 1:
            timeline.add_event(context, some, "nta_served", "2026-02-26")
        case 2:
            timeline.add_note(context, some, "x" * dice.randint(1, 5000))
        case 3:
            cases.assign_cases(context, some, dice.choice(["okafor", "tran", "alvarez"]))
        case 4:
            documents.add_document(context, some, {"document": "I-862"})
        case 5:
            timeline.add_task(context, some, "call back", "2026-03-09")
        case _:
            undo(context)


def corrupt(context: Context) -> None:
    """Write state without its record: what a careless program does."""
    with transaction(context.connection, context.store) as connection:
        connection.execute("UPDATE cases SET team = 'nobody recorded this' WHERE id = (SELECT max(id) FROM cases)")


def stop_syncing() -> None:
    """Open stores from now on as a program would that wants to be quick."""
    connect._PRAGMAS = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in connect._PRAGMAS)


if __name__ == "__main__":
    if "--unsynced" in sys.argv:
        stop_syncing()
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), careless="--careless" in sys.argv))
