"""Folding: how texts that look alike to a person are made alike; the one place where that is decided.

`plain` keeps a text readable; the others are what texts, choices, codes and headings are compared
by, and are never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: Zero-width marks come along when text is pasted from web pages; soft hyphens from Word.
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
#: Blanks and control characters, trimmed off at both ends.
_BLANK: Final = "".join(map(chr, (*range(33), 127)))
_DASHES: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u2500", "-")
)
#: A remark in brackets before or behind a heading; one in the midst of it is part of the heading.
_PAIR: Final = "|".join(
    rf"\{first}[^\{first}\{last}]*\{last}"
    for first, last in ("()", "[]", "{}", "<>", "【】", "〔〕", "「」", "『』")
)
_BRACKETED: Final = re.compile(rf"^[\W_]*?(?:{_PAIR})|(?:{_PAIR})[\W_]*$")
#: What stands round a remark.
_SIGNS: Final = "()[]{}<>【】〔〕「」『』*※:・_ "
_INSIDE: Final = re.compile(r"[(\[{<【〔「『](.*)[)\]}>】〕」』]")
_NO_WORD: Final = re.compile(r"[\W_ー]+")


def plain(text: str) -> str:
    """The text in NFKC, without invisible marks and outer blanks and control characters."""
    if text.isascii():
        return text.strip(_BLANK)
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip(_BLANK)


def fold(text: str) -> str:
    """What a name is compared by: plain, in one case."""
    return plain(text).casefold()


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What a choice or a sentence is compared by: folded, without spaces."""
    return "".join(fold(text).split())


@lru_cache(maxsize=8192)
def code_key(text: str) -> str:
    """What a code or an id is compared by: as `key`, and any dash is a hyphen (P−02, P 02, Ｐ-02)."""
    return key(text).translate(_DASHES)


def bracketed(text: str) -> tuple[str, ...]:
    """The remarks in brackets before and behind a heading, without their brackets."""
    folded = fold(text)
    if not _NO_WORD.sub("", _BRACKETED.sub("", folded)):
        return ()
    return tuple(
        inner
        for found in _BRACKETED.finditer(folded)
        for inner in (one.strip(_SIGNS) for one in found.group().split(")("))
        if inner
    )


@lru_cache(maxsize=1 << 14)
def heading_keys(text: str) -> tuple[str, ...]:
    """What a heading may be known by: folded, without spaces, signs and long marks; then less brackets.

    A text of signs alone (such as №. or #) is known by itself; a blank one by nothing.
    """
    folded = fold(text)
    keys = (_NO_WORD.sub("", folded), _NO_WORD.sub("", _unbracketed(folded)))
    return tuple(dict.fromkeys(key for key in keys if key)) or ((folded,) if folded else ())


@lru_cache(maxsize=1 << 14)
def heading_remarks(text: str) -> tuple[str, ...]:
    """What stands in the brackets before and behind a heading, folded and without spaces."""
    folded, remarks = fold(text), []
    while (rest := _BRACKETED.sub("", folded)) != folded:
        found = (_INSIDE.search(match[0]) for match in _BRACKETED.finditer(folded))
        remarks += ["".join(inside[1].split()) for inside in found if inside]
        folded = rest
    return tuple(remark for remark in remarks if remark)


def _unbracketed(folded: str) -> str:
    while (rest := _BRACKETED.sub("", folded)) != folded:
        folded = rest
    return folded
