"""Golden files: what is compared with what was reviewed, in lines that a diff can show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.document_texts import CONCERNED
from support.sample import TOOLS

GOLDEN = Path(__file__).parents[1] / "golden"
PAGES = ("html", "md")
REPORTS = (
    *(f"report/index.{lang}.{end}" for lang in ("ja", "en") for end in PAGES),
    *(f"report/client.{lang}.{end}" for lang in ("ja", "en") for end in PAGES),
    *(f"report/processors/P02.{lang}.{end}" for lang in ("ja", "en") for end in PAGES),
    *(f"report/processors/{id_}.{lang}.md" for id_ in ("P03", "P05") for lang in ("ja", "en")),
    "report/assessment.json",
)
LOGS = tuple(f"report/logs.{lang}.{end}" for lang in ("ja", "en") for end in PAGES)
#: A document of each kind; the working paper is a processor's page, which is golden already.
DOCUMENTS = tuple(
    f"documents/{kind}.{lang}.md"
    for kind in CONCERNED
    if kind != "working-paper"
    for lang in ("ja", "en")
)
#: A draft of each kind, by the sample's fact sheet.
DRAFTS = tuple(
    f"drafts/{kind}.{lang}.md"
    for kind in (
        "final",
        "no-leak",
        "notice-to-client",
        "notice-to-persons",
        "preliminary",
        "preserve",
        "publication",
        "supplement",
        "who-may-know",
    )
    for lang in ("ja", "en")
)
#: The sample's published data: the round as a whole, and each party of it by its code.
SAMPLE_ROUND = "sample/assessment.json"
SAMPLE_PARTIES = {
    path.stem: f"sample/{path.stem}.json"
    for path in sorted((TOOLS / "scenario").glob("[PST][0-9][0-9].yaml"))
}
#: Every golden file there is; a test sees that no other lies about.
FILES = (*REPORTS, *LOGS, *DOCUMENTS, *DRAFTS, SAMPLE_ROUND, *SAMPLE_PARTIES.values())
WIDTH = 160


def compare(name: str, made: str, *, update: bool) -> None:
    """Hold what was made against a golden file, after writing it there where asked."""
    assert name in FILES
    path = GOLDEN / name
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="")
    # By lines: a difference is shown as a diff, and quickly.
    assert made.splitlines() == path.read_text(encoding="utf-8").splitlines()


def readable(value: object) -> str:
    """JSON whose objects and lists stand on one line where that is short, else an entry a line."""
    return "\n".join(_lines(value, "", "")) + "\n"


def _lines(value: object, margin: str, lead: str) -> Iterator[str]:
    short = f"{margin}{lead}{json.dumps(value, ensure_ascii=False)}"
    if not value or not isinstance(value, dict | list) or len(short) <= WIDTH:
        yield short
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{margin}{lead}{opening}"
    for at, (before, entry) in enumerate(_entries(value), start=1):
        *first, last = _lines(entry, margin + " ", before)
        yield from first
        yield last + ("," if at < len(value) else "")
    yield f"{margin}{closing}"


def _entries(value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        yield from (("", entry) for entry in value)
        return
    for name, entry in value.items():
        yield f"{json.dumps(name, ensure_ascii=False)}: ", entry
