"""Findings over rounds by the commands of a vendor manager: found, set, accepted, closed by another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from itakusaki.audit.findings import FindingCounts, FindingFilter, finding_counts, list_findings
from itakusaki.cli.finding_lines import TOLD_OF_SEALED
from itakusaki.language import translator_for
from itakusaki.model.journal import EntryMark
from itakusaki.model.tracked import SETTLED, FindingState, Settlement, TrackedFinding
from support.cli import Said, itakusaki
from support.databases import KeptIn
from support.small_round import answers, audited, make_space, store_of
from support.stored import MARK, TRACKED
from support.unpacked import unpacked

pytestmark = pytest.mark.usefixtures("without_the_gate")

#: Days by whose count nothing, or everything, is late.
EARLY, LATE = ("--on", "2027-01-02"), ("--on", "2028-01-02")


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory, kept_in: KeptIn) -> Path:
    """A workspace whose one processor said no to four questions, with its findings."""
    root = kept_in(make_space(tmp_path_factory.mktemp("findings") / "space"))
    answers(root, "×")
    store_of(root, make=True)
    said = audited(root)
    assert "ready for verification" in said.err
    return root


def found(space: Path, *more: str) -> dict[str, dict[str, Any]]:
    said = itakusaki("finding", "list", space, "--json", *EARLY, *more)
    assert said.code == 0, said.err
    return {one["id"]: one for one in json.loads(said.out)}


def changed(space: Path, id_: str, *more: str, code: int = 0) -> Said:
    said = itakusaki("finding", "set", id_, space, *EARLY, *more)
    assert said.code == code, said.err + said.out
    return said


def test_a_finding_is_followed_until_another_confirmed_it(space: Path) -> None:
    theirs = [one["id"] for one in found(space).values() if one["side"] != "client"]
    first, second = theirs[:2]
    assert first == "F-P001-001"
    assert itakusaki("finding", "list", space, *LATE).code == 1
    assert found(space, "--overdue") == {}
    before = len(store_of(space).entries())
    rehearsed = changed(space, first, "--owner", "佐藤", "--dry-run").err
    assert "Dry run" in rehearsed
    assert f"{first} would be “" in rehearsed
    assert "is now" not in rehearsed
    assert len(store_of(space).entries()) == before
    changed(space, first, "--owner", "佐藤", "--state", "in_progress")
    refused = changed(space, first, "--due", "2027-12-01", code=2).err
    assert "needs a reason" in refused
    changed(space, first, "--due", "2027-12-01", "--reason", "製品の入替え待ち")
    audited(space)
    assert len(store_of(space).entries()) == before + 2  # the same input again adds nothing

    shown = itakusaki("finding", "show", first, space, lang="ja").out
    assert "佐藤" in shown
    assert "対応中" in shown
    accepting = (
        "--state",
        "accepted",
        "--by",
        "部長",
        "--reason",
        "r",
        "--measure",
        "記録を毎日見る",
    )
    changed(space, second, *accepting, "--until", "2027-02-28")
    late = itakusaki("finding", "show", second, space, "--json", *LATE)
    assert json.loads(late.out)["state"] == "reopened"

    answers(space, "○")
    audited(space)
    stands = found(space)
    assert (stands[first]["state"], stands[first]["moved"]) == ("in_progress", 1)  # a claim alone
    changed(space, first, "--state", "ready", "--by", "佐藤")
    closing = (
        "--state",
        "closed",
        "--evidence",
        "権限一覧",
        "--evidence-state",
        "confirmed",
        "--by",
    )
    assert "did the work" in changed(space, first, *closing, "佐藤", code=2).err
    changed(space, first, *closing, "鈴木")
    assert set(found(space, "--state", "closed")) == {first}
    check = itakusaki("journal", "verify", space, "--json")
    assert (check.code, json.loads(check.out)["fault"]) == (0, None)
    itakusaki("audit", space, "--format", "md", lang="ja")
    (page,) = (space / "reports" / "2026Q4" / "processors").glob("*.md")
    assert "指摘の動き：新規" in page.read_text(encoding="utf-8")
    told = itakusaki("journal", "show", space, "--json").out
    assert not [name for name in ("佐藤", "鈴木", "部長", "P001") if name in told]


def test_a_name_that_is_none_is_said_with_the_nearest(space: Path) -> None:
    assert "F-P001-001" in changed(space, "F-P001-01", "--owner", "佐藤", code=2).err
    assert itakusaki("finding", "show", "F-P001-01", space).code == 2


def filled(path: Path, text: str) -> Path:
    """A sheet in whose first finding somebody entered a cause."""
    book = load_workbook(path)
    page = book.worksheets[0]
    (cause,) = (cell for row in page.iter_rows(max_row=8) for cell in row if cell.value == "原因")
    page.cell(cause.row + 1, cause.column).value = text
    path = path.with_name("returned.xlsx")
    book.save(path)
    return path


def test_a_sheet_goes_out_and_what_comes_back_is_taken_cell_by_cell(space: Path) -> None:
    with_sheet = ("finding", "sheet")
    rehearsed = itakusaki(*with_sheet, "export", space, "P001", *EARLY, "--dry-run", lang="ja")
    assert "作成の予定" in rehearsed.err
    assert "次の操作" not in rehearsed.err
    made = itakusaki(*with_sheet, "export", space, "P001", *EARLY, lang="ja")
    assert "次の操作" in made.err
    (path,) = (Path(line) for line in made.out.splitlines())
    assert path.name == "指摘事項一覧・是正計画書_2026Q4_P001_青葉データサービス株式会社.xlsx"
    assert itakusaki(*with_sheet, "export", space, "P001", lang="ja").code != 0
    assert "F-P001" in str(list(load_workbook(path).worksheets[0].values))
    asked = (*with_sheet, "import", filled(path, "棚卸しが漏れていた"), space)
    before = len(store_of(space).entries())
    trial = itakusaki(*asked, "--dry-run", lang="ja")
    assert "「」→「棚卸しが漏れていた」" in trial.out
    assert "取込みの予定：指摘1件、セル1件" in trial.err
    assert len(store_of(space).entries()) == before
    assert itakusaki(*asked).code == 0
    assert "0 cells of 0 findings" in itakusaki(*asked).err  # taken in before
    (one,) = (f for f in store_of(space).findings() if f.plan.cause)
    assert "棚卸しが漏れていた" in itakusaki("finding", "show", one.id, space).out

    again = (*with_sheet, "import", filled(path, "担当が替わった"), space)
    stopped = itakusaki(*again, lang="ja")
    assert stopped.code == 2
    assert "当方「棚卸しが漏れていた」、相手「担当が替わった」" in stopped.err
    assert itakusaki(*again, "--conflicts", "skip").code == 0
    assert store_of(space).findings()[one.number - 1].plan == one.plan
    assert itakusaki(*again, "--conflicts", "take").code == 0
    assert store_of(space).findings()[one.number - 1].plan.cause == "担当が替わった"
    assert itakusaki(*with_sheet, "export", space, "--own").code == 2  # the client has none


@pytest.fixture
def sealed(space: Path) -> Iterator[TrackedFinding]:
    """A finding that was told openly, until its control became sealed."""
    store, mark = store_of(space), EntryMark(actor="", at=datetime(2026, 12, 31, tzinfo=UTC))
    first = next(one for one in store.findings() if one.state not in SETTLED and one.for_party)
    store.change_findings("2026Q4", lambda _: (replace(first, sealed=True),), mark)
    yield first
    store.change_findings("2026Q4", lambda _: (first,), mark)


def test_a_sealed_finding_is_named_and_told_to_nobody(
    space: Path, sealed: TrackedFinding, tmp_path: Path
) -> None:
    words = translator_for("en").say(sealed.found[0])
    assert "Sealed matter" in itakusaki("finding", "list", space, *EARLY).out
    assert set(found(space)[sealed.id]) == {*TOLD_OF_SEALED, "overdue"}
    shown = itakusaki("finding", "show", sealed.id, space).out
    assert "There is a sealed matter" in shown
    assert words not in shown
    assert words in itakusaki("finding", "show", sealed.id, space, "--sealed").out
    said = itakusaki("finding", "sheet", "export", space, "--out", tmp_path, *EARLY)
    sheets = [unpacked(path.name, path.read_bytes()) for path in tmp_path.iterdir()]
    assert sheets or said.code == 2  # nothing else is open
    assert not [text for text in sheets if sealed.id in text or sealed.controls[0] in text]


def test_a_change_of_nothing_is_wrong_use(space: Path) -> None:
    assert "Say what is to change" in changed(space, "F-P001-001", code=2).err


def test_findings_are_counted_as_they_are_listed_on_a_day(tmp_path: Path, kept_in: KeptIn) -> None:
    store, until = store_of(kept_in(make_space(tmp_path / "ws")), make=True), date(2027, 3, 31)
    settled = Settlement(by="高橋", reason="更改まで", seen="", round="2026Q4", until=until)
    accepted = replace(TRACKED, state=FindingState.ACCEPTED, settlement=settled)
    others = [
        replace(TRACKED, id=f"F-P01-00{number}", number=number, cause=f"TEC-0{number}", state=state)
        for number, state in enumerate((FindingState.OPEN, FindingState.READY), start=2)
    ]
    store.change_findings("2026Q4", lambda _: (accepted, *others), MARK)
    counted = {
        day: finding_counts(store, day) for day in (TRACKED.due, until, until + timedelta(days=1))
    }
    assert list(counted.values()) == [
        FindingCounts(day=TRACKED.due, waiting=2, overdue=0, ready=1),
        FindingCounts(day=until, waiting=2, overdue=2, ready=1),
        # the exception has lapsed
        FindingCounts(day=until + timedelta(days=1), waiting=3, overdue=3, ready=1),
    ]
    for day, counts in counted.items():
        listed = list_findings(store, FindingFilter(overdue=True), day)
        assert len(listed) == counts.overdue
