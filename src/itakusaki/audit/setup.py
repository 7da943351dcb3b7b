"""Setups: everything one run works with, made ready by `wiring`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from itakusaki.audit.rules import Rules
from itakusaki.files.cache import ResultCache
from itakusaki.settings import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A workspace with the rules in force for it.

    `templates` are folders, the workspace's own before the shipped one: the first found is used.
    `cache` is where results are found again; by itself it finds and keeps nothing.
    """

    workspace: Workspace
    rules: Rules
    templates: tuple[Path, ...]
    cache: ResultCache = field(default_factory=ResultCache)
