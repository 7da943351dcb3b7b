"""Click's own words: those of its sentences that our users meet, said in the language of the run.

Click says its sentences in English only, as it knows no catalogue of ours. They are taken apart
where they are printed, by the same patterns that click fills, and said anew.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache
from typing import Final

from itakusaki.language import Translator
from itakusaki.model.message import N_

#: Sentences and words as click has them; listed here, they stand in our message catalogue.
CLICK_WORDS: Final = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Error: {message}"),
    N_("Aborted!"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Missing command."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("{value!r} is not {choice}."),
    N_("{value!r} is not a valid boolean. Recognized values: {states}"),
    N_("{value!r} is not one of {choices}."),
    N_("{value!r} does not match the format {format}."),
    N_("{value!r} does not match the formats {formats}."),
    N_("Choose from:\n\t{choices}"),
    N_("file"),
    N_("directory"),
    N_("path"),
    N_("required"),
    N_("default: {default}"),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} requires {nargs} arguments."),
    N_("Option {name!r} does not take a value."),
)
#: Beginnings of sentences that click ends with the name of what is missing.
MISSING: Final = (N_("Missing argument"), N_("Missing option"), N_("Missing parameter"))

#: A text as `repr` shows it, and any other filling.
_QUOTED: Final = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_ANY: Final = ".+?"
#: A quoted text in which a backslash stands for nothing but itself.
_DOUBLED: Final = re.compile(r"""'(?:[^'\\]|\\\\)*'|"(?:[^"\\]|\\\\)*\"""")
_BLANK: Final = re.compile(r"\{.*?\}")
#: What click puts behind a help text, such as [default: never].
_EXTRA: Final = re.compile(r"(?P<help>.*?)(?P<gap>^|  )\[(?P<extra>[^\[\]]+)\]", re.DOTALL)


def click_said(text: str, translator: Translator) -> str:
    """A finished sentence of click's, or two, in a language; whatever else comes stays as it is."""
    return _plainly(_spoken(text, translator))


def _spoken(text: str, translator: Translator) -> str:
    return text if translator.code == "en" else _said(text, translator) or text


def _plainly(text: str) -> str:
    """The text with paths as they were typed; click doubles each backslash."""
    return _DOUBLED.sub(lambda quoted: quoted[0].replace("\\\\", "\\"), text)


def click_row(text: str, translator: Translator) -> str:
    """What stands beside an option in a help page: a help text with click's remarks behind it."""
    found = _EXTRA.fullmatch(text)
    if found is None:
        return click_said(text, translator)
    extra = "; ".join(click_said(item, translator) for item in found["extra"].split("; "))
    return f"{found['help']}{found['gap']}[{extra}]"


def _said(text: str, translator: Translator) -> str | None:
    """The text in a language, None where it is not click's."""
    for pattern, sentence, rest in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return _filled(
                translator.gettext(sentence), found.groupdict(), translator
            ) + rest.format(**found.groupdict())
    return _two(text, translator)


def _two(text: str, translator: Translator) -> str | None:
    """Two sentences of which the first is click's."""
    for end in re.finditer(r"[.?] ", text):
        first = _said(text[: end.start() + 1], translator)
        if first is not None:
            return f"{first} {_spoken(text[end.end() :], translator)}"
    return None


def _filled(sentence: str, values: Mapping[str, str], translator: Translator) -> str:
    """A translated sentence with what stood in the English one, which is quoted already."""
    inner = {n: _spoken(v, translator) if n == "message" else v for n, v in values.items()}
    return sentence.replace("!r}", "}").format(**inner)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Pattern, sentence of the catalogue, what follows it.

    Those that hold another message come first, then those with most words of their own.
    """
    every = [(sentence, sentence, "") for sentence in CLICK_WORDS]
    every += [(f"{start} {{hint}}.", start, " {hint}.") for start in MISSING]
    every.sort(key=lambda entry: ("{message}" not in entry[0], -len(_BLANK.sub("", entry[0]))))
    return tuple((_pattern(text), sentence, rest) for text, sentence, rest in every)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = []
    for literal, name, _spec, conversion in string.Formatter().parse(sentence):
        parts.append(re.escape(literal))
        if name is not None:
            parts.append(f"(?P<{name}>{_QUOTED if conversion else _ANY})")
    return re.compile("".join(parts), re.DOTALL)
