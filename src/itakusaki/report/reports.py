"""The entry: an assessment and its findings → all files of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from itakusaki.catalogue.checklist import Checklist
from itakusaki.catalogue.policy import ScoringPolicy
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.model.assessment import Assessment
from itakusaki.model.finding import Finding
from itakusaki.report.formats import WRITERS
from itakusaki.report.publication import AnyReport, Edition, Publication


def reports(
    assessment: Assessment,
    found: Sequence[Finding],
    checklist: Checklist,
    policy: ScoringPolicy,
    edition: Edition,
    suspicions: Sequence[Suspicion] | None = None,
) -> Iterator[AnyReport]:
    """Every file of the report, in the order of WRITERS; with suspicions those of a sealed report.

    Each is made when it is asked for, so that who writes it need not hold the others.

    Raises:
        KeyError: a format or language is not known.
        ReportTemplateError: a user's own template cannot be used.
    """
    publication = Publication(assessment, found, checklist, policy, edition, suspicions)
    wanted = {name: WRITERS[name] for name in edition.formats}
    return (file for name in WRITERS if name in wanted for file in wanted[name](publication))
