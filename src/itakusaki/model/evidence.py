"""Evidence: the files a party delivered, and its submission as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from itakusaki.model.allowance import USUAL, Allowance
from itakusaki.model.evidence_settings import EvidenceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A delivered file: owner, workspace-relative path, plain name, SHA-256, size in bytes.

    `stored` is the path as the disk has it, where that is no text that could be printed.
    """

    processor: str
    path: str
    name: str
    sha256: str
    size: int
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
