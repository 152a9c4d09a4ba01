"""Profiles: what the columns of a source mean, as data.

A profile is a TOML file. It names the columns of a source with their aliases across releases, the form of each, the
tokens that mean nothing, the code tables, the key, and what a row becomes: a case, and the events, hearings and
documents that hang on it. The built-in ones lie beside this module; an officer's own lie in the settings folder.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cpo_tui.errors import UsageError
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.values import FORMS

MAX_PROFILE_BYTES = 512 * 1024
ROW = "row"
"""The key of a source whose records have no identifier: a record is its file, by content, and its number."""
CHILDREN: Mapping[str, tuple[str, ...]] = {
    "events": tuple(COLUMNS["events"]),
    "documents": tuple(COLUMNS["documents"]),
    "hearings": ("starts_at", "kind", "place", "outcome"),
}
"""What can hang on a record's case, and the values of each."""


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """One column of a source: its names, its form, and the field of ours that it fills, if any."""

    name: str
    names: tuple[str, ...]
    """The name and its aliases, as written."""
    form: str = ""
    """Empty: the form of the field."""
    field: str = ""
    formats: tuple[str, ...] = ()
    codes: str = ""
    """The table of its codes; an unknown one is kept with a warning."""
    synonyms: str = ""
    """The table of other spellings; what it does not have is as given, without a warning."""
    pick: str = ""
    """A pattern whose group is the code within the text."""
    nulls: frozenset[str] = frozenset()
    longest: int = 0
    join: tuple[str, ...] = ()
    """Other columns whose texts stand behind this one's, as in `Last, First Middle`."""
    keep: bool = False
    """Whether the value stays beside the row as well, because the field does not hold all of it."""


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """A thing that a row makes: only where the column `when` has a value.

    `values` are texts with `{COLUMN}` for a column's label; a piece whose columns are all empty falls away. The day or
    moment goes to the field `at`; `clock` is a column with the time of day.
    """

    into: str
    when: str
    at: str
    clock: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: str = ""
    """A column that must be empty."""
    require: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that must hold one of these codes."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A field that is told by a column that says something else as well: its day, or whether it is empty."""

    field: str
    column: str
    blank: str = ""
    filled: str = ""
    """Both empty: the day of the column's value."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a source's columns mean and what its rows become."""

    name: str
    title: str
    kind: str
    key: tuple[str, ...]
    """Fields of ours; `("row",)` where records have no identifier; empty for the usual key of the kind."""
    columns: tuple[SourceColumn, ...]
    required: tuple[str, ...] = ()
    """Columns without which a header is not this source's."""
    identity: str = ""
    """The column that must name each row, where that is not the key of the case."""
    delimiters: tuple[str, ...] = (",", ";", "\t", "|")
    quoting: str = "strict"
    encoding: str = ""
    find_header: bool = False
    no_header: bool = False
    """The first line is a record; columns are named #1, #2 …"""
    strip_nul: bool = False
    shifted: bool = False
    several: bool = False
    """Whether one case has several rows: a row then adds to its case and never contradicts it."""
    latest: tuple[str, ...] = ()
    """Of several rows of a case, the latest by these columns (the first that has a value) says how the case stands now."""
    nulls: frozenset[str] = frozenset()
    null_pattern: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    fill: tuple[Fill, ...] = ()
    children: tuple[ChildPlan, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    text: str = ""
    """The file itself."""

    def column(self, name: str) -> SourceColumn | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)


def load_profile(name_or_path: str, folder: Path | None = None) -> Profile:
    """The profile of that name (built-in, or in the officer's `folder`) or in that file; raises `UsageError`."""
    path = Path(name_or_path)
    if path.suffix == ".toml" or "/" in name_or_path:
        return read_profile(_text_of(path), path.stem)
    if folder is not None and (own := folder / f"{name_or_path}.toml").is_file():
        return read_profile(_text_of(own), name_or_path)
    if name_or_path in builtin_names():
        return builtin(name_or_path)
    known = [*builtin_names(), *own_names(folder)]
    near = difflib.get_close_matches(name_or_path, known, n=1)
    raise UsageError(
        f"There is no profile {name_or_path!r}.",
        hint=f"Did you mean {near[0]}?" if near else f"Profiles: {', '.join(known)}.",
    )


@cache
def builtin_names() -> tuple[str, ...]:
    """The names of the profiles that come with the product."""
    folder = files("cpo_tui.exchange").joinpath("profiles")
    return tuple(
        sorted(
            entry.name[:-5]
            for entry in folder.iterdir()
            if entry.name.endswith(".toml") and not entry.name.startswith("_")
        )
    )


