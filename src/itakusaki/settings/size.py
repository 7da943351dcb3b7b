"""A size of memory in itakusaki.toml, such as 4GB: written as one, and within what can be worked with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NoReturn

from itakusaki.model.allowance import SIZE, bytes_of
from itakusaki.model.message import N_, Message

#: Less than this, and neither an ordinary workbook nor an ordinary log is read.
LEAST: Final = "256MB"
#: More than this no engine takes.
MOST: Final = "1000TB"


def size_given(value: object, name: str, refuse: Callable[[Message], NoReturn]) -> str:
    """The size that stands under a name; `refuse` is told what is wrong with it, and what to enter."""
    text = value.strip() if isinstance(value, str) else ""
    if not SIZE.fullmatch(text):
        refuse(Message.of(N_("{name} must be a size such as 4GB"), name=name))
    if not bytes_of(LEAST) <= bytes_of(text) <= bytes_of(MOST):
        says = N_("{name} is {size}; enter a size from {least} to {most}, such as 4GB")
        refuse(Message.of(says, name=name, size=text, least=LEAST, most=MOST))
    return text
