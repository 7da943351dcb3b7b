"""Recognising: whether a delivered file looks like an export at all, told by its head alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export_layout import ExportLayout
from itakusaki.exports.head import Kind, heads_of
from itakusaki.exports.match import Matcher
from itakusaki.files.refusal import RefusedFileError


def recognised(
    path: Path,
    data: EvidenceData,
    layouts: Sequence[ExportLayout],
    named: Mapping[str, str] | None = None,
) -> bool:
    """Whether a file is an export, or nearly one; `named` are the settings' layouts by file name.

    A Parquet file is always worth a look; a damaged workbook is said to be one by intake.
    """
    try:
        heads = heads_of(path, path.name)
    except (OSError, RefusedFileError):
        return False
    matcher = Matcher(data, layouts, named)
    return any(head.kind is Kind.PARQUET or matcher.found(head, path.name) for head in heads)
