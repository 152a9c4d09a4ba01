"""A page as PDF, HTML or Markdown: the same page gives the same bytes.

Every text is data here: it is escaped for the form in which it is written, and passes through `safe` first. The PDF is
set by typst from one fixed template, which is given the page as values and never as source.
"""

from __future__ import annotations

import html
import json
import re
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from cpo_tui.documents.page import Block, Fields, Page, Part, Table, Words
from cpo_tui.documents.picture_text import as_text
from cpo_tui.documents.pictures import alt
from cpo_tui.documents.svg import as_svg
from cpo_tui.domain.text import safe
from cpo_tui.errors import ExportError

FORMATS = ("md", "html", "json", "pdf")
NARROW, WIDEST = 18, 40
"""Characters: a column of cells no longer than this gets all the room that it asks for; beyond, columns share."""
A_MOMENT = 23
"""Characters of a date with its time and offset: such a column takes no more where no other asks for more."""
TOGETHER = 24
"""Lines: a part inside a chapter that is no longer stays on one page."""
HEAD = 12
"""Characters of the head of the record that stand at the foot of a page; the whole of it is at the head of the report."""

_STYLE = """body{font:15px/1.45 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.6rem}h2{border-bottom:1px solid #bbb;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #ddd}td.n,th.n{text-align:right}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem}dt{color:#555}dd{margin:0}p{white-space:pre-line}
figure{margin:1rem 0}figcaption{color:#555;margin-bottom:.3rem}svg{max-width:100%;height:auto}abbr{text-decoration-color:#bbb}"""

_TEMPLATE = """
#let page-data = json(bytes(sys.inputs.page))
#set document(title: page-data.title, date: none)
#set page(paper: "us-letter", margin: 2cm, header: text(size: 8pt, fill: luma(90))[#page-data.title],
  footer: text(size: 7pt, fill: luma(90), grid(columns: (1fr, auto), column-gutter: 1em,
    page-data.foot, context counter(page).display("1 / 1", both: true))))
#set text(size: 9.5pt)
#set par(justify: false)
#show heading: it => block(above: 1.4em, below: .7em, it)
#let pairs(items) = grid(columns: (auto, 1fr), column-gutter: 1.2em, row-gutter: .55em,
  ..items.map(item => (text(fill: luma(80), item.at(0)), item.at(1))).flatten())
#text(size: 17pt, weight: "bold", page-data.title)
#v(.4em)
#block(fill: luma(240), inset: 8pt, width: 100%, text(size: 8pt, pairs(page-data.origin)))
#for part in page-data.parts {
  if part.new_page { pagebreak(weak: true) }
  // What fits on one page is not parted: a heading stays with its fields and its table.
  block(breakable: not part.together, sticky: part.leads, width: 100%, above: 1.4em, {
  heading(level: part.level, part.title)
  for item in part.blocks {
    if item.kind == "fields" { pairs(item.pairs) }
    else if item.kind == "picture" {
      block(breakable: false, { text(fill: luma(80), item.title); v(-.3em)
        image(bytes(item.svg), format: "svg", width: 100%, alt: item.alt) })
    }
    else if item.kind == "words" { par(item.text.split("\\n").map(line => text(line)).join(linebreak())) }
    else {
      set text(size: 8.5pt)
      // A long table is set without lines and without measuring each cell: that is half of the time.
      let long = item.rows.len() > 200
      table(columns: item.columns.enumerate().map(((place, _)) => if place in item.right or item.widths.at(place) <= item.narrow { if long { item.widths.at(place) * .62em } else { auto } } else { item.widths.at(place) * 1fr }),
        stroke: if long { none } else { (x, y) => (bottom: .4pt + luma(180)) }, inset: (x: 3pt, y: 3.5pt),
        align: (x, y) => if x in item.right { right } else { left },
        table.header(..item.columns.map(name => strong(name))),
        ..item.rows.flatten().map(cell => text(cell)))
    }
  }
  })
}
"""


def as_html(page: Page) -> bytes:
    """The page as one self-contained file of HTML, without script and without anything from elsewhere."""
    parts = "\n".join(_html_part(part) for part in page.parts)
    title = _h(page.title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
        f"</head>\n<body>\n<h1>{title}</h1>\n{_html_pairs(page.origin)}\n{parts}\n</body>\n</html>\n"
    ).encode()


def as_markdown(page: Page) -> bytes:
    """The page as Markdown that every reader of it shows alike: headings, pipe tables, lists."""
    lines = [f"# {_m(page.title)}", "", *_markdown_pairs(page.origin)]
    for part in page.parts:
        lines += [f"{'#' * (part.level + 1)} {_m(part.title)}", ""]
        for block in part.blocks:
            lines += _markdown_block(block)
    return ("\n".join(lines).rstrip() + "\n").encode()


def as_pdf(page: Page) -> bytes:
    """The page as PDF/UA, which a screen reader can read; raises `ExportError` where it cannot be set.

    Where the fonts of this machine lack a letter, the page says so at its head: an empty box is never left to pass for a
    name.
    """
    try:
        return _set(page, "ua-1")
    except ExportError as error:
        if "could not be displayed" not in error.message:
            raise
    return _set(replace(page, parts=(Part("Letters that could not be set", (Words(_NO_LETTER),)), *page.parts)), None)


_NO_LETTER = (
    "The fonts of this machine lack some letters of this report, and empty boxes stand in their place. Install a font that"
    " has them, or write the report as HTML: there every letter is kept."
)


