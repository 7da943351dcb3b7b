"""Fronts: the front matter of a document, from its kind, the settings and whom it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from itakusaki.model.assessment import ProcessorResult
from itakusaki.model.document_settings import DocumentSettings
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Role
from itakusaki.report.documents.front import DocumentForm, FrontFact, FrontMatter
from itakusaki.report.documents.kinds import DocumentKind, DocumentReader
from itakusaki.report.view.brand import BrandView
from itakusaki.report.view.documents.context import OPEN, DocumentContext

INTERNAL: Final = Message(N_("Internal"))
CONFIDENTIAL: Final = Message(N_("Confidential"))
RESPONSIBLE_ONLY: Final = Message(N_("For the person responsible only"))
DRAFT: Final = Message(N_("Draft"))
#: How a company is addressed.
COMPANY: Final = Message(N_("{company}"))
COMPANY_AND_CODE: Final = N_("{company} ({code})")
_CONFIDENTIALITY: Final[Mapping[DocumentReader, Message]] = {
    DocumentReader.INSIDE: INTERNAL,
    DocumentReader.PROCESSOR: CONFIDENTIAL,
    DocumentReader.CLIENT: CONFIDENTIAL,
}


def front_of(
    kind: DocumentKind, context: DocumentContext, result: ProcessorResult | None
) -> FrontMatter:
    """The front matter of a document; what nobody has told yet is visibly open in it."""
    party = result.processor.id if result else ""
    given = context.settings.of(party)
    run, say = context.view.assessment, context.view.say
    addressee, sender = _SIDES[kind.reader](context, given, result)
    return FrontMatter(
        kind=kind.id,
        language=context.view.translator.code,
        title=say(kind.title),
        day=given.issued_on or run.as_of,
        form=kind.form,
        number=given.number,
        addressee=addressee,
        sender=sender,
        facts=tuple(_facts(kind, context, result)),
        confidentiality=say(
            _CONFIDENTIALITY[kind.reader] if context.suspicions is None else RESPONSIBLE_ONLY
        ),
        foot=tuple(_foot(kind, context, given)),
        is_landscape=kind.is_landscape,
        brand=_brand(kind, context),
    )


def _brand(kind: DocumentKind, context: DocumentContext) -> BrandView:
    """The look of the page; a letter that the client signs does not bear its consultant's logo."""
    brand = context.view.brand
    is_firms = context.view.assessment.role is Role.CONSULTANT
    is_letter = is_firms and kind.reader is not DocumentReader.INSIDE
    return BrandView(colour=brand.colour) if is_letter else brand


_Lines = tuple[str, ...]
_Sides = tuple[_Lines, _Lines]


def _inside(
    context: DocumentContext, given: DocumentSettings, result: ProcessorResult | None
) -> _Sides:
    """From whoever audits to whoever decides; a consultant writes to its client."""
    del result
    run = context.view.assessment
    if run.role is not Role.CONSULTANT:
        sender = (run.client, given.department, context.told(given.author))
        return (context.told(given.addressee),), _lines(sender)
    to = (context.view.say(_company(run.client)), given.addressee)
    return _lines(to), _lines(
        (context.told(given.firm), given.department, context.told(given.author))
    )


def _to_processor(
    context: DocumentContext, given: DocumentSettings, result: ProcessorResult | None
) -> _Sides:
    """From the client to a processor."""
    name = result.processor.name if result else ""
    run, say = context.view.assessment, context.view.say
    to = (say(_company(name)), given.recipient)
    sender = (run.client, given.department, context.told(given.sender))
    return _lines(to), _lines(sender)


def _to_client(
    context: DocumentContext, given: DocumentSettings, result: ProcessorResult | None
) -> _Sides:
    """From a processor to its client; who inspects itself names the client in the settings."""
    run, say = context.view.assessment, context.view.say
    name = result.processor.name if result else run.client
    is_own = name == run.client
    to = context.told(given.addressee) if is_own else say(_company(run.client))
    sender = (name, context.told(given.sender if is_own else ""))
    return (to,), _lines(sender)


_SIDES: Final[
    Mapping[
        DocumentReader,
        Callable[[DocumentContext, DocumentSettings, ProcessorResult | None], _Sides],
    ]
] = {
    DocumentReader.INSIDE: _inside,
    DocumentReader.PROCESSOR: _to_processor,
    DocumentReader.CLIENT: _to_client,
}


def _company(name: str) -> Message:
    return Message.of(COMPANY.text, company=name)


def _lines(given: tuple[str, ...]) -> _Lines:
    return tuple(line for line in given if line)


def _facts(
    kind: DocumentKind, context: DocumentContext, result: ProcessorResult | None
) -> Iterator[FrontFact]:
    """What the document is about; a letter says it in its text."""
    if kind.form is DocumentForm.LETTER:
        return
    run, say = context.view.assessment, context.view.say
    if result and run.role is not Role.PROCESSOR:
        text = Message.of(COMPANY_AND_CODE, company=result.processor.name, code=result.processor.id)
        yield FrontFact(label=say(Message(N_("Processor"))), value=say(text))
    yield FrontFact(label=say(Message(N_("Round"))), value=run.round)
    yield FrontFact(label=say(Message(N_("As of"))), value=context.view.translator.day(run.as_of))


def _foot(kind: DocumentKind, context: DocumentContext, given: DocumentSettings) -> Iterator[str]:
    """By what a report was made, and what whoever hands it on wants said of every document."""
    run = context.view.assessment
    if kind.form is DocumentForm.REPORT:
        yield context.say(
            N_("Checklist {checklist}, scoring policy {policy}, itakusaki {version}"),
            checklist=run.checklist_version,
            policy=run.policy_version,
            version=run.tool_version,
        )
    if given.disclaimer:
        yield given.disclaimer


def is_open(front: FrontMatter, context: DocumentContext) -> bool:
    """Whether something in it is still to be entered."""
    mark = context.view.say(OPEN)
    return any(mark in line for line in (*front.addressee, *front.sender))
