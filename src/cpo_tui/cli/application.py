"""Opening the application: on the store, or on a throw-away demo. Loaded without Typer, because `cpo` alone needs none."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from cpo_tui.cli.output import talk
from cpo_tui.cli.session import Session
from cpo_tui.errors import CpoError, UsageError

if TYPE_CHECKING:
    from cpo_tui.store.connect import Store

MANY = 1000
RUN_DEMO, RUN_INIT = 20, 21
"""What the first-run screen asks for when it ends: the demo, or a store to be made on the plain terminal."""


def run_demo(session: Session, cases: int, seed: int, *, tour: bool = False) -> int:
    """Fill a throw-away store and open the application on it; the store goes with the application."""
    from cpo_tui.actions.demo import MOST_CASES, OFFICER, demo_store

    if not 1 <= cases <= MOST_CASES:
        raise UsageError(f"A demo of {cases:,} cases cannot be shown.", hint=f"Give 1 to {MOST_CASES:,}.")
    _need_terminal("cpo sample -o DIR writes the same caseload as files.")
    _colour_off(session)
    if cases > MANY:
        talk(f"Inventing {cases:,} cases …")
    with _ended_by_signals(), demo_store(cases, seed) as store:
        from cpo_tui.ui.app import run_application

        return run_application(
            store,
            officer=session.officer_option or OFFICER,
            read_only=session.read_only,
            store_path=store.path,
            demo=True,
            no_color=session.no_color,
            tour=tour,
        )


def open_application(session: Session) -> int:
    """Open the application on the store of the session; where there is none, on the ways to get one."""
    _need_terminal("cpo list shows the caseload as plain lines; cpo --help names all commands.")
    _colour_off(session)
    code = _run(session, session.store() if os.path.lexists(session.path) else None)
    if code == RUN_INIT:
        from cpo_tui.cli.stores import make

        code = _run(session, make(session))
    if code == RUN_DEMO:
        from cpo_tui.samples import DEFAULT_CASES, DEFAULT_SEED

        return run_demo(session, DEFAULT_CASES, DEFAULT_SEED, tour=True)
    return code


def _run(session: Session, store: Store | None) -> int:
    from cpo_tui.ui.app import run_application

    return run_application(
        store,
        officer=session.officer,
        read_only=session.read_only,
        store_path=session.path,
        demo=False,
        no_color=session.no_color,
    )


def _colour_off(session: Session) -> None:
    if session.no_color:
        os.environ["NO_COLOR"] = "1"


def _need_terminal(instead: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CpoError(
            "The application needs a terminal.", hint=f"In a pipe or a script: {instead}", kind="no_terminal"
        )


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a request to end the process run the ends of all blocks, so that nothing of the demo stays behind."""

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(number, end) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
