"""What an inquiry is about, and one matter by many doors: suggested, joined by an officer, answered one by one."""

from __future__ import annotations

import pytest

from cpo_tui.actions import inquiries, inquiry_links, timeline
from cpo_tui.actions.context import Context
from cpo_tui.actions.disclosing import Answer, answer_inquiry, answer_together
from cpo_tui.actions.undo import undo
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.store import disclosing, inbox, lookups, matters, reader
from cpo_tui.store import inquiries as stored
from cpo_tui.store.inbox import Sieve


def _ask(context: Context, case_ids: list[int], enquirer: str, capacity: str, channel: str, question: str) -> int:
    values = {"enquirer": enquirer, "capacity": capacity, "channel": channel, "question": question}
    made = inquiries.add_inquiry(context, case_ids, values).made
    assert made is not None
    return made


@pytest.fixture
def matter(context: Context) -> tuple[int, int, int]:
    """The same question by counsel, by a relative who names the person, and another question."""
    from cpo_tui.actions.cases import edit_case

    edit_case(context, 1, {"full_name": "Ana Pérez Soto"})
    return (
        _ask(context, [1], "J. Ortiz", "attorney", "email", "Where is she held?"),
        _ask(context, [], "Luis Pérez", "family", "phone", "Where is Ana Perez held?"),
        _ask(context, [1], "J. Ortiz", "attorney", "email", "How is the bond paid?"),
    )


def test_the_same_matter_is_suggested_from_both_sides_and_joined_by_nobody(
    context: Context, matter: tuple[int, int, int]
) -> None:
    first, second, _ = matter
    assert [one.id for one in inquiry_links.suggestions(context, first)] == [second]
    assert [one.id for one in inquiry_links.suggestions(context, second)] == [first]
    assert stored.details(context.connection, first).cluster is None


def test_joined_and_taken_apart_again(context: Context, matter: tuple[int, int, int]) -> None:
    first, second, third = matter
    inquiry_links.join_inquiries(context, [second, first])
    assert stored.details(context.connection, second).cluster == "2026-0001"
    assert inquiry_links.suggestions(context, first) == ()
    inquiry_links.join_inquiries(context, [third, second])
    assert matters.of_cluster(context.connection, "2026-0001") == (first, second, third)
    inquiry_links.unjoin_inquiry(context, [third])
    assert matters.of_cluster(context.connection, "2026-0001") == (first, second)
    inquiry_links.unjoin_inquiry(context, [second])
    assert matters.of_cluster(context.connection, "2026-0001") == ()
    undo(context)
    assert matters.of_cluster(context.connection, "2026-0001") == (first, second)
    with pytest.raises(UsageError):
        inquiry_links.join_inquiries(context, [third])


def test_one_answer_goes_to_each_through_the_gate_for_themselves(
    context: Context, matter: tuple[int, int, int]
) -> None:
    first, second, _ = matter
    inquiry_links.link_inquiry(context, second, [1])
    timeline.add_representation(context, 1, "J. Ortiz", form="G-28", from_on="2025-12-11")
    outcome = answer_together(context, [first, second], Answer("She is held in Tacoma.", ("custody",)))
    assert outcome.references == ("2026-0001",)
    assert [one.reference for one in outcome.refused] == ["2026-0002"]
    assert [one.recipient for one in disclosing.disclosed_from(context.connection, 1)] == ["J. Ortiz"]


def test_an_unlinked_inquiry_is_in_an_inbox_of_its_own(context: Context, matter: tuple[int, int, int]) -> None:
    unlinked = inbox.entries(context.connection, Sieve(unlinked=True))
    assert [one.id for one in unlinked] == [matter[1]]
    inquiry_links.link_inquiry(context, matter[1], [1, 2])
    assert inbox.entries(context.connection, Sieve(unlinked=True)) == ()
    assert reader.case_row(context.connection, 2).open_inquiries == 1
    assert inquiry_links.link_inquiry(context, matter[1], [1]).change_set is None
    inquiry_links.unlink_inquiry(context, matter[1], [2], reason="another person")
    assert lookups.cases_of_inquiry(context.connection, matter[1]) == (1,)
    assert reader.case_row(context.connection, 2).open_inquiries == 0
    undo(context)
    assert lookups.cases_of_inquiry(context.connection, matter[1]) == (1, 2)


def test_a_link_from_which_something_was_told_stays(context: Context, matter: tuple[int, int, int]) -> None:
    timeline.add_representation(context, 1, "J. Ortiz", form="G-28", from_on="2025-12-11")
    answer_inquiry(context, matter[0], Answer("She is held in Tacoma.", ("custody",)))
    with pytest.raises(Refused, match="was told"):
        inquiry_links.unlink_inquiry(context, matter[0], [1], reason="wrong case")


def test_what_is_wrong_is_refused(context: Context, matter: tuple[int, int, int]) -> None:
    with pytest.raises(NotFound):
        inquiry_links.link_inquiry(context, matter[1], [99])
    with pytest.raises(NotFound):
        inquiry_links.unlink_inquiry(context, matter[1], [3], reason="x")
    with pytest.raises(UsageError):
        inquiry_links.unlink_inquiry(context, matter[0], [1], reason="")
    with pytest.raises(NotFound):
        inquiry_links.suggestions(context, 99)
