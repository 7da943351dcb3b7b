"""How many examples a law is tried on: a slice in every run, many times that for `make laws`."""

import os

#: How many times the slice; set by `make laws`.
TIMES = int(os.environ.get("LAWS_TIMES", "1"))


#: In an ordinary run each law tries the same examples every time: it says the same of the same code.
IS_SLICE = TIMES == 1


def examples(number: int) -> int:
    """The examples of a law that gets `number` of them in every run."""
    return number * TIMES
