"""A store in which every text that is not a code or a date is hostile: escapes, marks of the toolkit, hidden characters.

It is written past every check, as somebody would who wants to reach the officer's terminal. New tables and columns are
poisoned by themselves; what must stay as it is, because the program decides by it, is listed.
"""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

from cpo_tui.actions import cases, permissions, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.demo import fill
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.exchange.extracts import Options
from cpo_tui.store.connect import Connection, Store

CORPORA = Path(__file__).resolve().parent / "corpora"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u200b\ufeff]")
"""What a terminal obeys, or what turns the order of a line; never to be seen on a screen or in an output."""
MARKUP = "[@click=app.quit][bold]x[/bold][/]"
"""A mark of the toolkit that is put into every poisoned text: it must be seen as it is, or cut, and never obeyed."""

_DECIDES = {
    "alembic_version", "appears", "applies", "act_by", "answer_kind", "channel", "cluster", "columns", "custody_status", "capacity",
    "decision", "demand_kind", "direction", "docket", "facts", "fields", "form_kind", "ground", "categories", "key", "kind",
    "lifecycle", "pack", "pack_version", "op", "table_name", "role", "rule", "safeguards", "severity", "settled_as", "sort", "stage",
    "standard", "state", "status", "template", "template_version", "trigger_id", "trigger_kind", "waiting_on", "what", "query",
    "birth_precision", "wake_on", "service_method", "check_id", "requirement", "missing", "warnings", "schedule", "until", "due_key",
    "search_key", "a_number", "detail", "report", "options", "contents", "before", "after", "reasons", "value", "content",
    "birth_date", "digest", "hash", "sha256", "emptied", "media_type", "source", "login", "verb", "asserted", "sort_key", "document",
    "form", "language",
}  # fmt: skip
"""Columns that hold codes, numbers, dates without their ending in the name, or structures that are read as such."""
_DATES = ("_at", "_on", "_since", "at", "since")
_UNTOUCHED = {"meta", "packs", "alembic_version", "view_state", "drafts", "import_seals", "redactions"}


def corpus(name: str) -> list[str]:
    """The values of a hostile corpus that a store can hold as text."""
    with (CORPORA / name).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        rows = csv.DictReader(line.replace("\0", "\x00") for line in file)
        found = [value for row in rows for key, value in row.items() if key and isinstance(value, str) and value]
    return [text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for text in found]


def poison(store: Store) -> int:
    """Fill a store with invented cases and make every free text of it hostile; gives how many columns were."""
    fill(store, 20, 7)
    with acting(store, "alvarez") as context:
        _add(context)
        connection = context.connection
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if "search" not in name:
                connection.execute(f"DROP TRIGGER {name}")
        every = corpus("escape_injection.csv") + corpus("markup_injection.csv") + corpus("unicode_names.csv")
        texts = [f"{text[:60]} {MARKUP}" for text in every if OBEYED.search(text[:60]) or "[" in text]
        random.Random(3).shuffle(texts)
        poisoned = 0
        for table, column in free_texts(connection):
            rows = connection.execute(f"SELECT rowid FROM {table} WHERE {column} IS NOT NULL").fetchall()
            unique = column in {"reference", "inquiry", "name"}
            for number, (row_id,) in enumerate(rows):
                text = texts[(number + poisoned * 7) % len(texts)]
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (f"{text} {row_id}" if unique else text, row_id)
                )
            poisoned += bool(rows)
        connection.execute("UPDATE cases SET officer = 'alvarez' WHERE id % 2")
    return poisoned


def _add(context: Context) -> None:
    """What the invented caseload does not have: closed files long ago, lines of the log."""
    made = cases.add_case(context, {"reference": "OLD-1", "full_name": "Old", "opened_on": "1939-01-01"}).made
    assert made is not None
    timeline.add_note(context, [made], "a note")
    cases.close_cases(context, [made], "removed")
    context.connection.execute("UPDATE cases SET closed_on = '1940-01-01' WHERE id = ?", (made,))
    permissions.note(context, "export", "refused", reason="a reason")
    refused = Path(context.store.path).with_name("refused.csv")
    refused.write_text("reference,full_name,opened_on\nNEW-1,New,2026-01-05\nBAD-1,Bad,2026-99-99\n", encoding="utf-8")
    import_file(context, refused, ImportOptions(Options()))


def free_texts(connection: Connection) -> list[tuple[str, str]]:
    """The columns of the store that hold free text, as (table, column)."""
    found = []
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%search%' AND name NOT LIKE 'sqlite%'"
    for (table,) in connection.execute(sql).fetchall():
        if table in _UNTOUCHED:
            continue
        for row in connection.execute(f"PRAGMA table_info({table})").fetchall():
            name = str(row[1])
            if "TEXT" in row[2] and name not in _DECIDES and not name.endswith(_DATES[:3]) and name not in _DATES:
                found.append((str(table), name))
    return found
