"""Guidance in lines: when to answer ○, △ or ×, one short line each, then what else has to be known.

The catalogue tells it in sentences, each naming the answer it leads to; here they are sorted by it. A
sentence that names none, or several in a way not known here, stays whole among the notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.language import Translator
from itakusaki.model.answer import SYMBOLS, AnswerValue
from itakusaki.model.message import N_, Message

YES, PARTLY, NO, NOT_APPLICABLE = (
    SYMBOLS[value]
    for value in (
        AnswerValue.YES,
        AnswerValue.PARTIAL,
        AnswerValue.NO,
        AnswerValue.NOT_APPLICABLE,
    )
)
MARKS: Final = (YES, PARTLY, NO, NOT_APPLICABLE)
#: What stands for a × where the catalogue has no words of its own for it.
NEITHER: Final = Message(N_("neither of these"))
NOTE: Final = "※"
#: Characters that a spreadsheet shows when a cell is chosen.
LONGEST_HINT: Final = 250
_SENTENCE: Final = {"ja": re.compile(r"(?<=。)"), "en": re.compile(r"(?<=\.)\s+(?=[A-Z“\"])")}
#: Where a sentence that names several answers is parted.
_PART: Final = {"ja": re.compile(r"(?<=」)(?:です)?、"), "en": re.compile(r";\s+")}
#: A part of a sentence that names one answer: the case, and the answer, in whichever order.
_NAMED: Final = {
    "ja": (
        re.compile(r"^「(?P<mark>[○△×－])」は、(?P<case>.+?)です。?$"),
        re.compile(r"^(?P<case>.+?)(?:は、?|も)?「(?P<mark>[○△×－])」(?:です|とし(?:ます)?)?。?$"),
    ),
    "en": (
        re.compile(
            r"^(?:Answer|answer) (?:a )?(?P<mark>[○△×－]) (?:when |where |if |for )(?P<case>.+?)\.?$"
        ),
        re.compile(
            r"^(?P<case>.+?)(?:,? answer|,| is| are| means)(?: a| an)? (?P<mark>[△×－])(?: at best)?\.?$"
        ),
        re.compile(
            r"^(?P<case>(?:If|if|Where|where) .+?), answer (?P<mark>[○△×－]) (?:and|with) .+$"
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceLines:
    """What to answer when: a case for each mark, and sentences that name none."""

    cases: Sequence[tuple[str, str]]
    notes: Sequence[str]


def guidance_lines(text: str, language: str) -> GuidanceLines:
    """The sentences of a guidance sorted by the answer they lead to, in the order ○ △ × －."""
    cases: list[tuple[str, str]] = []
    notes: list[str] = []
    for sentence in filter(None, map(str.strip, _SENTENCE[language].split(text.strip()))):
        found = list(_cases(sentence, language))
        if found:
            cases.extend(found)
        else:
            notes.append(sentence)
    return GuidanceLines(cases=sorted(cases, key=lambda c: MARKS.index(c[0])), notes=notes)


def _cases(sentence: str, language: str) -> Iterator[tuple[str, str]]:
    """The cases of a sentence; none where a part of it is of another make."""
    whole = _case(sentence, language)
    if whole is not None:
        yield whole
        return
    parts = _PART[language].split(sentence)
    found = [_case(part, language) for part in parts]
    yield from (case for case in found if case is not None and None not in found)


def _case(part: str, language: str) -> tuple[str, str] | None:
    for pattern in _NAMED[language]:
        match = pattern.match(part)
        if match and not any(mark in match["case"] for mark in MARKS):
            return match["mark"], _ended(match["case"], language)
    return None


def _ended(case: str, language: str) -> str:
    """A case as it stands alone: one that went on with what to do next ends with doing it."""
    if language == "ja":
        for going_on, ended in (("いて", "く"), ("えて", "える"), ("して", "する")):
            if case.endswith(going_on):
                return case.removesuffix(going_on) + ended
    return case


def told(text: str, translator: Translator, *, has_points: bool = False) -> tuple[str, str]:
    """A guidance as it is printed, a line for each answer that means something; and its notes.

    Notes are shown where one answers, as far as a spreadsheet has room for them. A guidance that leads
    to no answer in a way known here is printed whole. Where a question has points to tick, from which
    its answer follows, what leads to △ or × is among the notes.
    """
    lines = guidance_lines(text, translator.code)
    named = {mark for mark, _ in lines.cases}
    if not named - {NOT_APPLICABLE}:
        return text, ""
    # A sentence that leads to an answer in a way not known here stays in sight.
    marked = [note for note in lines.notes if any(mark in note for mark in MARKS)]
    others = [note for note in lines.notes if note not in marked]
    if has_points and YES in named:
        following = [f"{mark} {case}" for mark, case in lines.cases if mark in (PARTLY, NO)]
        said = [f"{mark} {case}" for mark, case in lines.cases if mark not in (PARTLY, NO)]
        others = following + others
    else:
        said = _said(lines.cases, translator)
    printed = said + [f"{NOTE} {note}" for note in marked]
    return "\n".join(printed), _within(others, " " if translator.code == "en" else "")


def _said(cases: Sequence[tuple[str, str]], translator: Translator) -> list[str]:
    """A line for each case; a × that has none is said beside the last, since it is short."""
    said = [f"{mark} {case}" for mark, case in cases]
    if NO not in {mark for mark, _ in cases}:
        last = max(place for place, (mark, _) in enumerate(cases) if mark != NOT_APPLICABLE)
        said[last] += f"\u3000{NO} {translator.say(NEITHER)}"
    return said


def _within(notes: Sequence[str], joiner: str) -> str:
    """As many whole sentences as an input prompt holds."""
    said = ""
    for note in notes:
        longer = f"{said}{joiner}{note}" if said else note
        if len(longer) > LONGEST_HINT:
            break
        said = longer
    return said
