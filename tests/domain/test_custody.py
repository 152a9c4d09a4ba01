"""From events to stretches of custody."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.custody import Stay, Step, stays

D = date


def test_a_stay_goes_on_until_the_next_custody() -> None:
    found = stays(
        [
            Step(D(2025, 12, 4), "detained", "Tacoma"),
            Step(D(2025, 12, 5), "detained", "admitted"),
            Step(D(2026, 1, 10), None, "Mill River"),
            Step(D(2026, 2, 1), "released", "parole"),
        ]
    )
    assert found == (
        Stay(D(2025, 12, 4), D(2026, 1, 9), "detained", "Tacoma"),
        Stay(D(2026, 1, 10), D(2026, 1, 31), "detained", "Mill River"),
        Stay(D(2026, 2, 1), None, "released", "parole"),
    )
    assert [one.days(D(2026, 3, 2)) for one in found] == [37, 22, 30]


def test_of_several_steps_of_a_day_the_last_holds() -> None:
    day = D(2026, 1, 1)
    assert stays([Step(day, "detained", "a"), Step(day, "released", "b")]) == (Stay(day, None, "released", "b"),)
    went_and_came = stays(
        [Step(day, "detained", "a"), Step(D(2026, 1, 5), "hospital", "b"), Step(D(2026, 1, 5), "detained", "c")]
    )
    assert went_and_came == (Stay(day, None, "detained", "a"),)


STEPS = st.lists(
    st.builds(
        Step,
        st.dates(D(2020, 1, 1), D(2026, 12, 31)),
        st.sampled_from([None, "detained", "released", "hospital"]),
        st.just(""),
    ),
    max_size=12,
).map(lambda steps: sorted(steps, key=lambda one: one.day))


@given(STEPS)
def test_stays_follow_one_another_without_a_gap(steps: list[Step]) -> None:
    found = stays(steps)
    assert bool(found) == bool(steps)
    for one, after in itertools.pairwise(found):
        assert one.last is not None
        assert one.last + timedelta(days=1) == after.first
        assert one.first <= one.last
    assert all(one.last is not None for one in found[:-1])
    if steps:
        assert found[-1].last is None
        last = next((one.custody for one in reversed(steps) if one.custody), "detained")
        assert found[-1].custody == last
