"""One list of spellings for workbooks and logs: what the one reads, the other reads alike.

There were two lists once, and each knew words that the other did not; what either knew is read now.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from itakusaki.catalogue.layouts import load_layouts
from itakusaki.catalogue.schema_check import schema_mistakes
from itakusaki.catalogue.spellings import FILE, load_spellings
from itakusaki.catalogue.yaml_file import YamlFile, doubled_keys, read_yaml
from itakusaki.files.folding import key
from itakusaki.intake.cell import UnreadCell
from itakusaki.intake.normalise import Spellings
from itakusaki.settings import data_folder
from support.blank_books import layout
from support.deliveries import read_text, shipped

CHECKLISTS = data_folder("checklists")
COMMON = load_spellings(CHECKLISTS)
CELLS = Spellings(layout())
HEAD = "日時,アカウント,端末名,操作,多要素認証\n"


def _in_logs(days: list[str]) -> list[date]:
    rows = "".join(f'"{day} 9:00",u{n:03},T,サインイン,\n' for n, day in enumerate(days))
    found = dict(read_text(HEAD + rows).rows("sign_ins", "account", "at"))
    return [found[f"u{n:03}"].date() for n, _ in enumerate(days)]


def test_the_shipped_spellings_are_as_the_schema_says() -> None:
    file = read_yaml(CHECKLISTS / FILE)
    assert isinstance(file, YamlFile)
    assert not [*doubled_keys(file)]
    assert not [*schema_mistakes(file, file.data, CHECKLISTS / "schemas" / "spellings.schema.json")]


def test_both_standard_layouts_hold_them_and_have_no_list_of_their_own() -> None:
    standard = load_layouts(CHECKLISTS / "layouts")[0]
    logs = next(one for one in shipped()[1] if one.name == "standard")
    for scale, words in COMMON.items():
        assert standard.values[scale] == logs.values[scale] == words
    for path in ("layouts/standard.yaml", "evidence/layouts/standard.yaml"):
        file = read_yaml(CHECKLISTS / path)
        assert isinstance(file, YamlFile)
        assert not set(COMMON) & set(file.data["values"])


@pytest.mark.parametrize("meaning", ["yes", "no"])
def test_yes_and_no_are_read_alike(meaning: str) -> None:
    words = COMMON["yes_no"][meaning]
    assert {CELLS.yes_no(word) for word in words} == {meaning == "yes"}
    rows = "".join(f'2026-01-05 09:00,u{n},T,サインイン,"{w}"\n' for n, w in enumerate(words))
    found = read_text(HEAD + rows).rows("sign_ins", "second_factor")
    assert found == [(meaning == "yes",)] * len(words)


def test_a_word_for_a_place_says_yes_in_its_own_column_only() -> None:
    assert isinstance(CELLS.yes_no("構内"), UnreadCell)
    head = "端末名,区分,構内設置\n"
    found = read_text(head + "pc-1,PC,構内\npc-2,PC,構外\npc-3,PC,有\n", name="端末台帳.csv")
    assert found.rows("terminals", "terminal", "on_site") == [
        ("pc-1", True),
        ("pc-2", False),
        ("pc-3", True),
    ]
    signed_in = read_text(HEAD + "2026-01-05 09:00,u,T,サインイン,構内\n")
    assert signed_in.rows("sign_ins", "second_factor") == [(None,)]


def test_eras_are_read_alike() -> None:
    given = {
        f"{word}{written}": date(int(before) + year, 5, 1)
        for before, words in COMMON["era"].items()
        for word in words
        for written, year in (("元年5月1日", 1), ("３年５月１日", 3), ("3.5.1", 3))
    }
    assert date(1914, 5, 1) in given.values()  # 大正, which logs once did not know
    assert [CELLS.day(text) for text in given] == [*given.values()]
    assert _in_logs([*given]) == [*given.values()]


def test_names_of_months_are_read_alike() -> None:
    given = {
        f"5 {word} 2026": date(2026, int(number), 5)
        for number, words in COMMON["month"].items()
        for word in (*words, words[0].upper())
    }
    assert [CELLS.day(text) for text in given] == [*given.values()]
    assert _in_logs([*given]) == [*given.values()]


def test_what_counts_is_left_out_of_numbers_alike() -> None:
    assert {key(w) for w in COMMON["counter"]["counter"]} >= {"件", "社", "行", "bytes", "rows"}
    assert {CELLS.number(f"1,200{word}") for word in COMMON["counter"]["counter"]} == {1200.0}


def test_a_time_of_a_day_in_an_era_is_read() -> None:
    found = read_text(HEAD + "昭和64年1月7日 23:59:59,u,T,サインイン,\n")
    assert found.rows("sign_ins", "at") == [(datetime(1989, 1, 7, 23, 59, 59),)]
