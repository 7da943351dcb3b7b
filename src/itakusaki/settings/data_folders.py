"""Data folders: checklists and templates, in a checkout or in the installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def data_folder(name: str) -> Path:
    """The shipped folder `checklists` or `templates`.

    A checkout goes first: an editable install leaves a stale copy beside the package.
    """
    checkout = PACKAGE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return PACKAGE / "_data" / name
