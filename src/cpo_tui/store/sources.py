"""What extracts told of a case in columns that no field of ours holds: kept as it was read, shown beside the case."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from cpo_tui.store.connect import Connection

_RECORDS = ("events", "hearings", "documents")
OWNED = " UNION ALL ".join(
    [
        "SELECT s.id, s.batch_id, s.line, s.table_name, s.fields FROM source_records s"
        " WHERE s.table_name = 'cases' AND s.row_id = ?1",
        *(
            f"SELECT s.id, s.batch_id, s.line, s.table_name, s.fields FROM {table} t"
            f" CROSS JOIN source_records s ON s.table_name = '{table}' AND s.row_id = t.id WHERE t.case_id = ?1"
            for table in _RECORDS
        ),
        "SELECT s.id, s.batch_id, s.line, s.table_name, s.fields FROM inquiry_cases t"
        " CROSS JOIN source_records s ON s.table_name = 'inquiries' AND s.row_id = t.inquiry_id WHERE t.case_id = ?1",
    ]
)
"""The records beside a case (?1) and beside what hangs on it. A cross join goes from the case to its few records; left to
itself the planner walks every record of the kind."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record of an extract: its file (the name alone), its line, when it was imported (UTC), what it was about."""

    file: str
    line: int
    imported_at: datetime
    about: str
    """The kind of record: cases, events, hearings, documents or inquiries."""
    fields: dict[str, str]
    """Column → text as it stood in the file, in the order of the file."""


def of_case(connection: Connection, case_id: int) -> tuple[SourceRecord, ...]:
    """The records that told something beside the fields of a case or of what hangs on it, the newest first."""
    rows = connection.execute(
        f"SELECT b.file, r.line, b.imported_at, r.table_name, r.fields FROM ({OWNED}) r"
        " JOIN import_batches b ON b.id = r.batch_id ORDER BY r.id DESC",
        (case_id,),
    )
    return tuple(
        SourceRecord(
            PurePath(str(file)).name, int(line), datetime.fromisoformat(str(at)), str(about), json.loads(str(fields))
        )
        for file, line, at, about, fields in rows
    )
