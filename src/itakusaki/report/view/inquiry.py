"""Opinions as shown: how far one can rely on an answer, what is missing, what to ask or to prepare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from itakusaki import __version__
from itakusaki.catalogue.checklist import BINDING, Checklist
from itakusaki.catalogue.inquiry import Criterion, InquiryRules
from itakusaki.language import Translator
from itakusaki.language.labels import AUDIENCES, POINT_OUTCOMES, WEIGHTS
from itakusaki.model.inquiry import (
    Audience,
    DeliveredFile,
    FileComparison,
    InquiryAnswer,
    InquiryOpinion,
    JudgedPoint,
    PointOutcome,
    Reliance,
)
from itakusaki.model.issue import IssueLevel
from itakusaki.model.message import N_, Message
from itakusaki.model.source import places
from itakusaki.report.view.brand import BrandView
from itakusaki.report.view.control_text import obliges, references, why_text
from itakusaki.report.view.frame import OtherLanguage
from itakusaki.report.view.records import FileRow, IssueRow

SETTLED: Final = frozenset({PointOutcome.SHOWN, PointOutcome.NOT_APPLICABLE})
#: How a page looks, by classes of the style sheet.
RELIANCE_CSS: Final = {
    Reliance.RELIABLE: "r-a",
    Reliance.SUPPLEMENT: "r-b",
    Reliance.NOT_YET: "r-c",
    Reliance.NOT_RELIABLE: "r-unacceptable",
}
OUTCOME_CSS: Final = {
    PointOutcome.SHOWN: "v-met",
    PointOutcome.PARTLY: "v-partial",
    PointOutcome.LACKING: "v-gap",
    PointOutcome.DIFFERS: "v-contradicted",
    PointOutcome.NOT_STATED: "v-unanswered",
    PointOutcome.NOT_APPLICABLE: "v-exempt",
}
GROUNDS: Final = {
    Reliance.RELIABLE: N_("Every point that is looked at is shown."),
    Reliance.SUPPLEMENT: N_(
        "All {gates} needed points are shown; {others} others are to be supplemented."
    ),
    Reliance.NOT_YET: N_("Of {gates} needed points, {partly} are shown in part only."),
    Reliance.NOT_RELIABLE: N_(
        "Of {gates} needed points, {differs} do not agree with other records, {lacking} are lacking by its own words, {not_stated} are not stated, {partly} are shown in part."
    ),
}
ONLY_SILENT: Final = N_(
    "Nothing speaks against it; it is not stated. What is not stated may have been done, and the judgement changes once it is shown."
)
BOUNDS: Final = (
    N_("A point that does not agree is a question; the answering side is to be heard first."),
    N_("It is no legal advice, and no judgement on whether anybody acted lawfully."),
)
OPENINGS: Final = {
    Audience.CLIENT: N_("Please ask for these, in this order"),
    Audience.PROCESSOR: N_("To be prepared before answering, in this order"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkView:
    """What was found, and where."""

    text: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A point as shown; `step` is what its reader may do about it."""

    id: str
    title: str
    question: str
    outcome: str
    css: str
    gate: bool
    remarks: tuple[RemarkView, ...]
    step: str
    why: tuple[str, ...]
    duty: str
    level: str
    refers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """Two extractions side by side."""

    first: str
    second: str
    lines: str
    result: str
    css: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A label and what stands beside it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryFrame:
    """What the head of any page needs."""

    lang: str
    others: tuple[OtherLanguage, ...]
    brand: BrandView = field(default_factory=BrandView)


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryView:
    """A page for one reader in one language."""

    frame: InquiryFrame
    title: str
    audience: str
    facts: tuple[Labelled, ...]
    reliance: str
    css: str
    ground: tuple[str, ...]
    counts: tuple[Labelled, ...]
    bounds: tuple[str, ...]
    opening: str
    open: tuple[PointView, ...]
    settled: tuple[PointView, ...]
    comparisons: tuple[ComparisonView, ...]
    notes: tuple[str, ...]
    then: tuple[Labelled, ...]
    issues: tuple[IssueRow, ...]
    files: tuple[FileRow, ...]
    rules: str
    version: str
    tool_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryContext:
    """What a page is made from; `others` are the languages the same page is in as well."""

    answer: InquiryAnswer
    opinion: InquiryOpinion
    rules: InquiryRules
    checklist: Checklist
    translator: Translator
    audience: Audience
    others: tuple[str, ...] = ()

    def say(self, text: str, **values: str | int) -> str:
        """A sentence in the page's language."""
        return self.translator.say(Message.of(text, **values))