def own_names(folder: Path | None) -> tuple[str, ...]:
    """The names of the officer's own profiles."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml"))) if folder is not None and folder.is_dir() else ()


@cache
def builtin(name: str) -> Profile:
    """A profile that comes with the product."""
    return read_profile(
        files("cpo_tui.exchange").joinpath("profiles", f"{name}.toml").read_text(encoding="utf-8"), name
    )


@cache
def shared_codes() -> Mapping[str, Mapping[str, str]]:
    """The code tables that several profiles use."""
    text = files("cpo_tui.exchange").joinpath("profiles", "_codes.toml").read_text(encoding="utf-8")
    return {name: dict(table) for name, table in tomllib.loads(text).items()}


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_PROFILE_BYTES:
            raise UsageError(
                f"The profile {path} is larger than {MAX_PROFILE_BYTES // 1024} KiB.",
                hint="A profile is a short TOML file.",
            )
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The profile {path} cannot be read: {error.strerror}.", hint="Check the path. Names: cpo profiles."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The profile {path} is not UTF-8.", hint="Save it as UTF-8.") from error


def read_profile(text: str, name: str) -> Profile:
    """The profile that `text` describes; raises `UsageError` that names the key at fault and the nearest right one."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"The profile {name} is not TOML: {error}.", hint="See one that works: cpo profiles show ice-i213."
        ) from error
    _known(name, "", data, _PROFILE_KEYS)
    kind = str(data.get("kind", "cases"))
    if kind not in COLUMNS:
        raise UsageError(f"The profile {name} has the kind {kind!r}.", hint=f"One of: {', '.join(COLUMNS)}.")
    columns = tuple(_column(name, kind, column, entry) for column, entry in data.get("columns", {}).items())
    codes = {
        key: {str(code): str(value) for code, value in table.items()} for key, table in data.get("codes", {}).items()
    }
    profile = Profile(
        name=str(data.get("name", name)),
        title=str(data.get("title", name)),
        kind=kind,
        key=_words(data.get("key", ())),
        columns=columns,
        required=_words(data.get("required", ())),
        identity=str(data.get("identity", "")),
        delimiters=_words(data.get("delimiters", Profile.__dataclass_fields__["delimiters"].default)),
        quoting=str(data.get("quoting", "strict")),
        encoding=str(data.get("encoding", "")),
        no_header=bool(data.get("no_header", False)),
        find_header=bool(data.get("find_header", False)),
        strip_nul=bool(data.get("strip_nul", False)),
        shifted=bool(data.get("shifted", False)),
        latest=_words(data.get("latest", ())),
        several=bool(data.get("several", False)),
        nulls=frozenset(_words(data.get("nulls", ()))),
        null_pattern=str(data.get("null_pattern", "")),
        constants={str(key): str(value) for key, value in data.get("constants", {}).items()},
        fill=tuple(_fill(name, kind, field_name, entry) for field_name, entry in data.get("fill", {}).items()),
        children=tuple(_child(name, entry) for entry in data.get("children", ())),
        codes=codes,
        text=text,
    )
    _check(profile)
    return profile


_PROFILE_KEYS = frozenset(
    {
        "name", "title", "kind", "key", "required", "delimiters", "quoting", "encoding", "find_header", "no_header", "strip_nul",
        "shifted", "several", "latest", "nulls", "null_pattern", "constants", "columns", "children", "codes", "identity", "fill",
    }
)  # fmt: skip
_COLUMN_KEYS = frozenset(
    {"aliases", "form", "field", "formats", "codes", "synonyms", "pick", "nulls", "longest", "join", "keep"}
)
_FILL_KEYS = frozenset({"from", "blank", "filled"})
_CHILD_KEYS = frozenset({"into", "when", "at", "clock", "values", "unless", "require"})


def _known(profile: str, where: str, data: Mapping[str, Any], keys: frozenset[str]) -> None:
    for key in data:
        if key not in keys:
            near = difflib.get_close_matches(key, keys, n=1)
            raise UsageError(
                f"The profile {profile} has the unknown key {where}{key}.",
                hint=f"Did you mean {near[0]}?" if near else f"Keys: {', '.join(sorted(keys))}.",
            )


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(word) for word in value) if isinstance(value, list | tuple) else ()


