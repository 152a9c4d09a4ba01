"""A store from before titles named facts in words says what one of today says, and verifies."""

from __future__ import annotations

import importlib
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.actions.context import acting, office
from cpo_tui.actions.demo import demo_store
from cpo_tui.domain.facts import spoken_facts
from cpo_tui.store import deadlines, migrate, tallies
from cpo_tui.store.connect import Connection
from cpo_tui.store.verify import verify

migration = importlib.import_module("cpo_tui.store.migrations.versions.0014_spoken_facts")


def _titles(connection: Connection) -> list[tuple[object, ...]]:
    rows = connection.execute(
        "SELECT id, demand FROM cases UNION ALL SELECT case_id, title FROM deadlines ORDER BY 1, 2"
    )
    return [tuple(row) for row in rows]


def test_titles_from_before_are_those_of_today_and_the_tally_holds() -> None:
    with demo_store(120) as store:
        with acting(store, "alvarez") as context:
            connection = context.connection
            today = _titles(connection)
            ids = [row[0] for row in connection.execute("SELECT DISTINCT case_id FROM deadlines WHERE missing != ''")]
            names = ", ".join(deadlines.WRITTEN)
            rows = connection.execute(f"SELECT {names} FROM deadlines ORDER BY case_id, id").fetchall()
            title, missing = deadlines.WRITTEN.index("title"), deadlines.WRITTEN.index("missing")
            old = []
            for row in rows:
                before = row[title]
                for fact in (row[missing] or "").split("\n"):
                    before = before.replace(f"{spoken_facts([fact])} not", f"{fact} not").replace(
                        f"{spoken_facts([fact])},", f"{fact},"
                    )
                old.append((*row[:title], before, *row[title + 1 :]))
                connection.execute("UPDATE cases SET demand = ? WHERE demand = ?", (before, row[title]))
            everyone = [row[0] for row in connection.execute("SELECT id FROM cases")]
            tallies.replace_rows(connection, "deadlines", deadlines.WRITTEN, everyone, old)
            connection.execute("UPDATE alembic_version SET version_num = '0013'")
            assert len(ids) > 10
            assert _titles(connection) != today
        migrate.migrate(store, "0013")
        with closing(store.reader()) as reader:
            assert _titles(reader) == today
            assert verify(reader, office(), replay=True).problems == ()


def test_no_title_of_the_demo_names_a_fact_by_its_inner_name() -> None:
    with demo_store(400) as store, closing(store.reader()) as reader:
        found = [row[0] for row in reader.execute("SELECT DISTINCT title FROM deadlines WHERE missing != ''")]
    assert len(found) > 5
    for title in found:
        assert "_" not in title.rpartition("(")[2]
        assert "." not in title.rpartition("(")[2]


@given(st.text(), st.lists(st.from_regex(r"[a-z0-9_.]+", fullmatch=True), min_size=1, max_size=3))
def test_only_what_names_facts_is_put_into_words(text: str, facts: list[str]) -> None:
    assert migration.in_words(text) == text or " not recorded)" in text
    named = f"(may apply: {', '.join(facts)} not recorded)"
    assert migration.in_words(named) == f"(may apply: {spoken_facts(facts)} not recorded)"
