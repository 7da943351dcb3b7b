"""The bridge: why a score is another than in the earlier round, in parts that add up exactly.

The earlier round's controls are turned into the later one's cause by cause, always in the same order;
what the score moves by at each step is that cause's part. Fractions carry it, so nothing is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from math import floor
from typing import Final, Literal

from itakusaki.model.answer import Decision
from itakusaki.model.message import N_, Message
from itakusaki.model.rounds import ControlLine, PartyLine
from itakusaki.model.verdict import Verdict


class Cause(StrEnum):
    """Why a score moved, in the order in which causes are told apart."""

    CHECKLIST = "checklist"  # another edition asks other controls
    DEPTH = "depth"  # the same edition, but more or fewer of its controls apply or are asked
    EXEMPTIONS = "exemptions"
    POLICY = "policy"
    ANSWERS = "answers"
    EVIDENCE = "evidence"
    CONTRADICTIONS = "contradictions"
    EXPLANATIONS = "explanations"
    EXCEPTIONS = "exceptions"
    SEALED = "sealed"  # what is told in a sealed report only
    UNEXPLAINED = "unexplained"  # what the lines that are kept do not show


#: Each cause in words.
CAUSES: Final[Mapping[Cause, Message]] = {
    Cause.CHECKLIST: Message(N_("edition of the checklist")),
    Cause.DEPTH: Message(N_("depth of the form")),
    Cause.EXEMPTIONS: Message(N_("not applicable")),
    Cause.POLICY: Message(N_("scoring policy")),
    Cause.ANSWERS: Message(N_("answers")),
    Cause.EVIDENCE: Message(N_("evidence")),
    Cause.CONTRADICTIONS: Message(N_("discrepancies")),
    Cause.EXPLANATIONS: Message(N_("explanations")),
    Cause.EXCEPTIONS: Message(N_("exceptions")),
    Cause.SEALED: Message(N_("sealed matters")),
    Cause.UNEXPLAINED: Message(N_("not shown by what is kept")),
}
_ORDER: Final = tuple(Cause)
#: Scores are rounded to a tenth at either end: so much, in points, need not be anybody's part.
_ROUNDING: Final = Fraction(1, 10)
#: Which of the two scores a bridge is of.
Which = Literal["verified", "declared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """From one score to another, in tenths of a point: `before` + all parts = `after`, exactly.

    `parts` holds each cause that moved the score or could have; their order is that of Cause.
    """

    before: int
    after: int
    parts: Mapping[Cause, int]


#: A control in the sum: what it weighs, and the credit it gets.
_Counted = tuple[float, float]
#: What of a control moves: whether it is in the sum at all, what it weighs, or its credit.
_What = Literal["place", "weight", "credit"]
_Moves = Mapping[_What, Cause]


def bridge(
    before: PartyLine, after: PartyLine, which: Which, *, same_edition: bool
) -> Bridge | None:
    """The bridge between two lines of one party; None where one of them has no score."""
    first, last = getattr(before, which), getattr(after, which)
    if first is None or last is None:
        return None
    start, end = round(10 * first), round(10 * last)
    exact = exact_parts(before, after, which, same_edition=same_edition)
    rest = Fraction(end - start, 10) - sum(exact.values())
    if before.sealed or after.sealed or abs(rest) > _ROUNDING or (rest and not exact):
        cause = Cause.SEALED if before.sealed or after.sealed else Cause.UNEXPLAINED
        exact[cause] = exact.get(cause, Fraction()) + rest
    return Bridge(before=start, after=end, parts=_in_tenths(exact, end - start))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedTwice:
    """The controls that count in both of two lines, and the score of these alone in either, in tenths."""

    controls: int
    before: int
    after: int


def asked_twice(before: PartyLine, after: PartyLine, which: Which) -> AskedTwice | None:
    """Like for like between forms of different depth; None where no control counts in both."""
    old = {line.control: found for line in before.controls if (found := _counted(line, which))}
    new = {line.control: found for line in after.controls if (found := _counted(line, which))}
    both = old.keys() & new.keys()
    if not both or before.sealed or after.sealed:
        return None
    first, last = (_Total(lines[name] for name in both) for lines in (old, new))
    return AskedTwice(
        controls=len(both), before=round(10 * first.score), after=round(10 * last.score)
    )


def exact_parts(
    before: PartyLine, after: PartyLine, which: Which, *, same_edition: bool
) -> dict[Cause, Fraction]:
    """What each cause moves the score by, of the causes that touched a control."""
    old = {line.control: line for line in before.controls}
    new = {line.control: line for line in after.controls}
    moves = {
        control: found
        for control in {**old, **new}
        if (found := _moves(old.get(control), new.get(control), which, same_edition=same_edition))
    }
    now = {name: counted for name, line in old.items() if (counted := _counted(line, which))}
    total = _Total(now.values())
    by_cause: dict[Cause, list[tuple[str, _What]]] = {}
    for control, found in moves.items():
        for what, cause in found.items():
            by_cause.setdefault(cause, []).append((control, what))
    parts: dict[Cause, Fraction] = {}
    for cause in sorted(by_cause, key=_ORDER.index):
        earlier = total.score
        for control, what in by_cause[cause]:
            later = _turned(now.get(control), _counted(new.get(control), which), what)
            total.turn(now.pop(control, None), later)
            if later is not None:
                now[control] = later
        parts[cause] = total.score - earlier
    return parts


class _Total:
    """How often each weight and credit is in the sum, kept up while controls are turned one by one."""

    def __init__(self, counted: Iterable[_Counted]) -> None:
        self._times = Counter(counted)

    @property
    def score(self) -> Fraction:
        """100 × Σ(weight × credit) ÷ Σ(weight), 0 where nothing counts."""
        whole = part = Fraction()
        for one, times in self._times.items():
            weight, worth = _exact(*one)
            whole += times * weight
            part += times * worth
        return 100 * part / whole if whole else Fraction()

    def turn(self, before: _Counted | None, after: _Counted | None) -> None:
        """Take one control out and put it in as it is later; None where it does not count."""
        if before is not None:
            self._times[before] -= 1
        if after is not None:
            self._times[after] += 1


@cache
def _exact(weight: float, credit: float) -> tuple[Fraction, Fraction]:
    """A weight, and what it brings with a credit; there are few of either."""
    return Fraction(weight), Fraction(weight) * Fraction(credit)


def _counted(line: ControlLine | None, which: Which) -> _Counted | None:
    if line is None:
        return None
    credit = line.verified if which == "verified" else line.declared
    return None if credit is None else (line.weight, credit)


def _turned(now: _Counted | None, later: _Counted | None, what: _What) -> _Counted | None:
    """A control with one thing of it turned into what it is later."""
    if later is None or now is None or what == "place":
        return later
    return (later[0], now[1]) if what == "weight" else (now[0], later[1])


def _moves(
    before: ControlLine | None, after: ControlLine | None, which: Which, *, same_edition: bool
) -> _Moves:
    """What of a control moved, each with its cause."""
    was, now = _counted(before, which), _counted(after, which)
    if was == now:
        return {}
    if before is None or after is None:
        return {"place": Cause.DEPTH if same_edition else Cause.CHECKLIST}
    if was is None or now is None:
        if Verdict.NOT_ASKED in (before.verdict, after.verdict):
            return {"place": Cause.DEPTH}
        is_sealed = Verdict.SEALED in (before.verdict, after.verdict)
        return {"place": Cause.SEALED if is_sealed else Cause.EXEMPTIONS}
    weight: _Moves = {"weight": Cause.POLICY} if was[0] != now[0] else {}
    credit: _Moves = {"credit": _cause(before, after)} if was[1] != now[1] else {}
    return {**weight, **credit}


def _cause(before: ControlLine, after: ControlLine) -> Cause:
    """Why the credit of a control that counts in both rounds is another."""
    verdicts = (before.verdict, after.verdict)
    if verdicts.count(Verdict.EXCEPTED) == 1:
        return Cause.EXCEPTIONS
    if verdicts.count(Verdict.CONTRADICTED) == 1:
        accepted = Decision.ACCEPTED.value in (before.decision, after.decision)
        return Cause.EXPLANATIONS if accepted else Cause.CONTRADICTIONS
    if before.answer != after.answer:
        return Cause.ANSWERS
    if (before.grade, before.state) != (after.grade, after.state):
        return Cause.EVIDENCE
    return Cause.POLICY


def _in_tenths(exact: Mapping[Cause, Fraction], total: int) -> Mapping[Cause, int]:
    """The parts as whole tenths that add up to a total: those nearest the next tenth are rounded up."""
    scaled = {cause: 10 * part for cause, part in exact.items()}
    tenths = {cause: floor(part) for cause, part in scaled.items()}
    nearest = sorted(scaled, key=lambda cause: tenths[cause] - scaled[cause])
    short = total - sum(tenths.values())
    for cause in nearest[:short] if short > 0 else nearest[len(nearest) + short :]:
        tenths[cause] += 1 if short > 0 else -1
    return {cause: tenths[cause] for cause in Cause if cause in tenths}
