"""`itakusaki evidence`: controls re-performed on exported logs: check, sql, keygen, pack, replay."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from itakusaki.cli.exits import Exit
from itakusaki.cli.passphrase import new_passphrase, passphrase_for
from itakusaki.cli.voice import lang_option, voice
from itakusaki.cli.voice import said as _
from itakusaki.model.control_test import Examination, TestOutcome
from itakusaki.model.message import N_, Message

if TYPE_CHECKING:
    from itakusaki.audit.evidence import Site
    from itakusaki.audit.rules import Rules
    from itakusaki.audit.run_options import RunOptions
    from itakusaki.cli.console import Talk
    from itakusaki.language import Speaker
    from itakusaki.model.evidence_settings import EvidenceSettings

ENGINES = ("duckdb", "spark")
DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres", "trino")
FAIL_ON = ("never", "contradiction")
#: Files that may hold a log or a list, by their names.
TABLES = re.compile(r"\.(csv|tsv|xlsx|parquet|jsonl|ndjson|json|log|txt)(\.gz)?$")
#: Files that nothing was read from are named so far.
MOST_UNREAD = 8
#: A memory setting, as in itakusaki.toml.
MEMORY = "SIZE"

Command = TypeVar("Command", bound=Callable[..., Any])

FOLDER = click.argument(
    "folder", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
PROCESSOR = click.option(
    "--processor", metavar="CODE", help=_("Only this party, by the ledger's code, such as P02.")
)
ROUND = click.option("--round", "round_", help=_("Round, such as 2026Q4; else the workspace's."))
SETTINGS = click.option(
    "--settings", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("File with the keys of [evidence], for a folder of exports that is no workspace."),
)  # fmt: skip
TESTS = click.option(
    "--test", "tests", multiple=True, metavar="ID",
    help=_("Only this test; may be given more than once."),
)  # fmt: skip
ENGINE = click.option(
    "--engine", type=click.Choice(ENGINES), default="duckdb", show_default=True,
    help=_("What the tests run on."),
)  # fmt: skip
MASTER = click.option(
    "--master", default="", metavar="URL", help=_("Address of the Spark cluster, such as local[2].")
)


@click.group(help=_("Re-perform controls on exported logs and lists."))
def evidence() -> None:
    """Commands about exported logs."""


@evidence.command(
    "check",
    help=_("Run the control tests on the exports in FOLDER: a workspace, or a folder of exports."),
)
@FOLDER
@PROCESSOR
@ROUND
@SETTINGS
@TESTS
@ENGINE
@MASTER
@click.option("--memory", metavar=MEMORY, help=_("Memory DuckDB may take, such as 4GB."))
@click.option(
    "--show-identifiers", is_flag=True,
    help=_("Show accounts, persons, terminals and serial numbers as they are, not masked."),
)  # fmt: skip
@click.option(
    "--hits", type=click.Path(dir_okay=False, path_type=Path),
    help=_("Workbook (.xlsx) to write every hit to."),
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), default="never", show_default=True,
    help=_("Leave with exit code 1 where a test contradicts."),
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True, help=_("Print the results as JSON on standard output.")
)
@click.option("--quiet", "-q", is_flag=True, help=_("Say nothing but errors."))
@lang_option()
def check(
    folder: Path,
    processor: str | None,
    round_: str | None,
    settings: Path | None,
    tests: tuple[str, ...],
    engine: str,
    master: str,
    memory: str | None,
    show_identifiers: bool,
    hits: Path | None,
    fail_on: str,
    as_json: bool,
    quiet: bool,
) -> Exit:
    """Read, test, say per party what the logs say; then what to do next."""
    from itakusaki.audit.evidence import known_tests, with_every_hit, with_memory
    from itakusaki.audit.run_options import RunOptions
    from itakusaki.cli.console import talk

    site, words = _site(folder, processor, round_, settings)
    if hits is not None:
        _refuse_hits(hits, words)
        site = with_every_hit(site)
    if memory:
        site = with_memory(site, _memory(memory, words))
    options = RunOptions(
        engine=engine,
        master=master,
        show=show_identifiers,
        only=known_tests(site.rules, tests),
    )
    found = _examined(site, options, words, quiet=quiet)
    speaking = talk(words, quiet=quiet)
    if not quiet:
        _print(found, words)
    if hits is not None:
        _write_hits(hits, found, words)
        speaking.say(N_("Hits: {file}"), file=str(hits))
    if as_json:
        click.echo(json.dumps([_data(one, words) for one in found], ensure_ascii=False, indent=1))
    contradicted = _closing(found, speaking, masked=not show_identifiers)
    return Exit.GAPS if contradicted and fail_on == "contradiction" else Exit.CLEAR


def _closing(found: tuple[Examination, ...], speaking: Talk, *, masked: bool) -> bool:
    """How masks are read and what to do next; whether any test contradicts."""
    results = [result for one in found for result in one.results]
    hits = [r.hits for r in results if r.outcome is TestOutcome.CONTRADICTION]
    contradicted = bool(hits)
    if masked and any(one.sample for one in hits):
        speaking.say(
            N_(
                "Names are masked (A account, P person, T terminal, S serial number); --show-identifiers shows them."
            )
        )
    if contradicted:
        speaking.say(
            N_("Next: ask the processor about each contradiction; a contradiction is a question.")
        )
    elif results:
        speaking.say(
            N_("Next: ask for what is named as missing; no line is never proof of no event.")
        )
    return contradicted


def _site(
    folder: Path, processor: str | None, round_: str | None, settings: Path | None
) -> tuple[Site, Speaker]:
    """Where the exports lie, and the voice to speak of them with."""
    from itakusaki.audit.evidence import folder_site, workspace_site
    from itakusaki.settings.workspace import FILE
    from itakusaki.wiring import open_workspace, shipped_rules

    if settings is None and (folder / FILE).is_file():
        setup = open_workspace(folder, round_=round_)
        return workspace_site(setup, processor), voice(setup.workspace)
    site = folder_site(
        folder,
        shipped_rules(),
        processor=processor,
        settings_file=settings,
    )
    return site, voice()


def _examined(
    site: Site, options: RunOptions, words: Speaker, *, quiet: bool
) -> tuple[Examination, ...]:
    from itakusaki.audit.evidence import examined
    from itakusaki.cli.console import talk
    from itakusaki.model.errors import NoExportsError

    with talk(words, quiet=quiet).progress() as moving:
        task = moving.add_task(words.gettext(N_("reading"))) if moving else None

        def told(party: str) -> None:
            if moving and task is not None:
                moving.update(task, description=party)

        found = tuple(examined(site, options, told=told))
    unread = _unread(site, found)
    if unread:
        text = N_("Not read as a log or list, as their headings fit none: {files}")
        shown = words.joined(unread[:MOST_UNREAD]) + " …" * (len(unread) > MOST_UNREAD)
        talk(words, quiet=quiet).say(text, files=shown)
    if not any(one.reads or one.issues or one.seals for one in found):
        raise NoExportsError(str(site.folder))
    return found


def _unread(site: Site, found: tuple[Examination, ...]) -> list[str]:
    """Files that look like tables and that no test looks at; other papers are nobody's loss."""
    known = {read.file.path for one in found for read in one.reads}
    known |= {issue.at.file for one in found for issue in one.issues}
    names = (file.path for party in site.parties for file in party.files)
    return [name for name in names if name not in known and TABLES.search(name.casefold())]


