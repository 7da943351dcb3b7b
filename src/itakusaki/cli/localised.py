"""Help and usage errors in the language of a run.

Commands are declared in English, once; what is looked up is a copy of one in the language of the
run. So nothing of the process is changed, and two languages can be spoken side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any, TypeVar

import click
from click.exceptions import NoArgsIsHelpError

from itakusaki.cli.click_words import click_row, click_said
from itakusaki.cli.echo import echo
from itakusaki.cli.session import Session
from itakusaki.language import Translator
from itakusaki.model.message import N_

Spoken = TypeVar("Spoken", bound=click.Command)


class LocalisedContext(click.Context):
    """A context whose help pages are in the language of its session."""

    def make_formatter(self) -> click.HelpFormatter:
        """What click writes help pages with."""
        return LocalisedFormatter(
            self.ensure_object(Session).translator,
            width=self.terminal_width,
            max_width=self.max_content_width,
        )


class LocalisedFormatter(click.HelpFormatter):
    """Writes click's own words on a help page in a language."""

    def __init__(self, translator: Translator, *, width: int | None, max_width: int | None) -> None:
        super().__init__(width=width, max_width=max_width)
        self._words = translator

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage."""
        super().write_usage(prog, args, prefix or f"{click_said('Usage:', self._words)} ")

    def write_heading(self, heading: str) -> None:
        """The heading of a section."""
        super().write_heading(click_said(heading, self._words))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Options or commands with what they are for."""
        said = [(name, click_row(text, self._words)) for name, text in rows]
        super().write_dl(said, col_max, col_spacing)


#: What was answered or given so far, by parameter.
Given = Mapping[str, Any]


def _nothing(_given: Given) -> str | None:
    return None


class AskedOption(click.Option):
    """An option that is asked for where it was left out, until the answer can be used.

    Args:
        words: what it is declared by.
        suggest: the answer that a mere return key gives, by what is given so far.
        ask: another question than the prompt, by what is given so far.
        unasked: what it is without being asked, by what is given so far; None: it is asked for.
        settings: click's own.
    """

    def __init__(
        self,
        *words: Any,  # noqa: ANN401 - click's own
        suggest: Callable[[Given], str | None] = _nothing,
        ask: Callable[[Given], str | None] = _nothing,
        unasked: Callable[[Given], str | None] = _nothing,
        **settings: Any,  # noqa: ANN401 - click's own
    ) -> None:
        super().__init__(*words, **settings)
        self._suggest, self._ask, self._unasked = suggest, ask, unasked

    def prompt_for_value(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """The answer, as the option's type reads it."""
        translator, settled = ctx.ensure_object(Session).translator, self._unasked(ctx.params)
        if settled is not None:
            return self.process_value(ctx, settled)
        question = self._ask(ctx.params)
        shown = translator.gettext(question) if question else str(self.prompt)
        while True:
            try:
                answer = click.prompt(shown, default=self._suggest(ctx.params), err=True)
            except click.Abort as ended:
                if isinstance(ended.__context__, EOFError):
                    raise click.MissingParameter(ctx=ctx, param=self) from ended
                raise
            try:
                return self.process_value(ctx, answer)
            except click.UsageError as error:
                echo(click_said(f"Error: {error.message}", translator), err=True)


def localised(command: Spoken, translator: Translator) -> Spoken:
    """A copy of a command, all that lies under it included, with its help in a language."""
    spoken = copy(command)
    spoken.context_class = LocalisedContext
    spoken.help = translator.gettext(command.help or "")
    spoken.epilog = _examples(command.epilog, translator)
    spoken.params = [_localised_param(param, translator) for param in command.params]
    if isinstance(spoken, click.Group):
        spoken.commands = {
            name: localised(one, translator) for name, one in spoken.commands.items()
        }
    return spoken


def _examples(lines: str | None, translator: Translator) -> str | None:
    """Command lines under their heading, each left on a line of its own."""
    if not lines:
        return None
    heading = translator.gettext(N_("Examples:"))
    return "\n".join(("\b", heading, *(f"  {line}" for line in lines.splitlines())))


def _localised_param(param: click.Parameter, translator: Translator) -> click.Parameter:
    spoken = copy(param)
    if isinstance(param.type, click.Path):
        spoken.type = copy(param.type)
        spoken.type.name = translator.gettext(param.type.name)
    if isinstance(spoken, click.Option):
        spoken.help = translator.gettext(spoken.help or "")
        spoken.prompt = translator.gettext(spoken.prompt or "") or None
    return spoken


def show_click_error(error: click.ClickException, translator: Translator) -> None:
    """Say on standard error what is wrong with a command line, and how it is used."""
    said = error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and not isinstance(error, NoArgsIsHelpError):
        hint = f"Try '{context.command_path} --help' for help."
        echo(f"{context.get_usage()}\n{click_said(hint, translator)}\n", err=True)
    if not isinstance(error, NoArgsIsHelpError):
        said = click_said(f"Error: {said}", translator)
    echo(said, err=True)
