"""The deadlines of the law: which run, which are late, and what an officer does to their clocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json, Query
from cpo_tui.cli.packs import told_of_rules
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find, found_by
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer, over_chosen
from cpo_tui.errors import UsageError

commands = Noun()
clock = Noun(
    "What an officer does to the clock of a rule: pause, resume, extend, unextend, waive, meet, contest.",
    "cpo clock pause C-1042 us-removal-period-90d --on 2026-03-02 --reason 'stay granted'",
)
commands.add_noun("clock", clock)

STATUSES = ("running", "paused", "contested", "blocked", "met", "late_met", "too_early", "waived", "ended", "shown")
"""The statuses of a stored deadline; `late`, `open` and `all` are sets of them."""


@commands.verb(
    "deadlines",
    "cpo deadlines",
    "cpo deadlines --within 7d --query officer:me",
    "cpo deadlines --case C-1042 --status all --json",
    "cpo deadlines --status late --limit 20",
)
def deadlines(
    context: typer.Context,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Only those of one case.")] = None,
    query: Query = None,
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="LENGTH", help="Only those due within this time, late ones too; such as 7d."),
    ] = None,
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", help="open, late, all, or one of: " + ", ".join(STATUSES) + ".")
    ] = "open",
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="At most so many.")] = None,
    json: Json = False,
) -> int:
    """List the deadlines of the law, the earliest first."""
    from cpo_tui import clock as present
    from cpo_tui.cli import shapes
    from cpo_tui.domain.demands import sort_key
    from cpo_tui.domain.fields import parse_choice
    from cpo_tui.domain.times import parse_duration
    from cpo_tui.store import deadlines as stored

    if case is not None and query is not None:
        raise UsageError("One case is named or cases are found by --query, not both.", hint="Leave one out.")
    if limit is not None and limit < 1:
        raise UsageError(f"--limit {limit} is out of range.", hint="Give 1 or more.")
    session = session_of(context)
    now, zone = present.now(), present.office_zone()
    wanted = parse_choice("status", status, dict.fromkeys(("open", "late", "all", *STATUSES), ""))
    before = None if within is None else sort_key(parse_duration(within).after(now.astimezone(zone)), zone) + 1
    if wanted == "late":
        before = min(int(now.timestamp()), before if before is not None else int(now.timestamp()))
    statuses: Sequence[str] = {"open": stored.OPEN, "late": stored.OPEN, "all": STATUSES}.get(wanted, (wanted,))
    with session.reading() as connection:
        told_of_rules(connection)
        ids: Sequence[int] | None = None
        if case is not None:
            ids = (find(connection, case),)
        elif query is not None:
            ids = found_by(connection, query, session.officer)
        found = stored.listed(
            connection, case_ids=ids, statuses=statuses, due_before=before, limit=-1 if limit is None else limit
        )
    shown = [shapes.deadline_json(one, now, zone) | {"reference": reference} for reference, one in found]
    output = session.output(json=json)
    if json:
        output.document(shown)
    else:
        columns = ("reference", "due_at", "status", "title", "act_by", "rule", "citation")
        output.table(columns, ([one[column] for column in columns] for one in shown))
    return DONE


_Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")]
_On = Annotated[str, typer.Option("--on", metavar="WHEN", help="The day or moment on which it holds; today; now.")]
_Names = Annotated[
    list[str],
    typer.Argument(metavar="CASE... RULE", help="The cases, and last the id of the rule.", show_default=False),
]
_By = Annotated[str, typer.Option("--by", metavar="LENGTH", help="By how much, in the rule's own unit, such as 5d.")]
_Approver = Annotated[str, typer.Option("--approver", metavar="NAME", help="Who allowed it.")]


def _set(
    context: typer.Context, verb: str, names: Sequence[str], query: str | None, on: str, reason: str, *, json: bool,
    by: str = "", approver: str = "",
) -> int:  # fmt: skip
    from cpo_tui.actions.clocks import set_clock

    *cases, rule = names
    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: set_clock(acting, ids, rule, verb, on=on, by=by, reason=reason, approver=approver),
        json=json,
    )


@clock.verb("pause", "cpo clock pause C-1042 us-removal-period-90d --on 2026-03-02 --reason 'stay granted' --json",
            "cpo clock pause --query flag:stay us-removal-period-90d --reason 'class stay'")  # fmt: skip
def pause(
    context: typer.Context, names: _Names, reason: _Reason, on: _On = "today", query: Query = None, json: Json = False
) -> int:
    """Let a clock stand still from a day on."""
    return _set(context, "pause", names, query, on, reason, json=json)


@clock.verb("resume", "cpo clock resume C-1042 us-removal-period-90d --on 2026-03-20 --reason 'stay lifted' --json",
            "cpo clock resume --query flag:stay us-removal-period-90d")  # fmt: skip
def resume(
    context: typer.Context,
    names: _Names,
    reason: _Reason = "",
    on: _On = "today",
    query: Query = None,
    json: Json = False,
) -> int:
    """Let a paused clock run again from a day on."""
    return _set(context, "resume", names, query, on, reason, json=json)


@clock.verb("extend", "cpo clock extend C-1042 us-bia-brief-21d --by 21d --on 2026-03-02 --reason 'order of 2 March' --json",
            "cpo clock extend --query batch:7 us-bia-brief-21d --by 5d --reason 'office closed'")  # fmt: skip
def extend(
    context: typer.Context,
    names: _Names,
    by: _By,
    reason: _Reason,
    on: _On = "today",
    query: Query = None,
    json: Json = False,
) -> int:
    """Give a clock more time."""
    return _set(context, "extend", names, query, on, reason, json=json, by=by)


@clock.verb("unextend", "cpo clock unextend C-1042 us-bia-brief-21d --by 5d --on 2026-03-03 --reason 'entered twice' --json",
            "cpo clock unextend --query batch:7 us-bia-brief-21d --by 5d")  # fmt: skip
def unextend(
    context: typer.Context, names: _Names, by: _By, reason: _Reason = "", on: _On = "today", query: Query = None,
    json: Json = False,
) -> int:  # fmt: skip
    """Take an extension back."""
    return _set(context, "unextend", names, query, on, reason, json=json, by=by)


@clock.verb("waive", "cpo clock waive C-1042 us-pocr-90d-notice --reason 'waived in writing' --approver lopez --json",
            "cpo clock waive --query batch:7 us-pocr-90d-notice --on 2026-03-02 --reason 'agreed'")  # fmt: skip
def waive(
    context: typer.Context, names: _Names, reason: _Reason, approver: _Approver = "", on: _On = "today", query: Query = None,
    json: Json = False,
) -> int:  # fmt: skip
    """Record that a deadline need not be kept, and who allowed it."""
    return _set(context, "waive", names, query, on, reason, json=json, approver=approver)


@clock.verb("meet", "cpo clock meet C-1042 us-pocr-90d-notice --on 2026-03-02 --reason 'notice served' --json",
            "cpo clock meet --query batch:7 us-pocr-90d-notice --on 2026-03-02T10:00-05:00")  # fmt: skip
def meet(
    context: typer.Context,
    names: _Names,
    reason: _Reason = "",
    on: _On = "today",
    query: Query = None,
    json: Json = False,
) -> int:
    """Record that a deadline was kept, where no event says so."""
    return _set(context, "meet", names, query, on, reason, json=json)


@clock.verb("contest", "cpo clock contest C-1042 us-removal-period-90d --reason 'habeas pending' --json",
            "cpo clock contest --query flag:habeas us-removal-period-90d --on 2026-03-02 --reason habeas")  # fmt: skip
def contest(
    context: typer.Context, names: _Names, reason: _Reason, on: _On = "today", query: Query = None, json: Json = False
) -> int:
    """Record that it is disputed whether a deadline holds; it stays in the list."""
    return _set(context, "contest", names, query, on, reason, json=json)


@commands.verb(
    "explain-late",
    "cpo explain-late C-1042 us-pocr-90d-notice --reason 'transferred on the day' --json",
)
def explain_late(
    context: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case.", show_default=False)],
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The id of the rule.", show_default=False)],
    reason: _Reason,
    json: Json = False,
) -> int:
    """Keep why a deadline was late; it is shown with it from then on."""
    from cpo_tui.actions.clocks import explain_lateness

    session = session_of(context)
    with session.acting() as acting:
        outcome = explain_lateness(acting, find(acting.connection, case), rule, reason)
    return answer(session.output(json=json), outcome)
