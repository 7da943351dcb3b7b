"""A replay for a terminal, and its picture as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import RenderableType
from rich.table import Table

from itakusaki.cli.table_or_lines import WORDS, TableOrLines
from itakusaki.cli.terminal import plain_markup
from itakusaki.language import Translator
from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.model.message import N_, Message
from itakusaki.model.replay import QuarterCount, Replay, ReplayedTest

ENDINGS = (".svg", ".html")


def replay_lines(replay: Replay, translator: Translator) -> Iterator[RenderableType]:
    """Tests by quarters, then what the numbers mean."""
    text = N_("Replay of {processor}: when each test would first have shown it")
    title = plain_markup(translator.say(Message.of(text, processor=replay.processor)))
    table = Table(title=title, title_justify="left")
    headings = [translator.gettext(N_("First seen")), *(one.name for one in replay.quarters)]
    if replay.judged:
        judged = (N_("Found"), N_("Missed"), N_("False positives"))
        headings += map(translator.gettext, judged)
    table.add_column(translator.gettext(N_("Test")), overflow="fold", min_width=WORDS)
    for at, heading in enumerate(headings):
        table.add_column(heading, justify="right" if at else "left", no_wrap=True)
    rows = [_row(test, replay, translator) for test in replay.tests]
    for cells in rows:
        table.add_row(*cells)
    told = [
        (name, " · ".join(f"{head} {cell}" for head, cell in zip(headings, cells, strict=True)))
        for name, *cells in rows
    ]
    yield TableOrLines(table, told)
    yield plain_markup(translator.gettext(_legend(replay)))
    for test in replay.tests:
        if test.missed:
            said = Message.of(
                N_("{title} did not find: {events}"),
                title=test.title,
                events=translator.joined(test.missed),
            )
            yield plain_markup(translator.say(said))


def _row(test: ReplayedTest, replay: Replay, translator: Translator) -> Sequence[str]:
    seen = test.first_seen
    first = replay.quarters[seen].name if seen is not None else "-"
    cells = [_count(count, replay) for count in test.counts]
    row = [f"{plain_markup(translator.pick(test.title))}\n[dim]{test.test}[/]", first, *cells]
    if replay.judged:
        found = sum(count.found for count in test.counts)
        row += [f"{found}/{test.planted}", str(len(test.missed)), f"{test.false_alarms:,}"]
    return row


def _count(count: QuarterCount, replay: Replay) -> str:
    if not count.carried_out:
        return "-"
    if not replay.judged:
        return f"{count.hits:,}"
    return f"{count.found:,} ({count.false:,})" if count.false else f"{count.found:,}"


def _legend(replay: Replay) -> str:
    if replay.judged:
        return N_(
            "Each quarter: seeded events first found at its end, in brackets hits that are none. Every test ran over what was there by then."
        )
    return N_(
        "Each quarter: hits that did not show a quarter before. Every test ran over what was there by then."
    )


def check_picture(out: Path, translator: Translator, *, force: bool) -> None:
    """Refuse a picture that could not be written, before anything runs."""
    if out.suffix.casefold() not in ENDINGS:
        text = Message.of(N_("the file must end in {known}"), known=", ".join(ENDINGS))
        raise click.BadParameter(translator.say(text), param_hint="--out")
    if out.exists() and not force:
        raise FileExistsAlreadyError(str(out))


def picture(out: Path, replay: Replay, translator: Translator) -> bytes:
    """The picture; the file's ending says in which form."""
    from itakusaki.report.replay_picture import replay_page, replay_svg

    made = replay_svg if out.suffix.casefold() == ".svg" else replay_page
    return made(replay, translator).encode()
