"""Publishing: reports are written whole or not at all; what a person changed is never lost."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from itakusaki.audit.setup import Setup
from itakusaki.catalogue.possible_leak import Suspicion
from itakusaki.findings.derive import findings_of
from itakusaki.findings.sealing import Parted
from itakusaki.model.assessment import Assessment
from itakusaki.report.publication import Edition, ReportFile
from itakusaki.report.reports import reports

#: Lists what we wrote, so that the next run can tell a file somebody changed.
MANIFEST = ".itakusaki-written.json"
#: The folder of the sealed report below that of the round.
SEALED = "sealed"


def publish(
    setup: Setup, run: Parted, *, formats: Sequence[str], languages: Sequence[str]
) -> tuple[Path, ...]:
    """Write the reports of a round and give the paths of the ordinary ones, the page to open first.

    Where there is a sealed matter, its report lies in the folder SEALED below, private to its owner.
    """
    edition = Edition(formats=formats, languages=languages, templates=setup.templates)
    files = _reports(setup, run.ordinary, edition)
    kept_back = _reports(setup, run.sealed, edition, run.suspicions) if run.sealed.results else ()
    folder = setup.workspace.reports
    replace_folder(
        folder, (*files, *(replace(file, name=f"{SEALED}/{file.name}") for file in kept_back))
    )
    return tuple(folder / file.name for file in files)


def _reports(
    setup: Setup,
    assessment: Assessment,
    edition: Edition,
    suspicions: Sequence[Suspicion] | None = None,
) -> tuple[ReportFile, ...]:
    return reports(
        assessment,
        findings_of(assessment, setup.rules.checklist),
        setup.rules.checklist,
        setup.rules.policy,
        edition,
        suspicions,
    )


def replace_folder(folder: Path, files: Sequence[ReportFile]) -> None:
    """Put a set of files in place of those of the last run, at one stroke.

    Files that a person added stay; files that a person changed stay under a name with `.kept`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for file in files:
            target = fresh / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        manifest = {file.name: _digest(file.content) for file in files}
        (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        _keep(folder, fresh)
        make_private(fresh / SEALED)
        fresh.chmod(0o755)
        _swap(folder, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _keep(old: Path, fresh: Path) -> None:
    written = _written(old)
    for path in _files(old):
        name = path.relative_to(old).as_posix()
        if name == MANIFEST or written.get(name) == _digest(path.read_bytes()):
            continue
        target = fresh / name
        if target.exists():
            target = _free(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def make_private(folder: Path) -> None:
    """Leave a folder and what is in it to its owner, as far as the system knows of owners."""
    if folder.is_dir():
        folder.chmod(0o700)
        for path in folder.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)


def _free(path: Path) -> Path:
    """A name beside `path` that is not taken, such as report.kept.xlsx or report.kept2.xlsx."""
    number = 1
    while True:
        suffix = f".kept{number if number > 1 else ''}{path.suffix}"
        other = path.with_name(path.stem + suffix)
        if not other.exists():
            return other
        number += 1


def _swap(folder: Path, fresh: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(aside / "old")
    try:
        fresh.rename(folder)
    except OSError:
        (aside / "old").rename(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _written(folder: Path) -> Mapping[str, str]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
