"""Citations: how a reference to a law, guideline or standard is written out."""

from __future__ import annotations

from itakusaki.catalogue.checklist import Basis, Checklist
from itakusaki.model.message import N_, Message, Value, Words

#: Two marks of Japanese law that stand where an item's number may stand, by code point.
OPENING_WORDS = "\u67f1\u66f8"
EACH_ITEM = "\u5404\u53f7"
#: The ordinal mark before a number of some guidelines' sections; English does without.
ORDINAL = "\u7b2c"


def citation(basis: Basis, checklist: Checklist) -> Message:
    """The reference as lawyers write it, e.g. "APPI Art. 26, para. 1, proviso"."""
    instrument = checklist.instruments[basis.instrument].short
    if not basis.article and not basis.section:
        return Message.of(N_("{instrument}"), instrument=instrument)
    place = _article(basis) if basis.article else _section(basis)
    if basis.part is not None:
        place = Message.of(N_("{place} ({part})"), place=place, part=basis.part)
    text = N_("{law} {article}") if basis.article else N_("{instrument} {section}")
    if basis.article:
        return Message.of(text, law=instrument, article=place)
    return Message.of(text, instrument=instrument, section=place)


def _section(basis: Basis) -> Message:
    words = Words(ja=basis.section, en=basis.section.removeprefix(ORDINAL))
    return Message.of(N_("section {number}"), number=words)


def _article(basis: Basis) -> Message:
    number, _, branch = basis.article.partition("-")
    place = Message.of(N_("Art. {number}"), number=number)
    if branch:
        place = Message.of(N_("Art. {number}-{branch}"), number=number, branch=branch)
    if basis.paragraph is not None:
        place = _within(N_("{place}, para. {number}"), place, basis.paragraph)
    if basis.item:
        place = _item(basis.item, place)
    return Message.of(N_("{place}, proviso"), place=place) if basis.proviso else place


def _item(item: str, place: Message) -> Message:
    if item == OPENING_WORDS:
        return Message.of(N_("{place}, opening words"), place=place)
    if item == EACH_ITEM:
        return Message.of(N_("{place}, each item"), place=place)
    return _within(N_("{place}, item {number}"), place, item)


def _within(text: str, place: Message, number: Value) -> Message:
    return Message.of(text, place=place, number=number)
