"""The key of an encrypted store: from a passphrase to the raw key that opens connections.

The passphrase is stretched once (PBKDF2-HMAC-SHA512) with the salt in the first sixteen bytes of the store, and every
connection is then opened with the raw key. The passphrase itself is never kept, logged or shown.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from cpo_tui.errors import Locked, UsageError

ITERATIONS = 600_000
"""Rounds of PBKDF2: about a quarter of a second on an office machine."""
SALT_BYTES = 16
MIN_LENGTH = 14
MIN_WORDS = 5
_TOO_COMMON = ("password", "passphrase", "letmein", "qwerty", "123456", "abcdef", "iloveyou", "immigration")


class StoreKey:
    """The raw key of one store; shows nothing of itself when printed."""

    __slots__ = ("_hex",)

    def __init__(self, raw: bytes, salt: bytes) -> None:
        self._hex = raw.hex() + salt.hex()

    def __repr__(self) -> str:
        """A name without the key, so that no log or traceback can hold it."""
        return "StoreKey(…)"

    @property
    def pragma(self) -> str:
        """The key in SQLCipher's raw form (`x'…'`: 64 digits of key, 32 of salt); raises `Locked` once it was dropped."""
        if not self._hex:
            raise Locked("The store is locked.", hint="Give its passphrase again.")
        return f"x'{self._hex}'"

    def drop(self) -> None:
        """Let go of the key, wherever this object is still held; it opens nothing from now on."""
        self._hex = ""

    @property
    def salt(self) -> bytes:
        """The salt that the key was made with."""
        return bytes.fromhex(self._hex[-2 * SALT_BYTES :])


def derive(passphrase: str, salt: bytes) -> StoreKey:
    """The key that `passphrase` makes with a store's `salt`."""
    # It brings a newer OpenSSL than most interpreters have, which takes two thirds of the time for the same rounds.
    from cryptography.hazmat.primitives.hashes import SHA512
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    return StoreKey(PBKDF2HMAC(SHA512(), 32, salt, ITERATIONS).derive(passphrase.encode("utf-8")), salt)


def new_key(passphrase: str) -> StoreKey:
    """A key with a fresh salt, for a store that is being made; raises `UsageError` for a weak passphrase."""
    import secrets

    check_strength(passphrase)
    return derive(passphrase, secrets.token_bytes(SALT_BYTES))


def check_strength(passphrase: str) -> None:
    """Raise `UsageError` unless the passphrase is long enough and not one that everybody tries first."""
    words = re.findall(r"\w+", passphrase)
    folded = re.sub(r"[\W_]+", "", passphrase).casefold()
    plain = _without_common(folded)
    long_enough = len(passphrase) >= MIN_LENGTH or len(words) >= MIN_WORDS
    if not long_enough or folded.isdigit() or len(set(folded)) < 6 or len(plain) < 6:  # noqa: PLR2004 - six letters that are one's own
        raise UsageError(
            "The passphrase is too weak.",
            hint=f"Use at least {MIN_LENGTH} characters, or {MIN_WORDS} words that do not belong together.",
            kind="weak_passphrase",
        )


def _without_common(folded: str) -> str:
    for common in _TOO_COMMON:
        folded = folded.replace(common, "")
    return folded


def passphrase_from_file() -> str | None:
    """The first line of the file that `CPO_PASSPHRASE_FILE` names; None where the variable is not set.

    Raises `Locked` where the file cannot be read or its first line is empty.
    """
    named = os.environ.get("CPO_PASSPHRASE_FILE")
    return passphrase_in(Path(named)) if named else None


def passphrase_in(path: Path) -> str:
    """The passphrase on the first line of a file; raises `Locked` where there is none that can be read."""
    hint = "Name a readable file with the passphrase on its first line, as text."
    try:
        with path.open("rb") as file:
            line = file.readline(4096)
    except OSError as error:
        raise Locked(f"The passphrase file {path} cannot be read: {error.strerror}.", hint=hint) from None
    try:
        passphrase = line.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError:
        raise Locked(f"The first line of the passphrase file {path} is not UTF-8.", hint=hint) from None
    if not passphrase:
        raise Locked(f"The first line of the passphrase file {path} is empty.", hint=hint)
    return passphrase
