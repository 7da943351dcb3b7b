"""Setups: everything one run works with, made ready by `wiring`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from itakusaki.catalogue.layout import Layout
from itakusaki.catalogue.loader import Catalogue
from itakusaki.settings import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A workspace with the catalogue, layouts and templates in force for it.

    `suites`, `templates` and `evidence` are folders, the workspace's own after the shipped one for
    suites and evidence (they add up), before it for templates (the first found is used).
    """

    workspace: Workspace
    catalogue: Catalogue
    layouts: tuple[Layout, ...]
    suites: tuple[Path, ...]
    templates: tuple[Path, ...]
    evidence: tuple[Path, ...]

    @property
    def standard(self) -> Layout:
        """The layout of our own workbooks."""
        return next(layout for layout in self.layouts if layout.name == "standard")
