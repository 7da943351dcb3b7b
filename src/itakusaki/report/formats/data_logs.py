"""Data on logs: what came of the control tests on a processor's logs, for assessment.json."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.message import Value
from itakusaki.model.retest import (
    Cell,
    Examination,
    FigureValue,
    Hits,
    MeasuredFigure,
    PackSeal,
    ReadExport,
    TestResult,
)
from itakusaki.model.source import SourceFile

Json = dict[str, Any]


def examination(found: Examination | None) -> Json | None:
    """What was read, what the tests say, and the seals of packs; None where nothing came."""
    if found is None:
        return None
    return {
        "reads": [_read(read) for read in found.reads],
        "tests": [_test(result) for result in found.results],
        "seals": [_seal(seal) for seal in found.seals],
    }


def _both(value: Value) -> Json:
    return {code: translator_for(code).value(value) for code in LANGUAGES}


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _file(file: SourceFile) -> Json:
    return {"path": file.path, "sha256": file.sha256, "size": file.size}


def _read(read: ReadExport) -> Json:
    return {
        "export": read.export,
        "title": _both(read.title),
        "file": _file(read.file),
        "sheet": read.sheet,
        "layout": _both(read.layout),
        "rows": read.rows,
        "duplicates": read.duplicates,
        "put_aside": read.put_aside,
        "kept": read.kept,
        "first_at": _time(read.first_at),
        "last_at": _time(read.last_at),
        "cut": read.cut,
        "zone_stated": read.zone_stated,
        "encoding": read.encoding,
        "ignored_columns": list(read.ignored_columns),
    }


def _test(result: TestResult) -> Json:
    return {
        "test": result.test,
        "rule": result.rule,
        "title": _both(result.title),
        "outcome": result.outcome.value,
        "says": _both(result.says),
        "innocent": _both(result.innocent),
        "next": _both(result.next),
        "touches": list(result.touches),
        "proves": list(result.proves),
        "concerns": list(result.concerns),
        "figures": [_figure(figure) for figure in result.figures],
        "parameters": [_figure(figure) for figure in result.parameters],
        "exports": list(result.exports),
        "first_at": _time(result.first_at),
        "last_at": _time(result.last_at),
        "hits": _hits(result.hits),
        "lacking": [_both(message) for message in result.lacking],
        "own_run": result.own_run,
    }


def _figure(figure: MeasuredFigure) -> Json:
    return {"name": figure.name, "label": _both(figure.label), "value": _value(figure.value)}


def _value(value: FigureValue) -> int | str | list[str] | None:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _hits(hits: Hits) -> Json:
    return {
        "total": hits.total,
        "columns": [_both(column) for column in hits.columns],
        "sample": [[_cell(cell) for cell in row] for row in hits.sample],
        "days": {day.isoformat(): count for day, count in hits.days},
    }


def _cell(cell: Cell) -> str | Json:
    return cell if isinstance(cell, str) else _both(cell)


def _seal(seal: PackSeal) -> Json:
    return {
        "file": _file(seal.file),
        "fingerprint": seal.fingerprint,
        "valid": seal.valid,
        "known": seal.known,
        "made_on": seal.made_on,
        "tool_version": seal.tool_version,
    }
