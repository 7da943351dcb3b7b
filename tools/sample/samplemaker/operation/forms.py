"""Forms: the files a processor would export from such tables, in the shapes its products write."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from openpyxl import Workbook

from itakusaki.catalogue.evidence_data import load_evidence_data
from itakusaki.catalogue.export import Export
from itakusaki.catalogue.outcome import OUTCOMES
from itakusaki.forms.archive import book_bytes
from itakusaki.settings.data_folders import data_folder
from samplemaker.operation.operation import Operation
from samplemaker.operation.plan import Plan
from samplemaker.operation.rows import Row

SPACE, ZONED = "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one table is handed in: name without ending, kind of file, encoding, its own headings.

    `rename` are headings other than the canonical ones, `words` values other than the first spelling.
    """

    name: str
    kind: str = "csv"
    encoding: str = "utf-8-sig"
    columns: Sequence[str] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


#: The asset-management product's own names for columns and events.
DEVICE_LOG: Final = Form(
    name="操作ログ_資産管理",
    kind="csv.gz",
    encoding="cp932",
    columns=(
        "at",
        "terminal",
        "account",
        "action",
        "device",
        "device_class",
        "serial",
        "object",
        "bytes",
        "system",
        "record",
    ),
    rename={
        "at": "操作日時",
        "system": "管理サーバー",
        "account": "ログオンユーザー",
        "action": "操作種別",
        "device_class": "デバイス種別",
        "bytes": "サイズ",
    },
    words={
        "connect": "デバイス接続",
        "disconnect": "デバイス切断",
        "write": "ファイル書込み",
        "blocked": "使用禁止",
    },
)
FORMS: Final[Mapping[str, Form]] = {
    "sign_ins": Form(
        name="サインインログ",
        kind="csv.gz",
        encoding="cp932",
        columns=(
            "record",
            "at",
            "account",
            "terminal",
            "action",
            "ended_at",
            "kind",
            "address",
            "country",
            "second_factor",
            "system",
        ),
    ),
    "downloads": Form(name="ダウンロードログ", kind="csv.gz"),
    "device_events": DEVICE_LOG,
    "changes": Form(name="アカウント・権限変更記録"),
    "entries": Form(name="入退室記録", kind="csv.gz", rename={"person": "カード所持者"}),
    "tickets": Form(name="作業申請一覧", kind="xlsx"),
    "permits": Form(name="媒体・出力の許可台帳", kind="xlsx"),
    "terminals": Form(name="端末台帳", kind="xlsx"),
    "media": Form(name="媒体台帳"),
    "media_stock": Form(name="媒体棚卸し表"),
    "accounts": Form(name="管理者アカウント一覧"),
    "people": Form(name="従事者一覧", kind="xlsx"),
    "training": Form(name="教育受講記録"),
    "pledges": Form(name="誓約書提出一覧"),
    "log_reviews": Form(name="ログ点検記録"),
    "holidays": Form(name="休業日一覧"),
    "shifts": Form(name="勤務時間帯一覧"),
    "destinations": Form(name="許可出力先一覧"),
    "checkouts": Form(name="特権ID貸出記録", encoding="cp932"),
}
#: A second extraction of the download log, for the last three months.
EXTRACT: Final = Form(name="出力ログ_抽出")


def files(made: Operation) -> dict[str, tuple[str, bytes]]:
    """Export id → file name and content; only tables that have rows."""
    span = f"{made.plan.first:%Y%m}-{made.plan.last:%Y%m}"
    found = {}
    for export, form in FORMS.items():
        rows = made.rows.of(export)
        # An empty register of permits says that there were none; of the others there simply is none.
        if rows or export == "permits":
            named = f"{form.name}_{span}" if _canonical()[export].is_log else form.name
            found[export] = (f"{named}.{form.kind}", _content(made.plan, export, form, rows))
    if made.extract:
        first = min(row["at"] for row in made.extract)
        name = f"{EXTRACT.name}_{first:%Y%m}-{made.plan.last:%m}.{EXTRACT.kind}"
        found["extract"] = (name, _content(made.plan, "downloads", EXTRACT, made.extract))
    return found


@cache
def _canonical() -> Mapping[str, Export]:
    return load_evidence_data(data_folder("checklists") / "evidence").exports


def _content(plan: Plan, export: str, form: Form, rows: Sequence[Row]) -> bytes:
    known = _canonical()[export]
    columns = form.columns or tuple(_kept(known, rows))
    spelt = _spellings(known, form)
    heading = [form.rename.get(name, known.column(name).title.ja) for name in columns]
    if form.kind == "xlsx":
        lines = [[spelt.get((n, row.get(n)), row.get(n)) for n in columns] for row in rows]
        return _book(form.name, heading, lines)
    style = f"{ZONED}{plan.zone}" if plan.zone else SPACE
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading)
    for row in rows:
        writer.writerow([_shown(spelt.get((n, row.get(n)), row.get(n)), n, style) for n in columns])
    written = out.getvalue().encode(form.encoding)
    # No clock and no name in the archive: the same rows give the same bytes.
    return gzip.compress(written, compresslevel=9, mtime=0) if form.kind.endswith("gz") else written


def _kept(export: Export, rows: Sequence[Row]) -> Iterator[str]:
    """The columns that a product of this kind would write: not what tells of outcomes it never has."""
    for column in export.columns:
        if column.name not in OUTCOMES or any(row.get(column.name) is not None for row in rows):
            yield column.name


def _spellings(export: Export, form: Form) -> dict[tuple[str, Any], str]:
    found: dict[tuple[str, Any], str] = {}
    for column in export.columns:
        for meaning, words in column.values.items():
            # A meaning may have no word that all logs share: only some layouts know it.
            spelt = form.words.get(meaning) or next(iter(words), None)
            if spelt is not None:
                found[(column.name, meaning)] = spelt
    return found


def _shown(value: object, name: str, style: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "○" if value else "×"
        case datetime():
            return value.strftime(style)
        case date():
            return value.strftime("%Y/%m/%d")
        case int() if name in {"starts", "ends"}:
            return f"{value // 60}:{value % 60:02}"
        case _:
            return str(value)


def _book(title: str, heading: Sequence[str], lines: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    page.append(list(heading))
    for line in lines:
        page.append(["○" if cell is True else "×" if cell is False else cell for cell in line])
    page.freeze_panes = "A2"
    return book_bytes(book)
