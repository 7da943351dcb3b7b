"""The summary of an audit on a terminal: a table where it fits, else a few lines a processor.

The rating is what one looks for: it is never cut, and on a narrow screen it goes before all figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table

from itakusaki.cli.hit_rows import FRAME, HEADING
from itakusaki.cli.terminal import plain_markup
from itakusaki.language import Translator
from itakusaki.language.labels import RATINGS, rating_words
from itakusaki.model.assessment import Assessment, ProcessorResult
from itakusaki.model.message import N_, Message
from itakusaki.model.verdict import UNRATED, Rating, Verdict

#: Colours are an extra: the word always stands beside them.
COLOURS: Final = {
    Rating.UNACCEPTABLE: "red",
    Rating.TO_EXPLAIN: "red",
    Rating.NOT_ANSWERED: "magenta",
    Rating.NOT_DUE: "dim",
    Rating.PENDING: "yellow",
    Rating.D: "red",
    Rating.C: "yellow",
    Rating.C_CONDITIONAL: "yellow",
    Rating.B: "green",
    Rating.A: "green",
}
#: Headings of a row: three of words, then figures, the least needed last.
HEADINGS: Final = (
    N_("Code"),
    N_("Processor"),
    N_("Rating"),
    N_("Self-assessed"),
    N_("Evidenced"),
    N_("M"),
    N_("Discrepancies"),
    N_("Evidence coverage"),
)
WORDS: Final = 3
#: Figures that a table keeps at least: both scores.
LEAST: Final = WORDS + 2
#: A name may be broken into pieces of this width, a rating between its words.
NAME: Final = 14
RATING: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One processor: its cells under HEADINGS, and the colour of its rating."""

    cells: tuple[str, ...]
    colour: str
    tier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A round at a glance, drawn for the room there is."""

    title: str
    caption: str | None
    headings: tuple[str, ...]
    rows: tuple[SummaryRow, ...]

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """As rich asks for it: with all figures, with some, or in lines."""
        for count in range(len(self.headings), LEAST - 1, -1):
            if self._room(count) <= options.max_width:
                yield self._table(count)
                return
        yield f"[italic]{plain_markup(self.title)}[/]"
        for row in self.rows:
            yield from self._lines(row)
        if self.caption:
            yield f"[dim italic]{plain_markup(self.caption)}[/]"

    def _room(self, count: int) -> int:
        """Columns that a table of so many headings needs without a cell being cut."""
        return 1 + sum(self._width(at) + FRAME for at in range(count))

    def _width(self, at: int) -> int:
        cells = max((cell_len(row.cells[at]) for row in self.rows), default=0)
        heading = cell_len(self.headings[at])
        if at == 1:
            return min(max(cells, heading), NAME)
        if at == WORDS - 1:
            words = (cell_len(word) for row in self.rows for word in row.cells[at].split())
            return min(max(cells, heading), max((RATING, *words)))
        return max(cells, min(heading, HEADING) if at >= WORDS else heading)

    def _table(self, count: int) -> Table:
        table = Table(
            title=plain_markup(self.title),
            caption=plain_markup(self.caption) if self.caption else None,
            title_justify="left",
            caption_justify="left",
        )
        for at, heading in enumerate(self.headings[:count]):
            table.add_column(
                plain_markup(heading),
                justify="left" if at < WORDS else "right",
                overflow="fold",
                min_width=self._width(at),
                no_wrap=at == 0,
            )
        for row in self.rows:
            cells = [plain_markup(cell) for cell in row.cells[:count]]
            cells[WORDS - 1] = f"[{row.colour}]{cells[WORDS - 1]}[/]"
            table.add_row(*cells)
        return table

    def _lines(self, row: SummaryRow) -> Iterator[RenderableType]:
        code, name, rating = map(plain_markup, row.cells[:WORDS])
        figures = zip(self.headings[WORDS:], row.cells[WORDS:], strict=True)
        said = " · ".join(f"{head} {cell}" for head, cell in figures if cell != "-")
        inset = 2 * (row.tier - 1)
        yield Padding(f"{code.strip()} {name}", (0, 0, 0, inset))
        yield Padding(f"[bold {row.colour}]{rating}[/]", (0, 0, 0, inset + 2))
        if said:
            yield Padding(f"[dim]{plain_markup(said)}[/]", (0, 0, 0, inset + 2))


def summary_of(assessment: Assessment, translator: Translator) -> Summary:
    """Every processor with its rating, both scores, knock-outs, contradictions, and the client's line."""
    title = Message.of(
        N_("{client}: round {round}, as of {day}"),
        client=assessment.client,
        round=assessment.round,
        day=translator.day(assessment.as_of),
    )
    return Summary(
        title=translator.say(title),
        caption=_supervision(assessment, translator),
        headings=tuple(map(translator.gettext, HEADINGS)),
        rows=tuple(_row(result, translator) for result in assessment.results),
    )


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


def _row(result: ProcessorResult, translator: Translator) -> SummaryRow:
    score = result.score
    knocked = sum(
        c.knock_out and c.verdict in (Verdict.GAP, Verdict.UNANSWERED, Verdict.CONTRADICTED)
        for c in result.controls
    )
    contradicted = sum(c.verdict is Verdict.CONTRADICTED for c in result.controls)
    indent = "  " * (result.processor.tier - 1)
    cells = (
        f"{indent}{result.processor.id}",
        result.processor.name,
        translator.say(rating_words(result.rating, result.depth)),
        _number(score.declared),
        _number(score.verified),
        str(knocked or "-"),
        str(contradicted or "-"),
        _assurance(result),
    )
    return SummaryRow(cells=cells, colour=COLOURS[result.rating], tier=result.processor.tier)


def _assurance(result: ProcessorResult) -> str:
    """The settled share; where nobody answered, nothing is settled that the party could tell."""
    share = result.score.assurance
    if share is None or result.rating in (*UNRATED, Rating.TO_EXPLAIN):
        return "-"
    return f"{100 * share:.0f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
