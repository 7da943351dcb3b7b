"""The options that the evidence commands share, handed over as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import click

from itakusaki.cli.language import session_translator
from itakusaki.cli.options import FILE, round_option
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.message import N_
from itakusaki.retests.dialects import DUCKDB, ENGINES

if TYPE_CHECKING:
    from itakusaki.audit.evidence import Site
    from itakusaki.audit.run_options import RunOptions
    from itakusaki.language import Translator

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which exports a command is about, by which tests and on which engine.

    `folder` is a workspace or a folder of exports; `tests` are all where it is empty. The fields
    are called as the options' parameters are.
    """

    folder: Path
    processor: str | None
    round_: str | None
    settings: Path | None
    tests: tuple[str, ...]
    engine: str = DUCKDB
    master: str = ""

    def site(self) -> tuple[Site, Translator]:
        """Where the exports lie, and the voice to speak of them with."""
        from itakusaki.wiring import evidence_site

        site, workspace = evidence_site(
            self.folder, processor=self.processor, round_=self.round_, settings=self.settings
        )
        return site, session_translator(workspace)

    def options(self, site: Site, *, show: bool = False) -> RunOptions:
        """How the tests are run there; `show` is whether names are shown as they are."""
        from itakusaki.audit.evidence import known_tests
        from itakusaki.audit.run_options import RunOptions

        only = known_tests(site.rules, self.tests)
        return RunOptions(engine=self.engine, master=self.master, show=show, only=only)


EXPORTS: Final[tuple[Callable[..., Any], ...]] = (
    workspace_argument(),
    click.option(
        "--processor", metavar="CODE",
        help=N_("Only this party, by the ledger's code, such as P02."),
    ),
    round_option(N_("Round, such as 2026Q4; else the workspace's.")),
    click.option(
        "--settings", type=FILE,
        help=N_("File with the keys of [evidence], for a folder of exports that is no workspace."),
    ),
    click.option(
        "--test", "tests", multiple=True, metavar="ID",
        help=N_("Only this test; may be given more than once."),
    ),
)  # fmt: skip
ENGINE = (
    click.option(
        "--engine", type=click.Choice(ENGINES), default=DUCKDB, show_default=True,
        help=N_("What the tests run on."),
    ),
    click.option(
        "--master", default="", metavar="URL",
        help=N_("Address of the Spark cluster, such as local[2]."),
    ),
)  # fmt: skip


def selection_options(*, engines: bool = False) -> Callable[[Command], Command]:
    """The options that evidence commands share, handed over as one value `selection`.

    `engines` adds those of a command that runs tests, `engine` and `master`.
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def called(**given: Any) -> object:  # noqa: ANN401 - click's values, of all options
            own = {f.name: given.pop(f.name) for f in fields(Selection) if f.name in given}
            return command(selection=Selection(**own), **given)

        for option in reversed((*EXPORTS, *ENGINE) if engines else EXPORTS):
            called = option(called)
        return cast("Command", called)

    return decorate
