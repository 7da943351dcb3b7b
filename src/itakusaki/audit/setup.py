"""Setups: everything one run works with, made ready by `wiring`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from itakusaki.audit.rules import Rules
from itakusaki.settings import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A workspace with the rules in force for it.

    `templates` are folders, the workspace's own before the shipped one: the first found is used.
    """

    workspace: Workspace
    rules: Rules
    templates: tuple[Path, ...]
