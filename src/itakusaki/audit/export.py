"""Exporting the checklist in force to a file; the file's ending says in which format."""

from __future__ import annotations

from pathlib import Path

from itakusaki.catalogue.checklist import Checklist
from itakusaki.files.writing import Written, write_over
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.report.checklist_export import EXPORTS

__all__ = ["EXPORTS", "export_checklist"]


def export_checklist(
    checklist: Checklist, file: Path, translator: Translator, *, force: bool
) -> Written:
    """Write every control of the checklist.

    Raises:
        FileExistsAlreadyError: the file is there already.
    """
    if file.exists() and not force:
        raise FileExistsAlreadyError(str(file))
    return write_over(file, EXPORTS[file.suffix](checklist, translator))
