"""Extractions: two files of one log over the same time, line against line."""

from __future__ import annotations

from typing import Final

import ibis
from ibis import Table

from itakusaki.catalogue.parameters import Parameters
from itakusaki.retests.tables import Logs

PAIR: Final = ("export", "extraction", "other")


def extractions_differ(logs: Logs, _p: Parameters) -> Table:
    """Lines that stand in one extraction of a log and not in another, within the time both cover.

    Compared is every pair of extractions of one export whose times (first to last line, ends
    included) meet; the one first in the alphabet is `extraction`, the other `other`. A line is the
    same where its digest is; how often it stands in a file does not matter. Of the lines within the
    common time that the other file lacks: altered are those whose record number the other file has
    with another line (anywhere), told once per pair and number with the earliest such time; without
    that a line of `extraction` is missing and one of `other` is added. at, export, what, extraction,
    other, record (may be missing).
    """
    lines = logs["extractions"].distinct()
    pairs = _pairs(lines)
    lacked = _lacked(lines, pairs, "extraction", "other", "missing").union(
        _lacked(lines, pairs, "other", "extraction", "added")
    )
    altered = lacked.filter(lacked.altered)
    once = altered.group_by(*PAIR, "record").aggregate(at=altered.at.min())
    rest = lacked.filter(~lacked.altered)
    columns = ("at", "export", "what", "extraction", "other", "record")
    return (
        once.mutate(what=ibis.literal("altered"))
        .select(*columns)
        .union(rest.select(*columns, "line").distinct().select(*columns))
    )


def paired(logs: Logs, _p: Parameters) -> Table:
    """What extractions_differ looks at: pairs of extractions with a time that both cover."""
    return _pairs(logs["extractions"].distinct())


def _pairs(lines: Table) -> Table:
    """Pairs of extractions with the time that both cover: export, extraction, other, since, until."""
    spans = lines.group_by("export", "extraction").aggregate(
        first=lines.at.min(), last=lines.at.max()
    )
    others = spans.select("export", other="extraction", other_first="first", other_last="last")
    both = spans.join(others, [spans.export == others.export, spans.extraction < others.other])
    since = ibis.greatest(both["first"], both.other_first)
    until = ibis.least(both["last"], both.other_last)
    return both.filter(since <= until).select(*PAIR, since=since, until=until)


def _lacked(lines: Table, pairs: Table, mine: str, theirs: str, what: str) -> Table:
    """Lines of one file of a pair, in the common time, that the other lacks; `altered` by number."""
    joined = lines.select("export", "at", "record", "line", mine="extraction").join(
        pairs, [lines.export == pairs.export, lines.extraction == pairs[mine]]
    )
    common = joined.filter(joined.at >= joined.since, joined.at <= joined.until)
    kept = common.select(*PAIR, "at", "record", "line")
    same = lines.select("export", "line", file="extraction")
    lacked = kept.anti_join(
        same,
        [kept.export == same.export, kept.line == same.line, kept[theirs] == same.file],
    )
    numbered = lines.filter(lines.record.notnull())
    numbers = numbered.select(number="record", source="export", file="extraction").distinct()
    known = lacked.left_join(
        numbers,
        [
            lacked.record == numbers.number,
            lacked.export == numbers.source,
            lacked[theirs] == numbers.file,
        ],
    )
    return known.select(
        *PAIR,
        "at",
        "record",
        "line",
        what=ibis.literal(what),
        altered=known.number.notnull(),
    )
