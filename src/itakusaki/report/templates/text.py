"""A template as text, to be read on a terminal; of a Word template its paragraphs, one a line."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Final

from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.model.allowance import Allowance
from itakusaki.report.documents.word import opened_template, word_parts
from itakusaki.report.environment import refused_template
from itakusaki.report.templates.known import KnownTemplate, kind_of_file

_JOB: Final = "itakusaki.report.templates.text:word_text"
_PARAGRAPH: Final = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")


def template_text(path: Path, template: KnownTemplate, allowance: Allowance) -> str:
    """What stands in a template's file.

    Raises:
        ReportTemplateError: it is a Word file that cannot be read.
    """
    if kind_of_file(template) != "docx":
        return path.read_text(encoding="utf-8", errors="replace")
    try:
        return str(behind_wall(_JOB, str(path), allowance=allowance))
    except RefusedFileError as refused:
        raise refused_template(path.name, refused) from refused


def word_text(path: str) -> str:
    """The paragraphs of a Word file; runs in the reader."""
    lines = (
        html.unescape(_TAG.sub("", found))
        for part in word_parts(opened_template(Path(path)))
        for found in _PARAGRAPH.findall(part)
    )
    return "".join(f"{line}\n" for line in lines if line)
