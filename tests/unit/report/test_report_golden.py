"""Golden files: what a report looks like, reviewed as a diff when it changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import pytest

from support.examinations import examined
from support.golden import FILES, GOLDEN, LOGS, REPORTS, compare, readable
from support.published import published, sample

#: Where the section on logs begins and ends.
SECTIONS = {
    "ja.html": ('<section id="logs">', '<section id="questions">'),
    "en.html": ('<section id="logs">', '<section id="questions">'),
    "ja.md": ("## ログ等による再実施の結果", "## 委託先への質問"),
    "en.md": ("## What the logs say", "## Questions to the processor"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_as_it_was_reviewed(name: str, update_golden: bool) -> None:  # noqa: FBT001
    made = sample()[name.removeprefix("report/")].decode()
    # The data are published with a line per processor, which no diff can show.
    shown = readable(json.loads(made)) if name.endswith(".json") else made
    compare(name, shown, update=update_golden)


@cache
def logs() -> Mapping[str, bytes]:
    return published(examined(), formats=("html", "md"))


@pytest.mark.parametrize("name", LOGS)
def test_what_the_logs_say_is_as_it_was_reviewed(name: str, update_golden: bool) -> None:  # noqa: FBT001
    ending = name.removeprefix("report/logs.")
    page = logs()[f"processors/P02.{ending}"].decode()
    first, last = (page.index(mark) for mark in SECTIONS[ending])
    compare(name, page[first:last], update=update_golden)


def test_the_data_are_published_with_a_line_per_processor() -> None:
    lines = sample()["assessment.json"].decode().splitlines()
    parties = json.loads("\n".join(lines))["processors"]
    assert parties
    assert [
        json.loads(line.rstrip(",")) for line in lines if line.startswith('{"id":"P')
    ] == parties


def test_no_golden_file_lies_about_unused() -> None:
    there = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
    assert there == set(FILES)
