"""A hearing of which nothing but its day is known asks for attention as `Hearing`, without a colon that leads nowhere.

Revision: 0012, after 0011.
"""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Let the list say what follows from the record today."""
    op.execute("UPDATE cases SET demand = 'Hearing' WHERE demand = 'Hearing: '")
