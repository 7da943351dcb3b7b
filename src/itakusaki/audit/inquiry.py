"""Inquiries and registers: blank workbooks, and what was entered judged; neither needs a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from itakusaki.audit.report_folder import replace_folder
from itakusaki.audit.rules import Rules
from itakusaki.catalogue.depths import months_after
from itakusaki.catalogue.inquiry import InquiryRules
from itakusaki.files.writing import Written, write_over
from itakusaki.forms import inquiry_book, provision_book
from itakusaki.inquiry.judge import judge
from itakusaki.intake.inquiry_book import read_inquiry
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError, NoPeriodError
from itakusaki.model.inquiry import Audience
from itakusaki.model.message import Message
from itakusaki.report.inquiry import (
    JudgedAnswer,
    Printing,
    inquiry_reports,
    provision_reports,
)
from itakusaki.report.publication import Edition, ReportFile


def make_inquiry_book(
    rules: Rules, kind: str, translator: Translator, *, out: Path, force: bool
) -> Written:
    """Write a blank workbook for an answer; `kind` is who asks: client or authority.

    Raises:
        FileExistsAlreadyError: there is a file of that name.
    """
    content = inquiry_book(rules.inquiry, kind=kind, translator=translator)
    return _written(out, content, force=force)


def make_provision_book(rules: Rules, translator: Translator, *, out: Path, force: bool) -> Written:
    """Write a blank workbook for registers of provision and receipt.

    Raises:
        FileExistsAlreadyError: there is a file of that name.
    """
    content = provision_book(rules.provisions, translator=translator)
    return _written(out, content, force=force)


def _written(out: Path, content: bytes, *, force: bool) -> Written:
    if out.exists() and not force:
        raise FileExistsAlreadyError(str(out))
    return write_over(out, content)


def judge_inquiry(rules: Rules, path: Path, files: Path) -> JudgedAnswer:
    """Judge the answer in a workbook, with the extractions that lie in a folder.

    Raises:
        UnreadableFileError: it cannot be read as such a workbook.
    """
    return _judged(rules, rules.inquiry, path, files)


def judge_provisions(rules: Rules, path: Path) -> JudgedAnswer:
    """Judge the registers in a workbook.

    Raises:
        UnreadableFileError: it cannot be read as such a workbook.
    """
    return _judged(rules, rules.provisions, path, path.parent)


def _judged(rules: Rules, points: InquiryRules, path: Path, files: Path) -> JudgedAnswer:
    answer = read_inquiry(path, points, rules.checklist, files)
    opinion = judge(answer, points)
    return JudgedAnswer(answer=answer, opinion=opinion, rules=points, checklist=rules.checklist)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOpinion:
    """The files that were written, and what whoever sends them has to be told."""

    paths: tuple[Path, ...]
    notices: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionWish:
    """For whom an opinion is written, how, and into which folder."""

    audiences: Sequence[Audience]
    edition: Edition
    printing: Printing
    out: Path


def publish_opinion(judged: JudgedAnswer, wish: OpinionWish) -> PublishedOpinion:
    """Write the opinion into a folder, whole or not at all.

    Where there is a suspicion, the people concerned may be among the readers: it is the owner's alone.
    """
    files = inquiry_reports(judged, wish.edition, wish.audiences, wish.printing)
    return _published(files, wish.out)


def report_schedule(judged: JudgedAnswer, months: int) -> tuple[tuple[date, date], ...]:
    """The period on the cover in stretches of so many months, the last as long as it is.

    Raises:
        NoPeriodError: the cover names no first or no last day.
    """
    first, last = judged.answer.day("period_from"), judged.answer.day("period_to")
    if first is None or last is None:
        raise NoPeriodError(judged.answer.source.path)
    spans, begun, number = [], first, 0
    while begun <= last:
        number += 1
        following = months_after(first, months * number)
        spans.append((begun, min(last, following - timedelta(days=1))))
        begun = following
    return tuple(spans)


def publish_provisions(
    judged: JudgedAnswer, wish: OpinionWish, spans: Sequence[tuple[date, date]] = ()
) -> PublishedOpinion:
    """As `publish_opinion`, with the periodic report form, and one for each of the spans."""
    files = provision_reports(judged, wish.edition, wish.audiences, wish.printing, spans)
    return _published(files, wish.out)


def _published(files: Sequence[ReportFile], out: Path) -> PublishedOpinion:
    replace_folder(out, files, private=True)
    notices = (notice for file in files for notice in file.notices)
    return PublishedOpinion(
        paths=tuple(out / file.name for file in files), notices=tuple(dict.fromkeys(notices))
    )
