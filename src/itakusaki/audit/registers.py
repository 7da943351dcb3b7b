"""Registers of promises and of what authorities asked: a blank workbook, and how each row stands."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path

from itakusaki.audit.assess import read
from itakusaki.audit.setup import Setup
from itakusaki.files.writing import Written, write_over
from itakusaki.findings.commitments import commitments
from itakusaki.forms import registers_book
from itakusaki.intake.registers import TABLES
from itakusaki.language import Translator
from itakusaki.model.commitment import Commitment, CommitmentState
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.model.issue import DataIssue
from itakusaki.model.source import CellRef


def make_registers(setup: Setup, translator: Translator, *, out: Path, force: bool) -> Written:
    """Write a blank workbook for both registers.

    Raises:
        FileExistsAlreadyError: there is a file of that name.
    """
    if out.exists() and not force:
        raise FileExistsAlreadyError(str(out))
    return write_over(out, registers_book(setup.rules.standard, translator))


def list_commitments(
    setup: Setup, day: date
) -> tuple[tuple[Commitment, ...], tuple[DataIssue, ...]]:
    """Every row of the registers as it stands on a day, what needs doing first; and what could not be read."""
    dossier = read(setup, on_progress=lambda _: None).dossier
    order = list(CommitmentState)
    found = commitments(dossier.registers, day)
    sheets = {record.at.whole_row[:2] for record in dossier.registers}
    issues = tuple(one for one in dossier.issues if _is_of_register(setup, one.at, sheets))
    return tuple(sorted(found, key=lambda one: (order.index(one.state), one.due or day))), issues


def _is_of_register(setup: Setup, at: CellRef, sheets: AbstractSet[tuple[str, str]]) -> bool:
    """Whether a cell stands in a register, though no row of it could be read, or in a book that none was."""
    if (at.file, at.sheet) in sheets:
        return True
    tables = (setup.rules.standard.tables[name] for name in TABLES)
    titles = {
        title for table in tables if table.sheet for title in (table.sheet.ja, table.sheet.en)
    }
    contracts = setup.workspace.contracts.name
    return at.file.startswith(f"{contracts}/") and (at.sheet in titles or not at.sheet)
