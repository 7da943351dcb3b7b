"""Wiring: settings → the setup a use case runs with; the only place that knows where data lie."""

from __future__ import annotations

from pathlib import Path

from itakusaki.audit.rules import Rules
from itakusaki.audit.setup import Setup
from itakusaki.settings import Workspace, data_folder, load_workspace
from itakusaki.settings.workspace import FILE


def open_workspace(folder: Path, *, round_: str | None = None) -> Setup:
    """Make a workspace ready: its settings, and its own data over the shipped ones."""
    return setup_for(load_workspace(folder, round_=round_))


def setup_for(workspace: Workspace) -> Setup:
    """Make an already read workspace ready."""
    own_templates = [folder for folder in (workspace.own("templates"),) if folder]
    return Setup(
        workspace=workspace,
        rules=_workspace_rules(workspace.folder),
        templates=(*own_templates, data_folder("templates")),
    )


def shipped_rules(own: Path | None = None) -> Rules:
    """The shipped rules, with a folder of one's own checklists over them."""
    return Rules(shipped=data_folder("checklists"), own=own)


def rules_in(folder: Path) -> Rules:
    """The rules in force in a folder: a workspace, or one of checklists, which may be the shipped one."""
    if (folder / FILE).is_file():
        return _workspace_rules(folder)
    is_shipped = folder.resolve() == data_folder("checklists").resolve()
    return shipped_rules(None if is_shipped else folder)


def _workspace_rules(folder: Path) -> Rules:
    own = folder / "checklists"
    return Rules(
        shipped=data_folder("checklists"), own=own if own.is_dir() else None, beside=folder
    )
