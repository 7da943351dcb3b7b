"""Names: what companies, sites and countries are compared by, whatever their spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from itakusaki.files.folding import fold

Fold = Callable[[str], str]
#: Marks and spaces that are written or left out as one likes.
LEFT_OUT = re.compile(r"[\s,.'\"()&\u30fb\u2010-\u2015-]")


@lru_cache(maxsize=32)
def name_fold(forms: tuple[str, ...]) -> Fold:
    """A function that folds a name: NFKC, one case, without kind of company, spaces and marks.

    `forms` are the kinds of company (Ltd. and the like), which stand before or after a name.
    """
    kinds = sorted((fold(form) for form in forms), key=lambda form: (-len(form), form))
    ends = "|".join(_bounded(form) for form in kinds)
    pattern = re.compile(rf"^(?:{ends})\s*|\s*(?:{ends})$") if kinds else None

    @lru_cache(maxsize=4096)
    def folded(name: str) -> str:
        text = fold(name)
        shorter = pattern.sub("", text).strip() if pattern else text
        return LEFT_OUT.sub("", shorter or text)

    return folded


def spelled(folding: Fold, spellings: Mapping[str, str]) -> Fold:
    """The fold, after which ways of writing the same are one: spelling → the first of its group."""
    if not spellings:
        return folding
    known = {folding(spelling): folding(first) for spelling, first in spellings.items()}

    def folded(name: str) -> str:
        text = folding(name)
        return known.get(text, text)

    return folded


def _bounded(form: str) -> str:
    """A form in Latin letters must stand alone: the "inc" of "Zinc" is none."""
    pattern = re.escape(form)
    before = r"(?<![a-z0-9])" if form[:1].isascii() and form[:1].isalnum() else ""
    after = r"(?![a-z0-9])" if form[-1:].isascii() and form[-1:].isalnum() else ""
    return f"{before}{pattern}{after}"
