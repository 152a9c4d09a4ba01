"""A deed: a verb of the caseload with its options, as a value that can be done, rehearsed, repeated, kept and written as
one line of the command line.

The screen makes deeds; `cpo run` does those that were kept. Both call the verbs, so a deed does what its line would do.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cpo_tui.actions import cases, document_life, documents, handover, inquiries, timeline
from cpo_tui.actions.context import Context, Outcome
from cpo_tui.errors import UsageError

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb and its options in the order of their names; an option that was not given is not in it."""

    verb: str
    options: tuple[tuple[str, str], ...] = ()

    def given(self) -> dict[str, str]:
        """The options by name."""
        return dict(self.options)

    def as_text(self) -> str:
        """The deed as it is kept."""
        return json.dumps([self.verb, self.given()], ensure_ascii=False)


def deed(verb: str, /, **options: str) -> Deed:
    """A deed of that verb; options without a value are left out, except the one that may be empty on purpose."""
    kept = {name: text for name, text in options.items() if text.strip() or name in VERBS[verb].empty}
    return Deed(verb, tuple(sorted(kept.items())))


def read_deed(text: str) -> Deed:
    """The deed that `Deed.as_text` wrote; raises `UsageError` for one of another version."""
    try:
        verb, options = json.loads(text)
        found = Deed(str(verb), tuple(sorted((str(name), str(value)) for name, value in options.items())))
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError("What was kept is no verb.", hint="Delete it and save it anew.") from error
    if found.verb not in VERBS:
        raise UsageError(f"There is no verb {found.verb!r}.", hint=f"One of: {', '.join(VERBS)}.")
    return found


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb is written on the command line, and how it is done."""

    command: tuple[str, ...]
    doing: str
    """What is said while it runs, such as "Assigning"."""
    run: Callable[[Context, Sequence[int], Options], Outcome]
    flags: Mapping[str, str]
    """Option → its flag; the one whose flag is empty is the last word of the line."""
    empty: frozenset[str] = frozenset()
    """Options of which an empty text means something."""


def _reason(given: Options) -> str | None:
    return given.get("reason") or None


def _assign(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return cases.assign_cases(context, ids, given.get("to", ""), reason=_reason(given))


def _stage(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return cases.stage_cases(context, ids, given.get("to", ""), reason=_reason(given))


def _wait(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return cases.wait_on(context, ids, given.get("on", ""), reason=_reason(given))


def _hold(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    wake_on = given.get("wake_on") or None
    return cases.hold_cases(context, ids, given.get("until", ""), wake_on=wake_on, reason=_reason(given))


def _wake(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return cases.wake_cases(context, ids, reason=_reason(given))


def _close(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return cases.close_cases(context, ids, given.get("reason", ""))


def _reopen(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return cases.reopen_cases(context, ids, given.get("reason", ""))


def _note(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return timeline.add_note(context, ids, given.get("body", ""), reason=_reason(given))


def _event(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return timeline.add_event(
        context,
        ids,
        given.get("kind", ""),
        given.get("at", ""),
        title=given.get("title", ""),
        body=given.get("body", ""),
        source=given.get("source", ""),
        reason=_reason(given),
    )


def _task(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return timeline.add_task(context, ids, given.get("title", ""), given.get("due", ""), reason=_reason(given))


def _flag(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    texts = {name: given.get(name, "") for name in ("since", "review_on", "source")}
    return timeline.add_flag(context, ids, given.get("kind", ""), **texts)


def _document(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    values = {name: text for name, text in given.items() if name != "reason"}
    return documents.add_document(context, ids, values, reason=_reason(given))


def _request(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    if given.get("document"):
        return document_life.request(context, ids, given["document"], reason=_reason(given))
    return document_life.request_all_missing(context, ids, reason=_reason(given))


def _inquiry(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    values = {name: text for name, text in given.items() if name != "reason"}
    return inquiries.add_inquiry(context, ids, values, reason=_reason(given))


def _offer(context: Context, ids: Sequence[int], given: Options) -> Outcome:
    return handover.offer_cases(context, ids, given.get("to", ""), note=given.get("note", ""), reason=_reason(given))


_WHY = {"reason": "--reason"}
_DOCUMENT = {
    "form": "--form", "state": "--state", "requested_on": "--requested", "received_on": "--received",
    "signed_on": "--signed", "served_on": "--served", "expires_on": "--expires", "kept_at": "--kept-at",
    "notes": "--notes", "document": "",
}  # fmt: skip

VERBS: dict[str, Verb] = {
    "assign": Verb(("assign",), "Assigning", _assign, {"to": "--to", **_WHY}, frozenset({"to"})),
    "stage": Verb(("stage",), "Moving", _stage, {"to": "--to", **_WHY}),
    "offer": Verb(("handover", "offer"), "Offering", _offer, {"to": "--to", "note": "--note", **_WHY}),
    "wait": Verb(("wait",), "Changing", _wait, {"on": "--on", **_WHY}, frozenset({"on"})),
    "hold": Verb(("hold",), "Holding", _hold, {"until": "--until", "wake_on": "--wake-on", **_WHY}),
    "wake": Verb(("wake",), "Waking", _wake, _WHY),
    "close": Verb(("close",), "Closing", _close, _WHY),
    "reopen": Verb(("reopen",), "Reopening", _reopen, _WHY),
    "note": Verb(("add", "note"), "Writing", _note, {**_WHY, "body": ""}),
    "event": Verb(
        ("add", "event"),
        "Recording",
        _event,
        {"at": "--at", "title": "--title", "body": "--body", "source": "--source", **_WHY, "kind": ""},
    ),
    "task": Verb(("add", "task"), "Setting", _task, {"due": "--due", **_WHY, "title": ""}),
    "flag": Verb(
        ("add", "flag"),
        "Flagging",
        _flag,
        {"since": "--since", "review_on": "--review-on", "source": "--source", "kind": ""},
    ),
    "document": Verb(("add", "document"), "Entering", _document, {**_DOCUMENT, **_WHY}),
    "request": Verb(("document", "request"), "Asking", _request, {**_WHY, "document": ""}),
    "inquiry": Verb(
        ("add", "inquiry"),
        "Logging",
        _inquiry,
        {
            "enquirer": "--from", "capacity": "--capacity", "channel": "--channel", "received_at": "--received",
            "subject": "--subject", "due_at": "--due", **_WHY, "question": "",
        },
    ),
}  # fmt: skip
"""The verbs that take any number of cases."""

OVER_QUERY = tuple(name for name in VERBS if name != "inquiry")
"""Those that can be kept with a query: an inquiry is about the cases that somebody asked about."""


def perform(context: Context, case_ids: Sequence[int], wanted: Deed) -> Outcome:
    """Do a deed on cases: one transaction, one verdict per case."""
    return VERBS[wanted.verb].run(context, case_ids, wanted.given())


# ---------------------------------------------------------------------- one line


def line_of(wanted: Deed, *, query: str | None = None, names: Sequence[str] = ()) -> str:
    """The command that does the same, over a query or the cases that are named; a shell reads it as it stands."""
    verb, given = VERBS[wanted.verb], wanted.given()
    words = ["cpo", *verb.command]
    words += ["--query", query] if query is not None else []
    for name, flag in verb.flags.items():
        if name in given and flag:
            words += [flag, given[name]]
    if wanted.verb == "request" and "document" not in given:
        words.append("--all-missing")
    last = next((given[name] for name, flag in verb.flags.items() if not flag and name in given), None)
    ending = [*names, *([] if last is None else [last])]
    words += ["--"] if any(word.startswith("-") for word in ending) else []
    return shlex.join([*words, *ending])


def read_line(line: str) -> tuple[str, Deed]:
    """The query and the deed of a command line such as `line_of` writes; raises `UsageError` for any other."""
    words = _words(line)
    name, verb = _verb_of(words)
    rest = words[len(verb.command) :]
    by_flag = {flag: option for option, flag in verb.flags.items() if flag}
    query: str | None = None
    given: dict[str, str] = {}
    place = 0
    while place < len(rest) and rest[place].startswith("-") and rest[place] != "--":
        word, equals, value = rest[place].partition("=")
        place += 1
        if word == "--all-missing" and name == "request":
            continue
        if not equals:
            if place == len(rest):
                raise UsageError(f"{word} has no value.", hint="Write the line as the preview shows it.")
            value, place = rest[place], place + 1
        if word in {"--query", "-q"}:
            query = value
        elif word in by_flag:
            given[by_flag[word]] = value
        else:
            raise UsageError(f"{word} is no option of a kept verb.", hint=f"One of: --query, {', '.join(by_flag)}.")
    ending = rest[place + 1 :] if rest[place : place + 1] == ["--"] else rest[place:]
    last = next((option for option, flag in verb.flags.items() if not flag), None)
    if len(ending) > (1 if last else 0):
        raise UsageError("A kept verb is over a query, not over named cases.", hint="Put --query before the text.")
    if last and ending:
        given[last] = ending[0]
    if query is None:
        raise UsageError("There is no --query in the line.", hint="For example: cpo assign --query 'late' --to okafor")
    return query, Deed(name, tuple(sorted(given.items())))


def _words(line: str) -> list[str]:
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UsageError("The line cannot be read: a quotation is not closed.") from error
    return words[1:] if words[:1] == ["cpo"] else words


def _verb_of(words: Sequence[str]) -> tuple[str, Verb]:
    for name in OVER_QUERY:
        verb = VERBS[name]
        if tuple(words[: len(verb.command)]) == verb.command:
            return name, verb
    known = ", ".join(" ".join(VERBS[name].command) for name in OVER_QUERY)
    raise UsageError("The line does not begin with a verb that takes a query.", hint=f"One of: {known}.")
