"""Setups: everything one run works with, made ready by `wiring`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from itakusaki.audit.rules import Rules
from itakusaki.files.cache import ResultCache
from itakusaki.model.answer import LastAnswers
from itakusaki.settings import Workspace


def _nothing_known() -> Mapping[str, LastAnswers]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A workspace with the rules in force for it.

    `templates` are folders, the workspace's own before the shipped one: the first found is used.
    `last_answers` looks up what each party answered in earlier rounds, by its code.
    `cache` is where results are found again; by itself it finds and keeps nothing.
    """

    workspace: Workspace
    rules: Rules
    templates: tuple[Path, ...]
    last_answers: Callable[[], Mapping[str, LastAnswers]] = _nothing_known
    cache: ResultCache = field(default_factory=ResultCache)
