"""Extras: what some formats need beside the package, and the sentence where it is not installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Final

from itakusaki.model.errors import ItakusakiError
from itakusaki.model.message import N_, Message

#: The library that a format needs, and the extra that brings it.
NEEDED: Final[Mapping[str, tuple[str, str]]] = {
    "docx": ("docxtpl", "word"),
    "pdf": ("typst", "pdf"),
}


class MissingExtraError(ItakusakiError):
    """What a format needs was not installed: an extra of the package."""

    exit_code = 2

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(
            Message.of(N_("{what} is needed for this format, and is not installed."), what=what),
            Message.of(N_("Install it with: pip install 'itakusaki[{extra}]'"), extra=extra),
        )


def refuse_unless_installed(formats: Iterable[str]) -> None:
    """Refuse formats whose library is not installed, before anything is done for them.

    Raises:
        MissingExtraError: for the first such format.
    """
    for library, extra in (NEEDED[name] for name in formats if name in NEEDED):
        if find_spec(library) is None:
            raise MissingExtraError(extra, library)
