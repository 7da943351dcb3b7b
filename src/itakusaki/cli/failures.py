"""Failures: an error as sentences on stderr, and the exit code for it."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Mapping
from typing import Final

import click

from itakusaki.cli.echo import echo
from itakusaki.cli.exits import Exit
from itakusaki.cli.localised import show_click_error
from itakusaki.language import Translator
from itakusaki.model.errors import (
    HERE,
    CatalogueError,
    CommandHintError,
    FactSheetError,
    FindingChangeError,
    ItakusakiError,
    NoFindingSheetError,
    NoGapRegisterError,
    NothingToAuditError,
    RegisterStoppedError,
    SheetConflictError,
    UnreadableFileError,
)
from itakusaki.model.message import N_, Message

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


def say_failure(
    error: Exception, translator: Translator, *, debug: bool, folder: str = HERE
) -> int:
    """Say what went wrong, and give the exit code for it; `folder` is how the workspace was named."""
    match error:
        case click.Abort():
            echo(translator.gettext("Aborted!"), err=True)
            return Exit.INTERRUPTED if _is_interrupt(error) else Exit.USAGE
        case click.ClickException():
            show_click_error(error, translator)
            return Exit.USAGE
        case ItakusakiError():
            _explain(error, translator, folder)
            return error.exit_code
        case OSError():
            _no_access(error, translator)
            return Exit.NO_ACCESS
        case UnicodeEncodeError() if sys.getfilesystemencoding() != "utf-8":
            echo(translator.gettext(NO_UTF_8), colour="red", err=True)
            return Exit.USAGE
        case _:
            return _own_fault(error, translator, debug=debug)


def _explain(error: ItakusakiError, translator: Translator, folder: str) -> None:
    echo(translator.say(error.says), colour="red", err=True)
    if (
        isinstance(
            error,
            NothingToAuditError | UnreadableFileError | NoFindingSheetError | NoGapRegisterError,
        )
        and error.issues
    ):
        from itakusaki.cli.console import SHOWN_ISSUES, issue_lines
        from itakusaki.cli.terminal import console

        listing = console(stderr=True)
        for line in issue_lines(error.issues, translator, limit=SHOWN_ISSUES):
            listing.print(line, highlight=False)
    if isinstance(
        error,
        CatalogueError
        | FactSheetError
        | FindingChangeError
        | NoFindingSheetError
        | NoGapRegisterError
        | RegisterStoppedError
        | SheetConflictError,
    ):
        for mistake in error.mistakes:
            echo(f"  {translator.say(mistake)}", err=True)
    hint = error.hint_in(folder) if isinstance(error, CommandHintError) else error.hint
    echo(translator.say(hint), err=True)


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
