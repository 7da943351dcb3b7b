"""`handover`: what goes to a client, and what does not leave the house."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Final

import openpyxl
import pytest

from itakusaki.forms.internal_notes import without_internal_notes
from support.calc import installed, saved_as_xls
from support.cli import Said, itakusaki
from support.unpacked import unpacked
from support.workspaces import reply, workbook

pytestmark = pytest.mark.slow  # whole rounds

OWN: Final = "汐見流通サービス株式会社"
OTHER: Final = "かぜみ信販株式会社"
NOTE: Final = "早瀬課長は記録を見ていない"
ROUND: Final = "2026Q4"
ENTRIES: Final = [("日付", "氏名"), ("2026-10-01", "汐見")]


def space(root: Path) -> Path:
    argv = ("--client", OWN, "--round", ROUND, "--as-of", "2026-12-31", "--role", "processor")
    assert itakusaki("init", root, *argv, lang="ja").code == 0
    settings = root / "itakusaki.toml"
    settings.write_text(
        settings.read_text("utf-8")
        + f'[handover]\nother_clients = ["{OTHER}", "kazemi.example"]\n',
        encoding="utf-8",
    )
    book = openpyxl.load_workbook(
        io.BytesIO(reply(("TEC-01", "設問", "○", "", "規程.docx、入退室.xlsx"), name=OWN))
    )
    book.create_sheet("社内メモ")["A1"] = f"{NOTE}（{OTHER}の件）"
    book.save(root / "questionnaires" / ROUND / "form.xlsx")
    evidence = root / "evidence" / ROUND / "SELF"
    (evidence / "sub").mkdir(parents=True)
    (evidence / "規程.md").write_text("第1条", encoding="utf-8")
    (evidence / "sub" / "規程.md").write_text("第2条", encoding="utf-8")
    (evidence / "入退室.xlsx").write_bytes(workbook({"記録": ENTRIES}))
    (evidence / "共用.xlsx").write_bytes(workbook({"記録": [*ENTRIES, ("2026-10-02", OTHER)]}))
    (evidence / "写真.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    (root / "internal").mkdir()
    (root / "internal" / "メモ.txt").write_text(NOTE, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return space(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def said(own: Path) -> Said:
    return itakusaki("handover", own, lang="ja")


def package(said: Said) -> dict[str, bytes]:
    with zipfile.ZipFile(said.out.strip()) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_the_file_holds_answers_evidence_and_their_list(own: Path, said: Said) -> None:
    assert said.code == 0
    assert Path(said.out.strip()) == own / "outgoing" / ROUND / f"提出_{ROUND}_{OWN}.zip"
    found = package(said)
    assert sorted(found) == sorted(
        [
            "提出ファイル一覧.xlsx",
            "回答/form.xlsx",
            "証跡/入退室.xlsx",
            "証跡/写真.png",
            "証跡/規程.md",
            "証跡/sub/規程.md",
        ]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(found["提出ファイル一覧.xlsx"])).worksheets[0]
    rows = {row[2].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=4)}
    assert set(rows) == set(found) - {"提出ファイル一覧.xlsx"}
    assert rows["証跡/入退室.xlsx"][3] == "TEC-01"


def test_nothing_internal_and_no_other_client_is_in_it(said: Said) -> None:
    found = package(said)
    text = "\n".join(f"{name}\n{unpacked(name, content)}" for name, content in found.items())
    assert "第2条" in text
    assert OWN in text
    assert [word for word in (NOTE, OTHER, "kazemi", "社内メモ") if word in text] == []


def test_what_is_for_a_person_to_decide_is_said(own: Path, said: Said) -> None:
    told = said.err.replace("\n", "")
    assert f"{OTHER}の名称があるため含めていません" in told
    assert "共用.xlsx" in told
    assert "写真.png" in told
    sent = itakusaki("handover", own, "--include", "共用.xlsx", "--out", own / "b.zip", lang="ja")
    assert "証跡/共用.xlsx" in package(sent)


def test_it_is_not_written_over_unasked(own: Path, said: Said) -> None:
    assert said.code == 0
    before = Path(said.out.strip()).read_bytes()
    assert itakusaki("handover", own, lang="ja").code == 2
    assert itakusaki("handover", own, "--force", lang="ja").code == 0
    assert Path(said.out.strip()).read_bytes() == before


def test_an_answer_that_names_another_client_stops_it(own: Path, tmp_path: Path) -> None:
    root = tmp_path / "named"
    copytree(own, root)
    book = workbook(
        {
            "表紙": [("", "会社名", OWN)],
            "設問": [("ID", "設問", "回答", "備考"), ("TEC-01", "設問", "○", f"{OTHER}と共用")],
        }
    )
    (root / "questionnaires" / ROUND / "form.xlsx").write_bytes(book)
    stopped = itakusaki("handover", root, "--out", root / "c.zip", lang="ja")
    assert stopped.code == 2
    assert OTHER in stopped.err
    assert not (root / "c.zip").exists()


@pytest.mark.skipif(installed() is None, reason="LibreOffice (soffice) is not installed")
def test_an_old_form_with_internal_notes_stops_it(own: Path, tmp_path: Path) -> None:
    root = tmp_path / "old"
    copytree(own, root)
    new = root / "questionnaires" / ROUND / "form.xlsx"
    old = saved_as_xls(new, profile=tmp_path / "profile")
    new.unlink()
    stopped = itakusaki("handover", root, "--out", root / "c.zip", lang="ja")
    assert (stopped.code, old.name in stopped.err) == (2, True)
    assert not (root / "c.zip").exists()


def test_folders_and_short_names_are_looked_at_too(own: Path, tmp_path: Path) -> None:
    root = tmp_path / "short"
    copytree(own, root)
    evidence = root / "evidence" / ROUND / "SELF"
    (evidence / OTHER).mkdir()
    (evidence / OTHER / "一覧.md").write_text("何もない", encoding="utf-8")
    (evidence / "略.md").write_text("かぜみ信販(株)と共用", encoding="utf-8")
    sent = itakusaki("handover", root, "--out", root / "c.zip", lang="ja")
    assert sent.code == 0
    assert not {"証跡/略.md", f"証跡/{OTHER}/一覧.md"} & set(package(sent))
    assert sent.err.replace("\n", "").count(f"{OTHER}の名称があるため") == 3


def test_a_form_that_could_not_be_searched_is_told(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("itakusaki.audit.handover.names_in", lambda *_: None)
    said = itakusaki("handover", own, "--out", tmp_path / "d.zip", lang="ja")
    assert said.code == 0
    assert f"questionnaires/{ROUND}/form.xlsx" in said.err.replace("\n", "")


def test_a_form_of_one_s_own_has_a_sheet_for_notes(own: Path) -> None:
    made = itakusaki("questionnaire", "make", own, "--all", "--depth", "short", lang="ja")
    assert made.code == 0
    book = openpyxl.load_workbook(io.BytesIO(Path(made.out.strip()).read_bytes()))
    assert "社内メモ" in book.sheetnames
    # Renamed it stays at home all the same, by what stands on it; so does a copy.
    book["社内メモ"]["A3"] = NOTE
    book.copy_worksheet(book["社内メモ"]).title = "★社内メモ (2)"
    book["社内メモ"].title = "控え"
    out = io.BytesIO()
    book.save(out)
    sent = without_internal_notes(out.getvalue(), date(2026, 12, 31))
    assert NOTE not in unpacked("a.xlsx", sent)


def test_only_who_inspects_itself_hands_over(tmp_path: Path) -> None:
    argv = ("--client", OWN, "--round", ROUND, "--as-of", "2026-12-31")
    assert itakusaki("init", tmp_path / "w", *argv).code == 0
    refused = itakusaki("handover", tmp_path / "w", lang="ja")
    assert refused.code == 2
    assert "role" in refused.err


def test_nothing_goes_out_while_a_matter_is_sealed(own: Path, tmp_path: Path) -> None:
    root = tmp_path / "sealed"
    copytree(own, root)
    facts = [("BRC-03.incidents", "件数", 3), ("BRC-03.notices_sent", "件数", 1)]
    form = reply(("BRC-03", "設問", "○"), *facts, name=OWN)
    (root / "questionnaires" / ROUND / "form.xlsx").write_bytes(form)
    refused = itakusaki("handover", root, "--out", root / "c.zip", lang="ja")
    assert refused.code == 2
    assert "別紙扱いの事項があります" in refused.err
    assert "BRC-03" not in refused.err
    assert not (root / "c.zip").exists()


def test_the_cover_names_no_client_but_the_one_addressed(tmp_path: Path) -> None:
    """A processor that inspects itself is no client of its own."""
    argv = ("--client", OWN, "--round", ROUND, "--as-of", "2026-12-31", "--role", "processor")
    assert itakusaki("init", tmp_path, *argv, lang="ja").code == 0
    settings = tmp_path / "itakusaki.toml"
    for added, client in (
        ("", None),
        ('[documents]\naddressee = "みなと通販株式会社"\n', "みなと通販株式会社"),
    ):
        settings.write_text(settings.read_text("utf-8") + added, encoding="utf-8")
        assert itakusaki("questionnaire", "make", tmp_path, "--force", lang="ja").code == 0
        (made,) = (tmp_path / "outgoing" / ROUND).glob("*.xlsx")
        cover = openpyxl.load_workbook(made).worksheets[0]
        named = {row[0].value: row[1].value for row in cover.iter_rows(max_row=30)}
        assert named["委託元"] == client
