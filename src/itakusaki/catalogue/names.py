"""Names: what companies, sites and countries are compared by, whatever their spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from itakusaki.files.folding import fold

Fold = Callable[[str], str]
#: Marks and spaces that are written or left out as one likes.
LEFT_OUT = re.compile(r"[\s,.'\"()&\u30fb\u2010-\u2015-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyName:
    """A company's name taken apart; `kind` is "" where none is given, `stem` is all but the kind.

    `leads` is whether the kind stands before the stem (前株), not behind it (後株).
    """

    stem: str
    kind: str = ""
    leads: bool = False

    def is_apart(self, other: CompanyName) -> bool:
        """Whether both give a kind, and it is another or stands at the other end."""
        both = bool(self.kind and other.kind)
        return both and (self.kind, self.leads) != (other.kind, other.leads)


def company_name(name: str, kinds: Mapping[str, str]) -> CompanyName:
    """A name taken apart; `kinds` gives each spelling of a kind of company its kind."""
    text = fold(name)
    by_length = sorted(((fold(form), kind) for form, kind in kinds.items()), key=_longest)
    for form, kind in by_length:
        for leads, matches in ((True, text.startswith), (False, text.endswith)):
            rest = text.removeprefix(form) if leads else text.removesuffix(form)
            if matches(form) and rest.strip():
                return CompanyName(stem="".join(rest.split()), kind=kind, leads=leads)
    return CompanyName(stem="".join(text.split()))


def _longest(spelling: tuple[str, str]) -> tuple[int, str]:
    return -len(spelling[0]), spelling[0]


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


def bare_text(text: str) -> str:
    """A text as names are looked for in it: NFKC, one case, without spaces and marks."""
    return LEFT_OUT.sub("", fold(text))


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


def names_its_kind(name: str, fold_name: Fold) -> bool:
    """Whether a name says by itself that it is a company's (株式会社, Ltd.); `fold_name` is of `name_fold`."""
    return fold_name(name) != bare_text(name)
