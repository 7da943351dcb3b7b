"""Builders for scoring: a dossier made by hand around the shipped catalogue, and its results."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.cross_check import Check, CrossCheck
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.catalogue.loader import Catalogue, load_catalogue
from itakusaki.catalogue.names import bare_text
from itakusaki.catalogue.yaml_file import YamlFile, read_yaml
from itakusaki.model.answer import SYMBOLS, Answer, Clause, Decision, Fact, Questionnaire, Review
from itakusaki.model.assessment import Comparison, ControlResult, Dossier, ProcessorResult
from itakusaki.model.evidence import EvidenceFile, FileContents, evidence_digest
from itakusaki.model.party import Approval, Duty, Entrustment, Ledger, Processor, Role
from itakusaki.model.record import Field, Record, Scalar
from itakusaki.model.source import CellRef
from itakusaki.model.verdict import Outcome
from itakusaki.score.case_file import CaseFile, case_files
from itakusaki.score.evaluate import evaluate
from itakusaki.settings import data_folder

AS_OF = date(2026, 12, 31)
P = "P01"
CONTRACT = "C-01"
VALUES = {symbol: value for value, symbol in SYMBOLS.items()}
FILE = "evidence.pdf"
Given = str | int | float | bool | date | Sequence[str]


@cache
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("checklists"))


def data_of(path: Path) -> Any:
    """What a data file holds, by the reader that the program itself has."""
    file = read_yaml(path)
    assert isinstance(file, YamlFile), file
    return file.data


@cache
def company_forms() -> tuple[str, ...]:
    return load_layouts(data_folder("checklists") / "layouts")[0].company_forms


def checklist_of(*controls: str) -> Checklist:
    """The shipped checklist with these controls only."""
    whole = catalogue().checklist
    kept = {name: control for name, control in whole.controls.items() if name in controls}
    assert set(kept) == set(controls)
    domains = (
        replace(domain, controls=tuple(c for c in domain.controls if c.id in kept))
        for domain in whole.domains
    )
    return replace(whole, controls=kept, domains=tuple(d for d in domains if d.controls))


def rules_of(*rules: str) -> tuple[CrossCheck, ...]:
    return tuple(rule for rule in catalogue().cross_checks if rule.id in rules)


def fitting(rules: Sequence[CrossCheck], checklist: Checklist) -> tuple[CrossCheck, ...]:
    """The rules with only those checks that speak of nothing but these controls."""

    def is_fitting(check: Check) -> bool:
        asked = (*check.operands, *(condition.operand for condition in check.when))
        named = {
            spec.name.split(".", 1)[0]
            for spec in asked
            if spec.source in ("fact", "clause_fact", "answer", "clause")
        }
        return named <= set(checklist.controls)

    return tuple(replace(rule, checks=tuple(filter(is_fitting, rule.checks))) for rule in rules)


def typed(value: Given) -> Scalar:
    if isinstance(value, bool | date | str):
        return value
    return float(value) if isinstance(value, int | float) else tuple(value)


def at(cell: str, file: str = "book.xlsx") -> CellRef:
    return CellRef(file=file, sheet="S", cell=cell)


def record(table: str, **values: Given) -> Record:
    fields = {
        name: Field(value=typed(value), raw=str(value), at=at(f"{name}!", f"{table}.xlsx"))
        for name, value in values.items()
    }
    return Record(table=table, at=at("A2", f"{table}.xlsx"), fields=fields)


def entrustment(
    processor: str = P,
    *,
    contract: str = CONTRACT,
    tier: int = 1,
    parent: str = "",
    flags: Iterable[str] = (),
    **columns: Given,
) -> Entrustment:
    name = str(columns.pop("name", f"{processor}株式会社"))
    given = {"contract": contract, "processor": processor, "name": name, **columns}
    return Entrustment(
        contract=contract,
        processor=processor,
        name=name,
        corporate_number="",
        tier=tier,
        parent=parent,
        flags=frozenset(flags),
        record=record("ledger", **given),
    )


def ledger(*entrustments: Entrustment) -> Ledger:
    by_processor: dict[str, list[Entrustment]] = {}
    for one in entrustments:
        by_processor.setdefault(one.processor, []).append(one)
    return Ledger(
        entrustments=entrustments,
        processors={name: processor_of(rows) for name, rows in by_processor.items()},
    )


def processor_of(rows: Sequence[Entrustment]) -> Processor:
    return Processor(
        id=rows[0].processor,
        name=rows[0].name,
        corporate_number="",
        tier=min(row.tier for row in rows),
        parents=tuple(dict.fromkeys(row.parent for row in rows if row.parent)),
        flags=frozenset().union(*(row.flags for row in rows)),
        entrustments=tuple(rows),
    )


def answer(
    control: str,
    symbol: str,
    side: Duty = Duty.PROCESSOR,
    *,
    grade: int = 4,
    comment: str = "",
    files: Sequence[str] = (FILE,),
) -> Answer:
    return Answer(
        control=control,
        side=side,
        value=VALUES[symbol],
        raw=symbol,
        at=at(control, f"{side}.xlsx"),
        comment=comment,
        evidence_names=tuple(files),
        claimed_grade=grade,
    )


def fact(name: str, value: Given, side: Duty = Duty.PROCESSOR) -> Fact:
    return Fact(id=name, side=side, value=typed(value), raw=str(value), at=at(name, f"{side}.xlsx"))


def workbook(
    answers: Mapping[str, str | Answer] | None = None,
    facts: Mapping[str, Given] | None = None,
    *,
    processor: str = P,
    side: Duty = Duty.PROCESSOR,
    **tables: Sequence[Mapping[str, Given]],
) -> Questionnaire:
    """A returned questionnaire; an answer is its sign, or an Answer made with `answer`.

    `tables` are its other sheets: sub_processors, exceptions, evidence.
    """
    made = {
        name: answer(name, given, side) if isinstance(given, str) else given
        for name, given in (answers or {}).items()
    }
    return Questionnaire(
        processor=processor,
        side=side,
        round="2026Q4",
        as_of=AS_OF,
        checklist_version="",
        language="ja",
        file=f"{side}.xlsx",
        answers=made,
        facts={name: fact(name, value, side) for name, value in (facts or {}).items()},
        **{table: tuple(record(table, **row) for row in rows) for table, rows in tables.items()},
    )


def covered(controls: Iterable[str]) -> dict[str, Given]:
    """The figures that the evidence of some controls has to cover, each of them one."""
    known = catalogue().checklist.controls
    return {name: 1 for control in controls for name in known[control].covers}


def client(
    answers: Mapping[str, str | Answer] | None = None,
    facts: Mapping[str, Given] | None = None,
    *,
    processor: str = "",
) -> Questionnaire:
    """The client's own check: of every processor, or of one."""
    return workbook(answers, facts, processor=processor, side=Duty.CLIENT)


