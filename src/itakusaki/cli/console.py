"""What a command says beside its product: sentences on stderr, data issues, how far a run is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from itakusaki.cli.echo import echo
from itakusaki.cli.progress import line_a_stage, moving_line
from itakusaki.cli.terminal import console, plain_markup
from itakusaki.files.writing import Written, rehearsed
from itakusaki.language import Translator
from itakusaki.language.labels import WEIGHTS
from itakusaki.model.command_line import command_line
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.message import N_, Message, Value
from itakusaki.model.rounds import Keeping
from itakusaki.model.step import OnStep, Step
from itakusaki.settings import Workspace

if TYPE_CHECKING:
    from itakusaki.audit.findings import FindingTally

ISSUE_COLOURS = {IssueLevel.ERROR: "red", IssueLevel.WARNING: "yellow", IssueLevel.NOTE: "dim"}
#: How many data issues are shown before "and n more".
SHOWN_ISSUES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """What a command says beside its product; `quiet` leaves only errors."""

    translator: Translator
    quiet: bool
    console: Console

    def say(self, text: str, **values: Value) -> None:
        """Say a sentence, unless quiet."""
        if not self.quiet:
            self.console.print(
                self.translator.say(Message.of(text, **values)), markup=False, highlight=False
            )

    def say_done(self, done: str, planned: str, **values: Value) -> None:
        """Say what was done; in a run that only rehearses, in the sentence `planned`, what would be."""
        self.say(planned if rehearsed() else done, **values)

    def say_next(self, text: str, **values: Value) -> None:
        """Say what comes next; nothing where a run only rehearses, for nothing was made to go on with."""
        if not rehearsed():
            self.say(text, **values)

    def say_kept(self, written: Iterable[Written]) -> None:
        """Say of each file that was written over where a copy of it is kept."""
        for one in written:
            if one.kept is not None:
                text = N_("{file} was written over; what stood there is kept in {copy}")
                self.say(text, file=str(one.path), copy=str(one.kept))

    def say_keeping(self, keeping: Keeping) -> None:
        """Say what became of an assessment in the store."""
        kept = keeping.kept
        text = N_("Kept as assessment {number} of round {round}, entry {entry} of the journal.")
        planned = N_("To be kept as assessment {number} of round {round}, entry {entry}.")
        if keeping.is_new and kept.is_correction:
            text = N_(
                "The round {round} is closed: kept as a correction, assessment {number}, entry {entry} of the journal."
            )
            planned = N_(
                "The round {round} is closed: to be kept as a correction, assessment {number}, entry {entry}."
            )
        elif not keeping.is_new:
            text = N_(
                "The same as assessment {number} of round {round} (entry {entry}): nothing was added to the journal."
            )
            planned = N_(
                "The same as assessment {number} of round {round} (entry {entry}): nothing to add to the journal."
            )
        self.say_done(text, planned, number=kept.number, round=kept.round, entry=kept.entry)

    def say_findings(self, tally: FindingTally, folder: Path) -> None:
        """Say what an audit did to the findings that are kept, and how to see those of a workspace."""
        text = N_(
            "Findings: {new} new, {ready} ready for verification, {reopened} reopened; {waiting} are open, {overdue} of them overdue as of {day}. To see them: {command}"
        )
        planned = N_(
            "Findings that there would be: {new} new, {ready} ready for verification, {reopened} reopened; then {waiting} open, {overdue} of them overdue as of {day}."
        )
        self.say_done(
            text,
            planned,
            new=tally.new,
            ready=tally.ready,
            reopened=tally.reopened,
            waiting=tally.after.waiting,
            overdue=tally.after.overdue,
            day=tally.after.day.isoformat(),
            command=command_line("finding", "list", folder),
        )

    def say_blank(self, written: Written, *words: object) -> None:
        """Print where a blank form lies, and the command to be run once it is filled in."""
        echo(written.path)
        self.say_kept([written])
        self.say_next(N_("Next: fill it in, then run {command}"), command=command_line(*words))

    def say_round(self, workspace: Workspace) -> None:
        """Say which round is read and as of which day, where it is not the settings' own."""
        if workspace.is_other_round:
            last = workspace.as_of_assumed
            text = N_("Round {round}, judged as of {day}, the last day of the round.")
            given = N_("Round {round}, judged as of {day}, as the settings say.")
            day = self.translator.day(workspace.as_of)
            self.say(text if last else given, round=workspace.round, day=day)

    @contextmanager
    def progress(self, first: str) -> Iterator[OnStep]:
        """Where somebody waits, what works says how far it is; it begins with the sentence `first`."""
        if self.quiet:
            yield lambda _step: None
            return
        if not self.console.is_terminal:
            yield line_a_stage(self.console, self.translator)
            return
        with moving_line(self.console, self.translator) as on_step:
            on_step(Step(stage=first))
            yield on_step


def reporter(translator: Translator, *, quiet: bool = False) -> Reporter:
    """A reporter on stderr; rich itself honours NO_COLOR and a stream that is no terminal."""
    return Reporter(translator=translator, quiet=quiet, console=console(stderr=True))


def issue_lines(
    issues: Sequence[DataIssue], translator: Translator, *, limit: int | None
) -> Iterator[str]:
    """Data issues, gravest first; past the limit one line says how many more there are."""
    order = list(IssueLevel)
    ranked = sorted(issues, key=lambda i: (order.index(i.level), str(i.at), i.code))
    for issue in ranked[:limit]:
        colour = ISSUE_COLOURS[issue.level]
        weight = translator.say(WEIGHTS[issue.level])
        yield f"[{colour}]{weight}[/] {plain_markup(str(issue.at))} {plain_markup(translator.say(issue.says))} [dim]→ {plain_markup(translator.say(issue.mend))} ({issue.code})[/]"
    if limit is not None and len(ranked) > limit:
        text = N_("… and {count} more; the report lists all.")
        yield translator.say(Message.of(text, count=len(ranked) - limit))
