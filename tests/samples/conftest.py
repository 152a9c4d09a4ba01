"""A caseload that the tests of the samples share."""

from __future__ import annotations

from datetime import date

import pytest

from cpo_tui import samples
from cpo_tui.samples import SampleCase
from cpo_tui.samples.plans import Plan, plans

TODAY = date(2026, 3, 2)
CASES = 500


@pytest.fixture(scope="session")
def invented() -> list[tuple[Plan, SampleCase]]:
    """Five hundred cases with their plans."""
    return list(zip(plans(CASES, 3, TODAY), samples.caseload(CASES, 3, TODAY), strict=True))
