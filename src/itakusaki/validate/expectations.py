"""Expectations: which of Great Expectations' may stand in a suite, and what each is told.

Left out are those that need a database or a second table. The names are Great Expectations' own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from itakusaki.model.issue import IssueLevel
from itakusaki.model.message import Words

#: What a YAML value may be once it is read.
Argument: TypeAlias = object


class ExpectationScope(StrEnum):
    """What an expectation looks at, which decides what `columns` means and where a failure stands."""

    COLUMN = "column"  # each column by itself; a failure has rows
    PAIR = "pair"  # two columns, A and B; a failure has rows
    COLUMNS = "columns"  # several columns together; a failure has rows
    AGGREGATE = "aggregate"  # each column as a whole; a failure has no rows
    TABLE = "table"  # the table as a whole; no columns, no rows


ROW_SHAPES = frozenset({ExpectationScope.COLUMN, ExpectationScope.PAIR, ExpectationScope.COLUMNS})


@dataclass(frozen=True, slots=True)
class ExpectationKind:
    """An expectation that may be used: its shape and the arguments it must or may be given."""

    shape: ExpectationScope
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


RANGE = ("min_value", "max_value", "strict_min", "strict_max")
MISSING = ("ignore_row_if",)

KINDS: Final[Mapping[str, ExpectationKind]] = {
    "expect_column_values_to_not_be_null": ExpectationKind(ExpectationScope.COLUMN),
    "expect_column_values_to_be_null": ExpectationKind(ExpectationScope.COLUMN),
    "expect_column_values_to_be_unique": ExpectationKind(ExpectationScope.COLUMN),
    "expect_column_values_to_be_in_set": ExpectationKind(ExpectationScope.COLUMN, ("value_set",)),
    "expect_column_values_to_not_be_in_set": ExpectationKind(
        ExpectationScope.COLUMN, ("value_set",)
    ),
    "expect_column_values_to_be_between": ExpectationKind(ExpectationScope.COLUMN, (), RANGE),
    "expect_column_value_lengths_to_be_between": ExpectationKind(
        ExpectationScope.COLUMN, (), RANGE
    ),
    "expect_column_value_lengths_to_equal": ExpectationKind(ExpectationScope.COLUMN, ("value",)),
    "expect_column_values_to_match_regex": ExpectationKind(ExpectationScope.COLUMN, ("regex",)),
    "expect_column_values_to_not_match_regex": ExpectationKind(ExpectationScope.COLUMN, ("regex",)),
    "expect_column_values_to_match_regex_list": ExpectationKind(
        ExpectationScope.COLUMN, ("regex_list",), ("match_on",)
    ),
    "expect_column_values_to_not_match_regex_list": ExpectationKind(
        ExpectationScope.COLUMN, ("regex_list",)
    ),
    "expect_column_pair_values_a_to_be_greater_than_b": ExpectationKind(
        ExpectationScope.PAIR, (), ("or_equal", *MISSING)
    ),
    "expect_column_pair_values_to_be_equal": ExpectationKind(ExpectationScope.PAIR, (), MISSING),
    "expect_column_pair_values_to_be_in_set": ExpectationKind(
        ExpectationScope.PAIR, ("value_pairs_set",), MISSING
    ),
    "expect_compound_columns_to_be_unique": ExpectationKind(ExpectationScope.COLUMNS, (), MISSING),
    "expect_multicolumn_sum_to_equal": ExpectationKind(
        ExpectationScope.COLUMNS, ("sum_total",), MISSING
    ),
    "expect_select_column_values_to_be_unique_within_record": ExpectationKind(
        ExpectationScope.COLUMNS, (), MISSING
    ),
    "expect_column_distinct_values_to_be_in_set": ExpectationKind(
        ExpectationScope.AGGREGATE, ("value_set",)
    ),
    "expect_column_distinct_values_to_contain_set": ExpectationKind(
        ExpectationScope.AGGREGATE, ("value_set",)
    ),
    "expect_column_distinct_values_to_equal_set": ExpectationKind(
        ExpectationScope.AGGREGATE, ("value_set",)
    ),
    "expect_column_max_to_be_between": ExpectationKind(ExpectationScope.AGGREGATE, (), RANGE),
    "expect_column_mean_to_be_between": ExpectationKind(ExpectationScope.AGGREGATE, (), RANGE),
    "expect_column_median_to_be_between": ExpectationKind(ExpectationScope.AGGREGATE, (), RANGE),
    "expect_column_min_to_be_between": ExpectationKind(ExpectationScope.AGGREGATE, (), RANGE),
    "expect_column_stdev_to_be_between": ExpectationKind(ExpectationScope.AGGREGATE, (), RANGE),
    "expect_column_sum_to_be_between": ExpectationKind(ExpectationScope.AGGREGATE, (), RANGE),
    "expect_column_unique_value_count_to_be_between": ExpectationKind(
        ExpectationScope.AGGREGATE, (), RANGE
    ),
    "expect_column_proportion_of_unique_values_to_be_between": ExpectationKind(
        ExpectationScope.AGGREGATE, (), RANGE
    ),
    "expect_column_proportion_of_non_null_values_to_be_between": ExpectationKind(
        ExpectationScope.AGGREGATE, (), RANGE
    ),
    "expect_table_row_count_to_be_between": ExpectationKind(ExpectationScope.TABLE, (), RANGE),
    "expect_table_row_count_to_equal": ExpectationKind(ExpectationScope.TABLE, ("value",)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One test on a column of a row: one of the values, given or not, above or below a bound."""

    column: str
    one_of: tuple[str | float | bool, ...] = ()
    given: bool | None = None
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCondition:
    """Which rows an expectation is about: those for which `every` term holds, or any of them."""

    terms: tuple[Term, ...]
    every: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing expected of a table; `columns` has one name, or those looked at together.

    `file` and `code` say where it is written down; a failure is reported at the first column,
    `unless` the reader gave an issue of one of these codes on the same row.
    """

    name: str
    code: str
    level: IssueLevel
    says: Words
    mend: Words
    file: str
    columns: tuple[str, ...] = ()
    arguments: Mapping[str, Argument]
    mostly: float | None = None
    condition: RowCondition | None = None
    unless: tuple[str, ...] = ()

    @property
    def kind(self) -> ExpectationKind:
        """What is known of the expectation by its name."""
        return KINDS[self.name]

    @property
    def reads(self) -> tuple[str, ...]:
        """Every column that must be there, derived ones included."""
        terms = self.condition.terms if self.condition else ()
        return (*self.columns, *(term.column for term in terms))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Everything expected of one kind of table."""

    table: str
    expectations: tuple[Expectation, ...]
