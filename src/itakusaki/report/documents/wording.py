"""Wording: the template of a document's text, filled."""

from __future__ import annotations

import re
from typing import Final

from itakusaki.report.environment import Pages

_BLANK_LINES: Final = re.compile(r"\n{3,}")
_INDENT: Final = re.compile(r"^[ \t]+$", re.MULTILINE)


def worded(templates: Pages, name: str, view: object) -> str:
    """A document's text in Markdown, no blank lines to spare.

    Raises:
        ReportTemplateError: the template cannot be used.
    """
    text = templates.render(name, view=view)
    return _BLANK_LINES.sub("\n\n", _INDENT.sub("", text)).strip() + "\n"
