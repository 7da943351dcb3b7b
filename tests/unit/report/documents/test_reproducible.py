"""The same document has the same bytes in every format, wherever and whenever it is made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.handed_on import fingerprints


def test_the_same_bytes_in_another_folder_time_zone_and_locale(tmp_path: Path) -> None:
    program = "from support.handed_on import fingerprints; print(fingerprints())"
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "TZ": "Pacific/Apia",
            "LC_ALL": "C",
            "LANG": "tr_TR.UTF-8",
            "HOME": str(tmp_path),
            "PYTHONHASHSEED": "7",
        },
        capture_output=True,
        check=True,
        text=True,
    )
    assert elsewhere.stdout.split() == fingerprints().split()
    assert [one.partition("=")[0] for one in elsewhere.stdout.split()] == [
        "docx",
        "pdf",
        "html",
        "md",
    ]
