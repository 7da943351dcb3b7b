"""Scoring policy: weights, grades, floors and bands, as scoring.yaml holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from itakusaki.model.evidence import EvidenceState
from itakusaki.model.verdict import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A rating band: the verified score (0–100) from which it is reached."""

    rating: str
    at_least: float


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
    unbacked_share: float
    same_file_share: float
