"""Inquiries: answers to "did it leak from you?" with their extractions, and registers of provision."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import yaml
from openpyxl import load_workbook

from itakusaki.catalogue.inquiry import INQUIRY, PROVISIONS, InquiryRules, load_inquiry_rules
from itakusaki.forms import inquiry_book, provision_book
from itakusaki.language import translator_for
from samplemaker.books import Filled, saved
from samplemaker.scenario import Told

FOLDER: Final = Path(__file__).parents[1] / "inquiries"
#: The folder of the workspace they lie in; no round reads it.
INTO: Final = "inquiries"
HEADINGS: Final = ("時刻", "利用者", "端末", "操作", "対象", "件数")
TERMINALS: Final = ("OP-11", "OP-12", "OP-23", "OP-31", "SV-02")
#: The terminal that an altered export leaves out.
MAINTENANCE: Final = "MNT-01"
#: What stands where a hash or a count is taken from a file: this one, or another by name.
OF: Final = "of "
OWN: Final = "of file"


def inquiries() -> tuple[Told, ...]:
    """What is told of every inquiry, by file name."""
    paths = sorted(FOLDER.glob("*.yaml"))
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths)


def inquiry_files(told: Told, checklists: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of an inquiry, the workbook last."""
    file = PROVISIONS if told.get("book") == "provisions" else INQUIRY
    rules = load_inquiry_rules(checklists, file=file)
    logs = {log["file"]: _log(log) for log in told["logs"]}
    folder = f"{INTO}/{told['folder']}"
    for name, content in logs.items():
        yield f"{folder}/{name}", content
    yield f"{folder}/{told['file']}", _book(told, rules, logs)


def _book(told: Told, rules: InquiryRules, logs: Mapping[str, bytes]) -> bytes:
    words = translator_for("ja")
    is_register = told.get("book") == "provisions"
    blank = (
        provision_book(rules, translator=words)
        if is_register
        else inquiry_book(rules, kind="client", translator=words)
    )
    page = load_workbook(io.BytesIO(blank), rich_text=True)
    book = Filled(book=page, layout=rules.layout, language="ja")
    book.cover(told["cover"])
    for name in rules.layout.tables:
        book.table(name, [_measured(row, logs) for row in told.get(name, ())])
    return saved(page)


def _measured(row: Told, logs: Mapping[str, bytes]) -> dict[str, Any]:
    """A row, with hashes and lines counted where it takes them from a file."""
    found = dict(row)
    for key in ("sha256", "lines"):
        said = found.get(key)
        if isinstance(said, str) and said.startswith(OF):
            content = logs[found["file"] if said == OWN else said.removeprefix(OF)]
            digest = hashlib.sha256(content).hexdigest()
            found[key] = digest if key == "sha256" else content.count(b"\n")
    return found


def _log(told: Told) -> bytes:
    rows = [row for row in _rows(told) if row[2] != told.get("without")]
    if told.get("reversed"):
        rows.reverse()
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _rows(told: Told) -> Iterator[tuple[str, ...]]:
    draw = random.Random(told["seed"])
    first: date = told["first"]
    for day in range(told["days"]):
        for _ in range(draw.randint(0, 3)):
            yield _row(draw, first + timedelta(days=day), draw.choice(TERMINALS), 200)
        if told["seed"] == 3 and draw.random() < 0.1:
            yield _row(draw, first + timedelta(days=day), MAINTENANCE, 40_000)


def _row(draw: random.Random, day: date, terminal: str, most: int) -> tuple[str, ...]:
    at = datetime.combine(day, time(draw.randint(8, 21), draw.randint(0, 59), draw.randint(0, 59)))
    user = "maint01" if terminal == MAINTENANCE else f"op{draw.randint(1, 40):03}"
    return (at.isoformat(sep=" "), user, terminal, "出力", "会員データ", str(draw.randint(1, most)))