def inquiry_view(context: InquiryContext) -> InquiryView:
    """The page for one reader in one language."""
    answer, opinion, translator = context.answer, context.opinion, context.translator
    points = [
        _point(context, point, criterion)
        for point, criterion in zip(opinion.points, context.rules.criteria, strict=True)
    ]
    is_open = [point.outcome not in SETTLED for point in opinion.points]
    first = sorted(zip(is_open, points, strict=True), key=lambda pair: not pair[1].gate)
    subject = answer.text("subject") or answer.source.path
    page, words = context.audience.value, context.rules.words
    return InquiryView(
        frame=InquiryFrame(
            lang=translator.code,
            others=tuple(OtherLanguage(code=c, link=f"{page}.{c}") for c in context.others),
        ),
        title=translator.pick(words["title"]).replace("{subject}", subject),
        audience=translator.say(AUDIENCES[context.audience]),
        facts=tuple(_facts(context)),
        reliance=translator.pick(words[opinion.reliance.value]),
        css=RELIANCE_CSS[opinion.reliance],
        ground=tuple(_ground(context)),
        counts=tuple(_counts(context)),
        bounds=(translator.pick(words["bounds"]), *map(translator.gettext, BOUNDS)),
        opening=translator.gettext(OPENINGS[context.audience]),
        open=tuple(point for wanted, point in first if wanted),
        settled=tuple(point for wanted, point in zip(is_open, points, strict=True) if not wanted),
        comparisons=tuple(_comparison(context, one) for one in _compared(answer)),
        notes=tuple(_notes(context)),
        then=tuple(_then(context)),
        issues=tuple(_issues(context)),
        files=tuple(_files(answer)),
        rules=translator.pick(words["rules"]),
        version=context.rules.version,
        tool_version=__version__,
    )


def outcomes_of(opinion: InquiryOpinion, *, gates: bool) -> list[PointOutcome]:
    """The outcomes of all points, or of the gates."""
    return [point.outcome for point in opinion.points if point.gate or not gates]


def _facts(context: InquiryContext) -> Iterator[Labelled]:
    fields = {field.name: field for field in context.rules.layout.forms["cover"].fields}
    silent = context.translator.say(POINT_OUTCOMES[PointOutcome.NOT_STATED])
    for name in context.rules.head:
        field, answer = fields[name], context.answer
        day = answer.day(name)
        value = context.translator.day(day) if day else answer.text(name)
        chosen = (one.words for one in field.choices if one.id == answer.choice(name))
        value = next((context.translator.pick(words) for words in chosen), value)
        yield Labelled(label=context.translator.pick(field.heading), value=value or silent)


def _ground(context: InquiryContext) -> Iterator[str]:
    opinion = context.opinion
    counted = Counter(outcomes_of(opinion, gates=True))
    counts = {outcome.value: counted[outcome] for outcome in PointOutcome}
    gates = counted.total() - counted[PointOutcome.NOT_APPLICABLE]
    others = sum(outcome not in SETTLED for outcome in outcomes_of(opinion, gates=False))
    yield context.say(GROUNDS[opinion.reliance], gates=gates, others=others, **counts)
    if opinion.reliance is Reliance.NOT_RELIABLE and opinion.ground is PointOutcome.NOT_STATED:
        yield context.translator.gettext(ONLY_SILENT)


def _counts(context: InquiryContext) -> Iterator[Labelled]:
    found = outcomes_of(context.opinion, gates=False)
    for outcome, label in POINT_OUTCOMES.items():
        yield Labelled(label=context.translator.say(label), value=str(found.count(outcome)))


def _point(context: InquiryContext, point: JudgedPoint, criterion: Criterion) -> PointView:
    translator, checklist = context.translator, context.checklist
    asks = context.audience is Audience.CLIENT
    cases = [checklist.cases[code] for code in criterion.cases if code in checklist.cases]
    return PointView(
        id=criterion.id,
        title=translator.pick(criterion.title),
        question=translator.pick(criterion.question),
        outcome=translator.say(POINT_OUTCOMES[point.outcome]),
        css=OUTCOME_CSS[point.outcome],
        gate=point.gate,
        remarks=tuple(
            RemarkView(text=translator.say(remark.says), where=places(remark.at))
            for remark in point.remarks
        ),
        step=translator.pick(criterion.ask if asks else criterion.do),
        why=tuple(why_text(case, checklist, translator) for case in cases),
        duty=obliges(criterion.basis, checklist, translator),
        level=_level(context, criterion),
        refers=translator.joined((*criterion.controls, *criterion.cross_checks)),
    )


