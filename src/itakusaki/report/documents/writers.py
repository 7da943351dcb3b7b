"""Writers: the only list of what a document can be written as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from itakusaki.report.documents.front import FrontMatter, WritingSettings, WrittenDocument
from itakusaki.report.documents.page import write_html, write_markdown
from itakusaki.report.documents.pdf import write_pdf
from itakusaki.report.documents.word import write_docx

DocumentWriter: TypeAlias = Callable[[FrontMatter, str, WritingSettings | None], WrittenDocument]

DOCUMENT_WRITERS: Final[Mapping[str, DocumentWriter]] = {
    "docx": write_docx,
    "pdf": write_pdf,
    "html": write_html,
    "md": write_markdown,
}
