"""Incidents in the store: how each stood when it was recorded, and which entry told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, insert, select

from itakusaki.files.canonical_json import Json
from itakusaki.model.kept_incident import KeptIncident
from itakusaki.model.plain import from_plain, to_plain
from itakusaki.store.assessments import as_bytes, from_bytes
from itakusaki.store.tables import INCIDENT


def standing(connection: Connection) -> tuple[KeptIncident, ...]:
    """Every incident as it was recorded last, by name."""
    last = (
        select(INCIDENT.c.name, func.max(INCIDENT.c.entry).label("entry"))
        .group_by(INCIDENT.c.name)
        .subquery()
    )
    query = select(INCIDENT.c.content).join(
        last, (INCIDENT.c.name == last.c.name) & (INCIDENT.c.entry == last.c.entry)
    )
    found = (from_plain(KeptIncident, from_bytes(content)) for content in connection.scalars(query))
    return tuple(sorted(found, key=lambda one: one.name))


def contents_of(changed: Sequence[KeptIncident]) -> tuple[bytes, ...]:
    """Incidents as the bytes that are kept."""
    return tuple(as_bytes(to_plain(one)) for one in changed)


def write(
    connection: Connection, changed: Sequence[KeptIncident], contents: Sequence[bytes], entry: int
) -> None:
    """Write incidents as they stand at an entry."""
    rows: list[Json] = [
        {"entry": entry, "place": place, "name": one.name, "content": content}
        for place, (one, content) in enumerate(zip(changed, contents, strict=True))
    ]
    connection.execute(insert(INCIDENT), rows)


def stored_contents(connection: Connection, entry: int) -> tuple[bytes, ...]:
    """What is stored of the incidents that an entry tells of."""
    query = select(INCIDENT.c.content).where(INCIDENT.c.entry == entry).order_by(INCIDENT.c.place)
    return tuple(map(bytes, connection.scalars(query)))


def told_by(connection: Connection) -> Iterator[int]:
    """The entries to which incidents belong."""
    yield from connection.scalars(select(INCIDENT.c.entry).distinct())
