"""Data: the JSON keeps to its schema and to the numbers of the pages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from itakusaki.findings import findings_of
from itakusaki.model.candidate import Candidate
from itakusaki.model.commitment import Commitment, CommitmentKind, CommitmentState
from itakusaki.model.message import Message
from itakusaki.model.source import CellRef
from support.assessments import CHECKLIST, every_rating
from support.published import published, sample

SCHEMA = Path(__file__).parents[3] / "checklists" / "schemas" / "assessment.schema.json"


@cache
def data() -> Any:
    return json.loads(sample()["assessment.json"])


def test_it_keeps_to_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert len(data()["processors"]) == len(every_rating().results)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(data())] == []


def test_the_schema_refuses_what_it_does_not_know() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    broken = {**data(), "surprise": 1}
    (error,) = Draft202012Validator(schema).iter_errors(broken)
    assert "surprise" in error.message


def test_it_holds_every_finding_and_control() -> None:
    ids = [f["id"] for p in data()["processors"] for f in p["findings"]]
    assert ids == [finding.id for finding in findings_of(every_rating(), CHECKLIST)]
    for party in data()["processors"]:
        judged = [*party["controls"], *party["supervision"]["controls"]]
        assert {one["control"] for one in judged} == set(CHECKLIST.controls)
        assert {one["side"] for one in party["supervision"]["controls"]} == {"client"}
    assert data()["supervision"]["rating"] == "B"


def test_it_is_the_same_whatever_the_language() -> None:
    for languages in (("ja",), ("en",), ("en", "ja")):
        files = published(every_rating(), formats=("json",), languages=languages)
        assert files["assessment.json"] == sample()["assessment.json"]


def test_words_stand_there_in_both_languages() -> None:
    rating = data()["words"]["ratings"]["unacceptable"]
    assert rating["en"] == "Not acceptable (correction required)"
    assert rating["ja"] != rating["en"]


def test_the_question_to_the_party_stands_beside_that_to_the_client() -> None:
    words = data()["words"]["controls"]
    practice = CHECKLIST.controls["CON-06"].practice
    assert practice is not None
    assert words["CON-06"]["practice"] == {
        "ja": practice.question.ja,
        "en": practice.question.en,
    }
    assert words["TEC-02"]["practice"] is None


def test_it_names_the_controls_that_are_not_asked_where_there_are_any() -> None:
    less = replace(CHECKLIST, not_asked=("TEC-18",))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    files = published(every_rating(), formats=("json",), checklist=less)
    found = json.loads(files["assessment.json"])
    assert Draft202012Validator(schema).is_valid(found)
    assert found.pop("not_asked") == ["TEC-18"]
    assert found == data()


def test_promises_and_companies_to_be_confirmed_are_told_where_there_are_any() -> None:
    at = CellRef(file="contracts/promises.xlsx", sheet="約束した改善策", cell="A4")
    promise = Commitment(
        number="Y-1",
        kind=CommitmentKind.TO_PUBLIC,
        processor="",
        whom="",
        text="書き出しの遮断",
        article="",
        since=None,
        due=date(2026, 11, 30),
        done=None,
        owner="情シス",
        proof=(),
        state=CommitmentState.OVERDUE,
        says=(Message("no day is named by which it is due"),),
        at=at,
    )
    named = Candidate(name="しおかぜ保守", number="", named=(("P01", at),))
    run = replace(every_rating(), commitments=(promise,), candidates=(named,))
    told = json.loads(published(run, formats=("json",))["assessment.json"])
    assert [one["state"] for one in told["commitments"]] == ["overdue"]
    assert told["candidates"][0]["named"][0]["processor"] == "P01"
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(told)] == []
    assert "commitments" not in data()
    assert "candidates" not in data()
