"""Audits by several processes that are killed, or run beside one another: reports, caches and scratch whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.four_parties import bytes_of, four_parties

pytestmark = [
    pytest.mark.slow,  # whole audits, each process with its own libraries
    pytest.mark.skipif(sys.platform == "win32", reason="kills and stops by signals"),
]

SCRATCH = "itakusaki-evidence-*"
#: Seconds that a run, or what it left behind, is waited for.
LONG = 120.0


class Runs:
    """Audits of workspaces that share one temporary folder."""

    def __init__(self, root: Path) -> None:
        self.temporary = root / "tmp"
        self.temporary.mkdir()
        self.root = root
        self._begun: list[subprocess.Popen[str]] = []

    def space(self, name: str) -> Path:
        return four_parties(self.root / name, lines=20_000)

    def begin(self, space: Path, *words: str) -> subprocess.Popen[str]:
        """A command by two processes, an audit unless said otherwise, in a process group of its own."""
        argv = (*(words or ("audit", "--format", "json")), str(space), "--jobs", "2")
        run = subprocess.Popen(
            [sys.executable, "-m", "itakusaki", "--lang", "ja", *argv],
            env=os.environ
            | {
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "TMPDIR": str(self.temporary),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._begun.append(run)
        return run

    def done(self, space: Path, *words: str) -> str:
        run = self.begin(space, *words)
        told, said = run.communicate(timeout=LONG)
        assert run.returncode == 0, said
        return told

    def scratch(self) -> list[Path]:
        return sorted(self.temporary.glob(SCRATCH))

    def at_work(self, run: subprocess.Popen[str]) -> list[Path]:
        """The scratch folders of a run, once both of its workers have one with something in it."""
        ends = time.monotonic() + LONG
        while time.monotonic() < ends and run.poll() is None:
            found = [one for one in self.scratch() if any((one / "tables").glob("*"))]
            if len(found) > 1:
                return found
            time.sleep(0.02)
        raise AssertionError("the run came to its end before it was looked at")

    def no_scratch(self) -> bool:
        """Whether nothing is left, once the orphans of killed runs have come to their end."""
        ends = time.monotonic() + LONG
        while self.scratch() and time.monotonic() < ends:
            time.sleep(0.1)
        return not self.scratch()

    def end(self) -> None:
        for run in self._begun:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
            run.communicate()


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    made = Runs(tmp_path)
    yield made
    made.end()


CHECK = ("evidence", "check")


def test_a_run_that_is_killed_or_has_another_beside_it_leaves_caches_and_reports_whole(
    runs: Runs,
) -> None:
    space, chance = runs.space("ws"), random.Random(20261231)  # noqa: S311 - nothing secret
    runs.done(space)
    whole = bytes_of(space)
    kept = sorted((space / ".cache").glob("examination-*"))
    assert any(name.endswith("assessment.json") for name in whole)
    for kill, most in ((os.kill, 3.0), (os.killpg, 0.5)):  # alone, and together with its workers
        shutil.rmtree(space / ".cache")
        run = runs.begin(space)
        runs.at_work(run)
        time.sleep(chance.uniform(0, most))
        kill(run.pid, signal.SIGKILL)
        run.wait()
        assert runs.scratch() or kill is os.kill  # nobody was left to clear up
        assert bytes_of(space) == whole
        runs.done(space)
        assert bytes_of(space) == whole
        assert runs.no_scratch()
        assert sorted((space / ".cache").glob("examination-*")) == kept
    shutil.rmtree(space / ".cache")
    both = [runs.begin(space), runs.begin(space)]
    said = [run.communicate(timeout=LONG)[1] for run in both]
    # Whoever comes second is told so, or came after the first had ended.
    codes = sorted(run.returncode for run in both)
    assert codes in ([0, 0], [0, 4]), said
    assert codes == [0, 0] or any("itakusaki audit" in one for one in said)
    assert bytes_of(space) == whole
    runs.done(space)  # taken from the cache
    assert bytes_of(space) == whole
    assert sorted((space / ".cache").glob("examination-*")) == kept


def test_a_run_takes_no_scratch_of_one_that_is_alive(runs: Runs) -> None:
    space = runs.space("ws")
    run = runs.begin(space, *CHECK)
    theirs = runs.at_work(run)
    os.killpg(run.pid, signal.SIGSTOP)  # alive, and unable to help itself
    before = {one: sorted(path.name for path in (one / "tables").iterdir()) for one in theirs}
    told = runs.done(space, *CHECK)
    assert runs.scratch() == theirs  # its own are gone
    assert {
        one: sorted(path.name for path in (one / "tables").iterdir()) for one in theirs
    } == before
    os.killpg(run.pid, signal.SIGCONT)
    assert run.communicate(timeout=LONG)[0] == told
    assert runs.no_scratch()
