"""Unrecognised entrustment: companies that replies, lists, logs and the ledger name and nobody entrusts by it.

A list to confirm, never a finding: a company that is paid or has an account may well be no processor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from itakusaki.catalogue.names import names_its_kind
from itakusaki.files.folding import plain
from itakusaki.model.assessment import Assessment, ProcessorResult
from itakusaki.model.candidate import Candidate
from itakusaki.model.corporate_number import is_valid
from itakusaki.model.party import Entrustment
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Verdict

#: Facts whose entries begin or end with a company's name: who has accounts, is paid, works or connects there.
NAMING: Final = (
    "TEC-13.accounts_by_company",
    "SUB-01.companies_paid",
    "SUB-02.group_companies",
    "CON-02.readable_without_clause_names",
    "CON-15.agencies",
    "TEC-22.companies",
)
#: Agreements that are entrustments as soon as personal data can be reached by them.
_AGREEMENTS: Final = frozenset({"service_use", "maintenance", "saas", "dispatch", "other"})
#: "2=A Ltd." before a name, and "A Ltd. 5" or "A Ltd.: 5 people" behind one.
_TIER_BEFORE: Final = re.compile(r"^\s*[0-9]+\s*[=:]\s*")
_COUNT_BEHIND: Final = re.compile(r"[\s:=]+[0-9]+\D{0,5}$")

_Key = Callable[[str], str]


@dataclass(slots=True)
class _Known:
    """Companies that are entrusted, entrust, or are said to be entrusted below, by folded name.

    `numbers` are the valid corporate numbers of each: another valid number is another company.
    """

    numbers: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: str, number: str = "") -> None:
        self.numbers.setdefault(key, set()).update([number] if is_valid(number) else [])

    def has(self, key: str, number: str = "") -> bool:
        if key not in self.numbers:
            return False
        return not (is_valid(number) and self.numbers[key] and number not in self.numbers[key])


def candidates(assessment: Assessment, key: _Key) -> tuple[Candidate, ...]:
    """Every company named that the ledger does not entrust and no list declares, with where it is named.

    What stands beside a sealed control is passed over.
    """
    known = _known(assessment, key)
    found: dict[tuple[str, str], Candidate] = {}
    for name, number, processor, at in _named(assessment, key):
        folded = key(name)
        if not folded or known.has(folded, number):
            continue
        where = (folded, number if is_valid(number) else "")
        before = found.get(where)
        named = (*before.named, (processor, at)) if before else ((processor, at),)
        found[where] = Candidate(name=before.name if before else name, number=number, named=named)
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.number)))


def _known(assessment: Assessment, key: _Key) -> _Known:
    known = _Known()
    known.add(key(assessment.client))
    for result in assessment.results:
        for name, number in _spoken_for(result):
            known.add(key(name), number)
    return known


def _spoken_for(result: ProcessorResult) -> Iterator[tuple[str, str]]:
    """Companies that a party's rows of the ledger and its own list account for, with their numbers."""
    party = result.processor
    if not all(map(_is_doubtful, party.entrustments)):
        yield party.name, party.corporate_number
    for row in party.entrustments:
        above = (*row.record.entries("upstream"), *row.record.entries("first_client"))
        yield from ((name, "") for name in above)
    for given in result.questionnaires:
        for listed in given.sub_processors:
            yield listed.text("name"), listed.text("corporate_number")


def _is_doubtful(row: Entrustment) -> bool:
    """A row of the ledger that says no entrustment, of a kind that may be one, and gives no reason."""
    is_kind = row.record.value("agreement") in _AGREEMENTS
    is_denied = row.record.value("recognised") is False
    return is_kind and is_denied and not row.record.text("remarks")


def _named(assessment: Assessment, key: _Key) -> Iterator[tuple[str, str, str, CellRef]]:
    """Each name, its corporate number where one stands beside it, by whom it is named, and where."""
    for result in assessment.results:
        for row in result.processor.entrustments:
            if _is_doubtful(row):
                yield row.name, row.corporate_number, "", row.record.at
            for name in row.record.entries("reentrusted_to"):
                yield name, "", "", row.record.at
        yield from _by_facts(result)
        yield from _by_lists(result, key)


def _by_facts(result: ProcessorResult) -> Iterator[tuple[str, str, str, CellRef]]:
    sealed = {one.control for one in result.judged if one.verdict is Verdict.SEALED}
    for given in result.questionnaires:
        for name in NAMING:
            fact = given.facts.get(name)
            entries = fact.value if fact else None
            if fact is None or not isinstance(entries, tuple) or name.split(".")[0] in sealed:
                continue
            for entry in entries:
                yield company_in(entry), "", result.processor.id, fact.at


def _by_lists(result: ProcessorResult, key: _Key) -> Iterator[tuple[str, str, str, CellRef]]:
    """Names in delivered lists and logs; in a table of any other kind, those that say what they are."""
    for one in result.examination.companies if result.examination else ():
        if one.in_export or names_its_kind(one.name, key):
            yield one.name, one.number, result.processor.id, one.at


def company_in(entry: str) -> str:
    """The company's name in an entry of a list, without the tier before and the count behind it."""
    return _COUNT_BEHIND.sub("", _TIER_BEFORE.sub("", plain(entry))).strip()
