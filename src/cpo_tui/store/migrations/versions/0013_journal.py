"""Batches, refused records and the columns beside the record have seals, so that `verify` holds them too.

Revision: 0013, after 0012. What was imported before is sealed as it is found.
"""

from alembic import op

from cpo_tui.store import journal

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the seal of a batch, and seal what is there."""
    op.execute("ALTER TABLE import_batches ADD COLUMN seal TEXT")
    connection = op.get_bind().connection.driver_connection
    if connection is not None and connection.execute("SELECT 1 FROM import_batches LIMIT 1").fetchone() is not None:
        journal.seal_all(connection)
