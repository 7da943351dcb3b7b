"""Exporting the checklist in force to a file; the file's ending says in which format."""

from __future__ import annotations

from pathlib import Path

from itakusaki.audit.safe_files import write_whole
from itakusaki.catalogue.checklist import Checklist
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.report.checklist_export import EXPORTS

__all__ = ["EXPORTS", "export_checklist"]


def export_checklist(
    checklist: Checklist, file: Path, translator: Translator, *, force: bool
) -> None:
    """Write every control of the checklist.

    Raises:
        FileExistsAlreadyError: the file is there already.
    """
    if file.exists() and not force:
        raise FileExistsAlreadyError(str(file))
    write_whole(file, EXPORTS[file.suffix](checklist, translator))
