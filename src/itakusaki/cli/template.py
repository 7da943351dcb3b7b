"""`itakusaki template`: the templates one may replace: list, show, copy, check."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import FILE, OVER_FILE, force_option
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.model.message import N_, Message


@click.group(help=N_("List, show, copy and check the templates of reports and documents."))
def template() -> None:
    """Commands about templates."""


@template.command(
    "list",
    help=N_(
        "List the templates, one a line, and which of them the workspace FOLDER has of its own."
    ),
    epilog="itakusaki template list",
)
@workspace_argument()
@lang_option()
def list_(folder: Path) -> None:
    """Name, and whether it is shipped or the workspace's own."""
    from itakusaki.report.templates.known import in_force, is_shipped, known_templates

    translator = session_translator()
    own = folder / "templates"
    for name, known in known_templates().items():
        is_own = in_force(known, [own]).is_relative_to(own)
        if is_own or is_shipped(known):
            state = N_("own") if is_own else N_("shipped")
            echo(f"{name}\t{translator.gettext(state)}")


@template.command(
    "show",
    help=N_("Show the template NAME as it is in force in the workspace FOLDER; of a Word template its paragraphs."),
    epilog="itakusaki template show documents/reminder.md.j2",
)  # fmt: skip
@click.argument("name", metavar="NAME")
@workspace_argument()
@lang_option()
def show(name: str, folder: Path) -> None:
    """The text of the one that is used."""
    from itakusaki.model.allowance import USUAL
    from itakusaki.report.templates.known import in_force, template_named
    from itakusaki.report.templates.text import template_text

    known = template_named(name)
    echo(template_text(in_force(known, [folder / "templates"]), known, USUAL).rstrip("\n"))


@template.command(
    "copy",
    help=N_(
        "Copy the shipped template NAME into the templates of the workspace FOLDER, to be changed there. ja/reminder.docx, say, makes a Word "
        "template for that kind of document alone."
    ),
    epilog="itakusaki template copy ja/document.docx\nitakusaki template copy ja/reminder.docx my-audit",
)
@click.argument("name", metavar="NAME")
@workspace_argument()
@force_option(OVER_FILE)
@dry_run_option
@lang_option()
def copy(name: str, folder: Path, force: bool) -> None:
    """Write it where it goes before the shipped one."""
    from itakusaki.cli.console import reporter
    from itakusaki.files.writing import write_over
    from itakusaki.model.errors import FileExistsAlreadyError
    from itakusaki.report.templates.known import in_force, template_named
    from itakusaki.wiring import open_workspace

    open_workspace(folder)
    known = template_named(name)
    path = folder / "templates" / name
    if path.exists() and not force:
        raise FileExistsAlreadyError(str(path))
    written = write_over(path, in_force(known, ()).read_bytes(), root=folder)
    echo(path)
    reporter(session_translator()).say_kept([written])


@template.command(
    "check",
    help=N_(
        "Check FILE, a template of one's own: names that do not exist, by line (in Word, by paragraph). Where it lies tells which template it is, "
        "as in templates/documents/reminder.md.j2."
    ),
    epilog="itakusaki template check my-audit/templates/ja/document.docx",
)
@click.argument("file", type=FILE)
@lang_option()
def check(file: Path) -> Exit:
    """Every mistake at once; exit 1 where there is one."""
    from itakusaki.model.allowance import USUAL
    from itakusaki.model.errors import UnknownNameError
    from itakusaki.report.templates.check import template_remarks
    from itakusaki.report.templates.known import known_templates, template_of

    known = template_of(file)
    if known is None:
        raise UnknownNameError(file.name, tuple(known_templates()))
    translator = session_translator()
    remarks = template_remarks(file, known, USUAL)
    for remark in remarks:
        echo(f"{file}: {translator.say(remark)}")
    echo(translator.say(Message.of(N_("{count} mistakes."), count=len(remarks))), err=True)
    return Exit.GAPS if remarks else Exit.CLEAR
