"""Which language a command speaks, and the option --lang that all commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from itakusaki.cli.session import Session
from itakusaki.language import LANGUAGES, Translator, pick_language, translator_for
from itakusaki.model.message import N_
from itakusaki.settings import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])

#: Reports in every language; messages are then in the workspace's.
BOTH: Final = "both"


def session_translator(workspace: Workspace | None = None) -> Translator:
    """The translator of a running command: --lang, else the workspace's, else the locale's."""
    session = _session()
    code = pick_language(session.asked, workspace.languages[0] if workspace else None)
    session.translator = translator_for(code)
    return session.translator


def spoken() -> Translator:
    """The translator that the running command has come to."""
    return _session().translator


def report_languages(workspace: Workspace) -> tuple[str, ...]:
    """The languages reports are written in: --lang, else what the workspace says."""
    asked = _session().asked
    if asked == BOTH:
        return LANGUAGES
    return (asked,) if asked else workspace.languages


def page_languages(translator: Translator) -> tuple[str, ...]:
    """The languages of pages that belong to no workspace: --lang, else the session's."""
    return LANGUAGES if _session().asked == BOTH else (translator.code,)


def lang_option(*choices: str) -> Callable[[Command], Command]:
    """The option --lang, which may stand before or after the command's name."""

    def keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        if value:
            ctx.ensure_object(Session).asked = value
        return value

    return click.option(
        "--lang",
        type=click.Choice(choices or LANGUAGES),
        callback=keep,
        expose_value=False,
        is_eager=True,
        help=N_("Language of messages and reports."),
    )


def _session() -> Session:
    return click.get_current_context().ensure_object(Session)
