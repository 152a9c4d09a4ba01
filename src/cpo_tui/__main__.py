"""The program `cpo`: what must happen before anything else is loaded, then the command line."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run `cpo` with the arguments of the process and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        from cpo_tui import __version__

        sys.stdout.write(f"cpo {__version__}\n")
        sys.exit(0)
    from cpo_tui.process import harden

    harden()
    from cpo_tui.cli.running import run_process

    sys.exit(run_process(sys.argv[1:]))


if __name__ == "__main__":
    main()
