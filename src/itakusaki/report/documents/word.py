"""Word: a document laid out by a Word template, the shipped one or a user's own.

docxtpl fills what stands around the text; the text goes in afterwards, as one piece that no template
engine looks at. So a thousand rows cost no more than their XML, and no word of the data acts as template.
"""

from __future__ import annotations

import io
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from itakusaki.files.archive import Limits, opened_archive
from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.reproducible_zip import reproducible
from itakusaki.files.visible import visible
from itakusaki.files.wall import behind_wall
from itakusaki.language import translator_for
from itakusaki.model.brand import HOUSE_COLOUR
from itakusaki.model.message import N_, Message
from itakusaki.report.documents.blocks import DocumentBlock, PictureBlock
from itakusaki.report.documents.extras import MissingExtraError
from itakusaki.report.documents.front import FrontMatter, WritingSettings, WrittenDocument
from itakusaki.report.documents.front_view import FrontView, front_view
from itakusaki.report.documents.layout_template import layout_template
from itakusaki.report.documents.pictures import illustrated, picture_notices, png_of
from itakusaki.report.documents.word_body import ListNumbering, Placed, WordBody
from itakusaki.report.environment import ReportTemplateError, refused_template
from itakusaki.report.view.brand import BrandView, logo_bytes
from itakusaki.settings import data_folder

if TYPE_CHECKING:
    from docx.document import Document as OpenedDocument
    from docxtpl import DocxTemplate
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_JOB: Final = "itakusaki.report.documents.word:filled_behind_wall"
_STYLES: Final = "word/styles.xml"
#: The name of the mark that the text takes the place of.
_PLACE: Final = "itakusaki_text"
_MARK: Final = f'<w:p><w:bookmarkStart w:id="0" w:name="{_PLACE}"/><w:bookmarkEnd w:id="0"/></w:p>'
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: What a template of one's own may come to when unpacked.
_UNPACKED: Final = Limits(unpacked=256 * 1024 * 1024, area=0)
#: English Metric Units: a twentieth of a point, a millimetre.
_EMU, _MM = 635, 36_000
_NO_PLACE: Final = N_("it has no paragraph {place} for the text of the document")
_NO_WORD_FILE: Final = N_("it is no Word file (.docx)")


def write_docx(
    front: FrontMatter, text: str, settings: WritingSettings | None = None
) -> WrittenDocument:
    """A document as a Word file; the same input gives the same bytes.

    Raises:
        DocumentTextError: its text holds what documents do not know.
        MissingExtraError: docxtpl is not installed.
        ReportTemplateError: a template of one's own cannot be used, or takes too long.
    """
    settings = settings or WritingSettings()
    names = [f"{front.language}/{name}.docx" for name in (front.kind, "document")]
    template = layout_template(names, settings.templates)
    blocks = illustrated(front, text)
    notices = picture_notices(front, blocks)
    given = (str(template.path), front, blocks)
    if not template.is_own:
        return WrittenDocument(content=filled(*given), notices=notices)
    try:
        is_filled, told = behind_wall(_JOB, *given, allowance=settings.allowance)
    except RefusedFileError as refused:
        raise refused_template(template.path.name, refused) from refused
    if not is_filled:
        raise ReportTemplateError(*told)
    return WrittenDocument(content=told, notices=notices)


def filled_behind_wall(
    path: str, front: FrontMatter, blocks: Sequence[DocumentBlock]
) -> tuple[bool, Any]:
    """Whether a template could be filled, and the bytes or what is wrong with it; runs in the reader."""
    try:
        return True, filled(path, front, blocks)
    except ReportTemplateError as error:
        template, line, reason = error.told
        return False, (template, line, translator_for(front.language).value(reason))


