"""The sample's answers come out as their scenario says; the unsound one fails for the case's own reasons."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from itakusaki.audit.inquiry import judge_inquiry, judge_provisions, report_schedule
from itakusaki.language import LANGUAGES
from itakusaki.model.errors import NoPeriodError
from itakusaki.model.inquiry import Audience, PointOutcome
from itakusaki.report.inquiry import (
    JudgedAnswer,
    Printing,
    inquiry_reports,
    provision_reports,
)
from itakusaki.report.publication import Edition
from itakusaki.wiring import shipped_rules
from support.inquiries import INQUIRIES, UNSOUND
from support.sample import TOOLS

RULES = shipped_rules()
TOLD = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in (TOOLS / "inquiries").glob("*.yaml")
}
SETTLED = {PointOutcome.SHOWN, PointOutcome.NOT_APPLICABLE}
FORMATS = ("html", "md", "json")


def judged(name: str) -> JudgedAnswer:
    told = TOLD[name]
    path = INQUIRIES / told["folder"] / told["file"]
    if told.get("book") == "provisions":
        return judge_provisions(RULES, path)
    return judge_inquiry(RULES, path, path.parent)


def pages(found: JudgedAnswer) -> dict[str, str]:
    edition = Edition(formats=FORMATS, languages=LANGUAGES)
    made = provision_reports if "receipts" in found.answer.tables else inquiry_reports
    files = made(found, edition, tuple(Audience), Printing(day=date(2026, 11, 28)))
    return {file.name: file.content.decode() for file in files}


@pytest.mark.parametrize("name", sorted(TOLD))
def test_an_answer_comes_out_as_its_scenario_says(name: str) -> None:
    found, told = judged(name), TOLD[name]
    opinion = found.opinion
    assert opinion.reliance.value == told["reliance"]
    assert (opinion.ground.value if opinion.ground else None) == told["ground"]
    open_points = {p.criterion: p.outcome.value for p in opinion.points if p.outcome not in SETTLED}
    assert open_points == told["outcomes"]
    assert found.answer.issues == ()


@pytest.mark.parametrize("name", sorted(TOLD))
def test_pages_are_the_same_bytes_each_time_and_judge_no_law(name: str) -> None:
    first, again = pages(judged(name)), pages(judged(name))
    assert first == again
    assert len(first) == (13 if name == "P09" else 9)
    for page, text in first.items():
        assert not re.search(r"違法|\billegal\b|\bunlawful\b", text, re.IGNORECASE), page
        assert ".ja." not in page or not re.search("Not stated|Shown", text)


def test_the_unsound_one_names_who_was_few_what_was_altered_and_who_was_not_told() -> None:
    text = pages(judged("P02"))["client.en.md"]
    for said in (
        "where at least 2 are looked for",  # few people
        "25 lines",  # what the altered export lacks
        "it differs from what the asking side knows",  # USB ports, staff
        "No record that this level was told: Executives",
        "held and looked at 2021-07-01 to 2022-03-31",
        "Not stated",
    ):
        assert said in text, said
    assert "MNT-01" not in text  # what the lines say is not shown


def test_each_reader_is_told_its_own_steps() -> None:
    found = pages(judged("P02"))
    assert "Please ask for these" in found["client.en.md"]
    assert "To be prepared before answering" in found["processor.en.md"]
    assert found["client.ja.md"] != found["processor.ja.md"]


def test_the_folder_of_an_answer_holds_its_extractions() -> None:
    assert sorted(Path(name).suffix for name in UNSOUND.parent.iterdir()) == [
        ".csv",
        ".csv",
        ".xlsx",
    ]


def test_the_registers_name_the_individual_the_bar_and_the_law_of_the_day() -> None:
    text = pages(judged("P09"))["client.en.md"]
    for said in (
        "R-015: not stated: How the provider acquired it, How the history was confirmed",
        "S-102: Where the data came from says",
        "V-3327: Receipt or provision names R-017, which is not listed",
        "Receipts made: 5 by the cover, 4 on the sheet",
        "Receipts up to 31 March 2022 are judged by the Act then in force",
        "excerpt only",
    ):
        assert said in text, said
    assert text.count("受領!A4") == 1  # one receipt is of the earlier law


def test_the_periodic_report_holds_the_quarter_and_leaves_open_what_is_open() -> None:
    text = pages(judged("P09"))["report.ja.md"]
    assert "R-001" not in text.split("## 提供")[0]
    assert "R-015" in text
    assert "【未記入】" in text
    assert "S-102" in text
    assert "D-02" in text
    assert "D-01" not in text  # asked after the quarter


def test_registers_are_reported_on_quarter_by_quarter_each_row_once() -> None:
    (name,) = (name for name, told in TOLD.items() if told.get("book") == "provisions")
    found = judged(name)
    first, last = found.answer.day("period_from"), found.answer.day("period_to")
    assert first is not None
    assert last is not None
    spans = report_schedule(found, 3)
    assert (spans[0][0], spans[-1][1]) == (first, last)
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in itertools.pairwise(spans))
    edition = Edition(formats=("md",), languages=("ja",))
    files = provision_reports(found, edition, (), Printing(day=date(2026, 11, 28)), spans)
    texts = {file.name: file.content.decode() for file in files}
    assert {f"report_{span[0]}.md" for span in spans} < set(texts)
    whole, parts = texts["report.md"], [texts[f"report_{span[0]}.md"] for span in spans]
    for row in (line for line in whole.splitlines() if line.startswith("| ")):
        if any(sign.isdigit() for sign in row):
            assert sum(row in part.splitlines() for part in parts) == 1


@pytest.mark.parametrize(("language", "yes", "no"), [("ja", "はい", "いいえ"), ("en", "Yes", "No")])
def test_registers_are_reported_in_one_language_with_figures_to_be_read(
    language: str, yes: str, no: str
) -> None:
    (name,) = (name for name, told in TOLD.items() if told.get("book") == "provisions")
    edition = Edition(formats=("md",), languages=(language,))
    files = provision_reports(judged(name), edition, (), Printing(day=date(2026, 11, 28)), ())
    (text,) = (file.content.decode() for file in files if file.name.startswith("report"))
    words = {cell.strip() for line in text.splitlines() for cell in line.split("|")}
    assert {yes, no, "52,000", "1,800"} <= words
    assert not words & {"52000", "1800", *({"はい", "いいえ"} - {yes, no})}
    assert "---:" in words


def test_a_cover_without_a_period_has_no_stretches() -> None:
    (name,) = (name for name, told in TOLD.items() if told.get("book") == "provisions")
    found = judged(name)
    cover = {key: field for key, field in found.answer.cover.items() if key != "period_to"}
    with pytest.raises(NoPeriodError):
        report_schedule(replace(found, answer=replace(found.answer, cover=cover)), 3)
