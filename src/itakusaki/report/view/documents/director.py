"""The report to whoever decides: two pages on one processor, what did not fit counted with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.language.labels import SEALED_MATTER
from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.evidence import EvidenceState
from itakusaki.model.finding import Finding, FindingKind
from itakusaki.model.message import N_, Message, by_number
from itakusaki.model.party import Entrustment
from itakusaki.model.verdict import Rating
from itakusaki.report.view.comparison import topics_asked
from itakusaki.report.view.conclusion import (
    CHOICES,
    ProposalView,
    conclusion,
    proposal,
)
from itakusaki.report.view.control_text import references
from itakusaki.report.view.documents.context import (
    DocumentContext,
    DocumentHead,
    WorkRow,
    document_head,
    work_rows,
)
from itakusaki.report.view.documents.points import PointLine, Voice, point_line
from itakusaki.report.view.score import (
    RatingView,
    ScoreView,
    is_silent,
    is_unsettled,
    rating_view,
    score_view,
)
from itakusaki.report.view.sealed import COUNTING, DECIDE, ENTRIES, READERS, STEPS
from itakusaki.report.view.since import since_before
from itakusaki.report.view.text_width import CUT, wrapped

#: Points there is room for, if each is short; fewer where they are long.
MOST_POINTS: Final = 8
LEAST_POINTS: Final = 3
#: Lines that two pages have for points, and how wide a line is in parts of the font's size.
ROOM: Final = 14
LINE_WIDTH: Final = 44.0
#: A point is cut after so many lines.
MOST_LINES: Final = 4
MOST_WORKS: Final = 3
MOST_CONDITIONS: Final = 12

#: What a processor has to do, for one and for several.
ASKED: Final = (
    N_("Answer {count} question topic (letter of inquiry)"),
    N_("Answer {count} question topics (letter of inquiry)"),
)
TO_CORRECT: Final = (
    N_("Correct {count} gap (request for corrective action)"),
    N_("Correct {count} gaps (request for corrective action)"),
)
LEFT_BLANK: Final = (
    N_("Answer {count} control left blank"),
    N_("Answer {count} controls left blank"),
)
TO_SHOW: Final = (
    N_("Provide evidence for {count} statement"),
    N_("Provide evidence for {count} statements"),
)
#: How a check was made, by the choices of the ledger's layout.
METHODS: Final[Mapping[str, Message]] = {
    "visit": Message(N_("on site")),
    "video": Message(N_("by video")),
    "paper": Message(N_("on paper")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorStep:
    """What has to happen, who does it, and by when."""

    what: str
    who: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionChoice:
    """One of the decisions there are, and whether it is the one proposed."""

    label: str
    is_proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedGround:
    """What may be a leak: its story, and the rules to decide it by."""

    title: str
    says: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedStory:
    """What a sealed edition adds: who may read it, what to decide, days, order of steps, what to enter."""

    readers: str
    decide: str
    counting: tuple[str, ...]
    steps: tuple[str, ...]
    entries: tuple[str, ...]
    grounds: tuple[SealedGround, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorView:
    """Everything on the two pages; `more`, `more_works` and `more_conditions` count what did not fit.

    `story` is None but in a sealed edition.
    """

    head: DocumentHead
    department: str
    rating: RatingView
    score: ScoreView
    conclusion: str
    sealed: str
    points: tuple[PointLine, ...]
    more: int
    before: tuple[str, ...]
    proposal: ProposalView
    choices: tuple[DecisionChoice, ...]
    conditions: str
    more_conditions: int
    steps: tuple[DirectorStep, ...]
    works: tuple[WorkRow, ...]
    more_works: int
    methods: tuple[str, ...]
    own_open: int
    story: SealedStory | None


#: What the sealed edition says where the ordinary one sends its reader to the person responsible.
_TOLD_HERE: Final = Message(
    N_("There is a sealed matter; it is set out at the end of this report.")
)


def director_view(context: DocumentContext, result: ProcessorResult) -> DirectorView | None:
    """The two pages on a processor; a sealed edition there is only where there is a sealed matter."""
    story = _story(context, result)
    if context.suspicions is not None and story is None:
        return None
    found = [f for f in context.findings(result) if _counts(f, silent=is_silent(result))]
    works = work_rows(context, result)
    points = tuple(_points(context, result, found))
    conditions = [f for f in found if f.knock_out]
    suggested = proposal(context.view, result)
    return DirectorView(
        head=document_head(context, result),
        department=_department(context, result),
        rating=rating_view(context.view, result),
        score=score_view(result.score, unsettled=is_unsettled(result)),
        conclusion=conclusion(context.view, result, context.findings(result)),
        sealed=context.view.say(_sealed(story)) if result.sealed else "",
        points=points,
        more=len(found) - len(points),
        before=tuple(_before(context, result)),
        proposal=suggested,
        choices=tuple(_choices(context, suggested)),
        conditions=context.view.translator.joined(f.control for f in conditions[:MOST_CONDITIONS]),
        more_conditions=max(len(conditions) - MOST_CONDITIONS, 0),
        steps=tuple(_steps(context, result, found)),
        works=works[:MOST_WORKS],
        more_works=max(len(works) - MOST_WORKS, 0),
        methods=methods_used(context, result),
        own_open=_own_open(context, result),
        story=story,
    )


def _story(context: DocumentContext, result: ProcessorResult) -> SealedStory | None:
    mine = [s for s in context.suspicions or () if s.processor == result.processor.id]
    if not mine:
        return None
    return SealedStory(
        readers=context.say(READERS),
        decide=context.say(DECIDE),
        counting=tuple(context.say(text) for text in COUNTING),
        steps=tuple(context.say(text) for text in STEPS),
        entries=tuple(context.say(text) for text in ENTRIES),
        grounds=tuple(_ground(context, one) for one in mine),
    )


def _ground(context: DocumentContext, found: Suspicion) -> SealedGround:
    view = context.view
    return SealedGround(
        title=view.say(found.title),
        says=tuple(view.say(sentence) for sentence in found.says),
        basis=references(found.basis, view.checklist, view.translator, strength=True),
    )


def _sealed(story: SealedStory | None) -> Message:
    return _TOLD_HERE if story else SEALED_MATTER


def _counts(finding: Finding, *, silent: bool) -> bool:
    """Exceptions are settled; silence is the conclusion itself."""
    if finding.kind is FindingKind.EXCEPTION:
        return False
    return not (silent and finding.kind is FindingKind.UNANSWERED)


def _department(context: DocumentContext, result: ProcessorResult) -> str:
    """Who looks after the processor inside, by the ledger."""
    told = dict.fromkeys(row.record.text("department") for row in result.processor.entrustments)
    named = context.view.translator.joined(name for name in told if name)
    return context.told(named or context.of(result).department)


def _points(
    context: DocumentContext, result: ProcessorResult, found: Sequence[Finding]
) -> Iterator[PointLine]:
    """The first points, as many as there is room for."""
    used = 0
    for number, finding in enumerate(found[:MOST_POINTS]):
        line = _cut(point_line(context, result, finding, voice=Voice.INSIDE))
        used += _lines(line)
        if used > ROOM and number >= LEAST_POINTS:
            return
        yield line


def _cut(line: PointLine) -> PointLine:
    """A point of at most so many lines."""
    while _lines(line) > MOST_LINES:
        line = replace(line, says=line.says.removesuffix(CUT)[:-1] + CUT)
    return line


def _lines(line: PointLine) -> int:
    text = f"{line.title}{line.control} {line.says}"
    return len(wrapped(text, LINE_WIDTH, 1.0, MOST_LINES + 1))


def _before(context: DocumentContext, result: ProcessorResult) -> Iterator[str]:
    """How it stood in the round before, then what the ledger says of the last check, each thing once."""
    kept = list(since_before(context.view, result))
    yield from kept
    told = []
    for row in result.processor.entrustments:
        day = row.record.day("last_audit_on")
        if day is None:
            continue
        text = N_(
            "Last assessment on {day} ({method}): result {result}, open findings {count} (per register)."
        )
        said = context.say(
            text,
            day=context.view.translator.day(day),
            method=_method(row),
            result=row.record.text("last_result") or "-",
            count=row.record.text("open_findings") or "-",
        )
        told.append(said)
    yield from dict.fromkeys(told)
    if not told and not kept:
        yield context.say(N_("The register shows no earlier assessment."))


def _method(row: Entrustment) -> str | Message:
    """How a check was made: one of the layout's choices, else as it is written."""
    field = row.record.fields.get("last_audit_method")
    return METHODS.get(str(field.value), field.raw) if field else "-"


