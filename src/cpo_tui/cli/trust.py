"""Looking after a store: verify, backup, restore, rekey, and who saw what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE, IN_PART
from cpo_tui.cli.session import Session, session_of
from cpo_tui.errors import ReadOnly, UsageError

if TYPE_CHECKING:
    from datetime import date

commands = Noun()

MOST = 100_000


@commands.verb(
    "verify", "cpo verify", "cpo verify --expect-head 9f2c… --json", "cpo verify --report C-1042.pdf", "cpo verify --accept",
    "cpo verify --replay",
)  # fmt: skip
def verify(
    context: typer.Context,
    expect_head: Annotated[
        str | None,
        typer.Option(
            "--expect-head",
            metavar="HEAD",
            help="A head that was kept in a backup or on paper: it must be in the chain.",
        ),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="FILE", help="Check a report against the store instead: content, seal, head."),
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Work out every deadline and forecast anew too; some milliseconds a case.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Go on with a store that is older than the one last worked on here.")
    ] = False,
    json: Json = False,
) -> int:
    """Hold every row against the record, check the chain, the search index and the pages; exit 3 with problems."""
    from cpo_tui.actions.trust import accept_store, verify_store

    session = session_of(context)
    if report is not None:
        return _verify_report(session, report, json=json)
    with session.acting() as acting:
        verdict = verify_store(acting, expect_head=expect_head, replay=replay)
        if accept and verdict.ok:
            accept_store(acting)
    output = session.output(json=json)
    if json:
        problems = [{"kind": one.kind, "where": one.where, "message": one.message} for one in verdict.problems]
        output.document(
            {
                "ok": verdict.ok,
                "problems": problems,
                "head": verdict.head,
                "change_sets": verdict.change_sets,
                "rows": verdict.rows,
            }
        )
    else:
        for one in verdict.problems:
            output.row(one.kind, one.where, one.message)
        words = "Everything is as the record says" if verdict.ok else f"{len(verdict.problems):,} problems"
        output.line(f"{words}: {verdict.rows:,} rows, {verdict.change_sets:,} change-sets.")
        output.row("head", verdict.head)
    return DONE if verdict.ok else IN_PART


def _verify_report(session: Session, file: str, *, json: bool) -> int:
    from cpo_tui.actions.reporting import check_report

    with session.acting() as acting:
        verdict = check_report(acting, Path(file))
    output = session.output(json=json)
    mark = verdict.mark
    if json:
        problems = [{"kind": one.kind, "where": one.where, "message": one.message} for one in verdict.problems]
        output.document({"ok": verdict.ok, "problems": problems, "mark": mark, "changed_since": verdict.changed_since})
        return DONE if verdict.ok else IN_PART
    for one in verdict.problems:
        output.row(one.kind, one.where, one.message)
    if verdict.ok:
        output.line(f"The report is as {mark['officer']} made it at {mark['at']}, from this store.")
        since = verdict.changed_since
        output.line("Nothing has changed since." if not since else f"{since:,} change-sets came after it.")
    return DONE if verdict.ok else IN_PART


@commands.verb(
    "backup", "cpo backup ~/backups/cases-2026-03-02.cpo", "cpo backup ~/backups/today.cpo --force --check --json"
)
def backup(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Where the copy goes; not overwritten.", show_default=False)
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Read and check every page of a large copy too; of up to 64 MB it is always done."
        ),
    ] = False,
    json: Json = False,
) -> int:
    """Copy the store while it is in use: held against it byte for byte, and encrypted as the store is."""
    from cpo_tui.actions.trust import back_up

    session = session_of(context)
    with session.acting() as acting:
        made = back_up(acting, Path(file), force=force, check_pages=check)
    output = session.output(json=json)
    if json:
        output.document(
            {
                "file": made.path,
                "bytes": made.size,
                "head": made.head,
                "change_sets": made.change_sets,
                "pages_checked": made.pages_checked,
            }
        )
    else:
        output.line(f"Backed up {made.change_sets:,} change-sets to {made.path} ({made.size / 1e6:,.1f} MB).")
        if not made.pages_checked:
            output.line("It is the same as the store byte for byte; --check reads each of its pages as well.")
        output.row("head", made.head)
    return DONE


@commands.verb("restore", "cpo restore ~/backups/today.cpo --store ~/cases/restored.cpo --json")
def restore(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A backup.", show_default=False)],
    store: Annotated[
        str | None, typer.Option("--store", metavar="NEW", help="Where the store is made; nothing is overwritten.")
    ] = None,
    json: Json = False,
) -> int:
    """Make a store from a backup, beside what there is."""
    from cpo_tui.actions.trust import restore_store
    from cpo_tui.cli.progress import MigrationLine
    from cpo_tui.store import connect

    session = session_of(context)
    if session.read_only:
        raise ReadOnly("Nothing can be restored: this run is read-only.", hint="Leave out --read-only.")
    source = Path(file)
    target = Path(store) if store else session.path
    passphrase = session.passphrase_for(source) if connect.is_encrypted(source) else None
    made = restore_store(source, target, passphrase, session.officer, migrating=MigrationLine().tell)
    output = session.output(json=json)
    if json:
        output.document({"store": made.path, "head": made.head, "change_sets": made.change_sets})
    else:
        output.line(f"Restored {made.change_sets:,} change-sets to {made.path}.")
        output.line(f"Work on it: cpo --store {made.path}")
    return DONE


@commands.verb("rekey", "cpo rekey", "CPO_PASSPHRASE_FILE=old cpo rekey --new-passphrase-file new --json")
def rekey(
    context: typer.Context,
    new_file: Annotated[
        str | None,
        typer.Option(
            "--new-passphrase-file", metavar="FILE", help="Its first line is the new passphrase; else it is asked for."
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Change the passphrase of the store; backups keep the one that they have."""
    from cpo_tui.actions.trust import change_passphrase
    from cpo_tui.cli.stores import new_passphrase
    from cpo_tui.store import keys

    session = session_of(context)
    if session.read_only:
        raise ReadOnly("The passphrase cannot be changed: this run is read-only.", hint="Leave out --read-only.")
    with session.acting() as acting:
        passphrase = keys.passphrase_in(Path(new_file)) if new_file else new_passphrase(from_file=False)
        changed = change_passphrase(acting, passphrase)
    output = session.output(json=json)
    if json:
        output.document({"store": changed.path, "rekeyed": True})
    else:
        output.line(f"The passphrase of {changed.path} is changed.")
    return DONE


