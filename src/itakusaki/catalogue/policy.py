"""Scoring policy: weights, grades, floors and bands, as scoring.yaml holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from itakusaki.model.evidence import EvidenceState
from itakusaki.model.verdict import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A rating band: the evidenced score (0–100) from which it is reached."""

    rating: str
    at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSetting:
    """The incident by which notices are worked out: learned on a weekday, at a time, before closed days.

    `weekday` counts from Monday, 1; `open_day_words` tell a clause that counts open days only;
    `told_with` are the controls and cross-checks whose findings tell the dates as well.
    """

    weekday: int
    at: time
    closed_days: int
    open_day_words: tuple[str, ...]
    told_with: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringPolicy:
    """How verdicts become scores and ratings; checklists/scoring.yaml explains each setting."""

    version: str
    weights: Mapping[Severity, float]
    grades: Mapping[Severity, int]
    raise_on: frozenset[str]
    many_persons: int
    excepted_credit: float
    assurance_floor: float
    bands: tuple[Band, ...]
    core_knock_outs: frozenset[str]
    absent_file_grade: int
    states: Mapping[Severity, EvidenceState]
    knock_out_state: EvidenceState
    record_months: int
    assurance_kinds: tuple[str, ...]
    bridge_months: int
    notice_hours_limit: int
    notice_example: NoticeSetting
    unbacked_share: float
    same_file_share: float
