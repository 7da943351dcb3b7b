"""Files are written whole, none before all can be, and what they replace is kept under a date."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from itakusaki.files.writing import sweep, write_new, write_over, write_together, write_whole
from itakusaki.model.errors import FileInUseError

DATED = re.compile(r"\d{4}-\d{2}-\d{2}_\d{6}")


def _content(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_what_is_written_over_is_kept_in_the_workspace_and_told(tmp_path: Path) -> None:
    path = tmp_path / "outgoing" / "2026Q4" / "調査票.xlsx"
    assert write_over(path, b"one", root=tmp_path).kept is None
    kept = write_over(path, b"two", root=tmp_path).kept
    assert kept is not None
    assert DATED.fullmatch(kept.relative_to(tmp_path / "kept").parts[0])
    assert kept.relative_to(tmp_path / "kept").parts[1:] == ("outgoing", "2026Q4", "調査票.xlsx")
    assert (path.read_bytes(), kept.read_bytes()) == (b"two", b"one")


def test_outside_a_workspace_the_copy_lies_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    copies = {write_over(path, str(number).encode()).kept for number in range(4)}
    assert len(copies) == 4
    assert all(copy.parent == tmp_path for copy in copies if copy)
    assert sorted(_content(tmp_path).values()) == [b"0", b"1", b"2", b"3"]


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"one")
    os.utime(path, (1, 1))
    assert write_over(path, b"one").kept is None
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize("last", ["x" * 300, "b" + os.sep + "c" * 300 + ".xlsx"])
def test_none_is_written_where_one_name_is_none(tmp_path: Path, last: str) -> None:
    (tmp_path / "old.xlsx").write_bytes(b"old")
    files = {tmp_path / "a.xlsx": b"a", tmp_path / "old.xlsx": b"new", tmp_path / last: b"c"}
    with pytest.raises(OSError, match="too long"):
        write_together(files)
    assert _content(tmp_path) == {"old.xlsx": b"old"}


def test_none_is_written_where_one_is_open(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"old")
    (tmp_path / "~$b.xlsx").write_bytes(b"")
    with pytest.raises(FileInUseError):
        write_together({tmp_path / "a.xlsx": b"new", tmp_path / "b.xlsx": b"new"})
    assert set(_content(tmp_path).values()) == {b"old", b""}


def test_a_file_that_windows_holds_is_named_and_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def held(self: Path, _target: Path) -> Path:
        error = PermissionError(13, "in use", str(self))
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(FileInUseError):
        write_over(path, b"new")
    assert path.read_bytes() == b"old"
    assert not list(tmp_path.glob(".itakusaki-*"))


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    write_new(path, b"one", private=True)
    with pytest.raises(FileExistsError):
        write_new(path, b"two")
    assert _content(tmp_path) == {"key.pem": b"one"}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_umask_is_honoured_and_rights_that_were_given_stay(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "new" / "a.xlsx", b"a")
        write_new(tmp_path / "b.pem", b"b", private=True)
        given = tmp_path / "given.xlsx"
        given.write_bytes(b"old")
        given.chmod(0o640)
        kept = write_over(given, b"new").kept
    finally:
        os.umask(before)
    assert (tmp_path / "new" / "a.xlsx").stat().st_mode & 0o777 == 0o666 & ~umask
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o777 & ~umask
    assert (tmp_path / "b.pem").stat().st_mode & 0o777 == 0o600
    assert given.stat().st_mode & 0o777 == 0o640
    assert kept is not None


def test_a_copy_of_what_was_private_is_private(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o600)
    kept = write_over(path, b"new").kept
    assert kept is not None
    assert kept.stat().st_mode & 0o777 == path.stat().st_mode & 0o777 == 0o600


def test_a_link_leads_to_the_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "a.xlsx").write_bytes(b"old")
    (tmp_path / "a.xlsx").symlink_to("share/a.xlsx")
    write_over(tmp_path / "a.xlsx", b"new")
    assert (tmp_path / "a.xlsx").is_symlink()
    assert (tmp_path / "share" / "a.xlsx").read_bytes() == b"new"


def test_what_dead_runs_left_staged_is_swept_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / "deep" / f".itakusaki-{'0' * 16}"
    mine = tmp_path / "deep" / ".itakusaki-notes"
    left.parent.mkdir()
    left.write_bytes(b"half")
    mine.write_bytes(b"mine")
    sweep([tmp_path, tmp_path / "absent"], older_than=60)
    assert left.exists()
    sweep([tmp_path])
    assert (left.exists(), mine.exists()) == (False, True)
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    write_whole(left.parent / "a", b"a")
    assert not left.exists()
