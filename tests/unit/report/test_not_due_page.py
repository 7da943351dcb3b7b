"""The page of a party of which the round asked nothing: what it does not know it does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from itakusaki.language import translator_for
from itakusaki.model.tracked import FindingState, TrackedFinding
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.processor import ProcessorView, processor_view
from itakusaki.report.view.score import score_view
from itakusaki.score.totals import NO_SCORE, by_domain
from support.assessments import CHECKLIST, POLICY, assessment, control_result, processor, result
from support.published import published
from support.stored import TRACKED

OPEN = replace(TRACKED, processor="P03", state=FindingState.OPEN)
SETTLED = replace(OPEN, id="F-P03-009", state=FindingState.CLOSED)


def page(
    rating: Rating = Rating.NOT_DUE,
    *,
    verdict: Verdict = Verdict.NOT_ASKED,
    followed: Sequence[TrackedFinding] = (),
    language: str = "en",
) -> ProcessorView:
    """The page of a party all of whose controls of one domain have a verdict."""
    technical = ("TEC-02", "TEC-05", "TEC-09")
    party = result(processor("P03", "Gamma Systems"), rating, dict.fromkeys(technical, verdict))
    controls = [control_result(id_, verdict, party="P03") for id_ in technical]
    party = replace(party, score=NO_SCORE, domains=by_domain(controls, CHECKLIST))
    view = ViewContext(
        assessment=assessment(party),
        checklist=CHECKLIST,
        policy=POLICY,
        translator=translator_for(language),
        names={"P03": "P03"},
        followed=followed,
    )
    return processor_view(view, party, ())


@pytest.mark.parametrize(
    ("followed", "says"),
    [
        ((), "Nothing was asked in this round."),
        ((SETTLED,), "Nothing was asked in this round."),
        ((OPEN, SETTLED), "asks for nothing new; 1 finding of earlier rounds is followed on."),
        ((OPEN, replace(OPEN, id="F-P03-002")), "2 findings of earlier rounds are followed on."),
        ((replace(OPEN, processor="P04"),), "Nothing was asked in this round."),
    ],
)
def test_what_earlier_rounds_left_open_is_not_called_nothing(
    followed: Sequence[TrackedFinding], says: str
) -> None:
    summary = page(followed=followed).summary
    assert summary.steps == ()
    assert summary.nothing.endswith(says)
    assert summary.no_mandatory == "No mandatory control was judged in this round."


def test_of_a_party_that_was_looked_at_nothing_open_is_said_as_before() -> None:
    summary = page(Rating.A, verdict=Verdict.MET).summary
    assert (summary.nothing, summary.no_mandatory) == (
        "Nothing is open.",
        "No mandatory control is open.",
    )
    # A finding that is waited for is open, whatever this round found.
    assert "1 finding of earlier rounds" in page(Rating.A, followed=(OPEN,)).summary.nothing


@pytest.mark.parametrize(
    ("verdict", "word"),
    [(Verdict.NOT_ASKED, "Not asked this round"), (Verdict.EXEMPT, "not applicable")],
)
def test_a_domain_that_was_not_asked_is_not_called_inapplicable(
    verdict: Verdict, word: str
) -> None:
    cells = {cell.domain: cell for cell in page(verdict=verdict).heat}
    assert cells["TEC"].word == word
    # Of a domain without any control there is nothing to ask.
    assert cells["SUB"].word == "not applicable"
    shares = (cells["TEC"].score.exempt, cells["TEC"].score.unanswered)
    assert shares == (("–", "–") if verdict is Verdict.NOT_ASKED else ("100%", "0%"))


def test_where_nothing_came_no_share_is_nought() -> None:
    silent = score_view(NO_SCORE)
    assert (silent.exempt, silent.unanswered, silent.assurance) == ("–", "–", "–")
    some = score_view(replace(NO_SCORE, declared=50.0, verified=0.0, unanswered=0.5, controls=2))
    assert (some.exempt, some.unanswered) == ("0%", "50%")


def test_the_written_pages_say_so_in_both_languages() -> None:
    run = assessment(result(processor("P03", "Gamma Systems"), Rating.NOT_DUE, {}))
    for language, says in (
        ("ja", "今回の点検回で求める事項はありません"),
        ("en", "Nothing was asked"),
    ):
        files = published(run, formats=("html", "md"), languages=(language,))
        for name in ("processors/P03.html", "processors/P03.md"):
            assert says in files[name].decode()
