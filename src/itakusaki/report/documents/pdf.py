"""PDF: a document laid out by typst, tagged for readers and kept for archives (PDF/UA-1, PDF/A-2a).

The template gets the document as JSON, so that nothing in the data acts as markup. A sign that no font
has is an error to typst, and rightly so in our own words; in data it is printed as 〓 with its code point
and named in a notice, for one cell must not cost a document.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.visible import visible
from itakusaki.files.wall import behind_wall
from itakusaki.language import translator_for
from itakusaki.model.brand import HOUSE_COLOUR
from itakusaki.model.message import N_, Message
from itakusaki.report.documents.blocks import DocumentBlock
from itakusaki.report.documents.column_widths import ACROSS, UPRIGHT
from itakusaki.report.documents.fonts import FontBook, font_book
from itakusaki.report.documents.front import FrontMatter, WritingSettings, WrittenDocument
from itakusaki.report.documents.front_view import front_view
from itakusaki.report.documents.layout_data import LayoutData
from itakusaki.report.documents.layout_template import layout_template
from itakusaki.report.documents.pictures import illustrated, picture_notices
from itakusaki.report.environment import ReportTemplateError, refused_template
from itakusaki.report.view.brand import BrandView, logo_bytes

if TYPE_CHECKING:
    from typst import PDFStandard, TypstError

_JOB: Final = "itakusaki.report.documents.pdf:laid_out_behind_wall"
_STANDARDS: Final[list[PDFStandard]] = ["ua-1", "a-2a"]
#: How typst names signs that cannot be printed; what a Rust program shows of one stands in quotes.
_MISSING: Final = re.compile(
    r'the text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`'
)
_CODE_POINT: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_LINE: Final = re.compile(r"\.typ:([0-9]+):")
#: Signs found missing may uncover others, such as the parts of a joined picture; never many times.
_TRIES: Final = 4
#: A template of one's own that asks for a package gets no network: every way out ends at once.
_NO_NETWORK: Final = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")


def write_pdf(
    front: FrontMatter, text: str, settings: WritingSettings | None = None
) -> WrittenDocument:
    """A document as PDF; the same input gives the same bytes, wherever it is made.

    Raises:
        DocumentTextError: its text holds what documents do not know.
        MissingExtraError: typst is not installed.
        NoFontError: there is no font.
        ReportTemplateError: a template of one's own cannot be used, or takes too long.
    """
    settings = settings or WritingSettings()
    names = (f"{front.language}/{front.kind}.typ", "document.typ")
    template = layout_template(names, settings.templates)
    blocks = illustrated(front, text)
    told_of = picture_notices(front, blocks)
    given = (str(template.path), str(settings.font_dir or ""), front, blocks)
    if not template.is_own:
        content, missing = laid_out(*given)
        return WrittenDocument(content=content, notices=(*told_of, *_notices(front, missing)))
    try:
        is_laid_out, told = behind_wall(_JOB, *given, allowance=settings.allowance)
    except RefusedFileError as refused:
        raise refused_template(template.path.name, refused) from refused
    if not is_laid_out:
        raise ReportTemplateError(*told)
    content, missing = told
    return WrittenDocument(content=content, notices=(*told_of, *_notices(front, missing)))


def laid_out_behind_wall(
    path: str, font_dir: str, front: FrontMatter, blocks: Sequence[DocumentBlock]
) -> tuple[bool, Any]:
    """Whether a document could be laid out, and what came of it or what is wrong; runs in the reader."""
    for name, nowhere in _NO_NETWORK.items():
        os.environ[name] = os.environ[name.upper()] = nowhere
    try:
        return True, laid_out(path, font_dir, front, blocks)
    except ReportTemplateError as error:
        template, line, reason = error.told
        return False, (template, line, translator_for(front.language).value(reason))


def laid_out(
    path: str, font_dir: str, front: FrontMatter, blocks: Sequence[DocumentBlock]
) -> tuple[bytes, str]:
    """The PDF, and the signs that no font has.

    Raises:
        ReportTemplateError: typst cannot follow the template.
    """
    book = font_book(Path(font_dir) if font_dir else None)
    data = json.dumps(_data(front, blocks, book), ensure_ascii=False)
    missing = ""
    for _ in range(_TRIES):
        shown = data.translate({ord(sign): _stand_in(sign) for sign in missing})
        made = _compiled(Path(path), shown, book, front)
        if isinstance(made, bytes):
            return made, missing
        more = "".join(sign for sign in _signs(made) if sign not in missing)
        if not more:
            raise ReportTemplateError(Path(path).name, _line_of(made), made.message) from made
        missing += more
    raise ReportTemplateError(Path(path).name, 0, visible(missing))


def _data(
    front: FrontMatter, blocks: Sequence[DocumentBlock], book: FontBook
) -> Mapping[str, object]:
    day, room = front.day, ACROSS if front.is_landscape else UPRIGHT
    brand, view = front.brand, replace(front, brand=BrandView(colour=front.brand.colour))
    return {
        "front": asdict(front_view(view)),
        "colour": brand.colour or HOUSE_COLOUR,
        "logo": {"bytes": list(logo_bytes(brand)), "width": brand.logo_width},
        "blocks": LayoutData(language=front.language, room=room).of(blocks),
        "fonts": book.families,
        "colon": translator_for(front.language).gettext(N_(": ")),
        "contents_title": translator_for(front.language).gettext(N_("Contents")),
        "day": {"year": day.year, "month": day.month, "day": day.day},
    }


def _compiled(path: Path, data: str, book: FontBook, front: FrontMatter) -> bytes | TypstError:
    import typst  # noqa: PLC0415 - an extra

    compiler = typst.Compiler(
        path.read_bytes(),
        root=str(path.parent),
        font_paths=book.fonts,
        ignore_system_fonts=True,
        sys_inputs={"document": data},
    )
    moment = datetime.combine(front.day, time(), tzinfo=UTC)
    try:
        made = compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=moment)
    except typst.TypstError as error:
        return error
    assert isinstance(made, bytes)  # noqa: S101 - one PDF was asked for
    return made


def _signs(error: TypstError) -> Iterator[str]:
    """The signs that an error names as missing, each once; ASCII is never data's fault."""
    found = "".join(one or other for one, other in _MISSING.findall(error.diagnostic))
    signs = _CODE_POINT.sub(lambda code: chr(int(code[1], 16)), found)
    yield from (sign for sign in dict.fromkeys(signs) if not sign.isascii())


def _stand_in(sign: str) -> str:
    """What is printed for a sign that no font has; a joiner was to be seen in no case."""
    return "" if unicodedata.category(sign) == "Cf" else f"〓({_code(sign)})"


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _notices(front: FrontMatter, missing: str) -> tuple[Message, ...]:
    if not missing:
        return ()
    text = N_("“{title}” as PDF: no font has {signs}; 〓 with the code point stands in its place.")
    signs = ", ".join(f"{visible(sign)} ({_code(sign)})" for sign in missing)
    return (Message.of(text, title=front.title, signs=signs),)


def _line_of(error: TypstError) -> int:
    found = _LINE.search(error.diagnostic)
    return int(found[1]) if found else 0
