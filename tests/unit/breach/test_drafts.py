"""Drafts: what is known is laid out, what is not stays visibly open, nobody is told too much."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from itakusaki.breach.draft import draft
from itakusaki.breach.triage import triage
from itakusaki.language import translator_for
from itakusaki.model.draft import Draft
from itakusaki.model.errors import UnknownNameError
from itakusaki.model.incident import Incident
from itakusaki.report.draft_page import draft_page
from itakusaki.wiring import shipped_rules
from support.cli import itakusaki
from support.incidents import CLIENT, PROCESSOR, breach_rules, did, incident, knew, party
from support.sample import SAMPLE

SHEET = SAMPLE / "breach/facts_P14.yaml"
KINDS = tuple(breach_rules().drafts)
OPEN = {"ja": "調査中（未記入）", "en": "under investigation (left open)"}
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


def page(kind: str, given: Incident, *, lang: str = "ja", form: str = "html") -> str:
    checklist = shipped_rules().checklist
    kinds = breach_rules().drafts
    words = translator_for(lang)
    return draft_page(made(kind, given), kinds[kind], checklist, words, format_=form)


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


@pytest.mark.parametrize("form", ["html", "md"])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_known_is_visibly_open(kind: str, lang: str, form: str) -> None:
    text = page(kind, given_incident(), lang=lang, form=form)
    open_lines = made(kind, given_incident()).open_lines
    assert open_lines
    assert text.count(OPEN[lang]) == open_lines
    count = translator_for(lang).gettext("{count} lines are open.").format(count=open_lines)
    assert count in text
    if lang == "en":
        said = text.replace(CLIENT, "").replace(PROCESSOR, "").replace("試験", "")
        body = re.sub(r"<style>.*?</style>", "", said, flags=re.DOTALL)
        assert not re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", body)


def test_what_is_known_fills_its_lines() -> None:
    found = given_incident(cause="業務で要しない出力", data_items="氏名、電話番号")
    text = page("preliminary", replace(found, acts=(did(CLIENT, "publication", "2026-11-05"),)))
    for known in (
        "業務で要しない出力",
        "氏名、電話番号",
        "最大40,000人",
        "2026-11-05に公表",
        PROCESSOR,
    ):
        assert known in text
    whole = made("preliminary", found).open_lines
    assert whole == made("preliminary", given_incident()).open_lines - 2


def test_the_notice_to_the_client_is_the_processor_s() -> None:
    found = made("notice-to-client", given_incident())
    assert (found.sender, found.to) == (PROCESSOR, CLIENT)


@pytest.mark.parametrize("form", ["html", "md"])
def test_what_was_written_is_text_and_no_markup(form: str) -> None:
    text = page("final", given_incident(cause="<script>alert(1)</script> *x* [y](z)"), form=form)
    assert "alert(1)" in text
    assert "<script>" not in text
    assert "[y](z)" not in text or form == "html"


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
