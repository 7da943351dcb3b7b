"""The summary: what a director has to know of a processor, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message
from itakusaki.report.view.comparison import question_count
from itakusaki.report.view.finding import FindingView
from itakusaki.report.view.score import is_silent
from itakusaki.report.view.setting import Setting

#: How many points a summary names.
MOST_POINTS = 5


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
class Step:
    """What is asked next, and the section of the page that tells it in full."""

    text: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """The heaviest points and the next steps."""

    points: tuple[Point, ...]
    more: str
    steps: tuple[Step, ...]


def summary_view(
    setting: Setting,
    result: ProcessorResult,
    views: Sequence[FindingView],
    found: Sequence[Finding],
) -> SummaryView:
    """The summary of a processor's result."""
    heavy = [view for view in views if _is_heavy(view, silent=is_silent(result))]
    more = len(heavy) - MOST_POINTS
    rest = setting.say(Message.of(N_("and {count} more findings"), count=more)) if more > 0 else ""
    return SummaryView(
        points=tuple(_point(view) for view in heavy[:MOST_POINTS]),
        more=rest,
        steps=tuple(
            Step(text=setting.say(text), section=section) for text, section in _steps(result, found)
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


def _steps(result: ProcessorResult, found: Sequence[Finding]) -> Iterator[tuple[Message, str]]:
    kinds = Counter(finding.kind for finding in found)
    if is_silent(result):
        yield (
            Message(N_("Get the questionnaire back; nothing of its own could be judged.")),
            "change",
        )
    for text, count, section in (
        (N_("Questions to be explained: {count}"), question_count(found), "questions"),
        (N_("Gaps to be corrected: {count}"), kinds[FindingKind.GAP], "gaps"),
        (N_("Clauses to be amended: {count}"), kinds[FindingKind.CONTRACT_GAP], "contract"),
        (N_("Controls to be answered: {count}"), kinds[FindingKind.UNANSWERED], "unanswered"),
        (
            N_("Claims to be shown by evidence: {count}"),
            kinds[FindingKind.UNVERIFIED],
            "unverified",
        ),
    ):
        if count:
            yield Message.of(text, count=count), section
