"""From TOML to a documents pack: the tables are read one by one, then the whole is checked; every error is told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta

from cpo_tui.domain.cases import STAGES
from cpo_tui.errors import RuleError
from cpo_tui.rules.conditions import Condition, names_in
from cpo_tui.rules.document_pack import (
    Accepted,
    Checklist,
    DocumentPack,
    DocumentType,
    Entry,
    Expiry,
    LanguageRule,
    Supplier,
)
from cpo_tui.rules.durations import lead_from_text
from cpo_tui.rules.fields import Fields, nearest
from cpo_tui.rules.pack import SCHEMA_VERSION, Pack, PackError, Problem, Source

_VERIFIED = ("text", "secondary", "own_knowledge")
_CONFIDENCE = ("high", "medium", "low")
_ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
CLOSED = "closed"

_Fault = tuple[str, str, str, str]
"""Where, in which field, why, and the nearest right name."""


def read_documents(text: str, file: str, rules: Pack) -> DocumentPack:
    """The documents pack in `text`. Raises `PackError` with every error; `file` is the name that the errors carry."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(file, (Problem(file, "", "", f"is not TOML: {error}"),)) from error
    schema = table.get("schema_version")
    if isinstance(schema, int) and schema > SCHEMA_VERSION:
        reason = f"is {schema}, newer than the {SCHEMA_VERSION} that this program reads"
        raise PackError(file, (Problem(file, "", "schema_version", reason),), kind="newer_schema")
    top = Fields(table, file)
    if schema != SCHEMA_VERSION:
        top.fault("schema_version", f"must be {SCHEMA_VERSION}, not {schema!r}")
    pack = _pack(top, rules)
    problems = [*top.problems, *(Problem(file, *fault) for fault in _faults(pack, rules))]
    if problems:
        raise PackError(file, tuple(dict.fromkeys(problems)))
    return pack


def _pack(top: Fields, rules: Pack) -> DocumentPack:
    top.raw("schema_version")
    checks = _texts(top, "check")
    sets = _check_sets(top)
    pack = DocumentPack(
        name=top.text("pack", required=True),
        version=top.text("version", required=True),
        title=top.text("title") or top.text("pack"),
        jurisdiction=top.text("jurisdiction", required=True),
        rules=top.text("rules", required=True),
        facts=rules.facts,
        phases=_texts(top, "phase"),
        suppliers={one.id: one for one in (_supplier(table) for table in _unique(top, "supplier"))},
        checks=checks,
        documents=tuple(_document(table, sets) for table in _unique(top, "document")),
        checklists=tuple(_checklist(table) for table in _unique(top, "checklist")),
        compiled_on=top.day("compiled_on"),
        notes=top.text("notes"),
        file=top.file,
    )
    top.finish()
    return pack


def _unique(top: Fields, key: str) -> list[Fields]:
    """The tables of an array, each id once; a second one of the same id is an error."""
    found: dict[object, Fields] = {}
    for table in top.children(key):
        called = table.table.get("id")
        if called in found:
            table.fault("id", f"is used twice: {called!r}")
        else:
            found[called] = table
    return list(found.values())


def _texts(top: Fields, key: str) -> dict[str, str]:
    """A table of names and texts."""
    table = top.raw(key)
    if not isinstance(table, Mapping) or not all(isinstance(text, str) and text.strip() for text in table.values()):
        top.fault(key, "must be a table of name = text")
        return {}
    return {str(name): str(text) for name, text in table.items()}


def _check_sets(top: Fields) -> dict[str, tuple[str, ...]]:
    table = top.child("check_set")
    return {} if table is None else {name: table.words(name) for name in table.table}


def _length(table: Fields, key: str) -> timedelta:
    found = table.lead(key)
    if found is None or found <= timedelta(0):
        table.fault(key, 'must be a length of at least a day, such as "7d"')
        return timedelta(days=1)
    return found


def _supplier(table: Fields) -> Supplier:
    found = Supplier(
        id=table.text("id", required=True),
        label=table.text("label", required=True),
        first_chase=_length(table, "first_chase"),
        next_chase=_length(table, "next_chase"),
        escalate_after=table.number("escalate_after") or 0,
        escalate_to=table.text("escalate_to", required=True),
    )
    table.finish()
    return found


def _document(table: Fields, sets: Mapping[str, tuple[str, ...]]) -> DocumentType:
    named = table.words("check_sets")
    for name in named:
        if name not in sets:
            table.fault("check_sets", f"unknown set of checks {name!r}", nearest(name, sets))
    checks = [check for name in named for check in sets.get(name, ())] + list(table.words("checks"))
    for check in {check for check in checks if checks.count(check) > 1}:
        table.fault("checks", f"names {check!r} twice")
    found = DocumentType(
        id=table.text("id", required=True),
        name=table.text("name", required=True),
        name_es=table.spanish("name_es"),
        form=table.text("form", required=True),
        phase=table.text("phase", required=True),
        required_when=table.text("required_when", required=True),
        when=table.text("when", required=True),
        supplied_by=table.text("supplied_by", required=True),
        checks=tuple(dict.fromkeys(checks)),
        source=_source(table),
        also=table.words("also"),
        edition=table.text("edition"),
        prepared_by=table.text("prepared_by"),
        signed_by=table.text("signed_by"),
        served_on=table.text("served_on"),
        follows_the_case=table.flag("follows_the_case", default=False),
        needed_by=table.text("needed_by"),
        language=table.choice("language", LanguageRule, LanguageRule.NONE),
        accept=table.choice("accept", Accepted, Accepted.COPY),
        validity=table.text("validity"),
        expires=table.choice("expires", Expiry, Expiry.NONE),
        warn=_warnings(table),
        notes=table.text("notes"),
    )
    if found.warn and found.expires is Expiry.NONE:
        table.fault("warn", "belongs to a document that expires")
    if not found.checks:
        table.fault("checks", "is missing: nobody could say when the document is complete")
    table.finish()
    return found


