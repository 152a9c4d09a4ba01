"""A worker that uses the store through the product's own verbs and says what was acknowledged.

usage: worker.py STORE STEPS SEED [--careless | --unsynced | --commands]

After each verb has returned, a line `CHANGE_SET HASH` is written to standard output and flushed: that is the promise
that the checks hold the store to. `--careless` is the negative control: it commits without syncing and undoes the
promise that one transaction is one action, and a harness that does not notice is worthless. `--unsynced` opens the store
without syncing what it writes, which a replay of power cuts must notice. `--commands` runs whole command lines instead of
verbs; copies and exports go to the folder `out` beside the store.
"""

from __future__ import annotations

import io
import random
import sys
from contextlib import redirect_stdout
from pathlib import Path

from cpo_tui.actions import cases, documents, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.undo import undo
from cpo_tui.cli.running import run
from cpo_tui.errors import NotFound, Refused, StoreError
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import connect
from cpo_tui.store.connect import open_store, transaction
from cpo_tui.store.verify import head_of


def verbs(store: Path, steps: int, seed: int, *, careless: bool) -> int:
    """Run the steps; the exit code is 1 where a verb was refused by the disk (and then nothing of it may be there)."""
    dice = random.Random(seed)
    with acting(open_store(store), "alvarez") as context:
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
    choice = dice.randrange(8) if known else 0
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
        case 6:
            import_file(context, extract(Path(context.store.path), dice), ImportOptions(Options()))
        case _:
            undo(context)


def extract(store: Path, dice: random.Random) -> Path:
    """A file of forty cases, outside the folder that is watched."""
    path = store.parent.with_name(f"{store.parent.name}.csv")
    start = dice.getrandbits(30)
    lines = (f"I{start}-{number},Person {number},intake,2026-01-05\n" for number in range(40))
    path.write_text("reference,full_name,stage,opened_on\n" + "".join(lines), encoding="utf-8")
    return path


def commands(store: Path, steps: int, seed: int) -> int:
    """The same by command lines; every one of them is a promise once it has ended with 0."""
    dice = random.Random(seed)
    out = store.parent / "out"
    out.mkdir(mode=0o700, exist_ok=True)
    fixed = (
        lambda: ["import", str(extract(store, dice))],
        lambda: ["backup", str(out / "copy.cpo"), "--force"],
        lambda: ["export", "cases", "--format", "jsonl", "-o", str(out / "cases.jsonl"), "--force"],
        lambda: ["assign", "--query", "person", "--to", dice.choice(["okafor", "tran"])],
        lambda: ["undo"],
        lambda: ["add", "case", "--reference", f"R{dice.getrandbits(40):010x}", "--name", "Ana Pérez"],
        lambda: ["add", "note", "@1", "x" * dice.randint(1, 3000)],
    )
    for step in range(steps):
        with redirect_stdout(io.StringIO()):
            code = run(["--store", str(store), *fixed[step % len(fixed)]()])
        if code == 1:
            print("failed", flush=True)
            return 1
        if code:
            raise RuntimeError(f"a command of the harness is wrong: {code}")
        connection = open_store(store).reader()
        head, change_set = head_of(connection)
        connection.close()
        print(f"{change_set} {head}", flush=True)
    return 0


def corrupt(context: Context) -> None:
    """Write state without its record: what a careless program does."""
    with transaction(context.connection, context.store) as connection:
        connection.execute("UPDATE cases SET team = 'nobody recorded this' WHERE id = (SELECT max(id) FROM cases)")


def stop_syncing() -> None:
    """Open stores from now on as a program would that wants to be quick."""
    connect._PRAGMAS = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in connect._PRAGMAS)


def main(args: list[str]) -> int:
    """What the command line of this file asks for; the exit code."""
    store, steps, seed = Path(args[0]), int(args[1]), int(args[2])
    if "--unsynced" in args:
        stop_syncing()
    if "--commands" in args:
        return commands(store, steps, seed)
    return verbs(store, steps, seed, careless="--careless" in args)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
