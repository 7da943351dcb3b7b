"""The command group: lazy subcommands, and the one boundary where errors become sentences."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Final

import click

from itakusaki import __version__
from itakusaki.cli.exits import Exit
from itakusaki.cli.failures import say_failure
from itakusaki.cli.language import BOTH
from itakusaki.cli.localised import LocalisedContext, localised
from itakusaki.cli.session import Session
from itakusaki.language import LANGUAGES, Translator
from itakusaki.model.message import N_

#: Command → module and attribute; a module is imported when its command is called or its help shown.
COMMANDS: Final = {
    "init": "itakusaki.cli.init:init",
    "contract": "itakusaki.cli.contract:contract",
    "questionnaire": "itakusaki.cli.questionnaire:questionnaire",
    "intake": "itakusaki.cli.intake:intake",
    "evidence": "itakusaki.cli.evidence:evidence",
    "audit": "itakusaki.cli.audit:audit",
    "round": "itakusaki.cli.round:round_",
    "finding": "itakusaki.cli.finding:finding",
    "journal": "itakusaki.cli.journal:journal",
    "document": "itakusaki.cli.document:document",
    "handover": "itakusaki.cli.handover:handover",
    "breach": "itakusaki.cli.breach:breach",
    "explain": "itakusaki.cli.explain:explain",
    "promise": "itakusaki.cli.promise:promise",
    "review": "itakusaki.cli.review:review",
    "lint": "itakusaki.cli.lint:lint",
    "checklist": "itakusaki.cli.checklist:checklist",
    "template": "itakusaki.cli.template:template",
    "completion": "itakusaki.cli.completion:completion",
}


class LazyGroup(click.Group):
    """A group that knows its commands' names without importing them; their help is in one language."""

    context_class = LocalisedContext

    def __init__(self, *, translator: Translator, **settings: Any) -> None:  # noqa: ANN401 - click's own
        super().__init__(**settings)
        self._words = translator

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which an audit uses them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command when it is wanted."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return localised(command, self._words)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the commands alike where there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=COMMANDS, ctx=ctx
            ) from error


def build_app(translator: Translator) -> click.Group:
    """The program, with its help in one language."""

    @click.group(
        cls=LazyGroup,
        translator=translator,
        help=N_("Assesses how personal data is handled by processors (itakusaki)."),
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "ITAKUSAKI"},
    )
    @click.version_option(__version__, prog_name="itakusaki", message="%(prog)s %(version)s")
    @click.option("--debug", is_flag=True, help=N_("Show where an error arose."))
    @click.option(
        "--lang",
        type=click.Choice((*LANGUAGES, BOTH)),
        help=N_("Language of messages and reports."),
    )
    @click.pass_context
    def app(ctx: click.Context, debug: bool, lang: str | None) -> None:
        del debug  # looked for by `run`, which must know it even where parsing fails
        if lang:
            ctx.ensure_object(Session).asked = lang

    return localised(app, translator)


def run(argv: Sequence[str], translator: Translator) -> int:
    """Run a command line and give its exit code; no error leaves as a stack of lines."""
    app = build_app(translator)
    # What the command finds out about the language stays here for the errors it may raise.
    session = Session(translator)
    try:
        code = app.main(list(argv), prog_name="itakusaki", standalone_mode=False, obj=session)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except Exception as error:  # noqa: BLE001 - the boundary: exit 1 would read as "gaps"
        return say_failure(
            error, session.translator, debug="--debug" in argv, folder=session.folder
        )
    return code if isinstance(code, int) else Exit.CLEAR
