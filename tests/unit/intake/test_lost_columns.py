"""Headings that a list of our own form lost are told by list; a form that held no list lost none."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from itakusaki.forms import questionnaire_book
from itakusaki.forms.selection import Extent
from itakusaki.language import translator_for
from itakusaki.model.answer import Questionnaire
from itakusaki.model.depth import Depth
from itakusaki.model.party import Duty
from support.blank_books import a_processor, checklist, layout, opened
from support.workspaces import a_workspace

#: The row of a list's headings in our own form.
HEAD = 3
Change = Callable[[Worksheet], object]


@cache
def form(depth: Depth) -> bytes:
    return questionnaire_book(
        checklist=checklist(("CON-07", "PER-01")),
        layout=layout(),
        kind=Duty.PROCESSOR,
        processor=a_processor(),
        client="ひかり通信販売株式会社",
        round_="2026Q4",
        due=None,
        translator=translator_for("ja"),
        extent=Extent(depth=depth),
    )


def returned(
    root: Path, depth: Depth, sheet: str = "", change: Change | None = None
) -> Questionnaire:
    """The form with its first question answered, and one change to a sheet."""
    book = opened(form(depth))
    page = next(page for page in book.worksheets if page["A4"].value == "ID")
    next(row for row in page.iter_rows(min_row=5) if "-" in str(row[0].value))[2].value = "○"
    if change is not None:
        change(book[sheet])
    out = io.BytesIO()
    book.save(out)
    return a_workspace(root).reply(out.getvalue()).read().dossier.questionnaires[0]


def lost(read: Questionnaire) -> dict[str, list[str]]:
    translator = translator_for("en")
    return {name: list(map(translator.value, said)) for name, said in read.columns_missing.items()}


def without_heading(page: Worksheet) -> None:
    page.cell(HEAD, 3).value = None


def unheaded(page: Worksheet) -> None:
    page.cell(HEAD + 1, 1).value, page.cell(HEAD + 1, 11).value = "台帳.pdf", "a1"


def renamed(page: Worksheet) -> None:
    page.cell(HEAD, 8).value = "期日"


@pytest.mark.parametrize(
    ("sheet", "change", "told"),
    [
        ("証跡一覧", without_heading, {"evidence": ["column “Kind of evidence”"]}),
        ("証跡一覧", lambda page: page.delete_cols(8), {"evidence": ["column “Expires”"]}),
        ("証跡一覧", renamed, {"evidence": ["column “Expires”"]}),
        ("証跡一覧", unheaded, {"evidence": ["column K, which has no heading"]}),
        (
            "再委託先一覧",
            lambda page: page.delete_cols(2),
            {"sub_processors": ["column “Corporate number”"]},
        ),
        ("証跡一覧", lambda page: page.delete_rows(1), {}),
    ],
    ids=["blank", "deleted", "renamed", "unheaded", "sub-processors", "whole"],
)
def test_headings_that_are_gone_are_told(
    sheet: str, change: Change, told: dict[str, list[str]], tmp_path: Path
) -> None:
    read = returned(tmp_path, Depth.FULL, sheet, change)
    assert lost(read) == told
    assert not read.lists_missing
    assert not read.digests


def test_a_short_form_held_no_list_and_lost_none(tmp_path: Path) -> None:
    read = returned(tmp_path, Depth.SHORT)
    assert read.depth is Depth.SHORT
    assert not read.lists_missing
    assert not read.columns_missing
