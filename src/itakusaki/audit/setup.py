"""Setups: everything one run works with, made ready by `wiring`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from itakusaki.audit.rules import Rules
from itakusaki.files.cache import ResultCache
from itakusaki.model.answer import LastAnswers
from itakusaki.model.retest import SpokenAgainst
from itakusaki.settings import Workspace


def _nothing_known() -> Mapping[str, LastAnswers]:
    return {}


def _nothing_spoken() -> Mapping[str, SpokenAgainst]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A workspace with the rules in force for it.

    `templates` are folders, the workspace's own before the shipped one: the first found is used.
    `last_answers` looks up what each party answered in earlier rounds, by its code.
    `spoken_against` looks up what earlier runs found in a party's logs and is not settled.
    `cache` is where results are found again; by itself it finds and keeps nothing.
    `jobs` is how many processes may work at a time.
    """

    workspace: Workspace
    rules: Rules
    templates: tuple[Path, ...]
    last_answers: Callable[[], Mapping[str, LastAnswers]] = _nothing_known
    spoken_against: Callable[[], Mapping[str, SpokenAgainst]] = _nothing_spoken
    cache: ResultCache = field(default_factory=ResultCache)
    jobs: int = 1
