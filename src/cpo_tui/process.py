"""What the process gives up before it holds a case: core dumps, being read by others, and switches of its toolkit.

It is loaded before anything else, so it imports next to nothing.
"""

from __future__ import annotations

import os
import sys

TOOLKIT_SWITCHES = (
    "TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SCREENSHOT_FILENAME", "TEXTUAL_PRESS", "TEXTUAL_DEVTOOLS_HOST", "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_DRIVER",
)  # fmt: skip
"""Names in the environment by which the toolkit writes what is on the screen somewhere else, or loads other code."""
PICTURES_A_SECOND = ("TEXTUAL_FPS", "250")
"""The toolkit paints on the beat of a clock, by its own figure sixty times a second: a second picture right after the first,
such as the row of a verb after its dialog has gone, would wait for up to seventeen milliseconds. Without work it beats not."""
_PR_SET_DUMPABLE = 4


def harden() -> None:
    """New files for their owner only, no core dump, memory closed to other programs, no switches of the toolkit.

    On Linux another program of the same user can then neither attach to the process nor read its memory; elsewhere
    only the first two hold.
    """
    os.umask(0o077)
    forget_toolkit_switches()
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _close_memory()


def forget_toolkit_switches() -> None:
    """Take the toolkit's switches out of the environment and set its pace; it reads them when it is first loaded."""
    for name in TOOLKIT_SWITCHES:
        os.environ.pop(name, None)
    os.environ.setdefault(*PICTURES_A_SECOND)


def _close_memory() -> None:
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
