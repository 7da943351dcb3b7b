"""Computed figures: what a cross-check compares that stands in no single cell."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from itakusaki.catalogue.names import name_fold
from itakusaki.model.answer import Answer, AnswerValue
from itakusaki.model.party import Duty
from itakusaki.model.record import Record, Scalar
from itakusaki.score.brief import Brief
from itakusaki.score.cases import entrustments_below
from itakusaki.score.grade import DOCUMENT, claimed_grade

Figure = Callable[[Brief, Record | None], Scalar]
ISO_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
#: "A Ltd. 5", "A Ltd.: 5": the number behind a name.
COUNT_BEHIND = re.compile(r"[\s:=]*[0-9]+\D{0,2}$")
#: Fewer backed answers than this say nothing about one file serving most of them.
FEW = 5


def company_key(name: str, brief: Brief) -> str:
    """What a company's name is compared by."""
    return name_fold(brief.company_forms)(name)


def _as_of(brief: Brief, _row: Record | None) -> Scalar:
    return brief.as_of


def _listed(brief: Brief) -> tuple[Record, ...]:
    """Lower tiers in the party's own list that had not ended by the day of the audit."""
    return tuple(
        row
        for row in brief.sub_processors()
        if (ended := row.day("ended_on")) is None or ended >= brief.as_of
    )


def _declared_lower_tiers(brief: Brief, _row: Record | None) -> Scalar:
    """Names of the lower tiers the party itself lists; None where it gave no workbook."""
    if brief.own is None:
        return None
    return _unique(row.text("name") for row in brief.sub_processors())


def _declared_now(brief: Brief, _row: Record | None) -> Scalar:
    return None if brief.own is None else _unique(row.text("name") for row in _listed(brief))


def _known_lower_tiers(brief: Brief, _row: Record | None) -> Scalar:
    """Names of lower tiers in the client's ledger; None where it says nothing on them either way."""
    below = [entrustment.name for entrustment in entrustments_below(brief)]
    records = [entrustment.record for entrustment in brief.entrustments()]
    named = [name for record in records for name in record.entries("reentrusted_to")]
    silent = all(record.value("reentrusted") is not False for record in records)
    return None if silent and not below and not named else _unique([*below, *named])


def _parties(brief: Brief, row: Record | None) -> Scalar:
    """Everyone known to handle the data: the party, whom it lists, whom the ledger names."""
    declared = _declared_lower_tiers(brief, row) or ()
    known = _known_lower_tiers(brief, row) or ()
    above = [brief.dossier.ledger.processors.get(parent) for parent in brief.processor.parents]
    names = [brief.processor.name, *(party.name for party in above if party)]
    return _unique([*names, *_tuple(declared), *_tuple(known)])


def _declared_by_lower_tiers(brief: Brief, _row: Record | None) -> Scalar:
    """Names that this party's lower tiers list as theirs, in their own workbooks; None without any."""
    below = {child.id for child in brief.children()}
    workbooks = [
        q
        for q in brief.dossier.questionnaires
        if q.processor in below and q.side is not Duty.CLIENT
    ]
    if not workbooks:
        return None
    return _unique(row.text("name") for q in workbooks for row in q.sub_processors)


def _unrecognised_lower_tiers(brief: Brief, _row: Record | None) -> Scalar:
    """Parties below that hold data by an agreement the ledger does not count as entrustment."""
    return _unique(
        entrustment.name
        for entrustment in entrustments_below(brief)
        if _is_unrecognised(entrustment.record)
    )


def _unrecognised_contract(_brief: Brief, row: Record | None) -> Scalar:
    """Whether a ledger row hands over data without counting as entrustment."""
    return None if row is None or row.value("recognised") is None else _is_unrecognised(row)


def _is_unrecognised(row: Record) -> bool:
    holds = (row.number("persons") or 0) > 0 or bool(row.entries("data_items"))
    return row.value("recognised") is False and holds


def _account_companies(brief: Brief, _row: Record | None) -> Scalar:
    """Companies with remote accounts, without the counts behind their names."""
    fact = brief.fact("TEC-13.accounts_by_company", brief.party)
    if fact is None or not isinstance(fact.value, tuple):
        return None
    return _unique(COUNT_BEHIND.sub("", unicodedata.normalize("NFKC", name)) for name in fact.value)


def _ledger_countries(brief: Brief, _row: Record | None) -> Scalar:
    return _joined(brief, "countries")