def filled(path: str, front: FrontMatter, blocks: Sequence[DocumentBlock]) -> bytes:
    """A template's bytes, filled.

    Raises:
        ReportTemplateError: it is no Word file, names what does not exist, or has no place for the text.
    """
    template = opened_template(Path(path))
    if front.brand.logo and Path(path).is_relative_to(data_folder("templates")):
        # A template of one's own bears its logo where its author put it.
        _put_logo(template.docx, front.brand)
    view = front_view(front)
    try:
        template.render({"document": view, "body": Markup(_MARK)}, _environment(front.language))  # noqa: S704 - no data in it
    except Exception as error:
        # Whatever a user's template brings about is for its author to mend, not our fault.
        raise ReportTemplateError(Path(path).name, _line_of(error), _said(error)) from error
    document: OpenedDocument = template.docx
    if not _has_place(document):
        reason = Message.of(_NO_PLACE, place="{{p body }}")
        raise ReportTemplateError(Path(path).name, 0, reason)
    _turn(document, is_landscape=front.is_landscape)
    text = _text(document, view, blocks)
    return _saved(document, front, text)


def opened_template(path: Path) -> DocxTemplate:
    """A Word template, opened and not yet filled.

    Raises:
        MissingExtraError: docxtpl is not installed.
        ReportTemplateError: it is no Word file.
    """
    try:
        from docxtpl import DocxTemplate  # noqa: PLC0415 - an extra, slow to load
    except ImportError as error:
        raise MissingExtraError("word", "docxtpl") from error
    content = path.read_bytes()
    try:
        opened_archive(io.BytesIO(content), _UNPACKED).close()
        template = DocxTemplate(io.BytesIO(content))
        template.init_docx()
    except Exception as error:
        raise ReportTemplateError(path.name, 0, Message(_NO_WORD_FILE)) from error
    return template


def word_parts(template: DocxTemplate) -> tuple[str, ...]:
    """The XML of a template's body, then of its headers and footers."""
    around = (
        template.get_part_xml(part)
        for uri in (template.HEADER_URI, template.FOOTER_URI)
        for _, part in template.get_headers_footers(uri)
    )
    return (template.get_xml(), *around)


def _environment(language: str) -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined  # noqa: PLC0415 - only reports need Jinja

    from itakusaki.report.sandbox import ReportSandbox  # noqa: PLC0415

    return ReportSandbox(
        translator_for(language), undefined=StrictUndefined, autoescape=True, finalize=_shown
    )


