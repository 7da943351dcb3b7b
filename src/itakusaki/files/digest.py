"""Digests: the SHA-256 by which a file is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece: it may be large.

    Raises:
        OSError: it is out of reach.
    """
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
