"""From bytes to text, strictly: an encoding is told by its marks or by the officer, and never guessed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cpo_tui.errors import UsageError
from cpo_tui.exchange.records import rejected
from cpo_tui.exchange.sources import Source

BOM = "\ufeff"
_NOT_FOR_FILES = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_CHARSETS_WITH_HOLES = re.compile(r"cp125[0-8]|windows-125[0-8]")
_KINDS_OF_FILE: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|\?xml|table|script|!--)", re.IGNORECASE)
_JSON = re.compile(rb"\[\s*(?:[\[{\"]|\])|\{\s*(?:\"|\})")


@dataclass(frozen=True, slots=True)
class Coding:
    """How the bytes of a file are read: the codec, the bytes of its mark, and whether the mark told it."""

    name: str
    mark: int = 0
    detected: bool = False
    errors: str = "strict"


def refuse_other_kinds(source: Source, *, json_is_wrong: bool = True) -> None:
    """Raise `ImportRejected` (`not_csv`) for a file that begins like something other than delimited text."""
    head = source.head()
    what = next((words for magic, words in _KINDS_OF_FILE if head.startswith(magic)), "")
    text = head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    if not what and _MARKUP.match(text):
        what = "a web page or an XML document"
    if not what and json_is_wrong and _JSON.match(text):
        what = "a JSON document"
    if what:
        hint = (
            "Save the sheet as CSV, or give the file its right suffix (.xlsx)."
            if "Excel" in what
            else "Give the CSV file itself."
        )
        if "JSON" in what:
            hint = "JSON Lines can be imported: one object a line, in a file named .jsonl."
        raise rejected("not_csv", f"This is {what}, not delimited text.", hint=hint, line=1)


def coding_of(source: Source, encoding: str = "") -> Coding:
    """How to read a source: as asked, else UTF-16 where its mark says so, else UTF-8.

    Raises `ImportRejected` (`encoding_undetermined`) for marks of UTF-32 and `UsageError` for an unknown encoding.
    """
    head = source.head(4)
    if encoding:
        coding = _named(encoding, head)
        # The mark of UTF-8 is no text in any encoding of one byte: a corrected file of refused records begins with it.
        return Coding("utf-8") if head.startswith(codecs.BOM_UTF8) and "utf" not in coding.name else coding
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise rejected(
            "encoding_undetermined",
            "The file is marked as UTF-32, which is not read by itself.",
            hint="Say so: --encoding utf-32.",
            line=1,
        )
    if head.startswith(codecs.BOM_UTF16_LE):
        return Coding("utf-16-le", 2, detected=True)
    if head.startswith(codecs.BOM_UTF16_BE):
        return Coding("utf-16-be", 2, detected=True)
    return Coding("utf-8")


def _named(encoding: str, head: bytes) -> Coding:
    try:
        found = codecs.lookup(encoding)
    except LookupError:
        raise UsageError(
            f"There is no encoding {encoding!r}.", hint="Such as utf-8, cp1252, latin-1, utf-16."
        ) from None
    if found.name in _NOT_FOR_FILES or not getattr(found, "_is_text_encoding", True):
        raise UsageError(
            f"{encoding!r} is not an encoding of text files.", hint="Such as utf-8, cp1252, latin-1, utf-16."
        )
    name, mark = found.name, 0
    if name == "utf-16":
        if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise UsageError(
                "The file has no mark that says which UTF-16 it is.", hint="Give --encoding utf-16-le or utf-16-be."
            )
        name, mark = ("utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"), 2
    # The few bytes that a Windows code page leaves open become C1 controls, so that they refuse a row, not the file.
    errors = _HOLES if _CHARSETS_WITH_HOLES.fullmatch(name) else "strict"
    return Coding(name, mark, errors=errors)


_HOLES = "cpo.holes"


def _as_controls(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error(_HOLES, _as_controls)


def texts(source: Source, coding: Coding, *, asked: bool = False) -> Iterator[str]:
    """The text of a source in pieces, without its marks.

    Raises `ImportRejected` where the bytes do not fit: `encoding_invalid` where the encoding is known (asked for or
    marked), else `encoding_undetermined`; both with the byte offset and the line.
    """
    decoder = codecs.getincrementaldecoder(coding.name)(coding.errors)
    offset, lines, at_start, last = coding.mark, 1, True, ""
    pending = 0
    for data in _with_end(source.chunks(from_=coding.mark)):
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            where = offset - pending + error.start
            before = bytes(error.object[: error.start]).decode(coding.name, "ignore")
            raise _undecodable(coding, asked, where, lines + line_ends(before, last), error) from error
        offset += len(data)
        pending = len(decoder.getstate()[0])
        if at_start and text:
            text = text.lstrip(BOM)
            at_start = not text
        if text:
            lines += line_ends(text, last)
            last = text[-1]
            yield text


def _with_end(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield from chunks
    yield b""


def line_ends(text: str, before: str = "") -> int:
    """How many physical lines end in `text`: LF, CRLF and lone CR; `before` is the character in front of it."""
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    return count - 1 if before == "\r" and text.startswith("\n") else count


def _undecodable(coding: Coding, asked: bool, offset: int, line: int, error: UnicodeDecodeError) -> Exception:
    byte = error.object[error.start] if error.start < len(error.object) else 0
    if asked or coding.detected:
        return rejected(
            "encoding_invalid",
            f"Byte {offset:,} (0x{byte:02X}, line {line:,}) is not {coding.name}: {error.reason}.",
            hint="The file is damaged, or it has another encoding: --encoding.",
            line=line,
            offset=offset,
        )
    nuls = error.object.count(0)
    if nuls * 4 > len(error.object):
        low_first = error.object[1::2].count(0) >= error.object[0::2].count(0)
        return rejected(
            "encoding_undetermined",
            f"The file is not UTF-8 (byte {offset:,} on line {line:,}): every other byte is NUL, as in UTF-16 without its mark.",
            hint=f"Say so: --encoding utf-16-{'le' if low_first else 'be'}.",
            line=line,
            offset=offset,
        )
    return rejected(
        "encoding_undetermined",
        f"The file is not UTF-8: byte {offset:,} (0x{byte:02X}) on line {line:,}.",
        hint="Say which encoding it has; for files from Windows often --encoding cp1252.",
        line=line,
        offset=offset,
    )
