"""Layout templates: which file lays out a document, a user's own before the shipped one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from itakusaki.files.listing import leads_into
from itakusaki.settings import data_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutTemplate:
    """A template's name under its folder, where it lies, and whether it is somebody's own."""

    name: str
    path: Path
    is_own: bool


def layout_template(names: Sequence[str], folders: Sequence[Path]) -> LayoutTemplate:
    """The first of the names that there is, in the first folder that has it; the shipped come last.

    Raises:
        FileNotFoundError: not even shipped.
    """
    shipped = data_folder("templates")
    for folder in (*folders, shipped):
        for name in names:
            path = folder / name
            # A link that leads out of the folder is no template, as for the others.
            if path.is_file() and leads_into(path, folder.resolve()):
                return LayoutTemplate(name=name, path=path, is_own=folder != shipped)
    raise FileNotFoundError(names[-1])
