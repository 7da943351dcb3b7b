"""The lines of `promise list`: what was promised or asked, by when, how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from itakusaki.cli.roomy_table import print_roomy
from itakusaki.cli.terminal import console, plain_markup
from itakusaki.language import Translator
from itakusaki.language.labels import COMMITMENT_KINDS, COMMITMENT_STATES
from itakusaki.model.commitment import Commitment, CommitmentState
from itakusaki.model.message import N_, Message

HEADINGS: Final = (
    N_("No."),
    N_("Kind"),
    N_("Processor"),
    N_("What"),
    N_("Due"),
    N_("Done on"),
    N_("Owner"),
    N_("State"),
)
_EMPTY: Final = N_("The register holds no promise and no request.")
_RED: Final = frozenset({CommitmentState.OVERDUE, CommitmentState.INCOMPLETE})


def print_commitments(found: Sequence[Commitment], day: date, translator: Translator) -> None:
    """A table of the register, then how many stand how; a sentence where it is empty."""
    if not found:
        console().print(plain_markup(translator.gettext(_EMPTY)), highlight=False)
        return
    rows = [(_cells(one, translator), "red" if one.state in _RED else "") for one in found]
    product = console()
    print_roomy(product, [translator.gettext(heading) for heading in HEADINGS], rows)
    counts = Counter(one.state for one in found)
    told = (
        f"{translator.say(COMMITMENT_STATES[state])} {counts[state]}"
        for state in CommitmentState
        if counts[state]
    )
    said = Message.of(
        N_("As of {day}: {states}"), day=day.isoformat(), states=translator.joined(list(told))
    )
    product.print(plain_markup(translator.say(said)), highlight=False)


def _cells(one: Commitment, translator: Translator) -> tuple[str, ...]:
    say = translator.say
    state = say(COMMITMENT_STATES[one.state])
    return (
        one.number,
        say(COMMITMENT_KINDS[one.kind]),
        one.processor or "-",
        one.text,
        str(one.due or "-"),
        str(one.done or "-"),
        one.owner or "-",
        "\n".join((state, *map(say, one.says))),
    )


def commitment_data(one: Commitment, translator: Translator) -> dict[str, object]:
    """The same in plain values."""
    said = [translator.say(says) for says in one.says]
    return {**one.plain_fields, "says": said, "cell": str(one.at)}
