"""The table of docs/evidence.md: what makes each control test clean, incomplete, not comparable.

Made of the tests' data; run as `make docs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from itakusaki.catalogue.evidence_data import EvidenceData, load_evidence_data
from itakusaki.catalogue.retest import ControlTest, Lines, Meeting, Rest, Stated

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "evidence.md"
TESTS: Final = ROOT / "checklists" / "evidence"
MARKS: Final = re.compile(r"(<!-- grounds -->\n).*?(<!-- /grounds -->)", re.DOTALL)
HEAD: Final = "| test | proves | not comparable without | without a hit incomplete unless |\n| --- | --- | --- | --- |\n"


def ground_table(known: EvidenceData) -> str:
    """The table, a line per test."""
    return HEAD + "".join(f"{_line(known, test)}\n" for test in known.tests.values())


def _line(known: EvidenceData, test: ControlTest) -> str:
    proves = ", ".join(test.proves) or ("figures" if test.measures else "-")
    cells = (f"`{test.id}`", proves, _needs(known, test), "; ".join(_unless(test)))
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _needs(known: EvidenceData, test: ControlTest) -> str:
    logs = [name for name in test.uses if known.exports[name].is_log]
    lists = ", ".join(test.needs) or f"one of {', '.join(logs)}"
    values = f" (a value in {' or '.join(test.needs_values)})" if test.needs_values else ""
    unset = [p.name for p in test.parameters if p.default is None]
    return f"{lists}{values}{''.join(f', parameter `{name}`' for name in unset)}"


def _unless(test: ControlTest) -> Iterator[str]:
    grounds = test.grounds
    yield f"compared: {grounds.compared.en}"
    for shown in grounds.shows:
        others = ["known to the layout"] if shown.by_layout else []
        others += [f"parameter `{shown.confirmed_by}`"] if shown.confirmed_by else []
        aside = f" (or {', '.join(others)})" if others else ""
        yield f"shown in {shown.lines.export}: {shown.title.en}{aside}"
    yield from (_rest(rest) for rest in grounds.rests_on)
    yield from (_meeting(meeting) for meeting in grounds.meets)
    yield from (_stated(stated) for stated in grounds.states)
    if grounds.passed_over:
        yield f"none passed over: {grounds.passed_over.title.en}"


def _stated(stated: Stated) -> str:
    where = f" ({_columns(stated.where)})" if stated.where else ""
    among = f", of {_kind(stated.among)}" if stated.among else ""
    aside = f", not of {_kind(stated.not_among)}" if stated.not_among else ""
    none = ", or none does" if stated.or_none else ""
    return f"every line{where} fills {stated.column}{among}{aside}{none}"


def _kind(lines: Lines) -> str:
    return f"{lines.export} {_columns(lines.columns)}" if lines.columns else lines.export


def _columns(columns: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{name} {' or '.join(v) or 'given'}" for name, v in columns.items())


def _rest(rest: Rest) -> str:
    if rest.where is None:
        return f"delivered: {rest.export}"
    lines = ", ".join(f"{name} {' or '.join(v)}" for name, v in rest.where.columns.items())
    return f"delivered: {rest.export}, where {rest.where.export} holds {lines}"


def _meeting(meeting: Meeting) -> str:
    return f"{meeting.least_percent} % of {meeting.names} meet {meeting.listed}"


def page() -> str:
    """The page with the table as it should be."""
    table = ground_table(load_evidence_data(TESTS))
    before = PAGE.read_text(encoding="utf-8")
    return MARKS.sub(lambda found: f"{found[1]}{table}{found[2]}", before)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
