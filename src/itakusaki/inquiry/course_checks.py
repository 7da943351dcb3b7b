"""Course checks: periods reached, levels told, earlier answers looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from itakusaki.catalogue.inquiry import Need
from itakusaki.inquiry.looking import (
    GRAVITY,
    Judged,
    Viewpoint,
    all_of,
    joined,
    meaning,
    on_cover,
    remarked,
    shown,
)
from itakusaki.inquiry.row_checks import GIVEN, no_rows, row_state
from itakusaki.model.inquiry import PointOutcome
from itakusaki.model.message import N_
from itakusaki.model.record import Record

#: A kind of source that keeps no records, so that no period can be held against it.
WITHOUT_RECORDS: Final = "person"
DATES: Final = ("held_from", "held_to", "looked_from", "looked_to")
#: What is made of a period that is not reached, by what the cover says of telling so.
TOLD: Final = {"yes": PointOutcome.PARTLY, "no": PointOutcome.LACKING, "": PointOutcome.NOT_STATED}


def period(look: Viewpoint) -> Judged:
    """What was looked at reaches over the whole period asked about, or the answer says that it does not."""
    first, last = look.answer.day("period_from"), look.answer.day("period_to")
    if first is None or last is None:
        field = "period_from" if first is None else "period_to"
        text = N_("Not stated: {field}.")
        return on_cover(look, PointOutcome.NOT_STATED, text, field)
    rows = [
        row
        for row in look.rows
        if meaning(row, "looked_at") == "yes" and meaning(row, "kind") != WITHOUT_RECORDS
    ]
    return joined([_reach(look, row, first, last) for row in rows]) if rows else no_rows(look)


def _reach(look: Viewpoint, row: Record, first: date, last: date) -> Judged:
    dated = row_state(look, row, [Need(column=name, values=(GIVEN,)) for name in DATES])
    held_from, held_to, looked_from, looked_to = (row.day(name) for name in DATES)
    if not (held_from and held_to and looked_from and looked_to):
        return dated
    start, end = max(held_from, looked_from), min(held_to, looked_to)
    if start <= first and end >= last:
        return shown()
    said = {
        "first": first.isoformat(), "last": last.isoformat(),
        "start": start.isoformat(), "end": end.isoformat(),
    }  # fmt: skip
    text = N_("{row}: asked {first} to {last}, held and looked at {start} to {end}.")
    if start > end:
        text = N_("{row}: asked {first} to {last}, nothing held and looked at falls within.")
    outcome = TOLD[look.answer.choice("gap_told")]
    return remarked(outcome, text, row, row=look.key(row), **said)


def levels(look: Viewpoint) -> Judged:
    """Everybody who has to be told was told before the answer, and there is a record of it."""
    return joined([*_levels(look)])


def _levels(look: Viewpoint) -> Iterator[Judged]:
    for level in look.check.levels:
        yield _level(look, level)
    for field, level in look.check.levels_if.items():
        match look.answer.choice(field):
            case "yes":
                yield _level(look, level)
            case "no":
                pass
            case _:
                text = N_("Not stated: {field}.")
                yield on_cover(look, PointOutcome.NOT_STATED, text, field)


def _level(look: Viewpoint, level: str) -> Judged:
    rows = [row for row in look.rows if meaning(row, "level") == level]
    if not rows:
        text = N_("No record that this level was told: {level}.")
        return remarked(PointOutcome.NOT_STATED, text, level=look.choice("level", level))
    told = [_told(look, row) for row in rows]
    return min(told, key=lambda one: GRAVITY.index(one.outcome))


def _told(look: Viewpoint, row: Record) -> Judged:
    given = [Need(column=name, values=(GIVEN,)) for name in ("told_on", "record")]
    parts = [row_state(look, row, given)]
    told = row.day("told_on")
    answered, received = look.answer.day("answered_on"), look.answer.day("received_on")
    if told and answered and told > answered:
        text = N_("{row}: told on {day}, after the answer of {answered}.")
        said = {"day": told.isoformat(), "answered": answered.isoformat()}
        parts.append(remarked(PointOutcome.LACKING, text, row, row=look.key(row), **said))
    if told and received and told < received:
        text = N_("{row}: told on {day}, before the inquiry was received on {received}.")
        said = {"day": told.isoformat(), "received": received.isoformat()}
        parts.append(remarked(PointOutcome.LACKING, text, row, row=look.key(row), **said))
    return all_of(parts)


#: What must be known of an earlier answer that was looked at again.
RE_EXAMINED: Final = (
    Need(column="re_examined_on", values=(GIVEN,)),
    Need(column="re_examined_by", values=(GIVEN,)),
    Need(column="other_person", values=("yes",)),
    Need(column="result", values=(GIVEN,)),
)


def earlier(look: Viewpoint) -> Judged:
    """Every earlier answer was looked at again by another person, after any new fact."""
    field = look.check.field
    stated = look.answer.number(field)
    if stated is None and not look.rows:
        text = N_("Not stated: {field}.")
        return on_cover(look, PointOutcome.NOT_STATED, text, field)
    if not look.rows:
        return no_rows(look) if stated else Judged(PointOutcome.NOT_APPLICABLE)
    return joined([_again(look, row) for row in look.rows])


def _again(look: Viewpoint, row: Record) -> Judged:
    parts = [row_state(look, row, RE_EXAMINED)]
    fact, again = row.day("new_fact_on"), row.day("re_examined_on")
    if fact and again and again < fact:
        text = N_("{row}: looked at again on {day}, before the new fact of {fact}.")
        said = {"day": again.isoformat(), "fact": fact.isoformat()}
        parts.append(remarked(PointOutcome.LACKING, text, row, row=look.key(row), **said))
    return all_of(parts)
