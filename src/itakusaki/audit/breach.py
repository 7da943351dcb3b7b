"""Breach response: blank fact sheets, the clock and the triage of an incident."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from itakusaki.audit.rules import Rules
from itakusaki.breach.clock import PartyClock, clock
from itakusaki.breach.draft import draft
from itakusaki.breach.read import read_incident
from itakusaki.breach.triage import PartyTriage, triage
from itakusaki.files.writing import Written, write_over
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError, UnknownNameError
from itakusaki.model.incident import Incident, Moment

if TYPE_CHECKING:
    from itakusaki.report.documents.front import WrittenDocument


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWish:
    """Which draft is wanted: its kind, whose ("" for the one it is most likely of), in which format.

    `now` is the moment of the facts where the sheet names none; `templates` are folders of a user's own,
    `font_dir` holds fonts that go before ours in PDFs.
    """

    kind: str
    party: str
    format: str
    now: Moment
    templates: tuple[Path, ...] = ()
    font_dir: Path | None = None


def make_draft(
    file: Path, rules: Rules, translator: Translator, wish: DraftWish
) -> WrittenDocument:
    """A draft of a report or notice, by a fact sheet.

    Raises:
        FactSheetError: with every mistake in the sheet.
        UnknownNameError: there is no such kind, or no such party.
        DocumentTextError, MissingExtraError, NoFontError, ReportTemplateError: it cannot be laid out.
    """
    from itakusaki.report.documents.drafts import draft_document  # noqa: PLC0415 - Jinja
    from itakusaki.report.documents.front import WritingSettings  # noqa: PLC0415
    from itakusaki.report.view.draft import draft_view  # noqa: PLC0415

    kinds = rules.breach.drafts
    if wish.kind not in kinds:
        raise UnknownNameError(wish.kind, tuple(kinds))
    judged = judge_file(file, rules, now=wish.now, with_changes=False)
    form = kinds[wish.kind]
    made = draft(judged.incident, judged.triaged, form, party=wish.party)
    view = draft_view(made, form, rules.checklist, translator)
    settings = WritingSettings(templates=wish.templates, font_dir=wish.font_dir)
    return draft_document(view, made.day, format_=wish.format, settings=settings)


def write_out(out: Path, content: bytes, *, force: bool) -> Written:
    """Write a file that a person may have worked on; one that is written over is kept as a copy.

    Raises:
        FileExistsAlreadyError: there is a file already.
    """
    if out.exists() and not force:
        raise FileExistsAlreadyError(str(out))
    return write_over(out, content)


def blank_fact_sheet(rules: Rules, translator: Translator, *, format_: str) -> bytes:
    """A blank fact sheet."""
    from itakusaki.forms import fact_sheet_book, fact_sheet_yaml  # noqa: PLC0415 - openpyxl

    if format_ == "xlsx":
        return fact_sheet_book(rules.breach, translator)
    return fact_sheet_yaml(rules.breach, translator).encode()
