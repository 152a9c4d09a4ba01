"""Deadlines, what is done to their clocks, and the packs that an office adopted.

Revision: 0003, after 0002.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """CREATE TABLE deadlines (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    severity TEXT NOT NULL,
    citation TEXT NOT NULL,
    caution TEXT,
    pack TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    trigger_id TEXT,
    trigger_kind TEXT,
    trigger_at TEXT,
    round INTEGER NOT NULL,
    due_at TEXT,
    due_latest TEXT,
    due_key INTEGER,
    act_by TEXT,
    lead_seconds INTEGER NOT NULL,
    status TEXT NOT NULL,
    applies INTEGER,
    asks INTEGER NOT NULL,
    missing TEXT,
    warnings TEXT,
    closed_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)""",
    """CREATE TABLE clock_events (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    on_at TEXT NOT NULL,
    amount INTEGER,
    until TEXT,
    trigger_id TEXT,
    reason TEXT,
    approver TEXT,
    recorded_at TEXT NOT NULL,
    recorded_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)""",
    """CREATE TABLE packs (
    id INTEGER NOT NULL,
    pack TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    content TEXT NOT NULL,
    adopted_at TEXT NOT NULL,
    adopted_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id)
)""",
    """CREATE INDEX clock_events_of_case ON clock_events (case_id)""",
    """CREATE INDEX deadlines_by_due ON deadlines (due_key) WHERE due_key IS NOT NULL""",
    """CREATE INDEX deadlines_by_rule ON deadlines (rule)""",
    """CREATE INDEX deadlines_of_case ON deadlines (case_id)""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
