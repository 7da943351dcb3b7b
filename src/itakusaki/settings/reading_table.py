"""The table [reading] of itakusaki.toml: what reading one delivered file may take of the machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from itakusaki.model.allowance import USUAL, Allowance, bytes_of
from itakusaki.model.message import N_, Message
from itakusaki.settings.size import size_given

KNOWN: Final = ("memory", "seconds", "output")
MOST_SECONDS: Final = 86_400


def read_allowance(given: Mapping[str, Any], refuse: Callable[[Message], NoReturn]) -> Allowance:
    """The allowance that the table gives; `refuse` is told of what cannot be used."""
    for name in given:
        if name not in KNOWN:
            text = N_("there is no setting {name}; known are {known}")
            refuse(Message.of(text, name=f"reading.{name}", known=", ".join(KNOWN)))
    return Allowance(
        memory=_size("memory", given, refuse) or USUAL.memory,
        output=_size("output", given, refuse) or USUAL.output,
        seconds=_seconds(given, refuse),
    )


def _size(name: str, given: Mapping[str, Any], refuse: Callable[[Message], NoReturn]) -> int:
    if name not in given:
        return 0
    return bytes_of(size_given(given[name], f"reading.{name}", refuse))


def _seconds(given: Mapping[str, Any], refuse: Callable[[Message], NoReturn]) -> int:
    value = given.get("seconds", USUAL.seconds)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_SECONDS:
        text = N_("{name} must be a whole number from 1 to {most}")
        refuse(Message.of(text, name="reading.seconds", most=MOST_SECONDS))
    return value
