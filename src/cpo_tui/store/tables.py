"""The tables of the store, as SQLModel declares them: the one description of the schema.

`schema.sql` is generated from this module (`python -m cpo_tui.store.schema`) and Alembic's migrations are held to it by
a test. Nothing else imports this module at run time: reads are plain tuples and writes go through `changes`, because an
object mapper costs more than the work it would do here.

Times are TEXT: a day (`2026-03-02`) or an ISO moment with its offset. Columns under "derived" are recomputed from the
rest by `worklist` and are never part of a change-set. "None" is NULL, never a sentinel.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel


def _text(*, nullable: bool = True, **more: object) -> str | None:
    return Field(default=None, sa_type=Text, nullable=nullable, **more)  # type: ignore[call-overload, no-any-return]


WORKLIST = (
    "act_key", "id", "due_key", "act_from", "officer", "stage", "custody_status", "severity", "waiting_on", "docket",
    "lifecycle", "facility", "demand_kind", "batch_id", "held_until", "missing_documents", "open_inquiries", "safeguards",
    "next_hearing_at", "opened_on", "last_touched_at",
)  # fmt: skip

INBOX_KEY = "COALESCE(unixepoch(due_at) + 86399 * (length(due_at) = 10), 9000000000)"
INBOX_OPEN = "state NOT IN ('answered', 'closed', 'rejected')"


class Meta(SQLModel, table=True):
    """Facts about the store itself: its id, the chain's key, the zone in which its days were counted."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True, sa_type=Text)
    value: str | None = _text()


