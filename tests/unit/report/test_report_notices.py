"""Notices on the calendar: told with the findings that are about them, in the words of the notices' table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.findings import findings_of
from itakusaki.language import translator_for
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.report import Edition, reports
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.notice import notice_rows, worked_out
from itakusaki.wiring import shipped_rules
from support.assessments import CHECKLIST, POLICY, assessment, comparison, processor, result

LACKING = {"CON-01": Verdict.GAP, "TEC-09": Verdict.GAP, "TEC-05": Verdict.CONTRADICTED}
ASKED = comparison("X-30", touches=("TEC-05",))
PARTY = result(processor("P01", "Alpha Mailing"), Rating.C, LACKING, comparisons=[ASKED])


def policy(*told_with: str) -> ScoringPolicy:
    example = replace(POLICY.notice_example, told_with=frozenset(told_with))
    return replace(POLICY, notice_example=example)


def context(party: ProcessorResult) -> ViewContext:
    return ViewContext(
        assessment=assessment(party),
        checklist=CHECKLIST,
        policy=policy("TEC-09", "X-30"),
        translator=translator_for("en"),
        names={"P01": "P01"},
    )


def told(*told_with: str) -> dict[str, int]:
    """How often each page tells the dates with a finding."""
    run = assessment(PARTY)
    edition = Edition(formats=("html", "md"), languages=("en",))
    made = tuple(reports(run, findings_of(run, CHECKLIST), CHECKLIST, policy(*told_with), edition))
    pages = {file.name: file.content.decode().count("On the calendar") for file in made}
    return {name: count for name, count in pages.items() if count}


def test_the_shipped_policy_tells_them_with_contract_procedure_and_hours_compared() -> None:
    rules = shipped_rules()
    named = rules.policy.notice_example.told_with
    assert named == {"CON-09", "BRC-03", "X-30"}
    assert named <= {*rules.checklist.controls, *(rule.id for rule in rules.cross_checks)}


def test_the_dates_are_those_of_the_table() -> None:
    view = context(PARTY)
    (row,) = notice_rows(view, PARTY)
    assert "9 January 2027 (Sat), 18:00" in row.says
    for finding in (("TEC-09",), ("TEC-05", "X-30")):
        assert worked_out(view, PARTY, finding) == f"Contract {row.contract}: {row.says}"
    assert worked_out(view, PARTY, ("TEC-05",)) == ""
    assert worked_out(view, replace(PARTY, notices=()), ("TEC-09",)) == ""


def test_where_no_notice_can_be_worked_out_the_first_is_told() -> None:
    (path,) = PARTY.notices
    silent = replace(path, steps=(replace(path.steps[0], hours=None),))
    party = replace(PARTY, notices=(silent,))
    assert "cannot be worked out" in worked_out(context(party), party, ("X-30",))
    slow = replace(PARTY, notices=(silent, path))
    assert "the client hears" in worked_out(context(slow), slow, ("X-30",))


@pytest.mark.parametrize(
    ("told_with", "pages"),
    [
        ((), {}),
        (("TEC-09",), {"processors/P01.html": 1, "processors/P01.md": 1}),
        # In Markdown the control in question has a card of its own beside the question.
        (("X-30",), {"processors/P01.html": 1, "processors/P01.md": 2}),
        (("CON-01",), {"client.html": 1, "client.md": 1}),
    ],
)
def test_pages_tell_them_with_these_findings_and_no_others(
    told_with: tuple[str, ...], pages: dict[str, int]
) -> None:
    assert told(*told_with) == pages
