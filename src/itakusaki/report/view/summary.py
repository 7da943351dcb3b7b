"""The summary: what a director has to know of a processor, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.finding import FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Role
from itakusaki.report.view.comparison import QuestionItem
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.finding import FindingView
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
    """Principal issues and the next steps."""

    points: tuple[Point, ...]
    more: str
    steps: tuple[NextStep, ...]


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
    )


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
