"""Linting: everything wrong with a folder of checklists, and every control whose proof fails."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from itakusaki.catalogue.loader import read_catalogue
from itakusaki.catalogue.yaml_file import YamlFile, read_yaml
from itakusaki.model.message import N_, Message
from itakusaki.score.proofs import failed_proofs
from itakusaki.settings import data_folder


def lint(folder: Path | None = None) -> tuple[Message, ...]:
    """Check the shipped checklists, or a folder of one's own over them; no message: all is well.

    Of one's own folder those proofs count that stand in it: who only changes the severity of a
    shipped control also changes what its shipped proofs would come to, and means to.
    """
    shipped = data_folder("checklists")
    own = folder if folder is not None and folder.resolve() != shipped.resolve() else None
    if own is not None and not any(own.glob("*.yaml")):
        text = N_("{folder} holds no checklist files (*.yaml), so there is nothing to check.")
        return (Message.of(text, folder=str(own)),)
    catalogue, mistakes = read_catalogue(shipped, own, thorough=own is None)
    if catalogue is None:
        return tuple(mistake.message() for mistake in mistakes)
    failed = failed_proofs(catalogue.checklist, catalogue.policy, catalogue.cross_checks)
    proved = _proved(own) if own is not None else catalogue.checklist.controls
    return tuple(proof.message() for proof in failed if proof.control in proved)


def _proved(folder: Path) -> Collection[str]:
    """The controls that come with proofs in a folder."""
    files = (read_yaml(path) for path in sorted(folder.glob("*.yaml")))
    return {
        str(control["id"])
        for file in files
        if isinstance(file, YamlFile)
        for control in file.data.get("controls", ())
        if control.get("proof")
    }
