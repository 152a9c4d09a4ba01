"""The commands of the screens for those who look after the store: the access log, and what becomes of closed files."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.ui.commands.register import EVERYWHERE, Command, moves


def everywhere() -> Iterator[Command]:
    """The ways to the two screens, from every screen."""
    yield Command(
        "app.access-log", "f7", "access log", "Show who opened, saw, exported or was refused what; for auditors and supervisors.",
        "Trust", EVERYWHERE,
    )  # fmt: skip
    yield Command(
        "app.retention", "f8", "retention", "Show the closed files whose time is over: keep them, or destroy them by two people.",
        "Trust", EVERYWHERE,
    )  # fmt: skip


def screens() -> Iterator[Command]:
    """What can be done on them."""
    for name, key, label, text, footer in (
        ("open", "enter,l,right", "case", "Open the case that the line is about.", 10),
        ("officer", "o", "who…", "Only what one officer did.", 20),
        ("kind", "w", "what…", "Only one kind of line, such as exports.", 30),
        ("outcome", "c", "outcome…", "Only what ended so, such as what was refused.", 40),
        ("day", "d", "day…", "Only one day of the office.", 50),
        ("refused", "x", "refused", "Only what was refused, or everything again.", 0),
        ("refresh", "f5", "refresh", "Read the log anew.", 0),
        ("leave", "escape,q", "back", "One filter less, then back to where it was opened.", 70),
    ):
        needs = "case" if name == "open" else "nothing"
        yield Command(f"access.{name}", key, label, text, "Access log", "access", needs, footer)  # type: ignore[arg-type]
    yield from moves("access", "line")
    for name, key, label, text, footer, writes in (
        ("open", "enter,l,right", "open", "Open the case, or unfold the certificate.", 10, False),
        ("retain", "r", "keep…", "Keep it until a day, with a reason.", 20, True),
        ("approve", "y", "approve…", "Approve that somebody else destroys it, with a reason.", 30, True),
        ("destroy", "x", "destroy…", "Destroy what somebody else approved; nothing takes it back.", 40, True),
    ):
        yield Command(f"retention.{name}", key, label, text, "Retention", "retention", "case", footer, writes=writes)
    for name, key, label, text, footer in (
        ("mark", "space", "mark", "Mark the file, or take its mark away.", 0),
        ("all", "a", "due / all", "Change between what is due and every closed file.", 50),
        (
            "certificates",
            "tab",
            "certificates",
            "Change between the files and the certificates of those destroyed.",
            60,
        ),
        ("leave", "escape,q", "back", "Back to where it was opened.", 70),
    ):
        yield Command(f"retention.{name}", key, label, text, "Retention", "retention", footer=footer)
    yield from moves("retention", "file")
