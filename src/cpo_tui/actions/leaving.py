"""A file that leaves the store: the line of the access log is on the disk before the file has its name.

A power cut between the two leaves a line without a file, which hurts nobody. The other way round it left a file of which
the log knows nothing, and so did a log that could not be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpo_tui.actions import permissions
from cpo_tui.errors import ExportError
from cpo_tui.exchange.target import Target, writing_to

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context


@dataclass(slots=True)
class Leaving:
    """A file in the making, and what its line will say of it: the block says it before it ends."""

    file: Target
    detail: Mapping[str, Any] | None = None
    reason: str | None = None


@contextmanager
def leaving(context: Context, path: str | Path, kind: str, *, force: bool = False) -> Iterator[Leaving]:
    """The file at `path`, written as `writing_to` does, with its line of `kind` in the access log before it is there.

    What cannot be logged does not leave. Raises what `writing_to` raises; where the file got no name although its line was
    written, another line says `failed`.
    """
    logged: Leaving | None = None
    try:
        with writing_to(path, force=force) as file:
            made = Leaving(file)
            yield made
            file.settle()
            permissions.note(context, kind, detail=made.detail, reason=made.reason)
            logged = made
    except ExportError:
        if logged is not None:
            permissions.note(context, kind, "failed", detail=logged.detail, reason=logged.reason)
        raise
