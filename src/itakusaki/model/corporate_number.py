"""Corporate numbers (法人番号): their form, and the check digit that tells a slip from a number."""

from __future__ import annotations

from typing import Final

LENGTH: Final = 13


def has_form(number: str) -> bool:
    """Whether it is 13 ASCII digits and nothing else."""
    return len(number) == LENGTH and number.isascii() and number.isdigit()


def is_valid(number: str) -> bool:
    """Whether it is 13 digits of which the first is right for the other twelve.

    9 − (Σ Pₙ·Qₙ mod 9), n counted from the right of the other twelve; Q is 1 for odd n, else 2
    (Ordinance of the Ministry of Finance No. 70 of 2014, Art. 2).
    """
    if not has_form(number):
        return False
    body = number[:0:-1]
    total = sum(int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(body))
    return int(number[0]) == 9 - total % 9
