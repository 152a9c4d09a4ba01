"""A letter as text, HTML and PDF, and how easy it is to read."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from typing import Any

from cpo_tui.documents.templates import Letter
from cpo_tui.domain.text import safe
from cpo_tui.errors import ExportError

FORMATS = ("txt", "html", "pdf")

_STYLE = "body{font:16px/1.5 serif;max-width:40rem;margin:3rem auto;padding:0 1rem}p{white-space:pre-line}h1{font-size:1.1rem}"

_TEMPLATE = """
#let letter = json(bytes(sys.inputs.letter))
#set document(title: letter.subject, date: none)
#set page(paper: "us-letter", margin: (x: 2.6cm, y: 2.6cm), numbering: none)
#set text(size: 11.5pt, lang: letter.language, font: ("Libertinus Serif", "DejaVu Serif", "DejaVu Sans"), fallback: true)
#set par(justify: false, leading: .75em, spacing: 1.25em)
#let broken(words) = words.split("\\n").map(line => text(line)).join(linebreak())
#broken(letter.head)
#v(1em)
#strong(letter.subject)
#v(.4em)
#for one in letter.blocks {
  if one.kind == "list" { list(spacing: .9em, ..one.lines.map(line => text(line))) } else { par(broken(one.words)) }
}
"""


def as_text(letter: Letter) -> bytes:
    """The letter as plain text in UTF-8."""
    return safe(letter.text, multiline=True).encode()


def as_html(letter: Letter) -> bytes:
    """The letter as one self-contained file of HTML, without script and without anything from elsewhere."""
    subject = _h(letter.subject)
    parts = [f"<p>{_h(chr(10).join(letter.head))}</p>", f"<h1>{subject}</h1>"]
    for block in _blocks(letter.body):
        if block["kind"] == "list":
            parts.append("<ul>" + "".join(f"<li>{_h(line)}</li>" for line in block["lines"]) + "</ul>")
        else:
            parts.append(f"<p>{_h(block['words'])}</p>")
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{letter.language}">\n<head>\n<meta charset="utf-8">\n<title>{subject}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    ).encode()


def as_pdf(letter: Letter) -> bytes:
    """The letter as PDF/UA; the words are given to the setter as values and never as its source.

    Raises `ExportError` where it cannot be set, and where the fonts of this machine lack a letter of it: nobody gets a
    name with an empty box in it.
    """
    import typst

    sent = {
        "language": letter.language,
        "head": safe("\n".join(letter.head), multiline=True),
        "subject": safe(letter.subject),
        "blocks": _blocks(letter.body),
    }
    stamp = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
    try:
        made: Any = typst.compile(
            _TEMPLATE.encode(),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"letter": json.dumps(sent, ensure_ascii=False)},
            timestamp=stamp,
        )
    except RuntimeError as error:
        if "could not be displayed" in str(error):
            raise ExportError(
                "The fonts of this machine lack letters of this letter, and empty boxes would stand in their place.",
                hint="Write it as .html, which keeps every letter, or install a font that has them.",
                kind="no_font",
            ) from error
        raise ExportError(f"The PDF cannot be set: {error}", hint="Make it as txt or html.", kind="not_set") from error
    return bytes(made)


def _h(text: str) -> str:
    return html.escape(safe(text, multiline=True))


def _blocks(body: str) -> list[dict[str, Any]]:
    """The body as paragraphs and lists: a part all of whose lines begin with a dash is a list."""
    found: list[dict[str, Any]] = []
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = [safe(line) for line in part.split("\n")]
        if all(line.startswith("- ") for line in lines):
            found.append({"kind": "list", "lines": [line[2:] for line in lines]})
        else:
            found.append({"kind": "words", "words": "\n".join(lines)})
    return found


_VOWELS = re.compile(r"[aeiouyáéíóúüàèìòùâêîôû]+", re.IGNORECASE)
_SCHOOL_BEGINS = 6


def reading_age(text: str, language: str) -> int:
    """The age from which a text can be read, in years: by Flesch and Kincaid in English, by Crawford in Spanish."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:]+(?:\s|$)|\n- ", text)))
    if not words:
        return _SCHOOL_BEGINS
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    if language == "es":
        grade = -0.205 * (100 * sentences / len(words)) + 0.049 * (100 * syllables / len(words)) - 3.407
    else:
        grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return round(_SCHOOL_BEGINS + max(0.0, grade))
