"""Computed figures: what a cross-check compares that stands in no single cell, with the cells behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeAlias

from itakusaki.catalogue.depths import months_after
from itakusaki.catalogue.names import name_fold
from itakusaki.files.folding import plain
from itakusaki.model.answer import Answer, AnswerValue, Fact
from itakusaki.model.depth import Depth
from itakusaki.model.party import Duty
from itakusaki.model.record import Record, Scalar
from itakusaki.model.source import CellRef
from itakusaki.score.case_file import DOCUMENT, CaseFile
from itakusaki.score.cases import entrustments_below
from itakusaki.score.found import Found
from itakusaki.score.grade import claimed_grade

Figure = Callable[[CaseFile, Record | None], Found | None]
#: A name, and the cell it stands in.
Named: TypeAlias = tuple[str, CellRef]
ISO_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
#: "A Ltd. 5", "A Ltd.: 5": the number behind a name.
COUNT_BEHIND = re.compile(r"[\s:=]*[0-9]+\D{0,2}$")
#: Fewer backed answers than this say nothing about one file serving most of them.
FEW = 5
#: Months that the form asks of promises.
PROMISE_MONTHS: Final = 36


def company_key(name: str, case_file: CaseFile) -> str:
    """What a company's name is compared by."""
    return name_fold(case_file.company_forms)(name)


def _as_of(case_file: CaseFile, _row: Record | None) -> Found:
    return Found(value=case_file.as_of)


def _listed(case_file: CaseFile) -> tuple[Record, ...]:
    """Lower tiers in the party's own list that had not ended by the day of the audit."""
    return tuple(
        row
        for row in case_file.sub_processors()
        if (ended := row.day("ended_on")) is None or ended >= case_file.as_of
    )


