"""Making a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import Session, ask, can_ask, session_of
from cpo_tui.errors import Locked, ReadOnly, UsageError

if TYPE_CHECKING:
    from cpo_tui.store.connect import Store

commands = Noun()

PLAIN_WARNING = (
    "This store is not encrypted: whoever can read the file, a copy of it or a backup of this disk can read every case.\n"
    "Use it for practice and synthetic data, or on a disk that is encrypted as a whole."
)


@commands.verb(
    "init",
    "cpo init",
    "CPO_PASSPHRASE_FILE=~/.cpo-passphrase cpo --store ~/cases/mine.cpo init --json",
    "cpo init --keyring",
    "cpo --store /tmp/practice.cpo init --no-encryption",
)
def init(
    context: typer.Context,
    no_encryption: Annotated[
        bool, typer.Option("--no-encryption", help="Make a plain store, which anybody with the file can read.")
    ] = False,
    keyring: Annotated[
        bool,
        typer.Option("--keyring", help="Keep the passphrase in the system's keyring, so that it is not asked for."),
    ] = False,
    json: Json = False,
) -> int:
    """Make a store, encrypted under a passphrase of yours.

    The passphrase is asked for twice, or taken from the first line of the file that CPO_PASSPHRASE_FILE names. It cannot
    be recovered: without it the cases are lost.
    """
    if no_encryption and keyring:
        raise UsageError("--keyring keeps a passphrase, and --no-encryption needs none.", hint="Leave one out.")
    session = session_of(context)
    path = make(session, encrypted=not no_encryption, keep=keyring).path
    output = session.output(json=json)
    if json:
        output.document({"store": path, "encrypted": not no_encryption})
    else:
        output.line(f"Made {'a plain' if no_encryption else 'an encrypted'} store at {path}.")
        output.line("Next: cpo import FILE, or cpo to open it.")
    return DONE


def make(session: Session, *, encrypted: bool = True, keep: bool = False) -> Store:
    """Make the store of the session, with a passphrase asked for or from its file; `keep` puts it into the keyring."""
    from cpo_tui.actions.stores import make_store
    from cpo_tui.store import connect, keyring

    if session.read_only:
        raise ReadOnly("Nothing can be made: this run is read-only.", hint="Leave out --read-only.")
    connect.check_new(session.path)
    if not encrypted:
        talk(PLAIN_WARNING)
        return make_store(session.path, None)
    if keep:
        keyring.check()
    passphrase = new_passphrase()
    store = make_store(session.path, passphrase)
    if keep:
        keyring.remember(store.path, passphrase)
    return store


def new_passphrase(*, from_file: bool = True) -> str:
    """A passphrase for a store: from the file that `CPO_PASSPHRASE_FILE` names, else asked for twice."""
    from cpo_tui.store import keys

    given = keys.passphrase_from_file() if from_file else None
    if given is not None:
        keys.check_strength(given)
        return given
    return ask_new_passphrase()


def ask_new_passphrase() -> str:
    """A new passphrase typed twice at the terminal; raises `Locked` where there is none to ask on."""
    from cpo_tui.store import keys

    if not can_ask():
        raise Locked(
            "A passphrase is needed, and there is no terminal to ask on.",
            hint="Put it on the first line of a file and name that in CPO_PASSPHRASE_FILE, or give --no-encryption.",
        )
    sys.stderr.write(
        "A passphrase protects the store: at least 14 characters, or five words that do not belong together.\n"
        "It cannot be recovered. Without it the cases are lost.\n"
    )
    first = ask("New passphrase: ")
    keys.check_strength(first)
    if ask("Once more: ") != first:
        raise UsageError("The two passphrases differ.", hint="Nothing was made. Try again.")
    return first
