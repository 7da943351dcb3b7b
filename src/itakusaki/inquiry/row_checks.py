"""Row checks: what every row of a table must hold, and how many rows there must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Final

from itakusaki.catalogue.inquiry import Need
from itakusaki.files.folding import key
from itakusaki.inquiry.looking import (
    Judged,
    Viewpoint,
    all_of,
    joined,
    meaning,
    on_cover,
    remarked,
    shown,
)
from itakusaki.model.inquiry import PointOutcome
from itakusaki.model.message import N_, Message, Value, Words
from itakusaki.model.record import Record

GIVEN: Final = "given"
#: A day that must reach as far as the period asked about → the field of the cover that says how far.
REACHES: Final = {"by_period_start": "period_from", "by_period_end": "period_to"}
NO_ROWS: Final = N_("Nothing is stated on the sheet “{sheet}”.")


def every_row(look: Viewpoint) -> Judged:
    """Every row that counts holds what is needed, and there are enough of them."""
    check = look.check
    found = [row for row in look.rows if _counts(look, row)]
    if not found:
        if check.exempt_without_rows:
            return Judged(PointOutcome.NOT_APPLICABLE)
        return no_rows(look)
    held = joined([row_state(look, row, check.needs) for row in found])
    return all_of([held, _enough(look, found)])


def no_rows(look: Viewpoint) -> Judged:
    """That the table holds nothing to look at."""
    return remarked(PointOutcome.NOT_STATED, NO_ROWS, sheet=look.sheet())


def row_state(look: Viewpoint, row: Record, needs: Sequence[Need]) -> Judged:
    """What a row shows of what it must hold."""
    states = [(need.column, _state(look, row, need)) for need in needs]
    blank = [look.heading(name) for name, state in states if state is PointOutcome.NOT_STATED]
    wrong = [name for name, state in states if state is PointOutcome.LACKING]
    parts = [
        remarked(
            PointOutcome.LACKING,
            N_("{row}: {column} says “{value}”."),
            row,
            row=look.key(row),
            column=look.heading(name),
            value=row.text(name),
        )
        for name in wrong
    ]
    if blank:
        text = N_("{row}: not stated: {columns}.")
        named = listed(blank)
        parts.append(remarked(PointOutcome.NOT_STATED, text, row, row=look.key(row), columns=named))
    return all_of(parts) if parts else shown()


def listed(named: Sequence[Words]) -> Words:
    """Words in a row."""
    return Words(ja="、".join(one.ja for one in named), en=", ".join(one.en for one in named))


def values_named(look: Viewpoint) -> Judged:
    """Each of some choices stands in a row, be it only to say that there is none."""
    column = look.check.column
    named = {meaning(row, column) for row in look.rows}
    parts = [
        shown()
        if value in named
        else remarked(
            PointOutcome.NOT_STATED,
            N_("Not named, neither as existing nor as absent: {value}."),
            value=look.choice(column, value),
        )
        for value in look.check.values
    ]
    return joined(parts)


def causes(look: Viewpoint) -> Judged:
    """For each side a cause is given, with all that belongs to it."""
    return joined([_of_side(look, side) for side in look.check.values])


def _of_side(look: Viewpoint, side: str) -> Judged:
    column = look.check.column
    rows = [row for row in look.rows if meaning(row, column) == side]
    if not rows:
        text = N_("No cause is stated on the side of: {side}.")
        return remarked(PointOutcome.NOT_STATED, text, side=look.choice(column, side))
    return joined([row_state(look, row, look.check.needs) for row in rows])


def refers(look: Viewpoint) -> Judged:
    """Every row that counts names a row of one of some tables; not applicable where none counts."""
    rows = [row for row in look.rows if _counts(look, row)]
    if not rows:
        return Judged(PointOutcome.NOT_APPLICABLE)
    tables = [look.answer.rows(table) for table in look.check.values]
    known = {key(look.key(row)) for found in tables for row in found}
    return all_of([_referring(look, row, known) for row in rows])


def _referring(look: Viewpoint, row: Record, known: AbstractSet[str]) -> Judged:
    column = look.check.column
    named = row.text(column)
    if not named:
        return row_state(look, row, [Need(column=column, values=(GIVEN,))])
    if key(named) in known:
        return shown()
    text = N_("{row}: {column} names {name}, which is not listed.")
    said = {"row": look.key(row), "name": named}
    return remarked(PointOutcome.DIFFERS, text, row, column=look.heading(column), **said)


def kept_for(look: Viewpoint) -> Judged:
    """The day of every row that has one lies as many years off as the way of recording asks for.

    A row without days is what the point on the record itself names; not applicable where none has any.
    """
    parts = [part for row in look.rows if _counts(look, row) for part in _keeping(look, row)]
    return joined(parts) if parts else Judged(PointOutcome.NOT_APPLICABLE)


def _keeping(look: Viewpoint, row: Record) -> Iterator[Judged]:
    """How a row's day stands to the day it should at least be; nothing where either is not told."""
    until = row.day(look.check.column)
    span = next((one for one in look.check.spans if meaning(row, one.column) in one.values), None)
    start = next((day for name in span.start if (day := row.day(name))), None) if span else None
    if until is None or span is None or start is None:
        return
    least = years_after(start, span.years) - timedelta(days=1)  # the first day counts
    if until >= least:
        yield shown()
        return
    text = N_("{row}: {column} is {day}; {years} years from {start} end on {least}.")
    yield remarked(
        PointOutcome.LACKING,
        text,
        row,
        row=look.key(row),
        column=look.heading(look.check.column),
        day=until.isoformat(),
        years=span.years,
        start=start.isoformat(),
        least=least.isoformat(),
    )


