"""Recognising: whether a submission holds any export, or a list of companies, told by the heads of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.export_layout import ExportLayout
from itakusaki.exports.companies import CompanyHeadings
from itakusaki.exports.date_words import Scales
from itakusaki.exports.delivered_file import heads_in
from itakusaki.exports.head import FileForm, Head
from itakusaki.exports.match import Matcher
from itakusaki.files.refusal import RefusedFileError
from itakusaki.model.evidence import EvidenceFile, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedSubmission(Submission):
    """A submission with an export in it, or with a table of companies; `heads` are those read, by path.

    `holds_export` is not set where companies are all there is to read. Whoever reads the submission takes them from here, so that no head is read a second time.
    """

    heads: Mapping[str, tuple[Head, ...]]
    holds_export: bool = True


def recognised(
    submission: Submission, data: EvidenceData, layouts: Sequence[ExportLayout]
) -> RecognisedSubmission | None:
    """The submission with the heads read until one was an export, or nearly; None where nothing is of use.

    A Parquet file is always worth a look, and so is one that is refused: reading it says why.
    """
    matcher = Matcher(data, layouts, submission.settings.layouts)
    read: dict[str, tuple[Head, ...]] = {}
    is_export = False
    for file in submission.files:
        try:
            heads = heads_in(submission, file)
        except OSError:
            continue
        except RefusedFileError:
            is_export = True
            continue
        read[file.path] = heads
        if any(_is_export(head, file, matcher) for head in heads):
            is_export = True
            break
    companies = CompanyHeadings(Scales.of(layouts))
    every = (head for heads in read.values() for head in heads)
    if not is_export and all(companies.heading_row(head) is None for head in every):
        return None
    return RecognisedSubmission(
        processor=submission.processor,
        files=submission.files,
        root=submission.root,
        settings=submission.settings,
        allowance=submission.allowance,
        heads=read,
        holds_export=is_export,
    )


def _is_export(head: Head, file: EvidenceFile, matcher: Matcher) -> bool:
    if head.kind is FileForm.PARQUET:
        return True
    try:
        return bool(matcher.found(head, file.path))
    except Exception:  # noqa: BLE001 - whatever it is about its head, reading it names the file
        return True
