"""Grounds: whether what a result without a hit rests on was there, and what to say where it was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.parameters import Parameters
from itakusaki.catalogue.retest import ControlTest, Lines, Meeting, PassedOver, Shown, Stated
from itakusaki.model.message import N_, Message
from itakusaki.retests.feasibility import Filled

#: Values of columns that the layouts of every file of an export know: export → column → values.
Kinds: TypeAlias = Mapping[str, Mapping[str, frozenset[str]]]
#: Counts of one ground: lines; or of names and of the list, how many there are and are met.
Counts: TypeAlias = tuple[int, int, int, int]

#: The place of the lines compared among the counts.
COMPARED_AT: Final = 0


def counted_lines(test: ControlTest) -> Sequence[Lines]:
    """The lines that are counted beside those compared: of kinds shown, then of lists needed."""
    grounds = test.grounds
    needed = (rest.where for rest in grounds.rests_on if rest.where is not None)
    return (*(shown.lines for shown in grounds.shows), *needed)


def missing_grounds(
    test: ControlTest,
    given: Parameters,
    counts: Mapping[int, Counts],
    filled: Filled,
    kinds: Kinds,
    data: EvidenceData,
) -> Iterator[Message]:
    """What a clean result lacks, each as a sentence with what would make it conclusive.

    Args:
        test: the test.
        given: what it was run with.
        counts: the rows of its counts_table by item.
        filled: exports with a line.
        kinds: what the layouts of the files know.
        data: exports by id.
    """
    if not counts[COMPARED_AT][0]:
        text = N_("no line was compared: {compared}")
        yield Message.of(text, compared=test.grounds.compared)
    first = COMPARED_AT + 1
    for item, shown in enumerate(test.grounds.shows, first):
        if not counts[item][0] and not _vouched(shown, given, kinds):
            text = N_(
                "{export}: it holds no {kind}, and whether one would be recorded is not shown. {cure}"
            )
            title = data.exports[shown.lines.export].title
            yield Message.of(text, export=title, kind=shown.title, cure=shown.cure)
    yield from _lists(test, counts, filled, data)
    first += len(counted_lines(test))
    absent = {rest.export for rest in test.grounds.rests_on} - filled.keys()
    for item, meeting in enumerate(test.grounds.meets, first):
        if absent.isdisjoint(name.partition(".")[0] for name in (meeting.names, meeting.listed)):
            yield from _unmet(meeting, counts[item], data)
    first += len(test.grounds.meets)
    for item, stated in enumerate(test.grounds.states, first):
        yield from _blank(stated, counts[item], data)
    if test.grounds.passed_over:
        last, *_ = counts[first + len(test.grounds.states)]
        yield from _left_out(test.grounds.passed_over, last)


def _vouched(shown: Shown, given: Parameters, kinds: Kinds) -> bool:
    """Whether a kind of line is known to be recorded although none was seen."""
    if shown.confirmed_by and given.values[shown.confirmed_by]:
        return True
    known = kinds.get(shown.lines.export, {})
    return shown.by_layout and all(
        not known.get(column, frozenset()).isdisjoint(values)
        for column, values in shown.lines.columns.items()
    )


def _lists(
    test: ControlTest, counts: Mapping[int, Counts], filled: Filled, data: EvidenceData
) -> Iterator[Message]:
    item = COMPARED_AT + len(test.grounds.shows)
    for rest in test.grounds.rests_on:
        wanted = rest.where is None
        if rest.where is not None:
            item += 1
            wanted = bool(counts[item][0])
        if wanted and rest.export not in filled:
            text = N_("{export}: not provided, or without a line, though the result rests on it")
            yield Message.of(text, export=data.exports[rest.export].title)


def _unmet(meeting: Meeting, counts: Counts, data: EvidenceData) -> Iterator[Message]:
    names, met, listed, used = counts
    shares = ((met, names), (used, listed))
    if any(whole and part * 100 >= whole * meeting.least_percent for part, whole in shares):
        return
    text = N_(
        "{names} meets {list} too little: {met} of {count} names in use are in the list, {used} of "
        "{listed} names of the list are in use; {percent}% of either would do. Send an export with "
        "the same names as the list, or a table of both ways of writing."
    )
    yield Message.of(
        text,
        names=_told(meeting.names, data),
        list=_told(meeting.listed, data),
        count=names,
        met=met,
        listed=listed,
        used=used,
        percent=meeting.least_percent,
    )


def _blank(stated: Stated, counts: Counts, data: EvidenceData) -> Iterator[Message]:
    lines, filled, *_ = counts
    if filled < lines and (filled or not stated.or_none):
        text = N_(
            "{column}: {blank} of {count} lines that matter here do not say it, and a line that does not say it shows nothing. Send the log with it filled in."
        )
        column = _told(stated.column, data)
        yield Message.of(text, column=column, blank=lines - filled, count=lines)


def _left_out(passed_over: PassedOver, rows: int) -> Iterator[Message]:
    if rows:
        text = N_("left out, since they cannot be judged: {rows} ({what}). {cure}")
        yield Message.of(text, rows=rows, what=passed_over.title, cure=passed_over.cure)


def _told(name: str, data: EvidenceData) -> Message:
    export, _, column = name.partition(".")
    found = data.exports[export]
    return Message.of(
        N_("{export}, {column}"), export=found.title, column=found.column(column).title
    )
