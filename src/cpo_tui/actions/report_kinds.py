"""The four reports, each from what it is about to the file: what the command line and the screens both call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cpo_tui.actions.context import Context
from cpo_tui.actions.reporting import Reported, ReportOptions, Write, write_report
from cpo_tui.rules.workload import Weights
from cpo_tui.store import reader
from cpo_tui.store.connect import Connection
from cpo_tui.store.workload import weights_in_use

Target = Path | Write
Progress = Callable[[int, int], None] | None


def write_case(
    context: Context, case_id: int, target: Target, options: ReportOptions, *, density: str = "pinned", as_of: str = ""
) -> Reported:
    """Write the file of a case; see `casefile.case_file`."""
    from cpo_tui.actions.casefile import case_file
    from cpo_tui.documents.casefile import case_page

    protected = options.include_protected
    return write_report(
        context, "case", reader.case_row(context.connection, case_id).reference,
        lambda connection: case_file(
            context, connection, case_id, density=density, as_of=as_of, include_protected=protected
        ),
        case_page, target, options,
    )  # fmt: skip


def write_handover(
    context: Context,
    officer: str,
    target: Target,
    options: ReportOptions,
    *,
    case_ids: Sequence[int] | None = None,
    query: str = "",
) -> Reported:
    """Write the pages of an officer's open cases, or of the cases that a query found."""
    from cpo_tui.actions.handover_report import handover_file
    from cpo_tui.documents.handover import handover_page

    protected = options.include_protected
    return write_report(
        context, "handover", query or officer,
        lambda connection: handover_file(
            context, connection, officer, case_ids=case_ids, include_protected=protected
        ),
        handover_page, target, options,
    )  # fmt: skip


def write_caseload(
    context: Context,
    target: Target,
    options: ReportOptions,
    *,
    weights: Weights | None = None,
    progress: Progress = None,
) -> Reported:
    """Write who has how much, by the weights given or those of the office."""
    from cpo_tui.actions.oversight import caseload
    from cpo_tui.documents.oversight import caseload_page

    def content(connection: Connection) -> dict[str, Any]:
        return caseload(context, connection, weights or weights_in_use(connection).weights, progress)

    return write_report(context, "caseload", "all", content, caseload_page, target, options)


def write_oversight(context: Context, target: Target, options: ReportOptions, *, progress: Progress = None) -> Reported:
    """Write how well the work is done."""
    from cpo_tui.actions.oversight import supervision
    from cpo_tui.documents.oversight import oversight_page

    return write_report(
        context, "oversight", "all", lambda connection: supervision(context, connection, progress), oversight_page, target, options
    )  # fmt: skip
