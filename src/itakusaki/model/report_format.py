"""Formats: what a report can be written as; each has a writer in report.formats."""

from __future__ import annotations

from typing import Final

FORMATS: Final = ("html", "md", "xlsx", "json")
#: What documents that people hand on can be written as; each has a writer in report.documents.
DOCUMENT_FORMATS: Final = ("docx", "pdf", "html", "md")