def _print(found: tuple[Examination, ...], words: Speaker) -> None:
    from itakusaki.cli.console import console
    from itakusaki.cli.evidence_tables import examination_lines

    product = console()
    for examination in found:
        for line in examination_lines(examination, words):
            product.print(line, highlight=False)


def _data(examination: Examination, words: Speaker) -> dict[str, object]:
    """One party's results as plain values, its data issues in the language spoken."""
    from itakusaki.report.formats.data_logs import examination as as_data

    issues = [
        {
            "code": issue.code,
            "weight": issue.weight.value,
            "at": str(issue.at),
            "says": words.say(issue.says),
            "mend": words.say(issue.mend),
        }
        for issue in examination.issues
    ]
    return {
        "processor": examination.processor,
        "examination": as_data(examination),
        "issues": issues,
    }


def _memory(given: str, words: Speaker) -> str:
    from itakusaki.settings.evidence_table import MEMORY as SIZE

    if not SIZE.fullmatch(given):
        text = Message.of(N_("{name} must be a size such as 4GB"), name=given)
        raise click.BadParameter(words.say(text), param_hint="--memory")
    return given


def _refuse_hits(hits: Path, words: Speaker) -> None:
    from itakusaki.model.errors import FileExistsAlreadyError

    if hits.suffix.casefold() != ".xlsx":
        text = Message.of(N_("the file must end in {known}"), known=".xlsx")
        raise click.BadParameter(words.say(text), param_hint="--hits")
    if hits.exists():
        raise FileExistsAlreadyError(str(hits))


