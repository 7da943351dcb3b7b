"""`itakusaki lint`: everything that is wrong with rule files."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.echo import echo
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.model.message import N_, Message


@click.command(
    "lint",
    help=N_(
        "Check the rules in FOLDER, a workspace or its checklists (else those of the workspace one stands in, else the shipped ones): controls "
        "and their proofs, layouts, suites, exports and tests."
    ),
    epilog="itakusaki lint\nitakusaki lint my-audit",
)
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@lang_option()
def lint(folder: Path | None) -> Exit:
    """Every mistake at once, by file and line; exit 1 where there is one."""
    from itakusaki.audit.lint import lint as linted
    from itakusaki.wiring import rules_in, rules_to_lint

    translator = session_translator()
    mistakes = linted(rules_in(folder) if folder else rules_to_lint())
    for mistake in mistakes:
        echo(translator.say(mistake))
    count = Message.of(N_("{count} mistakes."), count=len(mistakes))
    echo(translator.say(count), err=True)
    return Exit.GAPS if mistakes else Exit.CLEAR
