"""Cross-checks: what must agree between sources, as cross_checks.yaml holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from itakusaki.catalogue.possible_leak import PossibleLeak
from itakusaki.model.assessment import Topic
from itakusaki.model.message import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OperandSpec:
    """Where a value to compare is found.

    `source` is fact, answer, clause_fact, ledger, row, computed, policy, constant or log;
    `name` the fact id, control id, column or figure (of a log: "test-id.figure"). `side` is client, processor (the party itself) or lower (the
    lower tier at hand), "" for the side at hand, else either. `minus` takes it off in a sum,
    `percent` shows a share (0.5) as 50 %.
    """

    source: str
    name: str
    side: str = ""
    label: Words | None = None
    minus: bool = False
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OperandCondition:
    """A test on one operand: one of the given values, none of them, given at all, above or below a number.

    `none_of` also holds where there is no value.
    """

    operand: OperandSpec
    one_of: tuple[str | float | bool, ...] = ()
    none_of: tuple[str | float | bool, ...] = ()
    given: bool | None = None
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One comparison of a rule.

    `kind` names a function of `score.check_kinds`; `each` repeats it (for every row of a table, every
    side that answers, every lower tier); `when` must hold or the
    comparison does not arise. `turns` names whose verdict a contradiction turns where that is not
    every side whose statements are compared (`client`, `processor`: the party). `counts_as` is set where an
    answer is held against the same side's own figure: it then counts as partial or gap, or by the
    share shown (`share`: gap where there is none at all, else partial). `parts` are added up and stand for the side that is left out.
    `margin` is a share (0.1 = 10 %), `days` a limit. `ignoring` are entries of a list that say
    nothing, `spellings` ways of writing the same (each → the first of its group). `possible_leak` is
    set where what it finds has to be sealed.
    """

    id: str
    kind: str
    touches: tuple[str, ...]
    question: Words
    left: OperandSpec | None = None
    right: OperandSpec | None = None
    parts: tuple[OperandSpec, ...] = ()
    conditions: tuple[OperandCondition, ...] = ()
    when: tuple[OperandCondition, ...] = ()
    each: str = ""
    margin: float = 0.0
    days: int = 0
    turns: str = ""
    counts_as: str = ""
    ignoring: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    possible_leak: PossibleLeak | None = None

    #: Every operand that is compared, in the order in which it is shown; kept, for it is asked often.
    operands: tuple[OperandSpec, ...] = field(init=False)
    #: The control tests of which it compares a figure.
    tests: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Line up the operands: left, right, parts, conditions."""
        sides = tuple(spec for spec in (self.left, self.right) if spec)
        rest = self.parts + tuple(condition.operand for condition in self.conditions)
        object.__setattr__(self, "operands", sides + rest)
        tests = {o.name.partition(".")[0] for o in self.operands if o.source == "log"}
        object.__setattr__(self, "tests", frozenset(tests))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """A rule X-nn and its comparisons; `needs` says what else would be compared, e.g. exported logs."""

    id: str
    title: Words
    topic: Topic
    checks: tuple[Check, ...]
    needs: Words | None = None
