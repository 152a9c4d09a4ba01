"""Media that are carried away: what is written to them unencrypted is readable by whoever finds them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cpo_tui.config import settings
from cpo_tui.errors import ExportError

DEVICES = Path("/sys/dev/block")
"""Linux: a link for each block device, named by its numbers, to the device itself."""


def refuse_removable(target: Path) -> None:
    """Raise `ExportError` of kind `removable` where a file at `target` would lie open on a stick or a card.

    The setting `removable_media = true` allows it. Media are recognised on Linux; one that is encrypted as a whole is
    as good as a disk.
    """
    if is_removable(target.parent) and not settings().removable_media:
        raise ExportError(
            f"{target.parent} is on a removable medium, where the file would be readable by whoever finds it.",
            hint="Write it to a disk of this machine, or copy the encrypted store itself: cpo backup FILE. The setting"
            " removable_media = true allows it.",
            kind="removable",
        )


def is_removable(folder: Path) -> bool:
    """Whether a folder lies on a device that can be taken out, or that is attached by USB; False where it cannot be told."""
    if sys.platform != "linux":
        return False
    try:
        device = folder.stat().st_dev
    except OSError:
        return False  # no such folder: whoever writes there says so
    return _is_removable(DEVICES / f"{os.major(device)}:{os.minor(device)}")


def _is_removable(link: Path) -> bool:
    if not link.exists():
        return False  # a file system without a device of its own
    device = link.resolve()
    if _text(device / "dm" / "uuid").startswith("CRYPT-"):
        return False
    below = [_is_removable(slave) for slave in (device / "slaves").glob("*")]
    whole = device if (device / "removable").exists() else device.parent
    return any(below) or _text(whole / "removable") == "1" or "/usb" in str(device)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""  # not every device has every property
