"""A control written out: what the client is asked, and beside it what the party is asked of its practice."""

from __future__ import annotations

import csv
import io
import json

from itakusaki.language import translator_for
from itakusaki.report.checklist_export import as_csv, as_json
from itakusaki.report.control_page import control_page
from support.cases import catalogue

CHECKLIST = catalogue().checklist
CONTROL = CHECKLIST.controls["CON-06"]
ENGLISH = translator_for("en")


def test_a_control_page_holds_the_questions_to_both_sides() -> None:
    lines = list(control_page(CONTROL, CHECKLIST, ENGLISH))
    assert CONTROL.practice is not None
    under = {title: lines[lines.index(title) + 1].strip() for title in lines if title in TITLES}
    assert under == dict(
        zip(
            TITLES,
            (
                CONTROL.question.en,
                CONTROL.guidance.en,
                CONTROL.practice.question.en,
                CONTROL.practice.guidance.en,
            ),
            strict=True,
        )
    )


TITLES = (
    "Question",
    "Guidance",
    "Question to the party on its practice",
    "Guidance to the party",
)


def test_a_control_that_asks_both_the_same_says_so_by_saying_it_once() -> None:
    lines = list(control_page(CHECKLIST.controls["TEC-02"], CHECKLIST, ENGLISH))
    assert [title in lines for title in TITLES] == [True, True, False, False]


def test_an_export_has_columns_for_what_the_party_is_asked() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(CHECKLIST, ENGLISH).decode("utf-8-sig"))))
    place = rows[0].index("Question to the party on its practice")
    found = {row[0]: row[place : place + 2] for row in rows[1:]}
    assert CONTROL.practice is not None
    assert found["CON-06"] == [CONTROL.practice.question.en, CONTROL.practice.guidance.en]
    assert found["TEC-02"] == ["", ""]
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_data_hold_it_in_both_languages() -> None:
    controls = {one["id"]: one for one in json.loads(as_json(CHECKLIST, ENGLISH))["controls"]}
    assert CONTROL.practice is not None
    assert controls["CON-06"]["practice"]["question"]["ja"] == CONTROL.practice.question.ja
    assert controls["TEC-02"]["practice"] is None
