"""What stands after `field:` → a value, or an error that names the nearest right one; and back to text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from cpo_tui.domain.query.fields import DAYS, ORDERED, TIMES, Kind, QueryField
from cpo_tui.domain.query.tree import Interval, Keyword, Number, On, Op, Stated, Text, Value
from cpo_tui.domain.times import Duration, parse_duration, parse_when
from cpo_tui.errors import UsageError

SINCE = "since-"
_BREAKS = re.compile(r'[\s()"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]')
_NUMBER = re.compile(r"[0-9]{1,18}")
_YES = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


class BadValue(ValueError):
    """A value that its field does not take; the arguments are what is wrong and what would be right."""

    @property
    def message(self) -> str:
        """What is wrong."""
        return str(self.args[0])

    @property
    def hint(self) -> str:
        """What would be right."""
        return str(self.args[1])


def read_value(field: QueryField, op: Op, text: str, *, quoted: bool = False) -> tuple[Op, Value]:
    """The comparison and the value that were meant; raises `BadValue`.

    Text in quotes is taken literally where the field takes text. `since-…` turns `:` into "not before".
    """
    if not text and not (quoted and field.kind in {Kind.CODE, Kind.TEXT, Kind.CHOICE}):
        raise BadValue(f"{field.name} needs a value.", f"For example {field.example}.")
    if op not in {Op.IS, Op.EQUAL} and field.kind not in ORDERED:
        raise BadValue(f"{field.name} knows no {op.value}, only : and =.", f"For example {field.example}.")
    keyword = text.lower() if not quoted else ""
    if field.may_be_none and keyword in {"none", "any"} and op in {Op.IS, Op.EQUAL}:
        return op, Keyword(keyword)
    if field.kind in TIMES:
        return _read_time(field, op, text.lower())
    return op, _read_plain(field, text, quoted=quoted)


def _read_plain(field: QueryField, text: str, *, quoted: bool) -> Value:
    if field.kind is Kind.CHOICE:
        return _read_choice(field, text, quoted=quoted)
    if field.kind is Kind.YES_NO:
        if text.lower() not in _YES:
            raise BadValue(f"{field.name} is yes or no, not {text!r}.", _near(text.lower(), ("yes", "no")))
        return Keyword(_YES[text.lower()])
    if field.kind is Kind.NUMBER:
        if not _NUMBER.fullmatch(text):
            raise BadValue(f"{field.name} is a whole number, not {text!r}.", f"For example {field.example}.")
        return Number(int(text))
    if field.name == "officer" and text.lower() == "me" and not quoted:
        return Keyword("me")
    if field.states:
        name, _, state = text.rpartition("/")
        if not name or state not in {*field.states, "*"}:
            raise BadValue(f"{field.name} is name/state, not {text!r}.", _near(state, (*field.states, "*")))
    return Text(text)


def _read_choice(field: QueryField, text: str, *, quoted: bool) -> Value:
    wanted = _plain(text)
    for choice, label in field.values.items():
        if wanted in {choice, _plain(label)}:
            return Text(choice)
    if quoted:
        return Text(text)
    raise BadValue(
        f"{field.name} cannot be {text!r}.",
        _near(wanted, (*field.values, *(("none", "any") if field.may_be_none else ()))),
    )


def _plain(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _read_time(field: QueryField, op: Op, text: str) -> tuple[Op, Value]:
    since = text.startswith(SINCE) and op is Op.IS and field.kind is Kind.PAST
    value = _read_day(field, text.removeprefix(SINCE) if since else text)
    if since:
        op = Op.AT_MOST if isinstance(value, Duration) else Op.AT_LEAST
    return op, value


def _read_day(field: QueryField, text: str) -> Value:
    try:
        if field.kind is Kind.AGE or (text.isalnum() and text not in DAYS):
            return parse_duration(text)
        return Keyword(text) if text in DAYS else On(parse_when(text, None))
    except UsageError as error:
        near = difflib.get_close_matches(text, DAYS, n=1) if field.kind is not Kind.AGE else []
        hint = f"Did you mean {near[0]}?" if near else error.hint
        raise BadValue(f"{field.name}: {error.message}", hint) from error


def _near(text: str, names: Iterable[str]) -> str:
    choices = tuple(names)
    near = difflib.get_close_matches(text, choices, n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else f"One of: {', '.join(choices)}."


def write_value(field: QueryField, op: Op, value: Value) -> str:
    """The text that `read_value` reads as `value`, in quotes where it needs them."""
    text = _spelled(value)
    return text if _reads_back(field, op, text, value) else quote(text)


def _reads_back(field: QueryField, op: Op, text: str, value: Value) -> bool:
    if not text or text[0] in "<>=" or _BREAKS.search(text):
        return False
    try:
        return read_value(field, op, text) == (op, value)
    except BadValue:
        return False


def _spelled(value: Value) -> str:
    match value:
        case Text(text) | Stated(text):
            return text
        case Keyword(name):
            return name
        case Number(number):
            return str(number)
        case On(when):
            return when.isoformat()
        case Duration():
            return str(value)
        case Interval(first, last, begin, end):
            return f"{first}..{last} ({begin}..{end})"


def quote(text: str) -> str:
    """`text` in quotes, so that nothing in it has a meaning."""
    return '"' + text.replace('"', '""') + '"'