class Officer(SQLModel, table=True):
    """Someone who works on cases; closed by `active`, never deleted, because cases remember who had them."""

    __tablename__ = "officers"
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(sa_type=Text, nullable=False, unique=True)
    name: str | None = _text()
    team: str | None = _text()
    role: str = Field(default="officer", sa_type=Text, sa_column_kwargs={"server_default": "officer"})
    active: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Person(SQLModel, table=True):
    """A person as the file knows them; names are kept code point for code point as given."""

    __tablename__ = "persons"
    id: int | None = Field(default=None, primary_key=True)
    full_name: str = Field(sa_type=Text, nullable=False)
    a_number: str | None = _text(index=True)
    birth_date: str | None = _text()
    birth_precision: str | None = _text()
    nationality: str | None = _text()
    language: str | None = _text()
    interpreter_needed: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Case(SQLModel, table=True):
    """One case of one person, from initiation to resolution."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("lifecycle IN ('open','closed','reopened','transferred')", name="lifecycle_is_known"),
        # The order of the list, with the fields that it is filtered by: a query reads this and not the wide table.
        Index("cases_worklist", *WORKLIST),
        Index("cases_by_officer", "officer", "act_key", "id"),
        Index("cases_by_batch", "batch_id", sqlite_where=text("batch_id IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=Text, nullable=False, unique=True)
    person_id: int = Field(foreign_key="persons.id", index=True)
    lifecycle: str = Field(default="open", sa_type=Text, nullable=False, sa_column_kwargs={"server_default": "open"})
    stage: str | None = _text()
    docket: str | None = _text()
    custody_status: str | None = _text()
    facility: str | None = _text()
    officer: str | None = _text()
    team: str | None = _text()
    opened_on: str | None = _text()
    closed_on: str | None = _text()
    closure_reason: str | None = _text()
    waiting_on: str | None = _text()
    notes: str | None = _text()
    stage_since: str | None = _text()
    assigned_at: str | None = _text()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    # derived
    search_key: str | None = _text()
    last_touched_at: str | None = _text()
    act_key: int | None = None
    act_from: int | None = None
    due_key: int | None = None
    act_by: str | None = _text()
    due_at: str | None = _text()
    demand: str | None = _text()
    demand_kind: str | None = _text()
    severity: str | None = _text()
    citation: str | None = _text()
    rule: str | None = _text()
    held_until: str | None = _text()
    missing_documents: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    open_inquiries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    safeguards: str | None = _text()
    next_hearing_at: str | None = _text()


class Event(SQLModel, table=True):
    """One thing that happened, when it happened and when we learnt it; a correction supersedes, nothing is overwritten."""

    __tablename__ = "events"
    __table_args__ = (Index("events_of_case", "case_id", "occurred_at"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    kind: str = Field(sa_type=Text, nullable=False)
    occurred_at: str = Field(sa_type=Text, nullable=False)
    recorded_at: str = Field(sa_type=Text, nullable=False)
    recorded_by: str | None = _text()
    title: str | None = _text()
    body: str | None = _text()
    source: str | None = _text()
    facts: str | None = _text()
    pinned: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    superseded_by: int | None = None
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Hearing(SQLModel, table=True):
    """A hearing or other appointment with a date that others set."""

    __tablename__ = "hearings"
    __table_args__ = (Index("hearings_of_case", "case_id", "starts_at"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    starts_at: str = Field(sa_type=Text, nullable=False)
    kind: str | None = _text()
    place: str | None = _text()
    outcome: str | None = _text()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Hold(SQLModel, table=True):
    """A case set aside until a day; it never hides the case and never outlives its wake date."""

    __tablename__ = "holds"
    __table_args__ = (Index("holds_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    until: str = Field(sa_type=Text, nullable=False)
    wake_on: str | None = _text()
    reason: str | None = _text()
    set_by: str | None = _text()
    set_at: str | None = _text()
    ended_at: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Task(SQLModel, table=True):
    """Something that somebody said they would do, with a date."""

    __tablename__ = "tasks"
    __table_args__ = (Index("tasks_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    title: str = Field(sa_type=Text, nullable=False)
    due_at: str = Field(sa_type=Text, nullable=False)
    done_at: str | None = _text()
    set_by: str | None = _text()
    set_at: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Note(SQLModel, table=True):
    """A note on the file; earlier wordings stay in the change-sets."""

    __tablename__ = "notes"
    __table_args__ = (Index("notes_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    body: str = Field(sa_type=Text, nullable=False)
    written_at: str = Field(sa_type=Text, nullable=False)
    written_by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Document(SQLModel, table=True):
    """A document that the file needs or has, from the request to its expiry."""

    __tablename__ = "documents"
    __table_args__ = (Index("documents_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    document: str = Field(sa_type=Text, nullable=False)
    form: str | None = _text()
    state: str = Field(
        default="requested", sa_type=Text, nullable=False, sa_column_kwargs={"server_default": "requested"}
    )
    requested_on: str | None = _text()
    received_on: str | None = _text()
    signed_on: str | None = _text()
    served_on: str | None = _text()
    service_method: str | None = _text()
    service_language: str | None = _text()
    expires_on: str | None = _text()
    sha256: str | None = _text()
    kept_at: str | None = _text()
    notes: str | None = _text()
    requirement: str | None = _text()
    edition: str | None = _text()
    supplied_by: str | None = _text()
    original: int | None = None
    translation: str | None = _text()
    chased_on: str | None = _text()
    chases: int | None = None
    decided_on: str | None = _text()
    decision_reason: str | None = _text()
    approver: str | None = _text()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Inquiry(SQLModel, table=True):
    """A question from outside with a clock of its own; it may be about none, one or several cases."""

    __tablename__ = "inquiries"
    __table_args__ = (
        Index("inquiries_by_receipt", "received_at"),
        Index("inquiries_inbox", text(INBOX_KEY), "id", sqlite_where=text(INBOX_OPEN)),
        Index("inquiries_of_cluster", "cluster", sqlite_where=text("cluster IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    inquiry: str = Field(sa_type=Text, nullable=False, unique=True)
    received_at: str = Field(sa_type=Text, nullable=False)
    channel: str | None = _text()
    enquirer: str | None = _text()
    capacity: str | None = _text()
    subject: str | None = _text()
    state: str = Field(
        default="received", sa_type=Text, nullable=False, sa_column_kwargs={"server_default": "received"}
    )
    due_at: str | None = _text()
    answered_at: str | None = _text()
    question: str | None = _text()
    answer: str | None = _text()
    organisation: str | None = _text()
    acknowledged_at: str | None = _text()
    standard: str | None = _text()
    cluster: str | None = _text()
    asserted: str | None = _text()
    late_reason: str | None = _text()
    closing_reason: str | None = _text()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class InquiryCase(SQLModel, table=True):
    """Which cases an inquiry is about."""

    __tablename__ = "inquiry_cases"
    __table_args__ = (
        Index("inquiries_of_case", "case_id"),
        Index("inquiry_case_once", "inquiry_id", "case_id", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiries.id")
    case_id: int = Field(foreign_key="cases.id")
    batch_id: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Safeguard(SQLModel, table=True):
    """A flag that protects a person, since when, on whose word, and when it must be looked at again."""

    __tablename__ = "safeguards"
    __table_args__ = (Index("safeguards_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    kind: str = Field(sa_type=Text, nullable=False)
    since: str | None = _text()
    review_on: str | None = _text()
    source: str | None = _text()
    ended_on: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Representation(SQLModel, table=True):
    """Who represents the person, under which form, from when to when."""

    __tablename__ = "representations"
    __table_args__ = (Index("representations_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    name: str = Field(sa_type=Text, nullable=False)
    form: str | None = _text()
    scope: str | None = _text()
    from_on: str | None = _text()
    to_on: str | None = _text()
    ended_at: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Consent(SQLModel, table=True):
    """What the person allowed to be told, to whom, and until when."""

    __tablename__ = "consents"
    __table_args__ = (Index("consents_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    recipient: str = Field(sa_type=Text, nullable=False)
    scope: str = Field(sa_type=Text, nullable=False)
    form: str | None = _text()
    signed_on: str | None = _text()
    expires_on: str | None = _text()
    withdrawn_on: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class SavedView(SQLModel, table=True):
    """A named query with its order and columns."""

    __tablename__ = "saved_views"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text, nullable=False, unique=True)
    query: str = Field(sa_type=Text, nullable=False)
    sort: str | None = _text()
    columns: str | None = _text()
    place: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class ImportBatch(SQLModel, table=True):
    """One import: the file by its content, what was read, and what became of it."""

    __tablename__ = "import_batches"
    __table_args__ = (Index("batches_by_content", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    change_set_id: int | None = None
    file: str = Field(sa_type=Text, nullable=False)
    sha256: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    profile: str | None = _text()
    options: str | None = _text()
    imported_at: str = Field(sa_type=Text, nullable=False)
    imported_by: str | None = _text()
    report: str | None = _text()


class ImportRow(SQLModel, table=True):
    """A refused record with its raw text, its line and every reason."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("rows_of_batch", "batch_id"),)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batches.id")
    line: int = Field(nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    reasons: str = Field(sa_type=Text, nullable=False)
    raw: bytes | None = None
    fields: str | None = _text()


class SourceRecord(SQLModel, table=True):
    """The columns of an imported record that no field of ours holds, so that nothing of the extract is lost."""

    __tablename__ = "source_records"
    __table_args__ = (Index("sources_of_row", "table_name", "row_id"), Index("sources_of_batch", "batch_id"))
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batches.id")
    line: int = Field(nullable=False)
    table_name: str = Field(sa_type=Text, nullable=False)
    row_id: int = Field(nullable=False)
    fields: str = Field(sa_type=Text, nullable=False)


class ChangeSet(SQLModel, table=True):
    """One transaction that changed the store: who, when, which verb, why; each holds the hash of the one before."""

    __tablename__ = "change_sets"
    __table_args__ = (Index("sets_of_root", "root_id", sqlite_where=text("root_id IS NOT NULL")),)
    id: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text, nullable=False)
    officer: str = Field(sa_type=Text, nullable=False)
    verb: str = Field(sa_type=Text, nullable=False)
    reason: str | None = _text()
    summary: str | None = _text()
    source: str | None = _text()
    root_id: int | None = None
    batch_id: int | None = None
    count: int = Field(default=0, nullable=False)
    digest: str = Field(sa_type=Text, nullable=False)
    hash: str = Field(sa_type=Text, nullable=False)


