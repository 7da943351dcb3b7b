"""Foreign text: what is Japanese in an English page, marked as such for whoever hears it read."""

from __future__ import annotations

import re
from typing import Final

#: Kana, kanji, their marks and full-width forms: what stands in an English text as Japanese.
JAPANESE: Final = re.compile(
    "[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]+"
)
#: A piece of text with the tag before it. What stands in some elements is text alone, never marked.
_TEXT: Final = re.compile(
    r"(<(?!(?:title|style|script|text|desc|option|textarea)\b)[^<>]*>)([^<>]+)"
)


def marked(page: str) -> str:
    """A finished page of HTML in English, each piece of Japanese text in it marked by its language."""
    return _TEXT.sub(_marked_piece, page)


def _marked_piece(found: re.Match[str]) -> str:
    tag, text = found[1], found[2]
    if text.isascii():
        return found[0]
    return tag + JAPANESE.sub(lambda one: f'<span lang="ja">{one[0]}</span>', text)
