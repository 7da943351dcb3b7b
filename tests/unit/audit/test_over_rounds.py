"""Rounds side by side: findings in the trend, the portfolio page and what to do next; an old checklist."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from itakusaki.settings import data_folder
from support.cli import itakusaki
from support.databases import KeptIn
from support.small_round import answers, audited, store_of

Q3 = ("--round", "2026Q3")


@pytest.fixture
def space(space: Path, kept_in: KeptIn) -> Path:
    """The small round, on each database."""
    return kept_in(space)


@pytest.fixture
def two_rounds(space: Path) -> Path:
    """A party that said no in the third quarter, and yes in the fourth."""
    answers(space, "×", round_="2026Q3")
    store_of(space, make=True)
    audited(space, *Q3)
    assert itakusaki("audit", space, "--format", "md", "--format", "html", lang="ja").code == 0
    return space


def test_findings_stand_in_trend_page_and_next(two_rounds: Path) -> None:
    told = json.loads(itakusaki("round", "trend", two_rounds, "--json").out)
    first, second = told["findings"]
    assert (first["round"], first["closed"], second["round"]) == ("2026Q3", 0, "2026Q4")
    assert first["found"] > 0
    assert f"made {first['found']}, closed 0" in itakusaki("round", "trend", two_rounds).out
    pages = two_rounds / "reports" / "2026Q4"
    for name in ("index.md", "index.html"):
        page = (pages / name).read_text(encoding="utf-8")
        assert "点検回ごとの推移" in page
        assert "2026Q3" in page
    (party,) = (pages / "processors").glob("*.md")
    assert "前回から：新たに未了0件、悪化0件、改善4件" in party.read_text(encoding="utf-8")
    assert itakusaki("round", "open", "2026Q4", two_rounds).code == 0
    said = itakusaki("round", "next", two_rounds, "--on", "2028-01-01").out
    assert "finding list" in said
    assert "--overdue" in said


def test_an_old_round_is_judged_by_its_own_checklist_and_by_todays(two_rounds: Path) -> None:
    old = two_rounds.parent / "old"
    shutil.copytree(data_folder("checklists"), old)
    path = old / "TEC.yaml"
    changed = path.read_text(encoding="utf-8").replace("severity: critical", "severity: low")
    path.write_text(changed, encoding="utf-8")
    refused = ("round", "import", "2026Q3", two_rounds, "--checklists", old, "--report", path)
    assert itakusaki(*refused).code == 2
    assert itakusaki("round", "import", "2026Q3", two_rounds, "--checklists", old).code == 0
    first, last = store_of(two_rounds).kept("2026Q3")
    assert first.checklist_version != last.checklist_version
    side_by_side = json.loads(
        itakusaki("round", "compare", "2026Q3", "2026Q3", two_rounds, "--json").out
    )
    assert side_by_side["before"] == side_by_side["after"] == "2026Q3"


@pytest.mark.parametrize(("lang", "says"), [("en", "as of {}"), ("ja", "{}現在")])
def test_wherever_overdue_is_counted_the_day_is_told(
    two_rounds: Path, lang: str, says: str
) -> None:
    day, later = "2026-12-31", "2028-01-01"
    assert itakusaki("round", "open", "2026Q4", two_rounds).code == 0
    done = itakusaki("audit", two_rounds, "--format", "md", lang=lang)
    assert says.format(day) in done.err.replace("\n", "")
    for words in (("round", "status"), ("round", "next"), ("finding", "list")):
        said = itakusaki(*words, two_rounds, "--on", later, lang=lang)
        assert says.format(later) in said.out.replace("\n", ""), words
    told = json.loads(itakusaki("round", "status", two_rounds, "--on", later, "--json").out)
    assert told["findings"]["day"] == later
    (page,) = (two_rounds / "reports" / "2026Q4" / "processors").glob("*.md")
    text = page.read_text(encoding="utf-8")
    assert "2026年12月31日現在の期限超過" in text or "overdue as of 31 December 2026" in text
