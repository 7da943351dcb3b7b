"""Spellings: words of yes and no, of numbers, days and eras, the same in workbooks and in logs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from itakusaki.catalogue.yaml_file import Mistake, read_yaml
from itakusaki.model.errors import CatalogueError

FILE: Final = Path("spellings") / "common.yaml"

#: Meaning → spellings.
Spellings = Mapping[str, tuple[str, ...]]


def load_spellings(checklists: Path) -> Mapping[str, Spellings]:
    """Scale → meaning → spellings, as the shipped checklists hold them.

    Raises:
        CatalogueError: the file is no YAML.
    """
    file = read_yaml(checklists / FILE)
    if isinstance(file, Mistake):
        raise CatalogueError((file.message(),))
    return {
        scale: {str(meaning): tuple(map(str, words)) for meaning, words in meanings.items()}
        for scale, meanings in file.data.items()
    }
