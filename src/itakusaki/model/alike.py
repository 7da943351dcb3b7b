"""Names alike: which known name a mistyped one was most likely meant to be."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_MOST: Final = 3
#: Runs of digits, and runs of letters.
_PART: Final = re.compile(r"[0-9]+|[^\W\d_]+")


def alike(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names nearest to one, the nearest first; none where nothing comes near.

    TEC-2 and tec_02 are TEC-02 and nothing else: case, width, dashes and leading noughts do not count.
    """
    names = tuple(known)
    same = tuple(one for one in names if _spelling(one) == _spelling(name))
    return same or tuple(_near(name, names))


def _near(name: str, names: Sequence[str]) -> Iterable[str]:
    by_fold = {one.casefold(): one for one in reversed(names)}
    found = difflib.get_close_matches(_plain(name), by_fold, n=_MOST)
    return (by_fold[one] for one in found)


def _spelling(text: str) -> str:
    return "-".join(part.lstrip("0") or "0" for part in _PART.findall(_plain(text))) or text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
