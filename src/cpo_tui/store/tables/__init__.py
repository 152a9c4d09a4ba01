"""The tables of the store, as SQLModel declares them: the one description of the schema.

`schema.sql` is generated from this package (`python -m cpo_tui.store.schema`) and Alembic's migrations are held to it by
a test. Nothing else imports it at run time: reads are plain tuples and writes go through `changes`, because an
object mapper costs more than the work it would do here.

Times are TEXT: a day (`2026-03-02`) or an ISO moment with its offset. Columns under "derived" are recomputed from the
rest by `worklist` and are never part of a change-set. "None" is NULL, never a sentinel.
"""

from __future__ import annotations

from cpo_tui.store.tables import cases, clocks, documents, imports, inquiries, officers, protection, trust

__all__ = ["cases", "clocks", "documents", "imports", "inquiries", "officers", "protection", "trust"]
