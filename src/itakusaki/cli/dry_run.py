"""The option --dry-run: a command does all it does but writing, and says what it would have written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

import click

from itakusaki.cli.language import spoken
from itakusaki.files.writing import PlannedWrite, rehearsal
from itakusaki.model.message import N_

Command = TypeVar("Command", bound=Callable[..., Any])


def dry_run_option(command: Command) -> Command:
    """The option --dry-run for a command that writes through the door of `files.writing`."""

    @wraps(command)
    def called(*, dry_run: bool, **given: Any) -> object:  # noqa: ANN401 - click's values, of all options
        if not dry_run:
            return command(**given)
        with rehearsal() as planned:
            outcome = command(**given)
        _say(planned)
        return outcome

    option = click.option(
        "--dry-run", is_flag=True, help=N_("Say what would be written, and write nothing.")
    )
    return cast("Command", option(called))


def _say(planned: Sequence[PlannedWrite]) -> None:
    from itakusaki.cli.console import reporter

    speaking = reporter(spoken())
    for one in planned:
        text = N_("would be new: {file}") if one.is_new else N_("would be written over: {file}")
        if one.is_store and not one.is_new:
            text = N_("would be added to: {file}")
        speaking.say(text, file=one.name)
    if planned:
        text = N_("Dry run: nothing was written; {count} {count:file|files} would have been.")
        speaking.say(text, count=len(planned))
    else:
        speaking.say(N_("Dry run: nothing was written, and nothing would have been."))
