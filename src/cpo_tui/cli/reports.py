"""Reports: one case, one officer's cases, the caseload, and how the work is done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Case, Json, Query
from cpo_tui.cli.output import talk
from cpo_tui.cli.progress import progress
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find, found_by
from cpo_tui.cli.session import session_of
from cpo_tui.errors import CpoError

if TYPE_CHECKING:
    from cpo_tui.actions.reporting import Reported
    from cpo_tui.cli.output import Output

commands = Noun()
report = Noun(
    "Write a report as PDF, HTML, Markdown or JSON, marked so that it can be checked later: cpo verify --report FILE.",
    "cpo report case C-1042 -o C-1042.pdf",
)
commands.add_noun("report", report)

SUFFIXES = {".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "md", ".json": "json"}
Format = Annotated[
    str | None, typer.Option("--format", metavar="F", help="md, html, json or pdf; else by the file's name, else md.")
]
Target = Annotated[
    str | None, typer.Option("-o", "--output", metavar="FILE", help="Where it is written; else to stdout.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
Protected = Annotated[
    bool,
    typer.Option(
        "--include-protected", help="With what the law protects (asylum, 8 USC 1367, counsel); needs a reason."
    ),
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why protected categories leave the store.")]


@report.verb(
    "case",
    "cpo report case C-1042 -o C-1042.pdf",
    "cpo report case A212345678 --timeline all --format html -o file.html --force --json",
    "cpo report case C-1042 --as-of 2026-02-01 -o february.pdf",
    "cpo report case C-1042 --include-protected --reason 'court order of 2 March' -o whole.pdf",
)
def case_report(
    context: typer.Context,
    case: Case,
    timeline: Annotated[
        str, typer.Option("--timeline", metavar="WHICH", help="pinned: only what is pinned; all: every event.")
    ] = "pinned",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DATE", help="The file as it was known at the end of that day, or at a moment."
        ),
    ] = "",
    form: Format = None,
    target: Target = None,
    include_protected: Protected = False,
    reason: Why = "",
    force: Force = False,
    json: Json = False,
) -> int:
    """Write the file of a case: identity, custody, proceedings, clocks with their replays, papers, inquiries, timeline."""
    from cpo_tui.actions.report_kinds import write_case
    from cpo_tui.actions.reporting import ReportOptions

    session = session_of(context)
    path, chosen = place(target, form, json=json)
    options = ReportOptions(chosen, include_protected, reason, force)
    with session.acting() as acting:
        case_id = find(acting.connection, case)
        done = write_case(acting, case_id, path or to_stdout, options, density=timeline, as_of=as_of)
    return said(session.output(json=json), done, asked=include_protected)


@report.verb(
    "handover",
    "cpo report handover okafor -o okafor.pdf",
    "cpo report handover okafor --format html -o okafor.html --force --json",
    "cpo report handover --query 'facility:Tacoma officer:me' -o tacoma.pdf",
    "cpo report handover okafor --include-protected --reason 'to the successor' -o whole.pdf",
)
def handover_report(
    context: typer.Context,
    officer: Annotated[
        str | None,
        typer.Argument(metavar="[OFFICER]", help="The login of who has the cases; else you.", show_default=False),
    ] = None,
    query: Query = None,
    form: Format = None,
    target: Target = None,
    include_protected: Protected = False,
    reason: Why = "",
    force: Force = False,
    json: Json = False,
) -> int:
    """Write what a successor must know of each open case of an officer, or of those a query finds, one page a case."""
    from cpo_tui.actions.report_kinds import write_handover
    from cpo_tui.actions.reporting import ReportOptions

    session = session_of(context)
    path, chosen = place(target, form, json=json)
    options = ReportOptions(chosen, include_protected, reason, force)
    with session.acting() as acting:
        ids = None if query is None else found_by(acting.connection, query, session.officer)
        done = write_handover(
            acting, officer or session.officer, path or to_stdout, options, case_ids=ids, query=query or ""
        )
    return said(session.output(json=json), done)


@report.verb(
    "caseload",
    "cpo report caseload",
    "cpo report caseload --weights ours.toml --format html -o caseload.html --force --json",
)
def caseload_report(
    context: typer.Context,
    weights: Annotated[
        str | None,
        typer.Option("--weights", metavar="FILE", help="What each open thing weighs; else as the office weighs."),
    ] = None,
    form: Format = None,
    target: Target = None,
    force: Force = False,
    json: Json = False,
) -> int:
    """Write who has how much: open cases by officer with visible weights, the weeks ahead, ages, stages."""
    from cpo_tui.actions.report_kinds import write_caseload
    from cpo_tui.actions.reporting import ReportOptions
    from cpo_tui.rules.workload import weights_from

    session = session_of(context)
    path, chosen = place(target, form, json=json)
    weighed, options = weights_from(weights) if weights else None, ReportOptions(chosen, force=force)
    with session.acting() as acting, progress("Counting, part") as tell:
        done = write_caseload(acting, path or to_stdout, options, weights=weighed, progress=tell)
    return said(session.output(json=json), done)


@report.verb(
    "oversight",
    "cpo report oversight -o oversight.pdf",
    "cpo report oversight --format json -o oversight.json --force --json",
)
def oversight_report(
    context: typer.Context,
    form: Format = None,
    target: Target = None,
    force: Force = False,
    json: Json = False,
) -> int:
    """Write how well the work is done: on time by rule, missed protections case by case, ages, inquiries, fairness."""
    from cpo_tui.actions.report_kinds import write_oversight
    from cpo_tui.actions.reporting import ReportOptions

    session = session_of(context)
    path, chosen = place(target, form, json=json)
    with session.acting() as acting, progress("Counting, part") as tell:
        done = write_oversight(acting, path or to_stdout, ReportOptions(chosen, force=force), progress=tell)
    return said(session.output(json=json), done)


def place(target: str | None, form: str | None, *, json: bool) -> tuple[Path | None, str]:
    """Where a report goes (None is stdout) and in which form."""
    path = None if target in {None, "-"} else Path(str(target))
    chosen = form or ("json" if json and path is None else SUFFIXES.get(path.suffix.lower(), "md") if path else "md")
    if path is None and chosen == "pdf" and sys.stdout.isatty():
        raise CpoError("A PDF is not shown on a terminal.", hint="Give -o FILE.", kind="no_terminal")
    return path, chosen


def said(output: Output, done: Reported, *, asked: bool = False) -> int:
    """Say where a report is, unless it went to stdout itself; `asked` is that it has what is protected."""
    if done.file != "-":
        if output.json:
            output.document(done.as_json())
        else:
            output.line(f"Wrote the report to {done.file} (content SHA-256 {done.sha256}).")
    if done.left_out and done.kind != "oversight":
        more = (
            "they name another protected case" if asked else "--include-protected --reason TEXT writes what may be told"
        )
        talk(f"{done.left_out:,} protected entries stayed out; {more}.")
    return DONE


def to_stdout(data: bytes) -> None:
    """Hand the bytes of a report on."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
