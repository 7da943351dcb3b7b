"""The chain: entries of the journal appended, read, and gone through.

An entry's digest is over the bytes that are stored, each with its length before it, and the digest of
the entry before. Whoever can write the database can write the whole chain anew; what a chain cannot
show is told by the heads that were printed (docs/rounds.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select

from itakusaki.files.canonical_json import Json, canonical
from itakusaki.model.errors import BrokenJournalError
from itakusaki.model.journal import (
    Action,
    ChainFault,
    EntryMark,
    FaultKind,
    JournalEntry,
    JournalHead,
)
from itakusaki.store.tables import HEAD, JOURNAL

#: Keeps a digest of an entry from being one of anything else.
DOMAIN: Final = b"itakusaki/journal/1"
#: What stands before the first entry.
START: Final = "0" * 64


def entry_digest(number: int, texts: tuple[str, str, str], payload: bytes, prev: str) -> str:
    """The SHA-256 of an entry: its number, moment, actor and action, payload, and what is before it."""
    made = hashlib.sha256()
    fields = (DOMAIN, str(number).encode(), *(text.encode() for text in texts), payload)
    for field in (*fields, prev.encode()):
        made.update(len(field).to_bytes(8, "big"))
        made.update(field)
    return made.hexdigest()


def append(connection: Connection, action: Action, payload: Json, mark: EntryMark) -> JournalHead:
    """Append an entry, read it again and hold it against its digest.

    Raises:
        BrokenJournalError: the end is not where the store last put it, or what was read is not what
            was written.
    """
    last = _head(connection)
    if last != _last(connection):
        raise BrokenJournalError(last.number + 1 if last else 1)
    number, prev = (last.number + 1, last.digest) if last else (1, START)
    texts, content = (mark.moment, mark.actor, action.value), canonical(payload)
    digest = entry_digest(number, texts, content, prev)
    connection.execute(
        insert(JOURNAL).values(
            number=number,
            at=texts[0],
            actor=texts[1],
            action=texts[2],
            payload=content,
            prev=prev,
            digest=digest,
        )
    )
    connection.execute(delete(HEAD))
    connection.execute(insert(HEAD).values(one=1, number=number, digest=digest))
    if _last(connection) != JournalHead(number=number, digest=digest) or not _holds(
        entry_at(connection, number)
    ):
        raise BrokenJournalError(number)
    return JournalHead(number=number, digest=digest)


def entry_at(connection: Connection, number: int) -> JournalEntry | None:
    """The entry of a number, None where there is none."""
    found = connection.execute(select(JOURNAL).where(JOURNAL.c.number == number)).first()
    return _entry(found) if found else None


def entries(connection: Connection) -> Iterator[JournalEntry]:
    """Every entry in order."""
    for row in connection.execute(select(JOURNAL).order_by(JOURNAL.c.number)):
        yield _entry(row)


def first_fault(connection: Connection) -> ChainFault | None:
    """The first entry that is not as it was appended, None where all are."""
    prev, number = START, 0
    for number, entry in enumerate(entries(connection), start=1):
        kind = _fault(entry, number, prev)
        if kind is not None:
            return ChainFault(number=number, kind=kind)
        prev = entry.digest
    head = _head(connection)
    if head != (JournalHead(number=number, digest=prev) if number else None):
        return ChainFault(number=number + 1, kind=FaultKind.CUT_END)
    return None


def _fault(entry: JournalEntry, number: int, prev: str) -> FaultKind | None:
    if entry.number != number:
        return FaultKind.GAP
    if not _holds(entry):
        return FaultKind.CONTENT
    return None if entry.prev == prev else FaultKind.LINK


def _holds(entry: JournalEntry | None) -> bool:
    if entry is None:
        return False
    texts = (entry.at, entry.actor, entry.action)
    return entry.digest == entry_digest(entry.number, texts, entry.payload, entry.prev)


def _head(connection: Connection) -> JournalHead | None:
    """The end as the store last put it."""
    found = connection.execute(select(HEAD.c.number, HEAD.c.digest)).first()
    return JournalHead(number=found.number, digest=found.digest) if found else None


def _last(connection: Connection) -> JournalHead | None:
    """The end as the entries have it."""
    query = select(JOURNAL.c.number, JOURNAL.c.digest).order_by(JOURNAL.c.number.desc()).limit(1)
    found = connection.execute(query).first()
    return JournalHead(number=found.number, digest=found.digest) if found else None


def _entry(row: Row[Any]) -> JournalEntry:
    return JournalEntry(
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        payload=bytes(row.payload),
        prev=row.prev,
        digest=row.digest,
    )
