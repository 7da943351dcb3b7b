"""The entry for opinions on answers: an opinion → pages for each reader and language, and its data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from itakusaki import __version__
from itakusaki.catalogue.checklist import Basis, Checklist
from itakusaki.catalogue.citation import citation
from itakusaki.catalogue.inquiry import Criterion, InquiryRules
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.inquiry import Audience, InquiryAnswer, InquiryOpinion, JudgedPoint
from itakusaki.model.message import Message, Words
from itakusaki.model.record import Field
from itakusaki.report.documents.front import FrontFact, FrontMatter, WritingSettings
from itakusaki.report.documents.fronts import CONFIDENTIAL, DRAFT
from itakusaki.report.documents.kinds import INQUIRY_KIND, PROVISIONS_KIND, wording_of
from itakusaki.report.documents.wording import worded
from itakusaki.report.documents.writers import DOCUMENT_WRITERS
from itakusaki.report.environment import pages
from itakusaki.report.formats.page import INDENT, tidy
from itakusaki.report.publication import Edition, ReportFile
from itakusaki.report.view.inquiry import InquiryContext, InquiryView, inquiry_view
from itakusaki.report.view.provisions import ProvisionsView, provisions_view

#: What pages are printed as, by the writers of the documents.
PRINTED: Final = ("docx", "pdf")
#: What the data say they are.
FORMAT: Final = "itakusaki/inquiry-opinion/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAnswer:
    """An answer with the opinion on it, and the rules it was judged by."""

    answer: InquiryAnswer
    opinion: InquiryOpinion
    rules: InquiryRules
    checklist: Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """How what is printed is laid out: the day it bears where the cover has none, fonts that go first."""

    day: date
    font_dir: Path | None = None


def inquiry_reports(
    judged: JudgedAnswer, edition: Edition, audiences: Sequence[Audience], printing: Printing
) -> tuple[ReportFile, ...]:
    """Every file of the report: pages and documents by reader and language, then the data.

    Raises:
        DocumentTextError, MissingExtraError, NoFontError, ReportTemplateError: see the writers.
    """
    files = [
        file
        for language in edition.languages
        for audience in audiences
        for file in _pages(judged, edition, audience, language, printing)
    ]
    if "json" in edition.formats:
        files.append(ReportFile(name="opinion.json", content=_data(judged)))
    return tuple(files)


def provision_reports(
    judged: JudgedAnswer,
    edition: Edition,
    audiences: Sequence[Audience],
    printing: Printing,
    spans: Sequence[tuple[date, date]] = (),
) -> tuple[ReportFile, ...]:
    """As `inquiry_reports`, with the periodic report form drawn from the registers before them.

    For each of the `spans` there is a form of its own beside the one of the whole period.
    """
    within = [(judged, "report"), *((_within(judged, s), f"report_{s[0]}") for s in spans)]
    forms = tuple(
        file
        for one, name in within
        for language in edition.languages
        for file in _forms(one, edition, language, printing, name)
    )
    return (*forms, *inquiry_reports(judged, edition, audiences, printing))


def _within(judged: JudgedAnswer, span: tuple[date, date]) -> JudgedAnswer:
    """The same registers, reported on for a part of the period."""
    cover, at = judged.answer.cover, judged.answer.at("period_from")
    days = {
        name: Field(value=day, raw=day.isoformat(), at=at)
        for name, day in (("period_from", span[0]), ("period_to", span[1]))
    }
    return replace(judged, answer=replace(judged.answer, cover={**cover, **days}))


def _forms(
    judged: JudgedAnswer, edition: Edition, language: str, printing: Printing, name: str
) -> Iterator[ReportFile]:
    view = provisions_view(_context(judged, edition, Audience.PROCESSOR, language), __version__)
    stem = f"{name}.{language}" if len(edition.languages) > 1 else name
    for ending in ("html", "md"):
        if ending in edition.formats:
            content = _written("provisions", view, edition, language, ending)
            yield ReportFile(name=f"{stem}.{ending}", content=content)
    yield from _printed(PROVISIONS_KIND, view, judged, edition, printing, stem)


def _context(
    judged: JudgedAnswer, edition: Edition, audience: Audience, language: str
) -> InquiryContext:
    return InquiryContext(
        answer=judged.answer,
        opinion=judged.opinion,
        rules=judged.rules,
        checklist=judged.checklist,
        translator=translator_for(language),
        audience=audience,
        others=tuple(code for code in edition.languages if code != language),
    )


def _pages(
    judged: JudgedAnswer,
    edition: Edition,
    audience: Audience,
    language: str,
    printing: Printing,
) -> Iterator[ReportFile]:
    several = len(edition.languages) > 1
    view = inquiry_view(_context(judged, edition, audience, language))
    stem = f"{audience.value}.{language}" if several else audience.value
    for ending in ("html", "md"):
        if ending in edition.formats:
            content = _written("inquiry", view, edition, language, ending)
            yield ReportFile(name=f"{stem}.{ending}", content=content)
    yield from _printed(INQUIRY_KIND, view, judged, edition, printing, stem)


def _printed(
    kind: str,
    view: InquiryView | ProvisionsView,
    judged: JudgedAnswer,
    edition: Edition,
    printing: Printing,
    stem: str,
) -> Iterator[ReportFile]:
    """A page's words as Word or PDF, where these are wanted."""
    wanted = [ending for ending in PRINTED if ending in edition.formats]
    if not wanted:
        return
    translator = translator_for(view.frame.lang)
    templates = pages("md", edition.templates, translator, edition.allowance)
    text = worded(templates, wording_of(kind), view)
    front = _front(kind, view, judged.answer.day("judged_on") or printing.day)
    settings = WritingSettings(
        templates=tuple(edition.templates),
        allowance=edition.allowance,
        font_dir=printing.font_dir,
    )
    for ending in wanted:
        made = DOCUMENT_WRITERS[ending](front, text, settings)
        yield ReportFile(name=f"{stem}.{ending}", content=made.content, notices=made.notices)


