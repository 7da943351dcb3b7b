"""The table [reading]: what a file may take, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from itakusaki.model.allowance import MEGABYTE, USUAL, Allowance, bytes_of
from itakusaki.model.errors import SettingsError
from itakusaki.settings import load_workspace
from itakusaki.settings.reading_table import KNOWN
from support.sample import ROOT

HEAD = 'client = "みなと"\nround = "2026Q4"\nas_of = 2026-12-31\n'


def allowed(folder: Path, table: str) -> Allowance:
    (folder / "itakusaki.toml").write_text(HEAD + table, encoding="utf-8")
    return load_workspace(folder).reading


def test_what_is_not_set_is_as_usual(tmp_path: Path) -> None:
    assert allowed(tmp_path, "") == USUAL
    given = allowed(tmp_path, '[reading]\nmemory = "512MiB"\nseconds = 5\noutput = "1GB"\n')
    assert given == Allowance(memory=512 * MEGABYTE, seconds=5, output=1_000_000_000)


@pytest.mark.parametrize(
    "table",
    [
        "memory = 4",
        'memory = "much"',
        'memory = "1MB"',
        "seconds = 0",
        "seconds = true",
        "seconds = 2.5",
        'second = "1"',
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, table: str) -> None:
    with pytest.raises(SettingsError):
        allowed(tmp_path, f"[reading]\n{table}\n")


def test_sizes_are_those_of_the_engine() -> None:
    assert [bytes_of(size) for size in ("1KB", "1.5 MiB", "4GB")] == [1000, 1_572_864, 4 * 10**9]


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs/workspace.md").read_text(encoding="utf-8")
    assert "[reading]" in text
    for name in KNOWN:
        assert f"`{name}`" in text
