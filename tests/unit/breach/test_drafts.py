"""Drafts: what is known is laid out, what is not stays visibly open, nobody is told too much."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import docx
import pypdf
import pytest

from itakusaki.breach.draft import draft
from itakusaki.breach.read import read_incident
from itakusaki.breach.triage import triage
from itakusaki.language import translator_for
from itakusaki.model.draft import Draft
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.incident import DRAFT_FORMATS, Incident, Moment
from itakusaki.report.documents.drafts import draft_document
from itakusaki.report.documents.front import WritingSettings
from itakusaki.report.view.draft import draft_view
from itakusaki.wiring import shipped_rules
from support.cli import itakusaki
from support.golden import DRAFTS, compare
from support.handed_on import HOSTILE
from support.incidents import CLIENT, PROCESSOR, breach_rules, did, incident, knew, party
from support.sample import SAMPLE

SHEET = SAMPLE / "breach/facts_P14.yaml"
KINDS = tuple(breach_rules().drafts)
OPEN = {"ja": "〔調査中〕", "en": "[under investigation]"}
CHAIN = (
    party(CLIENT, role="client", happened_here="no"),
    party(PROCESSOR, client=CLIENT, happened_here="yes"),
)


def given_incident(**texts: str) -> Incident:
    found = incident(
        *CHAIN,
        sensitive="yes",
        at_most=40_000,
        persons=None,
        knowing=[knew(PROCESSOR, "2026-11-02")],
    )
    return replace(found, texts=texts)


def made(kind: str, given: Incident, name: str = "") -> Draft:
    triaged = triage(given, breach_rules(), with_changes=False)
    return draft(given, triaged, breach_rules().drafts[kind], party=name)


def laid_out(kind: str, given: Incident, lang: str, form: str) -> bytes:
    found, shape = made(kind, given), breach_rules().drafts[kind]
    view = draft_view(found, shape, shipped_rules().checklist, translator_for(lang))
    return draft_document(view, found.day, format_=form, settings=WritingSettings()).content


def page(kind: str, given: Incident, *, lang: str = "ja", form: str = "html") -> str:
    return READ[form](laid_out(kind, given, lang, form))


def word_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "\n".join(one.extract_text() for one in pages)


def markdown_text(content: bytes) -> str:
    return re.sub(r"\\(.)", r"\1", content.decode())


READ: Final[dict[str, Callable[[bytes], str]]] = {
    "html": bytes.decode,
    "md": markdown_text,
    "docx": word_text,
    "pdf": pdf_text,
}


@pytest.mark.parametrize("kind", ["preliminary", "final", "supplement", "notice-to-client"])
def test_a_report_holds_the_nine_items(kind: str) -> None:
    numbers = [part.number for part in made(kind, given_incident()).parts if part.number]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize("kind", ["notice-to-persons", "publication"])
def test_persons_are_told_five_items_and_no_more(kind: str) -> None:
    parts = made(kind, given_incident(measures_done="秘密の対策", found_by="通報者")).parts
    assert [part.number for part in parts if part.number] == [1, 2, 4, 5, 9]
    assert parts[-1].title.en == "Contact"
    text = page(kind, given_incident(measures_done="秘密の対策", found_by="通報者"))
    assert "お知らせ" in text
    assert "秘密の対策" not in text
    assert "通報者" not in text
    assert PROCESSOR not in text
    assert "試験" not in text


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_visibly_open(kind: str, lang: str) -> None:
    text = page(kind, given_incident(), lang=lang, form="md")
    open_lines = made(kind, given_incident()).open_lines
    assert open_lines
    assert text.count(f"**{OPEN[lang]}**") == open_lines
    count = translator_for(lang).gettext("Open lines: {count}").format(count=open_lines)
    assert count in text
    if lang == "en":
        said = text.replace(CLIENT, "").replace(PROCESSOR, "").replace("試験", "")
        assert not re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", said)


@cache
def everywhere() -> dict[str, str]:
    """One report in every format, with hostile words in it."""
    given = given_incident(cause=HOSTILE, course="一行目\n二行目")
    return {form: page("preliminary", given, form=form) for form in DRAFT_FORMATS}


@pytest.mark.parametrize("form", DRAFT_FORMATS)
def test_every_format_tells_the_same(form: str) -> None:
    text = everywhere()[form]
    open_lines = made("preliminary", given_incident(cause="x", course="y")).open_lines
    assert text.count(OPEN["ja"]) == open_lines
    head = (f"{open_lines}か所が未記入です", "これは案であり、法的助言ではありません")
    for words in (*head, "最大40,000人（未確定）", "一行目", "二行目", "{{ 7*7 }}", "{_{ }_}"):
        assert words in text, words
    assert "<b>" not in text or form in {"docx", "pdf"}


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_reads_as_it_was_reviewed(name: str, update_golden: bool) -> None:  # noqa: FBT001
    kind, lang, _ = name.removeprefix("drafts/").split(".")
    compare(name, laid_out(kind, sample(), lang, "md").decode(), update=update_golden)


def test_every_kind_is_golden() -> None:
    assert {name.split("/")[1].split(".")[0] for name in DRAFTS} == set(KINDS)


@cache
def sample() -> Incident:
    return read_incident(SHEET, breach_rules(), now=Moment.of(datetime(2026, 11, 24, 9)))


def test_what_is_known_fills_its_lines() -> None:
    found = given_incident(cause="業務で要しない出力", data_items="氏名、電話番号")
    text = page("preliminary", replace(found, acts=(did(CLIENT, "publication", "2026-11-05"),)))
    for known in (
        "業務で要しない出力",
        "氏名、電話番号",
        "最大40,000人",
        "2026年11月5日に公表",
        PROCESSOR,
    ):
        assert known in text
    whole = made("preliminary", found).open_lines
    assert whole == made("preliminary", given_incident()).open_lines - 2


def test_the_notice_to_the_client_is_the_processor_s() -> None:
    found = made("notice-to-client", given_incident())
    assert (found.sender, found.to) == (PROCESSOR, CLIENT)


def test_what_was_written_is_text_and_no_markup() -> None:
    given = given_incident(cause="<script>alert(1)</script> *x* [y](z)")
    html, markdown = (laid_out("final", given, "ja", form).decode() for form in ("html", "md"))
    assert "alert(1)" in html
    assert "<script>" not in html
    assert r"&lt;script>alert(1)&lt;/script> \*x\* \[y\](z)" in markdown


def test_templates_of_one_s_own_apply_to_wording_and_layout(tmp_path: Path) -> None:
    (tmp_path / "itakusaki.toml").write_text("", encoding="utf-8")
    (tmp_path / "templates" / "documents").mkdir(parents=True)
    own = tmp_path / "templates" / "documents" / "draft.md.j2"
    own.write_text("## {{ view.head.sender }}\n\nOur wording.\n", encoding="utf-8")
    sheet = tmp_path / "facts.yaml"
    sheet.write_bytes(SHEET.read_bytes())
    out = tmp_path / "own.md"
    assert itakusaki("breach", "draft", "final", sheet, "--format", "md", "--out", out).code == 0
    assert "Our wording." in out.read_text(encoding="utf-8")
    own.write_text("{{ view.nothing }}", encoding="utf-8")
    said = itakusaki("breach", "draft", "final", sheet, "--format", "md", "--out", out, "--force")
    assert said.code == 2
    assert "nothing" in said.err


def test_an_unknown_kind_or_party_is_named() -> None:
    said = itakusaki("breach", "draft", "letter", SHEET)
    assert said.code == 2
    assert "There is no letter here." in said.err
    assert "notice-to-client" in said.err
    with pytest.raises(UnknownNameError):
        made("final", given_incident(), "つばめ")


def test_a_draft_is_written_once(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    said = itakusaki("breach", "draft", "preliminary", SHEET, lang="ja")
    assert (said.code, said.out.strip()) == (0, "preliminary.html")
    assert itakusaki("breach", "draft", "preliminary", SHEET).code == 2
    assert itakusaki("breach", "draft", "preliminary", SHEET, "--force").code == 0


def test_the_help_names_every_kind() -> None:
    said = itakusaki("breach", "draft", "--help").out
    assert len(KINDS) > 5
    assert all(kind in "".join(said.split()) for kind in KINDS)


SETTINGS = """client = "潮騒台コールセンター株式会社"
role = "processor"
round = "2026Q4"
as_of = 2026-12-31
[documents]
department = "個人情報管理部"
sender = "部長　汐見　透"
number = "個管第12号"
disclaimer = "取扱注意"
"""


def test_what_a_workspace_says_of_documents_stands_in_the_drafts_it_sends_itself(
    tmp_path: Path,
) -> None:
    (tmp_path / "itakusaki.toml").write_text(SETTINGS, encoding="utf-8")
    sheet, told = (
        tmp_path / "facts.yaml",
        ("個人情報管理部", "部長　汐見　透", "個管第12号", "取扱注意"),
    )
    sheet.write_bytes(SHEET.read_bytes())
    own, other = (
        itakusaki("breach", "draft", "委託元への通知", sheet, "--format", "md", "--out", out, *more)
        for out, more in (
            (tmp_path / "own.md", ()),
            (tmp_path / "other.md", ("--party", "虹ヶ浦通販株式会社")),
        )
    )
    assert (own.code, other.code) == (0, 0)
    text = (tmp_path / "own.md").read_text(encoding="utf-8")
    assert [one for one in told if one not in text] == []
    text = (tmp_path / "other.md").read_text(encoding="utf-8")
    assert [one for one in told if one in text] == []


def test_a_kind_may_be_asked_for_by_any_of_its_names() -> None:
    rules = breach_rules().drafts
    names = [
        name
        for kind, form in rules.items()
        for name in (kind, form.title.ja, form.title.en, *form.called)
    ]
    assert "速報" in names
    assert len(set(names)) == len(names)
