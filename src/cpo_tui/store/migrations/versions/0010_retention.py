"""Retention: what was decided about files whose time is over, the certificates of those destroyed, and what they emptied.

Revision: 0010, after 0009.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

STATEMENTS = (
    """CREATE TABLE retention_decisions (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    schedule TEXT NOT NULL,
    decision TEXT NOT NULL,
    until TEXT,
    reason TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    decided_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)""",
    "CREATE INDEX retention_of_case ON retention_decisions (case_id)",
    """CREATE TABLE destructions (
    id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    schedule TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    citation TEXT,
    began_on TEXT,
    due_on TEXT,
    approved_at TEXT,
    approved_by TEXT,
    approval TEXT,
    destroyed_at TEXT NOT NULL,
    destroyed_by TEXT,
    reason TEXT,
    contents TEXT NOT NULL,
    emptied TEXT NOT NULL,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id)
)""",
    """CREATE TABLE redactions (
    id INTEGER NOT NULL,
    destruction_id INTEGER NOT NULL,
    change_set_id INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(destruction_id) REFERENCES destructions (id),
    FOREIGN KEY(change_set_id) REFERENCES change_sets (id)
)""",
    "CREATE INDEX redactions_of_destruction ON redactions (destruction_id)",
    "CREATE INDEX redactions_of_set ON redactions (change_set_id)",
    "DROP TRIGGER changes_are_final",
    """CREATE TRIGGER changes_are_final BEFORE UPDATE ON changes
WHEN new.before IS NOT NULL OR new.after IS NOT NULL OR new.case_id IS NOT NULL OR new.id != old.id
    OR new.change_set_id != old.change_set_id OR new.table_name != old.table_name OR new.row_id != old.row_id
    OR new.op != old.op OR NOT EXISTS (SELECT 1 FROM redactions r WHERE r.change_set_id = old.change_set_id)
BEGIN SELECT RAISE(ABORT, 'a change is never rewritten'); END""",
    """CREATE TRIGGER redactions_are_final BEFORE UPDATE ON redactions
BEGIN SELECT RAISE(ABORT, 'a redaction is never rewritten'); END""",
    """CREATE TRIGGER redactions_stay BEFORE DELETE ON redactions
BEGIN SELECT RAISE(ABORT, 'a redaction is never removed'); END""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
