"""Spellings: words of yes and no, of numbers, days and eras, the same in workbooks and in logs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from itakusaki.catalogue.overlay import FileKind, Overlay, in_order, refusal
from itakusaki.catalogue.texts import texts
from itakusaki.catalogue.yaml_file import Mistake

FILE: Final = Path("spellings") / "common.yaml"
KIND: Final = FileKind(schema="spellings.schema.json", lists={}, completes=True)

#: Meaning → spellings.
Spellings: TypeAlias = Mapping[str, tuple[str, ...]]


def spellings(given: Mapping[str, Any]) -> Spellings:
    """Meaning → spellings, the meanings as text."""
    return {str(meaning): texts(found) for meaning, found in given.items()}


def load_spellings(checklists: Path) -> Mapping[str, Spellings]:
    """Scale → meaning → spellings, as the shipped checklists hold them.

    Raises:
        CatalogueError: the file is no YAML.
    """
    overlay, mistakes = read_spellings(checklists)
    if mistakes:
        raise refusal(mistakes)
    scales = overlay.documents[FILE.name].fields
    return {scale: spellings(meanings) for scale, meanings in scales.items()}


def read_spellings(
    checklists: Path, *, thorough: bool = False
) -> tuple[Overlay, tuple[Mistake, ...]]:
    """Read the spellings, and say everything that is wrong with them."""
    overlay = Overlay(schemas=checklists / "schemas", thorough=thorough)
    overlay.lay(checklists / FILE, KIND, own=False)
    return overlay, in_order(overlay.mistakes)
