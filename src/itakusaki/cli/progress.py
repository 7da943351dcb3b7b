"""Progress: a moving line where somebody looks, a line a stage where nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from itakusaki.cli.terminal import plain_markup
from itakusaki.language import Translator
from itakusaki.model.message import N_, Message
from itakusaki.model.step import OnStep, Step


def told(step: Step, translator: Translator) -> str:
    """A step in words: the stage, n of m where they are counted, and the name it is at."""
    stage = Message(step.stage)
    if step.of:
        text = N_("{stage} {number}/{of}: {item}")
        said = Message.of(text, stage=stage, number=step.number, of=step.of, item=step.item)
        return translator.say(said)
    if step.item:
        return translator.say(Message.of(N_("{stage}: {item}"), stage=stage, item=step.item))
    return translator.say(stage)


def stage_told(step: Step, translator: Translator) -> str:
    """The stage a step belongs to, with how many things there are in it."""
    if not step.of:
        return translator.gettext(step.stage)
    return translator.say(Message.of(N_("{stage} ({of})"), stage=Message(step.stage), of=step.of))


@contextmanager
def moving_line(console: Console, translator: Translator) -> Iterator[OnStep]:
    """One line that says where the run is, and goes away at its end."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as moving:
        task = moving.add_task("")
        yield lambda step: moving.update(task, description=plain_markup(told(step, translator)))


def line_a_stage(console: Console, translator: Translator) -> OnStep:
    """A line for each stage as it begins, for logs and pipes."""
    stages: set[str] = set()

    def on_step(step: Step) -> None:
        if step.stage not in stages:
            stages.add(step.stage)
            console.print(stage_told(step, translator), markup=False, highlight=False)

    return on_step
