"""The gap register: a workbook with a row per finding, to filter, to assign and to follow up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from math import ceil
from typing import Final

from itakusaki.files.spool import Spool
from itakusaki.language import Translator, translator_for
from itakusaki.model.message import N_, Message
from itakusaki.model.party import Duty
from itakusaki.report.formats.register_book import (
    BODY,
    DAY,
    ENTRY,
    ENTRY_HEAD,
    HEAD,
    HEAD_ROW,
    PLAIN,
    TITLE,
    RegisterBook,
)
from itakusaki.report.formats.register_entries import Carried
from itakusaki.report.formats.register_logs import (
    EXPORT_COLUMNS,
    TEST_COLUMNS,
    export_rows,
    test_rows,
)
from itakusaki.report.formats.register_rows import (
    COLUMNS,
    Cell,
    RegisterColumn,
    register_rows,
    sealed_row,
)
from itakusaki.report.publication import Publication, ReportFile
from itakusaki.report.view.logs import is_examined
from itakusaki.tabular.gap_register import MARK, STATUSES
from itakusaki.tabular.hidden_sheet import REGISTER, head_rows
from itakusaki.tabular.hidden_sheet import SHEET as HIDDEN_SHEET

FOLDED: Final = N_(
    "More columns are folded away: press 2 above the row numbers to see them, 1 to fold them."
)
#: The styles of the columns that are to be filled in.
ENTRIES: Final = (ENTRY, DAY, ENTRY, ENTRY)
DUE_COLUMN, STATUS_COLUMN, MARK_COLUMN = 22, 23, 25
#: Where a row says whose it is: processor, side, control.
_WHOSE: Final = (1, 3, 10)
LINE_HEIGHT: Final = 14.0
#: A row is as high as its words need, as far as Excel lets it.
MOST_LINES: Final = 26
#: The first day that a due date may be.
EARLIEST: Final = date(2000, 1, 1)

#: Rows that a sheet can have, below its head.
MOST_ROWS: Final = 1_048_576 - HEAD_ROW

_Row = tuple[Cell, ...]


def as_xlsx(publication: Publication) -> Iterator[ReportFile]:
    """A register per language."""
    for language in publication.languages:
        name = f"gap-register{publication.suffix(language)}.xlsx"
        yield ReportFile(name=name, content=_workbook(publication, translator_for(language)))


@dataclass(frozen=True, slots=True)
class _RegisterRows:
    """The rows of a register's sheets: what is to be done, tests on logs, logs read."""

    findings: Spool[_Row] = field(default_factory=Spool)
    tests: Spool[_Row] = field(default_factory=Spool)
    exports: Spool[_Row] = field(default_factory=Spool)


def _rows(publication: Publication, translator: Translator) -> _RegisterRows:
    """What each processor has to do, then what the client has; each processor is looked at once."""
    rows = _RegisterRows()
    views = publication.processors(translator.code)
    for view, result in zip(views, publication.assessment.results, strict=True):
        if view.sealed:
            rows.findings.keep(sealed_row(view, result.processor.duty, translator))
        for row in register_rows(view, result.processor.duty, translator):
            rows.findings.keep(row)
        for row in test_rows(view, translator):
            rows.tests.keep(row)
        for row in export_rows(view, translator):
            rows.exports.keep(row)
    supervision = publication.supervision(translator.code)
    for supervised in supervision.rows if supervision else ():
        for row in register_rows(supervised, Duty.CLIENT, translator):
            rows.findings.keep(row)
    return rows


def _workbook(publication: Publication, translator: Translator) -> bytes:
    run, rows = publication.assessment, _rows(publication, translator)
    book = RegisterBook(run.as_of)
    _add_findings(book, rows.findings, publication, translator)
    if any(map(is_examined, run.results)):
        for listing in _log_sheets(rows):
            _add_sheet(book, listing, publication, translator)
    # Of which client and round it is, as our other workbooks say it.
    says = {"kind": REGISTER, "round": run.round, "client": run.client}
    book.hidden(HIDDEN_SHEET, head_rows({**says, "language": translator.code}))
    return book.content()


