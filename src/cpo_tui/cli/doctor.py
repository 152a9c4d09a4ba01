"""What the machine, the store and the rules are like, and what to mend."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE, IN_PART
from cpo_tui.cli.session import Session, session_of
from cpo_tui.errors import CpoError

commands = Noun()

LEAST_FREE = 200 * 1024 * 1024
"""Bytes below which the next import or backup may not fit."""
OLD_SOURCES_DAYS = 365
OLD_BACKUP_DAYS = 7


class Finding(NamedTuple):
    """One thing that was looked at."""

    name: str
    value: str
    status: Literal["ok", "warn", "problem"] = "ok"
    hint: str = ""


@commands.verb("doctor", "cpo doctor", "cpo --store ~/cases/mine.cpo doctor --json")
def doctor(context: typer.Context, json: Json = False) -> int:
    """Look at versions, encryption, permissions, space, time zone, holidays and rule packs; exit 3 where something is wrong."""
    session = session_of(context)
    findings = [*_versions(), *_place(session), *_time(), *_packs()]
    ok = all(finding.status != "problem" for finding in findings)
    output = session.output(json=json)
    if json:
        output.document({"ok": ok, "checks": [finding._asdict() for finding in findings]})
    else:
        output.table(("status", "check", "value", "hint"), ((f.status, f.name, f.value, f.hint) for f in findings))
    return DONE if ok else IN_PART


def _versions() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    from cpo_tui import __version__
    from cpo_tui.store import connect

    yield Finding("cpo", __version__)
    yield Finding("python", platform.python_version())
    sqlite, cipher = connect.driver_versions()
    old = sqlite < connect.OLDEST_SQLITE
    yield Finding(
        "sqlite",
        ".".join(str(part) for part in sqlite),
        "problem" if old else "ok",
        "Install a newer sqlcipher3: this one can damage a store." if old else "",
    )
    yield Finding(
        "encryption",
        f"SQLCipher {cipher}" if cipher else "not available",
        "ok" if cipher else "problem",
        "" if cipher else "Install sqlcipher3 again.",
    )
    for package in ("textual", "rich", "typer", "sqlmodel", "alembic", "cryptography", "holidays"):
        try:
            yield Finding(package, version(package))
        except PackageNotFoundError:
            yield Finding(package, "missing", "problem", f"pip install {package}")


def _place(session: Session) -> Iterator[Finding]:
    from cpo_tui.store import connect

    path = session.path
    if not os.path.lexists(path):
        yield Finding("store", f"none at {path}", "warn", "Make one: cpo init. Or look around: cpo demo.")
        folder = next(parent for parent in path.parents if parent.exists())
    else:
        folder = path.parent
        try:
            encrypted = connect.is_encrypted(path)
        except CpoError as error:
            yield Finding("store", error.message, "problem", error.hint)
            return
        yield Finding("store", f"{path}, {path.stat().st_size / 1e6:,.1f} MB")
        plain_hint = (
            "Whoever has the file can read it. cpo init makes an encrypted one; export and import move the cases."
        )
        yield Finding(
            "store-encryption",
            "encrypted" if encrypted else "plain",
            "ok" if encrypted else "warn",
            "" if encrypted else plain_hint,
        )
        yield _last_backup(path)
        yield from _folder(folder)
    free = shutil.disk_usage(folder).free
    scarce = free < LEAST_FREE
    yield Finding(
        "free-space",
        f"{free / 1e9:,.1f} GB",
        "warn" if scarce else "ok",
        "Make room before the next import." if scarce else "",
    )


def _last_backup(path: Path) -> Finding:
    from cpo_tui import clock
    from cpo_tui.actions.keeping import copies_of

    copies = copies_of(path)
    hint = "Make one on another disk: cpo backup FILE."
    if not copies:
        return Finding("last-backup", "no automatic one yet", "warn", hint)
    days = max((clock.today() - copies[0].day).days, 0)
    words = f"{copies[0].path.name}, {days} d ago, {len(copies)} kept"
    return Finding(
        "last-backup", words, "warn" if days > OLD_BACKUP_DAYS else "ok", hint if days > OLD_BACKUP_DAYS else ""
    )


def _folder(folder: Path) -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    closed = not mode & 0o077
    yield Finding(
        "folder-permissions",
        f"{mode:o}",
        "ok" if closed else "warn",
        "" if closed else f"Close it to others: chmod 700 {folder}",
    )


def _time() -> Iterator[Finding]:
    from holidays import country_holidays

    from cpo_tui import clock

    yield Finding("time-zone", clock.zone_name())
    yield Finding("now", clock.now().astimezone(clock.office_zone()).isoformat(timespec="minutes"))
    for country, name in (("US", "United States"), ("GB", "United Kingdom")):
        yield Finding(f"holidays-{country.lower()}", f"{name}: known until {country_holidays(country).end_year}")


def _packs() -> Iterator[Finding]:
    from cpo_tui import clock
    from cpo_tui.rules import pack

    try:
        packs = pack.builtin_packs()
    except CpoError as error:
        yield Finding("rule-packs", error.message, "problem", error.hint)
        return
    for found in packs:
        yield _pack_age(
            f"pack-{found.name}", f"{found.version}, {len(found.rules)} rules", found.compiled_on, clock.today()
        )


def _pack_age(name: str, what: str, compiled_on: date | None, today: date) -> Finding:
    if compiled_on is None:
        return Finding(name, f"{what}, sources of unknown age", "warn", "Check its rules before relying on them.")
    days = (today - compiled_on).days
    value = f"{what}, sources read {compiled_on.isoformat()} ({max(days, 0)} d ago)"
    if days > OLD_SOURCES_DAYS:
        return Finding(name, value, "warn", "Rules may have changed: look for a newer pack.")
    return Finding(name, value)
