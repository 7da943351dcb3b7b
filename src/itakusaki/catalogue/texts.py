"""Texts: what rule files hold as text, as the frozen values of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from itakusaki.model.message import Words


def words(given: Mapping[str, Any]) -> Words:
    """A text in both languages; one that is given in one language only stands for both."""
    # A customer's own sheet is often in one language only.
    return Words(
        ja=(given.get("ja") or given["en"]).strip(), en=(given.get("en") or given["ja"]).strip()
    )


def words_if_given(given: Mapping[str, Any] | None) -> Words | None:
    """A text in both languages, None where it is left out."""
    return words(given) if given else None


def texts(given: object) -> tuple[str, ...]:
    """A list of texts; a single one is a list of one, nothing an empty one."""
    if given is None:
        return ()
    return tuple(map(str, given)) if isinstance(given, list | tuple) else (str(given),)
