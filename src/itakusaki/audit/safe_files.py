"""Safe files: names that build no path, and writes that leave the old file or the new one."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Final

UNSAFE: Final = re.compile(r"[^\w.-]+", re.UNICODE)


def safe_name(text: str) -> str:
    """A text as a part of a file name; what came from a workbook never builds a path."""
    return UNSAFE.sub("_", text).strip("._") or "_"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".itakusaki-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
