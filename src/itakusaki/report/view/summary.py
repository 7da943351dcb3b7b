"""The summary: what a director has to know of a processor, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.language.labels import SEALED_MATTER
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import N_, Message, by_number
from itakusaki.model.party import Role
from itakusaki.model.verdict import Rating
from itakusaki.report.view.comparison import QuestionItem
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.finding import FindingView
from itakusaki.report.view.followed import open_findings
from itakusaki.report.view.score import is_silent

#: How many points a summary names.
MOST_POINTS = 5
#: Where a page lists the findings of a kind.
SECTIONS: Final[Mapping[str, str]] = {
    FindingKind.GAP: "gaps",
    FindingKind.UNANSWERED: "unanswered",
    FindingKind.UNVERIFIED: "unverified",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One of the heaviest findings, in a line."""

    anchor: str
    control: str
    title: str
    verdict: str
    css: str
    knock_out: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What is asked next, and the section of the page that tells it in full."""

    text: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """Principal issues and the next steps.

    `nothing` is said where there is no step, `no_mandatory` where no mandatory control is named.
    """

    points: tuple[Point, ...]
    more: str
    steps: tuple[NextStep, ...]
    nothing: str
    no_mandatory: str


def summary_view(
    context: ViewContext,
    result: ProcessorResult,
    views: Sequence[FindingView],
    items: Sequence[QuestionItem],
) -> SummaryView:
    """The summary of a processor's result."""
    heavy = [view for view in views if _is_heavy(view, silent=is_silent(result))]
    # A contradiction that touches no control is a finding too, though the lightest.
    more = len(heavy) + sum(bool(q.finding) for item in items for q in item.questions) - MOST_POINTS
    rest = context.say(Message.of(N_("and {count} more findings"), count=more)) if more > 0 else ""
    return SummaryView(
        points=tuple(_point(view) for view in heavy[:MOST_POINTS]),
        more=rest,
        steps=tuple(
            NextStep(text=context.say(text), section=section)
            for text, section in _steps(context, result, views, items)
        ),
        nothing=context.say(_nothing(context, result)),
        no_mandatory=context.say(_no_mandatory(result)),
    )


def _nothing(context: ViewContext, result: ProcessorResult) -> Message:
    """What there is to say where nothing is asked next; what earlier rounds left open is not passed over."""
    if result.sealed:
        return SEALED_MATTER
    left = open_findings(context, result.processor.id)
    if left:
        text = by_number(
            left,
            N_(
                "This round asks for nothing new; {count} finding of earlier rounds is followed on."
            ),
            N_(
                "This round asks for nothing new; {count} findings of earlier rounds are followed on."
            ),
        )
        return Message.of(text, count=left)
    if result.rating is Rating.NOT_DUE:
        return Message(N_("Nothing was asked in this round."))
    return Message(N_("Nothing is open."))


def _no_mandatory(result: ProcessorResult) -> Message:
    if result.sealed:
        return SEALED_MATTER
    if result.rating is Rating.NOT_DUE:
        return Message(N_("No mandatory control was judged in this round."))
    return Message(N_("No mandatory control is open."))


def _is_heavy(view: FindingView, *, silent: bool) -> bool:
    """Exceptions are settled; of a party that did not reply, silence is told once, as next step."""
    if view.kind == FindingKind.EXCEPTION:
        return False
    return not (silent and view.kind == FindingKind.UNANSWERED)


def _point(view: FindingView) -> Point:
    return Point(
        anchor=view.anchor,
        control=view.text.id,
        title=view.text.title,
        verdict=view.verdict,
        css=view.css,
        knock_out=view.knock_out,
        reason=view.reasons[0] if view.reasons else "",
    )


def _steps(
    context: ViewContext,
    result: ProcessorResult,
    views: Sequence[FindingView],
    items: Sequence[QuestionItem],
) -> Iterator[tuple[Message, str]]:
    """Every section that waits for somebody, with as many entries as it lists."""
    is_own = context.assessment.role is Role.PROCESSOR
    asked = (
        N_("Points to explain: {count}") if is_own else N_("Questions to the processor: {count}")
    )
    if is_silent(result):
        text = (
            N_("Fill in the questionnaire; nothing could be judged without it.")
            if is_own
            else N_("Get the questionnaire back; nothing of its own could be judged.")
        )
        yield Message(text), "change"
    listed = Counter(SECTIONS.get(view.kind, "") for view in views)
    for text, count, section in (
        (asked, len(items), "questions"),
        (N_("Gaps to be corrected: {count}"), listed["gaps"], "gaps"),
        (N_("Controls to be answered: {count}"), listed["unanswered"], "unanswered"),
        (
            N_("Answers for which evidence is requested: {count}"),
            listed["unverified"],
            "unverified",
        ),
    ):
        if count:
            yield Message.of(text, count=count), section