def _front(kind: str, view: InquiryView | ProvisionsView, day: date) -> FrontMatter:
    """The head of the page; what a provider sends to an authority bears no mark of ours."""
    say = translator_for(view.frame.lang).say
    is_opinion = isinstance(view, InquiryView)
    return FrontMatter(
        kind=kind,
        language=view.frame.lang,
        title=view.title,
        day=day,
        facts=tuple(FrontFact(label=fact.label, value=fact.value) for fact in view.facts),
        confidentiality=say(CONFIDENTIAL) if is_opinion else "",
        status=view.audience if isinstance(view, InquiryView) else say(DRAFT),
        is_landscape=not is_opinion,  # its registers have nine columns
        foot=(f"{view.rules} {view.version} · itakusaki {view.tool_version}",),
    )


def _written(
    template: str,
    view: InquiryView | ProvisionsView,
    edition: Edition,
    language: str,
    ending: str,
) -> bytes:
    translator = translator_for(language)
    templates = pages(ending, edition.templates, translator, edition.allowance)
    page = templates.render(f"{template}.{ending}.j2", view=view)
    return tidy(INDENT.sub("", page) if ending == "html" else page)


def _data(judged: JudgedAnswer) -> bytes:
    answer, opinion = judged.answer, judged.opinion
    points = zip(opinion.points, judged.rules.criteria, strict=True)
    content = {
        "format": FORMAT,
        "rules_version": judged.rules.version,
        "tool_version": __version__,
        "source": asdict(answer.source),
        "inquiry": {name: answer.text(name) for name in answer.cover},
        "reliance": opinion.reliance.value,
        "ground": opinion.ground.value if opinion.ground else None,
        "points": [_point(judged, point, criterion) for point, criterion in points],
        "files": [asdict(found) for _, found in sorted(answer.files.items())],
        "comparisons": [asdict(answer.comparisons[pair]) for pair in sorted(answer.comparisons)],
        "issues": [
            {
                "code": issue.code,
                "level": issue.level.value,
                "at": str(issue.at),
                "says": _both(issue.says),
                "mend": _both(issue.mend),
            }
            for issue in answer.issues
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _point(judged: JudgedAnswer, point: JudgedPoint, criterion: Criterion) -> Mapping[str, Any]:
    return {
        "id": criterion.id,
        "title": _both(criterion.title),
        "gate": point.gate,
        "outcome": point.outcome.value,
        "remarks": [
            {"says": _both(remark.says), "at": [str(at) for at in remark.at]}
            for remark in point.remarks
        ],
        "ask": _both(criterion.ask),
        "do": _both(criterion.do),
        "controls": list(criterion.controls),
        "cross_checks": list(criterion.cross_checks),
        "level": criterion.level,
        "basis": [_basis(judged.checklist, basis) for basis in criterion.basis],
    }


def _basis(checklist: Checklist, basis: Basis) -> Mapping[str, Any]:
    instrument = checklist.instruments[basis.instrument]
    return {
        "citation": _both(citation(basis, checklist)),
        "edition": _both(instrument.edition),
        "as_of": instrument.as_of,
        "strength": basis.strength,
        "tag": basis.tag,
    }


def _both(said: Message | Words) -> Mapping[str, str]:
    return {code: translator_for(code).value(said) for code in LANGUAGES}
