"""What the office owes and waits for on a case: promises, requests to agencies, consents and mandates that end.

Each is a source of demands. The leads and chase ladders are data of the service pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import Demand, Severity, Step
from cpo_tui.errors import NotFound
from cpo_tui.store.chosen import Chosen
from cpo_tui.store.connect import Connection
from cpo_tui.store.deadlines import pack_name
from cpo_tui.store.reader import day, when

if TYPE_CHECKING:
    from cpo_tui.rules.service import Agency, ServicePack

TRAVEL_DOCUMENT = "travel_document"

Demands = dict[int, list[Demand]]


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that somebody outside was promised."""

    id: int
    case_id: int | None
    inquiry_id: int | None
    words: str
    due_at: When | None
    to_whom: str | None
    made_at: When | None
    made_by: str | None
    settled_at: When | None
    settled_as: str | None
    """kept · broken · withdrawn; None while it is open."""
    reason: str | None


@dataclass(frozen=True, slots=True)
class Coordination:
    """A request to another agency."""

    id: int
    case_id: int
    kind: str
    agency: str
    subject: str | None
    asked_on: date
    due_on: date | None
    chased_on: date | None
    chases: int
    answered_on: date | None
    answer: str | None
    expires_on: date | None
    asked_by: str | None


_PROMISE = "id, case_id, inquiry_id, words, due_at, to_whom, made_at, made_by, settled_at, settled_as, reason"
_REQUEST = (
    "id, case_id, kind, agency, subject, asked_on, due_on, chased_on, chases, answered_on, answer, expires_on, asked_by"
)


def promises(
    connection: Connection, *, case_id: int | None = None, inquiry_id: int | None = None, settled: bool | None = None
) -> tuple[Promise, ...]:
    """The promises of a case, of an inquiry or of all, the earliest due first; `settled` None gives both kinds."""
    parts = ["1"]
    if case_id is not None:
        parts.append("case_id = :case")
    if inquiry_id is not None:
        parts.append("inquiry_id = :inquiry")
    if settled is not None:
        parts.append(f"settled_at IS {'NOT ' if settled else ''}NULL")
    sql = f"SELECT {_PROMISE} FROM promises WHERE {' AND '.join(parts)} ORDER BY due_at, id"
    return tuple(_promise(row) for row in connection.execute(sql, {"case": case_id, "inquiry": inquiry_id}))


