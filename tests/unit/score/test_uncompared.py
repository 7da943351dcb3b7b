"""What a workbook lost names the controls elsewhere that would have been held against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from itakusaki.language import translator_for
from itakusaki.model.answer import Questionnaire
from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Message
from itakusaki.score.uncompared import left_uncompared
from support.cases import (
    FILE,
    case_file,
    catalogue,
    covered,
    delivered,
    dossier,
    results,
    workbook,
)

PERMITS = {"CON-07.take_out_permits": 5, "CON-07.copy_permits": 5}


def _told(own: Questionnaire) -> tuple[DataIssue, ...]:
    of, rules = dossier(own), catalogue().cross_checks
    controls = next(iter(results(of, rules=rules).values())).controls
    return tuple(left_uncompared(case_file(of), rules, controls))


def _named(own: Questionnaire) -> Mapping[str, str]:
    words = dict(_told(own)[0].says.values) if _told(own) else {"lost": "", "controls": ""}
    return {"lost": translator_for("en").value(words["lost"]), "controls": str(words["controls"])}


def _book(*controls: str, facts: Mapping[str, object] = PERMITS) -> Questionnaire:
    return workbook(dict.fromkeys(controls, "○"), {**covered(controls), **facts})


@pytest.mark.parametrize(
    ("answered", "lost", "beside"),
    [
        (["CON-07"], "PHY-06", "CON-07"),
        (["CON-07", "TEC-17"], "PHY-06", "CON-07"),
        (["ORG-07", "CON-07"], "ORG-09", "ORG-07"),
    ],
)
def test_a_control_that_was_lost_names_what_is_held_against_it(
    answered: Collection[str], lost: str, beside: str
) -> None:
    told = _named(_book(*answered))
    assert beside in told["controls"]
    assert lost in told["lost"].split(", ")
    assert not set(answered) & set(told["lost"].split(", "))


@pytest.mark.parametrize("more", [{"PHY-06.carries": 0}, {"PHY-06.carries": 3}])
def test_a_figure_that_came_back_is_not_lost(more: Mapping[str, float]) -> None:
    told = _told(_book("CON-07", facts={**PERMITS, **more}))
    assert all("PHY-06" not in str(issue.says.values) for issue in told)


def test_a_figure_that_cannot_be_read_is_lost_and_one_left_blank_is_not() -> None:
    own = _book("CON-07", facts={**PERMITS, "PHY-06.carries": 3})
    carries = own.facts["PHY-06.carries"]
    blank = replace(carries, value=None, raw="")
    for fact, lost in ((blank, False), (replace(blank, unread=True), True)):
        told = _named(replace(own, facts={**own.facts, fact.id: fact}))
        assert ("PHY-06.carries" in told["lost"]) is lost
        assert ("CON-07" in told["controls"] and lost) or "PHY-06.carries" not in told["lost"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("evidence", "list of evidence"), ("sub_processors", "list of sub-processors")],
)
def test_a_list_that_is_gone_is_named(name: str, says: str) -> None:
    own = _book(*(c for c in catalogue().checklist.controls if c.startswith(("CON", "SUB"))))
    assert says in _named(replace(own, lists_missing=(name,)))["lost"]
    assert says not in _named(own)["lost"]


def test_a_blank_list_of_evidence_of_our_own_form_is_named_where_answers_name_files() -> None:
    own, row = _book("CON-07"), {"file": FILE}
    listed = workbook({}, evidence=[row]).evidence
    unnamed = workbook({}, evidence=[{"issued_by": "総務部"}]).evidence
    sent = replace(own, own_lists=True)
    for blank in (sent, replace(sent, evidence=unnamed)):
        assert "list of evidence" in _named(blank)["lost"]
    for whole in (own, replace(sent, evidence=listed)):
        assert "list of evidence" not in _named(whole)["lost"]


def test_a_file_that_counts_and_that_our_own_list_lacks_is_named() -> None:
    listed = workbook({}, evidence=[{"file": "x.pdf"}]).evidence
    own = replace(_book("CON-07"), evidence=listed)
    told = _named(replace(own, own_lists=True))
    assert f"line on the list of evidence of {FILE}" in told["lost"]
    assert "CON-07" in told["controls"]
    assert FILE not in _named(own)["lost"]


def test_a_digest_is_missed_where_the_list_has_a_column_for_it() -> None:
    said = f"SHA-256 on the list of evidence of {FILE}"
    rows = [{"file": FILE}, {"file": "x.pdf"}]
    own = replace(_book("CON-07"), evidence=workbook({}, evidence=rows).evidence)
    told = _named(replace(own, digests=True))
    assert said in told["lost"]
    assert "CON-07" in told["controls"]
    assert "x.pdf" not in told["lost"]
    assert said not in _named(own)["lost"]
    given = [{"file": FILE, "sha256": delivered().sha256}, {"file": "x.pdf"}]
    whole = replace(own, digests=True, evidence=workbook({}, evidence=given).evidence)
    assert said not in _named(whole)["lost"]


def test_among_many_blanks_a_digest_is_not_missed() -> None:
    def lost(filled: int, blank: int) -> str:
        rows = [{"file": f"{n}.pdf", "sha256": "0" * 64} for n in range(filled)]
        rows += [{"file": name} for name in (FILE, *"abcdef"[: blank - 1])]
        listed = workbook({}, evidence=rows).evidence
        return _named(replace(_book("CON-07"), evidence=listed, digests=True))["lost"]

    assert all("SHA-256" in lost(filled, blank) for filled, blank in ((0, 5), (3, 3), (3, 1)))
    assert "SHA-256" not in lost(1, 2)


@pytest.mark.parametrize(("filled", "blank"), [(1, 2), (2, 5), (3, 3), (0, 4)])
def test_that_few_lines_give_a_digest_is_said_with_what_the_others_count_for(
    filled: int, blank: int
) -> None:
    rows = [{"file": f"{n}.pdf", "sha256": "0" * 64} for n in range(filled)]
    rows += [{"file": name} for name in (*"abcdef"[: blank - 1], FILE)]
    own = replace(_book("CON-07"), evidence=workbook({}, evidence=rows).evidence, digests=True)
    told = [dict(one.says.values) for one in _told(own) if one.code == "digests_in_part"]
    if 2 * filled >= filled + blank or not filled:  # these are named one by one
        assert (told, "SHA-256" in _named(own)["lost"]) == ([], True)
    else:
        assert told == [{"controls": "CON-07", "count": blank, "total": filled + blank}]
    unnamed = replace(own, answers={"CON-07": replace(own.answers["CON-07"], evidence_names=())})
    assert not [one for one in _told(unnamed) if one.code == "digests_in_part"]


def test_a_file_that_is_listed_for_other_questions_is_named() -> None:
    for meant, told in ((("PHY-06",), True), (("PHY-06", "CON-07"), False)):
        rows = workbook({}, evidence=[{"file": FILE, "controls": meant}]).evidence
        lost = _named(replace(_book("CON-07"), evidence=rows))["lost"]
        assert (f"agreement of answers and list of evidence on {FILE}" in lost) is told


def test_files_that_are_named_and_did_not_come_are_asked_for_where_another_counts() -> None:
    own = _book("CON-07")
    names = (FILE, "d.csv", "b.csv", "a.csv", "c.csv")
    answers = {"CON-07": replace(own.answers["CON-07"], evidence_names=names)}
    assert (
        "delivery of a.csv, b.csv, c.csv and 1 more"
        in _named(replace(own, answers=answers))["lost"]
    )
    assert "delivery" not in _named(own)["lost"]


def test_headings_that_a_list_lost_are_named() -> None:
    listed = workbook({}, evidence=[{"file": FILE}]).evidence
    gone = {"evidence": (Message("Expires"),)}
    own = replace(_book("CON-07"), evidence=listed, columns_missing=gone)
    assert "list of evidence (Expires)" in _named(own)["lost"]


def test_where_nothing_counts_nothing_is_said() -> None:
    assert not _told(workbook({"CON-07": "×"}))
