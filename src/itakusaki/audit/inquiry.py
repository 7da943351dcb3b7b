"""Inquiries: a blank workbook for an answer, and an answer judged; either needs no workspace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from itakusaki.audit.report_folder import replace_folder
from itakusaki.audit.rules import Rules
from itakusaki.files.writing import Written, write_over
from itakusaki.forms import inquiry_book
from itakusaki.inquiry.judge import judge
from itakusaki.intake.inquiry_book import read_inquiry
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.model.inquiry import Audience
from itakusaki.report.inquiry import JudgedAnswer, inquiry_reports
from itakusaki.report.publication import Edition


def make_inquiry_book(
    rules: Rules, kind: str, translator: Translator, *, out: Path, force: bool
) -> Written:
    """Write a blank workbook for an answer; `kind` is who asks: client or authority.

    Raises:
        FileExistsAlreadyError: there is a file of that name.
    """
    if out.exists() and not force:
        raise FileExistsAlreadyError(str(out))
    return write_over(out, inquiry_book(rules.inquiry, kind=kind, translator=translator))


def judge_inquiry(rules: Rules, path: Path, files: Path) -> JudgedAnswer:
    """Judge the answer in a workbook, with the extractions that lie in a folder.

    Raises:
        UnreadableFileError: it cannot be read as such a workbook.
    """
    answer = read_inquiry(path, rules.inquiry, rules.checklist, files)
    opinion = judge(answer, rules.inquiry)
    return JudgedAnswer(
        answer=answer, opinion=opinion, rules=rules.inquiry, checklist=rules.checklist
    )


def publish_opinion(
    judged: JudgedAnswer, edition: Edition, audiences: Sequence[Audience], out: Path
) -> tuple[Path, ...]:
    """Write the opinion into a folder, whole or not at all, and give the paths.

    Where there is a suspicion, the people concerned may be among the readers: it is the owner's alone.
    """
    files = inquiry_reports(judged, edition, audiences)
    replace_folder(out, files, private=True)
    return tuple(out / file.name for file in files)
