"""`itakusaki evidence`: controls tested on exported logs: check, sql, keygen, pack, replay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from itakusaki.audit.outcome import LOGS_FAIL_ON, NEVER, contradictions, logs_fail
from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.evidence_options import Selection, selection_options
from itakusaki.cli.exits import Exit, unless_own_fault
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import (
    FILE,
    NEW_FILE,
    OVER_FILE,
    day_option,
    force_option,
    jobs_option,
    json_option,
    out_file_option,
    passphrase_option,
    quiet_option,
    sealed_option,
)
from itakusaki.cli.passphrase import new_passphrase, passphrase_for
from itakusaki.model.message import N_, Message
from itakusaki.model.retest import Examination
from itakusaki.retests.dialects import DIALECTS, DUCKDB

if TYPE_CHECKING:
    from rich.console import Console

    from itakusaki.audit.evidence import Site
    from itakusaki.audit.run_options import RunOptions
    from itakusaki.cli.console import Reporter
    from itakusaki.language import Translator
    from itakusaki.model.replay import Replay

#: Files that nothing was read from are named so far.
MOST_UNREAD = 8
#: A memory setting, as in itakusaki.toml.
MEMORY = "SIZE"


@click.group(help=N_("Test controls on exported logs and lists."))
def evidence() -> None:
    """Commands about exported logs."""


@evidence.command(
    "check",
    help=N_("Run the control tests on the exports in FOLDER: a workspace, or a folder of exports."),
    epilog="itakusaki evidence check\nitakusaki evidence check my-audit --processor P02 --hits hits.xlsx\nitakusaki evidence check exported-logs --settings evidence.toml --json",
)
@selection_options(engines=True)
@click.option("--memory", metavar=MEMORY, help=N_("Memory DuckDB may take, such as 4GB."))
@click.option(
    "--show-identifiers", is_flag=True,
    help=N_("Show accounts, persons, terminals, serial numbers, objects and requests as they are, not pseudonymised."),
)  # fmt: skip
@sealed_option
@click.option("--hits", type=NEW_FILE, help=N_("Workbook (.xlsx) to write every hit to."))
@click.option(
    "--fail-on", type=click.Choice(LOGS_FAIL_ON), default=NEVER, show_default=True,
    help=N_("Leave with exit code 1 where a test found a discrepancy."),
)  # fmt: skip
@json_option(N_("Print the results as JSON on standard output."))
@jobs_option
@quiet_option
@dry_run_option
@lang_option()
def check(
    selection: Selection,
    memory: str | None,
    show_identifiers: bool,
    sealed: bool,
    hits: Path | None,
    fail_on: str,
    as_json: bool,
    jobs: int,
    quiet: bool,
) -> Exit:
    """Read, test, say per party what the logs say; then what to do next."""
    from itakusaki.audit.evidence import as_plain, with_every_hit, with_memory, write_hits
    from itakusaki.audit.sealed_logs import (
        sealed_file,
        told_logs,
        with_leak_tests,
        write_sealed_hits,
    )
    from itakusaki.cli.console import reporter
    from itakusaki.cli.terminal import console

    site, translator = selection.site()
    if hits is not None:
        _refuse_hits(hits, translator)
        _refuse_hits(sealed_file(site, hits), translator)
        site = with_every_hit(site)
    if memory:
        site = with_memory(site, _memory(memory, translator))
    options = selection.options(site, show=show_identifiers)
    found = _examined(site, with_leak_tests(site, options), translator, quiet=quiet, jobs=jobs)
    told = told_logs(site, found, options.only)
    kept = told.sealed if sealed else ()
    speaking = reporter(translator, quiet=quiet)
    if not quiet:
        product = speaking.console if as_json else console()
        _print(told.open, speaking, product=product)
        _print_sealed(told.sealed, speaking, product=product, shown=sealed)
    if hits is not None:
        write_hits(hits, told.open, translator)
        speaking.say(N_("Hits: {file}"), file=str(hits))
        if kept:
            path = sealed_file(site, hits)
            write_sealed_hits(path, kept, translator)
            speaking.say(N_("Hits of the sealed matter: {file}"), file=str(path))
    if as_json:
        closed = [{"processor": one.processor, "sealed": True} for one in told.sealed]
        opened = [as_plain(one, translator) for one in told.open]
        shown = [as_plain(one, translator) | {"sealed": True} for one in kept]
        echo_json([*opened, *(shown if sealed else closed)])
    _say_leak(site, told.open, speaking)
    _say_next((*told.open, *kept), speaking, masked=not show_identifiers, own=site.own)
    usual = Exit.GAPS if logs_fail((*told.open, *told.sealed), fail_on) else Exit.CLEAR
    return unless_own_fault(usual, (issue for one in found for issue in one.issues))


def _print_sealed(
    found: tuple[Examination, ...], speaking: Reporter, *, product: Console, shown: bool
) -> None:
    """What is sealed: that it is there, or, where it was asked for, for whom it is and what it says."""
    for one in found:
        line = _sealed_line(one.processor, speaking.translator, shown=shown)
        product.print(line, highlight=False, markup=False)
        if shown:
            _print((one,), speaking, product=product)


def _sealed_line(processor: str, translator: Translator, *, shown: bool) -> str:
    """That there is a sealed matter, or, where it is shown, for whom what follows is."""
    from itakusaki.language.labels import HOLDS_SEALED, SEALED_MATTER

    says = HOLDS_SEALED if shown else SEALED_MATTER
    return translator.say(Message.of(N_("{processor}: {says}"), processor=processor, says=says))


def _say_leak(site: Site, found: tuple[Examination, ...], speaking: Reporter) -> None:
    """That hits may tell of a leak, where whoever looks holds the logs and nothing is sealed."""
    from itakusaki.audit.sealed_logs import may_show_a_leak

    if any(may_show_a_leak(site, one) for one in found):
        speaking.say(
            N_(
                "What the logs say may be a leak: preserve them, tell the person responsible first, and show these results to nobody whom they may concern."
            )
        )


def _say_next(
    found: tuple[Examination, ...], speaking: Reporter, *, masked: bool, own: bool
) -> None:
    """How masks are read, and what to do next; `own` is whether the logs are those of whoever looks."""
    contradicted = contradictions(found)
    if masked and any(result.hits.sample for result in contradicted):
        speaking.say(
            N_(
                "Names are pseudonymised (A account, P person, T terminal, S serial number, O object, N request); --show-identifiers shows them."
            )
        )
    if contradicted:
        asking = N_("Next: ask the processor to explain each discrepancy.")
        looking = N_("Next: look into each discrepancy with whoever runs the system.")
        speaking.say(looking if own else asking)
    elif any(one.results for one in found):
        asking = N_(
            "Next: ask for what is named as missing; the absence of entries does not prove that nothing happened."
        )
        looking = N_(
            "Next: export what is named as missing; the absence of entries does not prove that nothing happened."
        )
        speaking.say(looking if own else asking)


def _examined(
    site: Site, options: RunOptions, translator: Translator, *, quiet: bool, jobs: int = 1
) -> tuple[Examination, ...]:
    from itakusaki.audit.evidence import examined, unread_tables
    from itakusaki.cli.console import reporter
    from itakusaki.model.errors import NoExportsError

    with reporter(translator, quiet=quiet).progress(N_("reading")) as on_progress:
        found = tuple(examined(site, options, on_progress=on_progress, jobs=jobs))
    unread, told = unread_tables(site, found)
    for name, why in told[:MOST_UNREAD]:
        says = N_("Not read as a log or list: {file}, {why}")
        reporter(translator, quiet=quiet).say(says, file=name, why=translator.say(why))
    if unread:
        text = N_("Not read as a log or list, as their headings fit none: {files}")
        shown = translator.joined(unread[:MOST_UNREAD]) + " …" * (len(unread) > MOST_UNREAD)
        reporter(translator, quiet=quiet).say(text, files=shown)
    if not any(one.reads or one.issues or one.seals for one in found):
        raise NoExportsError(str(site.folder))
    return found


def _print(found: tuple[Examination, ...], speaking: Reporter, *, product: Console) -> None:
    """What was read and what the tests say is the product; data issues go beside it."""
    from itakusaki.cli.console import SHOWN_ISSUES, issue_lines
    from itakusaki.cli.evidence_tables import outcome_lines, reading_lines

    translator = speaking.translator
    for one in found:
        for line in reading_lines(one, translator):
            product.print(line, highlight=False)
        for issue in issue_lines(one.issues, translator, limit=SHOWN_ISSUES):
            speaking.console.print(issue, highlight=False)
        for line in outcome_lines(one, translator):
            product.print(line, highlight=False)


def _memory(given: str, translator: Translator) -> str:
    from itakusaki.settings.size import size_given

    def refuse(text: Message) -> NoReturn:
        raise click.BadParameter(translator.say(text))

    return size_given(given, "--memory", refuse)


def _refuse_hits(hits: Path, translator: Translator) -> None:
    from itakusaki.model.errors import FileExistsAlreadyError

    if hits.suffix.casefold() != ".xlsx":
        text = Message.of(N_("the file must end in {known}"), known=".xlsx")
        raise click.BadParameter(translator.say(text), param_hint="--hits")
    if hits.exists():
        raise FileExistsAlreadyError(str(hits))


@evidence.command(
    "sql",
    help=N_("Print the exact query of each test in a dialect of SQL, with the settings of FOLDER."),
    epilog="itakusaki evidence sql --test download-then-media --dialect snowflake\nitakusaki evidence sql my-audit --tables",
)
@selection_options()
@click.option(
    "--dialect", type=click.Choice(tuple(DIALECTS)), default=DUCKDB, show_default=True,
    help=N_("The warehouse's SQL."),
)  # fmt: skip
@click.option("--tables", is_flag=True, help=N_("Print the canonical tables that queries read."))
@lang_option()
def sql(
    selection: Selection,
    dialect: str,
    tables: bool,
) -> None:
    """Queries over the canonical tables, for a warehouse of the processor's own."""
    from itakusaki.audit.evidence import known_tests, queries, table_descriptions
    from itakusaki.wiring import query_rules

    rules, own, workspace = query_rules(
        selection.folder,
        processor=selection.processor,
        round_=selection.round_,
        settings=selection.settings,
    )
    session_translator(workspace)
    if tables:
        for description in table_descriptions(rules, dialect):
            echo(f"{description}\n")
        if not selection.tests:
            return
    for query in queries(rules, own, known_tests(rules, selection.tests), dialect):
        echo(f"{query}\n")


