"""Comparisons as shown: a contradiction is worded as a question to the auditee, with both cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from itakusaki.language.labels import OUTCOMES
from itakusaki.model.assessment import LOG_PART, Comparison, Operand, ProcessorResult
from itakusaki.model.finding import Finding
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.model.quick import quick
from itakusaki.model.source import places
from itakusaki.model.verdict import Outcome
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.finding import anchor
from itakusaki.report.view.log_result import log_anchor
from itakusaki.report.view.notice import worked_out

#: What is missing for a rule is named so far; assessment.json names all of it.
MOST_MISSING = 5


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class OperandView:
    """One side of a comparison: what, its value, its cell."""

    label: str
    shown: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedView:
    """A control that a contradiction turns."""

    id: str
    title: str
    knock_out: bool
    anchor: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A contradiction, put as a question; `ref` is what it may be quoted by, unique in a report.

    `finding` is the finding's id where it touches no control, "" elsewhere.
    `log` is the name of the control test on the same page that it comes from; `worked_out` lays the
    notices of a contract on the calendar, where it is about these.
    """

    ref: str
    finding: str
    rule: str
    title: str
    question: str
    operands: tuple[OperandView, ...]
    touched: tuple[TouchedView, ...]
    log: str = ""
    worked_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionItem:
    """What a side is asked about one topic: one sentence, the points it stands for, what to send back.

    Every open question belongs to exactly one item, and stands in full among `questions`.
    """

    ref: str
    title: str
    asks: str
    send: str
    questions: tuple[QuestionView, ...]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """A comparison in the appendix: both sides were there, and agree or not."""

    rule: str
    title: str
    outcome: str
    css: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UncomparedRow:
    """A rule, how many of its comparisons could not be made, and what was missing for them."""

    rule: str
    title: str
    count: str
    missing: str


def question_items(
    context: ViewContext, result: ProcessorResult, found: Iterable[Finding]
) -> tuple[QuestionItem, ...]:
    """Each contradiction once, by topic in the order of the topics."""
    asked: dict[tuple[str, str], tuple[Comparison, list[Finding]]] = {}
    for finding in found:
        for comparison in finding.comparisons:
            key = (comparison.rule, comparison.part)
            asked.setdefault(key, (comparison, []))[1].append(finding)
    topics: dict[int, list[tuple[Comparison, list[Finding]]]] = {}
    for comparison, findings in asked.values():
        topics.setdefault(comparison.topic.number, []).append((comparison, findings))
    return tuple(_item(context, result, topics[number]) for number in sorted(topics))


def _item(
    context: ViewContext,
    result: ProcessorResult,
    asked: Sequence[tuple[Comparison, list[Finding]]],
) -> QuestionItem:
    topic = asked[0][0].topic
    side = asked[0][1][0].side
    # What is asked in a sealed report is not to be taken for an item of the ordinary list.
    mark = "S" if context.is_sealed else "C" if side is Duty.CLIENT else "Q"
    ref = f"{result.processor.id}-{mark}{topic.number:02}"
    questions = tuple(
        _question(context, result, comparison, findings, ref=f"{ref}-{number}")
        for number, (comparison, findings) in enumerate(asked, start=1)
    )
    several = Message.of(
        N_(
            "On {topic}, answers, papers and records differ in {count} points. Please check which is right and answer each of them."
        ),
        topic=topic.title,
        count=len(questions),
    )
    return QuestionItem(
        ref=ref,
        title=context.pick(topic.title),
        asks=questions[0].question if len(questions) == 1 else context.say(several),
        send=context.pick(topic.send),
        questions=questions,
    )


