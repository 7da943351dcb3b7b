"""Repeats: the same words round after round, and a record of operation that was handed in before.

Neither is held against a party here: they are what an auditor looks at first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from itakusaki.model.party import Duty
from itakusaki.model.rounds import ControlLine, PartyLine, RoundLines
from itakusaki.model.verdict import UNRATED

#: From this grade on evidence is a record of operation: a rule or a contract may well be the same again.
RECORD: Final = 3
#: So many rounds in a row with the same answer in the same words are told.
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedAnswer:
    """A control answered alike, in the same words, for so many rounds in a row."""

    control: str
    rounds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFile:
    """Where a file was handed in: round, party, and its path there."""

    round: str
    processor: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedFile:
    """A record of operation for a control, and where the same bytes were handed in before or by others."""

    control: str
    path: str
    seen: tuple[SeenFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """What one party repeated in the last of some rounds.

    `reaffirmed` are the controls it said nothing changed of, with for how many rounds in a row: that is
    what the form asks for, and they are none of `answers`.
    """

    answers: tuple[RepeatedAnswer, ...]
    files: tuple[RepeatedFile, ...]
    reaffirmed: tuple[RepeatedAnswer, ...] = ()


def repeats(rounds: Sequence[RoundLines]) -> Mapping[str, Repeats]:
    """What each party of the last round repeated, by its code; the rounds go earliest first."""
    if not rounds:
        return {}
    seen = _seen(rounds)
    earlier = [_own(lines) for lines in reversed(rounds[:-1])]
    return {
        code: Repeats(
            answers=tuple(_answers(party, [own[code] for own in earlier if code in own])),
            files=tuple(_files(party, rounds[-1].head.round, seen)),
            reaffirmed=tuple(
                RepeatedAnswer(control=line.control, rounds=line.reaffirmed)
                for line in party.controls
                if line.reaffirmed
            ),
        )
        for code, party in _own(rounds[-1]).items()
    }


def _own(lines: RoundLines) -> Mapping[str, PartyLine]:
    """The parties that answered in a round, by code; the client's side is left aside."""
    return {
        line.processor: line
        for line in lines.parties
        if line.side is not Duty.CLIENT and line.rating not in UNRATED
    }


def _seen(rounds: Sequence[RoundLines]) -> Mapping[str, list[SeenFile]]:
    """Where each record of operation was handed in, by its SHA-256."""
    found: dict[str, dict[SeenFile, None]] = {}
    for lines in rounds:
        for code, party in _own(lines).items():
            for line in party.evidence:
                if line.grade >= RECORD:
                    place = SeenFile(round=lines.head.round, processor=code, path=line.path)
                    found.setdefault(line.sha256, {})[place] = None
    return {sha256: list(places) for sha256, places in found.items()}


def _answers(party: PartyLine, earlier: Sequence[PartyLine]) -> Iterator[RepeatedAnswer]:
    before = [{line.control: line for line in one.controls} for one in earlier]
    for line in party.controls:
        if line.reaffirmed:
            continue
        count = 1
        for lines in before:
            if not _is_same(line, lines.get(line.control)):
                break
            count += 1
        if count >= ROUNDS:
            yield RepeatedAnswer(control=line.control, rounds=count)


def _is_same(line: ControlLine, other: ControlLine | None) -> bool:
    if other is None or not line.words:
        return False
    return (line.answer, line.words) == (other.answer, other.words)


def _files(
    party: PartyLine, round_: str, seen: Mapping[str, list[SeenFile]]
) -> Iterator[RepeatedFile]:
    for line in party.evidence:
        places = seen.get(line.sha256, ()) if line.grade >= RECORD else ()
        others = [one for one in places if (one.round, one.processor) != (round_, party.processor)]
        if others:
            yield RepeatedFile(control=line.control, path=line.path, seen=tuple(others))