def _set(page: Page, standard: Literal["ua-1"] | None) -> bytes:
    import typst

    sent = json.dumps(_values(page), ensure_ascii=False)
    try:
        made: Any = typst.compile(
            _TEMPLATE.encode(), format="pdf", sys_inputs={"page": sent}, pdf_standards=standard,
            timestamp=int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()),
        )  # fmt: skip
    except RuntimeError as error:
        raise ExportError(f"The PDF cannot be set: {error}", hint="Make it as html or md.", kind="not_set") from error
    return bytes(made)


def _values(page: Page) -> dict[str, Any]:
    return {
        "title": safe(page.title), "foot": safe(_foot(page)), "origin": [[safe(name), safe(value)] for name, value in page.origin],
        "parts": [
            {"title": safe(part.title), "level": part.level, "new_page": part.new_page, "together": _is_short(part), "leads": _leads(part, after), "blocks": [_block_values(block) for block in part.blocks]}
            for part, after in zip(page.parts, (*page.parts[1:], None), strict=True)
        ],
    }  # fmt: skip


def _foot(page: Page) -> str:
    """By whom, when, from which data and rules, and the beginning of the head: a loose page can be told by it."""
    said = {name: value.split()[0][:HEAD] if name == "head of the record" else value for name, value in page.origin}
    names = (("made by", ""), ("made at", ""), ("data as of", "data "), ("rules", ""), ("head of the record", "head "))
    return " · ".join(before + said[name] for name, before in names if said.get(name))


def _is_short(part: Part) -> bool:
    return part.level > 1 and sum(_lines(block) for block in part.blocks) <= TOGETHER


def _leads(part: Part, after: Part | None) -> bool:
    """Whether it only leads into the part after it: the two stay together."""
    return after is not None and after.level > part.level and all(isinstance(block, Words) for block in part.blocks)


def _lines(block: Block) -> int:
    if isinstance(block, Fields):
        return len(block.pairs)
    return len(block.rows) if isinstance(block, Table) else TOGETHER


def _block_values(block: Block) -> dict[str, Any]:
    if isinstance(block, Fields):
        return {"kind": "fields", "pairs": [[safe(name), safe(value, multiline=True)] for name, value in block.pairs]}
    if isinstance(block, Words):
        return {"kind": "words", "text": safe(block.text, multiline=True)}
    if not isinstance(block, Table):
        return {"kind": "picture", "title": safe(block.title), "svg": as_svg(block), "alt": safe(alt(block))}
    rows = [[safe(cell, multiline=True) for cell in row] for row in block.rows]
    # A column is as wide as its longest cell asks, within bounds, so that one long text does not starve the others.
    widths = [
        min(max(5, *(len(line) for row in rows for line in row[place].split("\n")), len(name)), WIDEST)
        if rows
        else NARROW
        for place, name in enumerate(block.columns)
    ]
    return {
        "kind": "table",
        "columns": [safe(name) for name in block.columns],
        "rows": rows,
        "right": list(block.right),
        "widths": widths,
        "narrow": A_MOMENT if max(widths, default=0) <= A_MOMENT else NARROW,
    }


def _h(text: str) -> str:
    return html.escape(safe(text, multiline=True))


def _html_part(part: Part) -> str:
    level = part.level + 1
    return f"<h{level}>{_h(part.title)}</h{level}>\n" + "\n".join(_html_block(block) for block in part.blocks)


def _html_pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return "<dl>" + "".join(f"<dt>{_h(name)}</dt><dd>{_h(value)}</dd>" for name, value in pairs) + "</dl>"


def _html_block(block: Block) -> str:
    if isinstance(block, Fields):
        return _html_pairs(block.pairs)
    if isinstance(block, Words):
        return f"<p>{_h(block.text)}</p>"
    if not isinstance(block, Table):
        return f"<figure><figcaption>{_h(block.title)}</figcaption>{as_svg(block)}</figure>"
    marks = [' class="n"' if place in block.right else "" for place in range(len(block.columns))]
    head = "".join(f'<th scope="col"{mark}>{_h(name)}</th>' for name, mark in zip(block.columns, marks, strict=True))
    queries = block.queries or (("",) * len(block.columns),) * len(block.rows)
    rows = (
        "<tr>"
        + "".join(f"<td{mark}>{_behind(cell, query)}</td>" for cell, mark, query in zip(row, marks, asked, strict=True))
        + "</tr>"
        for row, asked in zip(block.rows, queries, strict=True)
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>"


def _behind(cell: str, query: str) -> str:
    """A number with the command that lists the cases behind it."""
    return f'<abbr title="{_h(f"cpo list --query {shlex.quote(query)}")}">{_h(cell)}</abbr>' if query else _h(cell)


_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def _m(text: str) -> str:
    """A text on one line of Markdown, with nothing in it that Markdown or HTML would obey."""
    escaped = _SPECIAL.sub(r"\\\1", safe(text, multiline=True)).replace("&", "&amp;")
    return "<br>".join(line.strip() for line in escaped.split("\n"))


def _markdown_pairs(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [*(f"- {_m(name)}: {_m(value)}" for name, value in pairs), ""]


def _markdown_block(block: Block) -> list[str]:
    if isinstance(block, Fields):
        return _markdown_pairs(block.pairs)
    if isinstance(block, Words):
        return [_m(block.text), ""]
    if not isinstance(block, Table):
        return ["```text", *as_text(block).replace("`", "'").split("\n"), "```", ""]
    rule = ["--:" if place in block.right else "---" for place in range(len(block.columns))]
    rows = [[_m(cell) for cell in row] for row in ([*block.columns], *block.rows)]
    return [f"| {' | '.join(cells)} |" for cells in (rows[0], rule, *rows[1:])] + [""]
