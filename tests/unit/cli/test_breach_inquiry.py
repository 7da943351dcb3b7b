"""`breach inquiry`: a blank workbook, and an answer judged, as files and as an exit code."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pypdf
import pytest

from support.cli import itakusaki
from support.inquiries import SOUND, UNSOUND


def test_a_blank_one_is_made_once_and_judged_as_not_stated(tmp_path: Path) -> None:
    book = tmp_path / "answer.xlsx"
    made = itakusaki("breach", "inquiry", "make", book)
    assert (made.code, made.out.strip()) == (0, str(book))
    assert itakusaki("breach", "inquiry", "make", book).code == 2
    assert itakusaki("breach", "inquiry", "make", book, "--from", "authority", "--force").code == 0
    judged = itakusaki("breach", "inquiry", "check", book)
    assert judged.code == 1
    assert "Not to be relied on as it stands" in judged.err
    data = json.loads((tmp_path / "answer-opinion" / "opinion.json").read_bytes())
    assert (data["reliance"], data["ground"]) == ("not_reliable", "not_stated")


def test_the_sound_one_is_clear_and_the_other_is_not(tmp_path: Path) -> None:
    for path, code in ((SOUND, 0), (UNSOUND, 1)):
        said = itakusaki("breach", "inquiry", "check", path, "--out", tmp_path / path.stem)
        assert said.code == code
        names = sorted(p.name for p in (tmp_path / path.stem).iterdir() if p.suffix != ".json")
        assert names == ["client.html", "client.md", "processor.html", "processor.md"]


def test_one_reader_one_format_both_languages(tmp_path: Path) -> None:
    chosen = ("--for", "client", "--format", "html", "--lang", "both", "--out", tmp_path / "out")
    said = itakusaki("breach", "inquiry", "check", UNSOUND, *chosen)
    assert [Path(line).name for line in said.out.split()] == ["client.ja.html", "client.en.html"]


def test_extractions_may_lie_elsewhere_and_are_missed_where_they_do_not(tmp_path: Path) -> None:
    alone = tmp_path / SOUND.name
    alone.write_bytes(SOUND.read_bytes())
    without = itakusaki("breach", "inquiry", "check", alone, "--out", tmp_path / "a")
    assert without.code == 1
    assert "IQ-08" in without.err
    where = ("--files", SOUND.parent, "--out", tmp_path / "b")
    assert itakusaki("breach", "inquiry", "check", alone, *where).code == 0


def test_a_workspace_brings_its_own_points_and_templates(tmp_path: Path) -> None:
    (tmp_path / "itakusaki.toml").write_text('client = "港商事"\nround = "2026Q4"\n', "utf-8")
    rules, templates = tmp_path / "checklists" / "breach", tmp_path / "templates"
    rules.mkdir(parents=True)
    templates.mkdir()
    text = "criteria:\n  - {id: IQ-03, gate: true, title: {ja: 自社の項目, en: Our own point}}\n"
    (rules / "inquiry.yaml").write_text(text, encoding="utf-8")
    (templates / "inquiry.md.j2").write_text("# {{ view.reliance }}", encoding="utf-8")
    book, out = tmp_path / "answers" / UNSOUND.name, tmp_path / "out"
    book.parent.mkdir()
    book.write_bytes(UNSOUND.read_bytes())
    said = itakusaki("breach", "inquiry", "check", book, "--out", out)
    assert "IQ-03 Our own point" in said.err
    assert (out / "client.md").read_text("utf-8") == "# Not to be relied on as it stands\n"


@pytest.mark.parametrize("content", [b"x", b"PK\x03\x04"])
def test_what_is_no_workbook_exits_3_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answer.xlsx"
    path.write_bytes(content)
    said = itakusaki("breach", "inquiry", "check", path)
    assert said.code == 3
    assert "answer.xlsx" in said.err
    assert "→" in said.err
    assert not (tmp_path / "answer-opinion").exists()


def test_registers_are_made_and_judged_with_the_periodic_report(tmp_path: Path) -> None:
    book = tmp_path / "registers.xlsx"
    assert itakusaki("breach", "provisions", "make", book).code == 0
    assert itakusaki("breach", "provisions", "make", book).code == 2
    said = itakusaki("breach", "provisions", "check", book, "--format", "md")
    assert said.code == 1
    names = [Path(line).name for line in said.out.split()]
    assert names == ["report.md", "client.md", "processor.md"]
    assert "not filled in" in (tmp_path / "registers-report" / "report.md").read_text("utf-8")


def test_an_opinion_and_the_form_come_as_word_and_pdf_too(tmp_path: Path) -> None:
    printed = ("--format", "docx", "--format", "pdf", "--lang", "en")
    said = itakusaki(
        "breach", "inquiry", "check", UNSOUND, *printed, "--for", "client", "--out", tmp_path / "a"
    )
    assert [Path(line).name for line in said.out.split()] == ["client.docx", "client.pdf"]
    word = docx.Document(str(tmp_path / "a" / "client.docx"))
    heads = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert heads[:2] == ["Opinion", "Please ask for these, in this order"]
    pages = pypdf.PdfReader(tmp_path / "a" / "client.pdf").pages
    assert "Not to be relied on as it stands" in pages[0].extract_text()


def test_the_form_of_blank_registers_comes_as_word(tmp_path: Path) -> None:
    book = tmp_path / "registers.xlsx"
    itakusaki("breach", "provisions", "make", book)
    said = itakusaki("breach", "provisions", "check", book, "--format", "docx")
    assert [Path(line).name for line in said.out.split()] == [
        "report.docx",
        "client.docx",
        "processor.docx",
    ]
    made = docx.Document(str(tmp_path / "registers-report" / "report.docx"))
    assert "[not filled in]" in "".join(
        c.text for t in made.tables for row in t.rows for c in row.cells
    )


def test_an_answer_is_no_register_and_a_register_no_answer(tmp_path: Path) -> None:
    assert itakusaki("breach", "provisions", "check", SOUND, "--out", tmp_path / "a").code == 3
