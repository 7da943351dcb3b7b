"""Evidence: files a party delivered, and whether the evidence it lists is among them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A delivered file: owner, workspace-relative path, plain name, SHA-256, size in bytes."""

    processor: str
    path: str
    name: str
    sha256: str
    size: int
