"""One run at a time: whoever writes into a workspace holds it, and sweeps up after runs that died."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from itakusaki.files.lock import locked
from itakusaki.files.writing import KEPT, rehearsed, sweep

#: Folders of a workspace that files are written into.
WRITTEN: Final = ("contracts", "documents", "outgoing", "reviews", KEPT)


@contextmanager
def exclusive(folder: Path, doing: str) -> Iterator[None]:
    """Hold a workspace while a command runs in it.

    Args:
        folder: the workspace.
        doing: the command, for whoever finds the workspace held.

    Raises:
        FolderBusyError: another run holds it.
    """
    if rehearsed():
        yield
        return
    with locked(folder, doing):
        sweep(folder / name for name in WRITTEN)
        yield
