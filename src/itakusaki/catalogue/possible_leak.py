"""Possible leaks: what a control test or a cross-check may give ground to suspect, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass

from itakusaki.catalogue.checklist import Basis
from itakusaki.model.message import Value, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleLeak:
    """That what is found may be a leak, told as one story; whether it is one is for people to decide.

    `says` is a sentence, of a test with `{hits}` and the figures as blanks. `basis` are the rules by
    which it has to be decided. `along_with` are tests of which one must have hit on the same names
    too (none: what is found is enough); with `follows` a hit that is not before this test's first hit
    on that name, by the day.
    """

    says: Words
    basis: tuple[Basis, ...]
    along_with: tuple[str, ...] = ()
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One ground, in one party's case, to decide whether a leak has to be suspected.

    `source` is the comparison it comes from ("X-14/log/download-then-media"), `title` that of the
    test or rule, `says` the story in sentences; `tests` are the control tests whose hits tell of the same names,
    by id, `basis` the rules to decide it by.
    """

    processor: str
    source: str
    title: Words
    says: tuple[Value, ...]
    basis: tuple[Basis, ...]
    tests: tuple[str, ...] = ()
