"""What a cell means, in all the spellings people use."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.files.workbook import Cell
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.normalise import Spellings
from itakusaki.model.answer import SYMBOLS, AnswerValue
from itakusaki.tabular.cell_text import raw_text
from support.blank_books import layout

SPELLINGS = Spellings(layout())
SPRING = date(2026, 4, 1)
ERAS = (
    (2019, 5, 1, "令和", "R", 2018),
    (1989, 1, 8, "平成", "H", 1988),
    (1926, 12, 25, "昭和", "S", 1925),
)
CELLS = st.one_of(
    st.text(),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-01",
        "2026/4/1",
        "2026.4.1",
        "２０２６／４／１",
        "2026年4月1日",
        "2026 年 4 月 1 日",
        "2026年4月1日(水)",
        "令和8年4月1日",
        "令和８年４月１日（水）",
        "令8.4.1",
        "R8.4.1",
        "Ｒ０８．０４．０１",
        "r8/4/1",
        "㋿8年4月1日",
        "平成38年4月1日",
        "20260401",
        "2026-04-01T09:30:00",
        "2026/4/1 9:30",
        "1 April 2026",
        "1st Apr. 2026",
        "April 1, 2026",
        "01-Apr-2026",
        20260401.0,
        46113.0,
        46113.75,
        datetime(2026, 4, 1, 9, 30),
        SPRING,
    ],
)
def test_a_day_is_read_however_it_is_written(written: Cell) -> None:
    assert SPELLINGS.day(written) == SPRING


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026年2月30日", "not a day of the calendar"),
        ("R8.13.1", "not a day of the calendar"),
        ("01/03/2025", "either of two days"),
        ("2026年4月", "no day"),
        ("8.4.1", "not a date"),
        ("来月", "not a date"),
        (7.0, "not a date"),
        (float("nan"), "not a date"),
        ("4" * 500, "not a date"),
    ],
)
def test_what_is_no_day_says_why(written: Cell, says: str) -> None:
    read = SPELLINGS.day(written)

    assert isinstance(read, UnreadCell)
    assert says in read.reason.text


def test_a_day_that_can_only_be_one_is_read_with_slashes() -> None:
    assert SPELLINGS.day("25/12/2026") == SPELLINGS.day("12/25/2026") == date(2026, 12, 25)
    assert SPELLINGS.day("04/04/2026") == date(2026, 4, 4)


def test_the_first_year_of_an_era_has_a_name() -> None:
    assert SPELLINGS.day("令和元年5月1日") == date(2019, 5, 1)
    assert SPELLINGS.day("平成元年1月8日") == date(1989, 1, 8)


def test_serials_count_from_1904_in_such_books() -> None:
    assert SPELLINGS.day(44651.0, epoch_1904=True) == SPELLINGS.day(46113.0) == SPRING


@given(st.dates(min_value=date(1927, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_comes_back_from_every_spelling(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    spellings = [f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}年{m}月{d}日", f"{y}{m:02}{d:02}"]
    for first_year, first_month, first_day, name, letter, before in ERAS:
        if day >= date(first_year, first_month, first_day):
            spellings += [f"{name}{y - before}年{m}月{d}日", f"{letter}{y - before}.{m}.{d}"]
            break

    assert [SPELLINGS.day(text) for text in spellings] == [day] * len(spellings)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,000人", 1000),
        ("１２０名", 120),
        ("１，２３４", 1234),
        ("約3万件", 30_000),
        ("1億2千万", 120_000_000),
        ("2千万", 20_000_000),
        ("5万3千人", 53_000),
        ("1.5万", 15_000),
        ("0", 0),
        ("-3", -3),
        (7.0, 7),
        (7, 7),
        ("3社程度", 3),
    ],
)
def test_a_number_is_read_however_it_is_written(written: Cell, number: float) -> None:
    assert SPELLINGS.number(written) == number


@pytest.mark.parametrize(
    ("written", "unit", "number"),
    [
        ("72時間以内", "時間", 72),
        ("72", "hours", 72),
        ("3日", "時間", 72),
        ("1週間", "日", 7),
        ("1年", "か月", 12),
        ("3ヶ月", "months", 3),
        ("90分", "hours", 1.5),
        ("12 terminals", "terminals", 12),
    ],
)
def test_units_of_time_are_turned_into_the_one_asked_for(
    written: str, unit: str, number: float
) -> None:
    assert SPELLINGS.number(written, (unit,)) == number


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("3～5人", "人"),
        ("1.2.3", "人"),
        ("3人（うち派遣1人）", "人"),
        ("10%", "人"),
        ("3か月", "日"),
        ("5人", "時間"),
        ("多数", "人"),
        ("1" * 400, "人"),
        (float("inf"), "人"),
        (True, "人"),
    ],
)
def test_what_is_no_plain_number_is_not_guessed(written: Cell, unit: str) -> None:
    assert isinstance(SPELLINGS.number(written, (unit,)), UnreadCell)


@given(st.integers(min_value=0, max_value=10**11))
def test_every_count_comes_back_from_every_spelling(count: int) -> None:
    wide = str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    spellings = [str(count), f"{count:,}", f"{count:,}人", wide, f"約{count}件", float(count)]

    assert [SPELLINGS.number(text) for text in spellings] == [float(count)] * len(spellings)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("〇", AnswerValue.YES),
        ("◎", AnswerValue.YES),
        (" ○　", AnswerValue.YES),
        ("はい", AnswerValue.YES),
        ("済", AnswerValue.YES),
        ("△", AnswerValue.PARTIAL),
        ("✕", AnswerValue.NO),
        ("✗", AnswerValue.NO),
        ("Ｘ", AnswerValue.NO),
        ("無", AnswerValue.NO),
        ("－", AnswerValue.NOT_APPLICABLE),
        ("該当なし", AnswerValue.NOT_APPLICABLE),
        ("N/A", AnswerValue.NOT_APPLICABLE),
        ("ＮＡ", AnswerValue.NOT_APPLICABLE),
        ("対象外", AnswerValue.NOT_APPLICABLE),
        ("?", AnswerValue.UNKNOWN),
        ("不明", AnswerValue.UNKNOWN),
        ("", AnswerValue.BLANK),
        ("　", AnswerValue.BLANK),
        ("選択してください", AnswerValue.BLANK),
        ("【選択してください】", AnswerValue.BLANK),
        ("▼選択", AnswerValue.BLANK),
        ("Please select", AnswerValue.BLANK),
    ],
)
def test_an_answer_is_read_however_it_is_written(written: str, value: AnswerValue) -> None:
    assert SPELLINGS.answer(written) is value


@pytest.mark.parametrize("value", [v for v in AnswerValue if v is not AnswerValue.BLANK])
def test_our_own_signs_mean_what_they_say(value: AnswerValue) -> None:
    assert SPELLINGS.answer(SYMBOLS[value]) is value


@pytest.mark.parametrize("written", ["たぶん", "○×", 3.0, "○（一部を除く）", True])
def test_an_answer_outside_the_scale_is_not_guessed(written: Cell) -> None:
    assert isinstance(SPELLINGS.answer(written), UnreadCell)


def test_a_list_is_split_and_a_plain_none_is_an_empty_list() -> None:
    assert SPELLINGS.entries("A、Ｂ，C; D\nE、A") == ("A", "B", "C", "D", "E")
    assert SPELLINGS.entries("なし") == SPELLINGS.entries("該当なし") == ()
    assert SPELLINGS.entries("") is SPELLINGS.entries("記入してください") is None


@pytest.mark.parametrize(
    "name",
    [
        "株式会社青空データ",
        "青空データ株式会社",
        "青空データ㈱",
        "（株）青空データ",
        "(株) 青空データ",
        "青空 データ",
        "青空ﾃﾞｰﾀ",
    ],
)
def test_a_company_is_known_by_its_name_whatever_its_form(name: str) -> None:
    assert SPELLINGS.company_key(name) == "青空データ"


def test_a_latin_form_must_stand_alone() -> None:
    folded = SPELLINGS.company_key

    assert folded("Aozora Data Co., Ltd.") == folded("AOZORA DATA K.K.") == "aozoradata"
    assert folded("Zinc") == "zinc"
    assert folded("株式会社ＡＢＣ") == "abc"
    assert folded("株式会社") == "株式会社"


@pytest.mark.parametrize("text", ["例", "記入例", "（記入例①）○○", "【例】", "例：", "Example 1"])
def test_an_example_is_known_by_its_mark(text: str) -> None:
    assert SPELLINGS.is_example(text)


@pytest.mark.parametrize("text", ["例外の承認", "例外", "", "TEC-01", "サンプリングの件数"])
def test_a_word_that_only_begins_like_an_example_is_none(text: str) -> None:
    assert SPELLINGS.is_example(f"記入例：{text}")
    assert not SPELLINGS.is_example(text)


def test_a_cell_is_shown_as_a_person_reads_it() -> None:
    cells: list[Cell | None] = [
        7.0,
        7.5,
        1e300,
        True,
        "  a ",
        None,
        SPRING,
        time(9, 5),
        timedelta(1),
    ]

    assert [raw_text(cell) for cell in cells] == [
        "7",
        "7.5",
        "1e+300",
        "TRUE",
        "a",
        "",
        "2026-04-01",
        "09:05:00",
        "1 day, 0:00:00",
    ]


@given(CELLS)
def test_no_cell_can_stop_the_reader(cell: Cell) -> None:
    """Whatever a cell holds, each reading of it is a value or says why not."""
    assert isinstance(SPELLINGS.answer(cell), AnswerValue | UnreadCell)
    assert isinstance(SPELLINGS.day(cell), date | UnreadCell | None)
    assert isinstance(SPELLINGS.number(cell, ("時間",)), float | UnreadCell | None)
    assert isinstance(SPELLINGS.yes_no(cell), bool | UnreadCell | None)
    assert isinstance(SPELLINGS.entries(cell), tuple | UnreadCell | None)
    assert isinstance(SPELLINGS.text(cell), str)
    assert isinstance(SPELLINGS.company_key(raw_text(cell)), str)
    assert SPELLINGS.is_example(raw_text(cell)) in (True, False)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,000", 1000.0),
        ("1,234,567.5", 1_234_567.5),
        ("1.234.567", 1_234_567.0),
        ("１．２３４．５６７人", 1_234_567.0),
        ("12.345.678,5", 12_345_678.5),
        ("1,00,000", 100_000.0),
        ("1 000", 1000.0),
        ("0.125", 0.125),
        ("2.5", 2.5),
        ("1.234万", 12_340.0),
        ("五", 5.0),
        ("二十五名", 25.0),
        ("千五百万", 15_000_000.0),
        ("なし", 0.0),
        ("2 million", 2_000_000.0),
    ],
)
def test_a_number_with_one_reading_is_read(written: str, number: float) -> None:
    assert SPELLINGS.number(written) == number


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("1.000", "two ways"),
        ("12.345件", "two ways"),
        ("2,5", "two ways"),
        ("１２，３４", "two ways"),
        ("1.234,5", "two ways"),
        ("0.123.456", "not a plain number"),
        ("1.234.56", "not a plain number"),
        ("1,234.567.890", "two ways"),
        ("2～3", "a range"),
        ("2-3名", "a range"),
        ("10〜20", "a range"),
        ("10 20", "not a plain number"),
        ("一部", "not a plain number"),
        ("千人", "not a plain number"),
    ],
)
def test_a_number_with_two_readings_says_so(written: str, says: str) -> None:
    read = SPELLINGS.number(written)

    assert isinstance(read, UnreadCell)
    assert says in read.reason.text


def test_none_of_a_length_of_time_is_not_guessed() -> None:
    assert isinstance(SPELLINGS.number("なし", ("か月", "months")), UnreadCell)
    assert isinstance(SPELLINGS.period("なし", ("時間",)), UnreadCell)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("2026年9月", "no day"),
        ("令和8年11月", "no day"),
        ("2026/09", "no day"),
        ("R8.11", "no day"),
        ("9月30日", "no year"),
        ("9/30", "no year"),
    ],
)
def test_a_day_says_what_it_lacks(written: str, says: str) -> None:
    read = SPELLINGS.day(written)

    assert isinstance(read, UnreadCell)
    assert says in read.reason.text


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026年9月末", date(2026, 9, 30)),
        ("令和10年2月末日", date(2028, 2, 29)),
        ("2026/11末", date(2026, 11, 30)),
    ],
)
def test_the_end_of_a_month_is_its_last_day(written: str, day: date) -> None:
    assert SPELLINGS.day(written) == day
