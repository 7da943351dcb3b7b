"""The voice: which language a command speaks, and the options all commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from itakusaki.language import LANGUAGES, Speaker, pick_language, speaker
from itakusaki.model.message import N_
from itakusaki.settings import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


def voice(workspace: Workspace | None = None) -> Speaker:
    """The speaker of a running command: --lang, else the workspace's, else the locale's."""
    context = click.get_current_context(silent=True)
    code = pick_language(_asked(context), workspace.languages[0] if workspace else None)
    if context is not None and context.obj is not None:
        context.obj["spoken"] = code
    return speaker(code)


def report_languages(workspace: Workspace) -> tuple[str, ...]:
    """The languages reports are written in: --lang, else what the workspace says."""
    asked = _asked(click.get_current_context(silent=True))
    if asked == "both":
        return LANGUAGES
    return (asked,) if asked else workspace.languages


def lang_option(*choices: str) -> Callable[[Command], Command]:
    """The option --lang, which may stand before or after the command's name."""

    def keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        if value:
            ctx.ensure_object(dict)["lang"] = value
        return value

    return click.option(
        "--lang",
        type=click.Choice(choices or LANGUAGES),
        callback=keep,
        expose_value=False,
        is_eager=True,
        help=said(N_("Language of messages and reports.")),
    )


def said(text: str) -> str:
    """A help text in the language chosen when the program started.

    NOTE: `main` has put our catalogue behind the standard gettext before click came in.
    """
    import gettext

    return gettext.gettext(text)


def _asked(context: click.Context | None) -> str | None:
    found = (context.obj or {}).get("lang") if context else None
    return found if isinstance(found, str) else None
