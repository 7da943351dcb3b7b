"""A form by risk tier, filled and audited: its rating names the depth, and nothing asked goes missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.tabular.hidden_sheet import SHEET
from support.cli import itakusaki
from support.small_round import HEADINGS
from support.workspaces import AOBA, ROUND, ledger


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one processor with few persons, to which a short form was sent."""
    root = tmp_path_factory.mktemp("depth") / "点検"
    argv = ("--client", "みなと生活", "--round", ROUND, "--as-of", "2026-12-31")
    assert itakusaki("init", root, *argv, lang="ja").code == 0
    row = ledger((*AOBA, 600, None, None), headings=HEADINGS)
    (root / "contracts" / "ledger.xlsx").write_bytes(row)
    said = itakusaki("questionnaire", "make", root, AOBA[1], lang="ja")
    assert said.code == 0, said.err
    assert "簡易の調査票 – リスク区分「低」" in said.err
    return root


def made(space: Path) -> Path:
    (path,) = (space / "outgoing" / ROUND).glob("*.xlsx")
    return path


def controls(path: Path) -> dict[str, tuple[str, int]]:
    """The controls of a form: on which sheet and row."""
    hidden = load_workbook(path)[SHEET]
    rows = hidden.iter_rows(values_only=True)
    return {str(r[0]): (str(r[1]), int(str(r[2]))) for r in rows if len(str(r[0])) == 6 and r[2]}


def fill(path: Path, into: Path, *, leave: str = "") -> None:
    """Answer every question but one with yes; one left out loses its row's answer."""
    book = load_workbook(path)
    for name, (sheet, row) in controls(path).items():
        page = book[sheet]
        assert isinstance(page, Worksheet)
        heads = {str(c.value): c.column for r in page.iter_rows(max_row=8) for c in r if c.value}
        page.cell(row, heads["回答"]).value = None if name == leave else "○"
    into.parent.mkdir(parents=True, exist_ok=True)
    book.save(into)


def audited(space: Path) -> dict[str, object]:
    said = itakusaki("audit", space, "--format", "json", "--format", "md", "--no-store", lang="ja")
    assert said.code == 0, said.err
    text = (space / "reports" / ROUND / "assessment.json").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text)
    return found


def test_a_short_form_is_judged_as_one(space: Path) -> None:
    asked = controls(made(space))
    assert 15 <= len(asked) <= 20
    fill(made(space), space / "questionnaires" / ROUND / "a.xlsx", leave="TEC-20")
    report = audited(space)
    (party,) = report["processors"]  # type: ignore[misc]
    assert party["depth"] == "short"
    verdicts = {c["control"]: c["verdict"] for c in party["controls"]}
    assert verdicts["TEC-20"] == "unanswered"
    assert verdicts["TEC-03"] == "not_asked"
    assert party["score"]["passed_over"] == len(verdicts) - len(asked)
    assert not [i for i in report["issues"] if i["code"] == "controls_missing"]  # type: ignore[attr-defined]
    index = (space / "reports" / ROUND / "index.md").read_text(encoding="utf-8")
    assert "・簡易" in index
    assert "**簡易の調査票**" in index
    page = next((space / "reports" / ROUND / "processors").glob("*.md")).read_text(encoding="utf-8")
    assert f"{len(verdicts)}件のうち{len(asked)}件" in page


def test_the_depth_asked_for_overrules_the_tier(space: Path, tmp_path: Path) -> None:
    argv = ("questionnaire", "make", space, AOBA[1], "--depth", "standard", "--out", tmp_path)
    said = itakusaki(*argv, lang="ja")
    assert said.code == 0, said.err
    assert "標準の調査票 – 指定による（リスク区分では簡易）" in said.err
    (path,) = tmp_path.glob("*.xlsx")
    assert set(controls(made(space))) < set(controls(path))


def test_a_form_that_lost_its_hidden_sheet_is_judged_whole_whatever_its_cover_says(
    space: Path,
) -> None:
    back = space / "questionnaires" / ROUND / "a.xlsx"
    fill(made(space), back)
    book = load_workbook(back)
    del book[SHEET]
    book.save(back)
    (party,) = audited(space)["processors"]  # type: ignore[misc]
    assert party["depth"] == "full"
