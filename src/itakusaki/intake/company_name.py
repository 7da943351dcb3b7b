"""Company names: what they are compared by, whatever the legal form and where it stands."""

from __future__ import annotations

import re

from itakusaki.catalogue.layout import Layout
from itakusaki.intake.cell import turned
from itakusaki.intake.text import plain

_IGNORED = re.compile(r"[\s\u30fb.,&'\u2019\"()-]")


class CompanyNames:
    """Folds names by the legal forms that a layout lists."""

    def __init__(self, layout: Layout) -> None:
        forms = sorted(turned(layout, "company"), key=lambda form: (-len(form), form))
        latin = "|".join(_spaced(form) for form in forms if form.isascii() and form[0].isalpha())
        other = "|".join(
            _spaced(form) for form in forms if not (form.isascii() and form[0].isalpha())
        )
        # A Latin form must stand alone: the "inc" of "Zinc" is none.
        self._form = re.compile(
            rf"^\s*(?:{other or '(?!)'})|(?:{other or '(?!)'})\s*$"
            rf"|^\s*(?:{latin or '(?!)'})(?![a-z0-9])|(?<![a-z0-9])(?:{latin or '(?!)'})[.,\s]*$"
        )

    def folded(self, name: str) -> str:
        """The name without legal form, spaces and marks; "" for an empty name."""
        text = plain(name).casefold()
        shorter = self._form.sub("", text)
        while shorter != text and shorter.strip():
            text, shorter = shorter, self._form.sub("", shorter)
        return _IGNORED.sub("", text)


def _spaced(form: str) -> str:
    return r"\s*".join(map(re.escape, form))