def _choices(context: DocumentContext, suggested: ProposalView) -> Iterator[DecisionChoice]:
    for choice in CHOICES:
        label = context.view.say(choice)
        yield DecisionChoice(label=label, is_proposed=label == suggested.label)


def _steps(
    context: DocumentContext, result: ProcessorResult, found: Sequence[Finding]
) -> Iterator[DirectorStep]:
    """What the processor owes, then what is to be done inside."""
    given = context.of(result)
    name = result.processor.name
    kinds = {kind: sum(f.kind is kind for f in found) for kind in FindingKind}
    asked = len(topics_asked(found))
    if is_silent(result):
        what = context.say(N_("Return the questionnaire"))
        yield DirectorStep(what=what, who=name, due=context.day(given.reply_by))
    for (one, several), count, due in (
        (ASKED, asked, given.reply_by),
        (TO_CORRECT, kinds[FindingKind.GAP], given.correct_by),
        (LEFT_BLANK, kinds[FindingKind.UNANSWERED], given.reply_by),
        (TO_SHOW, kinds[FindingKind.UNVERIFIED], given.reply_by),
    ):
        if count:
            what = context.say(by_number(count, one, several), count=count)
            yield DirectorStep(what=what, who=name, due=context.day(due))
    inside = _department(context, result)
    next_on = min(
        (day for row in result.processor.entrustments if (day := row.record.day("next_audit_on"))),
        default=None,
    )
    if found or is_silent(result):
        yield DirectorStep(
            what=context.say(N_("Send the letters, track due dates, report the replies")),
            who=inside,
            due=context.day(given.issued_on),
        )
    yield DirectorStep(
        what=context.say(N_("Next assessment")),
        who=inside,
        due=context.day(next_on or given.audit_on),
    )


