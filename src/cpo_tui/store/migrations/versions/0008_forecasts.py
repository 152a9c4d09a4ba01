"""What the documents of each case ask for, computed; the whole list is made anew at the next work on the store.

Revision: 0008, after 0007.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    """CREATE TABLE document_forecasts (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    form TEXT,
    requirement TEXT,
    document_id INTEGER,
    reason TEXT,
    step TEXT,
    due_at TEXT,
    lead_seconds INTEGER NOT NULL,
    citation TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id) ON DELETE CASCADE
)""",
    "CREATE INDEX forecasts_of_case ON document_forecasts (case_id, kind)",
    "DELETE FROM meta WHERE key = 'zone'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
