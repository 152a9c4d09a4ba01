"""Days as officers type them: read where they are certain, refused where they are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.times import iso
from cpo_tui.errors import CpoError, UsageError
from cpo_tui.ui.days import read_when
from cpo_tui.ui.moment import Moment


@pytest.mark.parametrize(
    ("typed", "ahead", "back"),
    [
        ("today", "2026-03-02", "2026-03-02"),
        ("tomorrow", "2026-03-03", "2026-03-03"),
        ("fri", "2026-03-06", "2026-02-27"),
        ("Friday", "2026-03-06", "2026-02-27"),
        ("mon", "2026-03-09", "2026-03-02"),
        ("+7d", "2026-03-09", "2026-03-09"),
        ("-2w", "2026-02-16", "2026-02-16"),
        ("12 mar", "2026-03-12", "2025-03-12"),
        ("26 Feb", "2027-02-26", "2026-02-26"),
        ("4 july 2025", "2025-07-04", "2025-07-04"),
        ("2026-03-04", "2026-03-04", "2026-03-04"),
        ("fri 14:00", "2026-03-06T14:00:00-05:00", "2026-02-27T14:00:00-05:00"),
        ("16:00", "2026-03-02T16:00:00-05:00", "2026-03-02T16:00:00-05:00"),
        ("2026-03-04 08:30", "2026-03-04T08:30:00-05:00", "2026-03-04T08:30:00-05:00"),
        ("now", "2026-03-02T09:00:00-05:00", "2026-03-02T09:00:00-05:00"),
    ],
)
def test_what_officers_type(typed: str, ahead: str, back: str, moment: Moment) -> None:
    assert iso(read_when(typed, moment)) == ahead
    assert iso(read_when(typed, moment, past=True)) == back


@pytest.mark.parametrize("typed", ["", "3/4", "03/04/2026", "ju", "31 feb", "m", "soon", "2026-13-01", "4", "99 mar"])
def test_what_is_not_certain_is_refused(typed: str, moment: Moment) -> None:
    with pytest.raises(UsageError) as error:
        read_when(typed, moment)
    assert error.value.hint


@given(st.text(max_size=24))
def test_nothing_typed_is_a_crash(typed: str) -> None:
    from datetime import UTC, datetime

    moment = Moment(datetime(2026, 3, 2, 14, 0, tzinfo=UTC), UTC)
    try:
        found = read_when(typed, moment)
    except CpoError:
        return
    assert isinstance(found, date)
