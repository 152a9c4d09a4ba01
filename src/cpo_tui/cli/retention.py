"""Retention: which closed files are due, what is decided about them, and the certificates of those destroyed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Cases, Json, Query
from cpo_tui.cli.running import DONE, IN_PART
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer, over_chosen

commands = Noun()
retention = Noun(
    "Retention: which closed files are due, keep or destroy them, and the certificates.",
    "cpo retention list",
    "cpo retention retain C-1042 --until 2030-01-01 --reason 'appeal of a relative is pending'",
    "cpo retention approve C-1042 --reason 'reviewed, nothing open'",
    "cpo retention destroy C-1042 --reason 'schedule case-file'",
    usual="list",
)
commands.add_noun("retention", retention)

Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is needed and stays in the record.")]


@retention.verb("list", "cpo retention list", "cpo retention list --all --json")
def list_reviews(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also files that are not due, kept, or permanent.")] = False,
    json: Json = False,
) -> int:
    """List the closed files whose retention has ended, with their schedule and what was decided."""
    from cpo_tui import clock
    from cpo_tui.actions.retention import reviews

    session = session_of(context)
    with session.reading() as connection:
        found = tuple(reviews(connection, clock.today().isoformat(), everything=everything))
    output = session.output(json=json)
    if json:
        output.document([asdict(one) for one in found])
    else:
        columns = ("case", "state", "due_on", "schedule", "citation", "caution")
        output.table(
            columns,
            ((one.case, one.state, str(one.due_on or ""), one.schedule, one.citation, one.caution) for one in found),
        )
    return DONE


@retention.verb("schedule", "cpo retention schedule", "cpo retention schedule --json")
def schedule(context: typer.Context, json: Json = False) -> int:
    """Show the schedules in use, in the order in which they are tried."""
    from cpo_tui.store.retention import pack_in_use

    session = session_of(context)
    with session.reading() as connection:
        pack = pack_in_use(connection)
    output = session.output(json=json)
    if json:
        output.document(asdict(pack))
    else:
        output.line(f"{pack.name} {pack.version}: {pack.title}")
        rows = (
            (one.id, one.disposition.value, one.after.value, str(one.months), one.source.citation, one.source.verified)
            for one in pack.schedules
        )
        output.table(("schedule", "disposition", "after", "months", "citation", "verified"), rows)
    return DONE


@retention.verb(
    "adopt", "cpo retention adopt our-retention.toml --reason 'records officer, 2026-03-02'",
    "cpo retention adopt our-retention.toml --reason 'new schedule' --json",
)  # fmt: skip
def adopt(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A retention pack in TOML.", show_default=False)],
    reason: Why = "",
    json: Json = False,
) -> int:
    """Work with other schedules from now on; for those who may adopt packs."""
    from cpo_tui.actions.retention import adopt_schedules

    session = session_of(context)
    with session.acting() as acting:
        outcome = adopt_schedules(acting, Path(file), reason)
    return answer(session.output(json=json), outcome)


@retention.verb(
    "retain", "cpo retention retain C-1042 --until 2030-01-01 --reason 'appeal of a relative is pending'",
    "cpo retention retain --query 'facility:Tacoma' --until 2027-01-01 --reason 'FOIA request 26-0117' --json",
)  # fmt: skip
def retain(
    context: typer.Context,
    cases: Cases = None,
    query: Query = None,
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="Until which day; then it is due again.")] = "",
    reason: Why = "",
    json: Json = False,
) -> int:
    """Keep files that are due until a day; for supervisors and admins."""
    from datetime import date

    from cpo_tui.actions import retention as verbs
    from cpo_tui.errors import UsageError

    try:
        day = date.fromisoformat(until)
    except ValueError:
        raise UsageError(f"--until {until!r} is not a day.", hint="Give a day such as 2030-01-01.") from None
    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: verbs.retain(acting, ids, day, reason), json=json
    )


@retention.verb(
    "approve", "cpo retention approve C-1042 --reason 'reviewed, nothing open'",
    "cpo retention approve --query 'closed:<1950-01-01' --reason 'reviewed with the records officer' --json",
)  # fmt: skip
def approve(
    context: typer.Context, cases: Cases = None, query: Query = None, reason: Why = "", json: Json = False
) -> int:
    """Approve that files which are due be destroyed, by somebody else; for supervisors and admins."""
    from cpo_tui.actions import retention as verbs

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: verbs.approve(acting, ids, reason), json=json
    )


@retention.verb(
    "destroy", "cpo retention destroy C-1042 --reason 'schedule case-file'",
    "cpo retention destroy C-1042 C-1043 --reason 'schedule case-file' --json",
)  # fmt: skip
def destroy(context: typer.Context, cases: Cases = None, reason: Why = "", json: Json = False) -> int:
    """Destroy files of which somebody else approved it; nothing takes it back, and a certificate stays."""
    from dataclasses import replace

    from cpo_tui.actions import retention as verbs
    from cpo_tui.cli.output import talk
    from cpo_tui.cli.selection import choose

    session = session_of(context)
    with session.acting() as acting:
        chosen = choose(acting, cases, None)
        done = verbs.destroy(acting, chosen.ids, reason)
    done = replace(done, outcome=replace(done.outcome, refused=(*chosen.refused, *done.outcome.refused)))
    output = session.output(json=json)
    if json:
        output.document(done.as_json())
    code = answer(session.output(json=False), done.outcome) if not json else _code(done)
    if not done.outcome.done:
        return code
    if not json:
        for number in done.certificates:
            output.row("certificate", str(number))
        if done.copies or done.other_copies:
            output.line("Backups made before still hold what was destroyed:")
            for path in done.copies:
                output.row("automatic backup", path)
            output.line(f"made elsewhere, as far as the access log knows: {done.other_copies}")
    if not done.wiped:
        talk("The free pages of the store still hold it: others have the store open. Later: cpo retention wipe")
        return IN_PART
    return code


def _code(done: object) -> int:
    from cpo_tui.actions.retention import Destroyed
    from cpo_tui.cli.running import NOT_DONE

    if not isinstance(done, Destroyed) or not done.outcome.refused:
        return DONE
    return IN_PART if done.outcome.done else NOT_DONE


@retention.verb("certificates", "cpo retention certificates", "cpo retention certificates --json")
def list_certificates(context: typer.Context, json: Json = False) -> int:
    """List what was destroyed: under which schedule, who approved it, who did it, and how much went."""
    from cpo_tui.actions.retention import certificates

    session = session_of(context)
    with session.reading() as connection:
        found = certificates(connection)
    output = session.output(json=json)
    if json:
        output.document([asdict(one) for one in found])
    else:
        columns = ("id", "case", "schedule", "due_on", "approved_by", "destroyed_by", "destroyed_at", "rows")
        rows = (
            (
                str(one.id), one.reference, one.schedule, str(one.due_on or ""), one.approved_by or "",
                one.destroyed_by or "", one.destroyed_at,
                str(sum(count for name, count in one.contents.items() if name != "bytes")),
            )
            for one in found
        )  # fmt: skip
        output.table(columns, rows)
    return DONE


@retention.verb("wipe", "cpo retention wipe", "cpo retention wipe --json")
def wipe(context: typer.Context, json: Json = False) -> int:
    """Clean the free pages of the store of what was destroyed while others had it open."""
    from cpo_tui.actions.retention import wipe_store

    session = session_of(context)
    with session.acting() as acting:
        wiped = wipe_store(acting)
    output = session.output(json=json)
    if json:
        output.document({"wiped": wiped})
    else:
        output.line("The free pages are clean." if wiped else "Others have the store open; nothing was wiped.")
    return DONE if wiped else IN_PART
