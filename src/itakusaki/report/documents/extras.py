"""Extras: what some formats need beside the package, and the sentence where it is not installed."""

from __future__ import annotations

from itakusaki.model.errors import ItakusakiError
from itakusaki.model.message import N_, Message


class MissingExtraError(ItakusakiError):
    """What a format needs was not installed: an extra of the package."""

    exit_code = 2

    def __init__(self, extra: str, what: str) -> None:
        super().__init__(
            Message.of(N_("{what} is needed for this format, and is not installed."), what=what),
            Message.of(N_("Install it with: pip install 'itakusaki[{extra}]'"), extra=extra),
        )
