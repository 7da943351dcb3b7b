"""Rows of the gap register's sheets on logs: the control tests, and the files they were run on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from itakusaki.language import Translator
from itakusaki.model.message import N_
from itakusaki.report.formats.register_rows import Cell, RegisterColumn
from itakusaki.report.view.log_export import ExportRow
from itakusaki.report.view.log_result import ConcernedControl, LogTest, NamedValue
from itakusaki.report.view.processor import ProcessorView

TEST_COLUMNS = (
    RegisterColumn(N_("Processor code"), 13, aside=True),
    RegisterColumn(N_("Processor name"), 16),
    RegisterColumn(N_("Rule"), 8),
    RegisterColumn(N_("Control test"), 24),
    RegisterColumn(N_("ID"), 26, aside=True),
    RegisterColumn(N_("Outcome"), 12),
    RegisterColumn(N_("Hits"), 7),
    RegisterColumn(N_("Result"), 56),
    RegisterColumn(N_("Figures"), 34, aside=True),
    RegisterColumn(N_("First line"), 17, aside=True),
    RegisterColumn(N_("Last line"), 17, aside=True),
    RegisterColumn(N_("Logs tested"), 28, aside=True),
    RegisterColumn(N_("Files"), 44, aside=True),
    RegisterColumn(N_("Controls whose verdict it turns"), 28, aside=True),
    RegisterColumn(N_("Evidence for"), 28, aside=True),
    RegisterColumn(N_("Controls it also concerns"), 28, aside=True),
    RegisterColumn(N_("What is missing or incomplete"), 36, aside=True),
    RegisterColumn(N_("What to ask next"), 56),
    RegisterColumn(N_("Possible legitimate explanations"), 40, aside=True),
    RegisterColumn(N_("Test parameters"), 32, aside=True),
    RegisterColumn(N_("Who ran it"), 16, aside=True),
)
EXPORT_COLUMNS = (
    RegisterColumn(N_("Processor code"), 13, aside=True),
    RegisterColumn(N_("Processor name"), 26),
    RegisterColumn(N_("Log or list"), 28),
    RegisterColumn(N_("File"), 44),
    RegisterColumn(N_("Sheet"), 16, aside=True),
    RegisterColumn(N_("Read as"), 26, aside=True),
    RegisterColumn(N_("Lines found"), 12),
    RegisterColumn(N_("Duplicates"), 11, aside=True),
    RegisterColumn(N_("Rejected"), 11, aside=True),
    RegisterColumn(N_("Used"), 12),
    RegisterColumn(N_("First line"), 17),
    RegisterColumn(N_("Last line"), 17),
    RegisterColumn(N_("Ends in mid-row"), 10),
    RegisterColumn(N_("Time zone"), 18, aside=True),
    RegisterColumn(N_("Encoding"), 12, aside=True),
    RegisterColumn(N_("Remarks"), 36),
    RegisterColumn("SHA-256", 66, aside=True),
)


def test_rows(view: ProcessorView, translator: Translator) -> Iterator[tuple[Cell, ...]]:
    """A row per control test that was carried out on a processor's logs, or could not be."""
    for test in view.logs.tests if view.logs else ():
        yield (view.id, view.name, *_result(test, translator), *_meaning(test, translator))


def _result(test: LogTest, translator: Translator) -> tuple[Cell, ...]:
    return (
        test.rule,
        test.title,
        test.id,
        test.outcome,
        float(test.hits.replace(",", "")),
        test.says,
        _values(test.figures, translator),
        test.first,
        test.last,
        _lines(source.title for source in test.sources),
        _lines(file for source in test.sources for file in (*source.files, source.more)),
    )


def _meaning(test: LogTest, translator: Translator) -> tuple[Cell, ...]:
    ran = N_("the processor itself") if test.own_run else N_("this audit")
    return (
        _controls(test.turned),
        _controls(test.proved),
        _controls(test.concerned),
        _lines(test.lacking),
        test.next,
        test.innocent,
        _values(test.parameters, translator),
        translator.gettext(ran),
    )


def export_rows(view: ProcessorView, translator: Translator) -> Iterator[tuple[Cell, ...]]:
    """A row per file (or sheet) of a processor that was read as a log or list."""
    for row in view.logs.read if view.logs else ():
        yield (view.id, view.name, *_export(row, translator))


def _export(row: ExportRow, translator: Translator) -> tuple[Cell, ...]:
    return (
        row.title,
        row.file,
        row.sheet,
        row.layout,
        *(float(number) for number in row.numbers),
        row.first,
        row.last,
        translator.gettext(N_("yes")) if row.cut else "",
        row.zone,
        row.encoding,
        _lines(row.remarks),
        row.sha256,
    )


def _values(values: Iterable[NamedValue], translator: Translator) -> str:
    colon = translator.gettext(N_(": "))
    return _lines(f"{entry.label}{colon}{entry.value}" for entry in values)


def _controls(controls: Iterable[ConcernedControl]) -> str:
    return _lines(f"{control.id} {control.title}" for control in controls)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