def _warnings(table: Fields) -> tuple[timedelta, ...]:
    """How long before its expiry a document is spoken of, the longest first."""
    found = [(text, lead_from_text(text)) for text in table.words("warn")]
    for text, lead in found:
        if lead is None:
            table.fault("warn", f'must be lengths such as "60d", not {text!r}')
    return tuple(sorted((lead for _, lead in found if lead is not None), reverse=True))


def _source(document: Fields) -> Source:
    table = document.child("source")
    if table is None:
        document.fault("source", "is missing: a document needs a citation")
        return Source("", "own_knowledge", "low")
    if not table.text("citation").strip():
        table.fault("citation", "is missing: a document needs a citation")
    found = Source(
        citation=table.text("citation"),
        verified=table.one_of("verified", _VERIFIED, ""),
        confidence=table.one_of("confidence", _CONFIDENCE, ""),
        url=table.text("url"),
        read_at=table.words("read_at"),
    )
    table.finish()
    return found


def _checklist(table: Fields) -> Checklist:
    plain = tuple(Entry(name) for name in table.words("documents"))
    found = Checklist(
        id=table.text("id", required=True),
        title=table.text("title", required=True),
        stages=table.words("stages"),
        applies_when=table.text("applies_when", required=True),
        when=table.text("when", required=True),
        entries=(*plain, *(_entry(item) for item in table.children("item"))),
    )
    if not found.entries:
        table.fault("documents", "is missing: a checklist needs documents")
    table.finish()
    return found


def _entry(table: Fields) -> Entry:
    found = Entry(
        document=table.text("document", required=True),
        when=table.text("when", required=True),
        applies_when=table.text("applies_when", required=True),
    )
    table.finish()
    return found


def _faults(pack: DocumentPack, rules: Pack) -> Iterator[_Fault]:
    """Every error of a documents pack that has been read: names, conditions, and what nobody uses."""
    if pack.rules != rules.name:
        yield "", "rules", f"was made for {pack.rules!r}, not for {rules.name!r}", nearest(pack.rules, [rules.name])
        return
    for document in pack.documents:
        yield from ((document.id, *fault) for fault in _document_faults(pack, rules, document))
    for checklist in pack.checklists:
        yield from ((checklist.id, *fault) for fault in _checklist_faults(pack, checklist))
    listed = {entry.document for checklist in pack.checklists for entry in checklist.entries}
    for document in pack.documents:
        if document.id not in listed and not document.follows_the_case:
            yield document.id, "id", "is on no checklist and does not follow the case", ""
    checked = {check for document in pack.documents for check in document.checks}
    for check in pack.checks.keys() - checked:
        yield check, "check", "is a check that no document uses", nearest(check, checked)


def _document_faults(pack: DocumentPack, rules: Pack, document: DocumentType) -> Iterator[tuple[str, str, str]]:
    if not _ID.fullmatch(document.id):
        yield "id", f"{document.id!r} must be lower-case words joined by hyphens", ""
    if document.phase not in pack.phases:
        yield "phase", f"unknown phase {document.phase!r}", nearest(document.phase, pack.phases)
    if document.supplied_by not in pack.suppliers:
        yield "supplied_by", f"unknown supplier {document.supplied_by!r}", nearest(document.supplied_by, pack.suppliers)
    if document.needed_by and document.needed_by not in rules.by_id:
        yield "needed_by", f"unknown rule {document.needed_by!r}", nearest(document.needed_by, rules.by_id)
    for check in document.checks:
        if check not in pack.checks:
            yield "checks", f"nobody defined the check {check!r}", nearest(check, pack.checks)
    yield from _condition_faults(pack, document.when)


def _checklist_faults(pack: DocumentPack, checklist: Checklist) -> Iterator[tuple[str, str, str]]:
    for stage in checklist.stages:
        if stage not in STAGES or stage == CLOSED:
            yield "stages", f"unknown open stage {stage!r}", nearest(stage, STAGES)
    yield from _condition_faults(pack, checklist.when)
    seen: set[str] = set()
    for entry in checklist.entries:
        if entry.document not in pack.by_id:
            yield "documents", f"unknown document {entry.document!r}", nearest(entry.document, pack.by_id)
        elif entry.document in seen:
            yield "documents", f"names {entry.document} twice", ""
        seen.add(entry.document)
        if entry.when:
            yield from _condition_faults(pack, entry.when)


def _condition_faults(pack: DocumentPack, when: str) -> Iterator[tuple[str, str, str]]:
    if not when:
        return  # already told as a key that is missing
    spelled = {fact.identifier: fact for fact in pack.facts.values()}
    unknown = [name for name in names_in(when) if name not in spelled]
    for name in unknown:
        dotted = next((fact for fact in pack.facts if "." in fact and fact.startswith(f"{name}.") and fact in when), "")
        if dotted:
            yield "when", f"{dotted} is written with a dot", pack.facts[dotted].identifier
        else:
            yield "when", f"unknown fact {name!r}", nearest(name, spelled)
    if unknown:
        return
    try:
        condition = Condition(when, tuple(spelled[name] for name in names_in(when)))
    except RuleError as error:
        yield "when", error.message, ""
        return
    for fault in condition.faults():
        yield "when", fault, ""
