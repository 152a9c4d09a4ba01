"""A synthetic caseload for demos, tests and trials of an import: invented people in believable situations.

Pure: chance comes from a seed and the day from the caller. `caseload` gives the cases one by one, `write` puts them
into the four files of the product's own format.
"""

from __future__ import annotations

from cpo_tui.samples.places import OFFICERS
from cpo_tui.samples.writing import COLUMNS, DEFAULT_CASES, DEFAULT_SEED, SampleCase, caseload, write

__all__ = ["COLUMNS", "DEFAULT_CASES", "DEFAULT_SEED", "OFFICERS", "SampleCase", "caseload", "write"]
