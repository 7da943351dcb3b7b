"""Where the sample workspace and its maker lie."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: The workspace, as any user's.
SAMPLE = ROOT / "sample_data"
#: What it is made from: scenario, planted events, expected outcomes, and the package samplemaker.
TOOLS = ROOT / "tools" / "sample"


def with_tools() -> dict[str, str]:
    """The environment in which a process of its own finds samplemaker."""
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(TOOLS), known]))}
