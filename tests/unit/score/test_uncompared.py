"""What a workbook lost names the controls elsewhere that would have been held against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from itakusaki.language import translator_for
from itakusaki.model.answer import Questionnaire
from itakusaki.model.issue import DataIssue
from itakusaki.score.uncompared import left_uncompared
from support.cases import case_file, catalogue, covered, dossier, results, workbook

PERMITS = {"CON-07.take_out_permits": 5, "CON-07.copy_permits": 5}


def _told(own: Questionnaire) -> tuple[DataIssue, ...]:
    of, rules = dossier(own), catalogue().cross_checks
    controls = next(iter(results(of, rules=rules).values())).controls
    return tuple(left_uncompared(case_file(of), rules, controls))


def _named(own: Questionnaire) -> Mapping[str, str]:
    issue = _told(own)[0]
    words = dict(issue.says.values)
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


@pytest.mark.parametrize(
    ("name", "says"),
    [("evidence", "list of evidence"), ("sub_processors", "list of sub-processors")],
)
def test_a_list_that_is_gone_is_named(name: str, says: str) -> None:
    own = _book(*(c for c in catalogue().checklist.controls if c.startswith(("CON", "SUB"))))
    assert says in _named(replace(own, lists_missing=(name,)))["lost"]
    assert says not in _named(own)["lost"]


def test_a_blank_list_of_evidence_of_our_own_form_is_named_where_answers_name_files() -> None:
    own = _book("CON-07")
    row = workbook({}, evidence=[{"file": "x.pdf"}]).evidence
    assert "list of evidence" in _named(replace(own, sent=("CON-07",)))["lost"]
    assert "list of evidence" not in _named(replace(own, sent=("CON-07",), evidence=row))["lost"]
    assert "list of evidence" not in _named(own)["lost"]


def test_where_nothing_counts_nothing_is_said() -> None:
    assert not _told(workbook({"CON-07": "×"}))
