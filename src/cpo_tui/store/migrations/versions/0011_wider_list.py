"""The index of the list holds every usual field of a query: the team, the days of all four ages, the person.

Revision: 0011, after 0010.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

STATEMENTS = (
    "DROP INDEX cases_worklist",
    """CREATE INDEX cases_worklist ON cases (act_key, id, due_key, act_from, officer, stage, custody_status, severity, waiting_on, docket, lifecycle, facility, demand_kind, batch_id, held_until, missing_documents, open_inquiries, safeguards, next_hearing_at, opened_on, last_touched_at, team, stage_since, assigned_at, closed_on, person_id)""",
)


def upgrade() -> None:
    """Make the index anew."""
    for statement in STATEMENTS:
        op.execute(statement)
