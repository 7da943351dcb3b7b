"""Golden files: what a report looks like, reviewed as a diff when it changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from support.examinations import examined
from support.published import published, sample

GOLDEN = Path(__file__).parents[2] / "golden" / "report"
NAMES = (
    *(f"index.{lang}.{end}" for lang in ("ja", "en") for end in ("html", "md")),
    *(f"processors/P02.{lang}.{end}" for lang in ("ja", "en") for end in ("html", "md")),
    *(f"processors/{id_}.{lang}.md" for id_ in ("P03", "P05") for lang in ("ja", "en")),
    "assessment.json",
)


#: Where the section on logs begins and ends.
LOGS = {
    "ja.html": ('<section id="logs">', '<section id="questions">'),
    "en.html": ('<section id="logs">', '<section id="questions">'),
    "ja.md": ("## ログから分かること", "## 委託先への質問"),
    "en.md": ("## What the logs say", "## Questions to the processor"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_as_it_was_reviewed(name: str, update_golden: bool) -> None:  # noqa: FBT001
    compare(GOLDEN / name, sample()[name], update=update_golden)


@cache
def logs() -> Mapping[str, bytes]:
    return published(examined(), formats=("html", "md"))


@pytest.mark.parametrize("ending", LOGS)
def test_what_the_logs_say_is_as_it_was_reviewed(ending: str, update_golden: bool) -> None:  # noqa: FBT001
    page = logs()[f"processors/P02.{ending}"].decode()
    first, last = (page.index(mark) for mark in LOGS[ending])
    compare(GOLDEN / f"logs.{ending}", page[first:last].encode(), update=update_golden)


def compare(path: Path, made: bytes, *, update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    assert made.decode() == path.read_text(encoding="utf-8")
