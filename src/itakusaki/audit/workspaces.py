"""New workspaces: the settings file and the folders an audit needs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from itakusaki.files.writing import rehearsed, write_new
from itakusaki.model.errors import WorkspaceExistsError, WrongRoundError
from itakusaki.model.party import Role
from itakusaki.settings.rounds import NAME
from itakusaki.settings.workspace import FILE, load_workspace


def make_workspace(
    folder: Path, *, client: str, role: Role, round_: str, as_of: date, language: str
) -> Path:
    """Write a workspace's settings and folders, and give the settings' path.

    Raises:
        WorkspaceExistsError: there is a workspace already.
        WrongRoundError: the round is not of the form 2026Q4.
    """
    path = folder / FILE
    if path.exists():
        raise WorkspaceExistsError(str(path))
    if not NAME.fullmatch(round_):
        raise WrongRoundError(round_)
    settings = {"client": client, "role": role.value, "language": language, "round": round_}
    # A TOML basic string is a JSON string.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items()]
    lines.append(f"as_of = {as_of:%Y-%m-%d}")
    try:
        write_new(path, ("\n".join(lines) + "\n").encode())
    except FileExistsError as error:
        raise WorkspaceExistsError(str(path)) from error
    if rehearsed():
        return path
    workspace = load_workspace(folder)
    for place in (
        workspace.contracts,
        workspace.questionnaires,
        workspace.evidence,
        workspace.reviews,
    ):
        place.mkdir(parents=True, exist_ok=True)
    return path
