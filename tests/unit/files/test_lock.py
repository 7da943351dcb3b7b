"""One run holds a folder; who finds it held is told by whom, and a dead run holds nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from itakusaki.files.lock import LOCK, locked
from itakusaki.model.errors import FolderBusyError

HOLDER = """
import sys
from pathlib import Path
from itakusaki.files.lock import locked
with locked(Path(sys.argv[1]), "itakusaki audit"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _another_run(folder: Path) -> Iterator[subprocess.Popen[str]]:
    argv = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "held\n"
        yield run


def test_a_second_run_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with _another_run(tmp_path) as other:
        with pytest.raises(FolderBusyError) as refused, locked(tmp_path, "itakusaki audit"):
            pass
        told = dict(refused.value.says.values)
        assert (told["command"], told["process"]) == ("itakusaki audit", str(other.pid))
        assert told["folder"] == str(tmp_path)
        other.communicate("")
    with locked(tmp_path, "itakusaki audit"):
        assert (tmp_path / LOCK).exists()
    assert not (tmp_path / LOCK).exists()


def test_a_run_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    with _another_run(tmp_path) as other:
        other.kill()
        other.wait()
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path, "itakusaki audit"):
        pass
    assert not (tmp_path / LOCK).exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe"])
def test_whatever_stands_in_the_file_the_lock_is_the_systems(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / LOCK).write_bytes(content)
    with locked(tmp_path, "itakusaki audit"):
        pass


def test_an_error_inside_lets_go(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locked(tmp_path, "x"):
        raise KeyError
    with locked(tmp_path, "x"):
        pass
