"""Breach response: blank fact sheets, the clock and the triage of an incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from itakusaki.audit.rules import Rules
from itakusaki.breach.clock import PartyClock, clock
from itakusaki.breach.draft import draft
from itakusaki.breach.given import GivenSheet
from itakusaki.breach.read import read_incident
from itakusaki.breach.triage import PartyTriage, triage
from itakusaki.catalogue.breach import DraftForm
from itakusaki.files.folding import key
from itakusaki.files.writing import Written, write_over
from itakusaki.language import Translator
from itakusaki.model.document_settings import DocumentOwner
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
    `font_dir` holds fonts that go before ours in PDFs. `owner` is the company whose workspace the sheet
    lies in, None outside of one.
    """

    kind: str
    party: str
    format: str
    now: Moment
    templates: tuple[Path, ...] = ()
    font_dir: Path | None = None
    owner: DocumentOwner | None = None


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
    kind = _kind(wish.kind, kinds)
    judged = judge_file(file, rules, now=wish.now, with_changes=False)
    form = kinds[kind]
    made = draft(judged.incident, judged.triaged, form, party=wish.party)
    view = draft_view(made, form, rules.checklist, translator)
    settings = WritingSettings(templates=wish.templates, font_dir=wish.font_dir)
    return draft_document(view, made.day, format_=wish.format, settings=settings, owner=wish.owner)


def _kind(asked: str, kinds: Mapping[str, DraftForm]) -> str:
    """A kind of draft by its id, or by its title in either language.

    Raises:
        UnknownNameError: there is none of that name.
    """
    for name, form in kinds.items():
        if key(asked) in map(key, (name, form.title.ja, form.title.en, *form.called)):
            return name
    raise UnknownNameError(asked, tuple(kinds))


def write_out(out: Path, content: bytes, *, force: bool) -> Written:
    """Write a file that a person may have worked on; one that is written over is kept as a copy.

    Raises:
        FileExistsAlreadyError: there is a file already.
    """
    if out.exists() and not force:
        raise FileExistsAlreadyError(str(out))
    return write_over(out, content)


def answered_sheet(rules: Rules, translator: Translator, sheet: GivenSheet) -> bytes:
    """A fact sheet with what was answered on the terminal."""
    facts = {name: given.text for name, given in sheet.facts.items()}
    rows = {
        table: [{name: given.text for name, given in row.items()} for row in found]
        for table, found in sheet.rows.items()
    }
    return _filled_sheet(rules, translator, facts, rows)


def begun_sheet(rules: Rules, translator: Translator, incident: Incident) -> bytes:
    """A fact sheet with what an incident that an audit began already tells."""
    facts = {"subject": incident.subject, **incident.facts, **incident.texts}
    if incident.persons_at_most is not None:
        facts["persons_at_most"] = str(incident.persons_at_most)
    parties = [
        {
            name: text
            for name, text in {"name": one.name, "client": one.client, **one.facts}.items()
            if text
        }
        for one in incident.parties
    ]
    return _filled_sheet(rules, translator, facts, {"parties": parties})


def _filled_sheet(
    rules: Rules,
    translator: Translator,
    facts: Mapping[str, str],
    rows: Mapping[str, Sequence[Mapping[str, str]]],
) -> bytes:
    from itakusaki.forms import fact_sheet_yaml  # noqa: PLC0415 - openpyxl

    return fact_sheet_yaml(rules.breach, translator, facts, rows).encode()


def blank_fact_sheet(rules: Rules, translator: Translator, *, format_: str) -> bytes:
    """A blank fact sheet."""
    from itakusaki.forms import fact_sheet_book, fact_sheet_yaml  # noqa: PLC0415 - openpyxl

    if format_ == "xlsx":
        return fact_sheet_book(rules.breach, translator)
    return fact_sheet_yaml(rules.breach, translator).encode()
