"""What is wrong with a text that is no TOML, in words; the parser has English ones for who knows TOML."""

from __future__ import annotations

import re
from typing import Final

from itakusaki.model.message import N_, Message

_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
#: How the parser begins where a key or a table is there already.
_TWICE: Final = ("Cannot ", "Duplicate ")
_BACKSLASH: Final = ("Invalid hex value", "Unescaped", "Escaped character")
_UNCLOSED: Final = ("Unterminated", "Unclosed", "Illegal character", "Expected ']'")
#: Signs of a Japanese keyboard, or of a word processor, that look like those of TOML.
_WIDE: Final = re.compile("[“”‘’「」『』\uff01-\uff5e\u3000]")


def toml_fault(text: str, said: str) -> Message:
    """The sentence for what the parser said of a text: where it is, and what to write instead.

    The line itself is not repeated, for it may be a database's with its password.
    """
    found = _PLACE.search(said)
    lines = text.splitlines() or [""]
    line, column = (int(found[1]), int(found[2])) if found else (len(lines), len(lines[-1]) + 1)
    stands = lines[line - 1] if line <= len(lines) else ""
    return Message.of(_reason(said, stands[column - 1 :], stands), line=line, column=column)


def _reason(said: str, rest: str, whole: str) -> str:
    if said.startswith(_TWICE):
        return N_("line {line}, column {column}: this key or table is there a second time")
    if said.startswith(_BACKSLASH) and "\\" in whole:
        return N_(
            "line {line}, column {column}: a text with \\ in it, such as a path, goes between single quotation marks: 'C:\\audit\\logo.png'"
        )
    if _WIDE.match(rest):
        return N_(
            "line {line}, column {column}: quotation marks, digits, = and blanks are half-width here"
        )
    if said.startswith(_UNCLOSED):
        return N_(
            "line {line}, column {column}: a text, list or heading that is begun there or before is not closed in its line"
        )
    return N_(
        "line {line}, column {column}: that is no value or key of TOML; a text stands between quotation marks, a date as 2026-12-31"
    )
