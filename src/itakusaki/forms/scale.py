"""Scales: what the drop-downs offer, in the language of the workbook."""

from __future__ import annotations

from itakusaki.catalogue.layout import Column, Layout
from itakusaki.language import Translator
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


def answers(translator: Translator) -> tuple[str, ...]:
    """The answers to choose from."""
    return tuple(translator.pick(answer) for answer in ANSWERS.values())


def answer(value: AnswerValue, translator: Translator) -> str:
    """An answer as a workbook in that language shows it."""
    return translator.pick(ANSWERS[value]) if value in ANSWERS else ""


def yes_no(translator: Translator) -> tuple[str, ...]:
    """The two words to choose from where a fact holds or does not."""
    return (translator.say(YES), translator.say(NO))


def choices(column: Column, translator: Translator) -> tuple[str, ...]:
    """What a column of choices offers."""
    return tuple(translator.pick(choice.words) for choice in column.choices)


def party(kind: str, layout: Layout, translator: Translator) -> str:
    """A side (client, processor, sub_processor) as the review's drop-down calls it."""
    offered = layout.tables["review"].column("side").choices
    return next((translator.pick(choice.words) for choice in offered if choice.id == kind), kind)
