"""Open a full-screen program on a pseudo-terminal, wait for its first screen, quit it, and hold it to exit code 0.

usage: smoke.py COMMAND [ARG …]
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

WAIT_SECONDS = 60
READY = re.compile(rb"LATE|today|now")
CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


def main(command: list[str]) -> int:
    """Run the command; the exit code is 0 where it painted its list and then left cleanly."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen, ready, asked = b"", False, 0.0
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
        if not ready and READY.search(CONTROL.sub(b"", seen)):
            ready = True
        if ready and time.monotonic() - asked > 1:
            asked = time.monotonic()
            os.write(terminal, b"q")
    else:
        print("the program did not leave within", WAIT_SECONDS, "seconds")
        os.kill(child, 9)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    print(f"first screen: {'yes' if ready else 'no'}, exit code {code}")
    if not ready:
        print(CONTROL.sub(b"", seen)[-2000:].decode("utf-8", "replace"))
    return 0 if ready and code == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
