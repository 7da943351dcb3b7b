"""The command group: lazy subcommands, and the one boundary where errors become sentences."""

from __future__ import annotations

import errno
import importlib
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

from itakusaki import __version__
from itakusaki.cli.echo import echo
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import BOTH
from itakusaki.cli.localised import LocalisedContext, localised, show_click_error
from itakusaki.cli.session import Session
from itakusaki.language import LANGUAGES, Translator
from itakusaki.model.errors import (
    CatalogueError,
    FactSheetError,
    FindingChangeError,
    ItakusakiError,
    NoFindingSheetError,
    NothingToAuditError,
    SheetConflictError,
    UnreadableFileError,
)
from itakusaki.model.message import N_, Message

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
    "breach": "itakusaki.cli.breach:breach",
    "explain": "itakusaki.cli.explain:explain",
    "review": "itakusaki.cli.review:review",
    "lint": "itakusaki.cli.lint:lint",
    "checklist": "itakusaki.cli.checklist:checklist",
    "template": "itakusaki.cli.template:template",
    "completion": "itakusaki.cli.completion:completion",
}

#: What the system says in English where a file or folder cannot be had.
PROBLEMS: Final[Mapping[int, str]] = {
    errno.EACCES: N_("no right to read or write it"),
    errno.EPERM: N_("no right to read or write it"),
    errno.EROFS: N_("what it lies on can only be read"),
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EEXIST: N_("there is something of that name already"),
    errno.ENOTDIR: N_("a file stands where a folder is needed"),
    errno.EISDIR: N_("a folder stands where a file is needed"),
    errno.ENOTEMPTY: N_("the folder is not empty"),
    errno.ENOSPC: N_("there is no space left"),
    errno.EDQUOT: N_("there is no space left"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EBUSY: N_("another program uses it"),
    errno.ELOOP: N_("the links lead in a circle"),
}

NO_UTF_8: Final = N_(
    "The locale this shell runs in cannot write Japanese file names. Run the command again with PYTHONUTF8=1 set."
)


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
        return _failed(error, session.translator, debug="--debug" in argv)
    return code if isinstance(code, int) else Exit.CLEAR


def _failed(error: Exception, translator: Translator, *, debug: bool) -> int:
    """Say what went wrong, and give the exit code for it."""
    match error:
        case click.Abort():
            echo(translator.gettext("Aborted!"), err=True)
            return Exit.INTERRUPTED if _is_interrupt(error) else Exit.USAGE
        case click.ClickException():
            show_click_error(error, translator)
            return Exit.USAGE
        case ItakusakiError():
            _explain(error, translator)
            return error.exit_code
        case OSError():
            _no_access(error, translator)
            return Exit.NO_ACCESS
        case UnicodeEncodeError() if sys.getfilesystemencoding() != "utf-8":
            echo(translator.gettext(NO_UTF_8), colour="red", err=True)
            return Exit.USAGE
        case _:
            return _own_fault(error, translator, debug=debug)


def _explain(error: ItakusakiError, translator: Translator) -> None:
    echo(translator.say(error.says), colour="red", err=True)
    if (
        isinstance(error, NothingToAuditError | UnreadableFileError | NoFindingSheetError)
        and error.issues
    ):
        from itakusaki.cli.console import SHOWN_ISSUES, issue_lines
        from itakusaki.cli.terminal import console

        listing = console(stderr=True)
        for line in issue_lines(error.issues, translator, limit=SHOWN_ISSUES):
            listing.print(line, highlight=False)
    if isinstance(error, CatalogueError | FactSheetError | FindingChangeError | SheetConflictError):
        for mistake in error.mistakes:
            echo(f"  {translator.say(mistake)}", err=True)
    echo(translator.say(error.hint), err=True)


def _no_access(error: OSError, translator: Translator) -> None:
    """The disk or the rights to it: nobody's fault that more code could mend."""
    problem = PROBLEMS.get(error.errno or 0, "")
    said = Message.of(
        N_("{file}: {problem}"),
        file=str(error.filename2 or error.filename or "-"),
        problem=Message(problem) if problem else error.strerror or type(error).__name__,
    )
    echo(translator.say(said), colour="red", err=True)
    hint = N_("Close the file in other programs, and check the rights to it and the space left.")
    echo(translator.gettext(hint), err=True)


def _is_interrupt(error: BaseException) -> bool:
    """Whether somebody pressed Ctrl-C, rather than that there was nobody to answer a question."""
    return isinstance(error.__cause__ or error.__context__, KeyboardInterrupt)


def _own_fault(error: Exception, translator: Translator, *, debug: bool) -> int:
    said = Message.of(
        N_("This is a fault of itakusaki, not of your files: {kind}: {error}"),
        kind=type(error).__name__,
        error=str(error),
    )
    echo(translator.say(said), colour="red", err=True)
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    else:
        echo(translator.gettext(N_("Run it again with --debug to see where.")), err=True)
    return Exit.BUG
