"""Publishing a hand-made assessment, and reading what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from itakusaki.catalogue.checklist import Checklist
from itakusaki.findings import findings_of
from itakusaki.model.assessment import Assessment
from itakusaki.model.report_format import FORMATS
from itakusaki.model.tracked import TrackedFinding
from itakusaki.report import Edition, reports
from support.assessments import CHECKLIST, POLICY, every_rating

#: How the one script begins that a page has: the table of ratings is searched and sorted by it.
TABLE_SCRIPT = '<script id="table-tools">'


def published(
    run: Assessment,
    *,
    formats: Sequence[str] = FORMATS,
    languages: Sequence[str] = ("ja", "en"),
    templates: Sequence[Path] = (),
    checklist: Checklist = CHECKLIST,
    followed: Sequence[TrackedFinding] = (),
) -> Mapping[str, bytes]:
    edition = Edition(formats=formats, languages=languages, templates=templates, followed=followed)
    files = tuple(reports(run, findings_of(run, checklist), checklist, POLICY, edition))
    assert len({file.name for file in files}) == len(files)
    return {file.name: file.content for file in files}


@cache
def sample() -> Mapping[str, bytes]:
    """Every rating, every format, both languages."""
    return published(every_rating())


def text(name: str) -> str:
    return sample()[name].decode()
