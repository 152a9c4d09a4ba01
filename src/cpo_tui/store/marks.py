"""What the store can say for a report: its head, the date of its data, its packs, and a seal that only it can make."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from cpo_tui.store import deadlines
from cpo_tui.store.changes import GENESIS, canonical, chain_key, same
from cpo_tui.store.connect import Connection
from cpo_tui.store.verify import head_of


def state(connection: Connection) -> dict[str, Any]:
    """The state of the store that a report is made from: `data_at`, `pack`, `head`, `change_sets`."""
    head, sets = head_of(connection)
    newest = connection.execute("SELECT max(at) FROM change_sets").fetchone()[0]
    pack = deadlines.pack_in_use(connection)
    return {"data_at": newest, "pack": f"{pack.name} {pack.version}", "head": head, "change_sets": sets}


def seal(connection: Connection, mark: Mapping[str, Any]) -> str:
    """The store's seal over a mark, made with the key of its chain."""
    sealed = {name: value for name, value in mark.items() if name != "seal"}
    return hmac.new(chain_key(connection), b"report\0" + canonical(sealed), hashlib.sha256).hexdigest()


def problems(connection: Connection, mark: Mapping[str, Any], content: str) -> tuple[tuple[str, str], ...]:
    """What is not right with a report whose content now has that hash: `(kind, words)`, none where it is sound."""
    found = []
    if not same(content, mark.get("content")):
        found.append(("report_altered", "its content is not what it was when it was made"))
    if not same(seal(connection, mark), mark.get("seal")):
        found.append(("report_seal", "its mark was not made by this store, or was altered"))
    head = str(mark.get("head"))
    known = head == GENESIS or connection.execute("SELECT 1 FROM change_sets WHERE hash = ?", (head,)).fetchone()
    if not known:
        found.append(("report_head", "this store does not hold the state that it was made from"))
    return tuple(found)


def changed_since(connection: Connection, head: str, case_reference: str | None) -> int:
    """How many change-sets came after that head; of one case, where a reference is given."""
    row = connection.execute("SELECT id FROM change_sets WHERE hash = ?", (head,)).fetchone()
    since = int(row[0]) if row else 0
    if case_reference is None:
        return int(connection.execute("SELECT count(*) FROM change_sets WHERE id > ?", (since,)).fetchone()[0])
    return int(
        connection.execute(
            "SELECT count(DISTINCT g.change_set_id) FROM changes g JOIN cases c ON c.id = g.case_id"
            " WHERE c.reference = ? AND g.change_set_id > ?",
            (case_reference, since),
        ).fetchone()[0]
    )