def _level(context: InquiryContext, criterion: Criterion) -> str:
    """How far the point goes, and what else it refers to."""
    translator, checklist = context.translator, context.checklist
    level = translator.pick(checklist.levels[criterion.level].label)
    said = [context.say(N_("{level}."), level=level)]
    others = [basis for basis in criterion.basis if basis.strength not in BINDING]
    if others:
        named = references(others, checklist, translator, strength=True)
        said.append(context.say(N_("See also: {references}."), references=named))
    return translator.sentences(said)


def _compared(answer: InquiryAnswer) -> Sequence[FileComparison]:
    return [answer.comparisons[pair] for pair in sorted(answer.comparisons)]


def _comparison(context: InquiryContext, one: FileComparison) -> ComparisonView:
    outcome, text = _result(one)
    counts = [found.lines for found in _pair(context.answer, one)]
    return ComparisonView(
        first=one.first,
        second=one.second,
        lines=" / ".join("-" if count is None else f"{count:,}" for count in counts),
        result=context.translator.gettext(text),
        css=OUTCOME_CSS[outcome],
        detail=_detail(context, one),
    )


def _pair(answer: InquiryAnswer, one: FileComparison) -> Iterator[DeliveredFile]:
    for name in (one.first, one.second):
        yield next(found for found in answer.files.values() if found.name == name)


def _result(one: FileComparison) -> tuple[PointOutcome, str]:
    if one.same_bytes:
        return PointOutcome.SHOWN, N_("The same, byte for byte")
    if one.same_lines:
        return PointOutcome.SHOWN, N_("The same lines, in another order or with other line ends")
    if one.same_lines is None:
        return PointOutcome.DIFFERS, N_("Other bytes; the lines could not be compared")
    return PointOutcome.DIFFERS, N_("Lines differ")


def _detail(context: InquiryContext, one: FileComparison) -> str:
    if one.same_lines is not False:
        return ""
    parts = []
    for name, count, lines in (
        (one.first, one.only_first, one.first_at),
        (one.second, one.only_second, one.second_at),
    ):
        if count:
            numbers = ", ".join(map(str, lines)) + (" …" if count > len(lines) else "")
            text = N_("In {file} only: {count} lines (line {numbers}).")
            parts.append(context.say(text, file=name, count=count, numbers=numbers))
    return context.translator.sentences(parts)


def _notes(context: InquiryContext) -> Iterator[str]:
    for note in context.rules.notes:
        if note.audience == context.audience.value:
            named = references(note.basis, context.checklist, context.translator)
            text = N_("{sentence} ({references})")
            said = Message.of(text, sentence=note.says, references=named)
            yield context.translator.say(said)


def _then(context: InquiryContext) -> Iterator[Labelled]:
    """The law of another day, with the rows it is about."""
    for law in context.rules.dated:
        rows = [
            row
            for row in context.answer.rows(law.table)
            if (day := row.day(law.column)) is not None and day < law.before
        ]
        if rows:
            named = references(law.basis, context.checklist, context.translator)
            said = Message.of(N_("{sentence} ({references})"), sentence=law.says, references=named)
            where = places(row.at for row in rows)
            yield Labelled(label=context.translator.say(said), value=where)


def _issues(context: InquiryContext) -> Iterator[IssueRow]:
    order = tuple(IssueLevel)
    for issue in sorted(
        context.answer.issues, key=lambda i: (order.index(i.level), str(i.at), i.code)
    ):
        yield IssueRow(
            code=issue.code,
            weight=context.translator.say(WEIGHTS[issue.level]),
            css=f"w-{issue.level.value}",
            where=str(issue.at),
            says=context.translator.say(issue.says),
            mend=context.translator.say(issue.mend),
        )


def _files(answer: InquiryAnswer) -> Iterator[FileRow]:
    source = answer.source
    yield FileRow(path=source.path, sha256=source.sha256, size=f"{source.size:,}")
    for _, found in sorted(answer.files.items()):
        yield FileRow(path=found.name, sha256=found.sha256 or "-", size=f"{found.size:,}")