def _shown(value: object) -> object:
    """What a template prints, escaped; braces too, for docxtpl makes {{ of {_{ wherever it stands."""
    if isinstance(value, Markup):
        return value
    safe = str(escape(visible(str(value))))
    return Markup(safe.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped above


def _line_of(error: Exception) -> int:
    """The paragraph of the template in which an error arose; 0 where that is not known."""
    line = getattr(error, "lineno", None)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return line or (lines[-1] if lines else None) or 0


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _has_place(document: OpenedDocument) -> bool:
    marks = document.element.body.iter(f"{{{_MAIN}}}bookmarkStart")
    found = [mark for mark in marks if mark.get(f"{{{_MAIN}}}name") == _PLACE]
    return len(found) == 1


def _turn(document: OpenedDocument, *, is_landscape: bool) -> None:
    """Lay every page across."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415

    for section in document.sections if is_landscape else ():
        width, height = section.page_width, section.page_height
        if width and height and width < height:
            section.page_width, section.page_height = height, width
            section.orientation = WD_ORIENT.LANDSCAPE


def _put_logo(document: OpenedDocument, brand: BrandView) -> None:
    """Set the logo at the head of the first page, above what stands there."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    above = document.sections[0].first_page_header.paragraphs[0].insert_paragraph_before()
    above.alignment = WD_ALIGN_PARAGRAPH.LEFT
    # Lines of a fixed height would cut it off.
    above.paragraph_format.line_spacing = 1
    picture = io.BytesIO(logo_bytes(brand))
    placed: Any = above.add_run().add_picture(picture, Mm(brand.logo_width), Mm(brand.logo_height))
    placed._inline.docPr.set("descr", _property(brand.name))  # noqa: SLF001 - python-docx knows no other way


def _text(document: OpenedDocument, view: FrontView, blocks: Sequence[DocumentBlock]) -> str:
    """The text as it is to take the place of its mark; its numbered lists are made known."""
    body = WordBody(
        styles={str(style.name).lower(): style.style_id for style in document.styles},
        width=_text_width(document),
        contents_title=translator_for(view.language).gettext(N_("Contents")),
        last_number=_last_number(document),
        is_landscape=view.is_landscape,
        pictures=_pictures(document, blocks),
    )
    made = body.xml(blocks)
    for numbering in body.numbered:
        _count_anew(document, numbering)
    return made


def _pictures(document: OpenedDocument, blocks: Sequence[DocumentBlock]) -> Mapping[str, Placed]:
    """The pictures as parts of the file, with their sizes."""
    placed = {}
    for block in blocks:
        if isinstance(block, PictureBlock) and block.svg:
            part, image = document.part.get_or_add_image(io.BytesIO(png_of(block.svg)))
            width = block.width * _MM
            height = width * image.px_height // image.px_width
            placed[block.name] = Placed(part=part, width=width, height=height)
    return placed


def _text_width(document: OpenedDocument) -> int:
    """The width of the text in twentieths of a point."""
    section = document.sections[0]
    margins = (section.left_margin or 0) + (section.right_margin or 0)
    return int(((section.page_width or 0) - margins) / _EMU)


def _numbering(document: OpenedDocument) -> Any:  # noqa: ANN401 - an element of lxml's, or None
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

    parts = [
        relation.target_part.element
        for relation in document.part.rels.values()
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING
    ]
    return parts[0] if parts else None


def _last_number(document: OpenedDocument) -> int:
    numbering = _numbering(document)
    if numbering is None:
        return 0
    numbers = numbering.iter(f"{{{_MAIN}}}num")
    return max((int(number.get(f"{{{_MAIN}}}numId")) for number in numbers), default=0)


def _count_anew(document: OpenedDocument, numbering: ListNumbering) -> None:
    """Have a list count by itself, in the look of its style's numbers."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    holder = _numbering(document)
    abstract, level = _look(document, numbering.style)
    if holder is None or abstract is None:
        return
    element = parse_xml(
        f'<w:num xmlns:w="{_MAIN}" w:numId="{numbering.number}"><w:abstractNumId w:val="{abstract}"/>'
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{numbering.start}"/></w:lvlOverride></w:num>'
    )
    numbers = holder.findall(f"{{{_MAIN}}}num")
    numbers[-1].addnext(element)


def _look(document: OpenedDocument, style: str) -> tuple[int | None, int]:
    """The numbering definition of a list style, and its level there."""
    found = [one for one in document.styles if str(one.name).lower() == style.lower()]
    numbers = found[0].element.xpath("w:pPr/w:numPr/w:numId/@w:val") if found else []
    levels = found[0].element.xpath("w:pPr/w:numPr/w:ilvl/@w:val") if found else []
    holder = _numbering(document)
    if not numbers or holder is None:
        return None, 0
    path = f"w:num[@w:numId='{int(numbers[0])}']/w:abstractNumId/@w:val"
    abstract = holder.xpath(path)
    return (int(abstract[0]) if abstract else None), int(levels[0]) if levels else 0


def _saved(document: OpenedDocument, front: FrontMatter, text: str) -> bytes:
    moment = datetime.combine(front.day, time())
    core: Any = document.core_properties
    values: Mapping[str, object] = {
        "title": _property(front.title),
        "author": _property(front.sender[0] if front.sender else ""),
        "last_modified_by": "",
        "language": "ja-JP" if front.language == "ja" else "en-GB",
        "created": moment,
        "modified": moment,
        "revision": 1,
    }
    for name, value in values.items():
        setattr(core, name, value)
    out = io.BytesIO()
    document.save(out)
    main = document.part.partname.lstrip("/")
    changes: dict[str, Callable[[bytes], bytes]] = {
        main: lambda xml: _with_text(xml, text),
        _STYLES: partial(_coloured, front.brand.colour),
    }
    return reproducible(out.getvalue(), moment, changes)


def _coloured(colour: str, styles: bytes) -> bytes:
    """The styles in the brand's colour wherever they had the house's."""
    house = HOUSE_COLOUR.removeprefix("#").upper().encode()
    return styles.replace(house, colour.removeprefix("#").upper().encode()) if colour else styles


def _with_text(xml: bytes, text: str) -> bytes:
    """The document with its text; put in as XML, for a tree of a thousand rows is dear to move."""
    before, mark, after = xml.partition(_MARK.encode())
    assert mark  # noqa: S101 - it was found in the tree
    return before + text.encode() + after


def _property(text: str) -> str:
    """Word's properties hold 255 signs."""
    return visible(text).replace("\n", " ")[:255]
