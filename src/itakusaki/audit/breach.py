"""Breach response: blank fact sheets, the clock and the triage of an incident."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from itakusaki.audit.rules import Rules
from itakusaki.breach.clock import PartyClock, clock
from itakusaki.breach.read import read_incident
from itakusaki.breach.triage import PartyTriage, triage
from itakusaki.files.writing import Written, write_over
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.model.incident import Incident, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedIncident:
    """An incident with its triage and clock."""

    incident: Incident
    triaged: tuple[PartyTriage, ...]
    clocks: tuple[PartyClock, ...]


def judge_file(file: Path, rules: Rules, *, now: Moment, with_changes: bool) -> JudgedIncident:
    """Read a fact sheet, and judge what it tells; `with_changes` looks for what would change it.

    Raises:
        FactSheetError: with every mistake in it.
        CatalogueError: the rules have mistakes.
    """
    return judge(read_incident(file, rules.breach, now=now), rules, with_changes=with_changes)


def judge(incident: Incident, rules: Rules, *, with_changes: bool = True) -> JudgedIncident:
    """The triage and the clock of an incident."""
    triaged = triage(incident, rules.breach, with_changes=with_changes)
    clocks = clock(incident, triaged, rules.breach)
    return JudgedIncident(incident=incident, triaged=triaged, clocks=clocks)


def make_fact_sheet(
    out: Path, rules: Rules, translator: Translator, *, format_: str, force: bool
) -> Written:
    """Write a blank fact sheet.

    Raises:
        FileExistsAlreadyError: there is a file already.
    """
    from itakusaki.forms import fact_sheet_book, fact_sheet_yaml  # noqa: PLC0415 - openpyxl

    if out.exists() and not force:
        raise FileExistsAlreadyError(str(out))
    if format_ == "xlsx":
        return write_over(out, fact_sheet_book(rules.breach, translator))
    return write_over(out, fact_sheet_yaml(rules.breach, translator).encode())
