"""Questionnaires: the workbook that a client, a processor or a sub-processor answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from openpyxl import Workbook

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.credits import NO_CREDITS, Credits
from itakusaki.catalogue.glossary import GlossaryTerm, terms_in
from itakusaki.catalogue.layout import Layout
from itakusaki.forms import scale
from itakusaki.forms.archive import book_bytes
from itakusaki.forms.cover import CoverSpec, write_cover
from itakusaki.forms.entry_rules import Lists, RuleMaker
from itakusaki.forms.entry_table import TableSpec, as_asked, narrowed, write_table
from itakusaki.forms.guide import GuideFor, questionnaire_guide
from itakusaki.forms.hidden import write_hidden
from itakusaki.forms.instructions import write_instructions
from itakusaki.forms.internal_notes import write_internal_notes
from itakusaki.forms.last_round import write_last_lists
from itakusaki.forms.questions import QuestionPage, QuestionSheet, write_questions
from itakusaki.forms.selection import EVERYTHING, Extent, Section, is_asked, sections
from itakusaki.forms.styles import add_styles
from itakusaki.language import Translator
from itakusaki.language.labels import DEPTHS
from itakusaki.model.answer import LastReply
from itakusaki.model.depth import Depth
from itakusaki.model.message import N_, Message, Words
from itakusaki.model.party import Duty, Processor

TITLES = {
    Duty.CLIENT: Message.of(N_("Handling of personal data: the client's own check")),
    Duty.PROCESSOR: Message.of(N_("Handling of personal data: questionnaire for processors")),
    Duty.SUB_PROCESSOR: Message.of(
        N_("Handling of personal data: questionnaire for sub-processors")
    ),
}
#: A client's sub-processors stand in its ledger already.
TABLES = {
    Duty.CLIENT: ("exceptions", "evidence"),
    Duty.PROCESSOR: ("sub_processors", "exceptions", "evidence"),
    Duty.SUB_PROCESSOR: ("sub_processors", "exceptions", "evidence"),
}
ROWS_OF_A_PAGE = 18
#: Widths, in characters, with which a list stands on one page across, that of sub-processors on two; others as the
#: layout has them.
ONE_PAGE: Mapping[str, Mapping[str, float]] = {
    "sub_processors": {
        "name": 22, "corporate_number": 15, "country": 9, "work": 21, "handling": 21, "tier": 6, "parent": 17,
        "persons_engaged": 8.5, "notice_hours": 9, "approved_on": 11.5, "started_on": 11.5, "ended_on": 11.5,
        "accounts_disabled_on": 11.5, "certificate_on": 11.5, "last_audit_on": 11.5, "remarks": 22,
    },
    "exceptions": {
        "request": 14, "subject": 24, "reason": 22, "measure": 22, "approver": 11, "valid_from": 11.5,
        "valid_until": 11.5, "extensions": 9,
    },
    "evidence": {
        "file": 24, "controls": 17, "kind": 12, "issued_by": 14, "issued_on": 11.5, "period_from": 11.5,
        "period_to": 11.5, "expires_on": 11.5, "scope": 12, "remarks": 10,
    },
}  # fmt: skip
NOTES = {
    "sub_processors": Message.of(
        N_(
            "Every company, in any tier, to which the entrusted data or access to it is passed on, including maintenance, cloud and group companies. Leave the sheet empty if there is none."
        )
    ),
    "exceptions": Message.of(
        N_(
            "Every exception from a rule asked about that is in force or was in force in the period: who approved it, and until when. It takes effect only once the client has approved it. Ask here as well for the client's approval of an answer 'not applicable' on a mandatory control."
        )
    ),
    "evidence": Message.of(
        N_(
            "Every file that is handed in, under exactly the name it has, with the questions it is evidence for and the period it covers."
        )
    ),
}


HAND_IN = N_(
    "As an Excel file, with the evidence files, by the safe way agreed with the client; a password by another way"
)
CONFIDENTIAL = N_(
    "Confidential: for those who supervise and carry out this work. Names of respondents serve for queries only"
)
NO_WORDS = Words(ja="設問", en="Questions")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    checklist: Checklist
    layout: Layout
    kind: Duty
    processor: Processor | None
    client: str
    round: str
    due: date | None
    credits: Credits
    extent: Extent
    contact: str
    translator: Translator
    last: LastReply | None
    has_notes: bool


def questionnaire_book(  # noqa: PLR0913 - a questionnaire is made of this much
    *,
    checklist: Checklist,
    layout: Layout,
    kind: Duty,
    processor: Processor | None,
    client: str,
    round_: str,
    due: date | None,
    translator: Translator,
    credits_: Credits = NO_CREDITS,
    last: LastReply | None = None,
    has_notes: bool = False,
    extent: Extent = EVERYTHING,
    contact: str = "",
) -> bytes:
    """A questionnaire as an xlsx file: the same bytes for the same request.

    Controls that the processor's flags rule out are not asked; without a processor (a client's
    own check of all of them, or a form for anyone) every control of that kind is. What certificates
    stand for (`credits_`) is not asked of a processor, and the instructions say so. `extent` is how much
    is asked; a client's own check asks everything. `contact` is whom the cover names for questions, "" for nobody in particular.
    `has_notes` adds a sheet of internal notes, for a processor that inspects itself. What it declared in
    the `last` round stands beside, and may be said to hold still.
    """
    request = _Request(
        checklist=checklist,
        layout=layout,
        kind=kind,
        processor=processor,
        client=client,
        round=round_,
        due=due,
        credits=NO_CREDITS if kind is Duty.CLIENT else credits_,
        contact=contact,
        extent=EVERYTHING if kind is Duty.CLIENT else extent,
        translator=translator,
        last=last,
        has_notes=has_notes,
    )
    return book_bytes(_book(request))


def _book(request: _Request) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book, request.translator.code)
    lists = Lists()
    maker = RuleMaker(request.translator, lists)
    flags = request.processor.flags if request.processor else None
    left_out = request.credits.controls.keys()
    asked = sections(request.checklist, request.kind, flags, left_out, request.extent)
    table = request.layout.tables["answers"]
    sheets = [
        write_questions(book, maker, table, page, request.last) for page in _pages(request, asked)
    ]
    _write_tables(book, maker, request, asked)
    if request.last is not None:
        write_last_lists(book, request.translator, request.layout.tables, request.last)
    _write_front(book, maker, request, sheets, asked)
    if request.has_notes:
        write_internal_notes(book, request.translator)
    lists.write(book)
    items = (item for sheet in sheets for item in sheet.items)
    write_hidden(book, _says(request), items, request.last)
    book.active = 0
    return book


def _pages(request: _Request, asked: Sequence[Section]) -> Sequence[QuestionPage]:
    """A sheet for each domain; one for all of them where the form is a short one."""
    translator = request.translator
    if request.extent.depth is Depth.SHORT:
        title = translator.pick(request.layout.tables["answers"].sheet or NO_WORDS)
        page = QuestionPage(
            title=title,
            name=title,
            about="",
            heading=title,
            intro="",
            sections=tuple(asked),
            kind=request.kind,
            is_short=True,
        )
        return [page]
    together = request.checklist.depths.sheets(request.extent.depth)
    return [_page(request, shared) for shared in _shared(together, asked)]


def _shared(
    together: Sequence[Sequence[str]], asked: Sequence[Section]
) -> Iterator[tuple[Section, ...]]:
    """The sections, those whose domains share a sheet together where the first of them stands."""
    place = {domain: number for number, domains in enumerate(together) for domain in domains}
    sheets: dict[int | str, list[Section]] = {}
    for section in asked:
        name = section.domain.id
        sheets.setdefault(place.get(name, name), []).append(section)
    yield from map(tuple, sheets.values())


def _page(request: _Request, shared: tuple[Section, ...]) -> QuestionPage:
    translator = request.translator
    domains = [section.domain for section in shared]
    titles = translator.joined(translator.pick(domain.title) for domain in domains)
    ids = translator.joined(domain.id for domain in domains)
    desks = dict.fromkeys(translator.pick(desk) for domain in domains for desk in domain.desks)
    about = Message.of(N_("{sheet} (for: {desk})"), sheet=titles, desk=translator.joined(desks))
    return QuestionPage(
        title=f"{ids} {titles}" if len(domains) == 1 else ids,
        name=ids,
        about=translator.say(about) if desks else titles,
        heading=titles,
        intro=translator.pick(domains[0].intro) if len(domains) == 1 else "",
        sections=shared,
        kind=request.kind,
    )


def _write_front(
    book: Workbook,
    maker: RuleMaker,
    request: _Request,
    sheets: Sequence[QuestionSheet],
    asked: Sequence[Section],
) -> None:
    """Write the cover and the instructions, which know the other sheets, and put them first."""
    translator = request.translator
    spec = CoverSpec(
        title=translator.say(TITLES[request.kind]),
        form=request.layout.forms["cover"],
        filled=_filled(request),
        about_others=request.kind is Duty.CLIENT,
        sheets=sheets,
        facts=_facts(request, asked),
    )
    write_cover(book, maker, spec)
    write_instructions(
        book,
        translator,
        questionnaire_guide(
            request.layout,
            translator,
            GuideFor(
                due=request.due,
                left_out=_left_out(request),
                terms=_terms(request, asked),
                is_short=request.extent.depth is Depth.SHORT,
                last_round=request.last.round if request.last else "",
            ),
        ),
    )
    front = book.worksheets[-2:]
    for page in front:
        book.move_sheet(page, 2 - len(book.worksheets))


def _facts(request: _Request, asked: Sequence[Section]) -> Sequence[tuple[Message, Message]]:
    """What a person wants to know of a form before filling it: label and text."""
    questions = [control for section in asked for control in section.controls]
    asked_facts = (fact for control in questions for fact in control.facts_for(request.kind))
    count = sum(not fact.point for fact in asked_facts)
    minutes = request.checklist.depths.minutes(len(questions), count)
    hours = N_("about {hours} hours ({questions} questions, {facts} figures, dates and lists)")
    nobody = Message(N_("the client's person who sent this workbook"))
    contact = Message.of("{contact}", contact=request.contact) if request.contact else nobody
    depth = Message.of(N_("{depth} form"), depth=DEPTHS[request.extent.depth])
    why = Message.of(N_("{depth} – {reason}"), depth=depth, reason=request.extent.reason or "")
    return (
        (Message(N_("Contact for questions")), contact),
        (Message(N_("How to hand it in")), Message(HAND_IN)),
        (Message(N_("Handling of this workbook")), Message(CONFIDENTIAL)),
        (
            Message(N_("Estimated time")),
            Message.of(hours, hours=f"{minutes / 60:.1f}", questions=len(questions), facts=count),
        ),
        (Message(N_("How much is asked")), why if request.extent.reason else depth),
    )


def _terms(request: _Request, asked: Sequence[Section]) -> tuple[GlossaryTerm, ...]:
    """The terms of the glossary that the questions use."""
    pick, kind = request.translator.pick, request.kind
    texts = [
        pick(words)
        for section in asked
        for control in section.controls
        for words in (
            control.question_for(kind),
            *([] if request.extent.depth is Depth.SHORT else [control.guidance_for(kind)]),
            *(fact.ask for fact in control.facts_for(kind)),
        )
    ]
    return terms_in(request.checklist.glossary, "\n".join(texts), request.translator.code)


def _left_out(request: _Request) -> Credits:
    """The credits of questions that this party would be asked."""
    flags = request.processor.flags if request.processor else None
    controls = request.checklist.controls
    return replace(
        request.credits,
        controls={
            name: credit
            for name, credit in request.credits.controls.items()
            if is_asked(controls[name], request.kind, flags)
        },
    )


def _write_tables(
    book: Workbook, maker: RuleMaker, request: _Request, asked: Sequence[Section]
) -> None:
    tables, translator = request.layout.tables, request.translator
    ids = [control.id for section in asked for control in section.controls]
    kinds = scale.choices(tables["answers"].column("evidence_kind"), translator)
    suggested: Mapping[str, Mapping[str, Sequence[str]]] = {
        "exceptions": {"control": ids},
        "evidence": {"kind": kinds},
    }
    if request.extent.depth is Depth.SHORT:
        return  # its evidence is named beside the questions; who entrusts others gets a longer form
    for name in TABLES[request.kind]:
        spec = TableSpec(
            table=narrowed(as_asked(tables[name]), ONE_PAGE.get(name, {})),
            note=NOTES[name],
            empty_rows=ROWS_OF_A_PAGE,
            suggested=suggested.get(name, {}),
        )
        write_table(book, maker, spec)


def _filled(request: _Request) -> Mapping[str, str | date | None]:
    party = request.processor
    return {
        "processor_name": party.name if party else None,
        "corporate_number": party.corporate_number if party else None,
        "client": request.client,
        "round": request.round,
        "kind": scale.party(request.kind.value, request.layout, request.translator),
        "depth": _depth_said(request),
        "checklist_version": request.checklist.version,
        "due": request.due,
    }


def _says(request: _Request) -> Mapping[str, str]:
    party = request.processor
    return {
        "kind": request.kind.value,
        "processor": party.id if party else "",
        "corporate_number": party.corporate_number if party else "",
        "round": request.round,
        "checklist_version": request.checklist.version,
        "language": request.translator.code,
        "depth": request.extent.depth.value,
    }


def _depth_said(request: _Request) -> str:
    return request.translator.say(DEPTHS[request.extent.depth])
