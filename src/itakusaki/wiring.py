"""Wiring: settings → the setup a use case runs with; the only place that knows where data lie."""

from __future__ import annotations

from pathlib import Path

from itakusaki.audit.means import Means, load_means
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.catalogue.loader import Catalogue, load_catalogue
from itakusaki.settings import Workspace, data_folder, load_workspace


def open_workspace(folder: Path, *, round_: str | None = None) -> Setup:
    """Make a workspace ready: its settings, and its own data over the shipped ones."""
    return setup_for(load_workspace(folder, round_=round_))


def setup_for(workspace: Workspace) -> Setup:
    """Make an already read workspace ready."""
    checklists = data_folder("checklists")
    own_layouts = [folder for folder in (workspace.own("layouts"),) if folder]
    own_suites = [folder for folder in (workspace.own("suites"),) if folder]
    own_templates = [folder for folder in (workspace.own("templates"),) if folder]
    return Setup(
        workspace=workspace,
        catalogue=load_catalogue(checklists, workspace.own("checklists"), asked=workspace.controls),
        layouts=load_layouts(checklists / "layouts", *own_layouts),
        suites=(checklists / "suites", *own_suites),
        evidence=tuple(
            folder / "evidence"
            for folder in (checklists, workspace.own("checklists"))
            if folder and (folder / "evidence").is_dir()
        ),
        templates=(*own_templates, data_folder("templates")),
    )


def shipped_catalogue(own: Path | None = None) -> Catalogue:
    """The shipped checklists, with a folder of one's own over them."""
    return load_catalogue(data_folder("checklists"), own)


def shipped_means() -> Means:
    """The shipped exports, control tests and layouts of products."""
    return load_means(data_folder("checklists") / "evidence")
