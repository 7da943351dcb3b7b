"""Grades: what a party claims as evidence, what of it counts, how far it was looked at (ADR 0007, 0021)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from itakusaki.catalogue.checklist import Control
from itakusaki.files.folding import fold
from itakusaki.model.answer import Answer, Review
from itakusaki.model.evidence import EvidenceFile, EvidenceState, FileCheck, evidence_digest
from itakusaki.model.message import N_, Message
from itakusaki.model.record import Record
from itakusaki.score.case_file import DOCUMENT, CaseFile
from itakusaki.score.file_checks import file_checks, file_state, is_outside
from itakusaki.score.logs import proven_grade

#: A free text beside a tick is a statement; a tick alone is nothing.
STATEMENT = 1
#: A grade of evidence, and how far what counts was looked at.
Evidence = tuple[int, EvidenceState]
STALE = N_(
    "confirmed on other files than are there now: it no longer raises, and has to be confirmed again"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade of evidence 0–4: as claimed, as it counts, how far what counts was looked at, and why.

    `is_stale` tells that a grade was confirmed on other files.
    """

    claimed: int
    counts: int
    state: EvidenceState
    files: tuple[EvidenceFile, ...]
    checks: tuple[FileCheck, ...]
    steps: tuple[Message, ...]
    is_stale: bool = False


def is_shown(case_file: CaseFile, control: Control, grade: int, state: EvidenceState) -> bool:
    """Whether evidence is of the kind that is required, and was looked at as far as is required."""
    fits = grade >= case_file.required_grade(control)
    return fits and state.rank >= case_file.required_state(control).rank


def answer_grade(
    case_file: CaseFile, control: Control, answer: Answer, review: Review | None
) -> Grade:
    """What counts for an answer, after files, logs and review were looked at.

    Grade and state belong to one piece of evidence: of a paper that nobody looked at and a log that
    shows less, neither lends the other what it lacks.
    """
    claimed = claimed_grade(answer)
    files, absent = delivered(case_file, answer)
    checks = _checks(case_file, control, answer, files)
    counts, state = claimed, EvidenceState.CLAIMED
    steps = [Message.of(N_("evidence stated: grade {grade}"), grade=claimed)]
    if claimed >= DOCUMENT and not files:
        counts = min(claimed, case_file.policy.absent_file_grade)
        text = N_("no file provided that supports the statement: counts as grade {grade}")
        steps.append(Message.of(text, grade=counts))
    if absent:
        steps.append(Message.of(N_("named but not provided: {files}"), files=", ".join(absent)))
    if files:
        names = ", ".join(file.path for file in files)
        steps.append(Message.of(N_("delivered: {files}"), files=names))
    backing = [found for found in checks.values() if not is_outside(found)]
    if files and not backing:
        counts = min(claimed, case_file.policy.absent_file_grade)
        text = N_("the assurance delivered does not cover this: counts as grade {grade}")
        steps.append(Message.of(text, grade=counts))
    state = max(map(file_state, backing), key=lambda one: one.rank, default=state)
    shown = proven_grade(case_file, answer)
    by_logs = (shown, EvidenceState.RE_PERFORMED)
    if shown and _better(case_file, control, by_logs, (counts, state)):
        counts, state = by_logs
        steps.append(Message.of(N_("tested on exported logs: grade {grade}"), grade=shown))
    is_stale = False
    if review is not None and review.grade is not None:
        is_stale = review.evidence_digest != evidence_digest(files)
        counts, state = confirmed(review, files, (counts, state))
        steps.append(_reviewed(review, review.grade))
        if is_stale:
            steps.append(Message(STALE))
    return Grade(
        claimed=claimed,
        counts=counts,
        state=state,
        files=files,
        checks=tuple(check for found in checks.values() for check in found),
        steps=tuple(steps),
        is_stale=is_stale,
    )


def confirmed(review: Review, files: Iterable[EvidenceFile], else_: Evidence) -> Evidence:
    """Grade and state after a review; on other files than are there now it may lower, never raise."""
    if review.grade is None:
        return else_
    if review.evidence_digest == evidence_digest(files):
        return review.grade, EvidenceState.CONFIRMED
    counts, state = else_
    return min(counts, review.grade), state


def _checks(
    case_file: CaseFile, control: Control, answer: Answer, files: Iterable[EvidenceFile]
) -> Mapping[str, tuple[FileCheck, ...]]:
    """What a machine finds in each file, by its path."""
    rows = _listed(case_file, answer)
    return {
        file.path: file_checks(case_file, control, answer.side, file, rows.get(folded(file.name)))
        for file in files
    }


def _better(case_file: CaseFile, control: Control, one: Evidence, other: Evidence) -> bool:
    """Whether one piece of evidence shows more than another: enough, then by grade, then by state."""

    def order(piece: Evidence) -> tuple[bool, int, int]:
        grade, state = piece
        return is_shown(case_file, control, grade, state), grade, state.rank

    return order(one) > order(other)


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
    listed = _listed(case_file, answer)
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


def _listed(case_file: CaseFile, answer: Answer) -> Mapping[str, Record]:
    """The lines of a side's evidence lists, by the file each names."""
    return {
        folded(row.text("file")): row
        for questionnaire in case_file.questionnaires(answer.side)
        for row in questionnaire.evidence
    }


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