def _ledger_systems(brief: Brief, _row: Record | None) -> Scalar:
    return _joined(brief, "systems")


def _ledger_sites(brief: Brief, _row: Record | None) -> Scalar:
    return _joined(brief, "sites")


def _joined(brief: Brief, column: str) -> Scalar:
    """A list column over all ledger rows of the party; None where all are blank."""
    return (
        _unique(entry for e in brief.entrustments() for entry in e.record.entries(column)) or None
    )


def _stated_countries(brief: Brief, _row: Record | None) -> Scalar:
    """Countries of storage and of access that the party states."""
    facts = [
        brief.fact(f"SEL-06.{name}", brief.party)
        for name in ("storage_countries", "access_countries")
    ]
    return _unique(entry for fact in facts if fact for entry in _tuple(fact.value)) or None


def _ledger_persons(brief: Brief, _row: Record | None) -> Scalar:
    return _summed(brief, "persons")


def _contract_persons(brief: Brief, _row: Record | None) -> Scalar:
    """Persons stated in the contracts, added up; None where one contract does not state them."""
    contracts = {entrustment.contract for entrustment in brief.entrustments()}
    stated = {
        clause.contract: fact.value
        for clause in brief.clauses
        if (fact := clause.facts.get("CON-01.persons")) and isinstance(fact.value, float)
    }
    found = list(stated.values())
    return sum(found) if found and len(found) == len(contracts) else None


def _ledger_open_findings(brief: Brief, _row: Record | None) -> Scalar:
    return _summed(brief, "open_findings")


def _summed(brief: Brief, column: str) -> Scalar:
    """A number column over all ledger rows of the party; None where one is blank."""
    given = [entrustment.record.number(column) for entrustment in brief.entrustments()]
    found = [value for value in given if value is not None]
    return sum(found) if found and len(found) == len(given) else None


def _sub_processor_count(brief: Brief, _row: Record | None) -> Scalar:
    return None if brief.own is None else float(len(_listed(brief)))


def _sub_processors_audited(brief: Brief, _row: Record | None) -> Scalar:
    """How many listed lower tiers show a check in the last twelve months."""
    if brief.own is None or not brief.sub_processors():
        return None
    since = brief.as_of - timedelta(days=366)
    days = [row.day("last_audit_on") for row in brief.sub_processors()]
    return float(sum(since <= day <= brief.as_of for day in days if day is not None))


def _sub_processor_people(brief: Brief, _row: Record | None) -> Scalar:
    """People engaged at all listed lower tiers; None where one has no number."""
    people = [row.number("persons_engaged") for row in _listed(brief)]
    found = [value for value in people if value is not None]
    return sum(found) if found and len(found) == len(people) else None


def _declared_exceptions(brief: Brief, _row: Record | None) -> Scalar:
    """How many exceptions the party's own list holds that have not ended."""
    if brief.own is None:
        return None
    ends = [row.day("valid_until") for row in brief.own.exceptions]
    return float(sum(end is None or end >= brief.as_of for end in ends))


def _exception_in_force(brief: Brief, row: Record | None) -> Scalar:
    end = row.day("valid_until") if row else None
    return end is None or end >= brief.as_of


def _exception_approved(brief: Brief, row: Record | None) -> Scalar:
    """Whether the client's own register holds a live exception on the row's control."""
    control = row.text("control").strip() if row else ""
    return brief.approval(control, "exception") is not None


def _yeses(brief: Brief) -> list[Answer]:
    answers = brief.own.answers.values() if brief.own else ()
    return [answer for answer in answers if answer.value is AnswerValue.YES]


def _unbacked_share(brief: Brief, _row: Record | None) -> Scalar:
    """Share of yeses with no document named behind them, 0–1; None where there is no yes."""
    yeses = _yeses(brief)
    if not yeses:
        return None
    return round(sum(claimed_grade(a) < DOCUMENT for a in yeses) / len(yeses), 3)


def _same_file_share(brief: Brief, _row: Record | None) -> Scalar:
    """Share of backed yeses that rest on one and the same file; None where there are few of them."""
    named = [a.evidence_names for a in _yeses(brief) if a.evidence_names]
    if len(named) < FEW:
        return None
    files = Counter(name for names in named for name in set(names))
    return round(max(files.values()) / len(named), 3)


