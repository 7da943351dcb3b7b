"""Messages: something to be said to a person, kept apart from the language it is said in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

#: What a message may be filled with; a Message inside a Message is said in the same language.
Value: TypeAlias = "str | int | Message | Words"
#: Values said again and again of one party after another, each of which is one object.
_SHARED: Final = 1 << 14


def N_(text: str) -> str:  # noqa: N802 - the name that gettext extractors look for
    """Mark an English sentence for the message catalogue without saying it yet."""
    return text


def by_number(count: int, one: str, several: str) -> str:
    """The sentence for one, or the one for several; both are marked, and every language says both."""
    return one if count == 1 else several


class CountedText(str):
    """What fills a blank of an English sentence, whose words may go by it: {n} {n:person has|people have}."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """The text itself; by a form with a bar, what stands before it for one, and after it for others."""
        one, bar, several = form.partition("|")
        return by_number(int(self == "1"), one, several) if bar else super().__format__(form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The same words in both languages, as the YAML data hold them."""

    ja: str
    en: str


@lru_cache(_SHARED)
def shared_words(ja: str, en: str) -> Words:
    """The words, one object however many parties they are said of."""
    return Words(ja=ja, en=en)


def joined_words(words: Iterable[Words]) -> Words:
    """Words in a row, each once, as either language parts them."""
    told = tuple(dict.fromkeys(words))
    return Words(ja="、".join(one.ja for one in told), en=", ".join(one.en for one in told))


def listed(texts: Iterable[str]) -> Words:
    """Codes or names in a row, as either language parts them."""
    return joined_words(Words(ja=text, en=text) for text in texts)


@dataclass(frozen=True, slots=True)
class Message:
    """An English sentence with named blanks (`{file}`), and what fills them.

    The sentence is the key of the message catalogue; `language.Translator` says it.
    """

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, text: str, **values: Value) -> Message:
        """Build a message; the blanks of `text` are filled by name.

        What is said of many parties is one object.
        """
        blanks = tuple(sorted(values.items()))
        return _shared_message(text, blanks, tuple(type(value) for _, value in blanks))


@lru_cache(_SHARED)
def _shared_message(
    text: str, blanks: tuple[tuple[str, Value], ...], _kinds: tuple[type, ...]
) -> Message:
    # Kinds are part of the key: 1 and True are equal, and said differently.
    return Message(text, blanks)