def clause(
    control: str,
    symbol: str,
    facts: Mapping[str, Given] | None = None,
    *,
    contract: str = CONTRACT,
    article: str = "5",
    comment: str = "",
) -> Clause:
    return Clause(
        contract=contract,
        control=control,
        value=VALUES[symbol],
        raw=symbol,
        at=at(control, "clauses.xlsx"),
        article=article,
        comment=comment,
        facts={name: fact(name, value, Duty.CLIENT) for name, value in (facts or {}).items()},
    )


def delivered(
    name: str = FILE, processor: str = P, contents: FileContents | None = None
) -> EvidenceFile:
    """A file that any check finds in order, unless `contents` says otherwise."""
    digest = hashlib.sha256(f"{processor}/{name}".encode()).hexdigest()
    return EvidenceFile(
        processor=processor,
        path=f"{processor}/{name}" if processor else name,
        name=name,
        sha256=digest,
        size=1,
        contents=contents or in_order(processor or P),
    )


def in_order(processor: str = P) -> FileContents:
    """What a machine reads in a record that is filled, of the time, named, and long enough for all."""
    names = f"{processor} {P} {CONTRACT}".lower()
    return FileContents(rows=1_000_000, days=(date(2026, 11, 30),), bare=bare_text(names))


def approval(  # noqa: PLR0913 - each is one cell of the register
    control: str,
    kind: str = "exception",
    *,
    processor: str = P,
    approved_on: date | None = date(2026, 4, 1),
    valid_until: date | None = date(2027, 3, 31),
    approver: str = "CPO",
    measure: str = "",
) -> Approval:
    return Approval(
        processor=processor,
        control=control,
        kind=kind,
        reason="reason",
        measure=measure,
        approver=approver,
        approved_on=approved_on,
        valid_from=approved_on,
        valid_until=valid_until,
        extensions=0,
        at=at("A9", "ledger.xlsx"),
    )


