"""The order of the list with the fields that it is filtered by, in the place of the bare order.

Revision: 0007, after 0006.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    "DROP INDEX cases_by_act",
    """CREATE INDEX cases_worklist ON cases (act_key, id, due_key, act_from, officer, stage, custody_status, severity, waiting_on, docket, lifecycle, facility, demand_kind, batch_id, held_until, missing_documents, open_inquiries, safeguards, next_hearing_at, opened_on, last_touched_at)""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
