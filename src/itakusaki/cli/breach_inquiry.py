"""`itakusaki breach inquiry`: a workbook for an answer to "did it leak from you?", and judging one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import BOTH, lang_option, page_languages, session_translator
from itakusaki.cli.options import (
    FILE,
    NEW_FILE,
    OVER_BOOKS,
    force_option,
    formats_option,
    out_folder_option,
)
from itakusaki.language import LANGUAGES, Translator
from itakusaki.model.inquiry import Audience, PointOutcome, Reliance
from itakusaki.model.message import N_, Message

if TYPE_CHECKING:
    from itakusaki.report.inquiry import JudgedAnswer

#: What an opinion can be written as.
FORMATS = ("html", "md", "json")
#: Added to a workbook's name for the folder of the opinion on it.
FOLDER_SUFFIX = "-opinion"


@click.group(help=N_("Judge an answer to the question whether data leaked."))
def inquiry() -> None:
    """Commands about answers to inquiries."""


@inquiry.command(
    "make",
    help=N_("Write a blank workbook FILE in which to enter an answer."),
    epilog="itakusaki breach inquiry make answer.xlsx",
)
@click.argument("file", type=NEW_FILE)
@click.option(
    "--from", "asks", type=click.Choice(["client", "authority"]), default="client",
    help=N_("Who asks: a client, or an authority."),
)  # fmt: skip
@force_option(OVER_BOOKS)
@dry_run_option
@lang_option()
def make(file: Path, asks: str, force: bool) -> None:
    """Write the workbook, in the language of the session."""
    from itakusaki.audit.inquiry import make_inquiry_book
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import rules_near

    translator = session_translator()
    written = make_inquiry_book(rules_near(file), asks, translator, out=file, force=force)
    reporter(translator).say_blank(written, "breach", "inquiry", "check", file)


@inquiry.command(
    "check", help=N_("Judge the answer entered in the workbook FILE; exit 1 where something is missing."),
    epilog="itakusaki breach inquiry check answer.xlsx --files extractions",
)  # fmt: skip
@click.argument("file", type=FILE)
@click.option(
    "--files", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=N_("Folder of the extractions that came with the answer; else the workbook's own."),
)  # fmt: skip
@out_folder_option(N_("Folder for the opinion; else beside the workbook, by its name."))
@click.option(
    "--for", "audiences", type=click.Choice([one.value for one in Audience]), multiple=True,
    help=N_("Whom to write for: client (the side that asked), processor (the side that answers); else both."),
)  # fmt: skip
@formats_option(FORMATS)
@dry_run_option
@lang_option(*LANGUAGES, BOTH)
def check(
    file: Path,
    files: Path | None,
    out: Path | None,
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
) -> Exit:
    """Judge an answer and write the opinion; one line says how far one can rely on it."""
    from itakusaki.audit.inquiry import judge_inquiry, publish_opinion
    from itakusaki.report.publication import Edition
    from itakusaki.wiring import rules_near, templates_near

    translator = session_translator()
    judged = judge_inquiry(rules_near(file), file, files or file.parent)
    edition = Edition(
        formats=formats or FORMATS,
        languages=page_languages(translator),
        templates=templates_near(file),
    )
    readers = tuple(one for one in Audience if not audiences or one.value in audiences)
    target = out or file.with_name(file.stem + FOLDER_SUFFIX)
    for path in publish_opinion(judged, edition, readers, target):
        echo(path)
    say_opinion(judged, translator)
    return Exit.CLEAR if judged.opinion.reliance is Reliance.RELIABLE else Exit.GAPS


def say_opinion(judged: JudgedAnswer, translator: Translator) -> None:
    """The opinion in one line, then what does not stand as it should, gates first."""
    from itakusaki.cli.console import issue_lines
    from itakusaki.cli.terminal import console, plain_markup
    from itakusaki.language.labels import POINT_OUTCOMES

    talk = console(stderr=True)
    reliance = judged.rules.words[judged.opinion.reliance.value]
    talk.print(translator.pick(reliance), style="bold", markup=False)
    criteria = {criterion.id: criterion for criterion in judged.rules.criteria}
    settled = (PointOutcome.SHOWN, PointOutcome.NOT_APPLICABLE)
    for point in sorted(judged.opinion.points, key=lambda point: not point.gate):
        if point.outcome not in settled:
            text = N_("{id} {title}: {outcome}")
            title, outcome = criteria[point.criterion].title, POINT_OUTCOMES[point.outcome]
            said = Message.of(text, id=point.criterion, title=title, outcome=outcome)
            talk.print(f"  {plain_markup(translator.say(said))}", highlight=False)
    for line in issue_lines(judged.answer.issues, translator, limit=12):
        talk.print(line, highlight=False)
