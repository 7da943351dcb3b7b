"""Messages: something to be said to a person, kept apart from the language it is said in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

#: What a message may be filled with; a Message inside a Message is said in the same language.
Value: TypeAlias = "str | int | Message | Words"


def N_(text: str) -> str:  # noqa: N802 - the name that gettext extractors look for
    """Mark an English sentence for the message catalogue without saying it yet."""
    return text


#: Sentence → its plural, and the blank whose number decides.
_PLURALS: dict[str, tuple[str, str]] = {}


def ngettext(one: str, many: str, by: str = "count") -> str:
    """Mark a sentence and its plural for the catalogue; the number in the blank `by` decides which is said.

    It has the name that gettext extractors look for, and gives the singular, which is the key.
    """
    _PLURALS[one] = (many, by)
    return one


def plural_of(text: str) -> tuple[str, str] | None:
    """A sentence's plural with the blank that decides, None where it has none."""
    return _PLURALS.get(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The same words in both languages, as the YAML data hold them."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with named blanks (`{file}`), and what fills them.

    The sentence is the key of the message catalogue; `language.Translator` says it.
    """

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, text: str, **values: Value) -> Message:
        """Build a message; the blanks of `text` are filled by name."""
        return cls(text, tuple(sorted(values.items())))
