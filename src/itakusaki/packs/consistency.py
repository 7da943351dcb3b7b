"""Consistency: whether what a pack says in one place agrees with what it says in another.

A signature tells who wrote a pack, not that anything was run: fields that no run could have written
beside each other make it worthless.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.retest import ControlTest
from itakusaki.files.canonical_json import Json
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import N_, Message
from itakusaki.model.retest import ReadExport, TestOutcome
from itakusaki.model.span import span_of, too_short


def self_contradictions(content: Json) -> Iterator[Message]:
    """What no run can have written: such a pack is not used at all.

    Raises:
        ValueError: a time in it is none.
    """
    counts = Counter(test["id"] for test in content["tests"])
    text = N_("the test {test} stands in it {count} times")
    yield from (Message.of(text, test=name, count=n) for name, n in counts.items() if n > 1)
    text = N_("outcome, hits and days of {test} do not agree")
    yield from (Message.of(text, test=t["id"]) for t in content["tests"] if not _counts_agree(t))
    text = N_("the rows of {file} do not add up")
    yield from (Message.of(text, file=e["file"]) for e in content["exports"] if not _rows_agree(e))
    text = N_("first and last time of {name} do not agree")
    for place in (*content["tests"], *content["exports"]):
        if not _times_agree(place["first_at"], place["last_at"]):
            yield Message.of(text, name=place.get("id") or place["file"])


def _times_agree(first: str | None, last: str | None) -> bool:
    times = [datetime.fromisoformat(time) for time in (first, last) if time is not None]
    return len(times) != 1 and times == sorted(times)


def _counts_agree(test: Json) -> bool:
    hits, days = test["hits"], [day for day, _ in test["days"]]
    per_day = sum(count for _, count in test["days"])
    if per_day > hits or len(set(days)) < len(days):
        return False
    nothing = test["outcome"] == TestOutcome.CANNOT_COMPARE
    found = test["outcome"] == TestOutcome.CONTRADICTION
    return not (nothing and hits) and not (found and not hits)


def _rows_agree(export: Json) -> bool:
    parts = export["kept"] + export["duplicates"] + export["put_aside"]
    dated_nothing = not export["kept"] and export["first_at"] is not None
    return bool(parts == export["rows"]) and not dated_nothing


def weak_exports(
    reads: Sequence[ReadExport], data: EvidenceData, settings: EvidenceSettings
) -> Mapping[str, tuple[Message, ...]]:
    """Why nothing clean can be concluded from an export: cut, undated, rows put aside, too few days."""
    found: dict[str, list[Message]] = {}
    for read in reads:
        found.setdefault(read.export, []).extend(_weak(read, data))
    for export, says in too_short(reads, settings.least_days).items():
        found[export].extend(says)
    return {export: tuple(dict.fromkeys(says)) for export, says in found.items() if says}


def _weak(read: ReadExport, data: EvidenceData) -> Iterator[Message]:
    if read.cut:
        yield Message.of(N_("{export}: a file of it breaks off"), export=read.title)
    if read.put_aside:
        text = N_("{export}: {count} rows were rejected, since they cannot be read")
        yield Message.of(text, export=read.title, count=read.put_aside)
    if read.kept and data.exports[read.export].is_log and read.first_at is None:
        yield Message.of(N_("{export}: it does not say of which time it is"), export=read.title)


def disagreements(
    test: ControlTest, held: Json, reads: Sequence[ReadExport], data: EvidenceData
) -> Iterator[Message]:
    """Why a test's result cannot have come from the exports that the pack names."""
    if held["outcome"] == TestOutcome.CANNOT_COMPARE:
        return
    filled = {read.export for read in reads if read.kept}
    for export in _absent(test, filled, data):
        text = N_("{export}: the pack names no file of it with a line")
        yield Message.of(text, export=data.exports[export].title)
    used = [name for name in (*test.needs, *test.uses) if name in filled]
    span = span_of(read for read in reads if read.export in used)
    times = (str(span.first), str(span.last)) if span else (None, None)
    named = {name for name in held["exports"] if not _is_derived(name, data)}
    if named != {*used} or (held["first_at"], held["last_at"]) != times:
        yield Message(N_("what it says of this test is not what it says of its exports"))


def _absent(test: ControlTest, filled: set[str], data: EvidenceData) -> Sequence[str]:
    """Exports without which the test says nothing, or on which its clean sentence rests."""
    rests = [rest.export for rest in test.grounds.rests_on if rest.where is None]
    needed = [name for name in (*test.needs, *rests) if not _is_derived(name, data)]
    if not test.needs:
        logs = [name for name in test.uses if data.exports[name].is_log]
        needed += [] if filled & {*logs} else logs
    return [name for name in dict.fromkeys(needed) if name not in filled]


def _is_derived(export: str, data: EvidenceData) -> bool:
    return export in data.exports and data.exports[export].derived


def other_settings(content: Json, settings: EvidenceSettings) -> Iterator[str]:
    """The settings by which exports were read there and not here, as they stand."""
    theirs = content["settings"]
    for name in ("time_zone", "strip_domain"):
        ours = getattr(settings, name)
        if theirs[name] != ours:
            yield f"{name} = {_shown(theirs[name])} ({_shown(ours)})"
    for name, ours in (("period_from", settings.period_from), ("period_to", settings.period_to)):
        given = theirs[name]
        if ours is None or given is None:
            continue
        if given > str(ours) if name == "period_from" else given < str(ours):
            yield f"{name} = {given} ({ours})"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
