"""Wiring: settings → the setup a use case runs with; the only place that knows where data lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from itakusaki.audit.last_answers import last_answers
from itakusaki.audit.not_due import not_due
from itakusaki.audit.ports import AuditStore
from itakusaki.audit.rules import Rules
from itakusaki.audit.setup import Setup
from itakusaki.audit.spoken_against import spoken_against
from itakusaki.catalogue.parameter_check import check_parameters
from itakusaki.files.cache import CACHE, ResultCache
from itakusaki.model.document_settings import DocumentOwner
from itakusaki.model.errors import NoStoreError, SettingsError
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.settings import Workspace, data_folder, load_evidence_settings, load_workspace
from itakusaki.settings.workspace import FILE, workspace_above

if TYPE_CHECKING:
    from itakusaki.audit.evidence import Site


def open_workspace(
    folder: Path, *, round_: str | None = None, cached: bool = False, jobs: int = 1
) -> Setup:
    """Make a workspace ready: its settings, and its own data over the shipped ones.

    `cached` is whether results of earlier runs of the same input may be taken from its cache; `jobs`
    is how many processes may work at a time.
    """
    setup = replace(setup_for(load_workspace(folder, round_=round_)), jobs=jobs)
    if not cached:
        return setup
    kept = cache_of(folder)
    return replace(setup, cache=kept, rules=replace(setup.rules, cache=kept))


def cache_of(folder: Path) -> ResultCache:
    """Where a workspace keeps results to be found again."""
    return ResultCache(folder=folder / CACHE)


def open_store(workspace: Workspace) -> AuditStore | None:
    """The workspace's store; None where there is none, and the settings name no place for one.

    Raises:
        StoreError: it cannot be reached, opened or written.
        StoreNewerError, StoreDriverAbsentError: see store.
    """
    if workspace.database:
        return made_store(workspace)
    place = workspace.store_place
    if isinstance(place, Path) and not place.exists():
        return None  # nothing of the store is imported where there is none
    from itakusaki.store.store import store_at  # noqa: PLC0415 - loads SQLAlchemy

    return store_at(place)


def existing_store(workspace: Workspace) -> AuditStore:
    """The workspace's store, for what makes no sense without one.

    Raises:
        NoStoreError: there is none.
    """
    store = open_store(workspace)
    if store is None:
        raise NoStoreError(workspace.round, str(workspace.folder))
    return store


def made_store(workspace: Workspace) -> AuditStore:
    """The workspace's store, made where there is none; raises as `open_store` does."""
    from itakusaki.store.store import make_store  # noqa: PLC0415 - loads SQLAlchemy

    return make_store(workspace.store_place)


def setup_for(workspace: Workspace) -> Setup:
    """Make an already read workspace ready."""
    own_templates = [folder for folder in (workspace.own("templates"),) if folder]
    rules = _workspace_rules(
        workspace.folder, asked=workspace.controls, spellings=workspace.spellings
    )
    return Setup(
        workspace=workspace,
        rules=rules,
        templates=(*own_templates, data_folder("templates")),
        # A run asks several times, of whole rounds: the store is read once.
        last_answers=cache(lambda: last_answers(open_store(workspace), workspace)),
        spoken_against=cache(lambda: spoken_against(open_store(workspace), workspace, rules)),
        not_due=cache(lambda: not_due(open_store(workspace), workspace)),
    )


def shipped_rules(own: Path | None = None) -> Rules:
    """The shipped rules, with a folder of one's own checklists over them."""
    return Rules(shipped=data_folder("checklists"), own=own)


def rules_in_force(own: Path | None) -> Rules:
    """The shipped rules with a folder of checklists over them, else those where one stands."""
    above = None if own else workspace_above(Path.cwd())
    if above is None:
        return shipped_rules(own)
    found, kept = _workspace_rules(above), cache_of(above)
    # Who only looks at the rules begins no cache.
    is_begun = kept.folder is not None and kept.folder.is_dir()
    return replace(found, cache=kept) if is_begun else found


