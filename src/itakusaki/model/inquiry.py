"""Inquiries: an answer to "did it leak from you?" as it was entered, and what judging it came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from itakusaki.model.issue import DataIssue
from itakusaki.model.message import Message
from itakusaki.model.record import Field, Record
from itakusaki.model.source import CellRef, SourceFile


class PointOutcome(StrEnum):
    """How a point stands in an answer; what is not stated is neither shown nor denied."""

    SHOWN = "shown"
    PARTLY = "partly"
    LACKING = "lacking"
    DIFFERS = "differs"
    NOT_STATED = "not_stated"
    NOT_APPLICABLE = "not_applicable"


class Reliance(StrEnum):
    """How far one can rely on an answer, the best first."""

    RELIABLE = "reliable"
    SUPPLEMENT = "supplement"
    NOT_YET = "not_yet"
    NOT_RELIABLE = "not_reliable"


class Audience(StrEnum):
    """Whom an opinion is written for: the side that asked, or the side that answers."""

    CLIENT = "client"
    PROCESSOR = "processor"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredFile:
    """A file that came with an answer, as read: digest, size in bytes, lines of its text.

    `lines` is None where it is no text; `unread` is the code of the issue that says why it
    could not be read, "" where it was.
    """

    name: str
    sha256: str = ""
    size: int = 0
    lines: int | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileComparison:
    """Two files that should hold the same lines, compared line by line; line numbers count from 1.

    `only_first` and `only_second` count lines that the other file does not have; `first_at` and
    `second_at` are the numbers of the first of them. `same_bytes` tells equal digests, `same_lines`
    equal lines, whatever their order. Both are None where the lines could not be compared.
    """

    first: str
    second: str
    same_bytes: bool
    same_lines: bool | None = None
    only_first: int = 0
    only_second: int = 0
    first_at: tuple[int, ...] = ()
    second_at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryAnswer:
    """An answer as it was entered: the cover's fields, the rows of each table, the files beside it.

    `files` go by the name that the workbook gives them, in lower case; what was not delivered is absent.
    `comparisons` go by the numbers of the two extractions.
    """

    source: SourceFile
    cover: Mapping[str, Field]
    tables: Mapping[str, tuple[Record, ...]]
    files: Mapping[str, DeliveredFile]
    comparisons: Mapping[tuple[str, str], FileComparison]
    issues: tuple[DataIssue, ...] = ()

    def text(self, name: str) -> str:
        """A field of the cover as written, "" where it is absent."""
        field = self.cover.get(name)
        return field.raw if field else ""

    def choice(self, name: str) -> str:
        """A field of the cover where it is a choice or yes or no: its id, "" where absent."""
        field = self.cover.get(name)
        return choice_id(field.value if field else None)

    def day(self, name: str) -> date | None:
        """A field of the cover where it is a date."""
        field = self.cover.get(name)
        return field.value if field and isinstance(field.value, date) else None

    def number(self, name: str) -> int | None:
        """A field of the cover where it is a number, whole."""
        field = self.cover.get(name)
        return int(field.value) if field and isinstance(field.value, float) else None

    def at(self, name: str) -> CellRef:
        """Where a field of the cover stands, else the file."""
        field = self.cover.get(name)
        return field.at if field else CellRef(file=self.source.path)

    def rows(self, table: str) -> tuple[Record, ...]:
        """The rows of a table."""
        return self.tables.get(table, ())

    @property
    def is_answered(self) -> bool:
        """Whether it has been given, rather than being checked before it is sent."""
        return self.day("answered_on") is not None


def choice_id(value: object) -> str:
    """A choice's id, yes or no, "" for anything else."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRemark:
    """What was found on a point, and in which cells."""

    says: Message
    at: tuple[CellRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPoint:
    """A point of the rules, judged."""

    criterion: str
    gate: bool
    outcome: PointOutcome
    remarks: tuple[InquiryRemark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryOpinion:
    """What judging an answer came to; `ground` is the gravest outcome among gates, None where all are shown."""

    reliance: Reliance
    ground: PointOutcome | None
    points: tuple[JudgedPoint, ...]
