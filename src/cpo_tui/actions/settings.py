"""Changing the officer's settings file, line by line, so that what else stands in it stays as it is."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from cpo_tui import config
from cpo_tui.errors import ConfigError


def set_minutes_to_lock(minutes: int) -> Path:
    """Lock the application after so many minutes (1 to 30) without a key, from the next start on; give the file.

    Raises `ConfigError` for a number out of range, for a file that is wrong already, and for one that cannot be written.
    """
    path = config.settings_path()
    config.read_settings(path)
    config.check_setting("lock_after_minutes", minutes, path)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    line = f"lock_after_minutes = {minutes}"
    changed, found = re.subn(r"^\s*lock_after_minutes\s*=.*$", line, text, count=1, flags=re.MULTILINE)
    _write(path, changed if found else f"{line}\n{text}")
    config.settings.cache_clear()
    return path


def _write(path: Path, text: str) -> None:
    """Whole or not at all, for its owner only; a link is not followed."""
    if path.is_symlink():
        raise ConfigError(f"{path} is a symbolic link.", hint="Point CPO_CONFIG at the file itself.")
    partial = path.with_name(f".{path.name}.{secrets.token_hex(6)}.partial")
    try:
        config.private_folder(path.parent)
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ConfigError(
            f"The settings file {path} cannot be written: {error.strerror}.", hint="Check its folder."
        ) from error
