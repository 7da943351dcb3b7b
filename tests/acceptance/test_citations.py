"""Whoever reads a source can follow what it cites: a page that is named is in the repository."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Where sources lie. Not the sample nor its scenario: the files named there are a party's evidence.
FOLDERS = ("src", "tests", "tools", "bench", "templates", "checklists", "docs", ".ci")
PAGE = re.compile(r"(?<![\w.*/-])((?:\.\./)?(?:[\w-]+/)*[\w-]+\.md)(?!\w|\.\w)")
#: A page named with its folder is meant wherever it stands, in a sentence to the user too.
IN_DOCS = re.compile(r"(?<![\w/])(docs/(?:[\w-]+/)*[\w-]+\.md)(?!\w|\.\w)")
ADR = re.compile(r"\bADRs? ((?:[0-9]+(?:, | and )?)+)")


def absent(prose: str, text: str, folder: Path) -> list[str]:
    """The pages that prose cites, or that any text names under docs/, and that are not there.

    Our pages have no numbered paragraphs, so one cited by § is another page than ours.
    """
    cited = {*PAGE.findall(prose), *IN_DOCS.findall(text)}
    places = (folder, ROOT, ROOT / "docs")
    missing = [page for page in cited if not any((place / page).is_file() for place in places)]
    numbers = [number for found in ADR.findall(prose) for number in re.findall("[0-9]+", found)]
    missing += [f"ADR {n}" for n in numbers if not list(ROOT.glob(f"docs/adr/{n:0>4}-*.md"))]
    return sorted(missing + re.findall(r"[\w-]+\.md §", prose))


def sources() -> Iterator[Path]:
    yield from (path for path in ROOT.iterdir() if path.suffix in {".md", ".toml"})
    yield ROOT / "Makefile"
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            made_up = path == Path(__file__) or {"golden", "scenario", "__pycache__"} & set(parts)
            if path.is_file() and not made_up:
                yield path


def prose_of(path: Path, text: str) -> str:
    """What a file says to its reader: docstrings and comments of code, all of a page."""
    if path.suffix == ".py":
        return "\n".join((*_docstrings(text), *_comments(text)))
    if path.suffix in {".yaml", ".toml", ""}:
        return "\n".join(re.findall(r"#.*", text))
    return text if path.suffix in {".md", ".json"} else ""


def _docstrings(text: str) -> Iterator[str]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, kinds):
            yield ast.get_docstring(node) or ""


def _comments(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_no_source_cites_a_page_that_is_absent() -> None:
    found: dict[str, list[str]] = {}
    looked_at = cited = 0
    for path in sources():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a sample of an export in another encoding
            continue
        prose = prose_of(path, text)
        looked_at += 1
        cited += bool(PAGE.search(prose) or IN_DOCS.search(text) or ADR.search(prose))
        missing = absent(prose, text, path.parent)
        if missing:
            found[str(path.relative_to(ROOT))] = missing
    assert found == {}
    assert looked_at > 400
    assert cited > 15


@pytest.mark.parametrize(
    ("prose", "missing"),
    [
        ("Grades (nowhere.md).", ["nowhere.md"]),
        ("As docs/absent/page.md has it", ["docs/absent/page.md"]),
        ("see ../review/structure.md", ["../review/structure.md"]),
        ("How a control stands (architecture.md §6).", ["architecture.md §"]),
        ("Settled (ADR 0005, 0999).", ["ADR 0999"]),
        ("docs/workspace.md, README.md and architecture.md; ADR 17, the file index.md.j2", []),
    ],
)
def test_a_page_that_is_absent_is_told(prose: str, missing: list[str]) -> None:
    assert absent(prose, prose, ROOT / "src") == missing


def test_code_is_read_for_its_comments_and_docstrings_only() -> None:
    code = (
        '"""Says (one.md)."""\nNAME = "two.md"  # as three.md\n\n\ndef run():\n    """Four.md."""\n'
    )
    assert set(PAGE.findall(prose_of(Path("x.py"), code))) == {"one.md", "three.md", "Four.md"}
