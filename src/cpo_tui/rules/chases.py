"""When a request that nobody has answered is chased, and when it goes up: the ladder of its supplier, as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cpo_tui.rules.document_pack import Supplier


@dataclass(frozen=True, slots=True)
class Chase:
    """When a request is chased next: the how-manieth time, and to whom it goes up if it has been chased in vain."""

    on: date
    number: int
    escalate_to: str = ""


def next_chase(supplier: Supplier, requested_on: date, chased_on: Iterable[date] = ()) -> Chase:
    """The next step of the chase ladder of a request. The order of `chased_on` does not matter.

    The first chase is counted from the request, each later one from the last. After `escalate_after` chases the next
    step goes up. Days are calendar days.
    """
    done = sorted(chased_on)
    on = max(done[-1], requested_on) + supplier.next_chase if done else requested_on + supplier.first_chase
    return Chase(on, len(done) + 1, supplier.escalate_to if len(done) >= supplier.escalate_after else "")
