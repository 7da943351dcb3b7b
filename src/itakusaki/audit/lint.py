"""Linting: everything wrong with a folder of checklists, and every control whose proof fails."""

from __future__ import annotations

from pathlib import Path

from itakusaki.catalogue.loader import read_catalogue
from itakusaki.model.message import Message
from itakusaki.score.proofs import failed_proofs
from itakusaki.settings import data_folder


def lint(folder: Path | None = None) -> tuple[Message, ...]:
    """Check the shipped checklists, or a folder of one's own over them; no message: all is well."""
    shipped = data_folder("checklists")
    own = folder if folder is not None and folder.resolve() != shipped.resolve() else None
    catalogue, mistakes = read_catalogue(shipped, own, thorough=own is None)
    if catalogue is None:
        return tuple(mistake.message() for mistake in mistakes)
    failed = failed_proofs(catalogue.checklist, catalogue.policy, catalogue.cross_checks)
    return tuple(proof.message() for proof in failed)