def _write_hits(hits: Path, found: tuple[Examination, ...], words: Speaker) -> None:
    from itakusaki.audit.workbooks import write_whole
    from itakusaki.report.hits_book import hits_book

    write_whole(hits, hits_book(found, words))


@evidence.command(
    "sql",
    help=_("Print the exact query of each test in a dialect of SQL, with the settings of FOLDER."),
)
@FOLDER
@PROCESSOR
@ROUND
@SETTINGS
@TESTS
@click.option(
    "--dialect", type=click.Choice(DIALECTS), default="duckdb", show_default=True,
    help=_("The warehouse's SQL."),
)  # fmt: skip
@click.option("--tables", is_flag=True, help=_("Print the canonical tables that queries read."))
@lang_option()
def sql(
    folder: Path,
    processor: str | None,
    round_: str | None,
    settings: Path | None,
    tests: tuple[str, ...],
    dialect: str,
    tables: bool,
) -> None:
    """Queries over the canonical tables, for a warehouse of the processor's own."""
    from itakusaki.audit.evidence import known_tests, queries, table_descriptions

    rules, own = _rules(folder, processor, round_, settings)
    if tables:
        for description in table_descriptions(rules, dialect):
            click.echo(f"{description}\n")
        if not tests:
            return
    for query in queries(rules, own, known_tests(rules, tests), dialect):
        click.echo(f"{query}\n")


def _rules(
    folder: Path, processor: str | None, round_: str | None, settings: Path | None
) -> tuple[Rules, EvidenceSettings]:
    """Tests and settings alone, whether or not there are exports."""
    from itakusaki.audit.evidence import query_settings
    from itakusaki.catalogue.parameter_check import check_parameters
    from itakusaki.model.evidence_settings import EvidenceSettings
    from itakusaki.settings import load_evidence_settings
    from itakusaki.settings.workspace import FILE
    from itakusaki.wiring import open_workspace, shipped_rules

    if settings is None and (folder / FILE).is_file():
        setup = open_workspace(folder, round_=round_)
        voice(setup.workspace)
        rules, own = setup.rules, query_settings(setup, processor)
    else:
        rules = shipped_rules()
        own = load_evidence_settings(settings) if settings else EvidenceSettings()
    check_parameters(own, rules.evidence, str(settings or folder / FILE))
    return rules, own


