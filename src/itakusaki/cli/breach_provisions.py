"""`itakusaki breach provisions`: registers of provision to and receipt from third parties, and judging them."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.breach_inquiry import (
    FORMATS,
    FORMATS_SAY,
    opinion_wish,
    say_opinion,
    say_published,
)
from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import BOTH, lang_option, session_translator
from itakusaki.cli.options import (
    FILE,
    NEW_FILE,
    OVER_BOOKS,
    font_dir_option,
    force_option,
    formats_option,
    out_folder_option,
)
from itakusaki.cli.whole_number import WholeNumber
from itakusaki.language import LANGUAGES
from itakusaki.model.inquiry import Audience, Reliance
from itakusaki.model.message import N_, Message

#: Added to a workbook's name for the folder of what is written about it.
FOLDER_SUFFIX = "-report"


@click.group(
    help=N_("Judge registers of personal data received from and provided to third parties.")
)
def provisions() -> None:
    """Commands about registers of provision and receipt."""


@provisions.command(
    "make",
    help=N_("Write a blank workbook FILE for the registers."),
    epilog="itakusaki breach provisions make registers.xlsx",
)
@click.argument("file", type=NEW_FILE)
@force_option(OVER_BOOKS)
@dry_run_option
@lang_option()
def make(file: Path, force: bool) -> None:
    """Write the workbook, in the language of the session."""
    from itakusaki.audit.inquiry import make_provision_book
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import rules_near

    translator = session_translator()
    written = make_provision_book(rules_near(file), translator, out=file, force=force)
    reporter(translator).say_blank(written, "breach", "provisions", "check", file)


@provisions.command(
    "check",
    help=N_(
        "Judge the registers in the workbook FILE and draw up the periodic report; exit 1 where something is missing."
    ),
    epilog="itakusaki breach provisions check registers.xlsx\nitakusaki breach provisions check registers.xlsx --every 3",
)
@click.argument("file", type=FILE)
@out_folder_option(N_("Folder for the opinion; else beside the workbook, by its name."))
@formats_option(FORMATS, FORMATS_SAY)
@font_dir_option
@click.option(
    "--every",
    type=WholeNumber(1, 12),
    metavar="MONTHS",
    help=N_("Also write a report for each stretch of so many months of the period on the cover."),
)
@dry_run_option
@lang_option(*LANGUAGES, BOTH)
def check(
    file: Path,
    out: Path | None,
    formats: tuple[str, ...],
    font_dir: Path | None,
    every: int | None,
) -> Exit:
    """Judge the registers, and write the opinion and the periodic report form."""
    from itakusaki.audit.inquiry import judge_provisions, publish_provisions, report_schedule
    from itakusaki.wiring import rules_near

    translator = session_translator()
    judged = judge_provisions(rules_near(file), file)
    target = out or file.with_name(file.stem + FOLDER_SUFFIX)
    wish = opinion_wish(file, formats, font_dir, tuple(Audience), target)
    spans = report_schedule(judged, every) if every else ()
    say_published(publish_provisions(judged, wish, spans), translator)
    for number, (first, last) in enumerate(spans, start=1):
        text = N_("{number}. {first} to {last}")
        said = Message.of(text, number=number, first=str(first), last=str(last))
        echo(translator.say(said))
    say_opinion(judged, translator)
    return Exit.CLEAR if judged.opinion.reliance is Reliance.RELIABLE else Exit.GAPS
