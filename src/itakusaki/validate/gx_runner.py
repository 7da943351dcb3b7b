"""The runner: expectations and frames → outcomes. The one door to Great Expectations.

Importing it costs seconds: only the gate does so, once there are rows to check. Nothing is written
and nothing calls out: the context lives in memory and analytics are off before the import.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from itakusaki.validate.later import loaded_later

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported

# It would load pyspark where that is installed, which takes seconds and, in a process without a main
# file, ends it; and SQLAlchemy. Nothing here runs on Spark or a database.
_ABSENT = {name: sys.modules.get(name) for name in ("pyspark", "pyspark.sql.connect", "sqlalchemy")}
sys.modules.update(dict.fromkeys(_ABSENT))  # type: ignore[arg-type]  # None: as if not installed
# A third of its start are these, which three of its expectations use, and none that a suite may have.
with loaded_later("altair", "scipy", "scipy.stats"):
    import great_expectations as gx
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.expectations.row_conditions import AndCondition, Column, OrCondition
    from great_expectations.render.components import CollapseContent
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view.view import DefaultJinjaPageView

for _name, _module in _ABSENT.items():
    del sys.modules[_name]
    if _module is not None:
        sys.modules[_name] = _module

from itakusaki.validate.expectations import (
    Argument,
    Expectation,
    ExpectationScope,
    RowCondition,
    Term,
)
from itakusaki.validate.frames import AT, ROW, frame_of
from itakusaki.validate.job import Job
from itakusaki.validate.outcome import ExpectationOutcome, TableOutcome

#: Each failing row by its number; nothing that only people would look at.
ROWS = {
    "result_format": "COMPLETE",
    "return_unexpected_index_query": False,
    "partial_unexpected_count": 0,
}
#: What a page shows: some of the failing values, each with its place.
SHOWN = {
    **ROWS,
    "partial_unexpected_count": 20,
    "unexpected_index_column_names": [ROW, AT],
}
#: A page is named by nothing that the clock says: the same input gives the same bytes.
RUN = RunIdentifier(run_name="gate", run_time=datetime(2000, 1, 1, tzinfo=UTC))
#: Cell text in a page: the library escapes some of it and some not.
HARMLESS = str.maketrans({"<": "＜", ">": "＞", "&": "＆"})


def run(jobs: Sequence[Job], *, pages: bool = False) -> tuple[TableOutcome, ...]:
    """Run every job in one context, and make their Data Docs pages if asked."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("run")
    return tuple(_run_one(source, job, pages=pages) for job in jobs)


def _run_one(source: Any, job: Job, *, pages: bool) -> TableOutcome:  # noqa: ANN401
    built: dict[int, Any] = {}
    outcomes: list[ExpectationOutcome] = []
    for key, expectation in job.expectations.items():
        try:
            built[key] = _built(key, expectation)
        except (TypeError, ValueError) as error:  # pydantic's errors are ValueErrors
            outcomes.append(ExpectationOutcome(key=key, held=False, error=_first_line(str(error))))
    definition = source.add_dataframe_asset(job.table).add_batch_definition_whole_dataframe("rows")
    batch = _Batch(job.table, definition.get_batch({"dataframe": frame_of(job.columns)}))
    result = batch.validate(built, SHOWN) if pages else batch.failing_rows(built)
    outcomes += [_outcome(one) for one in result.results]
    batch.forget()
    outcomes.sort(key=lambda outcome: outcome.key)
    page = _page(job.table, result) if pages else ""
    return TableOutcome(table=job.table, outcomes=tuple(outcomes), page=page)


@dataclass(frozen=True, slots=True)
class _Batch:
    """A frame as the library holds it."""

    table: str
    batch: Any

    def validate(self, built: Mapping[int, Any], result_format: object) -> Any:  # noqa: ANN401
        """All results, in an order of the library's own."""
        suite = gx.ExpectationSuite(name=self.table, expectations=list(built.values()))
        return self.batch.validate(suite, result_format=result_format)

    def forget(self) -> None:
        """Let go of the table, which the library keeps for as long as the process lasts."""
        manager = self.batch.data.execution_engine.batch_manager
        manager.reset_batch_cache()
        manager.batch_data_cache.clear()

    def failing_rows(self, built: Mapping[int, Any]) -> Any:  # noqa: ANN401
        """All results, with rows where something failed.

        A yes or no costs half of what the rows do, and most expectations hold.
        """
        result = self.validate(built, "BOOLEAN_ONLY")
        failed = [_key(one) for one in result.results if not one.success]
        if failed:
            closer = self.validate({key: built[key] for key in failed}, ROWS).results
            by_key = {_key(one): one for one in (*result.results, *closer)}
            result.results = list(by_key.values())
        return result


