"""R-BAK-4: backups that nobody has to think of, and how they are thinned."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.actions import keeping, timeline
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.importing import ImportOptions, import_files
from cpo_tui.domain import thinning
from cpo_tui.exchange.extracts import Options
from cpo_tui.store.connect import Store, open_store
from cpo_tui.store.verify import verify

FIRST = date(2025, 1, 1)


def test_r_bak_4_a_year_of_daily_backups_is_seven_days_four_weeks_twelve_months() -> None:
    held: set[date] = set()
    for number in range(420):
        held = set(thinning.kept({*held, FIRST + timedelta(days=number)}))
    last = FIRST + timedelta(days=419)
    newest = sorted(held, reverse=True)
    assert newest[:7] == [last - timedelta(days=back) for back in range(7)]
    assert len({day.isocalendar()[:2] for day in held}) >= 4
    assert len({(day.year, day.month) for day in held}) == 12
    assert len(held) <= 7 + 4 + 12


@given(st.sets(st.dates(min_value=FIRST, max_value=date(2027, 1, 1)), min_size=1))
def test_r_bak_4_thinning_keeps_the_newest_and_thins_no_further_a_second_time(days: set[date]) -> None:
    once = thinning.kept(days)
    assert max(days) in once
    assert once <= days
    assert thinning.kept(once) == once


def test_r_bak_4_a_backup_comes_before_an_import_and_once_a_day(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.csv"
    file.write_text("reference,full_name\nI-1,Person One\n")
    import_files(context, [file], ImportOptions(Options()))
    (before,) = keeping.copies_of(context.store.path)
    copy = open_store(before.path).reader()
    assert copy.execute("SELECT count(*) FROM cases").fetchone() == (3,)
    assert verify(copy, office()).problems == ()
    copy.close()
    assert stat.S_IMODE(before.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(before.path.parent.stat().st_mode) == 0o700
    assert keeping.keep_daily(context) is None
    monkeypatch.setenv("CPO_NOW", "2026-03-03T09:00:00-05:00")
    with acting(context.store, "alvarez") as tomorrow:
        made = keeping.keep_daily(tomorrow)
        assert made is not None
        assert [one.path for one in keeping.copies_of(context.store.path)] == [made, before.path]
        assert keeping.keep_daily(tomorrow) is None


def test_r_bak_4_the_newest_of_a_day_stays(context: Context) -> None:
    first = keeping.keep_copy(context, "test")
    assert keeping.keep_copy(context, "test") is None
    timeline.add_note(context, [1], "more")
    second = keeping.keep_copy(context, "test")
    assert first is not None
    assert second is not None
    assert [one.path for one in keeping.copies_of(context.store.path)] == [second]


def test_r_bak_4_a_dry_run_and_a_read_only_run_make_none(store: Store, context: Context, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("reference,full_name\nI-1,Person One\n")
    import_files(context, [file], ImportOptions(Options(), dry_run=True))
    with acting(store, "alvarez", read_only=True) as reading:
        assert keeping.keep_daily(reading) is None
    assert keeping.copies_of(store.path) == ()