@evidence.command("keygen", help=_("Make a key to sign evidence packs with, in FILE."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("File whose first line is the passphrase; else ITAKUSAKI_PASSPHRASE, else asked for."),
)  # fmt: skip
@click.option("--no-passphrase", is_flag=True, help=_("Leave the key without a passphrase."))
@lang_option()
def keygen(file: Path, passphrase_file: Path | None, no_passphrase: bool) -> None:
    """An Ed25519 key that the processor keeps; its fingerprint goes to the client."""
    from itakusaki.audit.evidence import keygen as make
    from itakusaki.cli.console import talk

    speaking = talk(voice())
    passphrase = "" if no_passphrase else new_passphrase(passphrase_file, speaking.words)
    fingerprint = make(file, passphrase)
    click.echo(fingerprint)
    if not passphrase:
        speaking.say(
            N_("The key has no passphrase: whoever copies {file} can sign as you."), file=str(file)
        )
    speaking.say(
        N_("Keep {file} to yourselves, and tell the client the fingerprint above by telephone."),
        file=str(file),
    )


@evidence.command(
    "pack", help=_("Run the tests on the exports in FOLDER and write one signed file of results.")
)
@FOLDER
@PROCESSOR
@ROUND
@SETTINGS
@TESTS
@ENGINE
@MASTER
@click.option(
    "--key", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Your private key, made with evidence keygen."),
)  # fmt: skip
@click.option(
    "--passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("File whose first line is the passphrase; else ITAKUSAKI_PASSPHRASE, else asked for."),
)  # fmt: skip
@click.option(
    "--date", "made_on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
    help=_("Day of the pack; else the day of the last line in the logs."),
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path),
    help=_("File to write; else <round>_<code>.itakusaki-pack in this folder."),
)  # fmt: skip
@click.option("--force", is_flag=True, help=_("Write over a file that is there already."))
@lang_option()
def pack(
    folder: Path,
    processor: str | None,
    round_: str | None,
    settings: Path | None,
    tests: tuple[str, ...],
    engine: str,
    master: str,
    key: Path,
    passphrase_file: Path | None,
    made_on: datetime | None,
    out: Path | None,
    force: bool,
) -> None:
    """Counts, rule ids, digests: no line of a log leaves the processor."""
    from itakusaki.audit.evidence import Packing, key_is_locked, known_tests, one_party
    from itakusaki.audit.evidence import pack as write
    from itakusaki.audit.run_options import RunOptions
    from itakusaki.cli.console import talk
    from itakusaki.packs.writing import file_names

    site, words = _site(folder, processor, round_, settings)
    site = one_party(site)
    speaking = talk(words)
    packing = Packing(
        processor=processor or _named(site, words),
        round=round_ or site.round or _no_round(words),
        key=key,
        passphrase=passphrase_for(passphrase_file, words) if key_is_locked(key) else "",
        made_on=made_on.date() if made_on else None,
        out=out,
        force=force,
    )

    def told(examination: Examination) -> None:
        names = words.joined(file_names(examination.reads))
        speaking.say(N_("The pack will name these files: {names}"), names=names)
        speaking.say(N_("If a file name holds a person's name, stop here and rename the file."))

    options = RunOptions(engine=engine, master=master, only=known_tests(site.rules, tests))
    packed = write(site, packing, options, told=told)
    click.echo(packed.path)
    speaking.say(N_("Signed with the key {fingerprint}"), fingerprint=packed.fingerprint)
    speaking.say(N_("Next: hand this file to the client; the logs stay with you."))


def _named(site: Site, words: Speaker) -> str:
    (party,) = site.parties
    if not site.named:
        text = N_("Name the code the client knows you by, such as --processor P02.")
        raise click.UsageError(words.gettext(text))
    return party.processor


def _no_round(words: Speaker) -> str:
    text = N_("Name the round the client asked for, such as --round 2026Q4.")
    raise click.UsageError(words.gettext(text))


@evidence.command(
    "replay",
    help=_("Say in which quarter each test would first have shown something in FOLDER's logs."),
)
@FOLDER
@PROCESSOR
@ROUND
@SETTINGS
@TESTS
@ENGINE
@MASTER
@click.option(
    "--truth", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("What was planted in made-up logs: counts false alarms and what was missed."),
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path),
    help=_("Picture to write, .svg or .html."),
)  # fmt: skip
@click.option("--force", is_flag=True, help=_("Write over a file that is there already."))
@lang_option()
def replay(
    folder: Path,
    processor: str | None,
    round_: str | None,
    settings: Path | None,
    tests: tuple[str, ...],
    engine: str,
    master: str,
    truth: Path | None,
    out: Path | None,
    force: bool,
) -> None:
    """Every test at the end of every quarter, over what was there by then."""
    from itakusaki.audit.evidence import known_tests, one_party, replayed
    from itakusaki.audit.run_options import RunOptions
    from itakusaki.cli.console import console, talk
    from itakusaki.cli.replay_table import check_picture, replay_lines, write_picture

    site, words = _site(folder, processor, round_, settings)
    site = one_party(site)
    if out is not None:
        check_picture(out, words, force=force)
    speaking = talk(words)
    options = RunOptions(engine=engine, master=master, only=known_tests(site.rules, tests))
    with speaking.progress() as moving:
        task = moving.add_task(words.gettext(N_("reading"))) if moving else None

        def told(quarter: str) -> None:
            if moving and task is not None:
                moving.update(task, description=quarter)

        found = replayed(site, options, truth, told=told)
    product = console()
    for line in replay_lines(found, words):
        product.print(line, highlight=False)
    if out is not None:
        write_picture(out, found, words)
        speaking.say(N_("Picture: {file}"), file=str(out))
