"""The desk: drafts, where an officer was, legal holds, absences, handovers.

Revision: 0006, after 0005.
"""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    """CREATE TABLE drafts (
    id INTEGER NOT NULL,
    officer TEXT NOT NULL,
    place TEXT NOT NULL,
    words TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (id)
)""",
    """CREATE TABLE view_state (
    id INTEGER NOT NULL,
    officer TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (id)
)""",
    """CREATE TABLE legal_holds (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    placed_at TEXT NOT NULL,
    placed_by TEXT,
    lifted_at TEXT,
    lifted_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)""",
    """CREATE TABLE absences (
    id INTEGER NOT NULL,
    officer TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    cover TEXT,
    reason TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id)
)""",
    """CREATE TABLE handovers (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    from_officer TEXT,
    to_officer TEXT NOT NULL,
    offered_at TEXT NOT NULL,
    note TEXT,
    answered_at TEXT,
    answer TEXT,
    reason TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)""",
    "CREATE UNIQUE INDEX draft_once ON drafts (officer, place)",
    "CREATE UNIQUE INDEX view_state_once ON view_state (officer, name)",
    "CREATE INDEX handovers_of_case ON handovers (case_id)",
    "CREATE INDEX legal_holds_of_case ON legal_holds (case_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
