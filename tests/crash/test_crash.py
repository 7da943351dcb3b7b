"""A slice of the crash harness: every few steps killed and failed, some kills at random moments."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by fork")
def test_nothing_is_lost_wherever_a_run_is_killed_or_the_disk_fails() -> None:
    harness = Path(__file__).with_name("harness.py")
    argv = [sys.executable, str(harness), "--kills", "6", "--every", "12"]
    said = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "nothing lost" in said.stdout
