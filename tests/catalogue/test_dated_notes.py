"""What is coming is told with its day and source, and nothing is judged or cited by it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from itakusaki.catalogue.checklist import Control
from itakusaki.language import translator_for
from itakusaki.report.control_page import control_page
from support.cases import catalogue

CHECKLIST = catalogue().checklist
NOTED = [control for control in CHECKLIST.controls.values() if control.notes]
#: What the amending act of 2026 brings, as its heads are called.
AMENDMENT = re.compile(r"令和8年改正|30条の3|Article 30-3|amending act of 2026")


def test_the_amendment_is_noted_where_it_will_matter() -> None:
    assert {"CON-06", "SUB-05", "BRC-08", "PRV-06", "ORG-13"} <= {one.id for one in NOTED}


@pytest.mark.parametrize("control", NOTED, ids=lambda one: one.id)
def test_a_note_says_of_when_it_is_and_that_it_is_to_be_verified(control: Control) -> None:
    for note in control.notes:
        assert date.fromisoformat(note.as_of)
        assert "要確認" in note.says.ja
        assert "to be verified" in note.says.en
        assert CHECKLIST.tags[note.tag].mark is not None
        assert note.source in CHECKLIST.sources


@pytest.mark.parametrize("control", CHECKLIST.controls.values(), ids=lambda one: one.id)
def test_nothing_that_is_asked_or_cited_rests_on_what_is_coming(control: Control) -> None:
    practice = [control.practice.question, control.practice.guidance] if control.practice else []
    asked = [control.question, control.guidance, control.remediation, *practice]
    assert not any(AMENDMENT.search(words.ja + words.en) for words in asked)
    assert not any((basis.instrument, basis.article) == ("appi", "30-3") for basis in control.basis)


@pytest.mark.parametrize(
    ("code", "head", "day"),
    [("ja", "まだ施行されていません", "2026年11月28日"), ("en", "no rule yet", "28 November 2026")],
)
def test_the_page_of_a_control_shows_its_note_apart_from_its_basis(
    code: str, head: str, day: str
) -> None:
    page = "\n".join(control_page(CHECKLIST.controls["CON-06"], CHECKLIST, translator_for(code)))
    assert head in page
    assert day in page.split(head)[1]
    assert not AMENDMENT.search(page.split(head)[0])
    bare = "\n".join(control_page(CHECKLIST.controls["TEC-01"], CHECKLIST, translator_for(code)))
    assert head not in bare
