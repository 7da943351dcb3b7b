"""Assessments in the store: whole, packed part by part, and in lines that can be compared."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select

from itakusaki.files.canonical_json import Json
from itakusaki.model.assessment import Assessment, ProcessorResult
from itakusaki.model.bulk import bulk_maker
from itakusaki.model.depth import Depth
from itakusaki.model.party import Duty
from itakusaki.model.plain import Plain, from_plain, to_plain
from itakusaki.model.rounds import (
    ControlLine,
    EvidenceLine,
    KeptAssessment,
    Origin,
    PartyLine,
    TakenAssessment,
)
from itakusaki.model.verdict import Rating, Severity, Verdict
from itakusaki.store.tables import ASSESSMENT, CONTROL, EVIDENCE, MADE_OF, PART, PARTY, SOURCE

#: How hard parts are packed: harder takes three times as long for a twentieth less.
_PACKED: Final = 6


def digest_of(content: bytes) -> str:
    """The SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def as_bytes(plain: Plain) -> bytes:
    """Plain values as the bytes that are kept; names of files may hold what is no UTF-8."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def from_bytes(content: bytes) -> Plain:
    """The plain values of what was kept, as the database gives it."""
    return json.loads(bytes(content).decode("utf-8", "surrogatepass"))


def all_from_bytes(contents: Iterable[bytes]) -> list[Plain]:
    """The plain values of many such, read at once: one by one takes three times as long."""
    found: list[Plain] = from_bytes(b"[" + b",".join(map(bytes, contents)) + b"]")
    return found


def parts_of(whole: Assessment | None) -> tuple[bytes, ...]:
    """An assessment in parts: all but its results, then each result."""
    if whole is None:
        return ()
    rest = as_bytes(to_plain(replace(whole, results=())))
    return (rest, *(as_bytes(to_plain(result)) for result in whole.results))


def assessment_digest(parts: Iterable[str], parties: Sequence[PartyLine]) -> str:
    """The digest by which the journal knows an assessment: of its parts, and of its lines."""
    lines = [_told(party) for party in parties]
    return digest_of(as_bytes({"parts": list(parts), "lines": lines}))


def _told(line: Any) -> Json:  # noqa: ANN401 - a line, or a line in it
    """A line as it is hashed: what was added to lines since has a default, and is left out where it has it."""
    given = ((field, getattr(line, field.name)) for field in fields(line))
    return {
        field.name: [_told(one) for one in value] if isinstance(value, tuple) else value
        for field, value in given
        if field.default is MISSING or value != field.default
    }


def input_digest(read: Iterable[tuple[str, str]]) -> str:
    """The digest of everything that was read: each path with the SHA-256 of what lay there."""
    return digest_of(as_bytes(sorted((_text(path), sha256) for path, sha256 in read)))


def write(
    connection: Connection, taken: TakenAssessment, head: KeptAssessment, parts: Sequence[bytes]
) -> None:
    """Write an assessment; a part that is there already is not written again."""
    row = {column: getattr(head, column) for column in _HEAD}
    done = connection.execute(
        insert(ASSESSMENT).values(**row, origin=head.origin.value, as_of=head.as_of.isoformat())
    )
    key = done.inserted_primary_key
    id_ = int(key[0]) if key else 0
    _write_parts(connection, id_, parts)
    read = [
        {"assessment": id_, "place": place, "path": _text(path), "sha256": sha256}
        for place, (path, sha256) in enumerate(sorted(taken.inputs))
    ]
    _insert_all(connection, SOURCE, read)
    _insert_all(connection, PARTY, list(_party_rows(id_, taken.parties)))
    _insert_all(connection, CONTROL, list(_control_rows(id_, taken.parties)))
    _insert_all(connection, EVIDENCE, list(_evidence_rows(id_, taken.parties)))


def _write_parts(connection: Connection, id_: int, parts: Sequence[bytes]) -> None:
    digests = [digest_of(part) for part in parts]
    known = set(connection.scalars(select(PART.c.digest).where(PART.c.digest.in_(digests))))
    for digest, content in dict(zip(digests, parts, strict=True)).items():
        if digest not in known:
            packed = zlib.compress(content, _PACKED)
            connection.execute(insert(PART).values(digest=digest, content=packed))
    rows = [
        {"assessment": id_, "place": place, "part": digest} for place, digest in enumerate(digests)
    ]
    _insert_all(connection, MADE_OF, rows)


def _insert_all(connection: Connection, table: Any, rows: list[Json]) -> None:  # noqa: ANN401 - Table
    if rows:
        connection.execute(insert(table), rows)


def _party_rows(id_: int, parties: Sequence[PartyLine]) -> Iterator[Json]:
    for place, party in enumerate(parties):
        row = {name: getattr(party, name) for name in _PARTY}
        yield {
            "assessment": id_,
            "place": place,
            **row,
            "rating": party.rating.value,
            "side": party.side.value,
            "depth": party.depth.value,
        }


def _control_rows(id_: int, parties: Sequence[PartyLine]) -> Iterator[Json]:
    for at, party in enumerate(parties):
        for place, line in enumerate(party.controls):
            row = {name: getattr(line, name) for name in _CONTROL}
            row |= {"verdict": line.verdict.value, "severity": line.severity.value}
            yield {"assessment": id_, "party": at, "place": place, **row}


def _evidence_rows(id_: int, parties: Sequence[PartyLine]) -> Iterator[Json]:
    for at, party in enumerate(parties):
        for place, line in enumerate(party.evidence):
            row = {name: getattr(line, name) for name in _EVIDENCE}
            yield {"assessment": id_, "party": at, "place": place, **row}


def cleaned(party: PartyLine) -> PartyLine:
    """A line as both databases take it: neither does PostgreSQL hold NUL, nor either half a sign."""
    return replace(
        party,
        processor=_text(party.processor),
        name=_text(party.name),
        evidence=tuple(replace(one, path=_text(one.path)) for one in party.evidence),
    )


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def heads(connection: Connection, round_: str | None = None) -> tuple[KeptAssessment, ...]:
    """The heads of all assessments, or of a round's, in the order in which they were kept."""
    query = select(ASSESSMENT).order_by(ASSESSMENT.c.entry)
    if round_ is not None:
        query = query.where(ASSESSMENT.c.round == round_)
    return tuple(_head(row) for row in connection.execute(query))


