"""Examples as they stand in the documents."""

from __future__ import annotations

import re
from textwrap import dedent

from support.sample import ROOT


def example(page: str, start: str, language: str = "yaml") -> str:
    """The block of a page that begins with these words, without the list's indent."""
    text = (ROOT / page).read_text(encoding="utf-8")
    fenced = rf"^( *)```{language}\n(.*?)^ *```"
    blocks = [dedent(block) for _, block in re.findall(fenced, text, re.MULTILINE | re.DOTALL)]
    return next(block for block in blocks if block.startswith(start))
