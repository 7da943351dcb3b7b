"""Markdown text: any text written so that Markdown shows it as it is."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

from itakusaki.files.visible import visible

#: An underscore between letters or digits opens and closes nothing, so it stays as it is.
SPECIAL = re.compile(r"((?<=[^\W_])_+(?=[^\W_]))|([\\`*_\[\]|~])")
#: What would begin a list, a heading or a quotation, but only at the very start.
OPENING = re.compile(r"^(?=[-+#>=])")
NUMBERED = re.compile(r"^(\d+)(?=[.)](?:\s|$))")
LINE_END = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")
TO_ESCAPE = re.compile(r"[\\`*_\[\]|~&<\x00-\x1f\x7f\x85\u2028\u2029]|^[-+#>=\s\d]|\s$")
#: The beginning of an address that readers of Markdown make a link of, though nobody wrote one.
ADDRESS = re.compile(r"\b(https?|ftp)(?=://)|\b(www)(?=\.)", re.IGNORECASE)
#: An e-mail address, of which they make one too, some once its escapes are gone, as GitHub does. In code none
#: does, and it is shown as it is.
MAIL = re.compile(r"([A-Za-z0-9._+-]+@[A-Za-z0-9-][A-Za-z0-9._-]*)")
#: The sign between letters that are none of an address.
AT = re.compile(r"(?<=[\w.+-])@(?=[\w-])")


def as_markdown_text(value: object) -> object:
    """Escape what Jinja is about to print; what is safe already stays as it is."""
    if isinstance(value, Markup):
        return value
    return Markup(escaped(str(value)))  # noqa: S704 - escaped in the same breath


@lru_cache(maxsize=8192)
def escaped(text: str) -> str:
    """Text for running Markdown and for a table's cell: one line, no markup, no HTML."""
    if text.isprintable() and not any(one.search(text) for one in (TO_ESCAPE, ADDRESS, AT)):
        return text
    flat = visible(LINE_END.sub(" / ", text.strip()).replace("\t", " "))
    parts = enumerate(MAIL.split(flat))
    safe = "".join(f"`{part}`" if at % 2 else _without_markup(part) for at, part in parts)
    return NUMBERED.sub(r"\1\\", OPENING.sub(r"\\", safe))


def _without_markup(text: str) -> str:
    safe = SPECIAL.sub(_kept, text.replace("&", "&amp;").replace("<", "&lt;"))
    return ADDRESS.sub(r"\g<0>\\", AT.sub(r"\\@", safe))


def _kept(found: re.Match[str]) -> str:
    return found[1] or f"\\{found[2]}"
