"""Builders for workspaces on disk: ledgers and questionnaires as people might hand them in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.catalogue.layout import Layout
from itakusaki.intake.round import Inputs, Intake, read_round
from itakusaki.model.issue import DataIssue
from itakusaki.tabular.hidden_sheet import FORMAT, SHEET, text_digest
from support.blank_books import checklist, layout

ROUND = "2026Q4"
LEDGER_HEADINGS = ("契約番号", "委託先コード", "委託先名", "法人番号", "階層", "上位委託先コード")
ANSWER_HEADINGS = ("ID", "設問", "回答", "証跡の種類", "証跡（ファイル名）", "証跡グレード", "備考")
CLAUSE_HEADINGS = ("契約番号", "項目ID", "確認事項", "判定・値", "条番号", "条文")
APPROVAL_HEADINGS = (
    "委託先コード",
    "管理策ID",
    "区分",
    "理由",
    "承認者",
    "承認日",
    "開始日",
    "終了日",
)
REVIEW_HEADINGS = (
    "委託先コード",
    "回答者",
    "管理策ID",
    "確認グレード",
    "監査人の判定",
    "確認者",
    "確認日",
    "確認内容・理由",
)
AOBA = ("K-001", "P001", "青葉データサービス株式会社", "1234567890123", 1, "")
MIDORI = ("K-002", "P002", "株式会社みどり印刷", "2234567890123", 1, "")
#: Corporate numbers whose check digit is right, and a row with the first of them.
VALID = ("9234567890123", "5000000000012", "4000000000013")
SHIOKAZE = ("K-003", "P003", "株式会社潮風ロジ", VALID[0], 1, "")
#: A row of answers: the control, its question, the answer.
YES = ("TEC-01", "設問", "○")

Rows = Iterable[Sequence[object]]


def workbook(sheets: Mapping[str, Rows], change: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook with the rows of each sheet from A1 on."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        fill(book.create_sheet(name), rows)
    if change is not None:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(sheet: Worksheet, rows: Rows, *, top: int = 1, left: int = 1) -> None:
    """Write rows with their first cell at a place."""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value not in ("", None):
                sheet.cell(top + r, left + c).value = value  # type: ignore[assignment]


def ledger(*rows: Sequence[object], headings: Sequence[str] = LEDGER_HEADINGS) -> bytes:
    """A ledger workbook."""
    return workbook({"委託先台帳": [headings, *rows]})


def cover(
    name: str = AOBA[2],
    *,
    number: str = "",
    as_of: object = "2026年11月30日",
    kind: str = "委託先",
    round_: str = ROUND,
) -> Rows:
    """A cover with labels in B and values in C."""
    return [
        ("", "個人データ取扱い状況調査票"),
        (),
        ("", "会社名", name),
        ("", "法人番号", number),
        ("", "回答基準日", as_of),
        ("", "点検回", round_),
        ("", "調査票の種類", kind),
    ]


def answers(*rows: Sequence[object]) -> Rows:
    """A sheet of answers with its heading."""
    return [ANSWER_HEADINGS, *rows]


def reply(*rows: Sequence[object], front: Rows | None = None, **cover_says: Any) -> bytes:
    """A questionnaire of the first processor."""
    first = cover(**cover_says) if front is None else front
    return workbook({"表紙": first, "設問": answers(*rows)})


def mark(
    processor: str = "P001",
    *,
    kind: str = "processor",
    items: Mapping[str, str] | None = None,
    **says: str,
) -> Rows:
    """The rows of the hidden sheet; `items` gives the question that was sent for each id."""
    given = {"format": FORMAT, "kind": kind, "processor": processor, "round": ROUND, **says}
    listed = [(name, "設問", 2, text_digest(text)) for name, text in (items or {}).items()]
    return [*given.items(), ("items",), *listed]


def marked(sheets: Mapping[str, Rows], hidden: Rows) -> bytes:
    """A workbook of our own, with its hidden sheet."""

    def hide(book: Workbook) -> None:
        book[SHEET].sheet_state = "veryHidden"

    return workbook({**sheets, SHEET: hidden}, hide)


@dataclass
class Workspace:
    """A workspace on disk, filled file by file."""

    root: Path
    layouts: list[Layout] = field(default_factory=lambda: [layout()])
    asked: tuple[str, ...] = ()
    #: What is said beside the folders: days, owners, who inspects.
    given: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in ("contracts", f"questionnaires/{ROUND}", f"evidence/{ROUND}"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)

    def contract(self, data: bytes, name: str = "ledger.xlsx") -> Workspace:
        (self.root / "contracts" / name).write_bytes(data)
        return self

    def reply(self, data: bytes, name: str = "a.xlsx") -> Workspace:
        path = self.root / "questionnaires" / ROUND / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return self

    def review(self, data: bytes, name: str = "review.xlsx") -> Workspace:
        folder = self.root / "reviews" / ROUND
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        return self

    def evidence(self, name: str, data: bytes = b"x") -> Workspace:
        path = self.root / "evidence" / ROUND / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return self

    def read(self, told: Callable[[str], None] = lambda _file: None, **given: Any) -> Intake:
        inputs = Inputs(
            root=self.root,
            contracts=self.root / "contracts",
            questionnaires=self.root / "questionnaires" / ROUND,
            evidence=self.root / "evidence" / ROUND,
            reviews=self.root / "reviews" / ROUND,
            round=ROUND,
            **{**self.given, **given},
        )
        return read_round(inputs, checklist(self.asked), self.layouts, on_progress=told)

    def issues(self, code: str) -> list[DataIssue]:
        return [issue for issue in self.read().dossier.issues if issue.code == code]

    def codes(self, **given: Any) -> set[str]:
        return {issue.code for issue in self.read(**given).dossier.issues}


def a_workspace(root: Path, *rows: Sequence[object]) -> Workspace:
    """A workspace whose ledger holds these rows, else one processor."""
    return Workspace(root).contract(ledger(*(rows or (AOBA,))))
