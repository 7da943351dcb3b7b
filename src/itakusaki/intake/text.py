"""Text: one form for spellings that look alike to a person (NFKC, case, spaces, dashes)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Zero-width marks come along when text is pasted from web pages; soft hyphens from Word.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\u2500", "-")
)
_BRACKETS = re.compile(r"\([^()]*\)$")
# What stands behind a heading and is no part of it: colon, star, reference mark, full stop.
_MARKS = ":*\u203b?!\u30fb\u3002"


def plain(text: str) -> str:
    """The text in NFKC, without invisible marks and outer spaces."""
    if text.isascii():
        return text.strip()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What the text is compared by: NFKC, no spaces, one case."""
    return "".join(plain(text).casefold().split())


@lru_cache(maxsize=8192)
def id_key(text: str) -> str:
    """What an id is compared by: as `key`, and any dash is a hyphen."""
    return key(text).translate(_DASHES)


def heading_keys(text: str) -> tuple[str, ...]:
    """What a heading may be known by: as it stands, and without marks or a remark in brackets."""
    whole = key(text).strip(_MARKS)
    short = _BRACKETS.sub("", whole).strip(_MARKS)
    return (whole, short) if short and short != whole else (whole,)
