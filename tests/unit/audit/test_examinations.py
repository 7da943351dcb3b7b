"""Examinations of a workspace: who delivered an export, told without reading anything twice."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import BinaryIO

import pytest
from openpyxl import Workbook

from itakusaki.exports import sheet
from itakusaki.files.archive import Limits
from support.cli import itakusaki
from support.without_wall import without_wall
from support.workspaces import AOBA, MIDORI, ROUND, a_workspace

SOME = ("--test", "account-overlap", "--test", "log-cleared")
SIGN_IN = ("2026-01-05 09:00:00", "u-1", "pc-1", "ログオン", "対話")


def _book(*rows: tuple[str, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _workspace(root: Path) -> Path:
    workspace = a_workspace(root, AOBA, MIDORI)
    log = _book(("日時", "アカウント", "端末名", "操作", "方式"), SIGN_IN)
    for _, code, *_rest in (AOBA, MIDORI):
        workspace.evidence(f"{code}/1_教育の記録.xlsx", _book(("受講者", "日"), ("甲", "1")))
        workspace.evidence(f"{code}/2_サインインログ.xlsx", log)
        workspace.evidence(f"{code}/3_サインインログ_2.xlsx", log)
    text = f'client = "みなと"\nround = "{ROUND}"\nas_of = 2026-12-31\n'
    (root / "itakusaki.toml").write_text(text, encoding="utf-8")
    return root


def test_no_delivered_workbook_is_opened_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Counter[str]()
    true_open = sheet.opened_workbook

    def counting(source: BinaryIO, limits: Limits) -> object:
        path = Path(source.name)
        opened[f"{path.parent.name}/{path.name}"] += 1
        return true_open(source, limits)

    without_wall(monkeypatch)
    monkeypatch.setattr(sheet, "opened_workbook", counting)
    done = itakusaki("evidence", "check", _workspace(tmp_path), *SOME)
    assert "サインインログ" in done.out.replace("\n", ""), done.err
    assert len(opened) == 6
    # Why a paper is no log is told by its first rows, which are looked at again for that alone.
    papers = {name for name in opened if "教育の記録" in name}
    assert len(papers) == 2
    assert {name: opened[name] for name in opened if name not in papers} == dict.fromkeys(
        opened.keys() - papers, 1
    )
