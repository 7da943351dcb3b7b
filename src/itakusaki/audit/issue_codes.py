"""Issue codes explained: what each means, what to do about it, and who gives it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from itakusaki.audit.rules import Rules
from itakusaki.exports.issues import ISSUES as EXPORT_ISSUES
from itakusaki.files.folding import code_key
from itakusaki.intake.issues import ISSUES as INTAKE_ISSUES
from itakusaki.intake.requests import REQUESTS
from itakusaki.language import Translator
from itakusaki.language.labels import WEIGHTS
from itakusaki.model.errors import UnknownCodeError
from itakusaki.model.issue import IssueKind, IssueLevel
from itakusaki.model.message import N_, Message, Words
from itakusaki.packs.issues import ISSUES as PACK_ISSUES
from itakusaki.score.gone import ISSUES as GONE_ISSUES
from itakusaki.score.uncompared import ISSUES as SCORE_ISSUES
from itakusaki.validate.gate import ISSUES as GATE_ISSUES

#: What stands in a sentence for what each case fills in.
FILLED: Final = "…"
_BLANK: Final = re.compile(r"\{[a-z_]+\}")
LEVELS: Final[Mapping[IssueLevel, Message]] = {
    IssueLevel.ERROR: Message(
        N_("a value or a file is missing from the result until it is corrected")
    ),
    IssueLevel.WARNING: Message(N_("it was read, or left out, in a way that may not be meant")),
    IssueLevel.NOTE: Message(N_("good to know; nothing is wrong by itself")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCode:
    """One code: its level, who gives it, what it means and what to do, blanks not filled."""

    code: str
    level: IssueLevel
    source: Message
    means: str | Words
    mend: str | Words


def issue_code(name: str, rules: Rules) -> IssueCode:
    """The code of that name, in whatever case and with whatever dash.

    Raises:
        UnknownCodeError: no issue bears it; those alike are named.
    """
    codes = {code_key(one.code): one for one in _codes(rules)}
    found = codes.get(code_key(name))
    if found is None:
        alike = difflib.get_close_matches(code_key(name), codes, n=5)
        raise UnknownCodeError(name, tuple(codes[one].code for one in alike))
    return found


def explained(found: IssueCode, translator: Translator) -> Iterator[str]:
    """A code in a few lines: level, meaning, remedy, what to ask of the sender, and its source."""
    say = translator.say
    level = Message.of(
        N_("{code}: {level} ({meaning})"),
        code=found.code,
        level=WEIGHTS[found.level],
        meaning=LEVELS[found.level],
    )
    yield say(level)
    yield say(Message.of(N_("  Meaning: {said}"), said=_text(found.means, translator)))
    yield say(Message.of(N_("  What to do: {said}"), said=_text(found.mend, translator)))
    if asked := REQUESTS.get(found.code):
        yield say(Message.of(N_("  What to ask of the sender: {said}"), said=asked))
    yield say(Message.of(N_("  Given by: {source}"), source=found.source))


def _text(given: str | Words, translator: Translator) -> str:
    text = translator.pick(given) if isinstance(given, Words) else translator.gettext(given)
    return _BLANK.sub(FILLED, text)


def _codes(rules: Rules) -> Iterator[IssueCode]:
    sources: tuple[tuple[Mapping[str, IssueKind], str], ...] = (
        (INTAKE_ISSUES, N_("the reading of ledgers and questionnaires")),
        (EXPORT_ISSUES, N_("the reading of exported logs and lists")),
        (PACK_ISSUES, N_("the reading of evidence packs")),
        (GATE_ISSUES, N_("the check against suites of expectations")),
        ({**SCORE_ISSUES, **GONE_ISSUES}, N_("the judging of what came in")),
    )
    for kinds, source in sources:
        for code, kind in kinds.items():
            means, level = kind.means or kind.says, kind.level
            yield IssueCode(
                code=code, level=level, source=Message(source), means=means, mend=kind.mend
            )
    for suite in rules.suites:
        for one in suite.expectations:
            source_ = Message.of(N_("the expectations in {file}"), file=one.file)
            yield IssueCode(
                code=one.code, level=one.level, source=source_, means=one.says, mend=one.mend
            )
