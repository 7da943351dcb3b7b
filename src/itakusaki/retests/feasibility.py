"""Feasibility: whether a control test can be carried out on what is there, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest
from itakusaki.model.list_period import ListPeriod
from itakusaki.model.message import N_, Message

#: Why most tests cannot be carried out; `export` is the title of what is missing.
NOT_DELIVERED: Final = N_("not provided, or without a line: {export}")
#: Exports with at least one row → their columns that hold a value somewhere.
Filled = Mapping[str, frozenset[str]]


def filled_columns(tables: Mapping[str, Path]) -> Filled:
    """Exports with at least one row, and their columns with a value: no line is never no event.

    Args:
        tables: one canonical Parquet file by export id; only its statistics are read.
    """
    found = {name: pq.read_metadata(path) for name, path in tables.items()}
    return {name: _valued(metadata) for name, metadata in found.items() if metadata.num_rows}


def filled_by_any(tables: Mapping[str, Path], periods: Sequence[ListPeriod]) -> Filled:
    """What holds a value in the tables, or in a list of an earlier day."""
    found = dict(filled_columns(tables))
    for period in periods:
        for each in (period.tables, period.ended):
            for export, columns in filled_columns(each).items():
                found[export] = found.get(export, frozenset()) | columns
    return found


def feasible(
    test: ControlTest, filled: Filled, given: Parameters, data: EvidenceData
) -> tuple[Message, ...]:
    """Why a test cannot be carried out; empty where it can.

    An export that it needs is absent or without a line; none of the columns it looks at holds a
    value; a parameter is not set. The one place where this is decided, for a run and a replay.
    """
    absent = _absent(test, filled, data)
    lacking = [Message.of(NOT_DELIVERED, export=data.exports[export].title) for export in absent]
    if not absent and not _holds_any(test.needs_values, filled):
        lacking += [
            Message.of(
                N_("no line holds a value: {export}, {column}"),
                export=data.exports[export].title,
                column=data.exports[export].column(column).title,
            )
            for export, _, column in (name.partition(".") for name in test.needs_values)
        ]
    lacking += [
        Message.of(N_("not set: {parameter}"), parameter=parameter.title)
        for parameter in test.parameters
        if given.values[parameter.name] is None
    ]
    return tuple(lacking)


def _absent(test: ControlTest, filled: Filled, data: EvidenceData) -> Sequence[str]:
    if test.needs:
        return [export for export in test.needs if export not in filled]
    # A test of logs whatever they be needs one of them; a calendar alone tells nothing.
    logs = [export for export in test.uses if data.exports[export].is_log]
    return [] if filled.keys() & set(logs) else logs


def _holds_any(columns: Sequence[str], filled: Filled) -> bool:
    """Whether one of the columns holds a value: a log that lacks a column says nothing of it."""
    pairs = (name.partition(".")[::2] for name in columns)
    return not columns or any(column in filled.get(export, ()) for export, column in pairs)


def _valued(metadata: pq.FileMetaData) -> frozenset[str]:
    """The columns that are not empty throughout; one whose statistics are missing counts as filled."""
    groups = (metadata.row_group(number) for number in range(metadata.num_row_groups))
    chunks = (group.column(place) for group in groups for place in range(metadata.num_columns))
    return frozenset(chunk.path_in_schema for chunk in chunks if _has_value(chunk))


def _has_value(chunk: pq.ColumnChunkMetaData) -> bool:
    statistics = chunk.statistics
    if statistics is None or not statistics.has_null_count:
        return True
    return bool(statistics.null_count < chunk.num_values)
