"""`itakusaki breach inquiry`: a workbook for an answer to "did it leak from you?", and judging one."""

from __future__ import annotations

from datetime import datetime
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
    font_dir_option,
    force_option,
    formats_option,
    out_folder_option,
)
from itakusaki.language import LANGUAGES, Translator
from itakusaki.model.inquiry import Audience, PointOutcome, Reliance
from itakusaki.model.message import N_, Message

if TYPE_CHECKING:
    from itakusaki.audit.inquiry import OpinionWish, PublishedOpinion
    from itakusaki.report.inquiry import JudgedAnswer

#: What an opinion can be written as, and what it is written as unless told otherwise.
FORMATS = ("html", "md", "docx", "pdf", "json")
USUAL_FORMATS = ("html", "md", "json")
FORMATS_SAY = N_("Format to write; may be given several times. Else html, md and json.")
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
@formats_option(FORMATS, FORMATS_SAY)
@font_dir_option
@dry_run_option
@lang_option(*LANGUAGES, BOTH)
def check(
    file: Path,
    files: Path | None,
    out: Path | None,
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    font_dir: Path | None,
) -> Exit:
    """Judge an answer and write the opinion; one line says how far one can rely on it."""
    from itakusaki.audit.inquiry import judge_inquiry, publish_opinion
    from itakusaki.wiring import rules_near

    translator = session_translator()
    judged = judge_inquiry(rules_near(file), file, files or file.parent)
    readers = tuple(one for one in Audience if not audiences or one.value in audiences)
    target = out or file.with_name(file.stem + FOLDER_SUFFIX)
    wish = opinion_wish(file, formats, font_dir, readers, target)
    say_published(publish_opinion(judged, wish), translator)
    say_opinion(judged, translator)
    return Exit.CLEAR if judged.opinion.reliance is Reliance.RELIABLE else Exit.GAPS


def opinion_wish(
    file: Path,
    formats: tuple[str, ...],
    font_dir: Path | None,
    audiences: tuple[Audience, ...],
    out: Path,
) -> OpinionWish:
    """How an opinion on a workbook is to be written."""
    from itakusaki.audit.inquiry import OpinionWish
    from itakusaki.files.calendar import JAPAN
    from itakusaki.report.inquiry import Printing
    from itakusaki.report.publication import Edition
    from itakusaki.wiring import templates_near

    edition = Edition(
        formats=formats or USUAL_FORMATS,
        languages=page_languages(session_translator()),
        templates=templates_near(file),
    )
    printing = Printing(day=datetime.now(JAPAN).date(), font_dir=font_dir)
    return OpinionWish(audiences=audiences, edition=edition, printing=printing, out=out)


def say_published(made: PublishedOpinion, translator: Translator) -> None:
    """The files, then what whoever sends them has to be told."""
    from itakusaki.cli.console import reporter

    for path in made.paths:
        echo(path)
    for notice in made.notices:
        reporter(translator).say("{notice}", notice=translator.say(notice))


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