def _declared_lower_tiers(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Names of the lower tiers the party itself lists; None where it gave no workbook."""
    return _declared(case_file, case_file.sub_processors())


def _declared_now(case_file: CaseFile, _row: Record | None) -> Found | None:
    return _declared(case_file, _listed(case_file))


def _declared(case_file: CaseFile, rows: Iterable[Record]) -> Found | None:
    return None if case_file.own is None else _names(_column(rows, "name"), *_workbook(case_file))


def _known_lower_tiers(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Names of lower tiers in the client's ledger; None where it says nothing on them either way."""
    records = [entrustment.record for entrustment in case_file.entrustments()]
    known = [
        *(
            (below.name, _cell(below.record, "processor"))
            for below in entrustments_below(case_file)
        ),
        *_column(records, "reentrusted_to"),
    ]
    denied = [_cell(row, "reentrusted") for row in records if row.value("reentrusted") is False]
    return _names(known, *denied) if known or denied else None


def _parties(case_file: CaseFile, row: Record | None) -> Found:
    """Everyone known to handle the data: the party, whom it lists, whom the ledger names."""
    listed = (_declared_lower_tiers(case_file, row), _known_lower_tiers(case_file, row))
    above = [
        case_file.dossier.ledger.processors.get(parent) for parent in case_file.processor.parents
    ]
    own = [case_file.processor, *(party for party in above if party)]
    names = [party.name for party in own]
    cells = [_cell(e.record, "processor") for party in own for e in party.entrustments]
    return Found(
        value=_unique([*names, *(name for found in listed for name in _entries(found))]),
        cells=_cells([*cells, *(cell for found in listed if found for cell in found.cells)]),
    )


def _declared_by_lower_tiers(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Names that this party's lower tiers list as theirs, in their own workbooks; None without any."""
    below = {child.id for child in case_file.children()}
    workbooks = [
        q
        for q in case_file.dossier.questionnaires
        if q.processor in below and q.side is not Duty.CLIENT
    ]
    if not workbooks:
        return None
    names = [named for q in workbooks for named in _column(q.sub_processors, "name")]
    return _names(names, *(CellRef(file=q.file) for q in workbooks))


def _unrecognised_lower_tiers(case_file: CaseFile, _row: Record | None) -> Found:
    """Parties below that hold data by an agreement the ledger does not count as entrustment."""
    return _names(
        (entrustment.name, _cell(entrustment.record, "recognised"))
        for entrustment in entrustments_below(case_file)
        if _is_unrecognised(entrustment.record)
    )


def _unrecognised_contract(_brief: CaseFile, row: Record | None) -> Found | None:
    """Whether a ledger row hands over data without counting as entrustment."""
    if row is None or row.value("recognised") is None:
        return None
    filled = [row.fields[name].at for name in ("data_items", "persons") if row.value(name)]
    return Found(value=_is_unrecognised(row), cells=_cells(filled))


def _is_unrecognised(row: Record) -> bool:
    holds = (row.number("persons") or 0) > 0 or bool(row.entries("data_items"))
    return row.value("recognised") is False and holds


def _account_companies(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Companies with remote accounts, without the counts behind their names."""
    fact = case_file.fact("TEC-13.accounts_by_company", case_file.party)
    if fact is None or not isinstance(fact.value, tuple):
        return None
    names = [COUNT_BEHIND.sub("", plain(name)) for name in fact.value]
    return Found(value=_unique(names), cells=(fact.at,))


def _ledger_countries(case_file: CaseFile, _row: Record | None) -> Found | None:
    return _joined(case_file, "countries")


def _ledger_systems(case_file: CaseFile, _row: Record | None) -> Found | None:
    return _joined(case_file, "systems")


def _ledger_sites(case_file: CaseFile, _row: Record | None) -> Found | None:
    return _joined(case_file, "sites")


def _joined(case_file: CaseFile, column: str) -> Found | None:
    """A list column over all ledger rows of the party; None where all are blank."""
    found = _names(_column((e.record for e in case_file.entrustments()), column))
    return found if found.value else None


def _stated_countries(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Countries of storage and of access that the party states."""
    facts = [
        case_file.fact(f"SEL-06.{name}", case_file.party)
        for name in ("storage_countries", "access_countries")
    ]
    found = _names((entry, fact.at) for fact in facts if fact for entry in _entries(fact))
    return found if found.value else None


def _ledger_persons(case_file: CaseFile, _row: Record | None) -> Found | None:
    return _ledger_sum(case_file, "persons")


def _ledger_open_findings(case_file: CaseFile, _row: Record | None) -> Found | None:
    return _ledger_sum(case_file, "open_findings")


def _ledger_sum(case_file: CaseFile, column: str) -> Found | None:
    return _summed([entrustment.record for entrustment in case_file.entrustments()], column)


def _summed(rows: Sequence[Record], column: str) -> Found | None:
    """A number column over rows, added up; None where one is blank or there are none."""
    numbers = [value for row in rows if (value := row.number(column)) is not None]
    if not numbers or len(numbers) != len(rows):
        return None
    return Found(value=sum(numbers), cells=_cells(_cell(row, column) for row in rows))


def _counted(case_file: CaseFile, rows: Iterable[Record], column: str) -> Found:
    """How many rows of the party's own workbook there are, each by one of its cells."""
    cells = [_cell(row, column) for row in rows]
    return Found(value=float(len(cells)), cells=_cells(cells or _workbook(case_file)))


def _sub_processor_count(case_file: CaseFile, _row: Record | None) -> Found | None:
    if case_file.own is None or case_file.depth is Depth.SHORT:
        return None  # a short form has no list of them
    return _counted(case_file, _listed(case_file), "name")


def _sub_processors_audited(case_file: CaseFile, _row: Record | None) -> Found | None:
    """How many listed lower tiers show a check in the last twelve months."""
    rows = case_file.sub_processors()
    if case_file.own is None or not rows:
        return None
    since = case_file.as_of - timedelta(days=366)
    days = [row.day("last_audit_on") for row in rows]
    return Found(
        value=float(sum(since <= day <= case_file.as_of for day in days if day is not None)),
        cells=_cells(_cell(row, "last_audit_on") for row in rows),
    )


def _sub_processor_people(case_file: CaseFile, _row: Record | None) -> Found | None:
    """People engaged at all listed lower tiers; None where one has no number."""
    return _summed(_listed(case_file), "persons_engaged")


def _declared_exceptions(case_file: CaseFile, _row: Record | None) -> Found | None:
    """How many exceptions the party's own list holds that have not ended."""
    if case_file.own is None:
        return None
    live = [row for row in case_file.own.exceptions if _is_in_force(case_file, row)]
    return _counted(case_file, live, "control")


def _exception_in_force(case_file: CaseFile, row: Record | None) -> Found:
    cells = (_cell(row, "valid_until"),) if row else ()
    return Found(value=row is None or _is_in_force(case_file, row), cells=cells)


def _is_in_force(case_file: CaseFile, row: Record) -> bool:
    end = row.day("valid_until")
    return end is None or end >= case_file.as_of


def _exception_approved(case_file: CaseFile, row: Record | None) -> Found:
    """Whether the client's own register holds a live exception on the row's control."""
    control = row.text("control").strip() if row else ""
    held = case_file.approval(control, "exception")
    return Found(value=held is not None, cells=(held.at,) if held else ())


def _yeses(case_file: CaseFile) -> list[Answer]:
    answers = case_file.own.answers.values() if case_file.own else ()
    return [answer for answer in answers if answer.value is AnswerValue.YES]


def _unbacked_share(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Share of yeses with no document named behind them, 0–1; None where there is no yes."""
    yeses = _yeses(case_file)
    if not yeses:
        return None
    bare = [answer.at for answer in yeses if claimed_grade(answer) < DOCUMENT]
    return Found(value=round(len(bare) / len(yeses), 3), cells=_cells(bare or _workbook(case_file)))


def _same_file_share(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Share of backed yeses that rest on one and the same file; None where there are few of them."""
    backed = [answer for answer in _yeses(case_file) if answer.evidence_names]
    if len(backed) < FEW:
        return None
    files = Counter(name for answer in backed for name in set(answer.evidence_names))
    most = max(files, key=lambda name: (files[name], name))
    return Found(
        value=round(files[most] / len(backed), 3),
        cells=_cells(answer.at for answer in backed if most in answer.evidence_names),
    )


def _refused_measures(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Controls on premises and technology that the party itself answers with a no."""
    if case_file.own is None:
        return None
    refused = [
        answer
        for answer in case_file.own.answers.values()
        if answer.value is AnswerValue.NO and answer.control.startswith(("PHY-", "TEC-"))
    ]
    return _names(((answer.control, answer.at) for answer in refused), *_workbook(case_file))


def _notice_hours_sum(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Hours until the client hears of an incident at the lowest tier: notices added up along the chain."""
    own = _contract_hours(case_file)
    if own is None:
        return None
    rows = {company_key(row.text("name"), case_file): row for row in _listed(case_file)}
    chains = [_chain_up(name, rows, case_file) for name in rows]
    longest = max(chains, key=_hours, default=[])
    return Found(
        value=own[0] + _hours(longest),
        cells=_cells([own[1], *(_cell(row, "notice_hours") for row in longest)]),
    )


def _hours(chain: Iterable[Record]) -> float:
    return sum((row.number("notice_hours") or 0.0 for row in chain), 0.0)


def _chain_up(name: str, rows: Mapping[str, Record], case_file: CaseFile) -> list[Record]:
    """The rows from a lower tier up to the party itself."""
    chain: dict[str, Record] = {}
    # A list may name two companies as each other's parent; nobody is counted twice.
    while name in rows and name not in chain:
        chain[name] = rows[name]
        name = company_key(rows[name].text("parent"), case_file)
    return list(chain.values())


def _contract_hours(case_file: CaseFile) -> tuple[float, CellRef] | None:
    values = [
        (fact.value, fact.at)
        for clause in case_file.clauses
        for fact in clause.facts.values()
        if fact.id == "CON-09.notice_hours" and isinstance(fact.value, float)
    ]
    return max(values, key=lambda pair: pair[0], default=None)


def _log_due_from(case_file: CaseFile, _row: Record | None) -> Found | None:
    """The day from which logs have to be there: retention back from today, or the latest start if later."""
    months = case_file.fact("TEC-09.retention_months", case_file.party)
    if months is None or not isinstance(months.value, float):
        return None
    try:
        due = case_file.as_of - timedelta(days=round(months.value * 30.4375))
    except OverflowError:
        return None
    starts = case_file.fact("TEC-08.sources_since", case_file.party)
    return Found(
        value=max(due, *_days(_entries(starts)), date.min),
        cells=_cells(fact.at for fact in (months, starts) if fact),
    )


def _earliest_holder(case_file: CaseFile, _row: Record | None) -> Found | None:
    """The earliest start in the list of those who hold privileged work."""
    starts = case_file.fact("PER-04.holder_starts", case_file.party)
    first = min(_days(_entries(starts)), default=None)
    return Found(value=first, cells=(starts.at,)) if starts and first else None


def _leavers_closed_late(case_file: CaseFile, _row: Record | None) -> Found | None:
    """Leavers in the list whose account was closed after the last day; None where no entry has both."""
    fact = case_file.fact("PER-06.leaver_dates", case_file.party)
    pairs = [list(_days((entry,))) for entry in _entries(fact)]
    full = [pair for pair in pairs if len(pair) == 2]  # noqa: PLR2004 - last day, day of closing
    if fact is None or not full:
        return None
    return Found(value=float(sum(closed > last for last, closed in full)), cells=(fact.at,))


def _days(entries: Sequence[str]) -> Iterator[date]:
    """The days written in list entries; what is no day of the calendar is passed over."""
    for entry in entries:
        for year, month, day in ISO_DAY.findall(plain(entry)):
            try:
                yield date(int(year), int(month), int(day))
            except ValueError:
                continue


def _entries(given: Fact | Found | None) -> tuple[str, ...]:
    """The entries where a value is a list."""
    value: Scalar = given.value if given else None
    return value if isinstance(value, tuple) else ()


def _column(rows: Iterable[Record], column: str) -> list[Named]:
    """What stands in a column, entry by entry, each with its cell."""
    return [
        (entry, _cell(row, column))
        for row in rows
        for entry in (row.entries(column) or (row.text(column),))
        if entry
    ]


def _cell(row: Record, column: str) -> CellRef:
    """The cell of a row in a column; the row itself where the file has no such column."""
    field = row.fields.get(column)
    return field.at if field else row.at


def _workbook(case_file: CaseFile) -> tuple[CellRef, ...]:
    """The party's own workbook as a whole, where a list in it is empty."""
    return (CellRef(file=case_file.own.file),) if case_file.own else ()


def _names(named: Iterable[Named], *otherwise: CellRef) -> Found:
    """Names, each once, with all their cells; where there are none, where they would have stood."""
    given = [(name, cell) for name, cell in named if name]
    return Found(
        value=_unique(name for name, _ in given),
        cells=_cells([cell for _, cell in given] or otherwise),
    )


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _cells(cells: Iterable[CellRef]) -> tuple[CellRef, ...]:
    return tuple(dict.fromkeys(cells))


def _register(case_file: CaseFile, whose: str) -> tuple[Record, ...] | None:
    """Promises in the client's register by whose they are ("" the client's own); None where there is none."""
    rows = (row for row in case_file.dossier.registers if row.table == "promises")
    return tuple(row for row in rows if row.text("processor") == whose) or None


def _fallen_due(case_file: CaseFile, rows: Iterable[Record]) -> list[Record]:
    """Promises whose day has passed, of those that were made in the months the form asks for."""
    since = months_after(case_file.as_of, -PROMISE_MONTHS)
    return [
        row
        for row in rows
        if (due := row.day("due")) is not None
        and due < case_file.as_of
        and (row.day("since") or due) >= since
    ]


def _register_due(case_file: CaseFile, whose: str) -> Found | None:
    rows = _register(case_file, whose)
    return None if rows is None else _tally(_fallen_due(case_file, rows), rows)


def _register_overdue(case_file: CaseFile, whose: str) -> Found | None:
    """Promises whose day has passed and that are not done."""
    rows = _register(case_file, whose)
    if rows is None:
        return None
    late = _fallen_due(case_file, rows)
    open_ = [row for row in late if (row.day("done_on") or date.max) > case_file.as_of]
    return _tally(open_, rows)


def _tally(found: Sequence[Record], rows: Sequence[Record]) -> Found:
    """How many rows there are, with their cells; where there is none, those that were looked at."""
    return Found(value=float(len(found)), cells=_cells(_cell(row, "due") for row in found or rows))


def _of_party(figure: Callable[[CaseFile, str], Found | None]) -> Figure:
    return lambda case_file, _row: figure(case_file, case_file.processor.id)


def _of_client(figure: Callable[[CaseFile, str], Found | None]) -> Figure:
    return lambda case_file, _row: figure(case_file, "")


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
    "register_overdue_of_party": _of_party(_register_overdue),
    "register_overdue_of_client": _of_client(_register_overdue),
    "register_due_of_party": _of_party(_register_due),
    "register_due_of_client": _of_client(_register_due),
}
