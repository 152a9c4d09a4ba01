"""The first schema: persons, cases and what hangs on them, imports, change-sets, search.

Revision: 0001. The script beside it is frozen: a change of the schema is a new revision.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split("\n-- next\n"):
        op.execute(statement)