def rules_to_lint() -> Rules:
    """The rules of the workspace one stands in, where it has any of its own; else the shipped ones."""
    above = workspace_above(Path.cwd())
    is_own = above and any((above / name).is_dir() for name in ("checklists", "layouts", "suites"))
    return _workspace_rules(above) if above and is_own else shipped_rules()


def rules_in(folder: Path) -> Rules:
    """The rules that lie in a folder: a workspace, or one of checklists, which may be the shipped one."""
    if (folder / FILE).is_file():
        return _workspace_rules(folder)
    is_shipped = folder.resolve() == data_folder("checklists").resolve()
    return shipped_rules(None if is_shipped else folder)


def rules_about(folder: Path) -> Rules:
    """The rules of a workspace, or the shipped ones where the folder is none."""
    return _workspace_rules(folder) if (folder / FILE).is_file() else shipped_rules()


def rules_near(file: Path) -> Rules:
    """The rules of the workspace that a file lies in, else of the one we stand in, else the shipped."""
    found = _workspace_near(file)
    return _workspace_rules(found) if found else shipped_rules()


def templates_near(file: Path) -> tuple[Path, ...]:
    """The templates of one's own, of the same workspace; none where it has none."""
    found = _workspace_near(file)
    own = (found / "templates",) if found else ()
    return tuple(path for path in own if path.is_dir())


def owner_near(file: Path) -> DocumentOwner | None:
    """Whose documents they are, of the same workspace; None where there is none, or its settings are spoilt.

    A draft of a report is not held up by settings.
    """
    found = _workspace_near(file)
    try:
        workspace = load_workspace(found) if found else None
    except SettingsError:
        workspace = None
    if workspace is None:
        return None
    settings = workspace.documents.common
    return DocumentOwner(name=workspace.client, settings=settings, brand=workspace.brand)


def _workspace_near(file: Path) -> Path | None:
    folders = (*file.resolve().parents, Path.cwd(), *Path.cwd().parents)
    return next((folder for folder in folders if (folder / FILE).is_file()), None)


def _workspace_rules(
    folder: Path,
    *,
    asked: tuple[str, ...] = (),
    spellings: Mapping[str, tuple[str, ...]] | None = None,
) -> Rules:
    own = folder / "checklists"
    return Rules(
        shipped=data_folder("checklists"),
        own=own if own.is_dir() else None,
        beside=folder,
        asked=asked,
        spellings=spellings or {},
    )


def evidence_site(
    folder: Path, *, processor: str | None, round_: str | None, settings: Path | None
) -> tuple[Site, Workspace | None]:
    """The exports of a workspace, or of a folder that is none, with the workspace where there is one.

    Raises:
        SettingsError, NoExportsError, UnknownNameError: see audit.evidence.
    """
    from itakusaki.audit.evidence import folder_site, workspace_site  # noqa: PLC0415 - loads all stages

    if settings is None and (folder / FILE).is_file():
        setup = open_workspace(folder, round_=round_)
        return workspace_site(setup, processor), setup.workspace
    site = folder_site(
        folder,
        shipped_rules(),
        processor=processor,
        settings_file=settings,
    )
    return site, None


def query_rules(
    folder: Path, *, processor: str | None, round_: str | None, settings: Path | None
) -> tuple[Rules, EvidenceSettings, Workspace | None]:
    """Tests and settings alone, whether or not there are exports.

    Raises:
        SettingsError: a setting names no test or no parameter.
    """
    from itakusaki.audit.evidence import query_settings  # noqa: PLC0415 - loads all stages

    workspace: Workspace | None = None
    if settings is None and (folder / FILE).is_file():
        setup = open_workspace(folder, round_=round_)
        workspace = setup.workspace
        rules, own = setup.rules, query_settings(setup, processor)
    else:
        rules = shipped_rules()
        own = load_evidence_settings(settings) if settings else EvidenceSettings()
    check_parameters(own, rules.evidence, str(settings or folder / FILE))
    return rules, own, workspace
