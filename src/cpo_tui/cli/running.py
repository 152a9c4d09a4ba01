"""Running the command line: from the arguments to an exit code, with every error in words.

Exit codes: 0 done · 1 not done, and nothing was changed · 2 the call is wrong · 3 done in part.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from cpo_tui.cli.output import as_json, talk, write
from cpo_tui.errors import CpoError, UsageError

if TYPE_CHECKING:
    import typer

DONE, NOT_DONE, WRONG_CALL, IN_PART, STOPPED = 0, 1, 2, 3, 130

GLOBAL_OPTIONS = ("--store", "--officer", "--read-only", "--busy-timeout", "--no-color", "--version")


def run_process(args: Sequence[str]) -> int:
    """Run the command line as this process: no traceback, a closed pipe or a full disk told apart."""
    sys.excepthook = _unforeseen
    threading.excepthook = lambda thread: _unforeseen(
        thread.exc_type, thread.exc_value or thread.exc_type(), thread.exc_traceback
    )
    try:
        code = run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
        return DONE
    except OSError as error:
        _let_go_of_stdout()
        where = f": {error.filename}" if error.filename else ""
        return failed(CpoError(f"{error.strerror or error}{where}", hint="Check the disk and the permissions."), args)
    return code


def run(args: Sequence[str]) -> int:
    """Run one command line and give its exit code; errors are written, not raised."""
    try:
        code = _called(args) if args else _opened()
    except CpoError as error:
        return failed(error, args)
    if code == STOPPED:
        return failed(CpoError("Stopped. What was not finished was not done.", kind="stopped"), args, code=STOPPED)
    return code if isinstance(code, int) else DONE


def _opened() -> Any:
    """`cpo` alone opens the application; the tree of commands is not loaded for it, so that the list is there sooner."""
    from cpo_tui.cli.application import open_application
    from cpo_tui.cli.session import Session

    try:
        return open_application(Session())
    except (KeyboardInterrupt, EOFError):  # at the passphrase; Typer would say the same of a command
        return STOPPED


def _called(args: Sequence[str]) -> Any:
    import typer

    from cpo_tui.cli.app import command_tree

    try:
        return command_tree().main(list(args), prog_name="cpo", standalone_mode=False)
    except typer.TyperException as error:
        raise _wrong_call(error) from error
    except typer.Abort:
        return STOPPED


def failed(error: CpoError, args: Sequence[str], *, code: int | None = None) -> int:
    """Write an error for people on stderr and, where `--json` was asked for, for scripts on stdout; give its exit code."""
    if os.environ.get("CPO_DEBUG") == "1" and error.__traceback__ is not None:
        traceback.print_exception(error)
    talk(f"error: {error.message}")
    if error.hint:
        talk(f"hint: {error.hint}")
    if _wants_json(args) and not error.details.get("written"):
        write(as_json({"error": error.as_json()}, indent=2) + "\n")
    return error.exit_code if code is None else code


def _wants_json(args: Sequence[str]) -> bool:
    before_names = args[: args.index("--")] if "--" in args else args
    return "--json" in before_names


def _wrong_call(error: typer.TyperException) -> CpoError:
    """Typer's complaint in our words, with the command whose help says how it is called."""
    message = error.format_message()
    context: Any = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "cpo"
    hint = f"See {path} --help."
    named = str(getattr(error, "option_name", ""))
    if named in GLOBAL_OPTIONS and path != "cpo":
        hint = f"{named} goes before the command: cpo {named} … {path.removeprefix('cpo ')}."
    return UsageError(message, hint=hint)


def _unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that the program is at fault, without a traceback, which could hold what the files say."""
    if os.environ.get("CPO_DEBUG") == "1":
        traceback.print_exception(kind, error, trace)
    ours = [place for place in traceback.extract_tb(trace) if "cpo_tui" in place.filename]
    where = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    failed(
        CpoError(
            f"A fault in cpo itself: {kind.__name__}{where}.",
            hint="Nothing half-done was kept. Run again with CPO_DEBUG=1 to see more, and report it.",
            kind="internal",
        ),
        sys.argv[1:],
    )


def _let_go_of_stdout() -> None:
    """Point stdout at nothing, so that the interpreter does not complain again on its way out."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
