"""Files in: import, the profiles that say what columns mean, past imports, and what they refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.output import talk
from cpo_tui.cli.profiles import own_folder, profiles
from cpo_tui.cli.running import DONE, IN_PART, NOT_DONE
from cpo_tui.cli.session import session_of
from cpo_tui.errors import NotFound, UsageError

if TYPE_CHECKING:
    from cpo_tui.cli.output import Output
    from cpo_tui.exchange.extracts import Options
    from cpo_tui.exchange.merging import ImportReport

commands = Noun()
commands.add_noun("profiles", profiles)


@commands.verb(
    "import",
    "cpo import cases.csv events.csv documents.csv inquiries.csv",
    "cpo import extract.csv --dry-run --json",
    "cpo import extract.csv --map 'Alien No=a_number' --map '#3=full_name' --date-format 'DOB=%d/%m/%Y'",
    "cpo import i213.psv --profile ice-i213 --quarantine refused.psv",
    "cpo import today.csv --full-extract --take-file",
    "cpo import today.csv --take 'A212345678=officer' --take 'A219004411=facility'",
    "cpo import june.csv --map 'Alien No=a_number' --map 'Name=full_name' --save-profile county",
    "cpo import dump.txt --kind events --key row --encoding cp1252 --delimiter tab --quoting none --skip-lines 2",
    "cpo import list.csv --no-header --map '#1=a_number' --map '#2=full_name' --null NULL --null N/A",
    "cpo import cases.csv --again",
    "cat cases.csv | cpo import -",
)
def import_files(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="CSV, TSV, PSV, XLSX or JSON Lines; - is stdin.", show_default=False),
    ],
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="cases, events, documents or inquiries; else by the header."),
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="NAME|FILE", help="What the columns mean; see cpo profiles.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="Take a field from a column; #17 is the 17th column, - is no field. Several for full_name are joined.",
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option("--key", metavar="FIELD", help="What tells records apart; row: their place in the file."),
    ] = None,
    null: Annotated[
        list[str] | None,
        typer.Option("--null", metavar="WORD", help="A word that stands for nothing in this file, such as NULL."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="E", help="Such as utf-16-le or cp1252.")
    ] = None,
    delimiter: Annotated[str | None, typer.Option("--delimiter", metavar="D", help="A character, or tab.")] = None,
    quoting: Annotated[
        str | None, typer.Option("--quoting", metavar="strict|none", help="Whether quotes mean anything.")
    ] = None,
    skip_lines: Annotated[int, typer.Option("--skip-lines", metavar="N", help="Lines before the header.")] = 0,
    no_header: Annotated[
        bool, typer.Option("--no-header", help="The first line is a record; columns are #1, #2 and so on.")
    ] = False,
    date_format: Annotated[
        list[str] | None,
        typer.Option(
            "--date-format", metavar="COLUMN=FMT", help="How its dates are written, such as DOB=%d/%m/%Y, or excel."
        ),
    ] = None,
    full_extract: Annotated[
        bool, typer.Option("--full-extract", help="It is the whole caseload: name the cases that it lacks.")
    ] = False,
    take_file: Annotated[
        bool,
        typer.Option("--take-file", help="Where an officer and the file both changed a field, take the file's value."),
    ] = False,
    take: Annotated[
        list[str] | None,
        typer.Option("--take", metavar="REFERENCE=FIELD", help="Take the file's value of one field that both changed."),
    ] = None,
    save_profile: Annotated[
        str | None,
        typer.Option("--save-profile", metavar="NAME", help="Save how the file is read as a profile of your own."),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Import the same bytes once more.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    quarantine_file: Annotated[
        str | None,
        typer.Option("--quarantine", metavar="FILE", help="Write the refused records there, to be corrected."),
    ] = None,
    json: Json = False,
) -> int:
    """Read files into the caseload: each is one change-set, or nothing at all.

    Every record is created, updated, unchanged or refused, and the counts add up. Nothing is guessed, repaired or
    dropped; refused records are kept with their line and the reason (cpo quarantine).
    """
    from cpo_tui.exchange import standby

    context.call_on_close(standby.dismiss)
    standby.begin_for(files[0])
    from dataclasses import replace

    from cpo_tui.actions.importing import ImportOptions
    from cpo_tui.actions.importing import import_files as take_in
    from cpo_tui.cli.progress import progress

    session = session_of(context)
    options = ImportOptions(
        reading=replace(
            _options(kind, profile, mapping, key, encoding, delimiter, quoting, skip_lines, date_format),
            nulls=tuple(null or ()),
            no_header=no_header,
        ),
        dry_run=dry_run,
        full_extract=full_extract,
        resolution="take" if take_file else "keep",
        taken=_pairs(take, "REFERENCE=FIELD"),
        again=again,
    )
    if quarantine_file is not None and len(files) > 1:
        raise UsageError("--quarantine keeps the refused records of one file.", hint="Import the files one by one.")
    if save_profile is not None and len(files) > 1:
        raise UsageError("--save-profile keeps how one file is read.", hint="Give that file alone.")
    output = session.output(json=json)
    with session.acting() as acting, progress("importing") as tell:
        acting.progress = tell
        if save_profile is not None:
            _save_profile(files[0], options.reading, save_profile)
        reports = take_in(acting, files, options)
        if quarantine_file is not None and reports[0].tally.quarantined:
            _write_refused(acting, reports[0], Path(quarantine_file))
    if json:
        shown = [report.as_json() for report in reports]
        output.document(shown[0] if len(shown) == 1 else shown)
    else:
        for report in reports:
            _for_people(output, report)
    return _exit_code(reports)


def _options(
    kind: str | None, profile: str | None, mapping: list[str] | None, key: str | None, encoding: str | None,
    delimiter: str | None, quoting: str | None, skip_lines: int, date_format: list[str] | None,
) -> Options:  # fmt: skip
    from cpo_tui.exchange.extracts import Options
    from cpo_tui.exchange.profiles import load_profile

    return Options(
        kind=kind or "",
        profile=load_profile(profile, own_folder()) if profile else None,
        mapping=_pairs(mapping, "COLUMN=FIELD"),
        key=key or "",
        encoding=encoding or "",
        delimiter=delimiter or "",
        quoting=quoting or "",
        skip_lines=skip_lines,
        date_formats=_pairs(date_format, "COLUMN=FMT"),
    )


def _pairs(given: Sequence[str] | None, form: str) -> tuple[tuple[str, str], ...]:
    """`COLUMN=VALUE` texts as pairs; a column may hold `=` itself, the value may not."""
    pairs = []
    for text in given or ():
        column, equals, value = text.rpartition("=")
        if not equals or not column.strip() or not value.strip():
            raise UsageError(f"{text!r} is not {form}.", hint=f"Write {form}, in quotes where the column has spaces.")
        pairs.append((column, value.strip()))
    return tuple(pairs)


def _exit_code(reports: Sequence[ImportReport]) -> int:
    outcomes = {report.outcome for report in reports}
    if outcomes == {"rejected"}:
        return NOT_DONE
    return DONE if outcomes == {"ok"} else IN_PART


def _for_people(output: Output, report: ImportReport) -> None:
    shown = report.as_json()
    if report.error is not None:
        talk(f"error: {report.file}: {report.error['message']}")
        if report.error.get("hint"):
            talk(f"hint: {report.error['hint']}")
        return
    fields = report.counts.changed_fields
    parts = [
        f"created {shown['created']:,}",
        f"updated {shown['updated']:,}" + (f" (fields {fields:,})" if fields else ""),
        f"unchanged {shown['unchanged']:,}",
        f"quarantined {shown['quarantined']:,}",
    ]
    if shown["disappeared"]:
        parts.append(f"disappeared {shown['disappeared']:,}")
    what = "would be " if report.dry_run else ""
    where = f" (batch {report.batch}, change-set {report.change_set})" if report.change_set is not None else ""
    output.line(f"{report.file}: {what}{' · '.join(parts)}{where}")
    if report.already is not None:
        talk(
            f"{report.file}: the same bytes came in batch {report.already}; nothing was done. --again imports them anyway."
        )
    for name, count in shown["quarantine_kinds"].items():
        talk(f"refused: {name}: {count:,}")
    if report.refusals:
        from cpo_tui.exchange.remedies import remedies

        for remedy in remedies(report.refusals)[:5]:
            talk(f"hint: {remedy}")
    for name, count in shown["warning_kinds"].items():
        talk(f"warning: {name}: {count:,}")
    for change in shown["changes"]:
        output.row(change["reference"], change["field"], change["from"], "→", change["to"])


def _save_profile(file: str, reading: Options, name: str) -> None:
    """Keep how a file is read before anything is imported; a name that cannot be kept stops everything."""
    from cpo_tui.exchange.extracts import open_extract
    from cpo_tui.exchange.own_profiles import profile_text, save_profile
    from cpo_tui.exchange.sources import STDIN, glanced_at

    if reading.profile is not None or file == STDIN:
        raise UsageError(
            "A profile is saved from a file that is read by --map and the other options.",
            hint="Leave out --profile, and give a file.",
        )
    with glanced_at(file) as source:
        text = profile_text(f"Files like {Path(file).name}", open_extract(source, reading).plan, reading)
    save_profile(own_folder(), name, text)
    talk(f"saved: --profile {name} reads files so.")


def _write_refused(acting: Any, report: ImportReport, target: Path) -> None:
    from cpo_tui.actions.quarantine import write_refused

    write_refused(acting, report, target)


@commands.verb("batches", "cpo batches", "cpo batches --limit 5 --json")
def past_batches(
    context: typer.Context,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="How many, the latest first.")] = None,
    json: Json = False,
) -> int:
    """List past imports, the latest first."""
    from cpo_tui.store import batches

    if limit is not None and limit < 1:
        raise UsageError(f"--limit {limit} is out of range.", hint="Give 1 or more.")
    session = session_of(context)
    with session.reading() as connection:
        found = [batch.as_json() for batch in batches.past_batches(connection, limit=-1 if limit is None else limit)]
    output = session.output(json=json)
    if json:
        output.document(found)
    else:
        columns = (
            "batch", "change_set", "imported_at", "imported_by", "kind", "profile", "file", "created", "updated", "unchanged",
            "quarantined", "undone",
        )  # fmt: skip
        output.table(columns, ([batch[column] for column in columns] for batch in found), right=columns[7:11])
    return DONE


@commands.verb(
    "quarantine",
    "cpo quarantine --batch 7",
    "cpo quarantine --json",
    "cpo quarantine --batch 7 -o refused.csv --force",
)
def quarantine(
    context: typer.Context,
    batch: Annotated[int | None, typer.Option("--batch", metavar="B", help="Only those of one import.")] = None,
    target: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write them in a form that can be corrected and imported."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Json = False,
) -> int:
    """Show the refused records with file, line, reason and raw text."""
    from cpo_tui.store import batches

    session = session_of(context)
    output = session.output(json=json)
    with session.acting() as acting:
        connection = acting.connection
        if batch is not None and batches.batch_of(connection, batch) is None:
            raise NotFound(f"There is no import {batch}.", hint="See them: cpo batches.")
        if target is not None:
            from cpo_tui.actions.quarantine import write_quarantine

            written = write_quarantine(acting, batch, Path(target), force=force)
            if json:
                output.document({"file": target, "rows": written})
            else:
                output.line(f"Wrote {written:,} refused records to {target}.")
            return DONE
        found = batches.refused_rows(connection, batch_id=batch)
        if json:
            output.document([row.as_json() for row in found])
        else:
            rows = ((row.batch, row.file, row.line, row.kind, row.reasons, row.raw.rstrip("\r\n")) for row in found)
            output.table(("batch", "file", "line", "kind", "reasons", "raw"), rows, right=("batch", "line"))
    return DONE
