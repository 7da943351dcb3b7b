"""`itakusaki document`: reports, letters and statements that people hand on."""

from __future__ import annotations

from pathlib import Path

import click

from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.language import BOTH, lang_option, report_languages, session_translator
from itakusaki.cli.options import (
    font_dir_option,
    force_option,
    json_option,
    no_cache_option,
    out_folder_option,
    round_option,
)
from itakusaki.cli.workspace_argument import workspace_argument
from itakusaki.language import LANGUAGES
from itakusaki.model.message import N_
from itakusaki.model.report_format import DOCUMENT_FORMATS


@click.group(help=N_("Make reports, letters and statements to hand on."))
def document() -> None:
    """Commands about documents."""


@document.command(
    "list",
    help=N_("List the kinds of documents, one a line."),
    epilog="itakusaki document list --lang en",
)
@json_option(N_("Print the list as JSON on standard output."))
@lang_option()
def list_(as_json: bool) -> None:
    """Id, title, for whom it is, what it is for."""
    from itakusaki.report.documents.kinds import KINDS_OF_DOCUMENTS, READERS

    translator = session_translator()
    kinds = KINDS_OF_DOCUMENTS.values()
    if as_json:
        echo_json(
            [
                {
                    "id": kind.id,
                    "title": translator.say(kind.title),
                    "about": translator.say(kind.about),
                    "reader": kind.reader.value,
                    "per_processor": kind.of_processor is not None,
                    "roles": sorted(kind.roles),
                }
                for kind in kinds
            ]
        )
        return
    for kind in kinds:
        reader = translator.say(READERS[kind.reader])
        echo(f"{kind.id}\t{translator.say(kind.title)}\t{reader}\t{translator.say(kind.about)}")


@document.command(
    "make",
    help=N_("Write documents of a KIND (see document list) from the round of the workspace FOLDER; all: those of the workspace's role."),
    epilog="itakusaki document make director-report --processor P02\nitakusaki document make inquiry-letter my-audit --format docx --lang both --out letters\nitakusaki document make all --format pdf",
)  # fmt: skip
@click.argument("kind", metavar="KIND")
@workspace_argument()
@click.option(
    "--processor", "processors", multiple=True,
    help=N_("Only about this processor, by its code; may be given more than once."),
)  # fmt: skip
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(DOCUMENT_FORMATS),
    help=N_("Format to write; may be given more than once. Else docx."),
)  # fmt: skip
@click.option(
    "--sealed", is_flag=True,
    help=N_("The sealed edition, which tells of a sealed matter: for the person responsible only."),
)  # fmt: skip
@font_dir_option
@round_option(N_("Round, such as 2027Q1; else the workspace's."))
@out_folder_option(N_("Folder to write to; else documents/<round> in the workspace."))
@force_option(N_("Write over documents that are there already; copies of them are kept."))
@no_cache_option
@dry_run_option
@lang_option(*LANGUAGES, BOTH)
def make(
    kind: str,
    folder: Path,
    processors: tuple[str, ...],
    formats: tuple[str, ...],
    sealed: bool,
    font_dir: Path | None,
    round_: str | None,
    out: Path | None,
    force: bool,
    no_cache: bool,
) -> None:
    """Read, check and judge the round, then write one document for each processor concerned."""
    from itakusaki.audit.documents import (
        DOCUMENTS,
        DocumentWish,
        documents_of,
        kinds_wanted,
        sealed_documents_of,
        write_documents,
        write_sealed,
    )
    from itakusaki.audit.exclusive import exclusive
    from itakusaki.audit.rerun import assessed
    from itakusaki.audit.rounds import closed_at, rounds_before
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import open_store, open_workspace

    setup = open_workspace(folder, round_=round_, cached=not no_cache)
    translator = session_translator(setup.workspace)
    speaking = reporter(translator)
    speaking.say_round(setup.workspace)
    store = open_store(setup.workspace)
    wish = DocumentWish(
        kinds=() if kind == EVERY else (kind,),
        processors=processors,
        formats=formats or DOCUMENT_FORMATS[:1],
        languages=report_languages(setup.workspace),
        font_dir=font_dir,
        closed=closed_at(store, setup.workspace.round),
        rounds=rounds_before(store, setup.workspace.round, setup.workspace.as_of),
    )
    kinds_wanted(setup, wish)
    place = out or setup.workspace.folder / DOCUMENTS / setup.workspace.round
    held = exclusive(setup.workspace.folder, "itakusaki document make")
    with held, speaking.progress(N_("reading")) as on_progress:
        run = assessed(setup, on_progress=on_progress).run
        made = (sealed_documents_of if sealed else documents_of)(setup, run, wish)
        if sealed:
            paths = write_sealed(made, out=place)
        else:
            written = write_documents(setup, made, out=place, force=force)
            paths = tuple(one.path for one in written)
            speaking.say_kept(written)
    for path in paths:
        echo(path)
    for notice in made.notices:
        speaking.say("{notice}", notice=translator.say(notice))
    if not paths:
        speaking.say(N_("There is nothing to say in such a document this round."))


#: In place of a kind: all those of the workspace's role.
EVERY = "all"