def id_of(connection: Connection, head: KeptAssessment) -> int:
    """The row of an assessment."""
    found = connection.scalar(select(ASSESSMENT.c.id).where(ASSESSMENT.c.entry == head.entry))
    return int(found or 0)


def parties(
    connection: Connection, id_: int, *, with_controls: bool = True
) -> tuple[PartyLine, ...]:
    """The lines of an assessment."""
    controls = _controls(connection, id_) if with_controls else {}
    evidence = _evidence(connection, id_) if with_controls else {}
    query = select(*(PARTY.c[name] for name in _PARTY)).where(PARTY.c.assessment == id_)
    rows = connection.execute(query.order_by(PARTY.c.place)).all()
    return tuple(
        _party_made(row, tuple(controls.get(place, ())), tuple(evidence.get(place, ())))
        for place, row in enumerate(rows)
    )


def _controls(connection: Connection, id_: int) -> Mapping[int, list[ControlLine]]:
    """The lines of controls by the place of their party; there may be hundreds of thousands."""
    found: dict[int, list[ControlLine]] = {}
    columns = [CONTROL.c[name] for name in ("party", *_CONTROL)]
    query = select(*columns).where(CONTROL.c.assessment == id_)
    for row in connection.execute(query.order_by(CONTROL.c.party, CONTROL.c.place)).all():
        party, control, verdict, severity, *rest = row
        line = _LINE(control, _VERDICTS[verdict], _SEVERITIES[severity], *rest)
        found.setdefault(party, []).append(line)
    return found


def _evidence(connection: Connection, id_: int) -> Mapping[int, list[EvidenceLine]]:
    found: dict[int, list[EvidenceLine]] = {}
    columns = [EVIDENCE.c[name] for name in ("party", *_EVIDENCE)]
    query = select(*columns).where(EVIDENCE.c.assessment == id_)
    for party, *rest in connection.execute(
        query.order_by(EVIDENCE.c.party, EVIDENCE.c.place)
    ).all():
        found.setdefault(party, []).append(_EVIDENCE_LINE(*rest))
    return found


