"""A questionnaire filled by LibreOffice Calc itself keeps every answer, drop-down and lock."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.forms.questions import WIDTHS
from itakusaki.model.answer import SYMBOLS, AnswerValue
from itakusaki.model.party import Duty
from itakusaki.tabular.hidden_sheet import SHEET
from support.blank_books import ALL_FLAGS, a_processor, checklist, layout, questionnaire
from support.calc import Typed, fill, installed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(installed() is None, reason="LibreOffice (soffice) is not installed"),
]

ANSWERS = ("○", "△", "×", "－", "？")
KINDS = ("なし", "説明", "文書", "運用記録", "原データ")
#: What is typed for a fact, and what must stand in the cell afterwards.
FACTS: Mapping[str, tuple[str, object]] = {
    "number": ("12", 12),
    "date": ("2026-11-30", datetime(2026, 11, 30)),
    "yes_no": ("はい", "はい"),
    "list": ("=1+1、本社", "=1+1、本社"),
}
AS_OF = date(2026, 12, 1)
#: Typed on each sheet: enough for every answer and kind of evidence to be typed, and for its first rows to
#: bear it. Calc takes a thirtieth of a second for a cell, so the whole form takes most of a minute.
ON_A_SHEET = 6
#: Of what type each fact is, by its id; a question has none.
TYPES = {fact.id: fact.type for c in checklist().controls.values() for fact in c.facts}
#: The columns of a sheet of questions.
COLUMNS = {name: get_column_letter(at) for at, name in enumerate(WIDTHS["ja"], start=1)}
RULES = ("type", "formula1", "error", "showErrorMessage")


@dataclass(frozen=True, slots=True)
class Filled:
    """The workbook as made, as saved by Calc, and what was typed into it."""

    path: Path
    before: Workbook
    after: Workbook
    typed: tuple[Typed, ...]
    expected: Mapping[tuple[str, str], object]


def the_places(book: Workbook) -> Mapping[str, tuple[str, int]]:
    """Where each question and fact stands, as the hidden sheet says."""
    rows = list(book[SHEET].iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] == "items") + 1
    return {str(row[0]): (str(row[1]), int(str(row[2]))) for row in rows[start:]}


def the_typed(book: Workbook) -> Mapping[str, tuple[str, int]]:
    """The first questions and the first facts of every sheet, and one fact of each type."""
    on_a_sheet: Counter[tuple[str, bool]] = Counter()
    met: set[str] = set()
    chosen: dict[str, tuple[str, int]] = {}
    for ident, place in the_places(book).items():
        key = (place[0], ident in TYPES)
        on_a_sheet[key] += 1
        if on_a_sheet[key] <= ON_A_SHEET or TYPES.get(ident, "") not in {"", *met}:
            chosen[ident] = place
            met.add(TYPES.get(ident, ""))
    return chosen


def typing(book: Workbook) -> Iterator[tuple[Typed, object]]:
    """An answer to each of those questions, in turn, with its evidence; a value for each fact."""
    answers, kinds = cycle(ANSWERS), cycle(KINDS)
    yield Typed("表紙", "B8", AS_OF.isoformat()), datetime(AS_OF.year, AS_OF.month, AS_OF.day)
    yield Typed("表紙", "B6", "総務部　山田"), "総務部　山田"
    for ident, (sheet, row) in the_typed(book).items():
        if ident in TYPES:
            text, value = FACTS[TYPES[ident]]
            yield Typed(sheet, f"C{row}", text), value
            continue
        given = {
            "answer": next(answers),
            "evidence_kind": next(kinds),
            "evidence": f"{ident}.pdf",
            "comment": "-理由は別紙",
        }
        for name, text in given.items():
            yield Typed(sheet, f"{COLUMNS[name]}{row}", text), text


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("calc")
    blank, saved = folder / "blank.xlsx", folder / "filled.xlsx"
    blank.write_bytes(questionnaire(processor=a_processor(flags=ALL_FLAGS)))
    before = load_workbook(blank)
    pairs = tuple(typing(before))
    typed = tuple(pair[0] for pair in pairs)
    locked = Typed(next(iter(the_places(before).values()))[0], "B5", "書き換え")
    fill(blank, saved, (*typed, locked), profile=folder / "profile")
    with warnings.catch_warnings():
        # Calc adds extensions for its own colours, which openpyxl does not keep.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        after = load_workbook(saved, data_only=True)
    expected = {(entry.sheet, entry.cell): value for entry, value in pairs}
    return Filled(path=saved, before=before, after=after, typed=typed, expected=expected)


def the_rules(page: Worksheet) -> set[tuple[object, ...]]:
    """Every cell that has a rule, with the rule; bare hints are left out."""
    return {
        (cell, *(getattr(rule, name) for name in RULES))
        for rule in page.data_validations.dataValidation
        if rule.type
        for area in rule.sqref.ranges
        for row in area.rows
        for cell in row
    }


def test_every_value_typed_stands_where_it_was_typed(filled: Filled) -> None:
    found = {place: filled.after[place[0]][place[1]].value for place in filled.expected}
    assert found == dict(filled.expected)


def test_a_locked_cell_keeps_its_text(filled: Filled) -> None:
    sheet, _ = next(iter(the_places(filled.before).values()))
    assert filled.after[sheet]["B5"].value == filled.before[sheet]["B5"].value


def test_drop_downs_and_checks_survive_on_every_sheet(filled: Filled) -> None:
    for page in filled.before.worksheets:
        made = {rule for rule in the_rules(page) if rule[1] != "custom"}
        kept = {rule for rule in the_rules(filled.after[page.title]) if rule[1] != "custom"}
        assert made == kept, page.title
    assert any(the_rules(page) for page in filled.before.worksheets)


def test_sheets_stay_protected_and_only_entries_unlocked(filled: Filled) -> None:
    for ident, (sheet, row) in the_places(filled.before).items():
        page = filled.after[sheet]
        assert page.protection.sheet
        assert not page[f"C{row}"].protection.locked, ident
        assert page[f"A{row}"].protection.locked, ident


def test_the_hidden_sheet_is_still_there_still_hidden_and_unchanged(filled: Filled) -> None:
    before, after = (
        list(b[SHEET].iter_rows(values_only=True)) for b in (filled.before, filled.after)
    )
    assert before == after
    assert filled.after[SHEET].sheet_state != "visible"


def test_the_cover_counts_every_answer(filled: Filled) -> None:
    cover = filled.after["表紙"]
    total = next(row for row in cover.iter_rows(values_only=True) if row[0] == "合計")
    asked, answered = (
        sum(ident not in TYPES for ident in places(filled.before))
        for places in (the_places, the_typed)
    )
    assert asked > answered > 2 * len(ANSWERS)
    assert total[3:5] == (answered, asked)


def test_our_reader_gets_every_answer_and_fact(filled: Filled, tmp_path: Path) -> None:
    reader = pytest.importorskip("itakusaki.intake.round", reason="the reader is not there yet")
    from support.blank_books import an_entrustment, contracts  # noqa: PLC0415

    folders = {
        name: tmp_path / name for name in ("contracts", "questionnaires", "evidence", "reviews")
    }
    for folder in folders.values():
        folder.mkdir()
    (folders["contracts"] / "ledger.xlsx").write_bytes(contracts(an_entrustment(flags=ALL_FLAGS)))
    (folders["questionnaires"] / "returned.xlsx").write_bytes(filled.path.read_bytes())
    inputs = reader.Inputs(root=tmp_path, round="2026Q4", **folders)
    dossier = reader.read_round(inputs, checklist(), (layout(),)).dossier
    (read,) = dossier.questionnaires
    places = the_typed(filled.before)
    assert (read.processor, read.side, read.as_of) == ("P001", Duty.PROCESSOR, AS_OF)
    signs = {value: sign for value, sign in SYMBOLS.items() if value is not AnswerValue.BLANK}
    for ident, (sheet, row) in places.items():
        expected = filled.expected[sheet, f"C{row}"]
        if ident in read.answers:
            assert signs[read.answers[ident].value] == expected, ident
            assert read.answers[ident].evidence_names == (f"{ident}.pdf",)
        else:
            assert read.facts[ident].value is not None, ident
    assert set(read.answers) | set(read.facts) == set(the_places(filled.before))
    blank = {ident for ident, answer in read.answers.items() if answer.value is AnswerValue.BLANK}
    empty = {ident for ident, fact in read.facts.items() if fact.value is None}
    assert set(places) == (set(read.answers) | set(read.facts)) - blank - empty
