"""What an inquiry goes through, what was told to whom, promises and requests to others.

Revision: 0004, after 0003.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    "ALTER TABLE inquiries ADD COLUMN organisation TEXT",
    "ALTER TABLE inquiries ADD COLUMN acknowledged_at TEXT",
    "ALTER TABLE inquiries ADD COLUMN standard TEXT",
    "ALTER TABLE inquiries ADD COLUMN cluster TEXT",
    "ALTER TABLE inquiries ADD COLUMN asserted TEXT",
    "ALTER TABLE inquiries ADD COLUMN late_reason TEXT",
    "ALTER TABLE inquiries ADD COLUMN closing_reason TEXT",
    """CREATE TABLE inquiry_steps (
    id INTEGER NOT NULL,
    inquiry_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT,
    note TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(inquiry_id) REFERENCES inquiries (id)
)""",
    """CREATE TABLE communications (
    id INTEGER NOT NULL,
    case_id INTEGER,
    inquiry_id INTEGER,
    at TEXT NOT NULL,
    direction TEXT NOT NULL,
    channel TEXT,
    party TEXT,
    capacity TEXT,
    summary TEXT,
    body TEXT,
    "by" TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(inquiry_id) REFERENCES inquiries (id)
)""",
    """CREATE TABLE disclosures (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    inquiry_id INTEGER,
    at TEXT NOT NULL,
    "by" TEXT,
    recipient TEXT NOT NULL,
    capacity TEXT NOT NULL,
    channel TEXT,
    categories TEXT NOT NULL,
    ground TEXT NOT NULL,
    citation TEXT,
    consent_id INTEGER,
    words TEXT NOT NULL,
    pack_version TEXT,
    override_reason TEXT,
    override_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(inquiry_id) REFERENCES inquiries (id)
)""",
    """CREATE TABLE promises (
    id INTEGER NOT NULL,
    case_id INTEGER,
    inquiry_id INTEGER,
    words TEXT NOT NULL,
    due_at TEXT NOT NULL,
    to_whom TEXT,
    made_at TEXT,
    made_by TEXT,
    settled_at TEXT,
    settled_as TEXT,
    reason TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(inquiry_id) REFERENCES inquiries (id)
)""",
    """CREATE TABLE coordinations (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    agency TEXT NOT NULL,
    subject TEXT,
    asked_on TEXT NOT NULL,
    due_on TEXT,
    chased_on TEXT,
    chases INTEGER,
    answered_on TEXT,
    answer TEXT,
    expires_on TEXT,
    asked_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)""",
    "CREATE INDEX steps_of_inquiry ON inquiry_steps (inquiry_id)",
    "CREATE INDEX communications_of_case ON communications (case_id)",
    "CREATE INDEX communications_of_inquiry ON communications (inquiry_id)",
    "CREATE INDEX coordinations_of_case ON coordinations (case_id)",
    "CREATE INDEX disclosures_of_case ON disclosures (case_id)",
    "CREATE INDEX disclosures_of_inquiry ON disclosures (inquiry_id)",
    "CREATE INDEX promises_of_case ON promises (case_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
