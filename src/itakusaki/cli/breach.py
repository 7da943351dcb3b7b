"""`itakusaki breach`: facts of an incident, its clock and its triage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from itakusaki.cli.breach_incidents import incidents
from itakusaki.cli.breach_inquiry import inquiry
from itakusaki.cli.breach_provisions import provisions
from itakusaki.cli.dry_run import dry_run_option
from itakusaki.cli.echo import echo, echo_json
from itakusaki.cli.exits import Exit
from itakusaki.cli.language import lang_option, session_translator
from itakusaki.cli.options import (
    NEW_FILE,
    OVER_FILE,
    font_dir_option,
    force_option,
    form_option,
    json_option,
    out_file_option,
)
from itakusaki.model.command_line import command_line
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.model.incident import DRAFT_FORMATS, FACT_SHEET_FORMATS
from itakusaki.model.message import N_

if TYPE_CHECKING:
    from itakusaki.audit.breach import JudgedIncident
    from itakusaki.audit.rules import Rules
    from itakusaki.model.incident import Moment

FACTS = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(help=N_("When something may have leaked: facts, clock, triage and drafts."))
def breach() -> None:
    """Commands about an incident; but for `incidents` they need no workspace."""


breach.add_command(incidents)
breach.add_command(inquiry)
breach.add_command(provisions)


@breach.group(help=N_("The fact sheet of an incident."))
def facts() -> None:
    """Commands about fact sheets."""


@facts.command(
    "make",
    help=N_("Write a blank fact sheet, explained in its comments."),
    epilog="itakusaki breach facts make\nitakusaki breach facts make --format xlsx --out facts.xlsx",
)
@form_option(FACT_SHEET_FORMATS, N_("Form of the sheet: a text file or an Excel workbook."))
@out_file_option(N_("File to write; else facts.yaml or facts.xlsx here."))
@force_option(OVER_FILE)
@dry_run_option
@lang_option()
def make(format_: str, out: Path | None, force: bool) -> None:
    """Write a blank fact sheet, and say what comes next."""
    from itakusaki.audit.breach import blank_fact_sheet, write_out
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import rules_near

    translator = session_translator()
    target = out or Path(f"facts.{format_}")
    rules = rules_near(target)
    content = blank_fact_sheet(rules, translator, format_=format_)
    written = write_out(target, content, force=force)
    reporter(translator).say_blank(written, "breach", "clock", target)


@breach.command(
    "clock",
    help=N_("Print what is due when, by the fact sheet FACTS."),
    epilog="itakusaki breach clock facts.yaml\nitakusaki breach clock facts.yaml --ics > due.ics",
)
@click.argument("facts_file", metavar="FACTS", type=FACTS)
@json_option(N_("Print JSON instead of tables."))
@click.option("--ics", "as_ics", is_flag=True, help=N_("Print a calendar file (.ics) instead."))
@lang_option()
def clock(facts_file: Path, as_json: bool, as_ics: bool) -> int:
    """From the moment of knowing: windows, last days, and what is late by how much."""
    from itakusaki.cli.breach_lines import print_clock

    if as_json and as_ics:
        raise click.UsageError(N_("Name one of --json and --ics."))
    judged = _judged(facts_file, with_changes=False)
    translator = session_translator()
    if as_json:
        from itakusaki.breach.data import clock_data

        echo_json(clock_data(judged.incident, judged.clocks))
    elif as_ics:
        from itakusaki.breach.ics import calendar_file

        made = calendar_file(judged.incident, judged.clocks, translator)
        echo(made, nl=False)
    else:
        print_clock(judged, translator)
        _say_next("triage", facts_file)
    return Exit.CLEAR


@breach.command(
    "triage",
    help=N_("Print what each party owes by the fact sheet FACTS, and why."),
    epilog="itakusaki breach triage facts.yaml\nitakusaki breach triage --save facts.yaml",
)
@click.argument("facts_file", metavar="[FACTS]", required=False, type=FACTS)
@click.option(
    "--from",
    "code",
    help=N_("Begin from what an audit found of this party; for the person responsible."),
)
@click.option(
    "--save",
    type=NEW_FILE,
    help=N_("Write what was answered or found into a fact sheet (.yaml), to go on with."),
)
@click.option(
    "--workspace",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=N_("The audit's workspace, for --from."),
)
@json_option(N_("Print JSON instead of text."))
@dry_run_option
@lang_option()
def triage(
    facts_file: Path | None, code: str | None, save: Path | None, workspace: Path, as_json: bool
) -> int:
    """Step by step: the fact used, the rule with its edition, and what would change it."""
    from itakusaki.cli.breach_lines import print_triage
    from itakusaki.wiring import rules_near

    if facts_file and code:
        raise click.UsageError(N_("Name either a fact sheet or --from."))
    if facts_file and save:
        raise click.UsageError(N_("--save is for facts that are in no sheet yet."))
    if save is not None and save.exists():
        raise FileExistsAlreadyError(str(save))
    if code:
        rules, judged = _from_audit(workspace, code, save)
    else:
        rules = rules_near(facts_file or Path())
        judged = _judged(facts_file, with_changes=True) if facts_file else _asked(rules, save)
    if as_json:
        from itakusaki.breach.data import triage_data

        echo_json(triage_data(judged.incident, judged.triaged))
    else:
        print_triage(judged, rules, session_translator())
        if facts_file:
            _say_next("draft", "preliminary", facts_file)
    return Exit.CLEAR


def _say_next(*words: object) -> None:
    """What to do next, on stderr."""
    from itakusaki.cli.console import reporter

    command = command_line("breach", *words)
    reporter(session_translator()).say_next(N_("Next: {command}"), command=command)


def _save(save: Path | None, sheet: Callable[[], bytes]) -> None:
    """Write a fact sheet before it is judged: what was answered is not to be answered again.

    It is its owner's alone, for it may name who is suspected.
    """
    if save is not None:
        from itakusaki.files.writing import write_new

        write_new(save, sheet(), private=True)
        echo(str(save), err=True)
        _say_next("clock", save)


def _from_audit(workspace: Path, code: str, save: Path | None) -> tuple[Rules, JudgedIncident]:
    """What an audit found, told first on stderr, and judged as far as it goes."""
    from itakusaki.audit.breach import begun_sheet, judge
    from itakusaki.audit.suspected import suspected_incident
    from itakusaki.wiring import open_workspace

    setup = open_workspace(workspace)
    translator = session_translator(setup.workspace)
    found = suspected_incident(setup, code, now=_now())
    for ground in found.grounds:
        said = translator.sentences(translator.value(says) for says in ground.says)
        echo(f"{translator.pick(ground.title)}: {said}", err=True)
    if save is None:
        next_ = N_(
            "To go on, write these facts into a fact sheet with --save, and enter when each party knew."
        )
        echo(translator.gettext(next_), err=True)
    _save(save, lambda: begun_sheet(setup.rules, translator, found.incident))
    return setup.rules, judge(found.incident, setup.rules)


@breach.command(
    "draft",
    help=N_(
        "Write a draft of a report or notice by the fact sheet FACTS. KIND is preliminary, final, supplement, no-leak, notice-to-client, notice-to-persons, publication, preserve or who-may-know."
    ),
    epilog="itakusaki breach draft preliminary facts.yaml\nitakusaki breach draft notice-to-persons facts.yaml --format docx",
)
@click.argument("kind")
@click.argument("facts_file", metavar="FACTS", type=FACTS)
@click.option("--party", default="", help=N_("Who sends it; else the party it is most likely of."))
@form_option(DRAFT_FORMATS, N_("Form of the draft."))
@font_dir_option
@out_file_option(N_("File to write; else a file named after the draft, here."))
@force_option(OVER_FILE)
@dry_run_option
@lang_option()
def draft(
    kind: str,
    facts_file: Path,
    party: str,
    format_: str,
    font_dir: Path | None,
    out: Path | None,
    force: bool,
) -> None:
    """What is known, laid out; what is not stays visibly open."""
    from itakusaki.audit.breach import DraftWish, make_draft, write_out
    from itakusaki.cli.console import reporter
    from itakusaki.wiring import owner_near, rules_near, templates_near

    translator = session_translator()
    wish = DraftWish(
        kind=kind,
        party=party,
        format=format_,
        now=_now(),
        templates=templates_near(facts_file),
        font_dir=font_dir,
        owner=owner_near(facts_file),
    )
    made = make_draft(facts_file, rules_near(facts_file), translator, wish)
    written = write_out(out or Path(f"{kind}.{format_}"), made.content, force=force)
    echo(written.path)
    speaking = reporter(translator)
    speaking.say_kept([written])
    for notice in made.notices:
        speaking.say("{notice}", notice=translator.say(notice))


def _judged(file: Path, *, with_changes: bool) -> JudgedIncident:
    from itakusaki.audit.breach import judge_file
    from itakusaki.wiring import rules_near

    return judge_file(file, rules_near(file), now=_now(), with_changes=with_changes)


def _asked(rules: Rules, save: Path | None) -> JudgedIncident:
    from itakusaki.audit.breach import answered_sheet, judge
    from itakusaki.breach.read import incident_of
    from itakusaki.cli.breach_questions import asked_sheet

    translator = session_translator()
    sheet = asked_sheet(rules.breach, translator)
    _save(save, lambda: answered_sheet(rules, translator, sheet))
    return judge(incident_of(sheet, rules.breach, now=_now()), rules)


def _now() -> Moment:
    from itakusaki.files.calendar import JAPAN
    from itakusaki.model.incident import Moment

    return Moment.of(datetime.now(JAPAN).replace(tzinfo=None))
