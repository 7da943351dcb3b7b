"""Several processes at a time come to the same as one: every byte, every word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.cli import itakusaki
from support.four_parties import CODES, bytes_of, four_parties

pytestmark = pytest.mark.slow  # whole audits, each process with its own libraries


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of four parties that each delivered a log, one of which cannot be read."""
    return four_parties(tmp_path_factory.mktemp("jobs") / "ws")


def audit(space: Path, jobs: int) -> tuple[int, str, str]:
    """An audit in a process of its own, in which nothing is loaded yet: its code and what it said."""
    argv = ("audit", space, "--no-cache", "--no-store", "--jobs", jobs)
    run = subprocess.run(
        [sys.executable, "-m", "itakusaki", "--lang", "ja", *map(str, argv)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


def test_an_audit_by_two_processes_says_and_writes_the_same(space: Path) -> None:
    alone = audit(space, 1)
    assert alone[0] == 0, alone
    before = bytes_of(space)
    assert all(any(code in name for name in before) for code in CODES)
    shutil.rmtree(space / "reports")
    assert audit(space, 2) == alone
    assert bytes_of(space) == before


def test_what_two_processes_made_is_found_again_by_one(space: Path) -> None:
    assert itakusaki("audit", space, "--jobs", 2, lang="ja").code == 0
    made = bytes_of(space)
    examined = sorted(path.name for path in (space / ".cache").glob("examination-*"))
    assert len(examined) == len(CODES)
    with (space / "evidence" / "2026Q4" / "P001" / "signins.csv").open(
        "a", encoding="utf-8"
    ) as log:
        log.write("2026-01-06 09:00:00,u-0,pc-1,ログオン,対話\n")
    assert itakusaki("audit", space, "--jobs", 1, lang="ja").code == 0
    assert bytes_of(space) != made
    later = sorted(path.name for path in (space / ".cache").glob("examination-*"))
    assert set(examined) < set(later)
    assert len(later) == len(CODES) + 1


def test_logs_by_two_processes_are_told_in_the_same_order(space: Path) -> None:
    alone, both = (
        itakusaki("evidence", "check", space, "--jobs", jobs, lang="ja") for jobs in (1, 2)
    )
    assert (both.code, both.out, both.err) == (alone.code, alone.out, alone.err)


def test_a_setting_that_fits_no_test_is_refused_in_the_same_words(space: Path) -> None:
    settings = space / "itakusaki.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + "\n[evidence.parameters]\nnothing_known = 3\n", encoding="utf-8")
    try:
        alone, both = (
            itakusaki("audit", space, "--no-cache", "--jobs", jobs, lang="ja") for jobs in (1, 2)
        )
    finally:
        settings.write_text(before, encoding="utf-8")
    assert alone.code != 0
    assert "nothing_known" in alone.err
    assert (both.code, both.err) == (alone.code, alone.err)