def promise(connection: Connection, row_id: int) -> Promise:
    """One promise; raises `NotFound`."""
    row = connection.execute(f"SELECT {_PROMISE} FROM promises WHERE id = ?", (row_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no promise {row_id}.", hint="See them: cpo promise list.")
    return _promise(row)


def _promise(row: tuple[Any, ...]) -> Promise:
    row_id, case_id, inquiry_id, words, due, to_whom, made, by, settled, settled_as, reason = row
    return Promise(
        row_id, case_id, inquiry_id, words, when(due), to_whom, when(made), by, when(settled), settled_as, reason
    )


def coordinations(
    connection: Connection, *, case_id: int | None = None, answered: bool | None = None
) -> tuple[Coordination, ...]:
    """The requests of a case or of all, the oldest first; `answered` None gives both kinds."""
    parts = ["1"]
    if case_id is not None:
        parts.append("case_id = :case")
    if answered is not None:
        parts.append(f"answered_on IS {'NOT ' if answered else ''}NULL")
    sql = f"SELECT {_REQUEST} FROM coordinations WHERE {' AND '.join(parts)} ORDER BY asked_on, id"
    return tuple(_request(row) for row in connection.execute(sql, {"case": case_id}))


def coordination(connection: Connection, row_id: int) -> Coordination:
    """One request; raises `NotFound`."""
    row = connection.execute(f"SELECT {_REQUEST} FROM coordinations WHERE id = ?", (row_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no request {row_id}.", hint="See them: cpo coordinate list.")
    return _request(row)


def _request(row: tuple[Any, ...]) -> Coordination:
    row_id, case_id, kind, agency, subject, asked, due, chased, chases, answered, answer, expires, by = row
    return Coordination(
        row_id, case_id, kind, agency, subject, day(asked) or date.min, day(due), day(chased), chases or 0, day(answered),
        answer, day(expires), by,
    )  # fmt: skip


def pack_of(connection: Connection) -> ServicePack:
    """The service pack of the office's jurisdiction."""
    from cpo_tui.rules.service import service_pack

    return service_pack(pack_name(connection))


def demands_of_commitments(connection: Connection, among: Chosen) -> Demands:
    """What promises, requests to agencies, consents and representations ask of these cases."""
    found: Demands = defaultdict(list)
    for source in (_promised, _requested, _documented, _consented, _represented):
        for case_id, demand in source(connection, among):
            found[case_id].append(demand)
    return found


def _promised(connection: Connection, among: Chosen) -> Iterator[tuple[int, Demand]]:
    rows = connection.execute(
        f"SELECT {_PROMISE} FROM promises WHERE settled_at IS NULL AND case_id {among.sql}", among.values
    ).fetchall()
    for one in map(_promise, rows):
        if one.case_id is None or one.due_at is None:
            continue
        whom = f" to {one.to_whom}" if one.to_whom else ""
        steps = (
            Step(
                f"promised by {one.made_by or 'an officer'}{whom}; open until it is kept or explained",
                day_of(one.made_at),
            ),
        )
        title = f"Promise{whom}: {one.words}"
        yield (
            one.case_id,
            Demand(
                "promise",
                title,
                one.due_at,
                pack_of(connection).lead("promise"),
                steps=steps,
                source=f"promises:{one.id}",
            ),
        )


def next_chase(agency: Agency, request: Coordination) -> tuple[date, str]:
    """When a request is chased next, and to whom it goes up if it was chased often enough in vain (else empty)."""
    if not request.chases or request.chased_on is None:
        return request.asked_on + agency.first_chase, ""
    on = max(request.chased_on, request.asked_on) + agency.next_chase
    return on, agency.escalate_to if request.chases >= agency.escalate_after else ""


def _requested(connection: Connection, among: Chosen) -> Iterator[tuple[int, Demand]]:
    rows = connection.execute(
        f"SELECT {_REQUEST} FROM coordinations WHERE answered_on IS NULL AND case_id {among.sql}", among.values
    ).fetchall()
    for one in map(_request, rows):
        pack = pack_of(connection)
        agency = pack.agency(one.agency)
        on, up = next_chase(agency, one)
        due = min(on, one.due_on) if one.due_on is not None and not one.chases else on
        label = agency.label if agency.id != "other" else one.agency
        about = f": {one.subject}" if one.subject else f": {one.kind.replace('_', ' ')}"
        steps = [Step(f"{label} was asked", one.asked_on)]
        if one.due_on is not None:
            steps.append(Step("an answer is due", one.due_on))
        if one.chased_on is not None:
            steps.append(Step(f"chased {one.chases} times, last", one.chased_on))
        steps.append(Step(f"goes up to {up}" if up else "is chased", on))
        title = f"Raise with {up}, {label} has not answered{about}" if up else f"Chase {label}{about}"
        yield (
            one.case_id,
            Demand(
                "coordination",
                title,
                due,
                pack.lead("coordination"),
                steps=tuple(steps),
                source=f"coordinations:{one.id}",
            ),
        )


def _documented(connection: Connection, among: Chosen) -> Iterator[tuple[int, Demand]]:
    sql = (
        f"SELECT c.id, c.case_id, c.agency, c.expires_on FROM coordinations c WHERE c.expires_on IS NOT NULL AND c.case_id {among.sql}"
        " AND c.answered_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM coordinations n WHERE n.case_id = c.case_id"
        " AND n.kind = c.kind AND n.id > c.id)"
    )
    for row_id, case_id, agency, expires in connection.execute(sql, among.values).fetchall():
        ends = day(expires)
        if ends is not None:
            pack = pack_of(connection)
            steps = (
                Step("the travel document ends", ends),
                Step("open until another one is asked for or the case is closed"),
            )
            title = f"Travel document from {pack.agency(agency).label if agency in pack.agencies else agency} ends"
            yield (
                case_id,
                Demand(
                    "travel_document",
                    title,
                    ends,
                    pack.lead(TRAVEL_DOCUMENT),
                    Severity.POLICY,
                    steps=steps,
                    source=f"coordinations:{row_id}",
                ),
            )


# What ends by itself stands behind what must be done: once its day has passed nothing is late, so it never places a case.


def _consented(connection: Connection, among: Chosen) -> Iterator[tuple[int, Demand]]:
    sql = (
        f"SELECT c.id, c.case_id, c.recipient, c.expires_on FROM consents c WHERE c.expires_on IS NOT NULL AND c.withdrawn_on IS NULL"
        f" AND c.case_id {among.sql} AND NOT EXISTS (SELECT 1 FROM consents n WHERE n.case_id = c.case_id"
        " AND lower(n.recipient) = lower(c.recipient) AND n.id > c.id)"
    )
    for row_id, case_id, recipient, expires in connection.execute(sql, among.values).fetchall():
        ends = day(expires)
        if ends is not None:
            steps = (Step("the consent ends", ends), Step("open until it is renewed or ended"))
            title = f"Consent for {recipient} ends: renew or end it"
            yield (
                case_id,
                Demand(
                    "consent",
                    title,
                    ends,
                    pack_of(connection).lead("consent"),
                    steps=steps,
                    source=f"consents:{row_id}",
                    certain=False,
                ),
            )


def _represented(connection: Connection, among: Chosen) -> Iterator[tuple[int, Demand]]:
    sql = (
        f"SELECT r.id, r.case_id, r.name, r.to_on FROM representations r WHERE r.to_on IS NOT NULL AND r.ended_at IS NULL"
        f" AND r.case_id {among.sql} AND NOT EXISTS (SELECT 1 FROM representations n WHERE n.case_id = r.case_id"
        " AND lower(n.name) = lower(r.name) AND n.id > r.id)"
    )
    for row_id, case_id, name, to_on in connection.execute(sql, among.values).fetchall():
        ends = day(to_on)
        if ends is not None:
            steps = (Step("the representation ends", ends), Step("open until it is renewed or ended"))
            title = f"Representation by {name} ends: renew or end it"
            yield (
                case_id,
                Demand(
                    "representation",
                    title,
                    ends,
                    pack_of(connection).lead("representation"),
                    steps=steps,
                    source=f"representations:{row_id}",
                    certain=False,
                ),
            )


def day_of(value: When | None) -> date | None:
    """The day of a date, as it was written."""
    return value.date() if isinstance(value, datetime) else value
