"""Days and rounds as people type them on a command line: any way a ledger may have them, eras too."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from itakusaki.cli.language import spoken
from itakusaki.model.message import N_, Message
from itakusaki.settings.rounds import NAME, round_name, round_span

if TYPE_CHECKING:
    from itakusaki.intake.days import Days

#: A year with its era, before what names the round in it.
_YEAR: Final = re.compile(r"(?P<year>.+?年)(?P<rest>.*)")


class Day(click.ParamType[date]):
    """A day: 2026-12-31, 2026/12/31, 2026年12月31日, 令和8年12月31日, 31 December 2026."""

    name = "date"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """The day, or a sentence on why it is none."""
        if isinstance(value, date):
            return value
        found = _reader().read(str(value))
        if isinstance(found, date):
            return found
        text = N_("“{value}” is not a day; write it like 2026-12-31 or 令和8年12月31日")
        return self.fail(spoken().say(Message.of(text, value=str(value))), param, ctx)


class RoundName(click.ParamType[str]):
    """The name of a round: 2026Q4 as it is; 2026年第4四半期 and 令和8年第4四半期 come to the same."""

    name = "round"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """The name, or a sentence on why it is none."""
        given = str(value).strip()
        if NAME.fullmatch(given):
            return given
        span = round_span(_western(given))
        if span is not None:
            return round_name(span)
        text = N_("“{value}” is not the name of a round; write it like 2026Q4")
        return self.fail(spoken().say(Message.of(text, value=given)), param, ctx)


def _western(text: str) -> str:
    """The text with its year of an era as that of our calendar."""
    parts = _YEAR.fullmatch(text)
    if parts is None:
        return text
    first = _reader().read(f"{parts['year']}1月1日")
    return f"{first.year}年{parts['rest']}" if isinstance(first, date) else text


def _reader() -> Days:
    from itakusaki.intake.days import Days
    from itakusaki.wiring import shipped_rules

    return Days(shipped_rules().standard)


DAY: Final = Day()
ROUND: Final = RoundName()