def _column(profile: str, kind: str, name: str, entry: Mapping[str, Any]) -> SourceColumn:
    _known(profile, f"columns.{name}.", entry, _COLUMN_KEYS)
    column = SourceColumn(
        name=name,
        names=(name, *_words(entry.get("aliases", ()))),
        form=str(entry.get("form", "")),
        field=str(entry.get("field", "")),
        formats=_words(entry.get("formats", ())),
        codes=str(entry.get("codes", "")),
        synonyms=str(entry.get("synonyms", "")),
        pick=str(entry.get("pick", "")),
        nulls=frozenset(_words(entry.get("nulls", ()))),
        longest=int(entry.get("longest", 0)),
        join=_words(entry.get("join", ())),
        keep=bool(entry.get("keep", bool(entry.get("codes") or entry.get("synonyms")))),
    )
    if column.field and column.field not in COLUMNS[kind]:
        near = difflib.get_close_matches(column.field, COLUMNS[kind], n=1)
        raise UsageError(
            f"The profile {profile} fills {column.field!r} from {name}, which is no field of {kind}.",
            hint=f"Did you mean {near[0]}?" if near else f"Fields: {', '.join(COLUMNS[kind])}.",
        )
    if column.form and column.form not in FORMS:
        raise UsageError(
            f"The profile {profile} has the unknown form {column.form!r} at {name}.",
            hint=f"One of: {', '.join(sorted(FORMS))}.",
        )
    return column


def _fill(profile: str, kind: str, name: str, entry: Mapping[str, Any]) -> Fill:
    _known(profile, f"fill.{name}.", entry, _FILL_KEYS)
    if name not in COLUMNS[kind]:
        raise UsageError(
            f"The profile {profile} fills {name!r}, which is no field of {kind}.",
            hint=f"Fields: {', '.join(COLUMNS[kind])}.",
        )
    return Fill(name, str(entry.get("from", "")), str(entry.get("blank", "")), str(entry.get("filled", "")))


def _child(profile: str, entry: Mapping[str, Any]) -> ChildPlan:
    _known(profile, "children.", entry, _CHILD_KEYS)
    into = str(entry.get("into", "events"))
    if into not in CHILDREN:
        raise UsageError(f"The profile {profile} makes {into!r}.", hint=f"A row can make: {', '.join(CHILDREN)}.")
    values = {str(key): _words(value) for key, value in entry.get("values", {}).items()}
    at = str(entry.get("at", {"events": "occurred_at", "hearings": "starts_at", "documents": "received_on"}[into]))
    for key in (*values, at):
        if key not in CHILDREN[into]:
            raise UsageError(
                f"The profile {profile} fills {key!r} of {into}.", hint=f"Fields: {', '.join(CHILDREN[into])}."
            )
    return ChildPlan(
        into=into,
        when=str(entry.get("when", "")),
        at=at,
        clock=str(entry.get("clock", "")),
        values=values,
        unless=str(entry.get("unless", "")),
        require={str(key): _words(value) for key, value in entry.get("require", {}).items()},
    )


def _check(profile: Profile) -> None:
    """The names that a profile uses must be names that it has; raises `UsageError`."""
    if profile.quoting not in {"strict", "none"}:
        raise UsageError(f"The profile {profile.name} has the quoting {profile.quoting!r}.", hint="strict or none.")
    names = {column.name for column in profile.columns}
    for name in _used_columns(profile):
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            raise UsageError(
                f"The profile {profile.name} uses the column {name!r} and does not describe it.",
                hint=f"Did you mean {near[0]}?" if near else f"Add [columns.{name}].",
            )
    for column in profile.columns:
        for table in filter(None, (column.codes, column.synonyms)):
            if table not in profile.codes and table not in shared_codes():
                raise UsageError(
                    f"The profile {profile.name} has no code table {table!r}.", hint=f"Add [codes.{table}]."
                )
        _check_pattern(profile.name, f"columns.{column.name}.pick", column.pick)
    for key in profile.key:
        if key != ROW and key not in COLUMNS[profile.kind]:
            raise UsageError(
                f"The profile {profile.name} has the key {key!r}, which is no field of {profile.kind}.",
                hint="A field, or row.",
            )
    _check_pattern(profile.name, "null_pattern", profile.null_pattern)


def _check_pattern(profile: str, where: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise UsageError(
            f"{where} of the profile {profile} is no pattern: {error}.", hint="Mend it or leave it out."
        ) from error


def _used_columns(profile: Profile) -> Iterator[str]:
    yield from profile.required
    yield from profile.latest
    yield from filter(None, (profile.identity, *(fill.column for fill in profile.fill)))
    for child in profile.children:
        yield from (name for name in (child.when, child.clock, child.unless, *child.require) if name)
        for pieces in child.values.values():
            for piece in pieces:
                yield from placeholders(piece)


def placeholders(text: str) -> tuple[str, ...]:
    """The columns that a text with `{COLUMN}` names."""
    return tuple(re.findall(r"\{([^{}]+)\}", text))
