"""Telling Japanese and English apart in what a reader is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Kana, kanji, and the signs only Japanese sets.
JAPANESE = re.compile(r"[\u3001-\u30ff\u3400-\u9fff\uff08\uff09]")
#: Three English words in a row, the first a long one: names and file names rarely do that.
ENGLISH = re.compile(r"[A-Za-z]{4,} [A-Za-z]{2,} [A-Za-z]{2,}")


def english_sentences(lines: Iterable[str]) -> list[str]:
    """The lines in which an English sentence stands."""
    return [line for line in lines if ENGLISH.search(line)]
