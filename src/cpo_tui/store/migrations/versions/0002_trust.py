"""Seals of imported rows, and the access log.

Revision: 0002, after 0001.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE import_seals (
    id INTEGER NOT NULL,
    batch_id INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    first_id INTEGER NOT NULL,
    seals BLOB NOT NULL,
    PRIMARY KEY (id)
)""",
    "CREATE INDEX seals_of_batch ON import_seals (batch_id)",
    "CREATE INDEX seals_of_table ON import_seals (table_name, first_id)",
    """CREATE TABLE access_log (
    id INTEGER NOT NULL,
    at TEXT NOT NULL,
    officer TEXT NOT NULL,
    source TEXT,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT,
    reason TEXT,
    PRIMARY KEY (id)
)""",
    """CREATE TRIGGER access_log_is_final BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'the access log is never rewritten'); END""",
    """CREATE TRIGGER access_log_stays BEFORE DELETE ON access_log
BEGIN SELECT RAISE(ABORT, 'the access log is never cut'); END""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
