"""Translators: a language, its message catalogue, and its ways with dates and numbers.

English is what the source says; every other language is a `.po` file under `locale/`. It is read
directly, so that no compiled copy can go stale.
"""

from __future__ import annotations

import gettext
import io
import locale
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path

from itakusaki.model.message import CountedText, Message, Value, Words

#: The languages everything is said in; the first is the default of a workspace.
LANGUAGES = ("ja", "en")
LOCALE_DIR = Path(__file__).parents[1] / "locale"
#: A date that is no part of a name, as of a file.
_ISO_DAY = re.compile(r"(?<![0-9A-Za-z_.-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9A-Za-z_-]|\.[A-Za-z])")


@cache
def _translations(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    # Babel costs 50 ms to import; English does without.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    path = LOCALE_DIR / code / "LC_MESSAGES" / "itakusaki.po"
    with path.open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Translator:
    """Says messages in one language (`code` is ja or en)."""

    code: str

    def gettext(self, text: str) -> str:
        """The sentence in this language, blanks unfilled."""
        return _translations(self.code).gettext(text) if text else ""

    def say(self, message: Message) -> str:
        """The message in this language, blanks filled."""
        text, filled = self.gettext(message.text), self._filled(message.values)
        if "|" in text:  # words that go by a number
            filled = {name: CountedText(value) for name, value in filled.items()}
        return text.format_map(filled)

    def pick(self, words: Words) -> str:
        """The half of the words that is in this language."""
        return words.ja if self.code == "ja" else words.en

    def value(self, value: Value) -> str:
        """What fills a blank, in this language."""
        if isinstance(value, Message):
            return self.say(value)
        return self.pick(value) if isinstance(value, Words) else str(value)

    def sentences(self, said: Iterable[str]) -> str:
        """Sentences in a row; Japanese sets no space between them."""
        return ("" if self.code == "ja" else " ").join(said)

    def day(self, day: date | None) -> str:
        """A date as it is written: 2026年11月22日, 22 November 2026."""
        if day is None:
            return "－" if self.code == "ja" else "-"
        if self.code == "ja":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%B} {day.year}"

    def dated(self, text: str) -> str:
        """A text, its dates (2026-11-22) as they are written in running text."""
        return _ISO_DAY.sub(lambda found: self._day_of(found[0]), text)

    def _day_of(self, written: str) -> str:
        try:
            return self.day(date.fromisoformat(written))
        except ValueError:  # no day of the calendar
            return written

    def moment(self, day: date, minute: time | None) -> str:
        """A day with its time, where it has one: 2026年11月22日 18時05分, 22 November 2026, 18:05."""
        if minute is None:
            return self.day(day)
        if self.code == "ja":
            return f"{self.day(day)} {minute.hour}時{minute:%M}分"
        return f"{self.day(day)}, {minute:%H:%M}"

    def month(self, day: date) -> str:
        """The month of a day in short: 11月, Nov."""
        return f"{day.month}月" if self.code == "ja" else f"{day:%b}"

    def year(self, day: date) -> str:
        """The year of a day: 2026年, 2026."""
        return f"{day.year}年" if self.code == "ja" else f"{day.year}"

    def weekday(self, day: date) -> str:
        """The weekday of a day in short: 金, Fri."""
        return (
            ["月", "火", "水", "木", "金", "土", "日"][day.weekday()]
            if self.code == "ja"
            else f"{day:%a}"
        )

    def joined(self, items: Iterable[str]) -> str:
        """A list in running text."""
        return ("、" if self.code == "ja" else ", ").join(items)

    def _filled(self, values: tuple[tuple[str, Value], ...]) -> Mapping[str, str]:
        return {name: self.value(value) for name, value in values}


@cache
def translator_for(code: str) -> Translator:
    """The translator of a language, by its code."""
    if code not in LANGUAGES:
        raise KeyError(code)
    return Translator(code)


def pick_language(*wishes: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """The first language wished for that we have, else the locale's, else English."""
    system = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG")
    if not system:
        system = locale.getlocale()[0] or ""
    for wish in (*wishes, environ.get("ITAKUSAKI_LANG"), system):
        code = (wish or "").replace("-", "_").split("_")[0].lower()
        if code in LANGUAGES:
            return code
        if code == "japanese":  # as Windows names the locale
            return "ja"
    return "en"
