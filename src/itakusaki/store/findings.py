"""Findings in the store: how each stood after every change, and which entry told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from itertools import starmap
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select

from itakusaki.files.canonical_json import Json
from itakusaki.model.plain import from_plain, to_plain
from itakusaki.model.tracked import (
    SETTLED,
    CorrectionPlan,
    FindingStanding,
    FindingState,
    FindingStep,
    TrackedFinding,
)
from itakusaki.store.assessments import all_from_bytes, as_bytes, digest_of, from_bytes
from itakusaki.store.tables import FINDING, FINDING_CHANGE, JOURNAL


def standing(connection: Connection) -> tuple[TrackedFinding, ...]:
    """Every finding as it stands, by processor and number."""
    rows = connection.execute(_last(FINDING_CHANGE.c.content)).all()
    found = (from_plain(TrackedFinding, plain) for plain in all_from_bytes(row[0] for row in rows))
    return tuple(sorted(found, key=lambda one: (one.processor, one.number)))


def standings(connection: Connection) -> tuple[FindingStanding, ...]:
    """How far the findings have come, those alike counted together, in no order."""
    columns = [FINDING_CHANGE.c[name] for name in _COLUMNS]
    query = _last(*columns, func.count()).group_by(*columns)
    return tuple(starmap(_come_to, connection.execute(query).all()))


def _last(*columns: ColumnElement[Any]) -> Select[Any]:
    """Columns of the last change of every finding."""
    last = (
        select(FINDING_CHANGE.c.finding, func.max(FINDING_CHANGE.c.entry).label("entry"))
        .group_by(FINDING_CHANGE.c.finding)
        .subquery()
    )
    return select(*columns).join(
        last,
        (FINDING_CHANGE.c.finding == last.c.finding) & (FINDING_CHANGE.c.entry == last.c.entry),
    )


def _come_to(
    state: str, due: str, until: str | None, first_round: str, settled_in: str, count: int
) -> FindingStanding:
    return FindingStanding(
        state=FindingState(state),
        due=date.fromisoformat(due),
        until=date.fromisoformat(until) if until else None,
        first_round=first_round,
        settled_in=settled_in,
        count=count,
    )


def steps(connection: Connection, id_: str) -> tuple[FindingStep, ...]:
    """How a finding stood after each entry that changed it, the first one first."""
    query = (
        select(FINDING_CHANGE.c.content, JOURNAL.c.number, JOURNAL.c.at, JOURNAL.c.actor)
        .join(JOURNAL, JOURNAL.c.number == FINDING_CHANGE.c.entry)
        .where(FINDING_CHANGE.c.finding == id_)
        .order_by(FINDING_CHANGE.c.entry)
    )
    return tuple(_step(row) for row in connection.execute(query))


def contents_of(changed: Sequence[TrackedFinding]) -> tuple[bytes, ...]:
    """Findings as the bytes that are kept; what a field holds of itself is left out, for most do."""
    return tuple(as_bytes(_told(to_plain(finding))) for finding in changed)


def _told(plain: Json) -> Json:
    return {name: value for name, value in plain.items() if value != _DEFAULTS.get(name, ...)}


def changes_digest(contents: Sequence[bytes]) -> str:
    """The digest by which the journal knows the changes of one entry."""
    return digest_of(b"\n".join(contents))


def write(
    connection: Connection, changed: Sequence[TrackedFinding], contents: Sequence[bytes], entry: int
) -> None:
    """Write findings as they stand after an entry, those that are new with their id."""
    ids = [finding.id for finding in changed]
    known = set(connection.scalars(select(FINDING.c.id).where(FINDING.c.id.in_(ids))))
    rows: list[Json] = [_row(finding) for finding in changed if finding.id not in known]
    if rows:
        connection.execute(insert(FINDING), rows)
    steps_: list[Json] = [
        {
            "entry": entry,
            "place": place,
            "finding": id_,
            "content": content,
            **_standing_row(content),
        }
        for place, (id_, content) in enumerate(zip(ids, contents, strict=True))
    ]
    connection.execute(insert(FINDING_CHANGE), steps_)


def _standing_row(content: bytes) -> Json:
    return dict(zip(_COLUMNS, standing_columns(from_bytes(content)), strict=True))


def standing_columns(plain: Json) -> tuple[str | None, ...]:
    """What stands in columns beside a finding's plain values: how far it has come."""
    settled = plain.get("settlement") or {}
    said = (plain["state"], plain["due"], settled.get("until"))
    return (*said, plain["first_round"], settled.get("round", ""))


def is_stored(connection: Connection, entry: int, digest: str) -> bool:
    """Whether what is stored of the changes of an entry is what it tells of, in content and in columns."""
    columns = [FINDING_CHANGE.c[name] for name in _COLUMNS]
    query = select(FINDING_CHANGE.c.content, *columns).where(FINDING_CHANGE.c.entry == entry)
    rows = connection.execute(query.order_by(FINDING_CHANGE.c.place)).all()
    if changes_digest([bytes(row.content) for row in rows]) != digest:
        return False
    return all(standing_columns(from_bytes(content)) == tuple(said) for content, *said in rows)


def told_by(connection: Connection) -> Iterator[int]:
    """The entries to which changes belong."""
    yield from connection.scalars(select(FINDING_CHANGE.c.entry).distinct())


def erase(connection: Connection, entries: Sequence[int]) -> tuple[TrackedFinding, ...]:
    """Take the changes of some entries away; the findings that stood by one of them, as they stand on."""
    of_them = FINDING_CHANGE.c.entry.in_(entries)
    last = select(FINDING_CHANGE.c.finding, func.max(FINDING_CHANGE.c.entry)).group_by(
        FINDING_CHANGE.c.finding
    )
    gone = frozenset(entries)
    stand_on = {id_ for id_, entry in connection.execute(last) if entry in gone}
    left = tuple(nameless(one) for one in standing(connection) if one.id in stand_on)
    connection.execute(delete(FINDING_CHANGE).where(of_them))
    return left


def nameless(finding: TrackedFinding) -> TrackedFinding:
    """A finding without the names and words in it, where it is settled; else as it is."""
    if finding.state not in SETTLED:
        return finding
    settled = finding.settlement
    bare = replace(settled, by="", reason="", evidence="", measure="") if settled else None
    return replace(
        finding,
        owner="",
        done_by="",
        reason="",
        plan=CorrectionPlan(),
        settlement=bare,
        found=(),
        for_party=(),
    )


def _row(finding: TrackedFinding) -> Json:
    return {name: getattr(finding, name) for name in ("id", "processor", "number", "cause")}


def _step(row: Row[Any, Any, Any, Any]) -> FindingStep:
    return FindingStep(entry=row.number, at=row.at, actor=row.actor, finding=_finding(row.content))


def _finding(content: bytes) -> TrackedFinding:
    return from_plain(TrackedFinding, from_bytes(content))


def _defaults() -> Iterator[tuple[str, object]]:
    for field in fields(TrackedFinding):
        if field.default_factory is not MISSING:
            yield field.name, to_plain(field.default_factory())
        elif field.default is not MISSING:
            yield field.name, list(field.default) if field.default == () else field.default


#: What an absent field takes, as plain values.
_DEFAULTS: Final = dict(_defaults())
#: The columns that say how far a finding has come.
_COLUMNS: Final = ("state", "due", "until", "first_round", "settled_in")
