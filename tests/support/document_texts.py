"""Documents of hand-made assessments, before they are laid out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from itakusaki.findings import findings_of
from itakusaki.model.assessment import Assessment, ProcessorResult
from itakusaki.model.document_settings import DocumentSettingsByParty
from itakusaki.model.record import Field
from itakusaki.model.source import CellRef
from itakusaki.report.documents.kinds import KINDS_OF_DOCUMENTS
from itakusaki.report.documents.make import DocumentText, document_texts
from itakusaki.report.publication import Edition, Publication
from support.assessments import CHECKLIST, POLICY, every_rating

#: A processor that each kind has something to say of; "" for all together.
CONCERNED = {
    "director-report": "P02",
    "portfolio-report": "",
    "supervision": "",
    "audit-notice": "P02",
    "reminder": "P03",
    "inquiry-letter": "P02",
    "improvement-request": "P02",
    "evidence-request": "P04",
    "onsite-script": "P02",
    "working-paper": "P02",
    "opinion": "P07",
    "self-inspection": "P04",
    "corrective-report": "P02",
    "offboarding": "P06",
}
UNSET = DocumentSettingsByParty()


def documents(
    kind: str,
    language: str,
    *processors: str,
    run: Assessment | None = None,
    settings: DocumentSettingsByParty = UNSET,
) -> Sequence[DocumentText]:
    return _texts(run or with_an_end(), [kind], language, processors, settings)


@cache
def defaults(language: str) -> Mapping[tuple[str, str], DocumentText]:
    """Every document of the usual run, without settings, by kind and processor."""
    return everything(with_an_end(), language)


def everything(
    run: Assessment, language: str, settings: DocumentSettingsByParty = UNSET
) -> Mapping[tuple[str, str], DocumentText]:
    """Every document of every kind, by kind and processor."""
    made = _texts(run, KINDS_OF_DOCUMENTS, language, (), settings)
    return {(document.front.kind, document.processor): document for document in made}


def _texts(
    run: Assessment,
    kinds: Iterable[str],
    language: str,
    processors: Sequence[str],
    settings: DocumentSettingsByParty,
) -> Sequence[DocumentText]:
    edition = Edition(formats=(), languages=(language,))
    publication = Publication(run, findings_of(run, CHECKLIST), CHECKLIST, POLICY, edition)
    wanted = [KINDS_OF_DOCUMENTS[kind] for kind in kinds]
    return tuple(document_texts(publication, wanted, settings, language, processors))


def with_an_end() -> Assessment:
    """Every rating, and one entrustment that has ended."""
    run = every_rating()
    return replace(run, results=tuple(map(_ended, run.results)))


def _ended(result: ProcessorResult) -> ProcessorResult:
    if result.processor.id != "P06":
        return result
    (row,) = result.processor.entrustments
    where = CellRef(file="contracts/ledger.xlsx")
    given = {"ended_on": date(2026, 11, 30), "data_items": "names", "storage": "Tokyo"}
    added = {name: Field(value=value, raw=str(value), at=where) for name, value in given.items()}
    record = replace(row.record, fields={**row.record.fields, **added})
    party = replace(result.processor, entrustments=(replace(row, record=record),))
    return replace(result, processor=party)