def _add_findings(
    book: RegisterBook, rows: Spool[_Row], publication: Publication, translator: Translator
) -> None:
    run, followed = publication.assessment, publication.edition.followed
    sheet = book.sheet(translator.gettext(N_("Issues log")), COLUMNS)
    if followed:
        sheet.hide(MARK_COLUMN)
    for line in _head(publication, translator, _count(rows)):
        sheet.write(line)
    carried = Carried(followed, translator, (run.client, run.round))
    for row in islice(rows, MOST_ROWS):
        whose = [str(row[place]) for place in _WHOSE]
        known = carried.entries(*whose)
        texts = ((value, BODY) for value in row)
        mark = [(carried.mark(*whose), BODY)] if followed else []
        sheet.write((*texts, *zip(known, ENTRIES, strict=True), *mark), _height(row, COLUMNS))
    # Sorted by the filter's buttons, a row takes along only what lies below the filter.
    sheet.filter_to(MARK_COLUMN + 1 if followed else len(COLUMNS))
    statuses = [translator.gettext(status) for status in STATUSES]
    choose, enter = N_("Choose one of the list."), N_("Enter a date such as 2026-12-31.")
    among: dict[str, object] = {"validate": "list", "source": statuses}
    later: dict[str, object] = {"validate": "date", "criteria": ">", "value": EARLIEST}
    sheet.allow(STATUS_COLUMN, among, translator.gettext(choose))
    sheet.allow(DUE_COLUMN, later, translator.gettext(enter))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A further sheet: its name, what it tells, and its rows."""

    title: str
    about: str
    columns: tuple[RegisterColumn, ...]
    rows: Spool[_Row]


def _log_sheets(rows: _RegisterRows) -> Iterator[_Sheet]:
    """The sheets on logs."""
    yield _Sheet(
        title=N_("Control tests"),
        about=N_(
            "One row per processor and control test on its logs. A hit is a question first; where something is missing or incomplete nothing is concluded: the absence of entries does not prove that nothing happened."
        ),
        columns=TEST_COLUMNS,
        rows=rows.tests,
    )
    yield _Sheet(
        title=N_("Logs read"),
        about=N_("One row per file or sheet. Lines found = duplicates + rejected + used."),
        columns=EXPORT_COLUMNS,
        rows=rows.exports,
    )


def _add_sheet(
    book: RegisterBook, made: _Sheet, publication: Publication, translator: Translator
) -> None:
    sheet, run = book.sheet(translator.gettext(made.title), made.columns), publication.assessment
    about = Message.of(
        N_("{client} · round {round} · as of {day} · {count} rows"),
        client=run.client,
        round=run.round,
        day=translator.day(run.as_of),
        count=_count(made.rows),
    )
    sheet.write([(translator.gettext(made.title), TITLE)])
    sheet.write([(translator.say(about), PLAIN)])
    about_rows = f"{translator.gettext(made.about)} {translator.gettext(FOLDED)}"
    sheet.write([(about_rows, PLAIN)])
    sheet.write((translator.gettext(c.heading), HEAD) for c in made.columns)
    for row in islice(made.rows, MOST_ROWS):
        sheet.write(((value, BODY) for value in row), _height(row, made.columns))
    sheet.filter_to(len(made.columns))


def _count(rows: Spool[_Row]) -> int | Message:
    """How many rows there are; where a sheet cannot hold them all, how many of them it has."""
    count = len(rows)
    if count <= MOST_ROWS:
        return count
    text = N_("the first {shown} of {count}")
    return Message.of(text, shown=f"{MOST_ROWS:,}", count=f"{count:,}")


def _head(
    publication: Publication, translator: Translator, count: int | Message
) -> Iterator[list[tuple[str, str]]]:
    """The lines above the findings, each text with its style."""
    run = publication.assessment
    about = Message.of(
        N_("{client} · round {round} · as of {day} · checklist {version} · {count} findings"),
        client=run.client,
        round=run.round,
        day=translator.day(run.as_of),
        version=run.checklist_version,
        count=count,
    )
    how = N_(
        "Filter by any column; the last four are yours to fill in. A contradiction is a question first, and “not evidenced” does not mean “not done”."
    )
    yield [(translator.gettext(N_("Issues log")), TITLE)]
    yield [(translator.say(about), PLAIN)]
    yield [(f"{translator.gettext(how)} {translator.gettext(FOLDED)}", PLAIN)]
    headings = [
        (
            translator.gettext(column.heading),
            ENTRY_HEAD if column.entry else HEAD,
        )
        for column in COLUMNS
    ]
    mark = [(translator.gettext(MARK), HEAD)] if publication.edition.followed else []
    yield [*headings, *mark]


def _height(row: Sequence[Cell], columns: Sequence[RegisterColumn]) -> float:
    """Room for the longest text of a row, whatever is folded away left out."""
    shown = ((text, c.width) for text, c in zip(row, columns, strict=False) if not c.aside)
    most = max(_lines(text, width) for text, width in shown if isinstance(text, str))
    return LINE_HEIGHT * min(most, MOST_LINES) + 4


def _lines(text: str, width: float) -> int:
    # In UTF-8 a Latin letter takes one byte and a Japanese one three; the latter is two wide.
    wide = (len(part) + len(part.encode("utf-8", "replace")) for part in text.split("\n"))
    return sum(ceil(half / 2 / width) or 1 for half in wide)
