"""The hidden sheet: what our own workbooks say of themselves, so that a renamed file is still known.

Rows of two cells (key, value) come first, then a row `items`, then one row per question or fact:
id, sheet, row number, and a short digest of the text beside it. The digest shows a row that
slipped against its id when someone sorted or pasted. Where it is known what was answered last, a row
`last` with that round follows, then one row per item: id, and the last reply as JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from itakusaki.files.folding import plain

SHEET = "_itakusaki"
FORMAT = "itakusaki/1"
KEYS = (
    "format",
    "kind",  # client, processor, sub_processor, ledger, review, or one of NO_FORMS
    "processor",
    "corporate_number",
    "round",
    "checklist_version",
    "language",
    "depth",  # of a questionnaire: short, standard or full
)
#: What only some kinds say of themselves.
MORE_KEYS = ("client",)
ITEMS = "items"
LAST = "last"
#: Characters that a cell holds at most; what is longer has to be answered anew.
LONGEST_CELL = 32_000
#: The kind of a list of cells to correct, which is no form.
CORRECTIONS = "corrections"
#: The kind of a sheet of findings, which `finding sheet import` takes in.
FINDINGS = "findings"
#: The kind of a gap register, which `finding register` takes in.
REGISTER = "gap_register"
#: Kinds that are never taken for a questionnaire.
NO_FORMS = frozenset({CORRECTIONS, FINDINGS, REGISTER})


def head_rows(says: Mapping[str, str]) -> list[tuple[str, str]]:
    """The first rows: each key with what is said of it, "" where nothing is."""
    told = (*KEYS, *(key for key in MORE_KEYS if key in says))
    return [(key, FORMAT if key == "format" else says.get(key, "")) for key in told]


def text_digest(text: str) -> str:
    """Twelve hex digits that stand for a question's text, whatever its spaces and widths."""
    return hashlib.sha256("".join(plain(text).split()).encode()).hexdigest()[:12]
