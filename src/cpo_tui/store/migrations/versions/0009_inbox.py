"""The inbox of inquiries in its order, the words of inquiries to search, and when a representation was ended.

Revision: 0009, after 0008. The whole list is made anew at the next work on the store, because consents, promises and
requests to agencies ask for attention now.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = (
    "ALTER TABLE representations ADD COLUMN ended_at TEXT",
    "CREATE INDEX inquiries_by_receipt ON inquiries (received_at)",
    "CREATE INDEX inquiries_inbox ON inquiries"
    " (COALESCE(unixepoch(due_at) + 86399 * (length(due_at) = 10), 9000000000), id)"
    " WHERE state NOT IN ('answered', 'closed', 'rejected')",
    "CREATE INDEX inquiries_of_cluster ON inquiries (cluster) WHERE cluster IS NOT NULL",
    """CREATE VIRTUAL TABLE inquiry_search USING fts5(
    enquirer, question, content='inquiries', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
)""",
    """CREATE TRIGGER inquiry_search_insert AFTER INSERT ON inquiries BEGIN
    INSERT INTO inquiry_search(rowid, enquirer, question) VALUES (new.id, new.enquirer, new.question);
END""",
    """CREATE TRIGGER inquiry_search_delete AFTER DELETE ON inquiries BEGIN
    INSERT INTO inquiry_search(inquiry_search, rowid, enquirer, question)
        VALUES ('delete', old.id, old.enquirer, old.question);
END""",
    """CREATE TRIGGER inquiry_search_update AFTER UPDATE OF enquirer, question ON inquiries
WHEN old.enquirer IS NOT new.enquirer OR old.question IS NOT new.question BEGIN
    INSERT INTO inquiry_search(inquiry_search, rowid, enquirer, question)
        VALUES ('delete', old.id, old.enquirer, old.question);
    INSERT INTO inquiry_search(rowid, enquirer, question) VALUES (new.id, new.enquirer, new.question);
END""",
    "INSERT INTO inquiry_search(inquiry_search) VALUES ('rebuild')",
    "DELETE FROM meta WHERE key = 'zone'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
