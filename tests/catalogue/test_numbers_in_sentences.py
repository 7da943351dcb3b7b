"""English sentences of the shipped rules agree with the number in them, one above all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from itakusaki.model.message import CountedText
from itakusaki.settings import data_folder

SHIPPED = data_folder("checklists")
FILES = [SHIPPED / "cross_checks.yaml", *sorted((SHIPPED / "evidence" / "tests").glob("*.yaml"))]
#: One of something, and what is said of it as of several.
SEVERAL = re.compile(
    r"\b1 (?!stands )(?:[a-z-]+ )?(?:people|[a-z-]+[^s\W]s)(?: are| were| have|,|\.| in\b| by\b)"
)
BLANK = re.compile(r"\{[a-z_]+\}")


def sentences(node: object) -> Iterator[str]:
    """Every English text with a blank."""
    if isinstance(node, dict):
        text = node.get("en")
        if isinstance(text, str) and BLANK.search(text):
            yield text
        node = list(node.values())
    for inner in node if isinstance(node, list) else ():
        yield from sentences(inner)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_is_not_said_to_be_several(path: Path) -> None:
    found = list(sentences(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert found
    filled = defaultdict(lambda: CountedText("1"))
    said = [text.format_map(filled) for text in found]
    assert [text for text in said if SEVERAL.search(text)] == []
