"""The argument FOLDER that commands share: the workspace one stands in, where none is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from itakusaki.cli.session import Session
from itakusaki.settings.workspace import workspace_above

Command = TypeVar("Command", bound=Callable[..., Any])


class WorkspaceFolder(click.Path):
    """A folder that exists; where it is not named, the nearest one upward that is a workspace."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - as click has it
        """The folder, as a path from where one stands."""
        found = super().convert(value, param, ctx)
        folder = here() if found == Path() else found
        if ctx is not None:
            ctx.ensure_object(Session).folder = str(folder)
        return folder


def here() -> Path:
    """The workspace one stands in, from anywhere below it; else the folder one stands in."""
    above = workspace_above(Path.cwd())
    return Path(os.path.relpath(above)) if above else Path()


def workspace_argument() -> Callable[[Command], Command]:
    """The argument `folder`, which may be left out."""
    return click.argument("folder", default=".", type=WorkspaceFolder())


def workspaces_argument() -> Callable[[Command], Command]:
    """The argument `folders`, each once: one or several, the workspace one stands in where none is named."""

    def each_once(
        _ctx: click.Context, _param: click.Parameter, value: tuple[Path, ...]
    ) -> tuple[Path, ...]:
        return tuple({path.resolve(): path for path in value or (here(),)}.values())

    return click.argument(
        "folders", nargs=-1, metavar="[FOLDER]...", type=WorkspaceFolder(), callback=each_once
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A workspace, and the processors in it that a command is about; none named: as the command says."""

    folder: Path
    processors: tuple[str, ...]


def target_arguments(command: Command) -> Command:
    """The arguments [FOLDER] [PROCESSORS], handed over as one value `target`.

    The first word is the folder where there is one of that name, else already a processor's code.
    """

    @wraps(command)
    @click.pass_context
    def called(ctx: click.Context, /, words: tuple[str, ...], **given: Any) -> object:  # noqa: ANN401 - click's values, of all options
        return command(target=_target(words, ctx), **given)

    return click.argument("words", nargs=-1, metavar="[FOLDER] [PROCESSORS]...")(called)  # type: ignore[return-value]


def _target(words: tuple[str, ...], ctx: click.Context) -> Target:
    folder_type = WorkspaceFolder()
    if words and Path(words[0]).is_dir():
        folder = folder_type.convert(words[0], None, ctx)
        return Target(folder=folder, processors=words[1:])
    if words and workspace_above(Path.cwd()) is None:
        # Nobody stands in a workspace, so the word was meant for a folder: say that it is not there.
        folder_type.convert(words[0], None, ctx)
    return Target(folder=here(), processors=words)
