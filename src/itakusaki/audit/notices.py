"""Notices: each processor's contracts laid on the calendar, beside how it was rated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from itakusaki.audit.rules import Rules
from itakusaki.breach.notice_path import CLAUSE, Tiers, notice_paths
from itakusaki.catalogue.names import name_fold
from itakusaki.model.assessment import Assessment, Dossier, ProcessorResult
from itakusaki.model.party import Duty
from itakusaki.model.record import Record


def with_notices(assessment: Assessment, dossier: Dossier, rules: Rules) -> Assessment:
    """The assessment, with how long word of an incident takes from each lowest tier to the client.

    Only where the client entrusts and says what stands in the contracts; a self-inspection has none.
    """
    results = tuple(_of(result, assessment, dossier, rules) for result in assessment.results)
    return replace(assessment, results=results)


def _of(
    result: ProcessorResult, assessment: Assessment, dossier: Dossier, rules: Rules
) -> ProcessorResult:
    contracts = {entrustment.contract for entrustment in result.processor.entrustments}
    clauses = [
        clause
        for clause in dossier.clauses
        if clause.control == CLAUSE and clause.contract in contracts
    ]
    if result.supervision is None or not clauses:
        return result
    tiers = Tiers(
        client=assessment.client,
        processor=result.processor.name,
        clauses=clauses,
        lower=tuple(_in_force(result, assessment)),
        company_key=name_fold(rules.standard.company_forms),
    )
    setting = rules.policy.notice_example
    paths = notice_paths(tiers, setting, rules.breach, assessment.as_of)
    return replace(result, notices=paths)


def _in_force(result: ProcessorResult, assessment: Assessment) -> Iterator[Record]:
    """The lower tiers that the party lists and that had not ended by the day of the audit."""
    for given in result.questionnaires:
        if given.side is Duty.CLIENT:
            continue
        for row in given.sub_processors:
            ended = row.day("ended_on")
            if ended is None or ended >= assessment.as_of:
                yield row