def part_digests(connection: Connection, id_: int) -> tuple[str, ...]:
    """The digests of an assessment's parts, worked out from what is stored."""
    return tuple(digest_of(content) for content in _parts(connection, id_))


def inputs(connection: Connection, id_: int) -> tuple[tuple[str, str], ...]:
    """What was read for an assessment: path and SHA-256 of each file."""
    query = select(SOURCE.c.path, SOURCE.c.sha256).where(SOURCE.c.assessment == id_)
    rows = connection.execute(query.order_by(SOURCE.c.place)).all()
    return tuple((path, sha256) for path, sha256 in rows)


def whole(connection: Connection, id_: int) -> Assessment | None:
    """An assessment as it went in, None where only its lines are known.

    Raises:
        NotOfModelError: it was written by a version whose model this one does not know.
    """
    contents = [from_bytes(content) for content in _parts(connection, id_)]
    if not contents:
        return None
    results = tuple(from_plain(ProcessorResult, content) for content in contents[1:])
    return replace(from_plain(Assessment, contents[0]), results=results)


def _parts(connection: Connection, id_: int) -> Iterator[bytes]:
    query = (
        select(PART.c.content)
        .join(MADE_OF, MADE_OF.c.part == PART.c.digest)
        .where(MADE_OF.c.assessment == id_)
        .order_by(MADE_OF.c.place)
    )
    for content in connection.scalars(query):
        try:
            yield zlib.decompress(content)
        except zlib.error:
            yield bytes(content)  # no longer what was packed: its digest will tell


def erase(connection: Connection, round_: str) -> tuple[str, ...]:
    """Take a round's assessments away, parts that no other needs as well; their digests are given."""
    gone = heads(connection, round_)
    ids = [id_of(connection, head) for head in gone]
    for table in (EVIDENCE, CONTROL, PARTY, SOURCE, MADE_OF):
        connection.execute(delete(table).where(table.c.assessment.in_(ids)))
    connection.execute(delete(ASSESSMENT).where(ASSESSMENT.c.id.in_(ids)))
    connection.execute(delete(PART).where(PART.c.digest.not_in(select(MADE_OF.c.part))))
    return tuple(head.digest for head in gone)


def next_number(connection: Connection, round_: str) -> int:
    """The number that the next assessment of a round gets."""
    query = select(func.max(ASSESSMENT.c.number)).where(ASSESSMENT.c.round == round_)
    return int(connection.scalar(query) or 0) + 1


def _head(row: Row[Any]) -> KeptAssessment:
    values = {name: getattr(row, name) for name in _HEAD}
    as_of = date.fromisoformat(row.as_of)
    return KeptAssessment(**values, origin=Origin(row.origin), as_of=as_of)


def _party_made(
    row: Iterable[Any], controls: tuple[ControlLine, ...], evidence: tuple[EvidenceLine, ...]
) -> PartyLine:
    processor, side, name, tier, rating, *rest, depth = row
    head = (processor, _SIDES[side], name, tier, _RATINGS[rating])
    return _PARTY_LINE(*head, *rest, controls, evidence, _DEPTHS[depth])


#: The columns whose values are kept as they are.
_HEAD: Final = tuple(f.name for f in fields(KeptAssessment) if f.name not in ("origin", "as_of"))
_PARTY: Final = tuple(
    field.name for field in fields(PartyLine) if field.name not in ("controls", "evidence")
)
_EVIDENCE: Final = tuple(field.name for field in fields(EvidenceLine))
_CONTROL: Final = tuple(field.name for field in fields(ControlLine))
#: There may be hundreds of thousands of these.
_LINE: Final = bulk_maker(ControlLine)
_EVIDENCE_LINE: Final = bulk_maker(EvidenceLine)
_PARTY_LINE: Final = bulk_maker(PartyLine)
#: Looked up rather than made: an enum's call is dear.
_VERDICTS: Final = {one.value: one for one in Verdict}
_SEVERITIES: Final = {one.value: one for one in Severity}
_RATINGS: Final = {one.value: one for one in Rating}
_SIDES: Final = {one.value: one for one in Duty}
_DEPTHS: Final = {one.value: one for one in Depth}
