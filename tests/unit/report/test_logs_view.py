"""What the logs say: the section, its picture, the register's sheets, and the data."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from itakusaki.language import translator_for
from itakusaki.model.assessment import Assessment
from itakusaki.model.retest import Examination, Hits, TestOutcome
from itakusaki.model.verdict import Outcome
from itakusaki.report.view.axis import Scale, ticks
from itakusaki.report.view.periods import AxisPeriod, PeriodLength, after, finest, periods, start
from itakusaki.report.view.text_width import width, wrapped
from support.assessments import both
from support.examinations import (
    examination,
    examined,
    log_comparison,
    overlap,
    own_run,
    read,
    seal,
)
from support.prose import JAPANESE, english_sentences
from support.published import TABLE_SCRIPT, published, sample

SCHEMA = Path(__file__).parents[3] / "checklists" / "schemas" / "assessment.schema.json"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def files() -> Mapping[str, bytes]:
    return published(examined())


def page(name: str, found: Examination | None = None) -> str:
    """A page; its name ends in its language and format."""
    if found is None:
        return files()[f"processors/{name}"].decode()
    party, language, ending = name.split(".")
    made = published(examined(found), formats=(ending,), languages=(language,))
    return made[f"processors/{party}.{ending}"].decode()


def section(name: str, found: Examination | None = None) -> str:
    text = page(name, found)
    if name.endswith(".md"):
        start_of = text.index("## What the logs say")
        return text[start_of : text.index("## Questions to the processor")]
    start_of = text.index('<section id="logs">')
    return text[start_of : text.index('<section id="questions">')]


def card(text: str, test: str) -> str:
    part = text[text.index(f'id="log-{test}"') :]
    return part[: part.index("</section>")]


def test_a_run_without_any_logs_has_no_such_section() -> None:
    assert b'<section id="questions">' in sample()["processors/P02.en.html"]
    for name, content in sample().items():
        if name.endswith((".html", ".md")):
            assert b"What the logs say" not in content, name
            assert b'id="logs"' not in content, name


def test_who_delivered_no_logs_is_told_so_in_one_sentence() -> None:
    text = page("P01.en.html")
    part = text[text.index('<section id="logs">') :]
    part = part[: part.index("</section>")]
    assert "No log or list suitable for testing was provided by this processor" in part
    assert part.count("<p>") == 1


def test_the_summary_counts_every_outcome_and_says_whose_run_it_was() -> None:
    text = section("P02.en.md")
    assert (
        "8 control tests were run on 16 files (1 October 2025 to 30 September 2026): 3 found events"
        in text
    )
    assert "2 found none, 1 took figures only, 1 rest on incomplete records, 1 could not" in text
    assert "They were run in this audit" in text


def test_page_one_tells_tests_made_from_tests_that_could_not_be() -> None:
    """Forty tests without a hit are no good news where most of them had nothing to look at."""
    told = (
        "Of 8 control tests on the logs, 7 could be made; 3 found events that need an explanation."
    )
    assert told in page("P02.en.html")
    assert "ログ検査8件のうち7件を実施し、3件で" in page("P02.ja.html")


def test_the_section_keeps_its_order() -> None:
    text = section("P02.en.html")
    places = [
        text.index(part)
        for part in (
            "8 control tests",
            "<svg",
            "Events that need an explanation",
            'id="log-account-overlap"',
            "Looked for and not found",
            "Figures taken from the logs",
            "No conclusion: the records are incomplete",
            "Not compared: something is missing",
            'id="log-files"',
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "wanted",
    [
        "X-19",
        "One account in use at several terminals at once",
        "There were 118 periods",
        "Accounts: <b>3</b>",
        "3 October 2025",
        "1 October 2025 to 30 September 2026",
        "evidence/2026Q4/P02/signin-202510.csv.gz (SHA-256 0a2d4f7772d8…, 41,200 lines)",
        "and 9 more files",
        '<a href="#f-TEC-02">TEC-02</a>',
        "TEC-05 Analysis of logs",
        "Margin for hand-over (minutes): <b>15</b>",
        "svc-*, batch01",
        "Possible legitimate explanations",
        "A hand-over between shifts",
        "What to ask next",
        "Ask for the shift plan",
        "10 of 118 hits",
        "A-0f3a9b21cc",
    ],
)
def test_a_hit_tells_a_reader_without_code_what_he_needs(wanted: str) -> None:
    assert wanted in card(section("P02.en.html"), "account-overlap")


def test_masked_names_are_explained_once() -> None:
    assert section("P02.en.html").count("Names are pseudonymised") == 1


def test_names_that_are_shown_are_not_called_masked() -> None:
    plain = Hits(columns=(both("端末", "Terminal"),), sample=(("PC-01",),), total=1)
    found = replace(examination(), results=(replace(overlap(), hits=plain),))
    shown = section("P02.en.html", found)
    assert "PC-01" in shown
    assert "Names are pseudonymised" not in shown


def test_an_incomplete_result_says_why_and_a_missing_log_what() -> None:
    text = section("P02.en.md")
    incomplete = text[text.index("### No conclusion") : text.index("### Not compared")]
    assert "the device log is cut" in incomplete
    uncompared = text[text.index("### Not compared") : text.index("### Logs and lists")]
    assert "not delivered: entry log" in uncompared
    assert "The absence of entries does not prove" in uncompared


def test_a_log_is_told_with_both_numbers_and_what_was_wrong_with_it() -> None:
    text = section("P02.en.md")
    (row,) = [line for line in text.splitlines() if "download.csv |" in line]
    assert "| 182,344 | 80,231 | 12 | 102,101 | 2025-10-01 06:02 – 2026-09-30 23:41 |" in row
    (row,) = [line for line in text.splitlines() if "device-log.csv |" in line]
    assert "It ends in mid-row" in row
    assert "It states no time zone" in row
    assert "Columns not used: Agent, IP" in row


def test_a_question_from_a_log_leads_to_its_hits() -> None:
    text = page("P02.en.html")
    questions = text[text.index('<section id="questions">') :]
    assert '<a href="#log-account-overlap">' in questions
    assert text.count('id="log-account-overlap"') == 1


def test_what_the_processor_admits_is_not_turned_by_the_logs() -> None:
    run = examined()
    admitted = replace(log_comparison(), outcome=Outcome.CONSISTENT, touches=())
    first = replace(run.results[0], comparisons=(admitted,))
    made = published(replace(run, results=(first, *run.results[1:])), formats=("html",))
    text = made["processors/P02.en.html"].decode()
    told = card(text, "account-overlap")
    assert "The processor itself answered no here" in told
    assert "Controls whose verdict it turns" not in told
    assert '<a href="#f-TEC-02">TEC-02</a>' in told


def test_every_link_and_name_of_the_page_is_sound() -> None:
    for name in ("P02.ja.html", "P02.en.html", "P01.en.html"):
        text = page(name)
        ids = re.findall(r' id="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        links = re.findall(r'href="#([^"]+)"', text)
        assert set(links) <= set(ids)
        assert all("scope=" in head for head in re.findall(r"<th\b([^>]*)>", text))


def test_a_test_carried_out_twice_has_two_names() -> None:
    found = examination()
    twice = replace(found, results=(*found.results, replace(overlap(), own_run=True)))
    text = section("P02.en.html", twice)
    assert 'id="log-account-overlap-2"' in text
    assert "1 of them were the processor&#39;s own run" in text


def test_an_english_section_holds_no_japanese_and_both_the_same_numbers() -> None:
    english, japanese = page("P02.en.html"), page("P02.ja.html")
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", english, flags=re.DOTALL)
    assert JAPANESE.findall(shown) == []
    number = re.compile(r'<td class="n"[^>]*>(?:<b>)?([\d,.–%]+)')
    assert number.findall(english) == number.findall(japanese)


def test_a_japanese_section_holds_no_english_sentence() -> None:
    text = page("P02.ja.html")
    part = text[text.index('<section id="logs">') : text.index('<section id="questions">')]
    words = re.sub(r"<[^>]*>|「[^」]*」", "\n", part)
    assert "ログ等による再実施の結果" in words
    assert english_sentences(words.splitlines()) == []


# Packs


def test_an_own_run_is_said_to_be_one() -> None:
    text = section("P02.en.html", own_run())
    assert "The run was the processor&#39;s own" in text
    assert "The client has not seen the logs." in text
    assert "Valid, key known" in text
    assert "A pack holds counts only" in text
    assert "it counts as grade 3" in text


def test_a_broken_seal_is_an_alarm_on_page_and_portfolio() -> None:
    made = published(examined(own_run(valid=False)), formats=("html",), languages=("en",))
    text = made["processors/P02.html"].decode()
    assert text.count("the signature of this evidence pack does not hold") == 2
    assert '<p class="alarm">' in text
    index = made["index.html"].decode()
    assert "Evidence packs whose signature does not hold, and that were not used: 1" in index


def test_a_key_nobody_wrote_down_is_doubted() -> None:
    text = section("P02.en.html", own_run(known=False))
    assert "Valid, key not known" in text
    assert "Have the fingerprint confirmed by another way" in text
    assert seal().fingerprint in text


def test_the_portfolio_tells_how_many_had_logs_re_performed() -> None:
    index = files()["index.en.md"].decode()
    assert (
        "Logs were tested for 1 of 2 processors (0 of them by the processor's own run): 3 control tests at 1 processors"
        in index
    )


# Picture


def svg(found: Examination | None = None, language: str = "en") -> ET.Element:
    text = page(f"P02.{language}.html", found)
    return ET.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])  # noqa: S314 - our own page


def one_test(first: datetime, last: datetime, days: tuple[tuple[date, int], ...]) -> Examination:
    hits = replace(overlap().hits, days=days, total=sum(count for _, count in days))
    return replace(
        examination(),
        reads=(read("sign_ins", "a.csv", first_at=first, last_at=last),),
        results=(replace(overlap(), hits=hits),),
    )


def test_the_picture_can_be_read_without_eyes() -> None:
    picture = svg()
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "time-title time-text"
    assert picture.findtext(f"{SVG}title")
    assert "118 in all" in str(picture.findtext(f"{SVG}desc"))


def test_each_file_has_a_bar_and_a_cut_one_a_cross() -> None:
    picture = svg()
    bars = [box for box in picture.iter(f"{SVG}rect") if box.get("class") == "covered"]
    assert len(bars) == 15  # the list of accounts has no time
    assert len([p for p in picture.iter(f"{SVG}path") if p.get("class") == "cut"]) == 1
    assert "Lists without a time, not drawn: Administrator accounts" in section("P02.en.html")


def test_columns_hold_every_hit() -> None:
    titles = [
        str(box.findtext(f"{SVG}title"))
        for box in svg().iter(f"{SVG}rect")
        if box.get("class") == "hits"
    ]
    assert sum(int(title.rpartition(": ")[2].replace(",", "")) for title in titles) == 118 + 23


def test_what_has_no_time_is_named_beside_the_picture() -> None:
    assert "Hits without a time of their own, not drawn: Accounts in use" in section("P02.en.html")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("length", [1, 20, 70, 200, 365, 900, 4000, 30_000])
def test_no_text_of_the_picture_touches_another_or_runs_out(language: str, length: int) -> None:
    first = datetime(2026, 4, 12, 9) - timedelta(days=length)
    days = tuple(
        (first.date() + timedelta(days=n * max(length // 50, 1)), 7 + n * n)
        for n in range(min(50, length))
    )
    picture = svg(one_test(first, first + timedelta(days=length, hours=1), days), language)
    boxes = []
    for text in picture.iter(f"{SVG}text"):
        size = 9.5 if text.get("class") in ("axis", "count") else 11.0
        room = width(str(text.text), size)
        x = float(str(text.get("x"))) - (room / 2 if text.get("class") == "count" else 0)
        assert x >= -1
        assert x + room <= 681
        boxes.append((x, x + room, float(str(text.get("y")))))
    for place, one in enumerate(boxes):
        for two in boxes[place + 1 :]:
            apart = one[1] <= two[0] + 0.2 or two[1] <= one[0] + 0.2 or abs(one[2] - two[2]) >= 9
            assert apart, (one, two)


def test_the_table_of_months_says_where_not_all_logs_reach() -> None:
    text = section("P02.en.md")
    (head,) = [line for line in text.splitlines() if line.startswith("| Control test | Oct 2025")]
    (row,) = [line for line in text.splitlines() if line.startswith("| X-14 Download to a")]
    cells = dict(zip(head.split(" | "), row.split(" | "), strict=True))
    assert cells["Oct 2025"] == "0"
    assert cells["Apr 2026"] == "6"
    assert cells["Sep 2026"] == "–"  # the device log is cut in August


def test_without_any_time_there_is_no_picture() -> None:
    bare = read("accounts", "a.csv", first_at=None, last_at=None)
    found = replace(examination(), reads=(bare,), results=())
    shown = section("P02.en.html", found)
    assert "a.csv" in shown
    assert "<svg" not in shown


def test_the_same_examination_gives_the_same_bytes() -> None:
    assert published(examined()) == files()


DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 30))


@given(DAYS, st.integers(1, 4000), st.sampled_from(PeriodLength))
def test_periods_cover_every_day_once(first: date, length: int, step: PeriodLength) -> None:
    span = AxisPeriod(first=first, end=first + timedelta(days=min(length, (date.max - first).days)))
    made = list(periods(step, span))
    assert made[0].first <= span.first
    assert made[-1].end >= span.end
    assert all(one.end == two.first for one, two in pairwise(made))
    assert all(start(step, period.first) == period.first for period in made)
    assert all(after(step, period.first) == period.end for period in made)


@given(DAYS, st.integers(1, 30_000))
def test_any_span_gets_an_axis_and_few_periods(first: date, length: int) -> None:
    span = AxisPeriod(first=first, end=first + timedelta(days=min(length, (date.max - first).days)))
    assert len(list(periods(finest(span, 62), span))) <= max(62, length // 365) + 2
    for code in ("ja", "en"):
        made = ticks(Scale(span=span, left=200.0, right=670.0), translator_for(code), 100.0, 9.5)
        assert made
        assert all(200.0 <= float(tick.x) <= 670.0 for tick in made)


@given(st.text(max_size=200), st.integers(1, 4))
def test_wrapped_text_keeps_to_its_lines(text: str, most: int) -> None:
    lines = wrapped(text, 120.0, 11.0, most)
    assert len(lines) <= most
    assert all(width(line, 11.0) <= 120.0 * 1.1 + 0.1 for line in lines)


def test_a_long_title_is_cut_with_a_mark_and_no_line_begins_with_a_full_stop() -> None:
    lines = wrapped("あいうえおかきくけこ、さしすせそ", 123.3, 11.0, 9)
    assert lines[0].endswith("、")
    assert wrapped("word " * 40, 120.0, 11.0, 2)[-1].endswith("…")


# Register and data


@cache
def book(language: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(files()[f"gap-register.{language}.xlsx"]))


def shown(of: openpyxl.Workbook) -> list[str]:
    """The sheets that a person sees."""
    return [sheet.title for sheet in of.worksheets if sheet.sheet_state == "visible"]


def test_the_register_has_a_row_per_test_and_per_file() -> None:
    assert shown(book("en")) == ["Issues log", "Control tests", "Logs read"]
    tests = list(book("en")["Control tests"].iter_rows(min_row=5, values_only=True))
    assert len(tests) == 8
    assert tests[0][:7] == (
        "P02",
        "Beta Call Centre",
        "X-19",
        "One account in use at several terminals at once",
        "account-overlap",
        "Exceptions noted (explanation requested)",
        118,
    )
    logs = list(book("en")["Logs read"].iter_rows(min_row=5, values_only=True))
    assert len(logs) == 16
    assert [row[6:10] for row in logs if row[3] and row[3].endswith("download.csv")] == [
        (182_344, 80_231, 12, 102_101)
    ]
    assert all(len(str(row[16])) == 64 for row in logs)


def test_the_sheets_can_be_filtered_and_are_named_in_japanese_too() -> None:
    assert shown(book("ja"))[1:] == ["ログ検査", "読み取ったログ"]
    for sheet in map(book("ja").__getitem__, shown(book("ja"))):
        assert sheet.auto_filter.ref.startswith("A4:")
        assert sheet.freeze_panes == "D5"


def test_a_register_without_logs_has_one_sheet() -> None:
    content = sample()["gap-register.en.xlsx"]
    assert shown(openpyxl.load_workbook(io.BytesIO(content))) == ["Issues log"]


def data(run: Assessment) -> Any:
    return json.loads(published(run, formats=("json",))["assessment.json"])


@pytest.mark.parametrize("found", [None, own_run(), own_run(valid=False)])
def test_the_data_keep_to_the_schema(found: Examination | None) -> None:
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    made = data(examined(found))
    shown = made["processors"][0]["examination"]
    assert shown["reads"] or shown["seals"]
    assert [error.message for error in schema.iter_errors(made)] == []


def test_the_data_hold_what_the_pages_cut() -> None:
    first, second = data(examined())["processors"]
    assert second["examination"] is None
    test = first["examination"]["tests"][0]
    assert len(test["hits"]["sample"]) == 20
    assert sum(test["hits"]["days"].values()) == test["hits"]["total"] == 118
    assert [figure["value"] for figure in test["figures"]] == [3, 1431, "2025-10-03"]
    assert len(first["examination"]["reads"]) == 16


def test_hostile_names_in_logs_stay_text() -> None:
    evil = '<script>alert(1)</script> | "x" =1+1'
    hits = Hits(
        columns=(both(evil, evil),), sample=((evil,),), total=1, days=((date(2026, 1, 1), 1),)
    )
    bad = replace(overlap(), test=evil, title=both(evil, evil), hits=hits)
    found = replace(examination(), results=(bad,), reads=(read("sign_ins", f"{evil}.csv"),))
    for name, content in published(examined(found), formats=("html", "md")).items():
        assert b"alert(1)" in content or "P02" not in name, name
        assert b"<script" not in content.replace(TABLE_SCRIPT.encode(), b"", 1), name


def test_every_outcome_has_a_word_in_both_languages() -> None:
    words = data(examined())["words"]["test_outcomes"]
    assert set(words) == {outcome.value for outcome in TestOutcome}
    assert all(word["ja"] != word["en"] for word in words.values())