@commands.verb(
    "access-log", "cpo access-log --limit 50", "cpo access-log --kind backup --by okafor --json",
    "cpo access-log --outcome refused --on 2026-03-02",
)  # fmt: skip
def access_log(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only one kind, such as backup.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="OFFICER", help="Only what one officer did.")] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="WORD", help="Only lines that ended so, such as refused.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="Only one day of the office.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many, the newest first.")] = 200,
    json: Json = False,
) -> int:
    """Show who opened, exported, verified or was refused what; for supervisors, auditors and admins."""
    from cpo_tui import clock
    from cpo_tui.actions.trust import access_log as recorded
    from cpo_tui.store.access import Wanted

    if not 0 < limit <= MOST:
        raise UsageError(f"--limit {limit} is out of range.", hint=f"Give 1 to {MOST:,}.")
    session = session_of(context)
    wanted = Wanted(by, kind, outcome, None if on is None else _day(on), clock.office_zone())
    with session.acting() as acting:
        found = recorded(acting, wanted, limit=limit)
    output = session.output(json=json)
    if json:
        output.document(found)
    else:
        columns = ("at", "officer", "source", "kind", "outcome", "detail", "reason")
        output.table(
            columns, ((e.at, e.officer, e.source, e.kind, e.outcome, _words(e.detail), e.reason) for e in found)
        )
    return DONE


def _day(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--on {text!r} is not a day.", hint="Give a day such as 2026-03-02.") from None


def _words(detail: object) -> str:
    from cpo_tui.cli.output import as_json

    return as_json(detail) if detail else ""


@commands.verb("lock-after", "cpo lock-after 15", "cpo lock-after 5 --json")
def lock_after(
    context: typer.Context,
    minutes: Annotated[int, typer.Argument(metavar="MINUTES", help="From 1 to 30.", show_default=False)],
    json: Json = False,
) -> int:
    """Lock the application after so many minutes without a key, from the next start on."""
    from cpo_tui.actions.settings import set_minutes_to_lock

    session: Session = session_of(context)
    path = set_minutes_to_lock(minutes)
    output = session.output(json=json)
    if json:
        output.document({"lock_after_minutes": minutes, "settings": path})
    else:
        output.line(f"The application locks after {minutes} minutes without a key ({path}).")
    return DONE
