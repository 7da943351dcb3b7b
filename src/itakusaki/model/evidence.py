"""Evidence: the files a party delivered, what a machine reads in them, how far each was looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from sys import intern
from typing import Final

from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.message import Message

#: How much of a digest is shown and compared: 64 bits, enough to tell inputs apart, short to read.
DIGEST_LENGTH: Final = 16


class EvidenceState(StrEnum):
    """How far the evidence behind an answer was looked at, from least to most (ADR 0021).

    What kind of thing it is, its grade tells; the two are scales of their own. SEALED is no state:
    it is told in a sealed report only (ADR 0020).
    """

    CLAIMED = "claimed"  # the party says so
    DELIVERED = "delivered"  # a file of that name is there
    CHECKED = "checked"  # a machine read it, and nothing speaks against it
    CONFIRMED = "confirmed"  # an auditor looked at it
    RE_PERFORMED = "re_performed"  # the client carried the control out again on exported logs
    SEALED = "sealed"

    @property
    def rank(self) -> int:
        """Its place on the scale, 0 for the least; -1 for what is not told here."""
        return -1 if self is EvidenceState.SEALED else list(EvidenceState).index(self)


class FileCheckKind(StrEnum):
    """What a machine looks for in a delivered file."""

    READABLE = "readable"
    FILLED = "filled"
    DATED = "dated"
    NAMED = "named"
    COVERS = "covers"
    SCOPE = "scope"
    OWN = "own"


class CheckOutcome(StrEnum):
    """What came of looking; what cannot be told by a machine is for a person."""

    PASSED = "passed"
    FAILED = "failed"
    FOR_A_PERSON = "for_a_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """One thing looked for in one file (its workspace-relative path) beside one answer, and what was found."""

    file: str
    kind: FileCheckKind
    outcome: CheckOutcome
    says: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContents:
    """What a machine reads in a file: filled rows or lines, days, whole numbers that are no part of a day.

    `unread` says why nothing could be read, None where it could; `bare` is the text as names are
    looked for in it.
    """

    unread: Message | None = None
    rows: int = 0
    days: tuple[date, ...] = ()
    numbers: frozenset[int] = frozenset()
    bare: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A delivered file: owner, workspace-relative path, plain name, SHA-256, size in bytes.

    `contents` is None where the file was not opened to be read.
    `stored` is the path as the disk has it, where that is no text that could be printed.
    """

    processor: str
    path: str
    name: str
    sha256: str
    size: int
    contents: FileContents | None = field(default=None, repr=False, compare=False)
    stored: str = ""

    @property
    def place(self) -> str:
        """The path by which it is opened."""
        return self.stored or self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What one party delivered to be tested: its code, its files, the folder their paths go from.

    `settings` are the client's for this party; the party itself has no say in them.
    `allowance` is what reading each file may take, beside what its size and `settings.memory` give it.
    """

    processor: str
    files: tuple[EvidenceFile, ...]
    root: Path
    settings: EvidenceSettings = field(default_factory=EvidenceSettings)
    allowance: Allowance = USUAL


def evidence_digest(files: Iterable[EvidenceFile]) -> str:
    """What a confirmed grade is bound to: the bytes of the files delivered, whatever they are called."""
    text = " ".join(sorted(file.sha256 for file in files))
    return intern(hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH])
