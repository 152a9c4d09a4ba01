"""An access log that was begun before it had a seal is sealed, so that one without a seal is known to have lost it.

Revision: 0015, after 0014. What is in the log is sealed as it is found.
"""

from alembic import op

from cpo_tui.store import access

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Seal what is there."""
    connection = op.get_bind().connection.driver_connection
    if connection is not None:
        access.seal_all(connection)
