"""Options that commands share, so that each is worded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from itakusaki.cli.days import DAY
from itakusaki.cli.whole_number import WholeNumber
from itakusaki.files.cores import cores
from itakusaki.model.message import N_
from itakusaki.model.report_format import DOCUMENT_FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])

#: A file or folder to be written, a file to be read.
NEW_FILE: Final = click.Path(dir_okay=False, path_type=Path)
NEW_FOLDER: Final = click.Path(file_okay=False, path_type=Path)
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)

OVER_FILE: Final = N_("Write over a file that is there already; a copy of it is kept.")
OVER_BOOKS: Final = N_("Write over workbooks that are there already; copies of them are kept.")


def round_option(says: str) -> Callable[[Command], Command]:
    """The option --round, for another round than the workspace's."""
    return click.option("--round", "round_", help=says)


def force_option(says: str) -> Callable[[Command], Command]:
    """The option --force: what is there already is written over."""
    return click.option("--force", is_flag=True, help=says)


def day_option(name: str, into: str, says: str) -> Callable[[Command], Command]:
    """An option that is a day."""
    return click.option(name, into, type=DAY, metavar="YYYY-MM-DD", help=says)


def out_file_option(says: str) -> Callable[[Command], Command]:
    """The option --out for a command that writes one file."""
    return click.option("--out", type=NEW_FILE, help=says)


def out_folder_option(says: str) -> Callable[[Command], Command]:
    """The option --out for a command that writes several."""
    return click.option("--out", type=NEW_FOLDER, help=says)


def quiet_option(command: Command) -> Command:
    """The option --quiet."""
    says = N_("Say nothing but errors.")
    return click.option("--quiet", "-q", is_flag=True, help=says)(command)


def font_dir_option(command: Command) -> Command:
    """The option --font-dir, for whoever sets PDFs in fonts of one's own."""
    says = N_("Folder of fonts that go before ours in PDFs.")
    return click.option("--font-dir", type=FOLDER, help=says)(command)


def json_option(says: str) -> Callable[[Command], Command]:
    """The option --json: nothing but JSON goes to standard output."""
    return click.option("--json", "as_json", is_flag=True, help=says)


def passphrase_option(command: Command) -> Command:
    """The option --passphrase-file."""
    says = N_("File whose first line is the passphrase; else ITAKUSAKI_PASSPHRASE, else asked for.")
    return click.option("--passphrase-file", type=FILE, help=says)(command)


def sealed_option(command: Command) -> Command:
    """The option --sealed, for the person responsible for what may be a leak."""
    says = N_("Print also what is told in the sealed report only; for the person responsible.")
    return click.option("--sealed", is_flag=True, help=says)(command)


def no_cache_option(command: Command) -> Command:
    """The option --no-cache for a command that may take results of earlier runs."""
    says = N_("Take nothing from earlier runs of the same input, and keep nothing for later ones.")
    return click.option("--no-cache", is_flag=True, help=says)(command)


def jobs_option(command: Command) -> Command:
    """The option --jobs for a command that works on many parties."""
    says = N_(
        "Processes that work at a time; as many as there are cores unless told. 1: none beside this one."
    )
    return click.option(
        "--jobs",
        type=WholeNumber(min=1),
        metavar="N",
        envvar="ITAKUSAKI_JOBS",
        default=cores,
        help=says,
    )(command)


ALL_FORMATS = N_("Format to write; may be given several times. Else all.")


def form_option(known: Sequence[str], says: str) -> Callable[[Command], Command]:
    """The option --format for one form of several; the first goes where none is named."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(known),
        default=known[0],
        show_default=True,
        help=says,
    )


def documents_option(command: Command) -> Command:
    """The option --documents for a command that writes reports."""
    says = N_(
        "Write the documents of the workspace's role too (see document list), in this format; may be given more than once."
    )
    choice = click.Choice(DOCUMENT_FORMATS)
    return click.option("--documents", multiple=True, type=choice, help=says)(command)


def formats_option(known: Sequence[str], says: str = ALL_FORMATS) -> Callable[[Command], Command]:
    """The option --format for as many formats as one likes."""
    return click.option("--format", "formats", type=click.Choice(known), multiple=True, help=says)
