"""R-EXP-5: nothing unencrypted goes to what is carried away, unless the office allows it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cpo_tui import config
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.exporting import ExportOptions, export
from cpo_tui.actions.trust import back_up
from cpo_tui.errors import ExportError
from cpo_tui.store import media
from cpo_tui.store.connect import Store


def _device(tmp_path: Path, kind: str) -> Path:
    """A tree as Linux shows it under /sys, in which the disk of the tests is a device of that kind."""
    devices = tmp_path / "devices"
    disk = devices / ("pci/usb1/block/sdb" if kind == "usb disk" else "pci/ata1/block/sdb")
    part = disk / "sdb1"
    part.mkdir(parents=True)
    (disk / "removable").write_text("1\n" if kind in {"stick", "encrypted stick", "mapped stick"} else "0\n")
    seen = part
    if kind in {"encrypted stick", "mapped stick"}:
        seen = devices / "virtual/block/dm-0"
        (seen / "dm").mkdir(parents=True)
        (seen / "slaves").mkdir()
        (seen / "removable").write_text("0\n")
        (seen / "slaves" / "sdb1").symlink_to(part)
        (seen / "dm" / "uuid").write_text("CRYPT-LUKS2-0a\n" if kind == "encrypted stick" else "LVM-0a\n")
    numbers = tmp_path.stat().st_dev
    links = tmp_path / "numbers"
    links.mkdir()
    (links / f"{os.major(numbers)}:{os.minor(numbers)}").symlink_to(seen)
    return links


@pytest.mark.skipif(not hasattr(os, "major"), reason="media are recognised on Linux")
@pytest.mark.parametrize(
    ("kind", "removable"),
    [("disk", False), ("stick", True), ("usb disk", True), ("mapped stick", True), ("encrypted stick", False)],
)
def test_r_exp_5_a_medium_that_is_carried_away_is_recognised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, removable: bool
) -> None:
    monkeypatch.setattr(media, "DEVICES", _device(tmp_path, kind))
    assert media.is_removable(tmp_path) is removable


@pytest.fixture
def stick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "is_removable", lambda _folder: True)


@pytest.mark.usefixtures("stick")
def test_r_exp_5_an_export_to_a_stick_is_refused(context: Context, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="removable medium") as refused:
        export(context, tmp_path / "out.csv", ExportOptions())
    assert refused.value.name == "removable"
    assert not (tmp_path / "out.csv").exists()
    with pytest.raises(ExportError, match="removable medium"):
        back_up(context, tmp_path / "plain.cpo")


@pytest.mark.usefixtures("stick")
def test_r_exp_5_an_encrypted_backup_may_go_there(encrypted: Store, tmp_path: Path) -> None:
    with acting(encrypted, "alvarez") as context:
        assert back_up(context, tmp_path / "copy.cpo").path.exists()


@pytest.mark.usefixtures("stick")
def test_r_exp_5_the_office_may_allow_it(context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text("removable_media = true\n")
    path.chmod(0o600)
    monkeypatch.setenv("CPO_CONFIG", str(path))
    config.settings.cache_clear()
    export(context, tmp_path / "out.csv", ExportOptions())
    assert (tmp_path / "out.csv").exists()