class Change(SQLModel, table=True):
    """One row that a change-set made, altered or removed, with the values before and after."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("changes_of_set", "change_set_id"),
        Index("changes_of_case", "case_id", sqlite_where=text("case_id IS NOT NULL")),
        Index("changes_of_row", "table_name", "row_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    change_set_id: int = Field(foreign_key="change_sets.id")
    case_id: int | None = None
    table_name: str = Field(sa_type=Text, nullable=False)
    row_id: int = Field(nullable=False)
    op: str = Field(sa_type=Text, nullable=False)
    before: str | None = _text()
    after: str | None = _text()


class ImportSeals(SQLModel, table=True):
    """The seals of the rows that an import wrote in bulk, eight bytes a row, in blocks of consecutive ids."""

    __tablename__ = "import_seals"
    __table_args__ = (Index("seals_of_table", "table_name", "first_id"), Index("seals_of_batch", "batch_id"))
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(nullable=False)
    table_name: str = Field(sa_type=Text, nullable=False)
    first_id: int = Field(nullable=False)
    seals: bytes = Field(nullable=False)


class Access(SQLModel, table=True):
    """One line of the access log: who did or saw what, with what outcome; ids of records, never names."""

    __tablename__ = "access_log"
    id: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text, nullable=False)
    officer: str = Field(sa_type=Text, nullable=False)
    source: str | None = _text()
    kind: str = Field(sa_type=Text, nullable=False)
    outcome: str = Field(sa_type=Text, nullable=False)
    detail: str | None = _text()
    reason: str | None = _text()


class Deadline(SQLModel, table=True):
    """A date that a rule gives a case, as it was last computed; every column follows from events, clocks and the pack."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index("deadlines_of_case", "case_id"),
        Index("deadlines_by_rule", "rule"),
        Index("deadlines_by_due", "due_key", sqlite_where=text("due_key IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    key: str = Field(sa_type=Text, nullable=False)
    rule: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    title: str = Field(sa_type=Text, nullable=False)
    severity: str = Field(sa_type=Text, nullable=False)
    citation: str = Field(sa_type=Text, nullable=False)
    caution: str | None = _text()
    pack: str = Field(sa_type=Text, nullable=False)
    pack_version: str = Field(sa_type=Text, nullable=False)
    trigger_id: str | None = _text()
    trigger_kind: str | None = _text()
    trigger_at: str | None = _text()
    round: int = Field(default=1, nullable=False)
    due_at: str | None = _text()
    due_latest: str | None = _text()
    due_key: int | None = None
    act_by: str | None = _text()
    lead_seconds: int = Field(default=0, nullable=False)
    status: str = Field(sa_type=Text, nullable=False)
    applies: int | None = None
    asks: int = Field(default=0, nullable=False)
    missing: str | None = _text()
    warnings: str | None = _text()
    closed_at: str | None = _text()


class ClockEvent(SQLModel, table=True):
    """What was done to a running clock: pause, resume, extend, unextend, waive, meet, contest, or why it was late."""

    __tablename__ = "clock_events"
    __table_args__ = (Index("clock_events_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    rule: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    on_at: str = Field(sa_type=Text, nullable=False)
    amount: int | None = None
    until: str | None = _text()
    trigger_id: str | None = _text()
    reason: str | None = _text()
    approver: str | None = _text()
    recorded_at: str = Field(sa_type=Text, nullable=False)
    recorded_by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class AdoptedPack(SQLModel, table=True):
    """A rule pack that the office adopted, word for word; the newest of each name is the one in use."""

    __tablename__ = "packs"
    id: int | None = Field(default=None, primary_key=True)
    pack: str = Field(sa_type=Text, nullable=False)
    pack_version: str = Field(sa_type=Text, nullable=False)
    content: str = Field(sa_type=Text, nullable=False)
    adopted_at: str = Field(sa_type=Text, nullable=False)
    adopted_by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class InquiryStep(SQLModel, table=True):
    """One step in the life of an inquiry: which state it came to, when, and on whose word."""

    __tablename__ = "inquiry_steps"
    __table_args__ = (Index("steps_of_inquiry", "inquiry_id"),)
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiries.id")
    state: str = Field(sa_type=Text, nullable=False)
    at: str = Field(sa_type=Text, nullable=False)
    by: str | None = _text()
    note: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Communication(SQLModel, table=True):
    """Something that was said or sent, in or out, about a case or an inquiry."""

    __tablename__ = "communications"
    __table_args__ = (Index("communications_of_case", "case_id"), Index("communications_of_inquiry", "inquiry_id"))
    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    at: str = Field(sa_type=Text, nullable=False)
    direction: str = Field(sa_type=Text, nullable=False)
    channel: str | None = _text()
    party: str | None = _text()
    capacity: str | None = _text()
    summary: str | None = _text()
    body: str | None = _text()
    by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Disclosure(SQLModel, table=True):
    """What was told from a file: word for word, to whom, on which ground; never altered."""

    __tablename__ = "disclosures"
    __table_args__ = (Index("disclosures_of_case", "case_id"), Index("disclosures_of_inquiry", "inquiry_id"))
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    at: str = Field(sa_type=Text, nullable=False)
    by: str | None = _text()
    recipient: str = Field(sa_type=Text, nullable=False)
    capacity: str = Field(sa_type=Text, nullable=False)
    channel: str | None = _text()
    categories: str = Field(sa_type=Text, nullable=False)
    ground: str = Field(sa_type=Text, nullable=False)
    citation: str | None = _text()
    consent_id: int | None = None
    words: str = Field(sa_type=Text, nullable=False)
    pack_version: str | None = _text()
    override_reason: str | None = _text()
    override_by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Promise(SQLModel, table=True):
    """Something that somebody outside was promised, with its day."""

    __tablename__ = "promises"
    __table_args__ = (Index("promises_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    words: str = Field(sa_type=Text, nullable=False)
    due_at: str = Field(sa_type=Text, nullable=False)
    to_whom: str | None = _text()
    made_at: str | None = _text()
    made_by: str | None = _text()
    settled_at: str | None = _text()
    settled_as: str | None = _text()
    reason: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Coordination(SQLModel, table=True):
    """A request to another agency: asked, due, chased, answered; a travel document has an expiry as well."""

    __tablename__ = "coordinations"
    __table_args__ = (Index("coordinations_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    kind: str = Field(sa_type=Text, nullable=False)
    agency: str = Field(sa_type=Text, nullable=False)
    subject: str | None = _text()
    asked_on: str = Field(sa_type=Text, nullable=False)
    due_on: str | None = _text()
    chased_on: str | None = _text()
    chases: int | None = None
    answered_on: str | None = _text()
    answer: str | None = _text()
    expires_on: str | None = _text()
    asked_by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class DocumentForecast(SQLModel, table=True):
    """What the documents of a case ask for, as it was last computed: what will be missing, chases, ends of validity."""

    __tablename__ = "document_forecasts"
    __table_args__ = (Index("forecasts_of_case", "case_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", ondelete="CASCADE")
    kind: str = Field(sa_type=Text, nullable=False)
    document: str = Field(sa_type=Text, nullable=False)
    form: str | None = _text()
    requirement: str | None = _text()
    document_id: int | None = None
    reason: str | None = _text()
    step: str | None = _text()
    due_at: str | None = _text()
    lead_seconds: int = Field(default=0, nullable=False)
    citation: str | None = _text()


class DocumentCheck(SQLModel, table=True):
    """One completeness check of a document: yes, no or not applicable, by whom and when."""

    __tablename__ = "document_checks"
    __table_args__ = (Index("check_once", "document_id", "check_id", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="documents.id")
    check_id: str = Field(sa_type=Text, nullable=False)
    answer: str = Field(sa_type=Text, nullable=False)
    at: str = Field(sa_type=Text, nullable=False)
    by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class DocumentFile(SQLModel, table=True):
    """An attached file, in the store itself; a new version supersedes the old one and never overwrites it."""

    __tablename__ = "document_files"
    __table_args__ = (Index("files_of_document", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="documents.id")
    name: str = Field(sa_type=Text, nullable=False)
    size: int = Field(nullable=False)
    sha256: str = Field(sa_type=Text, nullable=False)
    media_type: str | None = _text()
    added_at: str = Field(sa_type=Text, nullable=False)
    added_by: str | None = _text()
    superseded_by: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Blob(SQLModel, table=True):
    """The bytes of attached files, by their content; each lies here once."""

    __tablename__ = "blobs"
    sha256: str = Field(primary_key=True, sa_type=Text)
    content: bytes = Field(nullable=False)


class CustodyEntry(SQLModel, table=True):
    """One entry in the chain of custody of a document: received, moved, copied, released."""

    __tablename__ = "custody_entries"
    __table_args__ = (Index("custody_of_document", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="documents.id")
    at: str = Field(sa_type=Text, nullable=False)
    what: str = Field(sa_type=Text, nullable=False)
    place: str | None = _text()
    by: str | None = _text()
    note: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Letter(SQLModel, table=True):
    """A letter as it was sent: template and version, the address as it stood, the words."""

    __tablename__ = "letters"
    __table_args__ = (Index("letters_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    template: str = Field(sa_type=Text, nullable=False)
    template_version: str = Field(sa_type=Text, nullable=False)
    language: str = Field(sa_type=Text, nullable=False)
    recipient: str | None = _text()
    address: str | None = _text()
    words: str = Field(sa_type=Text, nullable=False)
    made_at: str = Field(sa_type=Text, nullable=False)
    made_by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Draft(SQLModel, table=True):
    """Half-written text, kept through a kill or a lock; not part of any case until it is sent."""

    __tablename__ = "drafts"
    __table_args__ = (Index("draft_once", "officer", "place", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    officer: str = Field(sa_type=Text, nullable=False)
    place: str = Field(sa_type=Text, nullable=False)
    words: str = Field(sa_type=Text, nullable=False)
    saved_at: str = Field(sa_type=Text, nullable=False)


class ViewState(SQLModel, table=True):
    """Where an officer was: view, filter, marks, place in the list, what was seen when."""

    __tablename__ = "view_state"
    __table_args__ = (Index("view_state_once", "officer", "name", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    officer: str = Field(sa_type=Text, nullable=False)
    name: str = Field(sa_type=Text, nullable=False)
    value: str | None = _text()


class LegalHold(SQLModel, table=True):
    """A hold that keeps a case from being destroyed, merged or made anonymous."""

    __tablename__ = "legal_holds"
    __table_args__ = (Index("legal_holds_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    reason: str = Field(sa_type=Text, nullable=False)
    placed_at: str = Field(sa_type=Text, nullable=False)
    placed_by: str | None = _text()
    lifted_at: str | None = _text()
    lifted_by: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Absence(SQLModel, table=True):
    """When an officer is away, and who covers."""

    __tablename__ = "absences"
    id: int | None = Field(default=None, primary_key=True)
    officer: str = Field(sa_type=Text, nullable=False)
    from_on: str = Field(sa_type=Text, nullable=False)
    to_on: str = Field(sa_type=Text, nullable=False)
    cover: str | None = _text()
    reason: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Handover(SQLModel, table=True):
    """A set of cases on its way from one officer to another, until it is accepted or sent back."""

    __tablename__ = "handovers"
    __table_args__ = (Index("handovers_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    from_officer: str | None = _text()
    to_officer: str = Field(sa_type=Text, nullable=False)
    offered_at: str = Field(sa_type=Text, nullable=False)
    note: str | None = _text()
    answered_at: str | None = _text()
    answer: str | None = _text()
    reason: str | None = _text()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