def _built(key: int, expectation: Expectation) -> Any:  # noqa: ANN401 - the library has no public base
    name = "".join(word.capitalize() for word in expectation.name.split("_"))
    arguments: dict[str, Argument] = {
        **_columns(expectation),
        **expectation.arguments,
        "meta": {"code": expectation.code, "key": key},
        "description": _description(expectation),
    }
    if expectation.mostly is not None:
        arguments["mostly"] = expectation.mostly
    if expectation.condition is not None:
        arguments["row_condition"] = _condition(expectation.condition)
    return getattr(gx.expectations, name)(**arguments)


def _description(expectation: Expectation) -> str:
    """How a page names it; the library reads $ as the start of a blank."""
    says = expectation.says
    text = f"{expectation.code} ({', '.join(expectation.columns)}) {says.ja} / {says.en}"
    return text.translate(HARMLESS).replace("$", "＄")


def _columns(expectation: Expectation) -> dict[str, Argument]:
    match expectation.kind.shape:
        case ExpectationScope.COLUMN | ExpectationScope.AGGREGATE:
            return {"column": expectation.columns[0]}
        case ExpectationScope.PAIR:
            first, second = expectation.columns
            either = {"ignore_row_if": "either_value_is_missing"}
            return {"column_A": first, "column_B": second, **either}
        case ExpectationScope.COLUMNS:
            any_of = {"ignore_row_if": "any_value_is_missing"}
            return {"column_list": list(expectation.columns), **any_of}
        case ExpectationScope.TABLE:
            return {}


def _condition(condition: RowCondition) -> Any:  # noqa: ANN401
    terms = [_term(term) for term in condition.terms]
    if len(terms) == 1:
        return terms[0]
    # Not by its operators: three terms would nest, which it refuses of alternatives.
    return (AndCondition if condition.every else OrCondition)(conditions=terms)


def _term(term: Term) -> Any:  # noqa: ANN401
    column = Column(term.column)
    if term.given is not None:
        return column.is_not_null() if term.given else column.is_null()
    if term.above is not None:
        return column > term.above
    if term.below is not None:
        return column < term.below
    return column.is_in(list(term.one_of))


def _key(result: Any) -> int:  # noqa: ANN401
    return int(result.expectation_config.meta["key"])


def _outcome(result: Any) -> ExpectationOutcome:  # noqa: ANN401
    key = _key(result)
    error = _error(result.exception_info or {})
    if result.success or error:
        return ExpectationOutcome(key=key, held=not error, error=error)
    places = result.result.get("unexpected_index_list")
    if places is None:
        return ExpectationOutcome(
            key=key, held=False, observed=str(result.result.get("observed_value", ""))
        )
    rows = sorted(int(place[ROW] if isinstance(place, dict) else place) for place in places)
    return ExpectationOutcome(key=key, held=False, rows=tuple(rows))


def _error(info: Mapping[str, Any]) -> str:
    """Why the library could not run an expectation: one report, or one per part of the work."""
    reports = [info] if "raised_exception" in info else list(info.values())
    for report in reports:
        if report["raised_exception"]:
            return _first_line(str(report["exception_message"])) or "?"
    return ""


def _first_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _page(table: str, result: Any) -> str:  # noqa: ANN401
    # A stack trace tells a reader nothing and names folders of this machine; the issue list has it.
    result.results = [one for one in result.results if not _error(one.exception_info or {})]
    result.results.sort(key=_key)
    for one in result.results:
        one.result = _harmless(one.result)
    result.meta = {"run_id": RUN}
    result.suite_name = table
    document = ValidationResultsPageRenderer().render(result)
    overview = document.sections[0]
    blocks = overview.content_blocks
    overview.content_blocks = [one for one in blocks if not isinstance(one, CollapseContent)]
    return str(DefaultJinjaPageView().render(document))  # type: ignore[no-untyped-call]


def _harmless(value: Any) -> Any:  # noqa: ANN401 - whatever a result is made of
    if isinstance(value, str):
        return value.translate(HARMLESS)
    if isinstance(value, dict):
        return {_harmless(key): _harmless(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_harmless(entry) for entry in value)
    return value
