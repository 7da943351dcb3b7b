"""Scales: what the drop-downs offer, in the language of the workbook."""

from __future__ import annotations

from itakusaki.catalogue.layout import Column, Layout
from itakusaki.language import Speaker
from itakusaki.model.answer import SYMBOLS, AnswerValue
from itakusaki.model.message import N_, Message, Words

#: Signs are the habit in Japan, and the guidance speaks of them; English adds the word.
ANSWERS = {
    value: Words(ja=SYMBOLS[value], en=f"{SYMBOLS[value]} {word}")
    for value, word in (
        (AnswerValue.YES, "Yes"),
        (AnswerValue.PARTIAL, "Partly"),
        (AnswerValue.NO, "No"),
        (AnswerValue.NOT_APPLICABLE, "N/A"),
        (AnswerValue.UNKNOWN, "Unknown"),
    )
}
YES = Message.of(N_("Yes"))
NO = Message.of(N_("No"))
GRADES = ("0", "1", "2", "3", "4")


def answers(words: Speaker) -> tuple[str, ...]:
    """The answers to choose from."""
    return tuple(words.pick(answer) for answer in ANSWERS.values())


def answer(value: AnswerValue, words: Speaker) -> str:
    """An answer as a workbook in that language shows it."""
    return words.pick(ANSWERS[value]) if value in ANSWERS else ""


def yes_no(words: Speaker) -> tuple[str, ...]:
    """The two words to choose from where a fact holds or does not."""
    return (words.say(YES), words.say(NO))


def choices(column: Column, words: Speaker) -> tuple[str, ...]:
    """What a column of choices offers."""
    return tuple(words.pick(choice.words) for choice in column.choices)


def party(kind: str, layout: Layout, words: Speaker) -> str:
    """A side (client, processor, sub_processor) as the review's drop-down calls it."""
    offered = layout.tables["review"].column("side").choices
    return next((words.pick(choice.words) for choice in offered if choice.id == kind), kind)
