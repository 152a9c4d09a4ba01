"""The life of a document: checks, files, custody, letters.

Revision: 0005, after 0004.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    "ALTER TABLE documents ADD COLUMN requirement TEXT",
    "ALTER TABLE documents ADD COLUMN edition TEXT",
    "ALTER TABLE documents ADD COLUMN supplied_by TEXT",
    "ALTER TABLE documents ADD COLUMN original INTEGER",
    "ALTER TABLE documents ADD COLUMN translation TEXT",
    "ALTER TABLE documents ADD COLUMN chased_on TEXT",
    "ALTER TABLE documents ADD COLUMN chases INTEGER",
    "ALTER TABLE documents ADD COLUMN decided_on TEXT",
    "ALTER TABLE documents ADD COLUMN decision_reason TEXT",
    "ALTER TABLE documents ADD COLUMN approver TEXT",
    """CREATE TABLE document_checks (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    check_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES documents (id)
)""",
    """CREATE TABLE document_files (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    media_type TEXT,
    added_at TEXT NOT NULL,
    added_by TEXT,
    superseded_by INTEGER,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES documents (id)
)""",
    """CREATE TABLE blobs (
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (sha256)
)""",
    """CREATE TABLE custody_entries (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    place TEXT,
    "by" TEXT,
    note TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(document_id) REFERENCES documents (id)
)""",
    """CREATE TABLE letters (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    inquiry_id INTEGER,
    template TEXT NOT NULL,
    template_version TEXT NOT NULL,
    language TEXT NOT NULL,
    recipient TEXT,
    address TEXT,
    words TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT,
    version INTEGER DEFAULT '1' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(inquiry_id) REFERENCES inquiries (id)
)""",
    "CREATE INDEX letters_of_case ON letters (case_id)",
    "CREATE INDEX custody_of_document ON custody_entries (document_id)",
    "CREATE UNIQUE INDEX check_once ON document_checks (document_id, check_id)",
    "CREATE INDEX files_of_document ON document_files (document_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
