"""Consents and representations ask for attention before they end, and can be ended."""

from __future__ import annotations

from datetime import date

import pytest

from cpo_tui.actions import mandates, timeline
from cpo_tui.actions.context import Context
from cpo_tui.actions.gate import consider
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import worklist

SISTER = Enquirer("family", "Ana López")


def _asked(context: Context) -> dict[str, object]:
    """What consents and representations ask of case 1: the words and from when."""
    found = worklist.demands_of(context.connection, [1], context.office)[1]
    return {one.title: one.act_by for one in found if one.kind in {"consent", "representation"}}


def test_a_consent_asks_for_attention_two_weeks_before_it_ends(context: Context) -> None:
    made = timeline.add_consent(
        context, 1, "Ana López", scope="custody", signed_on="2026-02-01", expires_on="2026-03-20"
    ).made
    assert made is not None
    assert _asked(context) == {"Consent for Ana López ends: renew or end it": date(2026, 3, 6)}
    assert consider(context, 1, SISTER).allows(["custody"])
    mandates.withdraw_consent(context, mandates.consent_named(context, 1, "ana lópez"))
    assert not consider(context, 1, SISTER).allows(["custody"])
    assert consider(context, 1, SISTER).missing[0].note == "the consent was withdrawn on 2026-03-02"
    assert _asked(context) == {}
    with pytest.raises(Refused, match="was withdrawn"):
        mandates.withdraw_consent(context, made)


def test_a_renewed_consent_takes_the_place_of_the_one_that_ends(context: Context) -> None:
    timeline.add_consent(context, 1, "Ana López", scope="custody", signed_on="2026-02-01", expires_on="2026-03-20")
    timeline.add_consent(context, 1, "Ana López", scope="custody", signed_on="2026-03-01")
    assert _asked(context) == {}


def test_a_representation_ends_ahead_of_time_or_on_its_day(context: Context) -> None:
    made = timeline.add_representation(
        context, 1, "J. Ortiz", form="G-28", from_on="2026-01-05", to_on="2026-03-20"
    ).made
    assert made is not None
    assert _asked(context) == {"Representation by J. Ortiz ends: renew or end it": date(2026, 3, 6)}
    attorney = Enquirer("attorney", "J. Ortiz")
    assert consider(context, 1, attorney).allows(["custody"])
    mandates.end_representation(context, mandates.representation_named(context, 1, "J. Ortiz"), on="2026-03-01")
    assert not consider(context, 1, attorney).allows(["custody"])
    assert _asked(context) == {}


def test_what_is_wrong_is_refused(context: Context) -> None:
    consent = timeline.add_consent(context, 1, "Ana López", scope="custody", signed_on="2026-02-01").made
    representation = timeline.add_representation(context, 1, "J. Ortiz", from_on="2026-02-01").made
    assert consent is not None
    assert representation is not None
    with pytest.raises(UsageError):
        mandates.withdraw_consent(context, consent, on="2026-01-01")
    with pytest.raises(UsageError):
        mandates.end_representation(context, representation, on="2026-01-01")
    with pytest.raises(UsageError):
        timeline.add_representation(context, 1, "K. Lee", from_on="2026-02-01", to_on="2026-01-01")
    with pytest.raises(NotFound):
        mandates.consent_named(context, 1, "Nobody")
    with pytest.raises(NotFound):
        mandates.representation_named(context, 1, "Nobody")
