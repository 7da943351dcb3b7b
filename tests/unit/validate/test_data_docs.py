"""Data Docs go over those of an older run, and never over a page of somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.model.errors import FileExistsAlreadyError
from itakusaki.validate.data_docs import write_data_docs
from itakusaki.validate.outcome import TableOutcome

TABLES = (
    TableOutcome(table="ledger", outcomes=(), page="<html><head></head><body></body></html>"),
)


def test_pages_of_an_older_run_are_written_over(tmp_path: Path) -> None:
    for _ in range(2):
        write_data_docs(tmp_path / "docs", TABLES)
    assert {path.name for path in (tmp_path / "docs").iterdir()} == {"index.html", "ledger.html"}


@pytest.mark.parametrize("name", ["index.html", "ledger.html"])
def test_a_page_of_somebody_else_stays_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<html>mine</html>")
    with pytest.raises(FileExistsAlreadyError):
        write_data_docs(tmp_path, TABLES)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["<html>mine</html>"]


def test_a_page_has_a_language_a_main_part_and_heads_in_order(tmp_path: Path) -> None:
    made = (
        "<html><head><title>compiled</title></head><body><h4>Result</h4>Data asset: None<br> <h5 >a</h5>"
        "<table><tr><th\n>列</th></tr></table></body></html>"
    )
    write_data_docs(tmp_path, (TableOutcome(table="ledger", outcomes=(), page=made),))
    page = (tmp_path / "ledger.html").read_text(encoding="utf-8")
    assert page.startswith('<html lang="en">')
    assert "<title>Great Expectations: ledger</title>" in page
    assert "<main><h1>Great Expectations: ledger</h1><h2>Result</h2><h3 >a</h3>" in page
    assert 'scope="col"' in page
    assert '<span lang="ja">列</span>' in page
    assert "None" not in page
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in index
    assert "<main>" in index
    assert "<th></th>" not in index