def _refused_measures(brief: Brief, _row: Record | None) -> Scalar:
    """Controls on premises and technology that the party itself answers with a no."""
    if brief.own is None:
        return None
    return tuple(
        answer.control
        for answer in brief.own.answers.values()
        if answer.value is AnswerValue.NO and answer.control.startswith(("PHY-", "TEC-"))
    )


def _notice_hours_sum(brief: Brief, _row: Record | None) -> Scalar:
    """Hours until the client hears of an incident at the lowest tier: notices added up along the chain."""
    own = _contract_hours(brief)
    if own is None:
        return None
    rows = {company_key(row.text("name"), brief): row for row in _listed(brief)}
    return own + max((_hours_up(name, rows, brief) for name in rows), default=0.0)


def _hours_up(name: str, rows: Mapping[str, Record], brief: Brief) -> float:
    hours, seen = 0.0, set()
    # A list may name two companies as each other's parent; nobody is counted twice.
    while name in rows and name not in seen:
        seen.add(name)
        hours += rows[name].number("notice_hours") or 0.0
        name = company_key(rows[name].text("parent"), brief)
    return hours


def _contract_hours(brief: Brief) -> float | None:
    values = [
        fact.value
        for clause in brief.clauses
        for fact in clause.facts.values()
        if fact.id == "CON-09.notice_hours" and isinstance(fact.value, float)
    ]
    return max(values, default=None)


def _log_due_from(brief: Brief, _row: Record | None) -> Scalar:
    """The day from which logs have to be there: retention back from today, or the latest start if later."""
    months = brief.fact("TEC-09.retention_months", brief.party)
    if months is None or not isinstance(months.value, float):
        return None
    try:
        due = brief.as_of - timedelta(days=round(months.value * 30.4375))
    except OverflowError:
        return None
    starts = brief.fact("TEC-08.sources_since", brief.party)
    return max(due, *_days(_tuple(starts.value) if starts else ()), date.min)


def _earliest_holder(brief: Brief, _row: Record | None) -> Scalar:
    """The earliest start in the list of those who hold privileged work."""
    starts = brief.fact("PER-04.holder_starts", brief.party)
    return min(_days(_tuple(starts.value)), default=None) if starts else None


def _leavers_closed_late(brief: Brief, _row: Record | None) -> Scalar:
    """Leavers in the list whose account was closed after the last day; None where no entry has both."""
    fact = brief.fact("PER-06.leaver_dates", brief.party)
    pairs = [list(_days((entry,))) for entry in _tuple(fact.value)] if fact else []
    full = [pair for pair in pairs if len(pair) == 2]  # noqa: PLR2004 - last day, day of closing
    return float(sum(closed > last for last, closed in full)) if full else None


def _days(entries: Sequence[str]) -> Iterator[date]:
    """The days written in list entries; what is no day of the calendar is passed over."""
    for entry in entries:
        for year, month, day in ISO_DAY.findall(unicodedata.normalize("NFKC", entry)):
            try:
                yield date(int(year), int(month), int(day))
            except ValueError:
                continue


def _tuple(value: Scalar) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _unique(names: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


COMPUTED: Final[Mapping[str, Figure]] = {
    "as_of": _as_of,
    "declared_lower_tiers": _declared_lower_tiers,
    "declared_now": _declared_now,
    "known_lower_tiers": _known_lower_tiers,
    "parties": _parties,
    "declared_by_lower_tiers": _declared_by_lower_tiers,
    "unrecognised_lower_tiers": _unrecognised_lower_tiers,
    "unrecognised_contract": _unrecognised_contract,
    "account_companies": _account_companies,
    "ledger_countries": _ledger_countries,
    "ledger_systems": _ledger_systems,
    "ledger_sites": _ledger_sites,
    "stated_countries": _stated_countries,
    "ledger_persons": _ledger_persons,
    "contract_persons": _contract_persons,
    "ledger_open_findings": _ledger_open_findings,
    "sub_processor_count": _sub_processor_count,
    "sub_processors_audited": _sub_processors_audited,
    "sub_processor_people": _sub_processor_people,
    "declared_exceptions": _declared_exceptions,
    "exception_in_force": _exception_in_force,
    "exception_approved": _exception_approved,
    "unbacked_share": _unbacked_share,
    "same_file_share": _same_file_share,
    "refused_measures": _refused_measures,
    "notice_hours_sum": _notice_hours_sum,
    "log_due_from": _log_due_from,
    "earliest_holder": _earliest_holder,
    "leavers_closed_late": _leavers_closed_late,
}
