"""Fuzzing of everything that reads a file, by hand: arbitrary bytes end in a report or in a refusal with words.

It wants atheris, which is no dependency of the product, and is not run by pytest:

    python tests/fuzz/import_files.py -max_total_time=600 tests/corpora/import

What is asked of every input: no exception but `ImportRejected` and `UsageError`; each record has one fate and the counts
add up; reading it again gives the same; every refused record keeps its line and reason. One input in a few goes through
the store as well, where the law of conservation must hold and a dry run must leave nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["cpo_tui.exchange"]):
    from cpo_tui.exchange import extracts, jsonlines, preview, remedies, sources, workbooks  # noqa: F401 - instrumented
    from cpo_tui.exchange.extracts import Options, open_extract
    from cpo_tui.exchange.guard import guarded, unguarded
    from cpo_tui.exchange.profiles import builtin, builtin_names

from cpo_tui.errors import ImportRejected, UsageError

NAMES = ("a.csv", "a.csv", "a.csv", "a.tsv", "a.jsonl", "a.xlsx", "-")
MAPPINGS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (),
    (("#1", "reference"),),
    (("#1", "a_number"), ("#2", "full_name"), ("#3", "opened_on")),
    (("Alien No", "a_number"), ("Name", "full_name"), ("DOB", "birth_date")),
    (("#1", "a_number"), ("#2", "full_name"), ("#3", "full_name")),
)
KINDS = ("", "", "cases", "events", "documents", "inquiries")
KEYS = ("", "", "row", "a_number", "reference")
ENCODINGS = ("", "", "", "cp1252", "latin-1", "utf-16", "utf-16-le", "cp1251", "shift_jis")
DELIMITERS = ("", "", ",", ";", "tab", "|")
PROFILES = ("", "", "", *builtin_names())
HEADERS = (
    b"", b"", b"reference,a_number,full_name,birth_date,opened_on,officer,notes\n", b"Alien No;Name;DOB\n",
    b"reference,kind,occurred_at,title,body,facts\n", b"inquiry,reference,received_at,question\n",
    b"\xef\xbb\xbfreference\tfull_name\n", b"sep=;\nreference;full_name\n", b"report\n\nreference,notes\n",
)  # fmt: skip
IN_STORE = 40
"""One input of so many goes through the store."""


def options_of(data: atheris.FuzzedDataProvider) -> Options:
    """How the input is read."""
    name = data.PickValueInList(list(PROFILES))
    return Options(
        kind=data.PickValueInList(list(KINDS)),
        profile=builtin(name) if name else None,
        mapping=data.PickValueInList(list(MAPPINGS)),
        key=data.PickValueInList(list(KEYS)),
        encoding=data.PickValueInList(list(ENCODINGS)),
        delimiter=data.PickValueInList(list(DELIMITERS)),
        quoting=data.PickValueInList(["", "", "none"]),
        skip_lines=data.PickValueInList([0, 0, 0, 1, 3]),
        nulls=data.PickValueInList([(), (), ("NULL",)]),
        no_header=data.PickValueInList([False, False, False, True]),
        date_formats=data.PickValueInList([(), (), (("opened_on", "%d/%m/%Y"),), (("#3", "excel"),)]),
    )


def fates(content: bytes, name: str, options: Options) -> tuple[Any, ...] | str:
    """What becomes of every record, or the kind of the refusal of the whole."""
    try:
        extract = open_extract(sources.source_of(content, name), options)
        found: list[tuple[int, str]] = []
        blank = 0
        for batch in extract.batches():
            parallel = [batch.lines, batch.numbers, batch.values]
            check(len({len(one) for one in parallel}) == 1, "the lists of a batch are not parallel")
            for refusal in batch.refusals:
                check(refusal.line >= 1 and bool(refusal.kind) and all(refusal.reasons), "a refusal says too little")
            check(len(set(batch.numbers)) == len(batch.numbers), "two records have one number")
            found += [(line, "read") for line in batch.lines]
            found += [(refusal.line, refusal.kind) for refusal in batch.refusals]
            remedies.remedies(batch.refusals)
            blank += batch.blank
    except (ImportRejected, UsageError) as error:
        check(bool(error.message), "a refusal without words")
        return f"{type(error).__name__} {error.name}"
    return tuple(sorted(found)), blank, tuple(sorted(extract.warnings.items()))


def check(holds: bool, words: str) -> None:
    """Raise where something does not hold, whether or not Python checks assertions."""
    if not holds:
        raise AssertionError(words)


def through_the_store(content: bytes, name: str, options: Options) -> None:
    """The same by the way that everything takes which is imported; conservation holds and a dry run leaves nothing."""
    from cpo_tui.actions.context import acting
    from cpo_tui.actions.importing import ImportOptions, import_file
    from cpo_tui.store import connect

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        path = Path(folder) / ("a.csv" if name == "-" else name)
        path.write_bytes(content)
        store = connect.create(Path(folder) / "s.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
        with acting(store, "fuzz") as context:
            dry = import_file(context, path, ImportOptions(options, dry_run=True)).as_json()
            count = context.connection.execute("SELECT count(*) FROM cases").fetchone()[0]
            check(count == 0, "a dry run left something")
            real = import_file(context, path, ImportOptions(options)).as_json()
            for report in (dry, real):
                fate = report["created"] + report["updated"] + report["unchanged"] + report["quarantined"]
                check(report["rows_read"] == fate, "the counts do not add up")
                for one in ("seconds", "dry_run", "batch", "change_set"):
                    report.pop(one)
            check(dry == real, "the dry run said something else")


RUNS = 0


def one_input(data: bytes) -> None:
    """Ask everything of one input."""
    global RUNS  # noqa: PLW0603 - the fuzzer calls a function and nothing else
    RUNS += 1
    provider = atheris.FuzzedDataProvider(data)
    options, name = options_of(provider), provider.PickValueInList(list(NAMES))
    content = provider.PickValueInList(list(HEADERS)) + provider.ConsumeBytes(provider.remaining_bytes())
    first = fates(content, name, options)
    check(first == fates(content, name, options), "reading it again gives something else")
    text = content.decode("utf-8", "surrogateescape")
    check(unguarded(guarded(text)) == text, "the guard loses something")
    if RUNS % IN_STORE == 0 and not (isinstance(first, str) and first.startswith("UsageError")):
        through_the_store(content, name, options)


def main() -> None:
    """Fuzz until the time is over; the arguments are libFuzzer's."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
