"""Where the product keeps its files, and the officer's settings.

Settings are data: a TOML file of known keys, read once. It cannot name code, SQL or a shell command, and an unknown
key is an error with the nearest right one, because a setting that is silently ignored is worse than none.
"""

from __future__ import annotations

import difflib
import getpass
import os
import sys
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from cpo_tui.errors import ConfigError

APP_NAME = "cpo"
MAX_SETTINGS_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """The officer's settings, with their defaults."""

    time_zone: str | None = None
    """IANA zone of the office in which days are counted."""
    officer: str | None = None
    """Who works here when neither `--officer` nor `CPO_OFFICER` says so."""
    untouched_days: int = 30
    """A case that nobody has touched for this many days asks for attention by itself."""
    theme: str = "cpo-dark"
    """Name of the colour theme."""
    keymap: dict[str, str] | None = None
    """Command id → key, to replace the keys that the product ships with."""
    lock_after_minutes: int = 10
    """Minutes without a key after which the application locks."""
    banner: str = ""
    """A text shown before the store is unlocked."""
    removable_media: bool = False
    """Whether files that are not encrypted may be written to sticks and cards."""


def data_dir() -> Path:
    """The private folder of the store and its backups; made with mode 0700 when first asked for."""
    from platformdirs import user_data_path

    return private_folder(user_data_path(APP_NAME))


def config_dir() -> Path:
    """The folder of the settings and of the officer's own import profiles; not created here."""
    from platformdirs import user_config_path

    return user_config_path(APP_NAME)


def state_dir() -> Path:
    """The private folder of what may be lost without harm (view state, crash reports)."""
    return private_folder(state_path())


def state_path() -> Path:
    """The place of that folder; not created here."""
    from platformdirs import user_state_path

    return user_state_path(APP_NAME)


def private_folder(path: Path) -> Path:
    """`path`, made with mode 0700 where it did not exist."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def default_store() -> Path:
    """The store that is used when neither `--store` nor `CPO_STORE` names one."""
    named = os.environ.get("CPO_STORE")
    return Path(named) if named else data_dir() / "caseload.cpo"


def officer_id() -> str:
    """Who is working: `CPO_OFFICER`, else the settings, else the login name."""
    return os.environ.get("CPO_OFFICER") or settings().officer or getpass.getuser()


def settings_path() -> Path:
    """The settings file: `CPO_CONFIG`, else `config.toml` in the config folder."""
    named = os.environ.get("CPO_CONFIG")
    return Path(named) if named else config_dir() / "config.toml"


@cache
def settings() -> Settings:
    """The settings of this run, read once.

    Raises `ConfigError` for a file that is too large, not TOML, has an unknown key or a value of the wrong type.
    """
    return read_settings(settings_path())


def read_settings(path: Path) -> Settings:
    """The settings in `path`; the defaults where it does not exist."""
    try:
        with path.open("rb") as file:
            _refuse_foreign(path, os.fstat(file.fileno()))
            raw = file.read(MAX_SETTINGS_BYTES + 1)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        message = f"The settings file {path} cannot be read: {error.strerror}."
        raise ConfigError(message, hint="Mend its permissions, or point CPO_CONFIG elsewhere.") from error
    if len(raw) > MAX_SETTINGS_BYTES:
        raise ConfigError(
            f"The settings file {path} is larger than {MAX_SETTINGS_BYTES} bytes.", hint="Is it the right file?"
        )
    import tomllib

    try:
        values = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"The settings file {path} is not valid TOML: {error}"
        raise ConfigError(message, hint="Mend the line, or move the file away.") from error
    return _checked(values, path)


def _refuse_foreign(path: Path, found: os.stat_result) -> None:
    """Settings that somebody else can write would be somebody else's settings."""
    if sys.platform == "win32":
        return
    if found.st_uid not in {0, os.geteuid()}:
        raise ConfigError(f"The settings file {path} belongs to somebody else.", hint="Point CPO_CONFIG at your own.")
    if found.st_mode & 0o022:
        raise ConfigError(f"Others can write the settings file {path}.", hint=f"Close it to them: chmod go-w {path}")


def _checked(values: dict[str, Any], path: Path) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    for key, value in values.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(known)}."
            raise ConfigError(f"{path}: unknown setting {key!r}.", hint=hint)
        check_setting(key, value, path)
    return Settings(**values)


_TYPES: dict[str, type] = {
    "untouched_days": int, "lock_after_minutes": int, "keymap": dict, "removable_media": bool,
}  # fmt: skip
_RANGES = {"untouched_days": range(1, 3651), "lock_after_minutes": range(1, 31)}


def check_setting(key: str, value: object, path: Path) -> None:
    """Raise `ConfigError` unless a known setting can have that value."""
    wanted = _TYPES.get(key, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise ConfigError(
            f"{path}: {key!r} must be a {wanted.__name__}, not {value!r}.", hint="See the settings page of the guide."
        )
    allowed = _RANGES.get(key)
    if allowed is not None and value not in allowed:
        raise ConfigError(
            f"{path}: {key!r} must be from {allowed.start} to {allowed.stop - 1}.", hint="Change the value."
        )
