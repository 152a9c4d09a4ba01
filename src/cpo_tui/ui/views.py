"""The views of the caseload, as the screens know them."""

from __future__ import annotations

from cpo_tui.domain.views import VIEWS, View

__all__ = ["VIEWS", "View"]
