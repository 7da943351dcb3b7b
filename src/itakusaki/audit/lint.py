"""Linting: everything wrong with a folder of checklists, and every control whose proof fails."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from itakusaki.catalogue.evidence_data import built_evidence, read_evidence
from itakusaki.catalogue.evidence_entries import EvidenceEntries
from itakusaki.catalogue.evidence_references import reference_mistakes
from itakusaki.catalogue.export_layout import SCHEMA, export_layout_mistakes
from itakusaki.catalogue.loader import Catalogue, read_catalogue
from itakusaki.catalogue.yaml_file import Mistake, YamlFile, read_yaml
from itakusaki.model.message import N_, Message
from itakusaki.score.proofs import failed_proofs
from itakusaki.settings import data_folder

#: The folder of exports, control tests and layouts of products inside the checklists.
EVIDENCE = "evidence"


def lint(folder: Path | None = None) -> tuple[Message, ...]:
    """Check the shipped checklists, or a folder of one's own over them; no message: all is well.

    Of one's own folder those proofs count that stand in it: who only changes the severity of a
    shipped control also changes what its shipped proofs would come to, and means to.
    """
    shipped = data_folder("checklists")
    own = folder if folder is not None and folder.resolve() != shipped.resolve() else None
    if own is not None and not _holds_any(own):
        text = N_("{folder} holds no checklist files (*.yaml), so there is nothing to check.")
        return (Message.of(text, folder=str(own)),)
    entries, wrong = _evidence(shipped, own)
    catalogue, mistakes = read_catalogue(
        shipped, own, thorough=own is None, figures=_figures(entries)
    )
    if catalogue is None:
        return tuple(mistake.message() for mistake in (*mistakes, *wrong))
    controls = catalogue.checklist.controls
    rules = {rule.id for rule in catalogue.cross_checks}
    wrong = _in_order([*wrong, *reference_mistakes(entries, controls, rules)])
    return (*(mistake.message() for mistake in wrong), *_failed(catalogue, own))


def _holds_any(folder: Path) -> bool:
    evidence = folder / EVIDENCE
    return any(folder.glob("*.yaml")) or any(evidence.rglob("*.y*ml"))


def _evidence(shipped: Path, own: Path | None) -> tuple[EvidenceEntries, Sequence[Mistake]]:
    """The exports and tests, and what is wrong with them and with the layouts of products."""
    folders = [folder / EVIDENCE for folder in (shipped, own) if folder is not None]
    entries, mistakes = read_evidence(*folders, thorough=own is None)
    exports = built_evidence(entries).exports
    wrong = [
        mistake
        for path in sorted(folders[-1].glob("layouts/*.yaml"))
        for mistake in export_layout_mistakes(path, shipped / SCHEMA, exports)
    ]
    return entries, _in_order([*mistakes, *wrong])


def _in_order(mistakes: Sequence[Mistake]) -> Sequence[Mistake]:
    return sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line, mistake.says.text))


def _figures(entries: EvidenceEntries) -> frozenset[str]:
    """Every figure of every test, as cross-checks name it."""
    return frozenset(
        f"{name}.{figure['name']}"
        for name, entry in entries.tests.items()
        for figure in entry.data.get("figures", ())
    )


def _failed(catalogue: Catalogue, own: Path | None) -> Iterator[Message]:
    """The proofs that fail, of those that count."""
    proved = _proved(own) if own is not None else catalogue.checklist.controls
    if proved:
        failed = failed_proofs(catalogue.checklist, catalogue.policy, catalogue.cross_checks)
        yield from (proof.message() for proof in failed if proof.control in proved)


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
