"""Rows that break the rules of quoting, however many, are gone through once."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from itakusaki.exports import delimited, delivered_file
from support.deliveries import read_text

HEAD = "日時,アカウント,端末名,操作\n"
ROW = "2026/01/05 09:03:22,user01,T-01,サインイン\n"


class Counted(list[str]):
    """Lines that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        Counted.looks += len(found) if isinstance(place, slice) else 1
        return found

    def __iter__(self) -> Iterator[str]:
        for line in super().__iter__():
            Counted.looks += 1
            yield line


def here(job: str, *given: Any, **_: Any) -> Any:
    module, _, name = job.partition(":")
    return getattr(importlib.import_module(module), name)(*given)


def looks(rows: int, monkeypatch: pytest.MonkeyPatch) -> int:
    # Counted here: the reader behind the wall is another process.
    monkeypatch.setattr(delivered_file, "behind_wall", here)
    true_lines = vars(delimited)["_lines"]
    monkeypatch.setattr(delimited, "_lines", lambda text: Counted(true_lines(text)))
    Counted.looks = 0
    found = read_text(HEAD + ROW * 20 + f'"{ROW}' * rows)
    assert "export_rows_malformed" in found.codes
    return Counted.looks


@pytest.mark.parametrize("rows", [300, 1200])
def test_no_broken_row_makes_the_others_be_gone_through_again(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rows < looks(rows, monkeypatch) < 10 * rows
