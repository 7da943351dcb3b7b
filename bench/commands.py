"""The commands: each gives figures, and has an option to print them as one object."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Final

import click

from bench.door import say
from bench.figures import Figure

#: Modules by command; each is loaded for its own command alone.
MODULES: Final = {
    "all": "every",
    "answers": "answers",
    "documents": "documents",
    "evidence": "evidence",
    "incidents": "incidents",
    "intake": "intake",
    "portfolio": "portfolio",
    "reading": "reading",
    "rounds": "rounds",
    "sample": "portfolio",
    "wall": "wall",
}
_AS_JSON: Final = "bench.as_json"


class _Benches(click.Group):
    """Commands that are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own
        return command(cmd_name) if cmd_name in MODULES else None


@click.group(cls=_Benches)
def bench() -> None:
    """Measure itakusaki against a floor, in one run."""


@bench.result_callback()
@click.pass_context
def _told(context: click.Context, figures: Iterable[Figure]) -> None:
    say(figures, as_json=context.meta[_AS_JSON])


def figures_of(line: str) -> Iterable[Figure]:
    """The figures of a command line, such as "reading --rows 1000", as they come."""
    name, *options = line.split()
    figures: Iterable[Figure] = command(name).main(options, name, standalone_mode=False)
    return figures


def command(name: str) -> click.Command:
    """A command of its module, with `--json`."""
    found: click.Command = getattr(
        import_module(f"bench.{MODULES[name]}"), MODULES["all"] if name == "all" else name
    )
    as_json = click.Option(
        ["--json"],
        is_flag=True,
        expose_value=False,
        callback=_keep,
        help="Print every figure as one object.",
    )
    return click.Command(
        name, callback=found.callback, params=[*found.params, as_json], help=found.help
    )


def _keep(context: click.Context, _option: click.Parameter, value: bool) -> None:
    context.meta[_AS_JSON] = value