def _question(
    context: ViewContext,
    result: ProcessorResult,
    comparison: Comparison,
    findings: Sequence[Finding],
    *,
    ref: str,
) -> QuestionView:
    tested = frozenset(t.test for t in result.examination.results) if result.examination else ()
    knock_outs = {finding.control for finding in findings if finding.knock_out}
    return QuestionView(
        ref=ref,
        finding="".join(finding.id for finding in findings if not finding.control),
        rule=comparison.rule,
        title=context.pick(comparison.title),
        question=context.say(comparison.question),
        operands=tuple(_operands(context, comparison)),
        touched=tuple(
            _touched(context, id_, knock_out=id_ in knock_outs)
            for id_ in dict.fromkeys(f.control for f in findings if f.control)
        ),
        log=_log(comparison, tested),
        worked_out=worked_out(context, result, (comparison.rule,)),
    )


def _log(comparison: Comparison, tested: Collection[str]) -> str:
    test = comparison.part.removeprefix(LOG_PART)
    return log_anchor(test) if comparison.from_logs and test in tested else ""


def _touched(context: ViewContext, control: str, *, knock_out: bool) -> TouchedView:
    return TouchedView(
        id=control, title=context.title(control), knock_out=knock_out, anchor=anchor(control)
    )


def topics_asked(found: Iterable[Finding]) -> frozenset[int]:
    """The topics on which something is asked: as many as a page has items."""
    return frozenset(c.topic.number for finding in found for c in finding.comparisons)


def question_count(found: Iterable[Finding]) -> int:
    """How many single questions stand behind the items: each contradiction once."""
    return len({(c.rule, c.part) for finding in found for c in finding.comparisons})


def comparison_rows(
    context: ViewContext, comparisons: Iterable[Comparison]
) -> tuple[ComparisonRow, ...]:
    """Every comparison that could be made."""
    return tuple(
        ComparisonRow(
            rule=comparison.rule,
            title=context.pick(comparison.title),
            outcome=context.say(OUTCOMES[comparison.outcome]),
            css=f"o-{comparison.outcome.value}",
            detail=context.translator.joined(_details(context, comparison)),
        )
        for comparison in comparisons
        if comparison.outcome is not Outcome.CANNOT_COMPARE
    )


def uncompared_rows(
    context: ViewContext, comparisons: Iterable[Comparison]
) -> tuple[UncomparedRow, ...]:
    """The comparisons that could not be made, rule by rule: there may be hundreds."""
    by_rule: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        if comparison.outcome is Outcome.CANNOT_COMPARE:
            by_rule.setdefault(comparison.rule, []).append(comparison)
    return tuple(_uncompared_row(context, rule, found) for rule, found in by_rule.items())


def _uncompared_row(context: ViewContext, rule: str, found: list[Comparison]) -> UncomparedRow:
    missing = list(dict.fromkeys(context.pick(words) for c in found for words in c.missing))
    shown = context.translator.joined(missing[:MOST_MISSING])
    if len(missing) > MOST_MISSING:
        more = Message.of(
            N_("{shown} (the first {count} of {total})"),
            shown=shown,
            count=MOST_MISSING,
            total=len(missing),
        )
        shown = context.say(more)
    return UncomparedRow(
        rule=rule, title=context.pick(found[0].title), count=str(len(found)), missing=shown
    )


def _details(context: ViewContext, comparison: Comparison) -> Iterator[str]:
    for operand in comparison.operands:
        view = _operand(context, operand)
        text = N_("{label}: {shown} ({cell})") if view.where else N_("{label}: {shown}")
        filled = {"label": view.label, "shown": view.shown}
        yield context.say(Message.of(text, **filled, cell=view.where))


def _operands(context: ViewContext, comparison: Comparison) -> Iterator[OperandView]:
    """The sides one by one; places that are those of the side before are not told again."""
    before = ""
    for operand in comparison.operands:
        view = _operand(context, operand)
        same = bool(view.where) and view.where == before
        before = view.where
        yield replace(view, where=context.say(Message(N_("as above")))) if same else view


def _operand(context: ViewContext, operand: Operand) -> OperandView:
    return OperandView(
        label=context.pick(operand.label),
        shown=operand.shown,
        where=places(operand.cells),
    )
