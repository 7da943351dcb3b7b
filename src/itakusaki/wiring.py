"""Wiring: settings → the setup a use case runs with; the only place that knows where data lie."""

from __future__ import annotations

from pathlib import Path

from itakusaki.audit.evidence import Site, folder_site, query_settings, workspace_site
from itakusaki.audit.examinations import means_of
from itakusaki.audit.means import Means, load_means
from itakusaki.audit.setup import Setup
from itakusaki.catalogue.layouts import load_layouts
from itakusaki.catalogue.loader import Catalogue, load_catalogue
from itakusaki.catalogue.parameter_check import check_parameters
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.settings import Workspace, data_folder, load_evidence_settings, load_workspace
from itakusaki.settings.workspace import FILE


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


def evidence_site(
    folder: Path, *, processor: str | None, round_: str | None, settings: Path | None
) -> tuple[Site, Workspace | None]:
    """The exports of a workspace, or of a folder that is none, with the workspace where there is one.

    Raises:
        SettingsError, NoExportsError, UnknownNameError: see audit.evidence.
    """
    if settings is None and (folder / FILE).is_file():
        setup = open_workspace(folder, round_=round_)
        return workspace_site(setup, processor), setup.workspace
    site = folder_site(
        folder,
        shipped_means(),
        shipped_catalogue().checklist.version,
        processor=processor,
        settings_file=settings,
    )
    return site, None


def query_rules(
    folder: Path, *, processor: str | None, round_: str | None, settings: Path | None
) -> tuple[Means, EvidenceSettings, Workspace | None]:
    """Tests and settings alone, whether or not there are exports.

    Raises:
        SettingsError: a setting names no test or no parameter.
    """
    workspace: Workspace | None = None
    if settings is None and (folder / FILE).is_file():
        setup = open_workspace(folder, round_=round_)
        workspace = setup.workspace
        means, own = means_of(setup), query_settings(setup, processor)
    else:
        means = shipped_means()
        own = load_evidence_settings(settings) if settings else EvidenceSettings()
    check_parameters(own, means.data, str(settings or folder / FILE))
    return means, own, workspace
