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
