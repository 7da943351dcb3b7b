"""Whole numbers as people type them on a command line."""

from __future__ import annotations

from typing import Any

import click

from itakusaki.cli.language import spoken
from itakusaki.model.message import N_, Message


class WholeNumber(click.IntRange):
    """A whole number from `min` on, to `max` where there is one; refused in the language of the run."""

    name = "whole number"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click has it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> int:
        """The number, or a sentence on why it is none."""
        try:
            number: int = super().convert(value, param, ctx)
        except click.BadParameter:
            text = N_("“{value}” is not a whole number from {least} on")
            if self.max is not None:
                text = N_("“{value}” is not a whole number from {least} to {most}")
            told = {"value": str(value), "least": str(self.min or 0), "most": str(self.max)}
            self.fail(spoken().say(Message.of(text, **told)), param, ctx)
        return number