def methods_used(context: DocumentContext, result: ProcessorResult) -> tuple[str, ...]:
    """How a processor was checked, with figures."""
    return tuple(_methods(context, result))


def _methods(context: DocumentContext, result: ProcessorResult) -> Iterator[str]:
    """What was done, with figures; of a sealed matter's logs nothing is said."""
    if is_silent(result):
        yield context.say(N_("Document review: no reply was received"))
    elif result.rating is Rating.NOT_DUE:
        yield context.say(N_("Not due in this round: no reply was asked for"))
    else:
        text = N_(
            "Document review: {count} controls assessed from the reply and the client’s records"
        )
        yield context.say(text, count=len(result.controls))
    judged = [side for control in result.controls for side in control.judgements]
    files = {file.path for side in judged for file in side.files}
    seen = sum(side.state is EvidenceState.CONFIRMED for side in judged)
    text = N_("Evidence: files provided {files}, answers confirmed by the auditor {seen}")
    yield context.say(text, files=len(files), seen=seen)
    if result.examination:
        made = len(result.examination.results)
        yield context.say(N_("Logs: {count} control tests run"), count=made)
    elif not result.sealed:
        yield context.say(N_("Logs: none provided; no control test was run"))
    yield context.say(N_("On-site visit: not part of this assessment"))


def _own_open(context: DocumentContext, result: ProcessorResult) -> int:
    """How many of the client's own duties are open here; they bear on no figure of the processor."""
    found = context.found.get(result.processor.id, ())
    return len({f.id for f in found}) - len({f.id for f in context.findings(result)})
