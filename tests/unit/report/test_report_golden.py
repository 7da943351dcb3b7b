"""Golden files: what a report looks like, reviewed as a diff when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.published import sample

GOLDEN = Path(__file__).parents[2] / "golden" / "report"
NAMES = (
    *(f"index.{lang}.{end}" for lang in ("ja", "en") for end in ("html", "md")),
    *(f"processors/P02.{lang}.{end}" for lang in ("ja", "en") for end in ("html", "md")),
    *(f"processors/{id_}.{lang}.md" for id_ in ("P03", "P05") for lang in ("ja", "en")),
    "assessment.json",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_as_it_was_reviewed(name: str, update_golden: bool) -> None:  # noqa: FBT001
    path = GOLDEN / name
    made = sample()[name]
    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    assert made.decode() == path.read_text(encoding="utf-8")