def review(  # noqa: PLR0913 - each is one cell of the workbook
    control: str,
    *,
    grade: int | None = None,
    symbol: str | None = None,
    side: Duty = Duty.PROCESSOR,
    reviewer: str = "auditor",
    decision: Decision | None = None,
    looked_at: str = "",
    seen: Iterable[EvidenceFile] = (),
) -> Review:
    """An auditor's word; a grade in it is bound to the files `seen`."""
    return Review(
        processor=P,
        control=control,
        side=side,
        grade=grade,
        value=None if symbol is None else VALUES[symbol],
        reviewer=reviewer,
        reviewed_on=AS_OF,
        reason="seen on site",
        at=at("A3", "review.xlsx"),
        decision=decision,
        looked_at=looked_at,
        evidence_digest=evidence_digest(seen),
    )


def dossier(
    *workbooks: Questionnaire,
    entrustments: Sequence[Entrustment] = (),
    clauses: Sequence[Clause] = (),
    approvals: Sequence[Approval] = (),
    reviews: Sequence[Review] = (),
    files: Sequence[EvidenceFile] | None = None,
) -> Dossier:
    """A round; evidence is delivered by everyone unless `files` says otherwise."""
    rows = tuple(entrustments) or (entrustment(),)
    owners = {row.processor: row.name for row in rows} | {"": rows[0].name}
    everywhere = tuple(
        delivered(processor=owner, contents=in_order(owners[owner])) for owner in sorted(owners)
    )
    return Dossier(
        ledger=ledger(*rows),
        clauses=tuple(clauses),
        questionnaires=workbooks,
        approvals=tuple(approvals),
        reviews=tuple(reviews),
        evidence=everywhere if files is None else tuple(files),
    )


def results(
    of: Dossier,
    *,
    checklist: Checklist | None = None,
    rules: Sequence[CrossCheck] = (),
    role: Role = Role.CLIENT,
) -> dict[str, ProcessorResult]:
    """Every processor's result; no cross-checks unless named."""
    asked = checklist or catalogue().checklist
    found = evaluate(
        of,
        checklist=asked,
        policy=catalogue().policy,
        rules=fitting(rules, asked),
        role=role,
        as_of=AS_OF,
        company_forms=company_forms(),
    )
    return {result.processor.id: result for result in found.results}


def case_file(of: Dossier, processor: str = P, role: Role = Role.CLIENT) -> CaseFile:
    found = case_files(
        of,
        checklist=catalogue().checklist,
        policy=catalogue().policy,
        role=role,
        as_of=AS_OF,
        company_forms=company_forms(),
    )
    return next(one for one in found if one.processor.id == processor)


def control_result(
    of: Dossier,
    control: str,
    *,
    rules: Sequence[CrossCheck] = (),
    beside: Sequence[str] = (),
    side: Duty | None = None,
) -> ControlResult:
    """How a control stands where it is asked alone, or beside a few others: with the party, else the client."""
    result = results(of, checklist=checklist_of(control, *beside), rules=rules)[P]
    return next(c for c in result.judged if c.control == control and side in (None, c.side))


def comparisons(of: Dossier, rule: str, processor: str = P) -> dict[str, Comparison]:
    """A rule's comparisons on a processor, by part."""
    result = results(of, rules=rules_of(rule))[processor]
    return {one.part: one for one in result.comparisons}


def outcomes(of: Dossier, rule: str, processor: str = P) -> dict[str, Outcome]:
    return {part: one.outcome for part, one in comparisons(of, rule, processor).items()}
