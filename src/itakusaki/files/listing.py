"""Listings: the plain files of a folder, and what is none: a pipe, a device, a link that leads out.

One rule for every folder that is read, whoever filled it: a link counts as the file it leads to where
that file lies in the same folder; all else that is no plain file is named and never opened. The folder
itself may be a link: its owner put it there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderListing:
    """The files of a folder and the folders in it, sorted by name; `odd` are no plain files."""

    files: tuple[Path, ...] = ()
    odd: tuple[Path, ...] = ()


def listing(folder: Path) -> FolderListing:
    """What a folder holds, without what programs leave behind; nothing where it is none."""
    root = folder.resolve()
    entries = sorted(_entries(folder), key=lambda path: path.relative_to(folder))
    odd = tuple(path for path in entries if not _is_file(path, root))
    return FolderListing(files=tuple(path for path in entries if path not in odd), odd=odd)


def _is_file(path: Path, root: Path) -> bool:
    """Whether a path is a plain file; a link that leads nowhere is one that cannot be opened."""
    if path.is_symlink() and path.exists():
        return path.is_file() and leads_into(path, root)
    return path.is_file() or path.is_symlink()


def leads_into(path: Path, root: Path) -> bool:
    """Whether a path, all links followed, lies in a folder, which has no links."""
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links in a circle
        return False


def is_scrap(name: str) -> bool:
    """Whether a file is a lock, a temporary copy or hidden: ~$book.xlsx, .~lock.book.xlsx#."""
    return name.startswith(("~$", ".")) or name.lower() in ("thumbs.db", "desktop.ini")


def _entries(folder: Path) -> Iterator[Path]:
    """Everything below a folder that is no folder; a link or junction is never gone into."""
    try:
        entries = list(folder.iterdir()) if folder.is_dir() else []
    except OSError:  # no rights to look into it
        yield folder
        return
    for entry in entries:
        if is_scrap(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink() and not _is_junction(entry):
            yield from _entries(entry)
        else:
            yield entry


def _is_junction(path: Path) -> bool:
    """Whether Windows leads elsewhere from a folder; what it does, a link does everywhere else."""
    return os.name == "nt" and path.resolve() != path.parent.resolve() / path.name
