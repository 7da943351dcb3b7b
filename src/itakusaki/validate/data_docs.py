"""Data Docs: Great Expectations' pages made into local files that load nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import count
from pathlib import Path

from itakusaki.files.writing import write_whole
from itakusaki.language.foreign_text import marked
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.model.message import N_, Message
from itakusaki.validate.outcome import TableOutcome

STYLE = Path(__file__).with_name("data_docs.css")
#: Parts of a page that load from elsewhere, lead elsewhere, or need a script to be of use.
FOREIGN = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<footer\b.*?</footer>|<!--.*?-->|<link\b[^>]*>"
    r"|<nav class=\"navbar navbar-expand.*?</nav>\s*</div>\s*</nav>|<img\b[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
SUITE_LINK = re.compile(r'<a href="[./]*/expectations/[^"]*"\s*>(.*?)</a>')
RANDOM_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Whatever a page came to hold, a browser may run and fetch nothing.
POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
INDEX_HEAD = (
    '<tr><th scope="col">Table</th><th scope="col">Held</th><th scope="col">Failed</th></tr>'
)
ELSEWHERE = N_("Name another folder, or move the file away.")
HOME = '<header class="home"><a href="index.html">Data Docs</a></header>'
#: Great Expectations begins its headings at the fourth level, and names each page alike.
HEADING = re.compile(r"(</?h)([456])(?=[\s>])")
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
HEAD_CELL = re.compile(r"<th(?=[\s>])")
#: What it says of a name that our tables do not have.
NAMELESS = re.compile(r"Data asset: None<br>\s*")


def write_data_docs(folder: Path, tables: Sequence[TableOutcome]) -> None:
    """Write an index and a page per table over those of an older run.

    Raises:
        FileExistsAlreadyError: a page of somebody else's lies there; then nothing is written.
    """
    pages = {f"{table.table}.html": local_page(table.page, table.table) for table in tables}
    pages["index.html"] = _index(tables)
    for path in (folder / name for name in pages):
        if path.is_file() and POLICY.encode() not in path.read_bytes():
            raise FileExistsAlreadyError(str(path), Message(ELSEWHERE))
    for name, page in pages.items():
        write_whole(folder / name, page.encode())


def local_page(page: str, table: str) -> str:
    """The page of a table with its style inside, and nothing that is fetched, run or made at random.

    It has a language, a heading of its own, a main part, and heads to its columns, as any page of ours.
    """
    text = SUITE_LINK.sub(r"\1", FOREIGN.sub("", page))
    numbers: dict[str, str] = {}
    counter = count(1)
    text = RANDOM_ID.sub(
        lambda found: numbers.setdefault(found.group(), f"part-{next(counter)}"), text
    )
    text = HEADING.sub(lambda found: f"{found[1]}{int(found[2]) - 2}", NAMELESS.sub("", text))
    text = HEAD_CELL.sub('<th scope="col"', text).replace("<html>", '<html lang="en">', 1)
    title = f"Great Expectations: {escape(table)}"
    text = TITLE.sub(lambda _: f"<title>{title}</title>", text, count=1)
    text = text.replace("<head>", f"<head>{POLICY}", 1)
    text = text.replace("</head>", f"<style>{_style()}</style></head>", 1)
    text = text.replace("<body>", f"<body>{HOME}<main><h1>{title}</h1>", 1)
    text = marked(text.replace("</body>", "</main></body>", 1))
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def _index(tables: Sequence[TableOutcome]) -> str:
    rows = "".join(map(_index_row, tables))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="UTF-8">\n'
        f"{POLICY}\n<title>Data Docs</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_style()}</style>\n</head>\n<body>\n<main>\n<h1>Great Expectations Data Docs</h1>\n"
        '<table class="table">\n<caption>Expectations held and failed, by table</caption>\n'
        f"{INDEX_HEAD}\n{rows}</table>\n</main>\n</body>\n</html>\n"
    )


def _index_row(table: TableOutcome) -> str:
    held = sum(outcome.held for outcome in table.outcomes)
    name = escape(table.table)
    failed = len(table.outcomes) - held
    return f'<tr><th scope="row"><a href="{name}.html">{name}</a></th><td>{held}</td><td>{failed}</td></tr>\n'
