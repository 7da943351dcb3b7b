"""Depth: how much a questionnaire asks."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Depth(StrEnum):
    """How deep a questionnaire goes, the shallowest first."""

    SHORT = "short"
    STANDARD = "standard"
    FULL = "full"


#: As they are listed.
DEEPEST_FIRST: Final = tuple(reversed(Depth))
