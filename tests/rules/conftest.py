"""Small packs for tests: one rule each, so that a test shows all that matters."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.rules.pack import Pack, load

NEW_YORK = ZoneInfo("America/New_York")

HEAD = """
schema_version = 1
pack = "test"
version = "2026.1"
jurisdiction = "US"
default_calendar = "us_federal"
"""

VOCABULARY = """
[[fact]]
name = "custody"
type = "str"
values = ["detained", "released", "lea"]
field = "custody_status"
label = "Custody"
[[fact]]
name = "arrest.warrant"
type = "bool"
[[fact]]
name = "age"
type = "int"
derived = "age"
of = "dob"
[[fact]]
name = "dob"
type = "date"
field = "birth_date"
[[fact]]
name = "hearing.date"
type = "date"
[[fact]]
name = "period.end"
type = "date"
[[fact]]
name = "days.given"
type = "int"
[[fact]]
name = "pfr.pending"
type = "bool"
default = false
[[fact]]
name = "case.nation"
type = "str"
[[fact]]
name = "programs"
type = "list"
values = ["atd", "isap"]
[[event]]
kind = "started"
label = "Started"
category = "custody"
needs_time = true
sets = { "custody" = "detained" }
[[event]]
kind = "done"
label = "Done"
category = "custody"
[[event]]
kind = "released"
label = "Released"
category = "custody"
sets = { "custody" = "released" }
[[event]]
kind = "hearing_scheduled"
label = "Hearing scheduled"
category = "court"
takes = ["hearing.date"]
[[event]]
kind = "second_start"
label = "Second start"
category = "custody"
[[event]]
kind = "turned_18"
label = "Turned 18"
category = "child"
[[event]]
kind = "period_end"
label = "End of the period"
category = "order"
[[derived_event]]
kind = "turned_18"
from_fact = "dob"
amount = 216
unit = "months"
"""

RuleText = Callable[..., str]
MakePack = Callable[..., Pack]


def rule_text(
    offset: str = "",
    count: str = "",
    *,
    rule_id: str = "r",
    kind: str = "obligation",
    severity: str = "statutory",
    status: str = "in_force",
    when: str = "true",
    facts: str = "[]",
    trigger: str = 'trigger_event = "started"',
    satisfied_by: str = '"done"',
    more: str = "",
    tables: str = "",
) -> str:
    """The TOML of one rule. `more` are further keys of the rule, `tables` further tables of it."""
    return f"""
[[rule]]
id = "{rule_id}"
title = "Rule {rule_id}"
kind = "{kind}"
severity = "{severity}"
status = "{status}"
actor = "ERO"
applies_when = "in words"
when = '{when}'
facts = {facts}
{trigger}
satisfied_by = {satisfied_by}
{more}
{f"[rule.offset]{chr(10)}{offset}" if offset else ""}
{f"[rule.count]{chr(10)}{count}" if count else ""}
{tables}
[rule.source]
citation = "8 CFR 1.1"
verified = "text"
confidence = "high"
"""


@pytest.fixture
def rule() -> RuleText:
    return rule_text


@pytest.fixture
def make_pack() -> MakePack:
    """Make a pack of the given rules over the small vocabulary."""

    def make(*rules: str, extra: str = "", head: str = HEAD) -> Pack:
        return load(f"{head}{VOCABULARY}{extra}{''.join(rules)}")

    return make


@pytest.fixture
def zone() -> ZoneInfo:
    return NEW_YORK
