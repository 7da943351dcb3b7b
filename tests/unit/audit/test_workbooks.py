"""Workbooks made anew: one for each company, under its name, and nothing an auditor entered is lost."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from itakusaki.audit.assess import assess, part, read
from itakusaki.audit.workbooks import make_reviews
from itakusaki.files.lock import locked
from itakusaki.language import translator_for
from itakusaki.wiring import open_workspace
from support.cli import itakusaki
from support.workspaces import ledger, reply

ROWS = (
    ("K-1", "A/B", "月見坂コールサービス", "", 1, ""),
    ("K-2", "A_B", "月見坂コールサービス", "", 1, ""),
    ("K-3", "P03", "桔梗ヶ丘給与", "", 1, ""),
    ("K-4", "L" * 300, "とんぼ玉", "", 1, ""),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of four companies, each with its questionnaire."""
    root = tmp_path_factory.mktemp("made") / "点検"
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", root, *argv, lang="ja").code == 0
    (root / "contracts" / "ledger.xlsx").write_bytes(ledger(*ROWS))
    said = itakusaki("questionnaire", "make", root, "--all", lang="ja")
    assert said.code == 0, said.err
    return root


@pytest.fixture
def space(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "点検"))


def _outgoing(space: Path) -> list[Path]:
    return sorted((space / "outgoing" / "2026Q4").iterdir())


def test_each_company_gets_its_own_workbook_under_its_name(made: Path) -> None:
    paths = _outgoing(made)
    assert len({path.name.casefold() for path in paths}) == len(ROWS) + 1
    names = [load_workbook(BytesIO(path.read_bytes()))["_itakusaki"]["B3"].value for path in paths]
    assert sorted(str(name or "") for name in names) == sorted(["", *(row[1] for row in ROWS)])
    assert "自社点検票_2026Q4_みなと生活.xlsx" in {path.name for path in paths}
    assert "調査票_2026Q4_A_B_月見坂コールサービス.xlsx" in {path.name for path in paths}
    assert not [path for path in paths if len(path.name.encode()) > 255]


def test_one_of_them_by_itself_has_the_same_name(space: Path) -> None:
    before = [path.name for path in _outgoing(space)]
    again = itakusaki("questionnaire", "make", space, "A/B", lang="ja")
    assert (again.code, "既にあり" in again.err) == (2, True)
    said = itakusaki("questionnaire", "make", space, "A/B", "--force", lang="ja")
    assert said.code == 0
    assert [path.name for path in _outgoing(space)] == before


def test_with_force_what_stood_there_is_kept_and_told(space: Path) -> None:
    path = next(p for p in _outgoing(space) if p.name.startswith("調査票_2026Q4_P03"))
    path.write_bytes(b"with a note of mine")
    said = itakusaki("questionnaire", "make", space, "P03", "--force", lang="ja")
    (kept,) = (p for p in (space / "kept").rglob("*") if p.is_file())
    assert kept.read_bytes() == b"with a note of mine"
    assert f"元のファイルの写し：{kept}" in said.err


def test_a_workbook_is_known_by_what_it_holds_whatever_it_is_called(space: Path) -> None:
    source = next(p for p in _outgoing(space) if "A_B_月見坂" in p.name)
    book = load_workbook(source)
    rows = [row for row in book["_itakusaki"].iter_rows(values_only=True) if row[0] == "TEC-02"]
    book[str(rows[0][1])][f"C{rows[0][2]}"] = "○"
    folder = space / "questionnaires" / "2026Q4"
    folder.mkdir(exist_ok=True)
    book.save(folder / "回答（最終）.xlsx")
    dossier = read(open_workspace(space), on_progress=lambda _name: None).dossier
    assert [q.processor for q in dossier.questionnaires] == ["A_B"]


def test_a_review_that_was_filled_in_stays_and_is_still_read(space: Path) -> None:
    folder = space / "questionnaires" / "2026Q4"
    folder.mkdir(exist_ok=True)
    (folder / "a.xlsx").write_bytes(reply(("TEC-02", "設問", "○"), name=ROWS[2][2]))
    ja = translator_for("ja")
    setup = open_workspace(space)

    def reviews() -> list[Path]:
        run = part(setup, assess(setup, on_progress=lambda _name: None, gated=False))
        return [one.path for one in make_reviews(setup, run.ordinary, (), ja, force=True)]

    (path,) = reviews()
    assert path.name == "監査人確認_2026Q4_P03_桔梗ヶ丘給与.xlsx"
    assert reviews() == [path]
    book = load_workbook(path)
    page = book.worksheets[0]
    headings = {page.cell(3, column).value: column for column in range(1, page.max_column + 1)}
    entered = {
        "確認グレード": 2,
        "確認者": "監査役",
        "確認日": "2026/12/20",
        "確認内容・理由": "原本確認",
    }
    for heading, value in entered.items():
        page.cell(4, headings[heading]).value = value
    book.save(path)
    before = path.read_bytes()

    (beside,) = reviews()

    assert (beside.name, path.read_bytes()) == (f"{path.stem}_2.xlsx", before)
    found = read(setup, on_progress=lambda _name: None).dossier
    assert [review.reviewer for review in found.reviews] == ["監査役"]
    assert not [issue.code for issue in found.issues if issue.code.startswith("duplicate")]
    assert reviews() == [beside]


@pytest.mark.parametrize(
    "argv", [("contract", "make"), ("questionnaire", "make"), ("audit",), ("review", "make")]
)
def test_a_workspace_in_use_is_left_alone(space: Path, argv: tuple[str, ...]) -> None:
    (space / "questionnaires" / "2026Q4").mkdir(exist_ok=True)
    before = {path: path.read_bytes() for path in space.rglob("*.xlsx")}
    with locked(space, "itakusaki audit"):
        said = itakusaki(*argv, space, lang="ja")
    assert said.code == 4
    assert "使用中です：itakusaki audit が実行中です" in said.err
    assert {path: path.read_bytes() for path in space.rglob("*.xlsx")} == before
