"""Notice paths: by the contracts of a chain, when the client hears of what its lowest tier knows.

The hours of every tier are added up, since each runs from that tier's own knowledge; the example lays
them on the calendar. What it costs is time: the client's days usually run at the latest from the notice
to it, and the processor that tells late puts its own exemption at risk (規則9条; 要確認).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from itakusaki.catalogue.breach import BreachRules
from itakusaki.catalogue.policy import NoticeSetting
from itakusaki.files.calendar import closing, is_computed
from itakusaki.model.answer import Clause, Fact
from itakusaki.model.notice import NoticeExample, NoticePath, NoticeStep
from itakusaki.model.record import Record
from itakusaki.model.source import CellRef

#: The clause on notices, and its fact of the hours.
CLAUSE: Final = "CON-09"
HOURS: Final = "CON-09.notice_hours"
#: A longer period is no clause that anybody would work out on a calendar.
MOST_HOURS: Final = 24.0 * 366
#: How far ahead a beginning of closed days is looked for: every calendar has one within a year.
_AHEAD: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """Who stands in a chain: client, processor, its clauses, and the lower tiers that it lists.

    `lower` are rows with name, parent and notice_hours; `company_key` is what names are compared by.
    """

    client: str
    processor: str
    clauses: Sequence[Clause]
    lower: Sequence[Record]
    company_key: Callable[[str], str]


def notice_paths(
    tiers: Tiers, setting: NoticeSetting, rules: BreachRules, as_of: date
) -> tuple[NoticePath, ...]:
    """A path for every contract and every lowest tier, the longest first where all give numbers."""
    clauses = [clause for clause in tiers.clauses if clause.control == CLAUSE]
    chains = tuple(_chains(tiers))
    paths = [
        _path(clause, chain, tiers, setting, rules, as_of) for clause in clauses for chain in chains
    ]
    # What cannot be worked out comes first: it is what has to be mended.
    return tuple(
        sorted(paths, key=lambda path: (path.hours is not None, -(path.hours or 0), path.contract))
    )


def _chains(tiers: Tiers) -> Iterator[tuple[Record, ...]]:
    """The rows from each lowest tier up to the processor; an empty one where there is none below."""
    rows = {tiers.company_key(row.text("name")): row for row in tiers.lower if row.text("name")}
    parents = {tiers.company_key(row.text("parent")) for row in rows.values()}
    lowest = [name for name in rows if name not in parents]
    # A list that goes round in a circle has no lowest tier; each of it is as low as any.
    for name in lowest or rows:
        yield _up(name, rows, tiers.company_key)
    if not rows:
        yield ()


def _up(
    name: str, rows: Mapping[str, Record], company_key: Callable[[str], str]
) -> tuple[Record, ...]:
    chain: dict[str, Record] = {}
    while name in rows and name not in chain:
        chain[name] = rows[name]
        name = company_key(rows[name].text("parent"))
    return tuple(chain.values())


def _path(
    clause: Clause,
    chain: Sequence[Record],
    tiers: Tiers,
    setting: NoticeSetting,
    rules: BreachRules,
    as_of: date,
) -> NoticePath:
    above = [*(row.text("name") for row in chain[1:]), tiers.processor]
    steps = [_lower_step(row, told, setting) for row, told in zip(chain, above, strict=False)]
    steps.append(_own_step(clause, tiers, setting))
    return NoticePath(
        contract=clause.contract,
        steps=tuple(steps),
        example=_example(steps, setting, rules, as_of),
    )


def _lower_step(row: Record, told: str, setting: NoticeSetting) -> NoticeStep:
    field = row.fields.get("notice_hours")
    words = row.text("notice_hours")
    return NoticeStep(
        teller=row.text("name"),
        told=told,
        hours=_usable(row.number("notice_hours")),
        words=words,
        at=field.at if field else row.at,
        open_days=_counts_open_days(words, setting),
    )


def _own_step(clause: Clause, tiers: Tiers, setting: NoticeSetting) -> NoticeStep:
    fact = clause.facts.get(HOURS)
    hours = fact.value if fact and isinstance(fact.value, float) else None
    words = fact.raw if fact and fact.raw else clause.text
    return NoticeStep(
        teller=tiers.processor,
        told=tiers.client,
        hours=_usable(hours),
        words=words,
        at=_place(fact, clause),
        open_days=hours is None and _counts_open_days(f"{words} {clause.text}", setting),
    )


def _place(fact: Fact | None, clause: Clause) -> CellRef:
    return fact.at if fact and fact.raw else clause.at


def _usable(hours: float | None) -> float | None:
    return hours if hours is not None and 0 <= hours <= MOST_HOURS else None


def _counts_open_days(words: str, setting: NoticeSetting) -> bool:
    folded = words.casefold()
    return any(word.casefold() in folded for word in setting.open_day_words)


def _example(
    steps: Sequence[NoticeStep], setting: NoticeSetting, rules: BreachRules, as_of: date
) -> NoticeExample | None:
    learned = learned_at(as_of, setting)
    if learned is None:
        return None
    arrivals = tuple(_arrivals(learned, steps))
    reached = arrivals[-1] if arrivals else learned
    told = reached.date() if len(arrivals) == len(steps) else None
    first, last = (_guide(told, name, rules) for name in ("guide_first_day", "guide_last_day"))
    return NoticeExample(
        learned_at=learned,
        arrivals=arrivals,
        day_number=(reached.date() - learned.date()).days + 1,
        closed_days=sum(closing(day) is not None for day in _days(learned, reached)),
        first=first,
        last=last,
        is_computed=is_computed(last or reached.date()),
    )


def _arrivals(learned: datetime, steps: Iterable[NoticeStep]) -> Iterator[datetime]:
    at = learned
    for step in steps:
        if step.hours is None:
            return
        try:
            at += timedelta(hours=step.hours)
        except OverflowError:  # beyond the calendar's last day
            return
        yield at


def _guide(told: date | None, name: str, rules: BreachRules) -> date | None:
    """A day of the guide for the preliminary report, the day on which the client is told being day 1."""
    found = rules.values[name].at(told) if told else None
    if told is None or found is None:
        return None
    return told + timedelta(days=int(found.value) - 1)


def _days(first: datetime, last: datetime) -> Iterator[date]:
    count = (last.date() - first.date()).days + 1
    return (first.date() + timedelta(days=number) for number in range(count))


def learned_at(as_of: date, setting: NoticeSetting) -> datetime | None:
    """The next evening after a day that lies before a run of closed days; None at the calendar's end."""
    for number in range(1, _AHEAD):
        try:
            day = as_of + timedelta(days=number)
            run = [day + timedelta(days=ahead) for ahead in range(1, setting.closed_days + 1)]
        except OverflowError:
            return None
        if day.isoweekday() == setting.weekday and closing(day) is None and all(map(closing, run)):
            return datetime.combine(day, setting.at)
    return None