@evidence.command(
    "keygen",
    help=N_("Make a key to sign evidence packs with, in FILE."),
    epilog="itakusaki evidence keygen our-key.pem",
)
@click.argument("file", type=NEW_FILE)
@passphrase_option
@click.option("--no-passphrase", is_flag=True, help=N_("Leave the key without a passphrase."))
@dry_run_option
@lang_option()
def keygen(file: Path, passphrase_file: Path | None, no_passphrase: bool) -> None:
    """An Ed25519 key that the processor keeps; its fingerprint goes to the client."""
    from itakusaki.audit.evidence import keygen as make
    from itakusaki.cli.console import reporter
    from itakusaki.files.writing import rehearsed

    speaking = reporter(session_translator())
    passphrase = "" if no_passphrase else new_passphrase(passphrase_file, speaking.translator)
    fingerprint = make(file, passphrase)
    if rehearsed():  # the key that is written will be another
        return
    echo(fingerprint)
    if not passphrase:
        speaking.say(
            N_("The key has no passphrase: whoever copies {file} can sign as you."), file=str(file)
        )
    speaking.say(
        N_("Keep {file} to yourselves, and tell the client the fingerprint above by telephone."),
        file=str(file),
    )


@evidence.command(
    "pack",
    help=N_("Run the tests on the exports in FOLDER and write one signed file of results."),
    epilog="itakusaki evidence pack exported-logs --processor P02 --round 2026Q4 --key our-key.pem",
)
@selection_options(engines=True)
@click.option(
    "--key", required=True, type=FILE,
    help=N_("Your private key, made with evidence keygen."),
)  # fmt: skip
@passphrase_option
@day_option("--date", "made_on", N_("Day of the pack; else the day of the last line in the logs."))
@out_file_option(N_("File to write; else <round>_<code>.itakusaki-pack in this folder."))
@force_option(OVER_FILE)
@dry_run_option
@lang_option()
def pack(
    selection: Selection,
    key: Path,
    passphrase_file: Path | None,
    made_on: date | None,
    out: Path | None,
    force: bool,
) -> Exit:
    """Counts, rule ids, digests: no line of a log leaves the processor."""
    from itakusaki.audit.evidence import Packing, key_is_locked, one_party
    from itakusaki.audit.evidence import pack as write
    from itakusaki.cli.console import SHOWN_ISSUES, issue_lines, reporter
    from itakusaki.model.issue import tells_own_fault

    site, translator = selection.site()
    site = one_party(site)
    speaking = reporter(translator)
    packing = Packing(
        processor=selection.processor or _named(site, translator),
        round=selection.round_ or site.round or _no_round(translator),
        key=key,
        passphrase=passphrase_for(passphrase_file, translator) if key_is_locked(key) else "",
        made_on=made_on,
        out=out,
        force=force,
    )

    def on_names(names: Sequence[str], companies: Sequence[str]) -> None:
        speaking.say(N_("The pack will name these files: {names}"), names=translator.joined(names))
        speaking.say(N_("If a file name holds a person's name, stop here and rename the file."))
        if companies:
            text = N_("The pack will name these companies, as the lists and logs do: {names}")
            speaking.say(text, names=translator.joined(companies))

    options = selection.options(site)
    packed = write(site, packing, options, on_names=on_names)
    echo(packed.written.path)
    speaking.say_kept([packed.written])
    signed = N_("Signed with the key {fingerprint}")
    planned = N_("To be signed with the key {fingerprint}")
    speaking.say_done(signed, planned, fingerprint=packed.fingerprint)
    faults = tuple(one for one in packed.examination.issues if tells_own_fault(one.code))
    for line in issue_lines(faults, translator, limit=SHOWN_ISSUES):
        speaking.console.print(line, highlight=False)
    speaking.say_next(N_("Next: hand this file to the client; the logs stay with you."))
    return unless_own_fault(Exit.CLEAR, faults)