def years_after(day: date, years: int) -> date:
    """The same day so many years on; for 29 February, where there is none, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def not_contradicted(look: Viewpoint) -> Judged:
    """No row is said to differ from what the asking side knows; not applicable where none was compared."""
    states = {meaning(row, look.check.column) for row in look.rows}
    differing = [row for row in look.rows if meaning(row, look.check.column) == "no"]
    if differing:
        text = N_("{row}: it differs from what the asking side knows.")
        return all_of(
            [remarked(PointOutcome.DIFFERS, text, row, row=look.key(row)) for row in differing]
        )
    return shown() if "yes" in states else Judged(PointOutcome.NOT_APPLICABLE)


def counted(look: Viewpoint) -> Judged:
    """The numbers that the cover states are those of the rows; one that differs spoils the whole."""
    return all_of([_count(look, name, table) for name, table in look.check.counts.items()])


def _count(look: Viewpoint, field: str, table: str) -> Judged:
    stated, rows = look.answer.number(field), len(look.answer.rows(table))
    if stated is None:
        text = N_("Not stated: {field}.")
        return on_cover(look, PointOutcome.NOT_STATED, text, field)
    if stated == rows:
        return shown()
    outcome = PointOutcome.LACKING if rows < stated else PointOutcome.DIFFERS
    text = N_("{field}: {stated} by the cover, {rows} on the sheet “{sheet}”.")
    said: dict[str, Value] = {"stated": stated, "rows": rows, "sheet": look.sheet(table)}
    return on_cover(look, outcome, text, field, **said)


def _counts(look: Viewpoint, row: Record) -> bool:
    return all(meaning(row, name) in wanted for name, wanted in look.check.where.items())


def _enough(look: Viewpoint, rows: Sequence[Record]) -> Judged:
    least = look.check.least
    if least is None:
        return shown()
    values = [meaning(row, least.column) for row in rows if least.column]
    having = values.count(least.value) if least.column else len(rows)
    if having >= least.count:
        return shown()
    outcome = PointOutcome.NOT_STATED if "" in values else PointOutcome.LACKING
    said: Words | Message = look.sheet()
    if least.column:
        said = Message.of(
            N_("{sheet}, {column}"), sheet=look.sheet(), column=look.heading(least.column)
        )
    text = N_("{what}: {having}, where at least {least} are looked for.")
    return remarked(outcome, text, *rows, what=said, having=having, least=least.count)


def _state(look: Viewpoint, row: Record, need: Need) -> PointOutcome:
    state = _own_state(look, row, need)
    if state is not PointOutcome.SHOWN and need.instead and row.value(need.instead) is not None:
        return PointOutcome.SHOWN
    return state


def _own_state(look: Viewpoint, row: Record, need: Need) -> PointOutcome:
    value = row.value(need.column)
    if value is None:
        return PointOutcome.NOT_STATED
    if need.values == (GIVEN,):
        return PointOutcome.SHOWN
    limit = REACHES.get(need.values[0])
    if limit:
        return _reaching(row.day(need.column), look.answer.day(limit), start=limit == "period_from")
    found = meaning(row, need.column) in need.values
    return PointOutcome.SHOWN if found else PointOutcome.LACKING


def _reaching(day: date | None, limit: date | None, *, start: bool) -> PointOutcome:
    if day is None or limit is None:
        return PointOutcome.NOT_STATED
    reaches = day <= limit if start else day >= limit
    return PointOutcome.SHOWN if reaches else PointOutcome.LACKING
