"""The named checks of the caseload: what must hold of every case, asked in SQL.

Each check is one query that gives `(case id, reference, what was found)` for every case in which it does not hold. It
knows three values: `:today` (a day of the office), `:now` (a moment in UTC) and `:ids` (a JSON list of cases, or NULL
for all). What only a replay or the chain can show is asked by `verify` and by `lint --replay`.
"""

from __future__ import annotations

from dataclasses import dataclass

from cpo_tui.store.batches import UNDONE


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: its name, what it says, the command that mends a case, and the query that finds it broken."""

    id: str
    words: str
    remedy: str
    """A command line with `{case}`, and `{detail}` where the finding names what the command takes."""
    sql: str


STALE_LOCATION_DAYS = 90
"""A person in detention whose place nobody has recorded for so long may be somewhere else."""
UNANSWERED_HANDOVER_DAYS = 5
IDLE_DAYS = 90
"""An open case in which somebody once worked and which nobody has touched for so long may have been forgotten."""

_IN = "(:ids IS NULL OR c.id IN (SELECT value FROM json_each(:ids)))"
_OPEN = "c.lifecycle IN ('open', 'reopened')"
_RUNNING = "('running', 'paused', 'contested', 'blocked')"
_SETTLED = "('answered', 'closed', 'rejected')"


def _passed(column: str) -> str:
    """Whether a day or moment lies before now; a day has passed when it has ended."""
    return f"CASE length({column}) WHEN 10 THEN {column} < :today ELSE julianday({column}) < julianday(:now) END"


def _to_come(column: str) -> str:
    """Whether a day or moment has not come yet; today has come."""
    return f"CASE length({column}) WHEN 10 THEN {column} > :today ELSE julianday({column}) > julianday(:now) END"


def _of(table: str, what: str, condition: str) -> str:
    """A query over the rows `x` of a table that hang on a case `c`."""
    return (
        f"SELECT c.id, c.reference, {what} FROM {table} x JOIN cases c ON c.id = x.case_id WHERE {_IN} AND {condition}"
    )


def _cases(what: str, condition: str) -> str:
    """A query over the cases `c` themselves with their person `p`."""
    return f"SELECT c.id, c.reference, {what} FROM cases c JOIN persons p ON p.id = c.person_id WHERE {_IN} AND {condition}"


_CONSENT_VALID = (
    "(k.signed_on IS NULL OR k.signed_on <= substr({on}, 1, 10)) AND (k.expires_on IS NULL OR k.expires_on >= substr({on}, 1, 10))"
    " AND (k.withdrawn_on IS NULL OR k.withdrawn_on > substr({on}, 1, 10))"
)
_SAME_NAME = "trim(lower(k.recipient)) = trim(lower(i.enquirer))"

CHECKS: tuple[Check, ...] = (
    Check(
        "no-owner", "An open case has an officer.", "cpo assign {case} --to OFFICER",
        _cases("'nobody has it'", f"{_OPEN} AND c.officer IS NULL"),
    ),
    Check(
        "inactive-owner", "The officer of an open case works here.", "cpo assign {case} --to OFFICER",
        _cases(
            "c.officer || ' has left'",
            f"{_OPEN} AND EXISTS (SELECT 1 FROM officers o WHERE o.login = c.officer AND NOT o.active)",
        ),
    ),
    Check(
        "unknown-owner", "The officer of an open case is entered as one.", "cpo officer add {detail}",
        _cases(
            "c.officer",
            f"{_OPEN} AND c.officer IS NOT NULL AND EXISTS (SELECT 1 FROM officers)"
            " AND NOT EXISTS (SELECT 1 FROM officers o WHERE o.login = c.officer)",
        ),
    ),
    Check(
        "stuck", "An open case has a task, a hold that ends, a hearing or a deadline still to come.",
        "cpo add task {case} TITLE --due WHEN",
        _cases(
            "'nothing is to come'",
            f"{_OPEN} AND NOT EXISTS (SELECT 1 FROM tasks x WHERE x.case_id = c.id AND x.done_at IS NULL)"
            " AND NOT EXISTS (SELECT 1 FROM holds x WHERE x.case_id = c.id AND x.ended_at IS NULL AND x.until >= :today)"
            f" AND NOT EXISTS (SELECT 1 FROM hearings x WHERE x.case_id = c.id AND x.outcome IS NULL AND NOT ({_passed('x.starts_at')}))"
            f" AND NOT EXISTS (SELECT 1 FROM deadlines x WHERE x.case_id = c.id AND x.status IN {_RUNNING}"
            f" AND x.due_at IS NOT NULL AND NOT ({_passed('x.due_at')}))",
        ),
    ),
    Check(
        "idle", f"An open case that is not on hold is touched within {IDLE_DAYS} days.", "cpo add note {case} TEXT",
        _cases(
            "'last touched ' || substr(COALESCE(c.last_touched_at, c.assigned_at), 1, 10)",
            f"{_OPEN} AND substr(COALESCE(c.last_touched_at, c.assigned_at), 1, 10) < date(:today, '-{IDLE_DAYS} days')"
            " AND NOT EXISTS (SELECT 1 FROM holds x WHERE x.case_id = c.id AND x.ended_at IS NULL AND x.until >= :today)",
        ),
    ),
    Check(
        "hold-past-its-day", "A hold ends on a day to come, or is ended.", "cpo wake {case}",
        _of("holds", "'held until ' || x.until", f"x.ended_at IS NULL AND x.until < :today AND {_OPEN}"),
    ),
    Check(
        "closed-with-open-work", "A closed case has no open task, hold, inquiry, hearing or deadline.",
        "cpo reopen {case} --reason TEXT",
        "SELECT c.id, c.reference, group_concat(w.what, ', ') FROM cases c JOIN ("
        "SELECT case_id, 'task: ' || title AS what FROM tasks WHERE done_at IS NULL"
        " UNION ALL SELECT case_id, 'hold until ' || until FROM holds WHERE ended_at IS NULL"
        " UNION ALL SELECT l.case_id, 'inquiry ' || i.inquiry FROM inquiry_cases l JOIN inquiries i ON i.id = l.inquiry_id"
        f" WHERE i.state NOT IN {_SETTLED}"
        f" UNION ALL SELECT case_id, 'deadline ' || rule FROM deadlines WHERE status IN {_RUNNING} AND asks"
        " UNION ALL SELECT case_id, 'hearing ' || substr(starts_at, 1, 10) FROM hearings WHERE outcome IS NULL"
        f") w ON w.case_id = c.id WHERE {_IN} AND c.lifecycle = 'closed' GROUP BY c.id",
    ),
    Check(
        "disappeared", "An open case is in the last whole extract.", "cpo close {case} --reason TEXT",
        "SELECT c.id, c.reference, 'not in the extract of import ' || b.id FROM import_batches b"
        " CROSS JOIN json_each(b.report, '$.missing_ids') j JOIN cases c ON c.id = j.value"
        f" WHERE {_IN} AND {_OPEN} AND b.id = (SELECT max(b.id) FROM import_batches b WHERE b.kind = 'cases'"
        f" AND json_type(b.report, '$.missing_ids') = 'array' AND NOT ({UNDONE}))",
    ),
    Check(
        "two-open-pauses", "A clock is paused once at a time.", "cpo clock resume {case} {detail} --on WHEN --reason TEXT",
        "SELECT c.id, c.reference, x.rule FROM clock_events x JOIN cases c ON c.id = x.case_id"
        f" WHERE {_IN} AND x.kind IN ('pause', 'resume') GROUP BY c.id, x.rule, x.trigger_id"
        " HAVING sum(x.kind = 'pause' AND x.until IS NULL) - sum(x.kind = 'resume') > 1",
    ),
    Check(
        "clock-event-out-of-place", "What was done to a clock lies between its start and today.", "cpo why {case}",
        _of(
            "clock_events", "x.kind || ' of ' || x.rule || ' on ' || substr(x.on_at, 1, 10)",
            f"x.kind NOT IN ('late_reason') AND ({_to_come('x.on_at')} OR EXISTS (SELECT 1 FROM deadlines d"
            " WHERE d.case_id = c.id AND d.rule = x.rule AND x.trigger_id IS NOT NULL AND d.trigger_id = x.trigger_id"
            " AND substr(x.on_at, 1, 10) < substr(d.trigger_at, 1, 10)))",
        ),
    ),
    Check(
        "event-to-come", "An event has happened; what is planned is a hearing or a task.", "cpo show {case} --timeline",
        _of("events", "x.kind || ' on ' || substr(x.occurred_at, 1, 10)", f"x.superseded_by IS NULL AND {_to_come('x.occurred_at')}"),
    ),
    Check(
        "dates-out-of-order", "The dates of a case follow one another.", "cpo show {case}",
        "SELECT c.id, c.reference, w.what FROM cases c JOIN ("
        "SELECT id AS case_id, 'closed before it was opened' AS what FROM cases WHERE closed_on < opened_on"
        " UNION ALL SELECT case_id, document || ' was received before it was requested' FROM documents WHERE received_on < requested_on"
        " UNION ALL SELECT case_id, document || ' was served before it was signed' FROM documents WHERE served_on < signed_on"
        " UNION ALL SELECT l.case_id, i.inquiry || ' was answered before it was received' FROM inquiries i"
        " JOIN inquiry_cases l ON l.inquiry_id = i.id WHERE julianday(i.answered_at) < julianday(substr(i.received_at, 1, 10))"
        " UNION ALL SELECT k.id, 'born after the case was opened' FROM cases k JOIN persons p ON p.id = k.person_id"
        " WHERE p.birth_date > k.opened_on"
        f") w ON w.case_id = c.id WHERE {_IN}",
    ),
    Check(
        "detained-without-place", "A person in detention is somewhere.", "cpo edit {case} facility=NAME",
        _cases("'no facility'", f"{_OPEN} AND c.custody_status = 'detained' AND c.facility IS NULL"),
    ),
    Check(
        "custody-contradicts-events", "The custody of a case is what its last event says.", "cpo edit {case} custody_status=STATUS",
        "SELECT id, reference, custody_status || ', but ' || replace(kind, '_', ' ') || ' on ' || day FROM ("
        "SELECT c.id, c.reference, c.custody_status, e.kind, substr(e.occurred_at, 1, 10) AS day,"
        " row_number() OVER (PARTITION BY c.id ORDER BY julianday(e.occurred_at) DESC, e.id DESC) AS place"
        " FROM cases c JOIN events e ON e.case_id = c.id AND e.superseded_by IS NULL"
        f" WHERE {_IN} AND {_OPEN} AND e.kind IN (SELECT value FROM json_each(:into_custody)"
        " UNION ALL SELECT value FROM json_each(:out_of_custody)))"
        " WHERE place = 1 AND ((custody_status = 'detained' AND kind IN (SELECT value FROM json_each(:out_of_custody)))"
        " OR (custody_status = 'released' AND kind IN (SELECT value FROM json_each(:into_custody))))",
    ),
    Check(
        "location-stale", f"The place of a person in detention was recorded in the last {STALE_LOCATION_DAYS} days.",
        "cpo add event {case} custody_location_changed --at WHEN",
        "SELECT c.id, c.reference, COALESCE('last recorded ' || max(substr(e.occurred_at, 1, 10)), 'never recorded')"
        " FROM cases c LEFT JOIN events e ON e.case_id = c.id AND e.superseded_by IS NULL"
        " AND e.kind IN (SELECT value FROM json_each(:location))"
        f" WHERE {_IN} AND {_OPEN} AND c.custody_status = 'detained' GROUP BY c.id"
        f" HAVING max(substr(e.occurred_at, 1, 10)) IS NULL OR max(substr(e.occurred_at, 1, 10)) < date(:today, '-{STALE_LOCATION_DAYS} days')",
    ),
    Check(
        "citizenship-empty", "Where citizenship is in question, the nationality is not left empty.", "cpo edit {case} nationality=COUNTRY",
        _cases(
            "'signs of citizenship, and no nationality'",
            f"{_OPEN} AND p.nationality IS NULL AND (EXISTS (SELECT 1 FROM safeguards s WHERE s.case_id = c.id"
            " AND s.kind = 'possible_us_citizen' AND s.ended_on IS NULL) OR EXISTS (SELECT 1 FROM events e WHERE"
            " e.case_id = c.id AND e.superseded_by IS NULL AND e.kind IN (SELECT value FROM json_each(:indicia))))",
        ),
    ),
    Check(
        "same-a-number", "An A-number belongs to one person.", "cpo list --query {detail}",
        _cases(
            "'A' || p.a_number",
            "p.a_number IS NOT NULL AND EXISTS (SELECT 1 FROM persons q WHERE q.a_number = p.a_number AND q.id != p.id)",
        ),
    ),
    Check(
        "accepted-but-expired", "An accepted document is valid on the day of the next step.", "cpo documents {case}",
        _of(
            "documents", "x.document || ' expired ' || x.expires_on",
            f"{_OPEN} AND x.state = 'accepted' AND x.expires_on IS NOT NULL"
            " AND x.expires_on < COALESCE((SELECT min(substr(h.starts_at, 1, 10)) FROM hearings h WHERE h.case_id = c.id"
            " AND h.outcome IS NULL AND substr(h.starts_at, 1, 10) >= :today), :today)",
        ),
    ),
    Check(
        "letter-with-gaps", "A letter that was made has no field left open.", "cpo show {case}",
        _of("letters", "x.template", "(x.words LIKE '%{{%' OR x.words LIKE '%{\\%%' ESCAPE '\\')"),
    ),
    Check(
        "told-without-ground", "What was told has a ground, and an override a second officer.", "cpo show {case} --json",
        _of(
            "disclosures", "'told ' || x.recipient || ' on ' || substr(x.at, 1, 10)",
            "(trim(x.ground) = '' OR (x.override_reason IS NOT NULL AND x.override_by IS NULL))",
        ),
    ),
    Check(
        "told-on-lapsed-consent", "A consent was valid on the day on which it was used.", "cpo show {case} --json",
        _of(
            "disclosures", "'told ' || x.recipient || ' on ' || substr(x.at, 1, 10)",
            "x.consent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM consents k WHERE k.id = x.consent_id"
            f" AND {_CONSENT_VALID.format(on='x.at')})",
        ),
    ),
    Check(
        "consent-lapsed-in-use", "Who waits for an answer by consent has one that is valid.",
        "cpo add consent {case} --to NAME --scope SCOPE --signed-on DATE",
        "SELECT DISTINCT c.id, c.reference, i.inquiry || ' from ' || i.enquirer FROM inquiries i JOIN inquiry_cases l"
        " ON l.inquiry_id = i.id JOIN cases c ON c.id = l.case_id JOIN consents k ON k.case_id = c.id"
        f" WHERE {_IN} AND i.state NOT IN {_SETTLED} AND {_SAME_NAME} AND NOT EXISTS (SELECT 1 FROM consents k"
        f" WHERE k.case_id = c.id AND {_SAME_NAME} AND {_CONSENT_VALID.format(on=':today')})",
    ),
    Check(
        "approved-by-its-author", "Nobody approves their own work.", "cpo history {case}",
        "SELECT c.id, c.reference, w.what FROM cases c JOIN ("
        "SELECT case_id, kind || ' of ' || rule || ' by ' || recorded_by AS what FROM clock_events WHERE approver = recorded_by"
        " UNION ALL SELECT case_id, 'override by ' || by FROM disclosures WHERE override_by = by"
        f") w ON w.case_id = c.id WHERE {_IN}",
    ),
    Check(
        "correction-of-another-case", "A correction stands in the same case as what it corrects.", "cpo show {case} --timeline",
        _of(
            "events", "x.kind || ' on ' || substr(x.occurred_at, 1, 10)",
            "x.superseded_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events y WHERE y.id = x.superseded_by AND y.case_id = x.case_id)",
        ),
    ),
    Check(
        "settled-without-answer", "An inquiry that is answered says when.", "cpo show {case} --inquiries",
        "SELECT c.id, c.reference, i.inquiry FROM inquiries i JOIN inquiry_cases l ON l.inquiry_id = i.id"
        f" JOIN cases c ON c.id = l.case_id WHERE {_IN} AND i.state = 'answered' AND i.answered_at IS NULL",
    ),
    Check(
        "deadline-without-rule", "A deadline names its rule and where the law says so.", "cpo rules list",
        _of("deadlines", "x.title", "(trim(x.rule) = '' OR trim(x.citation) = '' OR trim(x.pack_version) = '')"),
    ),
    Check(
        "handover-unanswered", f"A handover is answered within {UNANSWERED_HANDOVER_DAYS} days by somebody who works here.",
        "cpo handover take-back {case}",
        _of(
            "handovers", "'offered to ' || x.to_officer || ' on ' || substr(x.offered_at, 1, 10)",
            "x.answered_at IS NULL AND (EXISTS (SELECT 1 FROM officers o WHERE o.login = x.to_officer AND NOT o.active)"
            f" OR julianday(:now) - julianday(x.offered_at) > {UNANSWERED_HANDOVER_DAYS})",
        ),
    ),
)  # fmt: skip
"""Every check, in the order in which the findings are shown."""
