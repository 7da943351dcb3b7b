"""Files under names in Shift_JIS bytes, as an archive from Windows brings them, are read and named."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from itakusaki.audit.assess import assess, part
from itakusaki.audit.publish import publish
from itakusaki.audit.report_folder import MANIFEST
from itakusaki.model.report_format import FORMATS
from itakusaki.wiring import open_workspace
from support.cli import itakusaki
from support.workspaces import AOBA, ledger, reply, workbook

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="names there are text, never bytes"
)
SHOWN = ("台帳（最新）.xlsx", "回答_青葉.xlsx", "従事者一覧.xlsx", "入退室ソ表.csv")
PEOPLE = [
    ("従業者番号", "氏名", "雇用主", "雇用区分", "入社日"),
    ("E-1", "青葉 太郎", "青葉", "正社員", "2024/04/01"),
]


def _put(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with open(os.fsencode(folder) + b"/" + name.encode("cp932"), "wb") as file:  # noqa: PTH123
        file.write(content)


@pytest.fixture
def space(tmp_path: Path) -> Path:
    argv = ("--client", "みなと生活", "--round", "2026Q4", "--as-of", "2026-12-31")
    assert itakusaki("init", tmp_path, *argv, lang="ja").code == 0
    _put(tmp_path / "contracts", SHOWN[0], ledger(AOBA))
    _put(tmp_path / "questionnaires" / "2026Q4", SHOWN[1], reply(("TEC-01", "設問", "○")))
    evidence = tmp_path / "evidence" / "2026Q4" / AOBA[1]
    _put(evidence, SHOWN[2], workbook({"一覧": PEOPLE}))
    _put(evidence, SHOWN[3], "日時,氏名\n2026/10/01 09:00,青葉 太郎\n".encode("cp932"))
    return tmp_path


def test_they_are_read_and_every_report_names_them(space: Path) -> None:
    setup = open_workspace(space)
    found = assess(setup, on_progress=lambda _name: None, gated=False)

    assert not [issue for issue in found.issues if issue.code in ("damaged", "not_readable")]
    named = {source.path.rpartition("/")[2] for source in found.sources}
    assert {SHOWN[0], SHOWN[1]} <= named
    (result,) = found.results
    assert result.questionnaires
    told = " ".join(str(issue.at) + str(issue.says) for issue in found.issues)
    assert SHOWN[2] in told + str(found.sources)
    assert SHOWN[3] in told

    publish(setup, part(setup, found), formats=FORMATS, languages=("ja",))
    pages = [p for p in setup.workspace.reports.rglob("*") if p.suffix in (".html", ".json")]
    assert any(SHOWN[1] in page.read_text(encoding="utf-8") for page in pages)
    assert (setup.workspace.reports / MANIFEST).is_file()


def test_a_ledger_under_such_a_name_stays_and_its_clauses_lie_beside(space: Path) -> None:
    before = {os.fsencode(path.name) for path in (space / "contracts").iterdir()}
    assert before == {SHOWN[0].encode("cp932")}

    said = itakusaki("contract", "make", space, lang="ja")

    assert said.code == 0, said.err
    added = {os.fsencode(path.name) for path in (space / "contracts").iterdir()} - before
    assert {name.decode() for name in added} == {"台帳（最新）.clauses.xlsx"}
