"""Writing documents, against docxtpl, typst and Jinja rendering a bare table of the same rows."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import click

from bench.figures import Figure, held
from bench.measuring import least

ROWS = Sequence[tuple[str, str, str]]
HEAD = ("No.", "指摘", "期限")


@click.command()
@click.option("--processors", default=1, show_default=True, help="How many documents.")
@click.option("--rows", default=1000, show_default=True, help="How many findings in each.")
@click.option("--times", default=3, show_default=True, help="Runs of each; the least counts.")
def documents(processors: int, rows: int, times: int) -> Iterator[Figure]:
    """Writing documents, each format by itself; a first document is made before.

    No document is like another, so that nothing is told of what is kept between formats.
    """
    for format_, (bare, floor) in _FLOORS.items():
        ways = {floor: bare, "ours": _ours(format_)}
        works = {name: _making(way, processors, rows) for name, way in ways.items()}
        figures = least(works, times)
        yield from held(
            f"{processors:,} documents of {rows:,} findings, {format_}",
            figures[floor],
            [figures["ours"]],
            documents=processors,
            findings=rows,
        )


def _making(make: Callable[[ROWS], bytes], processors: int, rows: int) -> Callable[[], None]:
    """Make so many documents, others in each turn."""
    make(_rows(3))
    turn = itertools.count()

    def made() -> None:
        mark = next(turn)
        for number in range(processors):
            make(_rows(rows, f"{mark}-{number}"))

    return made


def _rows(count: int, mark: str = "") -> ROWS:
    text = f"退職者のアカウントが残り、利用の記録があった。許可簿と一致しない。{mark}"
    return [(f"F-{n:04d}", f"{text}({n})", f"2026年12月{n % 28 + 1}日") for n in range(count)]


def _ours(format_: str) -> Callable[[ROWS], bytes]:
    from itakusaki.report.documents.front import FrontMatter  # noqa: PLC0415 - once it is measured
    from itakusaki.report.documents.writers import DOCUMENT_WRITERS  # noqa: PLC0415 - same

    front = FrontMatter(kind="bench", language="ja", title="一覧", day=date(2026, 11, 22))
    return lambda rows: DOCUMENT_WRITERS[format_](front, _markdown(rows), None).content


def _markdown(rows: ROWS) -> str:
    from itakusaki.report.markdown_text import escaped  # noqa: PLC0415

    lines = (f"| {' | '.join(escaped(cell) for cell in row)} |" for row in (HEAD, *rows))
    head, *body = lines
    return "\n".join(("## 一覧", "", head, "| --- | --- | --- |", *body, ""))


def _bare_docx(rows: ROWS) -> bytes:
    import docx  # noqa: PLC0415
    from docxtpl import DocxTemplate  # noqa: PLC0415

    template = docx.Document()
    table = template.add_table(rows=3, cols=3)
    table.cell(0, 0).text, table.cell(2, 0).text = "{%tr for row in rows %}", "{%tr endfor %}"
    for place in range(3):
        table.cell(1, place).text = f"{{{{ row[{place}] }}}}"
    source, out = io.BytesIO(), io.BytesIO()
    template.save(source)
    filled = DocxTemplate(source)
    filled.render({"rows": rows}, autoescape=True)
    filled.save(out)
    return out.getvalue()


def _bare_pdf(rows: ROWS) -> bytes:
    import typst  # noqa: PLC0415

    from itakusaki.report.documents.fonts import font_book  # noqa: PLC0415

    source = (
        '#set document(title: "x")\n#set text(font: "Noto Sans CJK JP", lang: "ja")\n= x\n'
        "#let rows = json(bytes(sys.inputs.rows))\n"
        "#table(columns: (1fr, 4fr, 2fr), table.header(..rows.at(0)), ..rows.slice(1).flatten())"
    )
    compiler = typst.Compiler(
        source.encode(),
        font_paths=font_book(None).fonts,
        ignore_system_fonts=True,
        sys_inputs={"rows": json.dumps([HEAD, *rows])},
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=0)
    return bytes(made)


def _bare_html(rows: ROWS) -> bytes:
    return _filled(
        "<table>{% for row in rows %}<tr>{% for c in row %}<td>{{ c }}</td>{% endfor %}</tr>{% endfor %}</table>",
        rows,
    )


def _bare_markdown(rows: ROWS) -> bytes:
    return _filled(
        "{% for row in rows %}|{% for c in row %} {{ c }} |{% endfor %}\n{% endfor %}", rows
    )


def _filled(source: str, rows: ROWS) -> bytes:
    from jinja2 import Environment  # noqa: PLC0415

    return Environment(autoescape=True).from_string(source).render(rows=rows).encode()


#: What writes a bare table of the same rows, and its name.
_FLOORS: Final[Mapping[str, tuple[Callable[[ROWS], bytes], str]]] = {
    "docx": (_bare_docx, "docxtpl: a bare table of the rows"),
    "pdf": (_bare_pdf, "typst: a bare table of the rows"),
    "html": (_bare_html, "Jinja: a bare table of the rows"),
    "md": (_bare_markdown, "Jinja: a bare table of the rows"),
}
