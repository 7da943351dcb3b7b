"""Grades: what a party claims as evidence, and what of it counts (ADR 0007)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from itakusaki.files.folding import fold
from itakusaki.model.answer import Answer, Review
from itakusaki.model.evidence import EvidenceFile
from itakusaki.model.message import N_, Message
from itakusaki.model.record import Record
from itakusaki.score.case_file import CaseFile
from itakusaki.score.logs import proven_grade

#: A free text beside a tick is a statement; a tick alone is nothing.
STATEMENT = 1
DOCUMENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade of evidence 0–4: as claimed, as it counts, the files behind it, and why."""

    claimed: int
    counts: int
    files: tuple[EvidenceFile, ...]
    steps: tuple[Message, ...]


def answer_grade(case_file: CaseFile, answer: Answer, review: Review | None) -> Grade:
    """The grade that counts for an answer, after files and review were looked at."""
    claimed = claimed_grade(answer)
    files, absent = delivered(case_file, answer)
    counts, steps = claimed, [Message.of(N_("evidence claimed: grade {grade}"), grade=claimed)]
    if claimed >= DOCUMENT and not files:
        counts = min(claimed, case_file.policy.absent_file_grade)
        text = N_("no file delivered that backs the claim: counts as grade {grade}")
        steps.append(Message.of(text, grade=counts))
    if absent:
        steps.append(Message.of(N_("named but not delivered: {files}"), files=", ".join(absent)))
    if files:
        names = ", ".join(file.path for file in files)
        steps.append(Message.of(N_("delivered: {files}"), files=names))
    shown = proven_grade(case_file, answer)
    if shown > counts:
        counts = shown
        steps.append(Message.of(N_("re-performed on exported logs: grade {grade}"), grade=shown))
    if review is not None and review.grade is not None:
        counts = review.grade
        steps.append(_reviewed(review, counts))
    return Grade(claimed=claimed, counts=counts, files=files, steps=tuple(steps))


def claimed_grade(answer: Answer) -> int:
    """What the party says it can show."""
    if answer.claimed_grade is not None:
        return answer.claimed_grade
    if answer.evidence_names:
        return DOCUMENT
    told = answer.comment or answer.scope or answer.since or answer.exceptions
    return STATEMENT if told else 0


def delivered(
    case_file: CaseFile, answer: Answer
) -> tuple[tuple[EvidenceFile, ...], tuple[str, ...]]:
    """Files that were delivered for an answer, and the names of those that were not.

    A file is tied to an answer by its name beside the answer, or by the evidence list. One whose
    SHA-256 differs from the evidence list is another file than the one listed: it is not counted.
    """
    listed = {
        folded(row.text("file")): row
        for questionnaire in case_file.questionnaires(answer.side)
        for row in questionnaire.evidence
    }
    by_list = [
        row.text("file") for row in listed.values() if answer.control in row.entries("controls")
    ]
    wanted = list(dict.fromkeys([*answer.evidence_names, *by_list]))
    by_name = {folded(file.name): file for file in case_file.files(answer.side)}
    found: list[EvidenceFile] = []
    absent: list[str] = []
    for name in wanted:
        file = by_name.get(folded(name))
        if file is not None and _is_as_listed(file, listed.get(folded(name))):
            found.append(file)
        else:
            absent.append(name)
    return tuple(found), tuple(absent)


@lru_cache(maxsize=4096)  # the same few names are asked for beside every answer
def folded(name: str) -> str:
    """A file's name as it is compared: last part, NFKC, no case."""
    return fold(name).replace("\\", "/").rpartition("/")[2]


def _is_as_listed(file: EvidenceFile, row: Record | None) -> bool:
    digest = row.text("sha256").strip().lower() if row else ""
    return not digest or digest == file.sha256


def _reviewed(review: Review, grade: int) -> Message:
    return Message.of(
        N_("reviewed by {who} on {day} at {cell}: grade {grade} – {reason}"),
        who=review.reviewer,
        day=str(review.reviewed_on),
        cell=str(review.at),
        grade=grade,
        reason=review.reason,
    )
