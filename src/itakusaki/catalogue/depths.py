"""Depths: what a questionnaire of each depth asks, and for how long a known answer stands (ADR 0040)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from itakusaki.model.answer import LastAnswer
from itakusaki.model.depth import Depth


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthSpec:
    """One depth: the controls asked beside the knock-outs, and how many of each control's first facts.

    `everything` asks every control with all its facts. `sheets` are domains that share a sheet.
    """

    controls: frozenset[str] = frozenset()
    facts_each: int = 0
    everything: bool = False
    sheets: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthRules:
    """What depths.yaml says; a depth that it does not name asks everything.

    `answer_months` is for how long a known answer stands; where `rotates`, what was answered within them and
    does not move is not asked again. Minutes are those one question and one fact take.
    """

    depths: Mapping[Depth, DepthSpec] = field(default_factory=dict)
    moving: frozenset[str] = frozenset()
    moving_facts: frozenset[str] = frozenset()
    answer_months: int = 12
    rotates: bool = False
    question_minutes: float = 0.0
    fact_minutes: float = 0.0

    def holds(self, control: str, depth: Depth, *, knock_out: bool) -> bool:
        """Whether a control belongs to a depth at all."""
        spec = self.depths.get(depth)
        return knock_out or spec is None or spec.everything or control in spec.controls

    def asks(
        self, control: str, depth: Depth, last: LastAnswer | None, as_of: date, *, knock_out: bool
    ) -> bool:
        """Whether a form of that depth asks a control, of which an earlier answer may be known.

        What was once answered and has lapsed is asked in whatever depth: a shorter form hides nothing.
        """
        if knock_out or (last is not None and self.has_lapsed(last, as_of)):
            return True
        if not self.holds(control, depth, knock_out=knock_out):
            return False
        return last is None or not self.rotates or control in self.moving

    def has_lapsed(self, last: LastAnswer, as_of: date) -> bool:
        """Whether an answer is too old to stand on a day."""
        return months_after(last.on, self.answer_months) <= as_of

    def figures(self, every: Sequence[str], depth: Depth) -> frozenset[str]:
        """Which figures of a control a depth asks of a side, of `every` one in their order."""
        spec = self.depths.get(depth)
        if spec is None or spec.everything:
            return frozenset(every)
        return frozenset(every[: spec.facts_each]) | self.moving_facts.intersection(every)

    def sheets(self, depth: Depth) -> tuple[tuple[str, ...], ...]:
        """The domains that share a sheet of a form of that depth; any other has its own."""
        spec = self.depths.get(depth)
        return spec.sheets if spec else ()

    def minutes(self, questions: int, facts: int) -> int:
        """How long so many questions and facts take, in minutes."""
        return round(questions * self.question_minutes + facts * self.fact_minutes)


def built_depths(data: Mapping[str, Any]) -> DepthRules:
    """The rules from depths.yaml."""
    return DepthRules(
        depths={Depth(entry["id"]): _spec(entry) for entry in data["depths"]},
        moving=frozenset(data["moving"]["controls"]),
        moving_facts=frozenset(data["moving"]["facts"]),
        answer_months=data["answer_months"],
        rotates=data["rotate"],
        question_minutes=data["minutes"]["question"],
        fact_minutes=data["minutes"]["fact"],
    )


def _spec(data: Mapping[str, Any]) -> DepthSpec:
    return DepthSpec(
        controls=frozenset(data.get("controls", ())),
        facts_each=data.get("facts_each", 0),
        everything=data.get("everything", False),
        sheets=tuple(map(tuple, data.get("sheets", ()))),
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, the month's last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