def _named(site: Site, translator: Translator) -> str:
    (party,) = site.parties
    if not site.named:
        text = N_(
            "Name the code the client knows you by, such as --processor P02; the client can tell it."
        )
        raise click.UsageError(translator.gettext(text))
    return party.processor


def _no_round(translator: Translator) -> str:
    text = N_("Name the round the client asked for, such as --round 2026Q4.")
    raise click.UsageError(translator.gettext(text))


@evidence.command(
    "replay",
    help=N_("Say in which quarter each test would first have shown something in FOLDER's logs."),
    epilog="itakusaki evidence replay my-audit --processor P02 --out replay.svg",
)
@selection_options(engines=True)
@click.option(
    "--truth", type=FILE,
    help=N_("What was seeded in made-up logs: counts false positives and what was missed."),
)  # fmt: skip
@out_file_option(N_("Picture to write, .svg or .html."))
@sealed_option
@force_option(OVER_FILE)
@dry_run_option
@lang_option()
def replay(
    selection: Selection,
    truth: Path | None,
    out: Path | None,
    sealed: bool,
    force: bool,
) -> None:
    """Every test at the end of every quarter, over what was there by then."""
    from itakusaki.audit.evidence import one_party, replayed
    from itakusaki.audit.sealed_logs import hold_a_sealed_matter, sealed_file
    from itakusaki.cli.console import reporter
    from itakusaki.cli.replay_table import check_picture, replay_lines
    from itakusaki.cli.terminal import console

    site, translator = selection.site()
    site = one_party(site)
    if out is not None:
        check_picture(out, translator, force=force)
    speaking, product = reporter(translator), console()
    options = selection.options(site)
    with speaking.progress(N_("reading")) as on_progress:
        is_sealed = hold_a_sealed_matter(site, options, on_progress=on_progress)
    if is_sealed:
        product.print(
            _sealed_line(site.parties[0].processor, translator, shown=sealed),
            highlight=False,
            markup=False,
        )
        if not sealed:
            return
        if out is not None:
            out = sealed_file(site, out)
            check_picture(out, translator, force=force)
    with speaking.progress(N_("reading")) as on_progress:
        found = replayed(site, options, truth, on_progress=on_progress)
    for line in replay_lines(found, translator):
        product.print(line, highlight=False)
    if out is not None:
        _write_picture(out, found, speaking, is_sealed=is_sealed)


def _write_picture(out: Path, found: Replay, speaking: Reporter, *, is_sealed: bool) -> None:
    from itakusaki.audit.sealed_logs import write_sealed
    from itakusaki.cli.replay_table import picture
    from itakusaki.files.writing import write_over

    drawn = picture(out, found, speaking.translator)
    if is_sealed:
        write_sealed(out, drawn, force=True)
    else:
        speaking.say_kept([write_over(out, drawn)])
    speaking.say_done(N_("Picture: {file}"), N_("To be drawn: {file}"), file=str(out))
