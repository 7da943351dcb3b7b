"""Kept books: the same bytes are read once, and whatever became of an entry they are read again."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from itakusaki.files import kept_books, wall
from itakusaki.files.book import Problem, ReadBook
from itakusaki.files.cache import ResultCache
from itakusaki.files.kept_books import BOOK, KeptBooks
from itakusaki.files.refusal import RefusedFileError
from itakusaki.model.allowance import USUAL, Allowance
from support.workspaces import workbook

OWN = "_itakusaki"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"表": [("ID", 1.5, "○"), ("x", None, True)]}))
    return path


@pytest.fixture
def kept(tmp_path: Path) -> KeptBooks:
    return KeptBooks(cache=ResultCache(folder=tmp_path / "kept"), stamp="1")


def read(kept: KeptBooks, path: Path, allowance: Allowance = USUAL) -> ReadBook:
    return kept.begin(path, own=OWN, allowance=allowance).result()


def entries(kept: KeptBooks) -> list[Path]:
    folder = kept.cache.folder
    return sorted(folder.glob(f"{BOOK}-*")) if folder and folder.is_dir() else []


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of readers from now on."""
    asked: list[str] = []

    def begin(reader: wall.Reader, job: str, given: tuple[Any, ...], allowance: Allowance) -> None:
        asked.append(given[0])
        whole(reader, job, given, allowance)

    whole = wall.Reader.begin
    monkeypatch.setattr(wall.Reader, "begin", begin)
    return asked


def test_the_same_bytes_are_read_once_under_whatever_name(
    file: Path, kept: KeptBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counted(monkeypatch)
    first = read(kept, file)
    assert first.found
    assert first.sha256
    assert read(kept, file) == first
    other = file.with_name("b.xlsx")
    file.rename(other)
    assert read(kept, other) == first
    assert asked == [str(file)]
    assert read(KeptBooks(), other) == first
    assert len(asked) == 2


def test_bytes_ending_code_and_allowance_are_part_of_what_a_book_is(
    file: Path, kept: KeptBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(kept, file)
    asked = counted(monkeypatch)
    named = file.with_suffix(".csv")
    named.write_bytes(file.read_bytes())
    assert read(kept, named).found != read(kept, file).found
    read(KeptBooks(cache=kept.cache, stamp="2"), file)
    read(kept, file, Allowance(seconds=59))
    file.write_bytes(workbook({"表": [("ID", 2.5)]}))
    assert read(kept, file) == read(KeptBooks(), file)
    assert asked == [str(path) for path in (named, file, file, file, file)]


@pytest.mark.parametrize("what", ["torn", "of another", "no book", "no plain value"])
def test_a_bad_entry_is_made_anew(file: Path, kept: KeptBooks, what: str) -> None:
    book = read(kept, file)
    (entry,) = entries(kept)
    key = entry.name.removeprefix(f"{BOOK}-")
    whole = entry.read_bytes()
    if what == "torn":
        entry.write_bytes(whole[:-5])
    elif what == "of another":
        other = file.with_name("b.xlsx")
        other.write_bytes(workbook({"表": [("ID", 9)]}))
        read(kept, other)
        (beside,) = (path for path in entries(kept) if path != entry)
        content = kept.cache.found(BOOK, beside.name.removeprefix(f"{BOOK}-"))
        assert content is not None
        kept.cache.keep(BOOK, key, content)
    else:
        told = (1, 2) if what == "no book" else OSError
        kept.cache.keep(BOOK, key, pickle.dumps(told))
    assert read(kept, file) == book
    assert entry.read_bytes() == whole


#: What stands for a sheet in an entry: name, rows, top, left, whether it is visible, its scan, merged cells.
SHEET = ("表", [["ID", 1.5]], 0, 0, True, {}, ())


def with_other(place: int, value: object) -> tuple[object, ...]:
    return (*SHEET[:place], value, *SHEET[place + 1 :])


@pytest.mark.parametrize(
    "told",
    [
        ("nocode", "", "", {}),
        with_other(0, 5),
        with_other(1, [["ID", {}]]),
        with_other(1, ["ID"]),
        with_other(2, "0"),
        with_other(5, {"errors": {(0, "B"): "#REF!"}}),
        with_other(5, {"struck": {(0, 1): None}}),
        with_other(5, {"hidden_rows": ("a",)}),
        with_other(6, (("A1", "B2"),)),
    ],
    ids=["a code that is none", "a name", "a cell", "a row", "a place", "an error's place",
         "what was struck out", "a hidden row", "merged cells"],
)  # fmt: skip
def test_a_forged_entry_that_holds_something_else_than_cells_is_made_anew(
    file: Path, kept: KeptBooks, told: tuple[object, ...]
) -> None:
    book = read(kept, file)
    (entry,) = entries(kept)
    key, whole = entry.name.removeprefix(f"{BOOK}-"), entry.read_bytes()
    for one, is_sound in ((SHEET, True), (told, False)):
        plain = (book.sha256, book.size, True, False, (one,))
        kept.cache.keep(BOOK, key, pickle.dumps(plain))
        assert (read(kept, file) == book) is not is_sound
    assert entry.read_bytes() == whole


def test_a_book_with_which_something_is_amiss_is_read_each_time(
    file: Path, kept: KeptBooks
) -> None:
    other = file.with_suffix(".xls")
    other.write_bytes(file.read_bytes())
    assert [one.code for one in read(kept, other).found if isinstance(one, Problem)]
    assert not entries(kept)


def test_nothing_is_kept_of_what_the_machine_had_a_part_in(
    file: Path, kept: KeptBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall.end_readers()
    with pytest.raises(RefusedFileError):
        read(kept, file, Allowance(memory=1024))
    outcomes = iter((1, 2))
    monkeypatch.setattr(kept_books, "machine_outcomes", lambda: next(outcomes))
    read(kept, file)
    assert not entries(kept)


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    file: Path, kept: KeptBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_books, "file_digest", lambda _path: "0" * 64)
    assert read(kept, file).sha256 != "0" * 64
    assert not entries(kept)


def test_a_file_out_of_reach_is_told_as_its_turn_comes(tmp_path: Path, kept: KeptBooks) -> None:
    begun = kept.begin(tmp_path / "none.xlsx", own=OWN, allowance=USUAL)
    with pytest.raises(FileNotFoundError):
        begun.result()
    assert not entries(kept)


def test_a_very_large_book_is_not_kept(
    file: Path, kept: KeptBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_books, "LARGEST", 100)
    assert read(kept, file).is_book
    assert not entries(kept)


def test_entries_are_private(file: Path, kept: KeptBooks) -> None:
    read(kept, file)
    (entry,) = entries(kept)
    assert entry.stat().st_mode & 0o077 == 0
