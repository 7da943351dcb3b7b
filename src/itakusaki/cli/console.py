"""The console: progress and summaries on stderr, in colour only where a person looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from itakusaki.files.writing import Written
from itakusaki.language import Translator
from itakusaki.language.labels import RATINGS, WEIGHTS
from itakusaki.model.assessment import Assessment, ProcessorResult
from itakusaki.model.issue import DataIssue, IssueLevel
from itakusaki.model.message import N_, Message
from itakusaki.model.verdict import Rating, Verdict
from itakusaki.settings import Workspace

#: Colours are an extra: the word always stands beside them.
COLOURS = {
    Rating.UNACCEPTABLE: "red",
    Rating.TO_EXPLAIN: "red",
    Rating.NOT_ANSWERED: "magenta",
    Rating.PENDING: "yellow",
    Rating.D: "red",
    Rating.C: "yellow",
    Rating.C_CONDITIONAL: "yellow",
    Rating.B: "green",
    Rating.A: "green",
}
ISSUE_COLOURS = {IssueLevel.ERROR: "red", IssueLevel.WARNING: "yellow", IssueLevel.NOTE: "dim"}
#: How many data issues are shown before "and n more".
SHOWN_ISSUES = 12
#: How many columns of the summary hold words, not figures.
LEFT = 3
#: Columns of a console that is no terminal.
WIDE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """What a command says beside its product; `quiet` leaves only errors."""

    translator: Translator
    quiet: bool
    console: Console

    def say(self, text: str, **values: str | int) -> None:
        """Say a sentence, unless quiet."""
        if not self.quiet:
            self.console.print(
                self.translator.say(Message.of(text, **values)), markup=False, highlight=False
            )

    def say_kept(self, written: Iterable[Written]) -> None:
        """Say of each file that was written over where a copy of it is kept."""
        for one in written:
            if one.kept is not None:
                text = N_("{file} was written over; what stood there is kept in {copy}")
                self.say(text, file=str(one.path), copy=str(one.kept))

    def say_round(self, workspace: Workspace) -> None:
        """Say which round is read and as of which day, where it is not the settings' own."""
        if workspace.is_other_round:
            last = workspace.as_of_assumed
            text = N_("Round {round}, judged as of {day}, the last day of the round.")
            given = N_("Round {round}, judged as of {day}, as the settings say.")
            day = self.translator.day(workspace.as_of)
            self.say(text if last else given, round=workspace.round, day=day)

    @contextmanager
    def progress(self, first: str) -> Iterator[Callable[[str], None]]:
        """A moving line while something works, where somebody is there to see it.

        It begins with the sentence `first`; what is yielded puts another sentence or name there.
        """
        if self.quiet or not self.console.is_terminal:
            yield lambda _text: None
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True) as moving:
            task = moving.add_task(self.translator.gettext(first))
            yield lambda text: moving.update(task, description=self.translator.gettext(text))


def reporter(translator: Translator, *, quiet: bool = False) -> Reporter:
    """A reporter on stderr; rich itself honours NO_COLOR and a stream that is no terminal."""
    return Reporter(translator=translator, quiet=quiet, console=console(stderr=True))


def console(*, stderr: bool = False) -> Console:
    """A console; where nobody looks (a pipe, a log) lines are not broken at 80 columns."""
    found = Console(stderr=stderr)
    return found if found.is_terminal else Console(stderr=stderr, width=WIDE, soft_wrap=True)


def summary_table(assessment: Assessment, translator: Translator) -> Table:
    """Every processor with its rating and both scores."""
    title = Message.of(
        N_("{client}: round {round}, as of {day}"),
        client=assessment.client,
        round=assessment.round,
        day=translator.day(assessment.as_of),
    )
    table = Table(
        title=translator.say(title),
        caption=_supervision(assessment, translator),
        title_justify="left",
        caption_justify="left",
        show_lines=False,
    )
    headings = (
        N_("Code"),
        N_("Processor"),
        N_("Rating"),
        N_("Declared"),
        N_("Verified"),
        N_("Evidence coverage"),
        N_("KO"),
        N_("Contradictions"),
    )
    for at, heading in enumerate(headings):
        table.add_column(translator.gettext(heading), justify="left" if at < LEFT else "right")
    for result in assessment.results:
        table.add_row(*_row(result, translator))
    return table


def _supervision(assessment: Assessment, translator: Translator) -> str | None:
    """How the client itself stands, in a line beneath the processors."""
    standing = assessment.supervision
    if standing is None:
        return None
    text = N_("The client's own supervision: {rating}, declared {declared}, verified {verified}")
    return translator.say(
        Message.of(
            text,
            rating=RATINGS[standing.rating],
            declared=_number(standing.score.declared),
            verified=_number(standing.score.verified),
        )
    )


def _row(result: ProcessorResult, translator: Translator) -> Sequence[str]:
    score = result.score
    rating = translator.say(RATINGS[result.rating])
    knocked = sum(
        c.knock_out and c.verdict in (Verdict.GAP, Verdict.UNANSWERED, Verdict.CONTRADICTED)
        for c in result.controls
    )
    contradicted = sum(c.verdict is Verdict.CONTRADICTED for c in result.controls)
    indent = "  " * (result.processor.tier - 1)
    return (
        f"{indent}{plain_markup(result.processor.id)}",
        plain_markup(result.processor.name),
        f"[{COLOURS[result.rating]}]{rating}[/]",
        _number(score.declared),
        _number(score.verified),
        _assurance(result),
        str(knocked or "-"),
        str(contradicted or "-"),
    )


def plain_markup(text: str) -> str:
    """A text from a workbook, so that its brackets are no markup."""
    return text.replace("[", r"\[")


def _assurance(result: ProcessorResult) -> str:
    """The settled share; where nobody answered, nothing is settled that the party could tell."""
    share = result.score.assurance
    if share is None or result.rating in (Rating.NOT_ANSWERED, Rating.TO_EXPLAIN):
        return "-"
    return f"{100 * share:.0f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


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
