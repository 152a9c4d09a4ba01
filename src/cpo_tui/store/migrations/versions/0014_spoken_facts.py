"""Titles of deadlines name what is not recorded in words: *parent guardian*, where `flag.parent_guardian` stood.

Revision: 0014, after 0013.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from alembic import op

from cpo_tui.store import tallies

revision = "0014"
down_revision = "0013"

COLUMNS = (
    "case_id", "key", "rule", "kind", "title", "severity", "citation", "caution", "pack", "pack_version", "trigger_id",
    "trigger_kind", "trigger_at", "round", "due_at", "due_latest", "due_key", "act_by", "lead_seconds", "status",
    "applies", "asks", "missing", "warnings", "closed_at",
)  # fmt: skip
"""The columns of a deadline at this revision."""
TITLE = COLUMNS.index("title")
CHUNK = 400
NAMED = re.compile(r"\((may apply: )?([a-z0-9_.]+(?:, [a-z0-9_.]+)*) not recorded\)")


def upgrade() -> None:
    """Put the words into the deadlines, whose tally moves with them, and into the list."""
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        return
    for ids in _chunks(connection):
        listed = json.dumps(ids)
        rows = connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM deadlines WHERE case_id IN (SELECT value FROM json_each(?)) ORDER BY case_id, id",
            (listed,),
        ).fetchall()
        tallies.replace_rows(
            connection, "deadlines", COLUMNS, ids,
            [(*row[:TITLE], in_words(row[TITLE]), *row[TITLE + 1 :]) for row in rows],
        )  # fmt: skip
    asked = connection.execute("SELECT DISTINCT demand FROM cases WHERE demand LIKE '% not recorded)%'").fetchall()
    connection.executemany("UPDATE cases SET demand = ? WHERE demand = ?", [(in_words(one), one) for (one,) in asked])


def in_words(title: str) -> str:
    """A title with the facts that it names in words."""

    def spoken(found: re.Match[str]) -> str:
        names = found[2].split(", ")
        words = (name.removeprefix("flag.").replace(".", " ").replace("_", " ") for name in names)
        return f"({found[1] or ''}{', '.join(words)} not recorded)"

    return NAMED.sub(spoken, title)


def _chunks(connection: Any) -> Iterator[list[int]]:
    """The cases with such a title, some at once."""
    last = 0
    while ids := [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT case_id FROM deadlines WHERE case_id > ? AND title LIKE '% not recorded)%' ORDER BY case_id LIMIT ?",
            (last, CHUNK),
        )
    ]:
        yield ids
        last = ids[-1]
