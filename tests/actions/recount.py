"""The figures of both reports counted again in plain Python over the rows, by nothing of the product but its tables.

What a figure means is said here a second time and in another way; where the two differ, one of them is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from statistics import median_low
from typing import Any

from cpo_tui.actions.context import Context

Rows = list[dict[str, Any]]
TODAY = date(2026, 3, 2)
OURS = {"obligation", "max_duration", "review_cycle", "service_standard", "safeguard_check"}
STATES = ("met", "met_late", "open_late", "open_in_time")
CLASSES = ("due_process", "statutory", "regulatory", "policy", "service")
LACKING = {"not_asked", "requested", "rejected", "expired"}
RANGES = {"to 30": (0, 30), "to 90": (31, 90), "to 180": (91, 180), "to 365": (181, 365), "over 365": (366, 10**6)}
AGES = {"case": "opened_on", "stage": "stage_since", "officer": "assigned_at", "untouched": "last_touched_at"}


class Recount:
    """Every figure anew."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.cases, self.deadlines = self.rows("cases"), self.rows("deadlines")
        self.open = [one for one in self.cases if one["lifecycle"] in {"open", "reopened"}]
        self.open_ids = {one["id"] for one in self.open}
        self.ours = [one for one in self.deadlines if one["kind"] in OURS and one["applies"] == 1 and one["due_at"]]
        self.asking = [
            one
            for one in self.deadlines
            if one["asks"]
            and one["applies"] == 1
            and one["due_at"]
            and one["status"] in {"running", "paused", "contested"}
        ]

    def rows(self, table: str) -> Rows:
        cursor = self.context.connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    # ------------------------------------------------------------------ days

    def passed(self, value: str) -> bool:
        if len(value) == 10:
            return date.fromisoformat(value) < TODAY
        return datetime.fromisoformat(value) < self.context.now

    def day(self, value: str) -> date:
        if len(value) == 10:
            return date.fromisoformat(value)
        return datetime.fromisoformat(value).astimezone(self.context.zone).date()

    def since(self, cases: Iterable[dict[str, Any]], column: str) -> list[int]:
        return sorted(max(0, (TODAY - self.day(one[column])).days) for one in cases if one[column])

    def months(self) -> list[str]:
        return [f"{2025 + (2 + n) // 12}-{(2 + n) % 12 + 1:02}" for n in range(1, 13)]

    # ------------------------------------------------------------------ how the work is done

    def state(self, one: dict[str, Any]) -> str | None:
        if one["status"] in {"met", "late_met"}:
            return "met" if one["status"] == "met" else "met_late"
        if one in self.asking:
            return "open_late" if self.passed(one["due_at"]) else "open_in_time"
        return None

    def kept(self, chosen: Iterable[dict[str, Any]]) -> dict[str, Any]:
        counted = Counter(self.state(one) for one in chosen)
        due = counted["met"] + counted["met_late"] + counted["open_late"]
        return {name: counted[name] for name in STATES} | {
            "rate": round(counted["met"] * 100 / due, 1) if due else None
        }

    def classes(self) -> list[dict[str, Any]]:
        return [
            {"severity": name, **self.kept(one for one in self.ours if one["severity"] == name)} for name in CLASSES
        ]

    def rules(self) -> list[dict[str, Any]]:
        names = sorted({(one["rule"], one["severity"], one["citation"]) for one in self.ours})
        return [
            {
                "rule": rule,
                "severity": severity,
                "citation": citation,
                **self.kept(one for one in self.ours if one["rule"] == rule),
            }
            for rule, severity, citation in names
        ]

    def reasons(self) -> set[tuple[str, str, int]]:
        said = Counter(
            (one["rule"], one["reason"] or "") for one in self.rows("clock_events") if one["kind"] == "late_reason"
        )
        return {(rule, reason, times) for (rule, reason), times in said.items()}

    def by_month(self) -> list[dict[str, Any]]:
        batches = {one["batch"]: one for one in self.extracts()}
        found = []
        for month in self.months():
            year, number = map(int, month.split("-"))
            first = date(year, number, 1)
            after = date(year + number // 12, number % 12 + 1, 1)
            end = min(after - timedelta(days=1), TODAY)
            due = [one for one in self.ours if one["due_at"][:7] == month]
            missed = [
                one for one in due if one["severity"] == "due_process" and self.state(one) in {"met_late", "open_late"}
            ]
            there = [
                one for one in self.cases
                if one["opened_on"] and self.day(one["opened_on"]) <= end
                and (one["id"] in self.open_ids or (one["closed_on"] and self.day(one["closed_on"]) > end))
            ]  # fmt: skip
            ages = sorted((end - self.day(one["opened_on"])).days for one in there)
            replies = Counter(
                self.reply(one) for one in self.rows("inquiries") if (one["answered_at"] or "")[:7] == month
            )
            documents = self.rows("documents")
            made = [one for one in batches.values() if one["at"][:7] == month and not one["taken_back"]]
            found.append(
                {
                    "month": month, **self.kept(due), "protections_missed": len(missed),
                    "opened": sum(bool(one["opened_on"]) and first <= self.day(one["opened_on"]) < after for one in self.cases),
                    "closed": sum(bool(one["closed_on"]) and first <= self.day(one["closed_on"]) < after for one in self.cases),
                    "open": len(there), "median_age": median_low(ages) if ages else None,
                    "answered_in_time": replies["answered_in_time"], "answered_late": replies["answered_late"],
                    "documents_asked": sum((one["requested_on"] or "")[:7] == month for one in documents),
                    "documents_came": sum((one["received_on"] or "")[:7] == month for one in documents),
                    "refused": sum(one["refused"] for one in made), "disappeared": sum(one["disappeared"] for one in made),
                }
            )  # fmt: skip
        return found

    def ages(self) -> dict[str, dict[str, Any]]:
        found = {}
        for name, column in AGES.items():
            days = self.since(self.open, column)
            found[name] = {
                "ranges": {words: sum(low <= one <= high for one in days) for words, (low, high) in RANGES.items()},
                "median": median_low(days) if days else None,
                "unknown": len(self.open) - len(days),
            }
        return found

    def stages(self) -> list[dict[str, Any]]:
        found = []
        for stage in sorted({one["stage"] or "unknown" for one in self.open}):
            mine = [one for one in self.open if (one["stage"] or "unknown") == stage]
            days = self.since(mine, "stage_since")
            found.append(
                {
                    "stage": stage, "cases": len(mine), "median": median_low(days) if days else None,
                    "ninetieth": days[int((len(days) - 1) * 0.9 + 1e-9)] if days else None,
                }
            )  # fmt: skip
        return found

    def reply(self, one: dict[str, Any]) -> str:
        due, answered = one["due_at"], one["answered_at"]
        if due is None:
            return "no_date"
        if one["state"] not in {"answered", "closed", "rejected"}:
            return "waiting_late" if self.passed(due) else "waiting_in_time"
        if answered is None:
            return "answered_in_time"
        late = answered[:10] > due if len(due) == 10 else datetime.fromisoformat(answered) > datetime.fromisoformat(due)
        return "answered_late" if late else "answered_in_time"

    def inquiries(self) -> list[dict[str, Any]]:
        found = []
        inquiries = self.rows("inquiries")
        for capacity in sorted({one["capacity"] or "unknown" for one in inquiries}):
            mine = [one for one in inquiries if (one["capacity"] or "unknown") == capacity]
            counted = Counter(self.reply(one) for one in mine)
            took = sorted(
                (date.fromisoformat(one["answered_at"][:10]) - date.fromisoformat(one["received_at"][:10])).days
                for one in mine
                if one["state"] in {"answered", "closed", "rejected"} and one["answered_at"]
            )
            names = ("answered_in_time", "answered_late", "waiting_in_time", "waiting_late", "no_date")
            found.append(
                {"capacity": capacity, **{name: counted[name] for name in names}, "median_days": median_low(took) if took else None}
            )  # fmt: skip
        return found

    def documents(self) -> list[dict[str, Any]]:
        lacking = [one for one in self.rows("documents") if one["case_id"] in self.open_ids and one["state"] in LACKING]
        found = [
            {
                "document": document, "state": state, "documents": count,
                "cases": len({one["case_id"] for one in lacking if (one["document"], one["state"]) == (document, state)}),
            }
            for (document, state), count in Counter((one["document"], one["state"]) for one in lacking).items()
        ]  # fmt: skip
        return sorted(found, key=lambda one: (-one["documents"], one["document"], one["state"]))

    def extracts(self) -> list[dict[str, Any]]:
        import json

        undone = {
            one["root_id"] for one in self.rows("change_sets") if one["verb"] == "undo" and one["root_id"] is not None
        }
        found = []
        for one in self.rows("import_batches"):
            refused = Counter(row["kind"] for row in self.rows("import_rows") if row["batch_id"] == one["id"])
            report = json.loads(one["report"] or "{}")
            found.append(
                {
                    "batch": one["id"], "file": one["file"], "kind": one["kind"], "at": one["imported_at"],
                    "rows": report["rows_read"], "refused": sum(refused.values()), "refused_kinds": dict(refused),
                    "disappeared": report["disappeared"], "taken_back": one["change_set_id"] in undone,
                }
            )  # fmt: skip
        return found

    def fairness(self) -> dict[str, list[dict[str, Any]]]:
        persons = {one["id"]: one for one in self.rows("persons")}
        spoken_for = {one["case_id"] for one in self.rows("representations") if one["to_on"] is None}
        by: dict[str, Callable[[dict[str, Any]], str]] = {
            "nationality": lambda one: persons[one["person_id"]]["nationality"] or "not recorded",
            "language": lambda one: persons[one["person_id"]]["language"] or "not recorded",
            "representation": lambda one: "represented" if one["id"] in spoken_for else "not represented",
        }
        found = {}
        for name, group_of in by.items():
            groups: dict[str, Rows] = {}
            for one in self.open:
                groups.setdefault(group_of(one), []).append(one)
            order = sorted(groups, key=lambda group: (len(groups[group]), group))
            together = [group for group in order if len(groups[group]) < 10]
            alone = [group for group in order if group not in together]
            while together and alone and (len(together) == 1 or sum(len(groups[one]) for one in together) < 10):
                together.append(alone.pop(0))
            shown = {group: groups[group] for group in sorted(alone)}
            rest = [one for group in together for one in groups[group]]
            if len(rest) >= 10:
                shown[f"{len(together)} small groups together"] = rest
            found[name] = [self.group(group, cases) for group, cases in shown.items()]
        return found

    def group(self, name: str, cases: Rows) -> dict[str, Any]:
        ages = sorted((TODAY - date.fromisoformat(one["opened_on"][:10])).days for one in cases if one["opened_on"])
        touched = [one for one in cases if one["last_touched_at"]]
        return {
            "group": name, "cases": len(cases), "median_age": median_low(ages) if ages else None,
            "late": sum(one["due_key"] is not None and one["due_key"] < self.context.now.timestamp() for one in cases),
            "touched": sum((TODAY - self.day(one["last_touched_at"])).days <= 30 for one in touched),
        }  # fmt: skip

    def protections(self) -> Counter[tuple[str, str, str]]:
        """What was missed or nearly missed among the protections of a person: (case, rule, how)."""
        references = {one["id"]: one["reference"] for one in self.cases}
        found: Counter[tuple[str, str, str]] = Counter()
        for one in self.ours:
            how = self.state(one) if one["severity"] == "due_process" else None
            if how == "met":
                how = "nearly" if self.nearly(one) else None
            if how in {"met_late", "open_late", "nearly"}:
                found[references[one["case_id"]], one["rule"], str(how)] += 1
        return found

    def nearly(self, one: dict[str, Any]) -> bool:
        if len(one["closed_at"]) == 10:
            return False
        due = one["due_at"]
        end = (
            datetime.fromisoformat(due)
            if len(due) > 10
            else datetime.combine(date.fromisoformat(due), time(23, 59, 59), self.context.zone)
        )
        return timedelta(0) <= end - datetime.fromisoformat(one["closed_at"]) < timedelta(days=1)

    # ------------------------------------------------------------------ who has how much

    def officers(self) -> list[dict[str, Any]]:
        weight = {"due_process": 2.0, "statutory": 1.5, "regulatory": 1.0, "policy": 0.5, "service": 0.5}
        found = []
        for officer in sorted({one["officer"] or "" for one in self.open}):
            mine = [one for one in self.open if (one["officer"] or "") == officer]
            ids = {one["id"] for one in mine}
            held = sum(bool(one["held_until"]) and one["held_until"] > TODAY.isoformat() for one in mine)
            by_class = Counter(one["severity"] for one in self.asking if one["case_id"] in ids)
            # What a case lacks at its next step is forecast from the checklist; tests/store/test_documents.py counts it.
            lacking = sum(one["missing_documents"] for one in mine)
            links = [one for one in self.rows("inquiry_cases") if one["case_id"] in ids]
            waiting = {
                one["id"] for one in self.rows("inquiries") if one["state"] not in {"answered", "closed", "rejected"}
            }
            inquiries = sum(one["inquiry_id"] in waiting for one in links)
            load = (len(mine) - held) + 0.25 * held + inquiries + 0.25 * lacking
            load += sum(weight[name] * count for name, count in by_class.items())
            found.append(
                {
                    "officer": officer or None, "cases": len(mine), "held": held,
                    "late": sum(one["due_key"] is not None and one["due_key"] < self.context.now.timestamp() for one in mine),
                    "documents": lacking, "inquiries": inquiries, "deadlines": dict(by_class), "load": round(load, 2),
                }
            )  # fmt: skip
        return found

    def days(self) -> set[tuple[str, str, int]]:
        last = date(2026, 4, 13).isoformat()
        owner = {one["id"]: one["officer"] or "" for one in self.open}
        counted = Counter(
            (owner[one["case_id"]], one["due_at"][:10])
            for one in self.asking
            if one["case_id"] in owner and TODAY.isoformat() <= one["due_at"][:10] < last
        )
        return {(officer, day, count) for (officer, day), count in counted.items()}

    def weeks(self) -> dict[tuple[str, str], tuple[int, int, float, bool]]:
        owner = {one["id"]: one["officer"] or "" for one in self.cases}
        found = {}
        for officer in {officer for officer, _, _ in self.days()}:
            done = sum(
                owner[one["case_id"]] == officer and one["applies"] == 1 and bool(one["due_at"])
                and one["status"] in {"met", "late_met"} and "2026-01-19" <= (one["closed_at"] or "")[:10] < "2026-03-02"
                for one in self.deadlines
            )  # fmt: skip
            away = [one for one in self.rows("absences") if one["officer"] == officer]
            for number in range(6):
                monday = TODAY + timedelta(weeks=number)
                workdays = [(monday + timedelta(days=n)).isoformat() for n in range(5)]
                present = sum(not any(one["from_on"] <= day <= one["to_on"] for one in away) for day in workdays)
                due = sum(
                    count
                    for who, day, count in self.days()
                    if who == officer and monday.isoformat() <= day < (monday + timedelta(days=7)).isoformat()
                )
                pace = done / 6
                found[officer, monday.isoformat()] = (
                    due, present, round(pace, 1), pace > 0 and due > pace * present / 5,
                )  # fmt: skip
        return found
