"""The one source of "now" and of the office's time zone.

Everything that depends on the present asks here, so that one variable (`CPO_NOW`) freezes a whole run for tests and
reproducible reports. Pure code never calls this module: it is given the moment that it needs.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cpo_tui.errors import UsageError


def now() -> datetime:
    """The present moment, in UTC; the moment in `CPO_NOW` where that is set (ISO date-time with a zone)."""
    frozen = os.environ.get("CPO_NOW")
    if not frozen:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(frozen)
    except ValueError as error:
        message = f"CPO_NOW is not a date and time: {frozen!r}"
        raise UsageError(message, hint="Give an ISO date-time with zone, such as 2026-03-02T09:00-05:00.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=office_zone())
    return moment.astimezone(UTC)


def office_zone() -> tzinfo:
    """The zone in which the office counts its days: `CPO_TZ`, else the settings, else the system's zone."""
    name = os.environ.get("CPO_TZ") or _configured_zone()
    if not name:
        return datetime.now().astimezone().tzinfo or UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(f"Unknown time zone {name!r}.", hint="Use an IANA name, such as America/New_York.") from error


def zone_name() -> str:
    """The name of the office's zone as it is shown and stored: the IANA name where there is one."""
    zone = office_zone()
    return str(getattr(zone, "key", None) or zone.tzname(now()) or "UTC")


def today() -> date:
    """The date of the present moment in the office's zone."""
    return now().astimezone(office_zone()).date()


def _configured_zone() -> str | None:
    from cpo_tui.config import settings

    return settings().time_zone or _system_zone()


def _system_zone() -> str | None:
    """The IANA name of the system's zone, so that days before and after a change of the clock are both right."""
    if name := os.environ.get("TZ", "").lstrip(":"):
        return name
    try:
        target = str(Path("/etc/localtime").readlink())
    except OSError:
        return None
    _, found, name = target.partition("zoneinfo/")
    return name if found else None
