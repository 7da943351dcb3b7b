"""Hits: a test's events counted, measured, and told in a few masked rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import (
    ControlTest,
    FigureKind,
    FigureSpec,
    HitColumn,
    ParameterValue,
)
from itakusaki.model.retest import Cell, FigureValue, Hits, MeasuredFigure
from itakusaki.retests.engine import Engine, Value
from itakusaki.retests.masking import Mask
from itakusaki.retests.queries import EXPORT, Queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is needed to tell a test's hits."""

    engine: Engine
    queries: Queries
    test: ControlTest
    mask: Mask
    data: EvidenceData


def told_hits(telling: Telling) -> tuple[Hits, tuple[MeasuredFigure, ...]]:
    """The held hits: how many, the first of them, how many per day; and the test's figures."""
    engine, queries, test = telling.engine, telling.queries, telling.test
    total, *values = engine.rows(queries.summary)[0]
    rows = engine.rows(queries.sample) if total else []
    hits = Hits(
        columns=tuple(column.title for column in test.columns),
        sample=tuple(
            tuple(_cell(telling, *pair) for pair in zip(test.columns, row, strict=True))
            for row in rows
        ),
        total=int(str(total)),
        days=_days(telling) if total else (),
    )
    return hits, _figures(telling, values, any_hit=bool(total))


def _days(telling: Telling) -> tuple[tuple[date, int], ...]:
    if not telling.queries.days:
        return ()
    return tuple(
        (day, n)
        for day, n in telling.engine.rows(telling.queries.days)
        if isinstance(day, date) and isinstance(n, int)
    )


def _cell(telling: Telling, column: HitColumn, value: Value) -> Cell:
    if column.name == EXPORT and str(value) in telling.data.exports:
        return telling.data.exports[str(value)].title
    if str(value) in column.words:
        return column.words[str(value)]
    return telling.mask.shown(column.mask, text(value))


def text(value: Value) -> str:
    """A value as it is shown in either language."""
    match value:
        case None:
            return ""
        case bool():
            return "○" if value else "×"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case int():
            return f"{value:,}"
        case str() | date():
            return str(value)
        case _:
            assert_never(value)


def _figures(
    telling: Telling, values: Sequence[Value], *, any_hit: bool
) -> tuple[MeasuredFigure, ...]:
    """The figures of a test, worked out from all its hits."""
    waiting = iter(values)
    found: list[MeasuredFigure] = []
    for spec in telling.test.figures:
        value: FigureValue
        if spec.kind is not FigureKind.LIST:
            value = _figure(next(waiting))
        else:
            value = _listed(telling, spec) if any_hit else ()
        found.append(MeasuredFigure(name=spec.name, label=spec.title, value=value))
    return tuple(found)


def _figure(value: Value) -> FigureValue:
    return value.date() if isinstance(value, datetime) else value


def _listed(telling: Telling, spec: FigureSpec) -> tuple[str, ...]:
    masks = {column.name: column.mask for column in telling.test.columns}
    return tuple(
        telling.mask.shown(masks.get(spec.of, ""), text(value))
        for (value,) in telling.engine.rows(telling.queries.distinct(spec.of))
    )


def shown_parameters(test: ControlTest, given: Parameters) -> tuple[MeasuredFigure, ...]:
    """The parameters a test ran with, by their titles."""
    return tuple(
        MeasuredFigure(name=one.name, label=one.title, value=_parameter(given.values[one.name]))
        for one in test.parameters
    )


def _parameter(value: ParameterValue) -> FigureValue:
    return value
