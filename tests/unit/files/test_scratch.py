"""Scratch folders: private, and swept when the run that made them died."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import pytest

from itakusaki.files import scratch
from itakusaki.files.scratch import scratch_folder, sweep

#: Makes a scratch folder with a log in it, says so, and waits.
HOLDS = """
import sys
from itakusaki.files.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "raw_1.parquet").write_bytes(b"names")
    print(folder, flush=True)
    sys.stdin.read()
"""

#: Makes one folder after another, each with a log in it.
MAKES_MANY = """
from itakusaki.files.scratch import scratch_folder
for _ in range(150):
    with scratch_folder() as folder:
        (folder / "raw_1.parquet").write_bytes(b"names")
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def _holder() -> tuple[subprocess.Popen[str], Path]:
    held = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert held.stdout is not None
    return held, Path(held.stdout.readline().strip())


def _ended(held: subprocess.Popen[str]) -> None:
    assert held.stdin is not None
    assert held.stdout is not None
    held.stdin.close()
    held.stdout.close()
    held.wait()


def test_a_folder_is_private_and_gone_afterwards(temporary: Path) -> None:
    with scratch_folder() as folder:
        assert folder.is_dir()
        assert not [*folder.iterdir()]
        assert folder.parent.stat().st_mode & 0o077 == 0
    assert not [*temporary.iterdir()]


def test_that_of_a_run_at_work_stays(temporary: Path) -> None:
    held, theirs = _holder()
    with scratch_folder():
        assert (theirs / "raw_1.parquet").is_file()
    _ended(held)
    assert not [*temporary.iterdir()]


def test_that_of_a_killed_run_goes_with_the_next(temporary: Path) -> None:
    held, theirs = _holder()
    held.kill()
    _ended(held)
    assert (theirs / "raw_1.parquet").is_file()
    with scratch_folder() as folder:
        assert [*temporary.iterdir()] == [folder.parent]


def test_a_folder_without_a_lock_goes_when_it_is_a_day_old(temporary: Path) -> None:
    for name, age in (("itakusaki-evidence-new", 60), ("itakusaki-evidence-old", 90_000)):
        (temporary / name).mkdir()
        os.utime(temporary / name, (0, (temporary / name).stat().st_mtime - age))
    (temporary / "of-another-program").mkdir()
    with scratch_folder():
        assert {path.name for path in temporary.iterdir()} >= {
            "itakusaki-evidence-new",
            "of-another-program",
        }
        assert not (temporary / "itakusaki-evidence-old").exists()


@pytest.mark.parametrize("is_cleared", [True, False], ids=["gone", "as on Windows"])
def test_a_folder_swept_before_its_maker_held_it_is_not_taken(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, *, is_cleared: bool
) -> None:
    locked, asked = scratch._locked, list[IO[bytes]]()  # noqa: SLF001

    def late(lock: IO[bytes]) -> bool:
        asked.append(lock)
        if len(asked) == 1:  # the maker has opened its lock, and somebody looks in just then
            with monkeypatch.context() as patched:
                if not is_cleared:  # a file that is open stays, and its folder with it
                    patched.setattr(shutil, "rmtree", lambda *_, **__: None)
                sweep()
        return locked(lock)

    monkeypatch.setattr(scratch, "_locked", late)
    with scratch_folder() as folder:
        (folder / "raw_1.parquet").write_bytes(b"names")
        sweep()
        assert (folder / "raw_1.parquet").exists()
        assert is_cleared or len([*temporary.iterdir()]) == 2


def test_runs_beside_one_another_take_no_folder_that_another_is_making(temporary: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", MAKES_MANY]) for _ in range(4)]
    assert [run.wait() for run in runs] == [0] * 4
    assert not [*temporary.iterdir()]
